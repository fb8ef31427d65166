"""How long a text is for a web form, and fitting one in without dropping what must be said."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass


def form_length(text: str) -> int:
    """Count as the strictest forms do: UTF-16 units, and two for the end of a line."""
    return len(text.encode("utf-16-le")) // 2 + text.count("\n")


@dataclass(frozen=True, slots=True)
class Narrative:
    """A text that can be shortened. Each finding has a full and a brief form, worst finding first.

    `brief_note` and `gone_note` say how many findings lost their details or are left out;
    `app_note` says that the long description of the app gave way to the short one.
    """

    opening: str
    short_opening: str
    full: tuple[str, ...]
    brief: tuple[str, ...]
    closing: str
    limits: str
    app_note: str
    brief_note: Callable[[int], str]
    gone_note: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text, and whether anything was left out of it. `fits` is False if nothing helped."""

    text: str
    is_shortened: bool
    fits: bool


def fit(told: Narrative, longest: int | None) -> Fitted:
    """Give the longest form that fits. The limits statement and what is left out always stay.

    Details go first, then whole findings from the mildest on; the worst one stays.
    """
    text = ""
    for number, text in enumerate(_forms(told)):
        if longest is None or form_length(text) <= longest:
            return Fitted(text, number > 0, True)
    return Fitted(text, True, False)


def _forms(told: Narrative) -> Iterator[str]:
    number = len(told.full)
    yield _joined(told, told.opening, told.full, ())
    yield _joined(told, told.short_opening, told.full, (told.app_note,))
    for briefs in range(1, number + 1):
        kept = (*told.full[: number - briefs], *told.brief[number - briefs :])
        yield _joined(told, told.short_opening, kept, (told.app_note, told.brief_note(briefs)))
    for gone in range(1, number):
        said = (told.app_note, told.brief_note(number - gone), told.gone_note(gone))
        yield _joined(told, told.short_opening, told.brief[: number - gone], said)


def _joined(told: Narrative, opening: str, findings: Sequence[str], notes: Sequence[str]) -> str:
    paragraphs = (opening, *findings, " ".join(notes), told.closing, told.limits)
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
