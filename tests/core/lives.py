"""Small cases for tests of what shows a case: sentences, pictures, the command line."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from auditor.record_numbers import Record
from auditor.records import DeviceInfo, Event, Kind, Source, Unparsed
from auditor.store import Store
from tests.core.cases import load

NOW_MS = 1_746_093_600_000  # 2025-05-01 12:00 in Berlin
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
FIRST_UID = 10_100

PHONE = DeviceInfo(
    device_id="R58M1",
    serial="R58M1",
    is_sample=False,
    manufacturer="Examplary",
    model="One",
    api=34,
    release="14",
    zone="Europe/Berlin",
)
SAMPLE = replace(PHONE, device_id="SAMPLE-1", serial="SAMPLE-1", is_sample=True)


def access(
    package: str = "com.example.chat",
    op: str = "RECORD_AUDIO",
    ago_ms: int = HOUR,
    *,
    kind: Kind = Kind.ACCESS,
    source: Source = Source.DISCRETE,
    state: str | None = "top",
    flags: str | None = "s",
    uid: int = FIRST_UID,
    duration_ms: int | None = None,
    precision_ms: int = 1,
    count: int | None = None,
    tag: str | None = None,
    timed: bool = True,
) -> Event:
    """One record, so long before the reading."""
    return Event(
        kind=kind,
        uid=uid,
        package=package,
        op=op,
        tag=tag,
        uid_state=state,
        flags=flags,
        time_ms=NOW_MS - ago_ms if timed else None,
        precision_ms=precision_ms,
        duration_ms=duration_ms,
        count=count,
        source=source,
        line=1,
    )


def slot(
    package: str, op: str, ago_ms: int, length_ms: int, count: int, state: str = "top"
) -> Event:
    """One aggregated count that begins so long before the reading."""
    return access(
        package,
        op,
        ago_ms,
        source=Source.AGGREGATE,
        state=state,
        duration_ms=length_ms,
        precision_ms=length_ms,
        count=count,
    )


def make_case(
    folder: Path,
    records: Sequence[Record],
    device: DeviceInfo = PHONE,
    *,
    capture_id: str = "first",
    at_ms: int = NOW_MS - 1000,
    is_cut: bool = False,
) -> Store:
    """Make a case, or extend it, by a reading that ended a second after `at_ms`."""
    numbered = [replace(record, line=line) for line, record in enumerate(records, start=1)]
    store = Store.create(folder)
    cut = frozenset({"appops"}) if is_cut else frozenset[str]()
    load(store, capture_id, numbered, at_ms, device, cut)
    return store


def a_full_life() -> list[Record]:
    """Records of every look: several apps, all kinds of precision, rejects, aggregates."""
    names = itertools.cycle(["com.example.chat", "org.example.weather.forecast", "cn.example.shop"])
    ops = itertools.cycle(["RECORD_AUDIO", "FINE_LOCATION", "READ_CONTACTS", "CAMERA"])
    states = itertools.cycle(["top", "fgsvc", "bg", "cch", None])
    records: list[Record] = []
    for i in range(120):
        package = next(names)
        records.append(
            access(
                package,
                next(ops),
                (i * 79 + 3) % (6 * 24) * HOUR + i * MINUTE,
                state=next(states),
                precision_ms=MINUTE if i % 2 else 1,
                duration_ms=(i % 7 + 1) * 20 * MINUTE if i % 5 == 0 else None,
                uid=FIRST_UID + len(package),
            )
        )
    gallery = "com.example.gallery"
    return [
        *records,
        slot(gallery, "READ_MEDIA_IMAGES", 30 * HOUR, 25 * HOUR, 41, state="bg"),
        slot(gallery, "READ_MEDIA_IMAGES", 5 * HOUR, 150 * MINUTE, 3),
        access("com.example.torch", "READ_CONTACTS", 20 * HOUR, kind=Kind.REJECT, state="cch"),
        access("com.example.torch", "READ_CONTACTS", 40 * HOUR, kind=Kind.REJECT, state="cch"),
        access("com.example.old", "READ_SMS", 400 * DAY, source=Source.LAST),
        access("com.example.timeless", "CAMERA", timed=False, source=Source.LAST),
        Unparsed(line=0, text="what is this", reason="unknown line"),
    ]
