"""Reads a phone by a plan: raw bytes written and hashed as they come, each file whole or cut.

Nothing is decoded here but the few words that decide what to ask next.
"""

import contextlib
import re
import secrets
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from auditor import __version__
from auditor.adb.bridge import Bridge
from auditor.adb.commands import Request, request
from auditor.adb.stream import STDERR_LIMIT, Limits, Result, run
from auditor.capture_facts import (
    SAMPLE_SERIAL,
    boot_id_of,
    date_ms,
    device_of,
    knows_no_limit,
    uptime_of,
)
from auditor.capture_plan import (
    PLANS,
    Step,
    app_steps,
    history_is_too_soon,
    history_steps,
    identity_steps,
    op_steps,
    without_limit,
)
from auditor.capture_words import lost, trouble
from auditor.errors import CaptureCut, DeviceError, StoreError, UsageError
from auditor.manifest import (
    RAW,
    ClockReading,
    Manifest,
    RawFile,
    Skipped,
    check_hashes,
    not_writable,
    read_manifest,
    write_manifest,
)
from auditor.phone_changes import PhoneChange, handed_on
from auditor.raw_writer import RawWriter
from auditor.records import DeviceInfo
from auditor.task import Cancelled, Task

__all__ = [
    "PLANS",
    "ClockReading",
    "Manifest",
    "RawFile",
    "Skipped",
    "capture",
    "check_hashes",
    "read_manifest",
    "write_manifest",
]

CAPTURES = "captures"
MOST_BYTES = 1 << 30  # of one reading: a hundred times what the largest known phone prints
_HEAD_BYTES = 4096  # enough to see what an answer is
_STDERR = "stderr"  # the command name of a raw file that holds what went to standard error
_STOP_AFTER_SILENT = 2  # commands in a row

Clock = Callable[[], int]


def _host_utc_ms() -> int:
    return time.time_ns() // 1_000_000


def capture(
    bridge: Bridge,
    serial: str,
    case_dir: Path,
    plan: str,
    task: Task,
    *,
    limits: Limits | None = None,
    now_ms: Clock = _host_utc_ms,
    changes: Sequence[PhoneChange] = (),
) -> Manifest:
    """Read the phone into a new folder CASE/captures/<capture_id>.

    `task` is told commands done and in all, with the note "<raw file> <bytes so far>". `limits`
    stands in for those of the command table. `changes` is what this computer ever changed on
    phones: the manifest names those of this one. Raises CaptureCut or Cancelled after the manifest
    is safe, DeviceError when the phone could not be read at all, StoreError, UsageError.
    """
    if plan not in PLANS:
        raise UsageError(f"There is no plan {plan!r}.", f"Choose one of: {', '.join(PLANS)}.")
    reading = _Capture(bridge, serial, case_dir, plan, task, limits, now_ms, changes)
    try:
        reading.read_phone()
    except Cancelled:
        reading.end("cancelled")
        raise
    except DeviceError as error:
        if reading.is_empty:
            reading.remove()
            raise
        reading.end("cut")
        raise lost(error, reading.troubles) from error
    except (CaptureCut, StoreError):
        with contextlib.suppress(StoreError):  # on a full disk the last manifest stands
            reading.end("cut")
        raise
    manifest = reading.end("cut" if reading.troubles else "whole")
    if reading.troubles:
        raise trouble(reading.troubles)
    return manifest


class _Capture:
    """One capture while it grows."""

    def __init__(
        self,
        bridge: Bridge,
        serial: str,
        case_dir: Path,
        plan: str,
        task: Task,
        limits: Limits | None,
        now_ms: Clock,
        changes: Sequence[PhoneChange],
    ) -> None:
        self._bridge = bridge
        self._serial = serial
        self._captures = case_dir / CAPTURES
        self._task = task
        self._limits = limits
        self._now_ms = now_ms
        self._changes = changes
        self.troubles: list[RawFile] = []
        self._silent = 0
        self._left_bytes = MOST_BYTES
        self._takes_limit = True  # until dumpsys says it knows no -t
        self._done = 0
        self._total: int | None = None
        started = now_ms()
        self._folder = new_folder(self._captures, started, serial)
        self._manifest = Manifest(
            capture_id=self._folder.name,
            device=device_of(serial, {}),
            plan=plan,
            origin="adb",
            tool={"name": "permission-auditor", "version": __version__, "bridge": bridge.name},
            started_utc_ms=started,
            ended_utc_ms=started,
            outcome="running",
        )
        self._save()

    @property
    def is_empty(self) -> bool:
        """Whether the phone has not given anything yet."""
        return not self._manifest.files

    def remove(self) -> None:
        """Take the folder away again; only of a capture that holds nothing."""
        shutil.rmtree(self._folder)

    def end(self, outcome: str) -> Manifest:
        """Write the last manifest."""
        self._manifest = replace(self._manifest, outcome=outcome)
        self._save()
        return self._manifest

    def read_phone(self) -> None:
        """Run the plan. What it finds missing is skipped and said, what it finds cut is kept."""
        plan = self._manifest.plan
        identity = identity_steps()
        self._total = len(identity) + len(op_steps(None)) + len(app_steps(plan, None, ["0"])) + 1
        self._read_clocks()
        users = self._identify(identity)
        device = self._manifest.device
        apps = app_steps(plan, device.api, users)
        self._total = len(identity) + 1 + len(history_steps(device.api, False, False)) + len(apps)
        is_post_36 = False
        for step in op_steps(device.api):
            head = self._head(self._dump(step))
            is_post_36 = is_post_36 or head.lstrip().startswith(b"AppOps Service state:")
        self._read_history(device, is_post_36)
        for step in apps:
            self._dump(step)
        self._read_clocks()

    def _identify(self, steps: list[Step]) -> list[str]:
        """Learn who the phone is, as far as it comes, and give its users."""
        properties: dict[str, str] = {}
        users = ["0"]
        for step in steps:
            raw = self._dump(step)
            text = self._head(raw).decode("utf-8", "replace").strip()
            if step.command == "property" and raw.whole:
                properties[step.parameters["key"]] = text
                device = device_of(self._serial, properties)
                self._manifest = replace(self._manifest, device=device)
            elif step.command == "users":
                users = re.findall(r"UserInfo\{([0-9]{1,5}):", text) or users
        told = handed_on(self._changes, self._manifest.device.device_id)
        self._manifest = replace(self._manifest, phone_changes=told)
        return list(dict.fromkeys(users))

    def _read_history(self, device: DeviceInfo, is_post_36: bool) -> None:
        too_soon = history_is_too_soon(
            self._captures, device.device_id, self._manifest.started_utc_ms
        )
        for step in history_steps(device.api, is_post_36, too_soon):
            raw = self._dump(step)
            if self._head(raw).lstrip().startswith(b"Unknown option"):
                self._skip(step.command, "unknown_option")
        if too_soon and history_steps(device.api, is_post_36, False):
            self._skip("appops_history", "history_too_soon")

    def _skip(self, command: str, reason: str) -> None:
        self._manifest.skipped.append(Skipped(command, reason))
        self._save()

    def _dump(self, step: Step) -> RawFile:
        """Run a step, and once more without -t where dumpsys turns out not to know it."""
        fallback = without_limit(step.command)
        raw: RawFile | None = None
        if fallback is None or self._takes_limit:
            raw = self._step(step, may_lack_limit=fallback is not None)
        if fallback is not None and not self._takes_limit:
            raw = self._step(replace(step, command=fallback))
        assert raw is not None
        self._done += 1
        return raw

    def _step(self, step: Step, may_lack_limit: bool = False) -> RawFile:
        asked = request(step.command, **step.parameters)
        name = "-".join((step.command, *step.parameters.values())).replace(" ", "_")
        is_timed = step.command.startswith("appops")
        before = self._phone_ms() if is_timed else None
        raw, result = self._run(asked, name)
        raw = replace(raw, phone_before_ms=before)
        self._keep(raw, result)
        if is_timed and result.exit_code is not None:
            raw = self._with_clock_after(raw)
        if may_lack_limit and knows_no_limit(result.stderr + self._head(raw)):
            self._takes_limit = False
            self._skip(step.command, "unknown_option")
            return raw
        self._judge(raw, step.extra)
        return raw

    def _with_clock_after(self, raw: RawFile) -> RawFile:
        place = self._manifest.files.index(raw)
        raw = replace(raw, phone_after_ms=self._phone_ms(is_latest=True))
        self._manifest.files[place] = raw
        self._save()
        return raw

    def _judge(self, raw: RawFile, extra: bool) -> None:
        """Remember trouble; end the capture of a phone that has stopped answering or never does."""
        if raw.whole or (extra and raw.reason == "exit_code"):
            self._silent = 0
            return
        self.troubles.append(raw)
        self._silent = self._silent + 1 if raw.reason in ("silent", "deadline") else 0
        if self._silent >= _STOP_AFTER_SILENT or self._left_bytes <= 0:
            raise trouble(self.troubles)

    def _run(self, asked: Request, name: str) -> tuple[RawFile, Result]:
        """Run one command into its raw file. Raises Cancelled after the file is in the manifest."""
        path = f"{RAW}/{name}.txt"
        started = self._now_ms()

        def note(size: int) -> None:
            self._task.step(self._done, self._total, f"{name} {size}")

        limits = self._limits or Limits.of(asked.command)
        limits = replace(limits, size_bytes=min(limits.size_bytes, self._left_bytes))
        with RawWriter(self._folder, path, note) as writer:
            note(0)
            result = run(self._bridge, self._serial, asked, writer.write, self._task, limits)
        self._left_bytes -= writer.size
        raw = RawFile(
            name=name,
            command=asked.command.name,
            parameters=dict(asked.parameters),
            line=asked.line,
            file=path,
            size_bytes=writer.size,
            sha256=writer.sha256,
            started_utc_ms=started,
            ended_utc_ms=self._now_ms(),
            exit_code=result.exit_code,
            whole=result.whole,
            reason=result.reason,
        )
        if result.reason == "cancelled":
            self._keep(raw, result)
            raise Cancelled
        return raw, result

    def _keep(self, raw: RawFile, result: Result) -> None:
        self._manifest.files.append(raw)
        if result.stderr:
            self._keep_stderr(raw, result.stderr)
        self._save()

    def _keep_stderr(self, of: RawFile, text: bytes) -> None:
        path = f"{RAW}/{of.name}.{_STDERR}.txt"
        with RawWriter(self._folder, path, lambda _: None) as writer:
            writer.write(text)
        is_short = len(text) < STDERR_LIMIT
        self._manifest.files.append(
            replace(
                of,
                whole=of.whole and is_short,
                reason=of.reason if is_short else "too_big",
                name=f"{of.name}.{_STDERR}",
                command=_STDERR,
                parameters={"of": of.name},
                file=path,
                size_bytes=writer.size,
                sha256=writer.sha256,
            )
        )

    def _read_clocks(self) -> None:
        reading = ClockReading(
            host_utc_ms=self._now_ms(),
            phone_utc_ms=self._phone_ms(),
            uptime_ms=uptime_of(self._small("uptime")),
            boot_id=boot_id_of(self._small("boot_id")),
        )
        self._manifest.clocks.append(reading)
        self._save()

    def _phone_ms(self, is_latest: bool = False) -> int | None:
        moment = date_ms(self._small("date"), is_latest)
        if moment is None:
            moment = date_ms(self._small("date_seconds"), is_latest)
        return moment

    def _small(self, command: str) -> bytes:
        """Run a command that prints a line; what is wrong with it is kept, and no trouble."""
        number = sum(raw.command == command for raw in self._manifest.files) + 1
        raw, result = self._run(request(command), f"{command}-{number}")
        self._keep(raw, result)
        if raw.reason in ("silent", "deadline"):
            self._judge(raw, extra=True)
        return self._head(raw) if raw.whole else b""

    def _head(self, raw: RawFile) -> bytes:
        with (self._folder / raw.file).open("rb") as stream:
            return stream.read(_HEAD_BYTES)

    def _save(self) -> None:
        self._manifest = replace(self._manifest, ended_utc_ms=self._now_ms())
        write_manifest(self._folder, self._manifest)


def new_folder(captures: Path, started_ms: int, serial: str) -> Path:
    """Make the folder of a capture that begins now. StoreError."""
    moment = datetime.fromtimestamp(started_ms / 1000, UTC)
    sample = "SAMPLE-" if serial.startswith(SAMPLE_SERIAL) else ""
    folder = captures / f"{moment:%Y%m%dT%H%M%SZ}-{sample}{secrets.token_hex(2)}"
    try:
        (folder / RAW).mkdir(parents=True)
    except OSError as error:
        raise not_writable(captures, error) from error
    return folder
