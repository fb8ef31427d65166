"""A complaint, its letter and its checklist as plain text: UTF-8, lines end in a line feed."""

from collections.abc import Iterator

from auditor.complaint.pages import banner, head, length_note, notices, value_of
from auditor.complaint.phrases import chosen, phrase
from auditor.complaint.records import Complaint, Letter, Part

RULER = "=" * 60


def complaint_text(complaint: Complaint) -> str:
    """Write every field of the form, ready to be copied; each is as long as its form takes."""
    lang = complaint.lang
    separator = phrase("frame.separator", lang)
    lines = [*_marks(complaint), complaint.title, RULER]
    lines += [f"{label}{separator}{value}" for label, value in head(complaint)]
    for part in complaint.parts:
        lines += _part(part, lang)
    lines += ["", RULER, *_marks(complaint)]
    return "\n".join(lines).rstrip("\n") + "\n"


def letter_text(complaint: Complaint, letter: Letter) -> str:
    """Write the letter to the operator."""
    parts = [*_marks(complaint), letter.title, *letter.paragraphs, *_marks(complaint)]
    return "\n\n".join(parts) + "\n"


def checklist_text(complaint: Complaint) -> str:
    """Write the checklist, one box a line."""
    name = chosen(complaint.channel.name, complaint.lang)
    heading = f"{phrase('frame.checklist', complaint.guide_lang)} – {name}"
    boxes = [f"[ ] {each}" for each in complaint.checklist]
    return "\n".join([*_marks(complaint), heading, RULER, *boxes]) + "\n"


def _marks(complaint: Complaint) -> list[str]:
    told = banner(complaint)
    return [f"*** {told} ***", *notices(complaint), ""] if told else []


def _part(part: Part, lang: str) -> Iterator[str]:
    note = length_note(part, lang)
    if not part.field.shape.is_long:
        yield f"{part.label}{phrase('frame.separator', lang)}{value_of(part, lang)}"
        return
    yield ""
    yield f"[{part.label}]" + (f" ({note})" if note else "")
    yield value_of(part, lang)
    yield ""
