"""Builds the facts of a timeline from a few short rows, for tests."""

from dataclasses import dataclass

import numpy as np

from auditor.records import DataType
from auditor.timeline import DATA_TYPES, UNKNOWN, AppKey, Facts, MarkClass


@dataclass(frozen=True)
class Row:
    """One record; the id is its place in the list plus 100."""

    start_ms: int
    length_ms: int = 1
    mark: MarkClass = MarkClass.ACCESS
    app: int = 0
    data_type: DataType = DataType.MICROPHONE
    count: int = 1
    precision_ms: int = 1
    duration_ms: int = UNKNOWN
    is_reject: bool = False
    keeps_all: bool = True


def facts_of(rows: list[Row], apps: int = 4) -> Facts:
    """Facts with apps com.example.app0 … of users 0 and 10 on one phone."""

    def column(values: list[int], kind: type) -> np.ndarray:
        return np.array(values, kind)

    return Facts(
        ids=column([100 + i for i in range(len(rows))], np.int64),
        start_ms=column([r.start_ms for r in rows], np.int64),
        last_ms=column([r.start_ms + r.length_ms - 1 for r in rows], np.int64),
        mark_class=column([r.mark for r in rows], np.int8),
        precision_ms=column([r.precision_ms for r in rows], np.int64),
        duration_ms=column([r.duration_ms for r in rows], np.int64),
        count=column([r.count for r in rows], np.int64),
        background=column([r.mark == MarkClass.BACKGROUND for r in rows], np.int8),
        is_reject=column([r.is_reject or r.mark == MarkClass.REJECT for r in rows], np.bool_),
        is_running=column([False for _ in rows], np.bool_),
        keeps_all=column([r.keeps_all for r in rows], np.bool_),
        op_code=column([0 for _ in rows], np.int32),
        type_code=column([DATA_TYPES.index(r.data_type) for r in rows], np.int8),
        app_code=column([r.app for r in rows], np.int32),
        apps=tuple(
            AppKey("SAMPLE-1", 10_100 + i + 1_000_000 * (i % 2), f"com.example.app{i}")
            for i in range(apps)
        ),
        ops=("RECORD_AUDIO",),
    )
