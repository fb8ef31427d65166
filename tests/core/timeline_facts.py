"""Builds a query's columns from a few short rows, for tests of the timeline."""

from dataclasses import dataclass

import numpy as np

from auditor.columns import DATA_TYPES, KINDS, SOURCES, UNKNOWN, EventColumns, PackageKey
from auditor.facts import Facts, MarkClass, facts_of
from auditor.records import DataType, Kind, Source


@dataclass(frozen=True)
class Row:
    """One record; its id is its place in the list plus 100."""

    time_ms: int = 0
    length_ms: int = 1
    mark: MarkClass = MarkClass.ACCESS
    app: int = 0
    data_type: DataType = DataType.MICROPHONE
    count: int = 1
    precision_ms: int = 1
    is_reject: bool = False
    source: Source = Source.DISCRETE
    running: bool = False

    @property
    def kind(self) -> Kind:
        """A reject mark, or an aggregate that says so."""
        is_reject = self.is_reject or self.mark is MarkClass.REJECT
        return Kind.REJECT if is_reject else Kind.ACCESS


def package_key(number: int) -> PackageKey:
    """Apps 0, 2, … of the owner and 1, 3, … of a work profile."""
    uid = 10_100 + number + 1_000_000 * (number % 2)
    return PackageKey("SAMPLE-1", uid, f"com.example.app{number}", f"App {number}", False)


def columns_of(rows: list[Row], apps: int = 4) -> EventColumns:
    """Columns in the order of the rows, with `apps` apps of two users on one phone."""
    aggregate = [row.mark is MarkClass.AGGREGATE for row in rows]
    sources = [Source.AGGREGATE if a else r.source for a, r in zip(aggregate, rows, strict=True)]
    lengths = np.array([r.length_ms if r.length_ms > 1 else UNKNOWN for r in rows], np.int64)
    times = np.array([r.time_ms for r in rows], np.int64)
    return EventColumns(
        ids=np.arange(100, 100 + len(rows), dtype=np.int64),
        time_ms=times,
        end_ms=np.where(lengths == UNKNOWN, times, times + np.maximum(lengths, 0)),
        precision_ms=np.array([r.precision_ms for r in rows], np.int64),
        duration_ms=lengths,
        count=np.array([r.count for r in rows], np.int64),
        kind=np.array([KINDS.index(r.kind) for r in rows], np.int8),
        data_type=np.array([DATA_TYPES.index(r.data_type) for r in rows], np.int8),
        op=np.zeros(len(rows), np.int32),
        package=np.array([r.app for r in rows], np.int32),
        background=np.array([r.mark is MarkClass.BACKGROUND for r in rows], np.int8),
        by_usage=np.full(len(rows), -1, np.int8),
        source=np.array([SOURCES.index(source) for source in sources], np.int8),
        sources=np.array([1 << SOURCES.index(source) for source in sources], np.int8),
        running=np.array([r.running for r in rows], np.bool_),
        more=np.ones(len(rows), np.int64),
        ops=("RECORD_AUDIO",),
        packages=tuple(package_key(number) for number in range(apps)),
    )


def facts(rows: list[Row], apps: int = 4) -> Facts:
    """The facts a timeline takes from these rows."""
    return facts_of(columns_of(rows, apps))
