"""A complaint or its letter as DOCX, to be changed by whoever hands it in.

python-docx writes the file (an extra, imported only here). Fonts are those of the computer that
opens it. The same complaint gives the same bytes.
"""

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

from auditor.complaint.pages import (
    TABLE_HEADS,
    banner,
    event_cells,
    head,
    length_note,
    notices,
    table_notes,
    unshortened,
    value_of,
)
from auditor.complaint.phrases import phrase
from auditor.complaint.records import Complaint, Letter, Part
from auditor.errors import UsageError
from auditor.picture import to_png

if TYPE_CHECKING:
    from docx.document import Document

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_ASIAN_FONT = {"zh_CN": "Microsoft YaHei"}


def complaint_docx(complaint: Complaint) -> bytes:
    """Write the whole complaint. UsageError where the extra is not installed."""
    lang = complaint.lang
    document = _new(complaint, complaint.title)
    for label, value in head(complaint):
        document.add_paragraph(f"{label}{phrase('frame.separator', lang)}{value}")
    for each in notices(complaint):
        document.add_paragraph(each, style="Intense Quote")
    document.add_heading(phrase("frame.form", lang), 1)
    for part in complaint.parts:
        _add_part(document, part, lang)
    _add_findings(document, complaint)
    _add_picture(document, complaint)
    _add_events(document, complaint)
    return _saved(document)


def letter_docx(complaint: Complaint, letter: Letter) -> bytes:
    """Write the letter to the operator. UsageError where the extra is not installed."""
    document = _new(complaint, letter.title)
    for each in (*notices(complaint), *letter.paragraphs):
        document.add_paragraph(each)
    return _saved(document)


def _new(complaint: Complaint, title: str) -> "Document":
    try:
        import docx
        from docx.oxml.ns import qn
    except ImportError as error:
        raise UsageError(
            "Writing DOCX needs the package python-docx, which is not installed.",
            "Install it: pip install 'permission-auditor[complaint]'; or write .txt.",
        ) from error
    document = docx.Document()
    font = _ASIAN_FONT.get(complaint.lang)
    if font is not None:
        fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), font)
    about = document.core_properties
    about.title, about.author, about.language = title, "", complaint.lang.replace("_", "-")
    about.created = about.modified = datetime.fromisoformat(complaint.made_on)
    about.comments = ""
    told = banner(complaint)
    if told:  # a header stands on every page
        document.sections[0].header.paragraphs[0].text = told
    document.add_heading(title, 0)
    return document


def _add_part(document: "Document", part: Part, lang: str) -> None:
    if not part.field.shape.is_long:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{part.label}{phrase('frame.separator', lang)}").bold = True
        paragraph.add_run(value_of(part, lang))
        return
    document.add_heading(part.label, 2)
    note = length_note(part, lang)
    if note:
        document.add_paragraph(note, style="Caption")
    for each in value_of(part, lang).split("\n\n"):
        document.add_paragraph(each)


def _add_findings(document: "Document", complaint: Complaint) -> None:
    found = unshortened(complaint)
    if found:
        document.add_heading(phrase("frame.findings", complaint.lang), 1)
    for each in found:
        document.add_paragraph(each)


def _add_picture(document: "Document", complaint: Complaint) -> None:
    if complaint.picture_svg is None:
        return
    section = document.sections[-1]
    width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    document.add_heading(phrase("frame.picture", complaint.lang), 1)
    document.add_picture(io.BytesIO(to_png(complaint.picture_svg)), width=width)
    document.add_paragraph(phrase("frame.picture_about", complaint.lang), style="Caption")


def _add_events(document: "Document", complaint: Complaint) -> None:
    lang = complaint.lang
    if not complaint.events and not complaint.raw_lines:
        return
    document.add_heading(phrase("frame.events", lang), 1)
    table = document.add_table(rows=1, cols=len(TABLE_HEADS), style="Table Grid")
    _fill(table.rows[0].cells, [phrase(f"table.{each}", lang) for each in TABLE_HEADS])
    for line in complaint.events:
        _fill(table.add_row().cells, event_cells(line))
    for each in table_notes(complaint):
        document.add_paragraph(each, style="Caption")


def _fill(cells: object, texts: list[str]) -> None:
    from docx.shared import Pt

    for cell, text in zip(cells, texts, strict=True):  # type: ignore[call-overload]
        run = cell.paragraphs[0].add_run(text)
        run.font.size = Pt(7)


def _saved(document: "Document") -> bytes:
    """Write it; python-docx puts the present time into the archive, which is taken out again."""
    first, second = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as written, zipfile.ZipFile(second, "w") as kept:
        for entry in written.infolist():
            plain = zipfile.ZipInfo(entry.filename, _ZIP_TIME)
            plain.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(plain, written.read(entry))
    return second.getvalue()
