"""Files of one phone that were not taken by this program become one capture.

What the person tells about their time and zone wins over what the files say; what neither says is
assumed, and the manifest says that it was.
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from auditor import __version__
from auditor.clock import DumpClock, PhoneClock
from auditor.errors import WrongFormat
from auditor.importers import forms
from auditor.importers.copying import (
    FILE_LIMIT_BYTES,
    new_capture_folder,
    settle,
    too_big,
)
from auditor.importers.gathering import NOT_NEEDED, Draft, Gathering
from auditor.importers.kinds import APPOPS_GET, recognise
from auditor.importers.sample_mark import is_of_sample_phone
from auditor.importers.sources import Source, file_source, is_zip
from auditor.manifest import RAW, Manifest, RawFile, Skipped, read_manifest, write_manifest
from auditor.parsers.appops_get import package_of
from auditor.parsers.lines import decode_lines
from auditor.parsers.tokens import local_ms
from auditor.records import DeviceInfo
from auditor.task import Task

ARCHIVE = "archive"
_GZIP = b"\x1f\x8b"
_AGE = b"age-encryption.org/"
_SAMPLE = "SAMPLE-"
_QUARTER_MS = 900_000
_SECOND_MS = 1_000
_LONGEST_REPORT_MS = 600_000  # between its first line and its last section
# A release that is one API level; 12 is two, 31 and 32.
_API_OF_RELEASE = {
    "6.0": 23,
    "6.0.1": 23,
    "7.0": 24,
    "7.1": 25,
    "7.1.1": 25,
    "7.1.2": 25,
    "8.0.0": 26,
    "8.1.0": 27,
    "9": 28,
    "10": 29,
    "11": 30,
    "13": 33,
    "14": 34,
    "15": 35,
    "16": 36,
}
ACCEPTED = (
    "Accepted are capture folders of this program, bug reports, AndroidQF folders, Android's own "
    "app-ops files, an iPhone's App Privacy Report, and the plain text that dumpsys appops, "
    "dumpsys package, pm list packages, pm list users, dumpsys usagestats, dumpsys audio or "
    "dumpsys media.camera printed."
)


_FOREIGN = {
    forms.SQLITE: "an SQLite database in which this program knows no table.",
    forms.ABX: "binary XML about something else than app ops.",
}
_KNOWN_BINARY = (
    "Known are Android's own appops.db, appops.xml, appops_accesses.xml and the files of discrete "
    "and history. The database of Samsung's privacy dashboard is not: how it is laid out is not "
    "public, and a guess would be no evidence."
)


@dataclass(frozen=True, slots=True)
class Dump:
    """One file that was recognised: a form of `forms`, a command, or ARCHIVE."""

    source: Source
    form: str
    package: str | None = None  # whose answer it is, where a text that names none says so above


@dataclass(frozen=True, slots=True)
class Told:
    """What the person says about the files; None is unknown."""

    timezone: str | None
    captured_at_ms: int | None
    device_id: str | None = None
    package: str | None = None  # of an answer that names none


def look_at(source: Source) -> Dump:
    """Recognise a file. WrongFormat says what is the matter with it."""
    try:
        head = source.head()
        if is_zip(head):
            return Dump(source, ARCHIVE)
        form = forms.form_of(head)
        if form in _FOREIGN and forms.is_foreign(head + _log_beside(source), form):
            raise WrongFormat(f"The file {source.where} is {_FOREIGN[form]}", _KNOWN_BINARY)
        if form is None:
            _refuse_by_first_bytes(source, head)
            with source.opened() as stream:
                form = recognise(decode_lines(stream))
    except OSError as error:
        raise WrongFormat(
            f"The file {source.where} cannot be read: {error.strerror or error}.",
            "Check its path.",
        ) from error
    if form is None:
        raise WrongFormat(
            f"The file {source.where} is not a text that this program knows.", ACCEPTED
        )
    if form == APPOPS_GET:
        with source.opened() as stream:
            return Dump(source, form, package_of(decode_lines(stream)))
    return Dump(source, form)


def _log_beside(source: Source) -> bytes:
    """Read the begin of a database's `-wal` file: a new table may still be only there."""
    if source.path is None:
        return b""
    beside = source.path.with_name(source.path.name + "-wal")
    return file_source(beside).head() if beside.is_file() else b""


def is_nameless(dump: Dump, told: Told) -> bool:
    """Say whether nobody tells whose answer it is: then it is evidence of nothing."""
    return dump.form == APPOPS_GET and dump.package is None and told.package is None


def nameless(where: str) -> WrongFormat:
    """Say that an answer names no app, and how to tell."""
    return WrongFormat(
        f"The file {where} is the answer of `appops get`, which names neither the app nor its uid.",
        "Tell whose it is: auditor import FILE --package NAME.",
    )


def _refuse_by_first_bytes(source: Source, head: bytes) -> None:
    where = source.where
    if not head:
        raise WrongFormat(f"The file {where} is empty.", "Take the dump again.")
    if head.startswith(_GZIP):
        raise WrongFormat(f"The file {where} is an archive.", f"Unpack it first. {ACCEPTED}")
    if head.startswith(_AGE):
        raise WrongFormat(f"The file {where} is encrypted.", "Decrypt it with age first.")
    if (source.size_bytes or 0) > FILE_LIMIT_BYTES:
        raise too_big(where)
    if any("\0" in line for line in decode_lines(BytesIO(head[:4096]))):
        raise WrongFormat(f"The file {where} is not a text.", ACCEPTED)


def import_dumps(
    dumps: Sequence[Dump],
    skipped: Sequence[str],
    captures: Path,
    told: Told,
    task: Task,
) -> Manifest:
    """Make one capture of several files of one phone. The same files again change nothing."""
    with new_capture_folder(captures) as incoming:
        gathering = Gathering(incoming, task)
        for dump in dumps:
            gathering.add(dump.source, dump.form)
            if dump.form == APPOPS_GET:
                gathering.drafts[-1].parameters["package"] = dump.package or told.package or ""
        gathering.finish()
        is_sample = is_of_sample_phone(incoming / RAW / each.name for each in gathering.drafts)
        manifest = _manifest(gathering, skipped, told, is_sample)
        place = captures / manifest.capture_id
        if place.exists():
            return _known(read_manifest(place), manifest)
        write_manifest(incoming, manifest)
        settle(incoming, captures, manifest.capture_id)
    return manifest


class _Times:
    """Turns the local times of a board into UTC, as far as anything tells how."""

    def __init__(self, gathering: Gathering, told: Told, zone: str | None) -> None:
        ends = [_local(draft.ended_local) for draft in gathering.drafts]
        known = [end for end in ends if end is not None]
        self.started_ms = _local(gathering.started_local)
        first = self.started_ms if self.started_ms is not None else min(known, default=None)
        at_ms = told.captured_at_ms
        self.told_ms = at_ms
        self._zone = DumpClock(PhoneClock(zone, True, None, None)) if zone else None
        self._offset_ms: int | None = None
        if zone is None and first is not None:
            at_ms = at_ms if at_ms is not None else gathering.host_ms
            if at_ms is not None:
                self._offset_ms = round((first - at_ms) / _QUARTER_MS) * _QUARTER_MS

    def window(self, draft: Draft) -> tuple[int, int, bool]:
        """Give between which moments a raw file was taken, and whether that is known."""
        end = _local(draft.ended_local)
        if end is not None:
            after, is_known = self._utc(end)
            return after - draft.lasted_ms - _SECOND_MS, after + _SECOND_MS, is_known
        if self.started_ms is not None:
            begin, is_known = self._utc(self.started_ms)
            return begin, begin + _LONGEST_REPORT_MS, is_known
        at_ms = draft.modified_ms if self.told_ms is None else self.told_ms
        return at_ms, at_ms, self.told_ms is not None

    def _utc(self, local: int) -> tuple[int, bool]:
        if self._zone is not None:
            return self._zone.moment(local).time_ms, True
        if self._offset_ms is not None:
            return local - self._offset_ms, True
        return local, False


def _local(text: str | None) -> int | None:
    with suppress(ValueError):
        return None if text is None else local_ms(f"{text}.000")
    return None


def _manifest(
    gathering: Gathering, skipped: Sequence[str], told: Told, is_sample: bool
) -> Manifest:
    device = _device(gathering, told, is_sample)
    times = _Times(gathering, told, device.zone)
    files, is_any_known = [], False
    for draft in gathering.drafts:
        begin_ms, end_ms, is_known = times.window(draft)
        is_any_known |= is_known
        files.append(_raw_file(draft, begin_ms, end_ms, is_known))
    left_out = [Skipped(name, "not_recognised") for name in skipped]
    left_out += [
        Skipped(draft.name, "not_needed")
        for draft in gathering.drafts
        if draft.command in NOT_NEEDED
    ]
    return Manifest(
        capture_id=_capture_id(files),
        device=device,
        plan="import",
        origin="import",
        tool={
            "name": "permission-auditor",
            "version": __version__,
            **({"forms": " ".join(sorted(gathering.forms))} if gathering.forms else {}),
        },
        started_utc_ms=min(raw.started_utc_ms for raw in files),
        ended_utc_ms=max(raw.ended_utc_ms for raw in files),
        files=files,
        captured_at_assumed=not (is_any_known or gathering.forms == {"ios"}),
        zone_assumed=device.zone is None and gathering.forms != {"ios"},
        skipped=left_out,
    )


def _raw_file(draft: Draft, begin_ms: int, end_ms: int, is_known: bool) -> RawFile:
    return RawFile(
        name=draft.name,
        command=draft.command,
        parameters=draft.parameters,
        line=draft.line,
        file=f"{RAW}/{draft.name}",
        size_bytes=draft.size_bytes,
        sha256=draft.sha256,
        started_utc_ms=begin_ms,
        ended_utc_ms=end_ms,
        exit_code=None,
        whole=draft.whole,
        reason=None if draft.whole else "cut",
        phone_before_ms=begin_ms if is_known else None,
        phone_after_ms=end_ms if is_known else None,
    )


def _capture_id(files: Sequence[Draft | RawFile]) -> str:
    hashes = "\n".join(sorted(raw.sha256 for raw in files))
    return f"import-{hashlib.sha256(hashes.encode()).hexdigest()[:16]}"


def _device(gathering: Gathering, told: Told, is_sample: bool) -> DeviceInfo:
    properties = gathering.properties
    serial = properties.get("ro.serialno") or properties.get("ro.boot.serialno")
    device_id = told.device_id or serial or _capture_id(gathering.drafts)
    is_sample |= (
        device_id.startswith(_SAMPLE) or properties.get("ro.boot.permission_auditor_sample") == "1"
    )
    if is_sample:  # every row says so by its device
        device_id = _SAMPLE + device_id.removeprefix(_SAMPLE)
    fingerprint = properties.get("ro.build.fingerprint") or gathering.fingerprint
    release = properties.get("ro.build.version.release") or _release_of(fingerprint)
    api = properties.get("ro.build.version.sdk", "")
    is_iphone = gathering.forms == {"ios"}
    return DeviceInfo(
        device_id=device_id,
        serial=serial or device_id,
        is_sample=is_sample,
        manufacturer="Apple" if is_iphone else properties.get("ro.product.manufacturer"),
        model="iPhone" if is_iphone else properties.get("ro.product.model"),
        api=int(api)
        if api.isascii() and api.isdecimal() and len(api) < 4
        else _API_OF_RELEASE.get(release or ""),
        release=release,
        fingerprint=fingerprint,
        zone=told.timezone or _known_zone(properties.get("persist.sys.timezone")),
        locale=properties.get("persist.sys.locale") or properties.get("ro.product.locale"),
    )


def _release_of(fingerprint: str | None) -> str | None:
    """Read the Android version of `brand/product/device:VERSION/…`."""
    parts = (fingerprint or "").split(":")
    return (parts[1].split("/")[0][:20] or None) if len(parts) > 1 else None


def _known_zone(name: str | None) -> str | None:
    with suppress(ZoneInfoNotFoundError, ValueError, OSError):  # no such zone, or no zone at all
        return ZoneInfo(name).key if name else None
    return None


def _known(there: Manifest, new: Manifest) -> Manifest:
    """Give the capture these files made before, unless something else was said about them."""
    is_same_time = there.captured_at_assumed == new.captured_at_assumed and (
        new.captured_at_assumed or there.started_utc_ms == new.started_utc_ms
    )
    if is_same_time and there.device == new.device:
        return there
    raise WrongFormat(
        f"These files are in the case already, as {there.capture_id}, with another time, zone "
        "or phone.",
        "Import them into a new case to read them differently.",
    )
