"""The words of a complaint in the language of its channel: words/<language>.toml.

They are apart from auditor.words because a complaint also speaks languages the window does not.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from auditor import words

_THOUSANDS = {"fr": " "}


@cache
def _catalogue(lang: str) -> dict[str, str]:
    path = files("auditor.complaint").joinpath("words", f"{lang}.toml")
    return dict(words.flat("", tomllib.loads(path.read_text(encoding="utf-8"))))


def phrase(key: str, lang: str, /, **values: object) -> str:
    """Give a phrase with its places filled; numbers get their thousands marked. KeyError."""
    filled = {k: number_text(v, lang) if isinstance(v, int) else v for k, v in values.items()}
    return _catalogue(lang)[key].format(**filled)


def number_text(value: int, lang: str) -> str:
    """Write a number with its thousands marked as the language does."""
    return f"{value:,}".replace(",", _THOUSANDS.get(lang, ","))


def find(key: str, lang: str) -> str | None:
    """Give a phrase as it stands, or None."""
    return _catalogue(lang).get(key)


def chosen(texts: Mapping[str, str], lang: str) -> str:
    """Give a text in a language, else in English, else in whichever there is."""
    return texts.get(lang) or texts.get("en") or next(iter(texts.values()), "")


def object_name(data_type: str, lang: str) -> str:
    """Name a kind of data as what is accessed: `the microphone`."""
    return find(f"object.{data_type}", lang) or words.word(f"object.{data_type}", lang)


def core_find(key: str, lang: str) -> str | None:
    """Give a word of the program, in English where it does not speak a language; or None."""
    return words.find(key, words.known_language(lang))
