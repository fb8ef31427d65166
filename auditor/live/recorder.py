"""One capture of a watch while it grows: texts with news, the journal, and the seal at its end."""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from auditor import __version__
from auditor.capture import new_folder
from auditor.live import journal
from auditor.live.journal import Journal, Line, Tally
from auditor.live.lock import WatchLock
from auditor.manifest import (
    RAW,
    ClockReading,
    Gap,
    Manifest,
    Pace,
    RawFile,
    Skipped,
    write_manifest,
)
from auditor.raw_writer import RawWriter
from auditor.records import DeviceInfo
from auditor.repeats import WATCH

MOST_FILES = 20_000


class Recorder:
    """Keeps what a watch brings, in a folder of its own. Everything it was told is on the disk."""

    def __init__(
        self,
        captures: Path,
        device: DeviceInfo,
        started_ms: int,
        tool: dict[str, str],
    ) -> None:
        self.folder = new_folder(captures, started_ms, device.serial)
        self._tally = Tally()
        self._number = 0
        self._manifest = Manifest(
            capture_id=self.folder.name,
            device=device,
            plan=WATCH,
            origin="adb",
            tool={"name": "permission-auditor", "version": __version__, **tool},
            started_utc_ms=started_ms,
            ended_utc_ms=started_ms,
            outcome="running",
        )
        self._lock = WatchLock(self.folder)
        self._journal = Journal(self.folder)
        self._is_void = False

    def __enter__(self) -> Self:
        # The mark of the lock first: whatever else there is, somebody finishes it.
        self._lock.__enter__()
        self._journal.__enter__()
        write_manifest(self.folder, self._manifest)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._journal.__exit__(kind, error, trace)
        self._lock.__exit__(kind, error, trace)
        if self._is_void:
            shutil.rmtree(self.folder)

    @property
    def is_full(self) -> bool:
        """Whether another capture is to be begun: the manifest must stay readable."""
        return len(self._tally.files) >= MOST_FILES

    @property
    def started_ms(self) -> int:
        """When it began, by the computer's clock."""
        return self._manifest.started_utc_ms

    @property
    def tally(self) -> Tally:
        """What the journal's lines come to."""
        return self._tally

    def manifest(self) -> Manifest:
        """Give the capture as it is now."""
        return _with_tally(self._manifest, self._tally)

    def is_of(self, device: DeviceInfo) -> None:
        """Say who the phone is, now that it told."""
        self._manifest = replace(self._manifest, device=device)
        write_manifest(self.folder, self._manifest)

    def name_of(self, asked_for: str) -> str:
        """Give a name for the next text, unused in this capture."""
        self._number += 1
        plain = "".join(c if c.isalnum() or c in "._-" else "-" for c in asked_for)
        return f"{self._number:06d}-{plain[:100]}"

    def keep(self, raw: RawFile, text: bytes, cost_ms: int, is_refused: bool = False) -> RawFile:
        """Write a text and its line. It is acknowledged when this returns."""
        with RawWriter(self.folder, raw.file, lambda _: None) as writer:
            writer.write(text)
        raw = replace(raw, size_bytes=writer.size, sha256=writer.sha256)
        self._note(journal.kept(raw, cost_ms, is_refused))
        return raw

    def told_nothing(self, raw: RawFile, cost_ms: int, text: bytes) -> None:
        """Note an answer that told nothing new."""
        self._note(journal.same(raw, cost_ms, hashlib.sha256(text).hexdigest()))

    def failed(self, name: str, at_ms: int, cost_ms: int, reason: str) -> None:
        """Note a question that was not answered."""
        self._note(journal.failed(name, at_ms, cost_ms, reason))

    def gap(self, found: Gap, is_open: bool) -> None:
        """Note that nothing is seen, or since when it is again."""
        self._note(journal.gap(found, is_open))

    def clock(self, reading: ClockReading) -> None:
        """Note the two clocks."""
        self._note(journal.clock(reading))

    def pace(self, found: Pace) -> None:
        """Note how often is asked from now on."""
        self._note(journal.pace(found))

    def skip(self, command: str, reason: str) -> None:
        """Note what is not asked."""
        self._note(journal.skipped(Skipped(command, reason)))

    def seal(self, ended_ms: int, outcome: str = "whole") -> Manifest:
        """End the capture: the manifest names every text and the journal, with their hashes."""
        self._manifest = replace(self._manifest, ended_utc_ms=ended_ms)
        return seal(self.folder, self._manifest, self._tally, outcome)

    def is_loaded(self) -> None:
        """Say that the case holds all of it, after the seal."""
        self._lock.is_done = True

    def remove(self) -> None:
        """Take the folder away at the end; only of a capture that holds nothing."""
        self._is_void = True

    def _note(self, line: Line) -> None:
        self._journal.write(line)
        self._tally.take(json.loads(json.dumps(line)))


def seal(folder: Path, manifest: Manifest, tally: Tally, outcome: str) -> Manifest:
    """Write the last manifest of a watch from what its journal comes to. StoreError."""
    sealed = _with_tally(manifest, tally)
    ended_ms = max(sealed.ended_utc_ms, tally.last_ms or 0)
    with (folder / journal.FILE).open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        size = stream.tell()
    own = RawFile(
        name=journal.COMMAND,
        command=journal.COMMAND,
        parameters={},
        line="",
        file=journal.FILE,
        size_bytes=size,
        sha256=digest,
        started_utc_ms=manifest.started_utc_ms,
        ended_utc_ms=ended_ms,
        exit_code=None,
        whole=True,
        reason=None,
    )
    sealed = replace(sealed, files=[*tally.files, own], ended_utc_ms=ended_ms, outcome=outcome)
    write_manifest(folder, sealed)
    return sealed


def _with_tally(manifest: Manifest, tally: Tally) -> Manifest:
    return replace(
        manifest,
        files=list(tally.files),
        clocks=list(tally.clocks),
        skipped=list(tally.skipped),
        gaps=tally.gaps,
        rhythm=tally.rhythm,
        paces=list(tally.paces),
        ended_utc_ms=max(manifest.ended_utc_ms, tally.last_ms or 0),
    )


def raw_file(
    name: str, command: str, parameters: dict[str, str], line: str, begun: int, ended: int
) -> RawFile:
    """Describe a text whose size and hash are not known yet."""
    return RawFile(
        name=name,
        command=command,
        parameters=parameters,
        line=line,
        file=f"{RAW}/{name}.txt",
        size_bytes=0,
        sha256="",
        started_utc_ms=begun,
        ended_utc_ms=ended,
        exit_code=None,
        whole=False,
        reason=None,
    )
