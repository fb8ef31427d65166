"""What leaves: text, PDF and DOCX of every channel, read back and held to what they promise."""

import errno
import io
import os
import re
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from auditor.complaint import pdf as pdf_module
from auditor.complaint.channels import channels
from auditor.complaint.documents import Form, documents, make, write
from auditor.complaint.limits import statement
from auditor.complaint.own_fields import own_fields
from auditor.complaint.pdf import render_pdf
from auditor.complaint.phrases import phrase
from auditor.complaint.records import Complaint, Trouble
from auditor.errors import StoreError, UsageError
from auditor.findings.records import Finding
from auditor.limits_statement import STATEMENT
from auditor.task import Cancelled, Task, silent
from tests.core.complaint.conftest import Compose, complete

WAYS = [(each.id, lang) for each in channels() for lang in each.languages]
EVERY = pytest.mark.parametrize(("name", "lang"), WAYS)


def text_of(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return "\n".join(page.extract_text() for page in pages)


def squeezed(text: str) -> str:
    """Without white space, and characters as they are compatible: a page breaks lines anywhere."""
    return re.sub(r"[\s\u200b]+", "", unicodedata.normalize("NFKC", text))


@EVERY
def test_a_pdf_can_be_searched_and_holds_everything(make: Compose, name: str, lang: str) -> None:
    complaint = make(name, lang=lang)

    data = render_pdf(complaint).data

    found = squeezed(text_of(data))
    for part in complaint.parts:
        assert squeezed(part.text) in found or "\n" in part.text, part.field.key
    assert squeezed(statement(lang)) in found
    for line in complaint.events:
        assert squeezed(line.place) in found
        assert squeezed(line.utc) in found and squeezed(line.local) in found


@EVERY
def test_every_page_has_its_number_and_is_marked_as_a_sample(
    make: Compose, name: str, lang: str
) -> None:
    reader = PdfReader(io.BytesIO(render_pdf(make(name, lang=lang)).data))

    number = len(reader.pages)
    for at, page in enumerate(reader.pages, 1):
        text = squeezed(page.extract_text())
        assert squeezed(phrase("frame.page", lang, page=at, pages=number)) in text
        assert squeezed(phrase("frame.sample", lang)) in text


@pytest.mark.parametrize("name", ["cn-12321", "fr-cnil"])
def test_all_fonts_are_inside(make: Compose, name: str) -> None:
    reader = PdfReader(io.BytesIO(render_pdf(make(name)).data))

    fonts = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    ]
    assert fonts
    for font in fonts:
        about = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & about.keys()


def test_a_pdf_is_archival_and_tagged_and_names_its_language(make: Compose) -> None:
    reader = PdfReader(io.BytesIO(render_pdf(make("cn-miit")).data))

    assert reader.root_object["/Lang"] == "zh-CN"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    metadata = reader.root_object["/Metadata"].get_object().get_data()
    assert b"pdfaid:part" in metadata and b"pdfuaid:part" in metadata


@pytest.mark.parametrize("form", list(Form))
def test_the_same_complaint_gives_the_same_bytes(make: Compose, form: Form) -> None:
    from auditor.complaint.documents import make as made

    first, _ = made(make("fr-cnil"), form, silent())
    second, _ = made(make("fr-cnil"), form, silent())

    assert first.data == second.data


def test_a_rare_character_of_a_name_is_shown(make: Compose) -> None:
    own = complete("cn-miit", **{"complainant.name": "王䶮", "complainant.address": "Đặng Thị Hà"})

    pdf = render_pdf(make("cn-miit", own=own))

    assert not pdf.uses_system_fonts and pdf.not_shown == ()
    assert squeezed("王䶮") in squeezed(text_of(pdf.data))


def test_a_character_that_no_font_has_is_said_and_never_a_box(
    make: Compose, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_only = pdf_module._fonts(False)
    monkeypatch.setattr(pdf_module, "_fonts", lambda with_system: own_only)
    own = complete("cn-miit", **{"complainant.name": "王𠮷𒀀"})
    complaint = make("cn-miit", own=own)

    made = documents(complaint, [Form.PDF])

    assert [p.detail for p in made.problems if p.trouble is Trouble.NOT_SHOWN] == [
        "U+12000, U+20BB7"
    ]
    text = squeezed(text_of(made.files[0].data))
    assert "王[U+20BB7][U+12000]" in text
    assert squeezed(phrase("frame.not_shown", "zh_CN", codes="[U+12000], [U+20BB7]")) in text


HOSTILE = {
    "control": "a\x00b\x1b[31mc\x07",
    "bidi": "safe\u202egnp.exe",
    "formula": '=HYPERLINK("http://x.example","y")',
    "html": "<script>alert(1)</script><img src=x>",
    "markup": '#read("/etc/passwd") *b* _i_ $x$ @ref <label> `code` \\u{41} = h',
    "long": "长" * 10_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_label_is_inert(
    make: Compose, findings: tuple[Finding, ...], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditor.complaint import subject
    from auditor.identity.records import Identity, IdentityKey

    key = IdentityKey(findings[0].device_id, findings[0].uid, findings[0].package)
    who = Identity(key, label=HOSTILE[kind], version_name=HOSTILE[kind], installer=HOSTILE[kind])
    monkeypatch.setattr(subject, "identities", lambda _store: {key: who})
    own = complete("uk-ico", harm=HOSTILE[kind])

    complaint = make("uk-ico", own=own)
    made = documents(complaint)

    for document in made.files:
        if document.text is not None:
            assert all(c.isprintable() or c == "\n" for c in document.text)
            assert "\u202e" not in document.text
    summary = next(part for part in complaint.parts if part.field.key == "summary")
    assert summary.length <= 2000
    by_name = {document.name: document.data for document in made.files}
    assert "root:" not in text_of(by_name["complaint.pdf"])
    if kind in ("formula", "html", "markup"):
        wanted = squeezed(HOSTILE[kind][:60])
        assert wanted in squeezed(text_of(by_name["complaint.pdf"]))
        assert wanted in squeezed(docx_text(by_name["complaint.docx"]))


def docx_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    headers = [p.text for section in document.sections for p in section.header.paragraphs]
    return "\n".join([*headers, *(p.text for p in document.paragraphs), *cells])


@EVERY
def test_a_docx_opens_and_holds_everything(make: Compose, name: str, lang: str) -> None:
    complaint = make(name, lang=lang)

    by_name = {d.name: d.data for d in documents(complaint, [Form.DOCX]).files}

    text = docx_text(by_name["complaint.docx"])
    assert phrase("frame.sample", lang) in text
    assert statement(lang) in text
    assert all(line.place in text for line in complaint.events)
    assert all(part.label in text for part in complaint.parts)
    assert ("letter.docx" in by_name) == (complaint.letter is not None)


@EVERY
def test_a_text_holds_every_field_within_its_length(make: Compose, name: str, lang: str) -> None:
    complaint = make(name, lang=lang)

    text = next(d.text for d in documents(complaint, [Form.TXT]).files if d.name.endswith("t.txt"))

    assert text is not None
    lines = text.splitlines()
    mark = f"*** {phrase('frame.sample', lang)} ***"
    assert lines[0] == mark and mark in lines[-3:]
    assert all(part.label in text and part.text in text for part in complaint.parts)
    assert statement(lang) in text


def test_a_draft_says_so_on_every_page_and_in_the_text(make: Compose) -> None:
    draft = replace(make("uk-ico", own=own_fields({})), is_sample=False)

    made = {d.name: d for d in documents(draft, [Form.TXT, Form.PDF]).files}

    text = made["complaint.txt"].text or ""
    assert text.startswith("*** DRAFT ***\nDRAFT.") and "(to be filled in)" in text
    pages = PdfReader(io.BytesIO(made["complaint.pdf"].data)).pages
    assert all("DRAFT" in page.extract_text() for page in pages)


def test_what_a_short_form_leaves_out_stands_in_the_pdf(
    make: Compose, findings: tuple[Finding, ...]
) -> None:
    many = tuple(replace(findings[0], id=f"f{n}", count=1_000 + n) for n in range(8))
    complaint = make("uk-ico", findings=many)

    text = squeezed(text_of(render_pdf(complaint).data))

    assert Trouble.SHORTENED in {p.trouble for p in complaint.problems}
    summary = next(part for part in complaint.parts if part.field.key == "summary")
    assert "left out here" in summary.text and STATEMENT["en"] in summary.text
    assert all(f"Finding{n}:" in text for n in range(1, 9))


def test_a_folder_holds_all_files_and_nothing_is_replaced(make: Compose, tmp_path: Path) -> None:
    complaint = make("uk-ico")

    write(complaint, tmp_path / "mine")

    assert {path.name for path in (tmp_path / "mine").iterdir()} == {
        *("complaint.txt", "complaint.pdf", "complaint.docx"),
        *("letter.txt", "letter.docx", "checklist.txt"),
    }
    for path in (tmp_path / "mine", tmp_path / "mine" / "complaint.txt"):
        with pytest.raises(UsageError, match="there already"):
            write(complaint, path)


def test_another_ending_is_a_sentence(make: Compose, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.odt"):
        write(make("free"), tmp_path / "mine.odt")


@pytest.mark.parametrize(("form", "package"), [(Form.PDF, "typst"), (Form.DOCX, "docx")])
def test_without_the_extra_one_is_told_what_to_install(
    form: Form, package: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    complaint: Complaint = request.getfixturevalue("make")("free")
    monkeypatch.setitem(__import__("sys").modules, package, None)

    with pytest.raises(UsageError, match="not installed"):
        make(complaint, form, silent())


def test_no_time_of_this_computer_is_in_a_docx(make: Compose) -> None:
    data = next(d.data for d in documents(make("free"), [Form.DOCX]).files if "docx" in d.name)

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert "2026-11-25T00:00:00Z" in core and "python-docx" not in core


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
@pytest.mark.parametrize("ending", ["txt", "pdf", "docx"])
def test_what_names_the_person_is_for_its_owner_only(
    make: Compose, tmp_path: Path, ending: str
) -> None:
    write(make("free"), tmp_path / f"mine.{ending}")
    write(make("uk-ico"), tmp_path / "all")

    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == 7
    assert {path.stat().st_mode & 0o077 for path in (*written, tmp_path / "all")} == {0}


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_is_full_leaves_nothing_of_a_complaint(
    make: Compose, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    complaint, synced = make("uk-ico"), []

    def full(handle: int) -> None:
        synced.append(handle)
        if len(synced) == 3:
            raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=os.strerror(code)):
        write(complaint, tmp_path / "out")

    assert list(tmp_path.iterdir()) == []
    write(complaint, tmp_path / "out")  # there is room again, and the same name is free


def test_a_link_that_leads_nowhere_is_not_written_through(make: Compose, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").symlink_to(tmp_path / "elsewhere")
    (tmp_path / ".other.txt.part").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(UsageError, match="there already"):
        write(make("free"), tmp_path / "mine.txt")
    write(make("free"), tmp_path / "other.txt")

    assert not (tmp_path / "elsewhere").exists()


def test_a_complaint_that_is_given_up_leaves_nothing(make: Compose, tmp_path: Path) -> None:
    complaint, task = make("uk-ico"), Task()
    task.cancel()

    with pytest.raises(Cancelled):
        write(complaint, tmp_path / "new" / "out", task)

    assert list(tmp_path.iterdir()) == []
