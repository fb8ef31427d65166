"""Which parser reads the text of which command. Files of other commands are kept, not read."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO

from auditor.manifest import Manifest, RawFile
from auditor.rows import Record

if TYPE_CHECKING:
    from auditor.clock import PhoneClock

Reader = Callable[[BinaryIO, RawFile, Manifest], Iterator[Record]]
Readers = Mapping[str, Reader]


def phone_clock(raw: RawFile, manifest: Manifest) -> "PhoneClock":
    """Give what is known about the phone's clock and zone while a raw file was written."""
    from auditor.clock import PhoneClock

    zone = manifest.device.zone
    return PhoneClock(
        zone=zone,
        zone_known=zone is not None and not manifest.zone_assumed,
        before_ms=raw.phone_before_ms,
        after_ms=raw.phone_after_ms,
    )


def _appops(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.appops import parse_appops
    from auditor.parsers.lines import decode_lines

    return parse_appops(decode_lines(stream), phone_clock(raw, manifest))


APPOPS = (
    "appops",
    "appops_no_limit",
    "appops_all",
    "appops_op",
    "appops_history",
    "appops_history_table",
)
READERS: Readers = dict.fromkeys(APPOPS, _appops)
