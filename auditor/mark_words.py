"""What a person's mark says, in words: its kind, the kind of data that it names, its own text."""

from difflib import get_close_matches

from auditor.errors import UsageError
from auditor.notes import MarkKind, OwnMark
from auditor.records import DataType
from auditor.words import data_type, word

KINDS_OF_DATA = frozenset(DataType)
NAMING_DATA = (  # kinds of marks whose text says which permission or kind of data it was
    MarkKind.PERMISSION_ASKED,
    MarkKind.PERMISSION_ALLOWED,
    MarkKind.PERMISSION_DENIED,
    MarkKind.FEATURE_USED,
    MarkKind.FEATURE_NOT_USED,
)


def kind_named(name: str) -> MarkKind:
    """Give the kind of mark of a name. UsageError, with the name that may have been meant."""
    if name in set(MarkKind):
        return MarkKind(name)
    names = ", ".join(MarkKind)
    near = get_close_matches(name, list(MarkKind), 1)
    if near:
        raise UsageError(
            f"There is no kind of mark {name}.", f"Perhaps {near[0]}? There are {names}."
        )
    raise UsageError(
        f"There is no kind of mark {name}.",
        f"Use one of {names}; words of your own go after --text.",
    )


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
