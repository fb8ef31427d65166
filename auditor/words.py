"""Plain words for the codes of the core, in every language: words/[part.]<language>.toml.

Codes go in, text comes out; which facts are told is decided elsewhere (auditor.summary). Every
group `x` of codes that deserves it has a group `x_about` that explains each at length.
"""

import string
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "zh_CN")
_PARTS = (
    "",
    "ops.",
    "codes.",
    "event.",
    "identity.",
    "phone.",
    "findings.",
    "export.",
    "doctor.",
    "keep_more.",
    "live.",
    "rebuild.",
    "trials.",
)


def known_language(wanted: str) -> str:
    """Give the catalogue for a locale name such as `zh-Hans-CN` or `de_DE`: zh_CN or en."""
    return "zh_CN" if wanted.lower().replace("-", "_").split("_")[0] == "zh" else "en"


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Read one language: dotted key -> text. Raises KeyError for a language that is not there."""
    return {key: text for part in _PARTS for key, text in _part(part, lang).items()}


@cache
def _part(part: str, lang: str) -> dict[str, str]:
    if lang not in LANGUAGES:
        raise KeyError(lang)
    file = files("auditor").joinpath("words", f"{part}{lang}.toml")
    return dict(flat("", tomllib.loads(file.read_text(encoding="utf-8"))))


def flat(prefix: str, table: Mapping[str, object]) -> list[tuple[str, str]]:
    """List the texts of a table and of those within it, by their dotted keys."""
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += flat(f"{prefix}{key}.", value)
        else:
            found.append((prefix + key, str(value)))
    return found


def word(key: str, lang: str) -> str:
    """Give the text of a dotted key; KeyError when the catalogue has none: that is a bug."""
    text = find(key, lang)
    if text is None:
        raise KeyError(key)
    return text


def find(key: str, lang: str) -> str | None:
    """Give the text of a key that a phone may have made up, or None.

    It reads no more parts of the catalogue than it takes to find it: all are 10 ms.
    """
    return next((texts[key] for part in _PARTS if key in (texts := _part(part, lang))), None)


def about(group: str, code: str, lang: str) -> str:
    """Explain a code of a group, such as `uid_state`, at length; empty when not known."""
    return find(f"{group}_about.{code}", lang) or ""


def data_type(code: str, lang: str) -> str:
    """Give a data type's name as a title: `Microphone`."""
    return word(f"data_type.{code}", lang)


def op(name: str, lang: str) -> str:
    """Say what an op of this printed name does; of a name nobody knows, that it is not known."""
    return word(f"op.{_known(name, lang)}", lang)


def op_about(name: str, lang: str) -> str:
    """Explain what an op's record says and what it does not say."""
    known = _known(name, lang)
    return find(f"op_about.{known}", lang) or word("op_about.xiaomi_op", lang)


def _known(name: str, lang: str) -> str:
    if not name:
        return "nameless_op"
    return "unknown_op" if find(f"op.{name}", lang) is None else name


def listed(names: Iterable[str], lang: str) -> str:
    """Put names side by side as the language does."""
    return word("list.comma", lang).join(names)


def beside(before: str, after: str) -> str:
    """Put two texts side by side, with a space between a Chinese character and a Latin letter.

    For the seams of a sentence only: inside of a name nothing is changed.
    """
    ends = before[-1:] + after[:1]
    is_seam = len(ends) == 2 and any(map(_is_han, ends)) and any(map(_is_latin, ends))
    return f"{before} {after}" if is_seam else before + after


def put_in(template: str, **values: str) -> str:
    """Put values into the places of a template, as `format` does, each `beside` its neighbours."""
    told = ""
    for text, name, _, _ in string.Formatter().parse(template):
        told = beside(told, text)
        if name is not None:
            told = beside(told, values[name])
    return told


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def parted(texts: Iterable[str], lang: str) -> str:
    """Put side by side what may hold commas of its own."""
    return ("；" if lang == "zh_CN" else "; ").join(texts)


def sentence(code: str, lang: str, count: int | None = None, **values: int | str) -> str:
    """Build a whole sentence. `count` picks one or other and is a value itself.

    Two values may be codes: `data_type` fills `{object}` ("the microphone"), and `span` (a
    sentence code such as `span_last`) fills `{span}`.
    """
    filled = {key: _number(value) for key, value in values.items()}
    if count is not None:
        filled["count"] = _number(count)
    if "data_type" in values:
        filled["object"] = word(f"object.{values['data_type']}", lang)
    if "span" in values:
        filled["span"] = word(f"sentence.{values['span']}", lang).format(**filled)
    return _form(f"sentence.{code}", lang, count).format(**filled)


def _form(key: str, lang: str, count: int | None) -> str:
    one = find(f"{key}.one", lang) if count == 1 else None
    return one or find(f"{key}.other", lang) or word(key, lang)


def _number(value: int | str) -> str:
    return f"{value:,}" if isinstance(value, int) else value
