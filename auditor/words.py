"""Plain words for the codes of the core, in every language: words/[part.]<language>.toml.

Codes go in, text comes out; which facts are told is decided elsewhere (auditor.summary). Every
group `x` of codes that deserves it has a group `x_about` that explains each at length.
"""

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "zh_CN")
_PARTS = ("", "ops.", "codes.", "event.", "identity.")


def known_language(wanted: str) -> str:
    """Give the catalogue for a locale name such as `zh-Hans-CN` or `de_DE`: zh_CN or en."""
    return "zh_CN" if wanted.lower().replace("-", "_").split("_")[0] == "zh" else "en"


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Read one language: dotted key -> text. Raises KeyError for a language that is not there."""
    if lang not in LANGUAGES:
        raise KeyError(lang)
    folder = files("auditor").joinpath("words")
    texts = [folder.joinpath(f"{part}{lang}.toml").read_text(encoding="utf-8") for part in _PARTS]
    return dict(pair for text in texts for pair in _flatten("", tomllib.loads(text)))


def _flatten(prefix: str, table: dict[str, object]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _flatten(f"{prefix}{key}.", value)
        else:
            found.append((prefix + key, str(value)))
    return found


def word(key: str, lang: str) -> str:
    """Give the text of a dotted key; KeyError when the catalogue has none: that is a bug."""
    return catalogue(lang)[key]


def find(key: str, lang: str) -> str | None:
    """Give the text of a key that a phone may have made up, or None."""
    return catalogue(lang).get(key)


def about(group: str, code: str, lang: str) -> str:
    """Explain a code of a group, such as `uid_state`, at length; empty when not known."""
    return catalogue(lang).get(f"{group}_about.{code}", "")


def data_type(code: str, lang: str) -> str:
    """Give a data type's name as a title: `Microphone`."""
    return word(f"data_type.{code}", lang)


def op(name: str, lang: str) -> str:
    """Say what an op of this printed name does; of a name nobody knows, that it is not known."""
    return word(f"op.{_listed(name, lang)}", lang)


def op_about(name: str, lang: str) -> str:
    """Explain what an op's record says and what it does not say."""
    listed = _listed(name, lang)
    return find(f"op_about.{listed}", lang) or word("op_about.xiaomi_op", lang)


def _listed(name: str, lang: str) -> str:
    if not name:
        return "nameless_op"
    return name if f"op.{name}" in catalogue(lang) else "unknown_op"


def sentence(code: str, lang: str, count: int | None = None, **values: int | str) -> str:
    """Build a whole sentence. `count` picks one or other and is a value itself.

    Two values may be codes: `data_type` fills `{object}` ("the microphone"), and `span` (a
    sentence code such as `span_last`) fills `{span}`.
    """
    texts = catalogue(lang)
    filled = {key: _number(value) for key, value in values.items()}
    if count is not None:
        filled["count"] = _number(count)
    if "data_type" in values:
        filled["object"] = texts[f"object.{values['data_type']}"]
    if "span" in values:
        filled["span"] = texts[f"sentence.{values['span']}"].format(**filled)
    return _form(texts, f"sentence.{code}", count).format(**filled)


def _form(texts: dict[str, str], key: str, count: int | None) -> str:
    if count == 1 and f"{key}.one" in texts:
        return texts[f"{key}.one"]
    return texts[f"{key}.other"] if f"{key}.other" in texts else texts[key]


def _number(value: int | str) -> str:
    return f"{value:,}" if isinstance(value, int) else value
