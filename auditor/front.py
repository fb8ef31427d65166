"""Which app was in front of one person, from the coming and going of its activities.

From Android 10 on the phone notes each activity, and several may be in front at once; before, it
notes the app, and one that comes sends the other away (formats.md 6.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from auditor.steps import NO, UNKNOWN_STATE, YES, Bool, Int64, Points

COMES = {"ACTIVITY_RESUMED", "MOVE_TO_FOREGROUND", "CONTINUE_PREVIOUS_DAY"}
GOES = {"ACTIVITY_PAUSED", "MOVE_TO_BACKGROUND"}
# Says nothing of an activity that is not named: another of its app may have come meanwhile.
STOPS = {"ACTIVITY_STOPPED", "UNKNOWN_TYPE_24"}  # 24: an activity was destroyed
ALONE = {"MOVE_TO_FOREGROUND"}
MOVES = {*COMES, *GOES, *STOPS}
# After these, an app of which nothing was noted is not in front: they send every app away, or
# none could be there.
SETTLES = {"SCREEN_INTERACTIVE", "SCREEN_NON_INTERACTIVE", "KEYGUARD_SHOWN", *ALONE}
SHUTDOWN, STARTUP = "DEVICE_SHUTDOWN", "DEVICE_STARTUP"

_NEVER = np.iinfo(np.int64).max
UsageRow = tuple[int, int, str, str, str | None]  # time, precision, type, package, activity


@dataclass(frozen=True, slots=True)
class Person:
    """The usage events of one user of one phone in their order, and the stretches they cover."""

    time_ms: Int64
    precision_ms: Int64
    types: Sequence[str]
    packages: Sequence[str]
    activities: Sequence[str | None]
    runs: list[tuple[int, int]]

    @classmethod
    def of(cls, rows: Sequence[UsageRow], runs: list[tuple[int, int]]) -> Self:
        """Take rows in order of time; those outside of `runs` are left out."""
        columns = tuple(zip(*rows, strict=True)) if rows else ((), (), (), (), ())
        time, precision = (np.array(each, dtype=np.int64) for each in columns[:2])
        inside = _run_of(time, runs) >= 0
        kept = np.flatnonzero(inside)
        types, packages, activities = ([column[i] for i in kept] for column in columns[2:])
        return cls(time[kept], precision[kept], types, packages, activities, runs)

    def tells_of(self, *groups: dict[str, int]) -> bool:
        """Say whether any event is of these types."""
        return any(kind in group for kind in set(self.types) for group in groups)

    def states(self, wanted: dict[str, int]) -> tuple[Int64, Int64, Int64]:
        """Give time, precision and state of the events of these types."""
        rows = [i for i, kind in enumerate(self.types) if kind in wanted]
        states = np.array([wanted[self.types[i]] for i in rows], dtype=np.int64)
        return self.time_ms[rows], self.precision_ms[rows], states


@dataclass(frozen=True, slots=True)
class Front:
    """What one person's history says of each app, the last subject being any other app."""

    packages: list[str]
    points: Points


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Stretches that can be followed: from a begin of the record or a start of the phone on."""

    of: Int64  # of each event
    first: Int64  # its first event
    begin_ms: Int64
    begin_precision_ms: Int64
    end_ms: Int64
    end_precision_ms: Int64
    is_start: Bool  # nothing is in front when the phone starts
    is_off: Bool  # the phone was shut down: nothing is known
    settled: Int64  # the event from which on any app not seen is not in front, or _NEVER

    def __len__(self) -> int:
        return len(self.first)


def _run_of(time_ms: Int64, runs: list[tuple[int, int]]) -> Int64:
    begins = np.array([run[0] for run in runs], dtype=np.int64)
    ends = np.array([run[1] for run in runs], dtype=np.int64)
    run = np.searchsorted(begins, time_ms, side="right") - 1
    run[run >= 0] = np.where(time_ms[run >= 0] <= ends[run[run >= 0]], run[run >= 0], -1)
    return run


def front_points(person: Person, first_subject: int) -> Front:
    """Work out when each app was in front; subjects are numbered from `first_subject` on."""
    told = zip(person.packages, person.types, strict=True)
    packages = list(dict.fromkeys(package for package, kind in told if kind in MOVES))
    if not len(person.time_ms):
        return Front(packages, _no_points())
    stretches = _stretches(person)
    own = _own_changes(person, {name: i for i, name in enumerate(packages)}, stretches)
    return Front(packages, _points(person, stretches, own, len(packages), first_subject))


def _stretches(person: Person) -> _Stretches:
    types = np.array(person.types)
    is_off, is_start = types == SHUTDOWN, types == STARTUP
    run = _run_of(person.time_ms, person.runs)
    is_new_run = np.ones(len(run), dtype=np.bool_)
    is_new_run[1:] = run[1:] != run[:-1]
    is_first = is_new_run | is_off | is_start
    first, of = np.flatnonzero(is_first), np.cumsum(is_first) - 1
    is_open = is_new_run[first] & ~is_off[first] & ~is_start[first]
    run_begin, run_end = np.array(person.runs, dtype=np.int64).T
    begin = np.where(is_open, run_begin[run[first]], person.time_ms[first])
    begin_precision = np.where(is_open, 1, person.precision_ms[first])
    end, end_precision = run_end[run[first]] + 1, np.ones(len(first), dtype=np.int64)
    followed = np.flatnonzero(run[first][1:] == run[first][:-1])
    end[followed], end_precision[followed] = begin[followed + 1], begin_precision[followed + 1]
    settles = np.flatnonzero(np.isin(types, list(SETTLES)))
    settled = np.full(len(first), _NEVER, dtype=np.int64)
    np.minimum.at(settled, of[settles], settles)
    return _Stretches(
        of=of,
        first=first,
        begin_ms=begin,
        begin_precision_ms=begin_precision,
        end_ms=end,
        end_precision_ms=end_precision,
        is_start=is_start[first],
        is_off=is_off[first],
        settled=np.where(is_off[first] | is_start[first], _NEVER, settled),
    )


@dataclass(slots=True)
class _Changes:
    """What the events of apps say: rows of package, stretch, event and state."""

    rows: list[tuple[int, int, int, int]]
    first: dict[tuple[int, int], int]  # package and stretch -> the first event that tells of it
    was_there: set[tuple[int, int]]  # in front already when the stretch began


def _own_changes(person: Person, codes: dict[str, int], stretches: _Stretches) -> _Changes:
    """Follow each activity, and count for each app how many of its own are in front."""
    found = _Changes([], {}, set())
    in_front: dict[tuple[int, int], set[str]] = {}
    alone: tuple[int, int] | None = None
    for event, kind in enumerate(person.types):
        stretch = int(stretches.of[event])
        place = person.activities[event]
        is_vague = kind in STOPS and place is None
        if is_vague or stretches.is_off[stretch] or kind not in MOVES:
            continue
        key = (codes[person.packages[event]], stretch)
        there = in_front.setdefault(key, set())
        if kind in ALONE:
            if alone is not None and alone != key and alone[1] == stretch and in_front[alone]:
                in_front[alone].clear()
                found.rows.append((*alone, event, NO))
            there.clear()
            alone = key
        if kind in COMES:
            there.add(place or "")
        else:
            _leave(there, place)
        if key not in found.first:
            found.first[key] = event
            if kind in GOES:
                found.was_there.add(key)
        found.rows.append((*key, event, YES if there else NO))
    return found


def _leave(there: set[str], place: str | None) -> None:
    """Take an activity away. One that is not named, then or now, may be any of its app."""
    if place is None:
        there.clear()
    else:
        there -= {place, ""}


def _points(
    person: Person, stretches: _Stretches, own: _Changes, packages: int, first_subject: int
) -> Points:
    """Put the changes of each app between the begin and the end of each stretch."""
    count = len(stretches)
    subject, stretch = (each.ravel() for each in np.indices((packages + 1, count)))
    state = np.where(stretches.is_start[stretch], NO, UNKNOWN_STATE)
    settled = stretches.settled[stretch].copy()
    for key, event in own.first.items():
        row = key[0] * count + key[1]
        if key in own.was_there:
            state[row] = UNKNOWN_STATE
        if key in own.was_there or event <= settled[row]:
            settled[row] = _NEVER
    rows = np.flatnonzero(settled != _NEVER)
    table = np.array(own.rows, dtype=np.int64).reshape(-1, 4).T
    events = np.concatenate((settled[rows], table[2]))
    after = np.append(stretches.first[1:], len(person.time_ms))
    begins = (stretches.begin_ms, stretches.begin_precision_ms, 3 * stretches.first)
    ends = (stretches.end_ms, stretches.end_precision_ms, 3 * after - 1)
    told = (person.time_ms[events], person.precision_ms[events], 3 * events + 1)
    time_ms, precision_ms, order = (
        np.concatenate((begin[stretch], each, end[stretch]))
        for begin, each, end in zip(begins, told, ends, strict=True)
    )
    subjects = np.concatenate((subject, subject[rows], table[0], subject))
    unknown = np.full(len(subject), UNKNOWN_STATE)
    states = np.concatenate((state, np.full(len(rows), NO), table[3], unknown))
    return Points(subjects + first_subject, time_ms, precision_ms, states.astype(np.int8), order)


def _no_points() -> Points:
    empty = np.zeros(0, dtype=np.int64)
    return Points(empty, empty, empty, empty.astype(np.int8), empty)
