"""How strong the records are that carry a finding, and how severe it may be called for that.

Grades: docs/findings.md. A claim that rests on weak records is never shown as more than medium.
"""

import numpy as np
from numpy.typing import NDArray

from auditor.bulk import Bool, Int64
from auditor.findings.records import Grade, Severity
from auditor.findings.tables import Seen
from auditor.records import Source
from auditor.shown import SOURCES

GRADES = tuple(Grade)
CAP = Severity.MEDIUM
CAPPED = (Grade.C, Grade.D)
FACT_GRADE = Grade.B  # of what is no access: a reading says it, line by line
_SINGLE = tuple(SOURCES.index(each) for each in (Source.DISCRETE, Source.AUDIO, Source.CAMERA))
_AGGREGATE = SOURCES.index(Source.AGGREGATE)
_A, _B, _C, _D = range(4)


def grades_of(seen: Seen, is_guided: Bool) -> NDArray[np.int64]:
    """Grade each event by itself: an index of GRADES.

    B takes a single access whose time is known and a usage history that tells whether its app was
    in use then, and that the state noted with the access does not contradict.
    """
    told_bits = np.where(seen.rows.told_by >= 0, seen.rows.told_by >> 8, 1 << seen.source)
    is_single = told_bits & sum(1 << code for code in _SINGLE) != 0
    agrees = (seen.by_usage >= 0) & (seen.background >= 0)
    found = np.full(len(seen.ids), _C, dtype=np.int64)
    found[is_single & agrees] = _B
    found[seen.source == _AGGREGATE] = _D
    found[is_guided & (seen.source != _AGGREGATE)] = _A
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
