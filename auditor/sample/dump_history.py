"""Aggregated and single accesses in `dumpsys appops` (formats.md 3.2, 4.1 to 4.4)."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from zlib import crc32

from auditor.sample.appops_options import Options
from auditor.sample.buckets import Bucket
from auditor.sample.discrete import MINUTE, Single, rounded_up
from auditor.sample.history import SLOT, CountKey, Counts, Span
from auditor.sample.opnames import code_of
from auditor.sample.text import PhoneTexts, duration, uid_text
from auditor.sample.versions import Version

MODE = "HISTORICAL_MODE_ENABLED_ACTIVE"
_TABLE_SQL = (
    "UID|PACKAGE_NAME|DEVICE_ID|OP_NAME|ATTRIBUTION_TAG|UID_STATE|OP_FLAGS|ATTR_FLAGS|CHAIN_ID|"
    "ACCESS_TIME|DURATION"
)
_TABLE_POST = (
    "UID|PACKAGE_NAME|DEVICE_ID|OP_NAME|ATTRIBUTION_TAG|ACCESS_TIME|ACCESS_COUNTS|REJECT_COUNTS|"
    "DURATION|UID_STATE|OP_FLAGS|ATTRIBUTION_CHAIN_ID|ATTRIBUTION_FLAGS"
)
LAST_HOUR = "----Location, Microphone, and Camera App Ops (Last 1 Hour)----"
DISCRETE = "------------Discrete App Ops-------------"
AGGREGATED = "------------Aggregated App Ops-------------"


def printed_bounds(span: Span, newest: Span, now: int, is_again: bool) -> tuple[int, int]:
    """Work out the boundaries that Android prints, which are not the true ones.

    Files are off by twice what the slot in memory has lasted, less 15 minutes
    (formats.md 11.6). A second call within that slot prints its end near 1970 (3.3).
    """
    elapsed = now - newest.begin
    if span is newest:
        return span.begin, elapsed if is_again else now
    shift = 2 * elapsed - SLOT
    return span.begin + shift, span.end + shift


def history_section(
    spans: Sequence[Span], now: int, texts: PhoneTexts, options: Options, is_again: bool
) -> Iterator[str]:
    """Print `History:` with its snapshots, newest first."""
    yield ""
    yield f"  History:  mode={MODE}"
    for span in spans:
        begin, end = printed_bounds(span, spans[0], now, is_again)
        yield ""
        yield "      snapshot:"
        yield f"        begin = {texts.absolute(begin)}  ({duration(begin - now)})"
        yield f"        end = {texts.absolute(end)}  ({duration(end - now)})"
        yield from _counts(span.counts, options)
    if len(spans) == 1:
        yield "  Empty"


def _sort(key: CountKey) -> tuple[int, ...]:
    uid, package, tag, op, state, flag = key
    return (
        uid,
        *(crc32(str(part).encode()) for part in (package, tag)),
        code_of(op),
        crc32(f"{state}-{flag}".encode()),
    )


def _counts(counts: Counts, options: Options) -> Iterator[str]:
    """Print counts. Filters leave out parts of the tree, not whole branches (formats.md 11.5)."""
    last: tuple[object, ...] = ()
    for key in sorted(counts, key=_sort):
        uid, package, tag, op, state, flag = key
        is_mine = options.package in (None, package)
        if last[:1] != (uid,) and is_mine:
            yield from ("", f"        Uid {uid_text(uid)}:")
        if last[:2] != (uid, package) and is_mine:
            yield f"          Package {package}:"
        if last[:3] != (uid, package, tag):
            yield f"            Attribution {'null' if tag is None else tag}:"
        if options.op in (None, op):
            if last != (uid, package, tag, op):
                yield f"              {op}:"
            yield f"                [{state}-{flag}] = {_count(*counts[key])}"
        last = (uid, package, tag, op)


def _count(accesses: int, rejects: int, lasted: int) -> str:
    parts = [f"access={accesses}"] * bool(accesses) + [f"reject={rejects}"] * bool(rejects)
    return ", ".join(parts + [f"duration={duration(lasted)}"] * bool(lasted))


def _chosen(singles: Sequence[Single], options: Options) -> list[Single]:
    return [
        single
        for single in singles
        if options.op in (None, single.op)
        and options.tag in (None, single.tag)
        and (options.package in (None, single.package))
    ]


def discrete_section(
    singles: Sequence[Single], texts: PhoneTexts, options: Options, version: Version
) -> Iterator[str]:
    """Print `Discrete accesses:` as a tree, or as the table of Android 16's SQLite store."""
    yield "Discrete accesses: "
    yield f"  Largest chain id: {max((single.chain for single in singles), default=0)}"
    chosen = _chosen(singles, options)
    limit = options.discrete or 0
    if version.discrete == "table":
        yield _TABLE_SQL
        newest = chosen[::-1]
        yield from (_table_row(single, texts) for single in newest[: limit if limit > 0 else None])
        yield ""
        return
    chosen.sort(key=_order)
    last: tuple[object, ...] = ()
    for path, group in groupby(chosen, _path):
        yield from _headings(path, last, version)
        last = path
        rows = list(group)
        pad = " " * (12 if version.discrete == "raw" else 10)
        for single in rows[-limit:] if limit > 0 else rows:
            yield pad + _access(single, texts, version)


def _path(single: Single) -> tuple[int, str, str, str | None]:
    return single.uid, single.package, single.op, single.tag


def _order(single: Single) -> tuple[int, int, int, int]:
    package, tag = crc32(single.package.encode()), crc32(str(single.tag).encode())
    return single.uid, package, code_of(single.op), tag


def _headings(
    path: tuple[int, str, str, str | None], last: tuple[object, ...], version: Version
) -> Iterator[str]:
    uid, package, op, tag = path
    if last[:1] != path[:1]:
        yield f"  Uid: {uid}"
    if last[:2] != path[:2]:
        yield f"    Package: {package}"
    if last[:3] != path[:3]:
        yield f"      {op}"
        if version.discrete == "raw":
            yield "        Device: default:0"
    yield f"{'          ' if version.discrete == 'raw' else '        '}Attribution: {_tag(tag)}"


def _tag(tag: str | None) -> str:
    return "null" if tag is None else tag


def _access(single: Single, texts: PhoneTexts, version: Version) -> str:
    """Print one access: to the minute until API 35, to the millisecond in 36."""
    time, lasted = single.time, single.duration
    if version.discrete == "floored":
        time = time // MINUTE * MINUTE
        lasted = None if lasted is None else rounded_up(lasted)
    line = f"Access [{single.state}-{single.flag}] at {texts.absolute(time)}"
    if lasted is not None:
        line += f" for {lasted} milliseconds "
    if single.attribution or single.chain != -1:
        line += f" attribution flags={single.attribution} with chainId={single.chain}"
    return line


def _table_row(single: Single, texts: PhoneTexts) -> str:
    lasted = -1 if single.duration is None else single.duration
    return (
        f"{single.uid}|{single.package}|default:0|{single.op}|{_tag(single.tag)}|{single.state}|"
        f"{single.flag}|{single.attribution}|{single.chain}|{texts.absolute(single.time)}|{lasted}"
    )


def bucket_table(
    rows: Sequence[Bucket], sizes: tuple[int, int], title: str, texts: PhoneTexts
) -> Iterator[str]:
    """Print late Android 16's preamble and one table. `sizes`: rows in the short, long table."""
    pages = tuple(40_960 + 4096 * (size // 60) for size in sizes)
    yield from ("", f"History:  mode={MODE}")
    yield (
        "SHORT_INTERVAL(Aggregation Bucket)=1 Minute, LONG_INTERVAL(Aggregation Bucket)=15 Minutes"
    )
    yield f"Database size(bytes): SHORT_INTERVAL={pages[0]}, LONG_INTERVAL={pages[1]}"
    yield f"Database Total records: SHORT_INTERVAL={sizes[0]}, LONG_INTERVAL={sizes[1]}"
    yield from (title, "", _TABLE_POST)
    for row in rows:
        entry = row.entry
        yield (
            f"{entry.uid}|{entry.package}|default:0|{entry.op}|{_tag(entry.tag)}|"
            f"{texts.absolute(row.time)}|{row.accesses}|{row.rejects}|{row.duration}|"
            f"{row.state}|{entry.flag}|{entry.chain}|{entry.attribution}"
        )
    yield ""
