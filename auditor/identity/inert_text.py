"""Text of an app made harmless to show: the one place for it. Labels are chosen by strangers."""

import unicodedata

LONGEST = 120  # characters of a label; a launcher shows some twenty
LONGEST_MARK = len("[U+10FFFF]")
_JOINERS = "\u200c\u200d"  # Persian and emoji need them, and they turn nothing around
_INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
# Letters by their category, and yet nothing to see: fillers of Hangul and Khmer, Braille blank.
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def inert(untrusted_text: str, longest: int = LONGEST) -> str | None:
    """Write what cannot be seen as `[U+202E]`, blanks as one space; None when nothing is left.

    Controls, marks that turn text around, tags, private and unassigned characters lose their
    effect and stay visible, so that nobody is misled and nothing is hidden.
    """
    head = untrusted_text[: 4 * longest]
    spaced = "".join(" " if c.isspace() and c not in "\u2028\u2029" else c for c in head)
    text = "".join(map(_shown, " ".join(filter(None, spaced.split(" ")))))
    if len(text) > longest or len(untrusted_text) > len(head):
        text = text[: longest - 1] + "…"
    return text or None


def inert_lines(untrusted_text: str) -> str:
    """Do the same line by line to a text of any length; nothing of it is cut off."""
    lines = untrusted_text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(inert(line, LONGEST_MARK * len(line) + 1) or "" for line in lines)


def visible(untrusted_text: str) -> str:
    """Write only what cannot be seen otherwise; nothing is cut, no blank is taken away."""
    if untrusted_text.isprintable():
        return untrusted_text
    return "".join(map(_shown, untrusted_text))


def _shown(character: str) -> str:
    if character in _JOINERS:
        return character
    if character in _BLANK or unicodedata.category(character) in _INVISIBLE:
        return f"[U+{ord(character):04X}]"
    return character
