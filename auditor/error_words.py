"""What errors say, in the language of whoever reads it: words/errors.<language>.toml.

An error is raised with its English sentence, which is what logs and the command line show. Its
translation is found by that sentence, as with gettext; what it names (a path, a number, another
sentence) is put into the other language's. A sentence that nobody translated stays English.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"\{(\w+)\}")
_DEEPEST = 3  # a sentence within a sentence within a sentence


def say_error(text: str, lang: str, depth: int = 0) -> str:
    """Say an error's sentence or next step in a language."""
    for pattern, told in _sentences(lang):
        if match := pattern.fullmatch(text):
            named = match.groupdict()
            if depth < _DEEPEST:
                named = {key: say_error(value, lang, depth + 1) for key, value in named.items()}
            return told.format_map(named)
    return text


@cache
def _sentences(lang: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Read the sentences of a language, those with most words of their own first."""
    path = files("auditor").joinpath("words", f"errors.{lang}.toml")
    if not path.is_file():
        return ()
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    own = sorted(told.items(), key=lambda pair: -len(_NAME.sub("", pair[0])))
    return tuple((_pattern(sentence), translated) for sentence, translated in own)


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = _NAME.split(sentence)  # text, name, text, name, … text
    texts, names = parts[::2], parts[1::2]
    pattern = re.escape(texts[0])
    for name, text in zip(names, texts[1:], strict=True):
        pattern += f"(?P<{name}>.+){re.escape(text)}"
    return re.compile(pattern, re.DOTALL)
