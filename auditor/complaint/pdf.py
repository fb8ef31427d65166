"""A complaint as PDF: searchable, tagged, archival (PDF/A-2a, PDF/UA-1), with its fonts in it.

Typst sets the pages (an extra, imported only here). All text is data to it and never markup. The
same complaint gives the same bytes, unless a character has to come from a font of this computer.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import as_file, files
from types import ModuleType
from typing import TYPE_CHECKING

from auditor.complaint.pages import page_data
from auditor.complaint.records import Complaint
from auditor.errors import UsageError
from auditor.task import Task

if TYPE_CHECKING:
    import typst

STANDARDS = ("a-2a", "ua-1")
_NO_FONT = "could not be displayed"
_PROBE = (
    b'#set document(title: "probe")\n#set text(font: "Permission Auditor Sans")\n#sys.inputs.text'
)


@dataclass(frozen=True, slots=True)
class Pdf:
    """The file, and the characters that no font here can show: they are written as [U+…]."""

    data: bytes
    not_shown: tuple[str, ...]
    uses_system_fonts: bool


def render_pdf(complaint: Complaint, task: Task | None = None) -> Pdf:
    """Set the pages. UsageError where the extra is not installed."""
    task = task or Task()
    data = page_data(complaint, ())
    made_on = datetime.fromisoformat(complaint.made_on).replace(tzinfo=UTC)
    setter = _Setter(made_on)
    task.step(0, None, "PDF")
    if (pdf := setter.pages(data, with_system=False)) is not None:
        return Pdf(pdf, (), False)
    lacking = setter.lacking(_characters(data), with_system=False)
    task.step(0, None, "PDF")
    hopeless = setter.lacking(lacking, with_system=True)
    shown = page_data(complaint, hopeless)
    pdf = setter.pages(shown, with_system=len(hopeless) < len(lacking))
    if pdf is None:  # marks that only together find no font: none of them may become a box
        hopeless, pdf = lacking, setter.pages(page_data(complaint, lacking), with_system=False)
    if pdf is None:
        raise ValueError("the pages cannot be set with the program's own font")
    return Pdf(pdf, tuple(hopeless), hopeless != lacking)


class _Setter:
    """Typst with the program's font alone, or with those of the system behind it."""

    def __init__(self, made_on: datetime) -> None:
        self._typst = _typst()
        self._made_on = made_on

    def pages(self, data: str, with_system: bool) -> bytes | None:
        """Set a complaint; None when a character has no font."""
        source = files("auditor.complaint").joinpath("page.typ").read_bytes()
        return self._set(source, {"complaint": data}, with_system)

    def lacking(self, characters: Sequence[str], with_system: bool) -> list[str]:
        """Find those that have no font, by halves: most texts lack one or two."""
        if not characters or self._set(_PROBE, {"text": "".join(characters)}, with_system):
            return []
        if len(characters) == 1:
            return list(characters)
        middle = len(characters) // 2
        parts = (characters[:middle], characters[middle:])
        return [each for part in parts for each in self.lacking(part, with_system)]

    def _set(self, source: bytes, inputs: dict[str, str], with_system: bool) -> bytes | None:
        try:
            pdf = self._typst.compile(
                source,
                format="pdf",
                font_paths=_fonts(with_system),
                sys_inputs=inputs,
                pdf_standards=list(STANDARDS),
                timestamp=self._made_on,
            )
        except self._typst.TypstError as error:
            if _NO_FONT in error.message:
                return None
            raise
        if not isinstance(pdf, bytes):
            raise TypeError("typst gave no PDF")
        return pdf


@cache
def _fonts(with_system: bool) -> "typst.Fonts":
    with as_file(files("auditor").joinpath("fonts")) as folder:
        fonts: typst.Fonts = _typst().Fonts(
            include_system_fonts=with_system, include_embedded_fonts=False, font_paths=[folder]
        )
        return fonts


def _typst() -> ModuleType:
    try:
        import typst
    except ImportError as error:
        raise UsageError(
            "Writing a PDF needs the package typst, which is not installed.",
            "Install it: pip install 'permission-auditor[complaint]'; or write .txt.",
        ) from error
    return typst


def _characters(data: str) -> list[str]:
    return sorted({each for text in _texts(json.loads(data)) for each in text if ord(each) > 0x7E})


def _texts(value: object) -> Iterable[str]:
    match value:
        case str():
            yield value
        case list():
            for each in value:
                yield from _texts(each)
        case dict():
            for each in value.values():
                yield from _texts(each)
