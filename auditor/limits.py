"""What a phone cannot tell: by its Android version, and by how it was read (formats.md 8.3)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.clock_changes import clock_changes, length_text
from auditor.columns import DATA_TYPES, SOURCES, UNKNOWN, EventColumns
from auditor.phone_changes import moment, periods_of
from auditor.query import CaptureRow, captures, devices
from auditor.records import DataType, DeviceInfo, Source
from auditor.store import Store

FORMS = (  # of imported files, as the manifest names them
    "bugreport",
    "androidqf",
    "appops_xml",
    "appops_discrete_xml",
    "appops_history_xml",
    "appops_db",
    "ios",
    "dumps",
)
CLOCK_TOLERANCE_MS = 5_000  # less comes from asking one clock after the other
FIRST_WITH_STATES = 28
FIRST_WITH_HISTORY = 31
FIRST_WITH_WEEK = 33
FIRST_WITH_ANY_TYPE = 36  # the first whose list of single accesses may hold contacts and photos


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: the sentence `limit_<code>` of words.py and its values."""

    code: str
    values: dict[str, int | str] = field(default_factory=dict)


def limits_of(
    store: Store,
    device: DeviceInfo | None,
    whole: EventColumns,
    span: EventColumns,
    since_ms: int | None,
) -> list[Limit]:
    """List what the records of one phone cannot tell; what matters most comes first.

    `whole` holds everything that the filter lets through at any time, `span` what touches the
    span that begins at `since_ms`.
    """
    if device is None:
        return [Limit("no_proof")]
    taken = [each for each in captures(store) if each.device_id == device.device_id]
    limits = [Limit("sample")] if device.is_sample else []
    forms = _forms(store, device)
    limits += [Limit(f"form_{form}") for form in forms]
    if forms != ["ios"]:
        limits += [Limit(code, _release(device)) for code in _by_version(device.api, whole)]
    limits += _by_changes(store, device)
    limits += _by_clock(store, device, taken)
    limits += _counted(_by_reading(taken))
    limits += _counted(_by_watching(store, device))
    limits += _counted(_by_record(whole, span, since_ms))
    known = len(devices(store))
    if known > 1:
        name = device.model or device.device_id
        limits.append(Limit("several_devices", {"count": known, "device": name}))
    return [*limits, Limit("no_proof")]


def _forms(store: Store, device: DeviceInfo) -> list[str]:
    """List the forms of the files that were imported of a phone; each shows only a part."""
    rows = store.db.execute(
        "SELECT DISTINCT c.tool FROM captures c JOIN devices d ON d.id = c.device_id"
        " WHERE d.device_id = ? AND c.origin = 'import'",
        (device.device_id,),
    )
    found = {form for row in rows for form in json.loads(row[0]).get("forms", "").split()}
    return [form for form in FORMS if form in found]


def _release(device: DeviceInfo) -> dict[str, int | str]:
    return {"release": f"Android {device.release}" if device.release else f"API {device.api}"}


def _by_version(api: int | None, whole: EventColumns) -> Iterator[str]:
    if api is None:
        yield "version_unknown"
    elif api < FIRST_WITH_HISTORY:
        yield "only_last"
        if api < FIRST_WITH_STATES:
            yield "no_states"
    elif not _has(whole, Source.DISCRETE) and not _has(whole, Source.AGGREGATE):
        yield "history_empty"
    elif api >= FIRST_WITH_ANY_TYPE and _counts_single_accesses(whole):
        yield from ("week_counts", "contacts_photos_slots")
    else:
        yield "week" if api >= FIRST_WITH_WEEK else "day"
        listed = _has(whole, Source.DISCRETE, DataType.CONTACTS, DataType.PHOTOS)
        yield "contacts_photos_listed" if listed else "contacts_photos"


def _counts_single_accesses(whole: EventColumns) -> bool:
    """Whether the list carries counts: only the tables of late Android 16 do."""
    listed = whole.sources & (1 << SOURCES.index(Source.DISCRETE)) != 0
    return bool((listed & (whole.count != UNKNOWN)).any())


def _has(columns: EventColumns, source: Source, *types: DataType) -> bool:
    found = columns.sources & (1 << SOURCES.index(source)) != 0
    if not types:
        return bool(found.any())
    return any(bool((found & (columns.data_type == DATA_TYPES.index(t))).any()) for t in types)


def _by_changes(store: Store, device: DeviceInfo) -> Iterator[Limit]:
    """Tell that a phone was told to keep more, and so records more than it did before."""
    for each in periods_of(store.path, [device.device_id], None, None):
        when = moment(each.on_ms)
        if each.off_ms is None:
            yield Limit("kept_more", {"when": when})
        else:
            yield Limit("kept_more_until", {"when": when, "until": moment(each.off_ms)})
        held = moment(each.on_ms if each.held_ms is None else each.held_ms)
        for reset_ms in each.resets:
            values: dict[str, int | str] = {"when": when, "held": held, "seen": moment(reset_ms)}
            yield Limit("kept_more_reset", values)


def _by_clock(store: Store, device: DeviceInfo, taken: list[CaptureRow]) -> Iterator[Limit]:
    """Tell of a phone's clock that is wrong, beside the computer's, or that was set meanwhile."""
    newest = max(taken, key=lambda each: each.started_ms, default=None)
    difference_ms = newest.clock_difference_ms if newest else None
    if difference_ms is not None and abs(difference_ms) > CLOCK_TOLERANCE_MS:
        code = "clock_ahead" if difference_ms > 0 else "clock_behind"
        yield Limit(code, {"by": length_text(difference_ms)})
    changes = clock_changes(store, device.device_id)
    if changes:
        by_ms = max(abs(change.by_ms) for change in changes)
        yield Limit("clock_changed", {"count": len(changes), "by": length_text(by_ms)})


def _by_reading(taken: list[CaptureRow]) -> Iterator[tuple[str, int]]:
    whole = ("whole", "running")  # a watch that goes on is not cut
    yield "cut", sum(each.files_cut > 0 or each.outcome not in whole for each in taken)
    yield "unparsed", sum(capture.unparsed for capture in taken)
    assumed = [capture for capture in taken if capture.zone_assumed or capture.captured_at_assumed]
    yield "zone_assumed", len(assumed)


def _by_watching(store: Store, device: DeviceInfo) -> Iterator[tuple[str, int]]:
    """Tell what a live watch cannot see, and that there were gaps in it."""
    watches, gaps = store.db.execute(
        "SELECT count(DISTINCT c.id), count(g.begin_ms) FROM captures c"
        " JOIN devices d ON d.id = c.device_id LEFT JOIN live_gaps g ON g.capture_id = c.id"
        " WHERE d.device_id = ? AND c.plan = 'watch'",
        (device.device_id,),
    ).fetchone()
    yield "live", watches
    yield "live_gaps", gaps


def _by_record(
    whole: EventColumns, span: EventColumns, since_ms: int | None
) -> Iterator[tuple[str, int]]:
    yield "unknown_time", int((whole.time_ms == UNKNOWN).sum())
    if since_ms is not None:
        slots = span.source == SOURCES.index(Source.AGGREGATE)
        yield "straddling", int((slots & (span.time_ms < since_ms)).sum())


def _counted(found: Iterator[tuple[str, int]]) -> list[Limit]:
    return [Limit(code, {"count": count}) for code, count in found if count]
