"""What our own reading left on the phone: the records of the shell, through which ADB reads.

The phone notes what apps do, and its shell (uid 2000, com.android.shell) is one of them. Measured
from the readings themselves: which of the shell's records lie in the time of a reading and were in
no earlier one. What else a reading leaves is not recorded by the phone, so nobody can count it
(docs/security.md, "Footprint").
"""

from collections.abc import Iterator
from dataclasses import dataclass

from auditor import words
from auditor.query import captures
from auditor.readings import CaptureRow
from auditor.store import Store

SHELL_UID, SHELL = 2000, "com.android.shell"
SLACK_MS = 60_000  # times of records may be known to the minute only

_TRACES = """
SELECT r.event_id, r.op, r.kind, r.source, r.time_ms, r.precision_ms, r.raw_file, r.line
FROM v_records r WHERE r.capture_id = :capture AND r.uid = :uid AND r.source != 'aggregate'
  AND r.time_ms + r.precision_ms > :begin AND r.time_ms < :end
  AND NOT EXISTS (
    SELECT 1 FROM v_records o JOIN captures c ON c.capture_id = o.capture_id
    WHERE o.event_id = r.event_id AND c.started_ms < :started)
ORDER BY r.time_ms, r.op, r.raw_file, r.line
"""
_COUNTED = """
SELECT count(*) FROM v_records r
WHERE r.capture_id = :capture AND r.uid = :uid AND r.source = 'aggregate' AND NOT r.superseded
  AND r.time_ms + r.precision_ms > :begin AND r.time_ms < :end
"""
_FRONT = """
SELECT count(*) FROM v_usage u
WHERE u.capture_id = :capture AND u.package = :package
  AND u.time_ms + u.precision_ms > :begin AND u.time_ms < :end
"""
_WHOLE = """
SELECT count(*) FROM v_raw_files WHERE capture_id = :capture AND whole
  AND command IN ('appops', 'appops_no_limit', 'appops_all')
"""


@dataclass(frozen=True, slots=True)
class Trace:
    """One record of the shell in the time of a reading; UTC milliseconds of the phone's clock."""

    op: str
    kind: str
    source: str
    time_ms: int
    precision_ms: int
    raw_file: str
    line: int


@dataclass(frozen=True, slots=True)
class Footprint:
    """What one reading holds of the shell in its own time.

    Without `ops_were_whole`, no traces means nothing: its list of last accesses was not read to the
    end. `periods` are counts over time that touch the reading: part of them may be older.
    `in_front` counts the shell's lines of the usage history.
    """

    capture_id: str
    begin_ms: int
    end_ms: int
    ops_were_whole: bool
    traces: tuple[Trace, ...]
    periods: int
    in_front: int


def footprints(store: Store, capture_id: str | None = None) -> Iterator[Footprint]:
    """Measure each reading by ADB, oldest first; files that are imported were read by others."""
    for each in sorted(captures(store), key=lambda each: each.started_ms):
        if each.origin == "adb" and capture_id in (None, each.capture_id):
            yield _measured(store, each)


def said(found: Footprint, lang: str) -> str:
    """Say it in a sentence or two, with what it does not show."""
    codes = []
    if found.traces:
        codes.append("traces")
    elif found.ops_were_whole:
        codes.append("no_traces")
    else:
        codes.append("not_measured")
    codes += ["periods"] * bool(found.periods) + ["in_front"] * bool(found.in_front)
    ops = words.listed(sorted({each.op for each in found.traces}), lang)
    values = {
        "count": f"{len(found.traces):,}",
        "ops": ops,
        "periods": f"{found.periods:,}",
        "in_front": f"{found.in_front:,}",
    }
    space = "" if lang == "zh_CN" else " "
    return space.join(words.word(f"footprint.{each}", lang).format(**values) for each in codes)


def _measured(store: Store, reading: CaptureRow) -> Footprint:
    shift_ms = reading.clock_difference_ms or 0  # the phone's clock against the computer's
    begin_ms = reading.started_ms + shift_ms - SLACK_MS
    end_ms = (reading.ended_ms or reading.started_ms) + shift_ms + SLACK_MS
    values = {
        "capture": reading.capture_id,
        "uid": SHELL_UID,
        "package": SHELL,
        "begin": begin_ms,
        "end": end_ms,
        "started": reading.started_ms,
    }
    traces = {
        event: Trace(*told)
        for event, *told in reversed(store.db.execute(_TRACES, values).fetchall())
    }
    periods, in_front, whole = (
        store.db.execute(question, values).fetchone()[0] for question in (_COUNTED, _FRONT, _WHOLE)
    )
    return Footprint(
        reading.capture_id,
        begin_ms,
        end_ms,
        whole > 0,
        tuple(sorted(traces.values(), key=lambda trace: (trace.time_ms, trace.op))),
        periods,
        in_front,
    )
