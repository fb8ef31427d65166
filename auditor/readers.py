"""Which parser reads the text of which command. Files of other commands are kept, not read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO

from auditor.clock import PhoneClock
from auditor.import_readers import IMPORT_READERS
from auditor.manifest import Manifest, RawFile
from auditor.parsers.appops import parse_appops
from auditor.parsers.lines import decode_lines
from auditor.parsers.packages import parse_package_dump, parse_package_list, parse_users
from auditor.parsers.usagestats import parse_usagestats
from auditor.records import AppOpsRecord, Event
from auditor.rows import Record

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


def _appops(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    clock = phone_clock(raw, manifest)
    if not manifest.captured_at_assumed:
        return parse_appops(decode_lines(stream, raw.whole), clock, raw.line)
    if clock.zone_known:
        if any(
            _is_timed(each)
            for each in parse_appops(decode_lines(stream, raw.whole), clock, raw.line)
        ):
            stream.seek(0)
            return parse_appops(decode_lines(stream, raw.whole), clock, raw.line)
        stream.seek(0)
    return _assumed(stream, raw, clock)


def _is_timed(record: AppOpsRecord) -> bool:
    return isinstance(record, Event) and record.time_ms is not None


def _assumed(stream: BinaryIO, raw: RawFile, clock: PhoneClock) -> Iterator[Record]:
    """Read a text as if it was taken when its file was last changed, and say so on each event."""
    guess = replace(clock, before_ms=raw.started_utc_ms, after_ms=raw.ended_utc_ms)
    for record in parse_appops(decode_lines(stream, raw.whole), guess, raw.line):
        yield replace(record, zone_assumed=True) if isinstance(record, Event) else record


def _user(raw: RawFile) -> int:
    """Give the user that a command was asked for; the owner where it names none."""
    user = raw.parameters.get("user", "0")
    is_number = user.isascii() and user.isdecimal() and len(user) <= 5
    return int(user) if is_number else 0


def _package_list(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    return parse_package_list(decode_lines(stream, raw.whole), _user(raw))


def _usage(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    lines = decode_lines(stream, raw.whole)
    return parse_usagestats(lines, phone_clock(raw, manifest), _user(raw))


def _package_dump(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    return parse_package_dump(decode_lines(stream, raw.whole))


def _users(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
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
USAGE = ("usagestats", "usagestats_dates", "usagestats_files")
READERS: Readers = {
    **dict.fromkeys(APPOPS, _appops),
    **dict.fromkeys(USAGE, _usage),
    **dict.fromkeys(PACKAGE_LISTS, _package_list),
    **dict.fromkeys(PACKAGE_DUMPS, _package_dump),
    "users": _users,
    **IMPORT_READERS,
}
