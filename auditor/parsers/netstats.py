"""`dumpsys netstats --full --uid` or `--checkin --uid`: bytes of each uid in buckets of time.

Source: formats.md 6.7. The short form names the kind of network only.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from auditor.companion_records import Traffic
from auditor.parsers.cursor import unparsed
from auditor.parsers.notices import notice
from auditor.records import Notice, Unparsed

LONGEST_LINE = 2000  # characters; what is longer is no line of this dump
_SECTION = re.compile(r"(?:Dev|Xt|UID|UID tag) stats:").match
_SERIES = re.compile(r" *ident=(\[.*\]) uid=(-?\d{1,10}) set=(\S+) tag=0x([0-9a-fA-F]{1,8})\s*")
_LENGTH = re.compile(r" *NetworkStatsHistory: bucketDuration=(\d{1,12})\s*").fullmatch
_BUCKET = re.compile(
    r" *st=(\d{1,12}) rb=(\d{1,18}) rp=(\d{1,18}) tb=(\d{1,18}) tp=(\d{1,18})(?: op=-?\d{1,18})?\s*"
).fullmatch
_TYPE = re.compile(r"\btype=([^,}\]\s]+)").findall
_METERED = re.compile(r"\bmetered=(true|false)").findall
_OMITTED = re.compile(r" *\(omitting \d+ buckets\)\s*").fullmatch
_CHECKIN = re.compile(r"v1,\d{1,12},\d{1,12}\s*").fullmatch
_CHECKIN_SECTION = re.compile(r"(?:xt|uid|tag)\s*").fullmatch
_CHECKIN_SERIES = re.compile(
    r"c,(cell|wifi|eth|bt|unknown|\w{1,20}),(-?\d{1,10}),(\w{1,20}),(?:0x)?([0-9a-fA-F]{1,8})\s*"
).fullmatch
_CHECKIN_LENGTH = re.compile(r"d,(\d{1,12})\s*").fullmatch
_CHECKIN_BUCKET = re.compile(
    r"b,(\d{1,12})" + r",(\d{1,18}|\*)" * 4 + r"(?:,(?:\d{1,18}|\*))?\s*"
).fullmatch
_CHECKIN_TYPES = {"cell": "MOBILE", "wifi": "WIFI", "eth": "ETHERNET", "bt": "BLUETOOTH"}
_CHECKIN_SETS = {"def": "DEFAULT", "fg": "FOREGROUND"}
_PASSED_OVER = re.compile(r" *(?:Pending bytes: |History since boot:|Complete history:)").match


def parse_netstats(lines: Iterable[str]) -> Iterator[Traffic | Unparsed | Notice]:
    """Read the section `UID stats`. Buckets count from 1970 in UTC, so no zone is needed.

    What interfaces carried altogether, and the parts of it that apps have tagged, are counted
    in that section already and passed over. Buckets that were left out are noted once.
    """
    is_uids = has_omitted = False
    series: _Series | None = None
    numbered = enumerate(lines, 1)
    for number, line in numbered:
        if _CHECKIN(line):
            yield from _checkin(numbered)
        elif match := _SECTION(line):
            is_uids, series = match[0] == "UID stats:", None
        elif answer := notice(number, line):
            yield answer
        elif not is_uids or not line.strip():
            is_uids = is_uids and bool(line.strip())
        elif len(line) > LONGEST_LINE:
            series = None
            yield unparsed(number, line, "unknown_line")
        elif match := _SERIES.fullmatch(line):
            series = _series(match)
        elif (match := _LENGTH(line)) and series is not None:
            series.length_ms = int(match[1]) * 1000
        elif (match := _BUCKET(line)) and series is not None and series.length_ms is not None:
            yield series.bucket(number, match)
        elif _OMITTED(line):
            if not has_omitted:
                yield Notice("buckets_omitted", line.strip(), number)
            has_omitted = True
        elif not _PASSED_OVER(line):
            if line.lstrip().startswith("ident="):  # its buckets are nobody's
                series = None
            yield unparsed(number, line, "unknown_line")


@dataclass
class _Series:
    """One uid on one kind of network."""

    uid: int
    uid_set: str
    network: str
    types: str
    metered: bool | None
    length_ms: int | None = None

    def bucket(self, number: int, match: re.Match[str]) -> Traffic:
        """Give the traffic that one line tells."""
        begin_s, received, received_packets, sent, sent_packets = map(int, match.groups())
        assert self.length_ms is not None
        return Traffic(
            uid=self.uid,
            network=self.network,
            types=self.types,
            metered=self.metered,
            uid_set=self.uid_set,
            begin_ms=begin_s * 1000,
            length_ms=self.length_ms,
            received_bytes=received,
            received_packets=received_packets,
            sent_bytes=sent,
            sent_packets=sent_packets,
            line=number,
        )


def _checkin(numbered: Iterator[tuple[int, str]]) -> Iterator[Traffic | Unparsed | Notice]:
    """Read the short form: `c,` a uid on a network, `d,` the length of its buckets, `b,` one."""
    is_uids = False
    series: _Series | None = None
    for number, line in numbered:
        if match := _CHECKIN_SECTION(line):
            is_uids, series = match[0].strip() == "uid", None
        elif not is_uids or not line.strip():
            continue
        elif match := _CHECKIN_SERIES(line):
            series = _short_series(match)
        elif (match := _CHECKIN_LENGTH(line)) and series is not None:
            series.length_ms = int(match[1]) * 1000
        elif (match := _CHECKIN_BUCKET(line)) and "*" not in match.groups() and _is_open(series):
            assert series is not None
            yield series.bucket(number, match)
        else:
            yield unparsed(number, line, "unknown_line")


def _is_open(series: "_Series | None") -> bool:
    return series is not None and series.length_ms is not None


def _short_series(match: re.Match[str]) -> _Series:
    kind, uid, uid_set, _ = match.groups()
    return _Series(
        uid=int(uid),
        uid_set=_CHECKIN_SETS.get(uid_set, uid_set),
        network=kind,
        types=_CHECKIN_TYPES.get(kind, kind),
        metered=None,
    )


def _series(match: re.Match[str]) -> _Series:
    ident, uid, uid_set, _ = match.groups()
    metered = set(_METERED(ident))
    return _Series(
        uid=int(uid),
        uid_set=uid_set,
        network=ident,
        types="|".join(dict.fromkeys(_TYPE(ident))),
        metered=metered == {"true"} if len(metered) == 1 else None,
    )
