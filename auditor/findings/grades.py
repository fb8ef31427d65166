"""How strong the records are that carry a finding, and how severe it may be called for that.

Grades: docs/findings.md. A claim that rests on weak records is never shown as more than medium.
"""

import sqlite3

import numpy as np
from numpy.typing import NDArray

from auditor.bulk import Bool, Int64
from auditor.findings.records import Grade, Severity
from auditor.findings.tables import Seen
from auditor.records import Source
from auditor.shown import SOURCES

GRADES = tuple(Grade)
PAUSE_MS = 2 * 3_600_000  # between marks of one guided session
CAP = Severity.MEDIUM
CAPPED = (Grade.C, Grade.D)
FACT_GRADE = Grade.B  # of what is no access: a reading says it, line by line
_SINGLE = tuple(SOURCES.index(each) for each in (Source.DISCRETE, Source.AUDIO, Source.CAMERA))
_AGGREGATE = SOURCES.index(Source.AGGREGATE)
_A, _B, _C, _D = range(4)


def guided(db: sqlite3.Connection, seen: Seen) -> Bool:
    """Which accesses lie in a guided session of their app: between its first and last mark."""
    found = np.zeros(len(seen.ids), dtype=np.bool_)
    package, time = seen.table.package[seen.series], seen.rows.time_ms
    for number, begin, end in _sessions(db.execute(_MARKS).fetchall()):
        found |= (package == number) & (time >= begin) & (time <= end)
    return found


_MARKS = """
SELECT p.id, m.time_ms
FROM own_marks m JOIN packages p ON p.name = m.package AND (m.uid IS NULL OR p.uid = m.uid)
JOIN devices d ON d.id = p.device_id AND (m.device_id IS NULL OR d.device_id = m.device_id)
WHERE m.kind IS NOT NULL AND m.struck_ms IS NULL ORDER BY 1, 2
"""


def _sessions(marks: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Join the marks of an app that follow each other without a longer pause."""
    found: list[tuple[int, int, int]] = []
    for number, time in marks:
        if found and found[-1][0] == number and time - found[-1][2] <= PAUSE_MS:
            found[-1] = (number, found[-1][1], time)
        else:
            found.append((number, time, time))
    return found


def grades_of(seen: Seen, is_guided: Bool) -> NDArray[np.int64]:
    """Grade each event by itself: an index of GRADES.

    A takes a guided session, or a watch that saw the access come. B takes a single access whose
    time is known and a usage history that tells whether its app was in use then, and that the state
    noted with the access does not contradict.
    """
    told_bits = np.where(seen.rows.told_by >= 0, seen.rows.told_by >> 8, 1 << seen.source)
    is_single = told_bits & sum(1 << code for code in _SINGLE) != 0
    agrees = (seen.by_usage >= 0) & (seen.background >= 0)
    found = np.full(len(seen.ids), _C, dtype=np.int64)
    found[is_single & agrees] = _B
    found[seen.source == _AGGREGATE] = _D
    found[(is_guided | seen.watched.is_seen) & (seen.source != _AGGREGATE)] = _A
    return found


def of_pieces(grades: Int64, is_counted_together: bool) -> Grade:
    """Grade what several pieces carry.

    Each alone would do: the strongest counts. A threshold that counts them together stands on
    most of them: the grade that at least half of them reach.
    """
    if not len(grades):
        return FACT_GRADE
    if not is_counted_together:
        return GRADES[int(grades.min())]
    return GRADES[int(np.sort(grades)[(len(grades) - 1) // 2])]


def capped(severity: Severity, grade: Grade, is_count_based: bool) -> Severity:
    """Give what may be said with such records."""
    if is_count_based or grade not in CAPPED or severity.rank <= CAP.rank:
        return severity
    return CAP
