"""Which parser reads the text of which command. Files of other commands are kept, not read.

Each parser is imported when its first text comes: all of them take longer than a small one to read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import BinaryIO

from auditor.blocks import Block
from auditor.clock import PhoneClock
from auditor.companion_records import ProcessEvent
from auditor.import_readers import IMPORT_READERS
from auditor.manifest import Manifest, RawFile
from auditor.parsers.lines import decode_lines
from auditor.record_numbers import Record
from auditor.records import AppOpsRecord, Event, Session
from auditor.repeats import WATCH

Reader = Callable[[BinaryIO, RawFile, Manifest], Iterator[Record]]
Readers = Mapping[str, Reader]


def phone_clock(raw: RawFile, manifest: Manifest) -> PhoneClock:
    """Give what is known about the phone's clock and zone while a raw file was written."""
    zone = manifest.device.zone
    return PhoneClock(
        zone=zone,
        zone_known=zone is not None and not manifest.zone_assumed,
        before_ms=raw.phone_before_ms,
        after_ms=raw.phone_after_ms,
    )


def _nearby_clock(raw: RawFile, manifest: Manifest) -> PhoneClock:
    """Give the same where the phone's clock was read only at the ends of the capture.

    By how much phone and computer differed then tells what the phone's clock said meanwhile.
    """
    clock = phone_clock(raw, manifest)
    ahead = [c.phone_utc_ms - c.host_utc_ms for c in manifest.clocks if c.phone_utc_ms is not None]
    if clock.before_ms is not None or clock.after_ms is not None or not ahead:
        return clock
    return replace(
        clock,
        before_ms=raw.started_utc_ms + min(ahead),
        after_ms=(raw.ended_utc_ms or raw.started_utc_ms) + max(ahead),
    )


def _appops(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.appops_fast import parse_appops_blocks

    # A watch reads the phone's clock from time to time, not around each of its many texts.
    clock = (_nearby_clock if manifest.plan == WATCH else phone_clock)(raw, manifest)
    if not manifest.captured_at_assumed:
        return parse_appops_blocks(stream, clock, raw.line, raw.whole)
    if clock.zone_known:
        if any(map(_is_timed, parse_appops_blocks(stream, clock, raw.line, raw.whole))):
            stream.seek(0)
            return parse_appops_blocks(stream, clock, raw.line, raw.whole)
        stream.seek(0)
    return _assumed(stream, raw, clock)


def _is_timed(record: AppOpsRecord | Block) -> bool:
    if isinstance(record, Block):
        return len(record.events.line) > 0
    return isinstance(record, Event) and record.time_ms is not None


def _assumed(stream: BinaryIO, raw: RawFile, clock: PhoneClock) -> Iterator[Record]:
    """Read a text as if it was taken when its file was last changed, and say so on each event."""
    from auditor.parsers.appops_fast import parse_appops_blocks

    guess = replace(clock, before_ms=raw.started_utc_ms, after_ms=raw.ended_utc_ms)
    for record in parse_appops_blocks(stream, guess, raw.line, raw.whole):
        if isinstance(record, Block):
            yield record.assumed()
        else:
            yield replace(record, zone_assumed=True) if isinstance(record, Event) else record


def _user(raw: RawFile) -> int:
    """Give the user that a command was asked for; the owner where it names none."""
    user = raw.parameters.get("user", "0")
    is_number = user.isascii() and user.isdecimal() and len(user) <= 5
    return int(user) if is_number else 0


def _package_list(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.packages import parse_package_list

    return parse_package_list(decode_lines(stream, raw.whole), _user(raw))


def _usage(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.usagestats import parse_usagestats

    lines = decode_lines(stream, raw.whole)
    return parse_usagestats(lines, _nearby_clock(raw, manifest), _user(raw), raw.whole)


_TIMED = Event | Session | ProcessEvent


def _audio(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.audio import parse_audio

    return _log(parse_audio, stream, raw, manifest)


def _camera(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.camera import parse_camera

    return _log(parse_camera, stream, raw, manifest)


def _log(
    parse: Callable[[Iterable[str], PhoneClock], Iterator[Record]],
    stream: BinaryIO,
    raw: RawFile,
    manifest: Manifest,
) -> Iterator[Record]:
    """Read a log without years. Where only a file's age tells the year, say so on each record."""
    clock = _nearby_clock(raw, manifest)
    lines = decode_lines(stream, raw.whole)
    if not manifest.captured_at_assumed:
        return parse(lines, clock)
    at_ms = raw.started_utc_ms
    guess = replace(clock, before_ms=at_ms, after_ms=at_ms)
    return (
        replace(record, zone_assumed=True) if isinstance(record, _TIMED) else record
        for record in parse(lines, guess)
    )


def _appops_get(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.appops_get import parse_appops_get

    package = raw.parameters.get("package", "")
    return _log(partial(parse_appops_get, package=package), stream, raw, manifest)


def _processes(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.processes import parse_processes

    return _log(parse_processes, stream, raw, manifest)


def _hibernation(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.hibernation import parse_hibernation

    return parse_hibernation(decode_lines(stream, raw.whole), _nearby_clock(raw, manifest))


def _power(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.power import parse_power

    return parse_power(decode_lines(stream, raw.whole), _nearby_clock(raw, manifest))


def _deviceidle(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.deviceidle import parse_deviceidle

    return parse_deviceidle(decode_lines(stream, raw.whole))


def _netstats(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.netstats import parse_netstats

    return parse_netstats(decode_lines(stream, raw.whole))


def _sensor_privacy(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.sensor_privacy import parse_sensor_privacy

    return parse_sensor_privacy(decode_lines(stream, raw.whole))


def _setting(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.settings import parse_settings

    return parse_settings(decode_lines(stream, raw.whole), raw.parameters.get("key", ""))


def _settings_list(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.settings import parse_settings_list

    return parse_settings_list(decode_lines(stream, raw.whole))


def _package_dump(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.packages import parse_package_dump

    return parse_package_dump(decode_lines(stream, raw.whole))


def _users(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.packages import parse_users

    return parse_users(decode_lines(stream, raw.whole))


APPOPS = (
    "appops",
    "appops_no_limit",
    "appops_all",
    "appops_op",
    "appops_discrete",
    "appops_history",
    "appops_history_table",
)
PACKAGE_LISTS = ("packages", "packages_no_uid")
PACKAGE_DUMPS = ("package_dump", "package_dump_no_limit", "shared_users", "package")
USAGE = ("usagestats", "usagestats_dates", "usagestats_dates_no_limit", "usagestats_files")
CAMERA = ("camera", "camera_no_limit")
APPOPS_GET = "appops_get"
WITHOUT_UIDS = (*CAMERA, APPOPS_GET)  # to be read when the packages are known
PROCESSES = ("process_events", "process_events_local")
READERS: Readers = {
    **dict.fromkeys(APPOPS, _appops),
    **dict.fromkeys(USAGE, _usage),
    **dict.fromkeys(PACKAGE_LISTS, _package_list),
    **dict.fromkeys(PACKAGE_DUMPS, _package_dump),
    **dict.fromkeys(CAMERA, _camera),
    APPOPS_GET: _appops_get,
    "users": _users,
    "audio": _audio,
    "power": _power,
    "deviceidle": _deviceidle,
    "netstats": _netstats,
    "sensor_privacy": _sensor_privacy,
    "setting": _setting,
    "settings_list": _settings_list,
    "app_hibernation": _hibernation,
    **dict.fromkeys(PROCESSES, _processes),
    **IMPORT_READERS,
}
