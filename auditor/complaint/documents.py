"""What leaves, as bytes: made once, for the preview and for writing alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from auditor.complaint.plain_text import checklist_text, complaint_text, letter_text
from auditor.complaint.records import Complaint, Problem, Trouble
from auditor.errors import UsageError
from auditor.task import Task
from auditor.whole_file import OWNER_ONLY, whole_file, whole_folder


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

    Only their owner can read them, for they name the person. All appears when it is whole or not
    at all. Raises UsageError when it is there already, StoreError when it cannot be written,
    Cancelled; nothing is replaced.
    """
    task = task or Task()
    if path.exists() or path.is_symlink():
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
    with whole_folder(path) as folder:
        write_each(made, folder)
    return made


def write_each(made: Documents, folder: Path) -> None:
    """Write all files into a folder that is there, for their owner only. StoreError."""
    for document in made.files:
        _write(folder / document.name, document.data)


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
    with whole_file(path, False, OWNER_ONLY) as stream:
        stream.write(data)
