"""What a timeline needs of each record with a known time, as arrays of one length."""

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from auditor.columns import KINDS, SOURCES, UNKNOWN, EventColumns, PackageKey
from auditor.marks import Int32, Int64
from auditor.records import Kind, Source

Int8 = NDArray[np.int8]
Bool = NDArray[np.bool_]

AGGREGATE_FROM_MS = 15 * 60_000  # a record known no better than this is never an instant
LONGEST_MS = 10**14  # three thousand years: a wilder number from a phone must not overflow


class MarkClass(IntEnum):
    """How a mark is drawn and counted; never more than one per record."""

    ACCESS = 0  # in front, or the record does not say
    BACKGROUND = 1
    REJECT = 2
    AGGREGATE = 3  # a slot with a count: single times unknown


@dataclass(frozen=True, eq=False)
class Facts:
    """What a timeline needs of each record with a known time, as arrays of one length.

    `last_ms` is the last millisecond a mark touches: its time and its duration or precision,
    whichever is longer, as in an `EventFilter`. Unknown numbers are `columns.UNKNOWN`.
    `type_code` points into `DATA_TYPES`, `app_code` into `apps`.
    """

    ids: Int64
    start_ms: Int64
    last_ms: Int64
    mark_class: Int8
    precision_ms: Int64
    duration_ms: Int64
    count: Int64
    times: Int64  # how often it happened besides what other records tell, at least
    background: Int8  # 1, 0, or -1 for unknown
    by_usage: Int8  # the same by the usage history alone
    is_reject: Bool
    is_running: Bool
    is_doubtful: Bool  # the time rests on something that nobody confirmed
    keeps_all: Bool  # the source keeps every access, not only the last one
    op_code: Int32
    type_code: Int8
    app_code: Int32
    apps: tuple[PackageKey, ...]
    ops: tuple[str, ...]
    untimed: int = 0  # records whose time is unknown: in the table, not here

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def span(self) -> tuple[int, int] | None:
        """From the first start to the end of the last mark; None without records."""
        if not len(self.ids):
            return None
        return int(self.start_ms.min()), int(self.last_ms.max()) + 1

    @cached_property
    def by_id(self) -> Int64:
        """Row numbers in the order of their ids."""
        return np.argsort(self.ids, kind="stable")

    @cached_property
    def are_running(self) -> bool:
        """Whether any goes on still."""
        return bool(self.is_running.any())

    @cached_property
    def are_doubtful(self) -> bool:
        """Whether the time of any is uncertain."""
        return bool(self.is_doubtful.any())

    def row_of(self, event_id: int) -> int | None:
        """Where a record is, None if it is not among these."""
        order = self.by_id
        at = int(np.searchsorted(self.ids, event_id, sorter=order))
        if at < len(order) and int(self.ids[order[at]]) == event_id:
            return int(order[at])
        return None


def facts_of(columns: EventColumns, doubtful: Int64 | None = None) -> Facts:
    """Take what a timeline shows from a query's columns; unknown times are only counted.

    `doubtful` are ids of events whose time is uncertain, see `doubt.doubtful_ids`.
    """
    known = int(np.count_nonzero(columns.time_ms != UNKNOWN))
    timed = slice(0, known)  # unknown times come last in a query's columns
    time_ms = np.clip(columns.time_ms[timed], -LONGEST_MS, LONGEST_MS * 3)
    precision, duration = columns.precision_ms[timed], columns.duration_ms[timed]
    length = np.clip(np.maximum(precision, duration), 1, LONGEST_MS)
    is_reject = columns.kind[timed] == KINDS.index(Kind.REJECT)
    is_background = columns.background[timed] == 1
    source = columns.source[timed]
    is_aggregate = (source == SOURCES.index(Source.AGGREGATE)) | (precision >= AGGREGATE_FROM_MS)
    mark_class = np.select(
        [is_aggregate, is_reject, is_background],
        [MarkClass.AGGREGATE, MarkClass.REJECT, MarkClass.BACKGROUND],
        MarkClass.ACCESS,
    )
    return Facts(
        ids=columns.ids[timed],
        start_ms=time_ms,
        last_ms=time_ms + length - 1,
        mark_class=mark_class.astype(np.int8),
        precision_ms=precision,
        duration_ms=duration,
        count=columns.count[timed],
        times=np.maximum(columns.more[timed], 0),
        background=columns.background[timed],
        by_usage=columns.by_usage[timed],
        is_reject=is_reject,
        is_running=columns.running[timed],
        is_doubtful=np.isin(columns.ids[timed], () if doubtful is None else doubtful),
        keeps_all=~columns.is_partial[timed],
        op_code=columns.op[timed],
        type_code=columns.data_type[timed],
        app_code=columns.package[timed],
        apps=columns.packages,
        ops=columns.ops,
        untimed=len(columns) - known,
    )


def is_more_likely(facts: Facts, rows: Int32 | Int64) -> Bool:
    """Which records may stand for more than their `times`: what overwrites, what counts in part."""
    is_part: Bool = facts.times[rows] != facts.count[rows]
    return is_part | ~facts.keeps_all[rows]
