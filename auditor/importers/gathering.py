"""The files of one phone on their way into a case: what they are, what they say of the phone.

Whatever form they have, raw files come out: bytes as they were, or the parts of a long text, or
a text made of a binary file that stands beside it.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from auditor.errors import WrongFormat
from auditor.importers import board, copying, forms
from auditor.importers.appops_db import database_lines
from auditor.importers.copying import CHUNK_BYTES, fit_name, too_big, writable
from auditor.importers.excerpts import excerpt, is_excerpt
from auditor.importers.kinds import APPOPS_GET, GETPROP
from auditor.importers.sources import Source
from auditor.manifest import RAW
from auditor.parsers.abx import abx_to_xml
from auditor.parsers.lines import decode_lines
from auditor.task import Task

NOT_NEEDED = ("usagestats_seconds", "appops_get_known")  # another text tells the same
ORIGINAL = "original"  # kept, not read: the text made of it is
_PROPERTY = re.compile(r"\[([^\]]+)\]: \[(.*)\]$")
_FINGERPRINT = re.compile(r"Build fingerprint: '([^']{1,200})'")
_PROPERTY_LINES = 5_000
_ABX_LIMIT_BYTES = 64 << 20
_HISTORY_NAME = re.compile(r"(?:\d+-)?(\d{5,15})\.xml", re.ASCII).fullmatch
_NO_PARTS = "Choose the bug report as the phone made it."


@dataclass(slots=True)
class Draft:
    """A raw file before it is known when it was taken."""

    name: str
    command: str
    size_bytes: int
    sha256: str
    modified_ms: int
    parameters: dict[str, str] = field(default_factory=dict)
    line: str = ""
    whole: bool = True
    ended_local: str | None = None  # as a board prints it, in the phone's zone
    lasted_ms: int = 0


class Gathering:
    """Writes raw files into a folder and remembers what they said."""

    def __init__(self, folder: Path, task: Task) -> None:
        self.drafts: list[Draft] = []
        self.properties: dict[str, str] = {}
        self.forms: set[str] = set()
        self.started_local: str | None = None
        self.host_ms: int | None = None  # when another program says that it read the phone
        self.fingerprint: str | None = None
        self._folder = folder
        self._task = task
        self._taken: set[str] = set()

    def add(self, source: Source, form: str) -> None:
        """Take one file of a known form, or the text of the command `form`. WrongFormat."""
        if form == forms.BOARD:
            self._cut_board(source)
        elif form == forms.XML:
            self._xml(source)
        elif form == forms.ABX:
            self._abx(source)
        elif form == forms.SQLITE:
            self.forms.add("appops_db")
            self._copy(source, ORIGINAL)
            self._made(source, ".tsv", "appops_db", database_lines(source, self._task))
        elif form == forms.QF_ACQUISITION:
            self.host_ms = self.host_ms or _acquired_ms(source)
            self.forms.add("androidqf")
            self._copy(source, form)
        elif form == forms.QF_PACKAGES:
            self.forms.add("androidqf")
            self._copy(source, form)
        elif form == forms.IOS:
            self.forms.add("ios")
            self._copy(source, "ios_privacy_report")
        else:
            self.forms.add("dumps")
            self._copy(source, form)

    def finish(self) -> None:
        """Decide between two texts of one thing, once all files are there."""
        exact = any(each.command == "usagestats" and each.whole for each in self.drafts)
        for draft in self.drafts:
            if exact and draft.command == "usagestats_dates":
                draft.command = "usagestats_seconds"  # the same events, less exactly: kept, unread
        has_all = any(each.command == "appops" and each.whole for each in self.drafts)
        for draft in self.drafts:
            if has_all and draft.command == APPOPS_GET:
                draft.command = "appops_get_known"  # the whole dump tells the same, and more
        if self.forms & {"androidqf", "bugreport"}:
            self.forms.discard("dumps")  # they come with such texts
        if "androidqf" in self.forms and self.started_local is None:
            self.forms.discard("bugreport")  # its board is `dumpsys` alone

    def _copy(self, source: Source, command: str) -> Draft:
        with source.opened() as stream:
            if is_excerpt(command):
                chunks = _chunks(board.as_utf8(stream, source.head()))
                draft = self._excerpt(source, source.name, command, chunks)
            else:
                draft = self._write(source, source.name, command, _chunks(stream))
        if command == GETPROP:
            self._learn_properties(draft)
        return draft

    def _excerpt(self, source: Source, name: str, command: str, chunks: Iterable[bytes]) -> Draft:
        draft = self._write(source, name, command, excerpt(command, chunks))
        draft.parameters["kept"] = "excerpt"
        return draft

    def _made(self, source: Source, suffix: str, command: str, lines: Iterable[str]) -> Draft:
        """Write the text made of the file that was copied last."""
        original = self.drafts[-1]
        data = (f"{line}\n".encode("utf-8", "replace") for line in lines)
        draft = self._write(source, original.name + suffix, command, data)
        draft.parameters["made_of"] = original.name
        return draft

    def _write(self, source: Source, name: str, command: str, chunks: Iterable[bytes]) -> Draft:
        name = fit_name(name, self._taken)
        digest, size = hashlib.sha256(), 0
        path = self._folder / RAW / name
        with writable(path) as out:
            for chunk in chunks:
                size += len(chunk)
                if size > copying.FILE_LIMIT_BYTES:
                    raise too_big(source.where)
                digest.update(chunk)
                out.write(chunk)
                self._task.step(size, None, source.name)
        draft = Draft(name, command, size, digest.hexdigest(), source.modified_ms)
        self.drafts.append(draft)
        return draft

    def _learn_properties(self, draft: Draft) -> None:
        with (self._folder / RAW / draft.name).open("rb") as stream:
            lines = islice(decode_lines(stream), _PROPERTY_LINES)
            found = [match for line in lines if (match := _PROPERTY.match(line))]
        self.properties |= {match[1]: match[2] for match in found if match[2]}

    def _cut_board(self, source: Source) -> None:
        before = len(self.drafts)
        self.forms.add("bugreport")
        with source.opened() as stream:
            text = board.as_utf8(stream, source.head())
            parts = _Parts(self, source, board.cut(text, source.where, self._task))
            while parts.next():
                self._part(parts)
        if not any(draft.command in _RECORDS for draft in self.drafts[before:]):
            raise WrongFormat(
                f"{source.where} holds none of the services that keep records.", _NO_PARTS
            )

    def _part(self, parts: "_Parts") -> None:
        part = parts.part
        name = f"{part.name.replace(' ', '_').lower()}.txt"
        write = self._excerpt if is_excerpt(part.command) else self._write
        draft = write(parts.source, name, part.command, parts.chunks())
        draft.line, draft.whole, draft.ended_local = part.line, part.whole, part.ended
        draft.lasted_ms = round((part.lasted_s or 0) * 1000)
        if part.command == GETPROP:
            self._learn_properties(draft)
        elif part.command == board.HEADER:
            text = (self._folder / RAW / draft.name).read_text("utf-8", "replace")
            match = _FINGERPRINT.search(text)
            self.fingerprint = self.fingerprint or (match[1] if match else None)

    def _xml(self, source: Source) -> None:
        command = forms.xml_command(source.head())
        assert command is not None  # that is how its form was told
        draft = self._copy(source, command)
        self._name_history(draft, source, command)

    def _abx(self, source: Source) -> None:
        with source.opened() as stream:
            data = stream.read(_ABX_LIMIT_BYTES + 1)
        if len(data) > _ABX_LIMIT_BYTES:
            raise too_big(source.where)
        lines = list(islice(abx_to_xml(data), 2))
        command = forms.xml_command("\n".join(lines).encode("utf-8", "replace"))
        if command is None:
            raise WrongFormat(
                f"{source.where} is binary XML about something else than app ops.",
                "Choose appops.xml, appops_accesses.xml or a file of discrete or history.",
            )
        self._copy(source, ORIGINAL)
        draft = self._made(source, ".xml", command, abx_to_xml(data))
        self._name_history(draft, source, command)

    def _name_history(self, draft: Draft, source: Source, command: str) -> None:
        self.forms.add(command)
        if command == "appops_history_xml" and (match := _HISTORY_NAME(source.name)):
            draft.parameters["depth_ms"] = match[1]


_RECORDS = set(board.SERVICES.values()) | {"usagestats"}


class _Parts:
    """Hands out the bytes of one part of a board at a time."""

    def __init__(
        self,
        gathering: Gathering,
        source: Source,
        events: Iterable[board.Began | board.Bytes | board.Ended | board.Started],
    ) -> None:
        self.source = source
        self.part = board.Part("", "", "")
        self._gathering = gathering
        self._events = iter(events)

    def next(self) -> bool:
        """Go to the next part; False at the end of the board."""
        for event in self._events:
            if isinstance(event, board.Started):
                self._gathering.started_local = self._gathering.started_local or event.local
            elif isinstance(event, board.Began):
                self.part = event.part
                return True
        return False

    def chunks(self) -> Iterable[bytes]:
        """Yield the part's bytes up to its end."""
        for event in self._events:
            if isinstance(event, board.Bytes):
                yield event.data
            elif isinstance(event, board.Ended):
                return


def _chunks(stream: BinaryIO) -> Iterable[bytes]:
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


def _acquired_ms(source: Source) -> int | None:
    """Read when AndroidQF began, by the clock of its computer."""
    try:
        started = json.loads(source.head()).get("started")
        # Go writes nanoseconds, of which the first six are enough here.
        moment = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", str(started)))
        return round(moment.timestamp() * 1000) if moment.tzinfo is not None else None
    except (ValueError, AttributeError, OverflowError, RecursionError):
        return None
