"""What a person's mark says, in words: its kind, the kind of data that it names, its own text."""

from auditor.notes import MarkKind, OwnMark
from auditor.records import DataType
from auditor.words import data_type, word

KINDS_OF_DATA = frozenset(DataType)


def kind_title(kind: MarkKind | None, text: str, lang: str) -> str:
    """Say what a mark of a kind is, and which kind of data its text names; without, a note."""
    name = word("trial.note", lang) if kind is None else word(f"mark.{kind}", lang)
    named = data_type(text, lang) if text in KINDS_OF_DATA else ""
    return f"{name} ({named})" if named else name


def mark_text(mark: OwnMark, lang: str) -> str:
    """Say all of a mark: one without a kind is only its text, which nobody checked."""
    if mark.kind is None:
        return mark.text
    title = kind_title(mark.kind, mark.text, lang)
    is_told = not mark.text or mark.text in KINDS_OF_DATA
    return title if is_told else f"{title}: {mark.text}"
