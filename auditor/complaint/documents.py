"""What leaves, as bytes: made once, for the preview and for writing alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from auditor.complaint.plain_text import checklist_text, complaint_text, letter_text
from auditor.complaint.records import Complaint, Problem, Trouble
from auditor.errors import UsageError
from auditor.picture import write_whole
from auditor.task import Task


class Form(StrEnum):
    """How a complaint can be written; the ending of its file."""

    TXT = "txt"
    PDF = "pdf"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class Document:
    """One file that would leave. `text` is what a person reads in it, where it is plain text."""

    name: str
    data: bytes
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Documents:
    """All files, and what came up while they were made: characters that no font can show."""

    files: tuple[Document, ...]
    problems: tuple[Problem, ...] = ()


def documents(
    complaint: Complaint, forms: Sequence[Form] = tuple(Form), task: Task | None = None
) -> Documents:
    """Make the complaint in some forms, its letter and its checklist. Writes nothing.

    Raises UsageError where the extra for PDF or DOCX is not installed, Cancelled.
    """
    task = task or Task()
    made: list[Document] = []
    problems: list[Problem] = []
    for form in forms:
        task.step(len(made), len(forms), form)
        document, found = make(complaint, form, task)
        made.append(document)
        problems += found
    if complaint.letter is not None:
        made += _letters(complaint, forms)
    text = checklist_text(complaint)
    made.append(Document("checklist.txt", text.encode(), text))
    return Documents(tuple(made), tuple(problems))


def make(complaint: Complaint, form: Form, task: Task) -> tuple[Document, list[Problem]]:
    """Make the complaint itself in one form."""
    name = f"complaint.{form}"
    if form is Form.TXT:
        text = complaint_text(complaint)
        return Document(name, text.encode(), text), []
    if form is Form.DOCX:
        from auditor.complaint.docx import complaint_docx

        return Document(name, complaint_docx(complaint)), []
    from auditor.complaint.pdf import render_pdf

    pdf = render_pdf(complaint, task)
    codes = ", ".join(f"U+{ord(each):04X}" for each in pdf.not_shown)
    found = [Problem(Trouble.NOT_SHOWN, None, codes)] if codes else []
    return Document(name, pdf.data), found


def write(complaint: Complaint, path: Path, task: Task | None = None) -> Documents:
    """Write what the ending of a path says: one file, or into a new folder all of them.

    Raises UsageError when it is there already or cannot be written; nothing is replaced.
    """
    task = task or Task()
    if path.exists():
        raise UsageError(f"{path} is there already.", "Choose a new name: nothing is replaced.")
    ending = path.suffix.lower().removeprefix(".")
    if ending and ending not in set(Form):
        raise UsageError(
            f"A complaint cannot be written as .{ending}.",
            "Use a name that ends in .pdf, .txt or .docx, or a new folder for all of them.",
        )
    if ending:
        document, problems = make(complaint, Form(ending), task)
        _write(path, document.data)
        return Documents((document,), tuple(problems))
    made = documents(complaint, task=task)
    try:
        path.mkdir(0o700, parents=True)  # it holds the person's name
    except OSError as error:
        raise _not_written(path, error) from error
    for document in made.files:
        _write(path / document.name, document.data)
    return made


def _letters(complaint: Complaint, forms: Sequence[Form]) -> list[Document]:
    letter = complaint.letter
    if letter is None:
        return []
    text = letter_text(complaint, letter)
    made = [Document("letter.txt", text.encode(), text)]
    if Form.DOCX in forms:
        from auditor.complaint.docx import letter_docx

        made.append(Document("letter.docx", letter_docx(complaint, letter)))
    return made


def _write(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data)
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> UsageError:
    return UsageError(
        f"{path} cannot be written: {error.strerror or error}.", "Choose another file."
    )
