"""What was going on around each event: derived, and worked out anew with each load.

Was its app in front, was the screen on, was the phone locked, how long ago had the app left the
screen, what did its permission say at the readings before and after, was the phone charging. A
fact that the records do not settle for the whole stretch in which an event lies is unknown. A
count over a period has no context. docs/schema.md has the decision about the background.
"""

import sqlite3
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor import ops
from auditor.records import UNKNOWN_UID, Source
from auditor.steps import NO, UNKNOWN_STATE, YES, Int8, Int64, Steps
from auditor.uids import PER_USER
from auditor.usage_history import UsageHistory, read_history

# An app that is being opened works before it is in front, and Android itself counts one that was
# left as visible for five seconds more: so close to its coming and going, nothing is decided.
MARGIN_MS = 5_000
NEAR_MS = 60_000  # a reading tells of battery and charger so long before and after
# Each fact takes two bits of `facts`: 0 unknown, 1 no, 2 yes. The battery's level is 1 more.
IN_FRONT, SCREEN_ON, LOCKED, BEFORE, AFTER, BEHIND, POWERED, BATTERY = range(0, 16, 2)
UNKNOWN_TIME = int(np.iinfo(np.int64).min)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around one event. None: not known.

    The app left the screen at least `left_ago_ms` before the event, and less than
    `left_ago_precision_ms` more. `permission_before` and `permission_after` are what the readings
    next to the event say of the permission that its op needs.
    """

    in_front: bool | None = None
    screen_on: bool | None = None
    locked: bool | None = None
    left_ago_ms: int | None = None
    left_ago_precision_ms: int | None = None
    permission_before: bool | None = None
    permission_after: bool | None = None
    background_by_usage: bool | None = None
    powered: bool | None = None
    battery_level: int | None = None

    @property
    def permission_granted(self) -> bool | None:
        """What the permission was: known only where it was the same before and after."""
        is_same = self.permission_before is self.permission_after
        return self.permission_before if is_same else None

    @classmethod
    def of(
        cls, facts: int, left_ago_ms: int | None, left_ago_precision_ms: int | None
    ) -> "Context":
        """Read what the table `event_context` holds."""
        level = facts >> BATTERY
        return cls(
            in_front=_fact(facts, IN_FRONT),
            screen_on=_fact(facts, SCREEN_ON),
            locked=_fact(facts, LOCKED),
            left_ago_ms=left_ago_ms,
            left_ago_precision_ms=left_ago_precision_ms,
            permission_before=_fact(facts, BEFORE),
            permission_after=_fact(facts, AFTER),
            background_by_usage=_fact(facts, BEHIND),
            powered=_fact(facts, POWERED),
            battery_level=level - 1 if level else None,
        )


def _fact(facts: int, place: int) -> bool | None:
    return {1: False, 2: True}.get(facts >> place & 3)


def by_usage(facts: Int64) -> Int8:
    """Give for each event whether the usage history puts it in the background: 1, 0, -1."""
    found: Int8 = ((facts >> BEHIND & 3) - 1).astype(np.int8)
    return found


# By what the uid state says (unknown, foreground, background) and what the usage history says.
_DECIDED = np.array([[-1, 0, 1], [0, 0, 0], [1, -1, 1]], dtype=np.int8)


def decide(by_state: NDArray[np.int8], by_usage: NDArray[np.int8]) -> Int8:
    """Decide about the background from both, each 1, 0 or -1: the table of docs/schema.md."""
    found: Int8 = _DECIDED[by_state + 1, by_usage + 1]
    return found


def decide_one(by_state: bool | None, by_usage: bool | None) -> bool | None:
    """Decide about one event."""
    if by_state is None:
        return by_usage
    return None if by_state and by_usage is False else by_state


def disagrees(by_state: bool | None, by_usage: bool | None) -> bool:
    """Say whether both are known and tell otherwise."""
    return by_state is not None and by_usage is not None and by_state is not by_usage


def background_code(background: int, by_usage: int) -> str:
    """Name what was decided, each 1, 0 or -1: `yes`, `no`, `unknown`, or how state and usage
    history disagree: `disputed` (Android counts it as foreground), `contradictory` (neither).
    """
    if by_usage in (-1, background):
        return {1: "yes", 0: "no"}.get(background, "unknown")
    return "disputed" if by_usage == 1 else "contradictory"


@dataclass(frozen=True, slots=True)
class _Subjects:
    """By series number: whom and what to ask about. -1: nothing is known of it."""

    front: Int64
    device: Int64
    permission: Int64
    is_single: NDArray[np.bool_]
    shows_itself: NDArray[np.bool_]  # keyboards and assistants: used without being in front


_SERIES = """
SELECT s.id, p.device_id, p.uid, p.name, p.id, o.name, w.source
FROM series s JOIN packages p ON p.id = s.package_id JOIN ops o ON o.id = s.op_id
JOIN ways w ON w.id = s.way_id
"""
_HELPERS = """
SELECT DISTINCT c.device_id, s.packages FROM settings s
JOIN raw_files r ON r.id = s.raw_file_id JOIN captures c ON c.id = r.capture_id
WHERE s.key IN ('default_input_method', 'assistant')
"""
_PERMISSIONS = """
SELECT m.package_id, n.name, ifnull(r.phone_before_ms, r.started_ms), max(m.granted)
FROM permissions m
JOIN permission_names n ON n.id = m.name_id JOIN raw_files r ON r.id = m.raw_file_id
WHERE m.granted IS NOT NULL
GROUP BY m.package_id, m.name_id, m.raw_file_id ORDER BY 1, 2, 3, m.raw_file_id
"""
_ASSUMED = """
SELECT e.id FROM events e JOIN forms f ON f.id = e.form_id
WHERE f.zone_assumed AND NOT EXISTS (SELECT 1 FROM merged_events m WHERE m.id = e.id)
UNION ALL SELECT id FROM merged_events WHERE zone_assumed
"""
_ADD = "INSERT INTO event_context (event_id, facts) VALUES (?, ?)"
_ADD_LEFT = """
INSERT INTO event_context (event_id, facts, left_ago_ms, left_ago_precision_ms)
VALUES (?, ?, ?, ?)
"""
_POWER = """
SELECT c.device_id, ifnull(r.phone_before_ms, r.started_ms), p.powered, p.battery_level
FROM screen_states p JOIN raw_files r ON r.id = p.raw_file_id JOIN captures c ON c.id = r.capture_id
ORDER BY 1, 2
"""


def rebuild(
    db: sqlite3.Connection, ids: Int64, series: Int64, time_ms: Int64, precision_ms: Int64
) -> Int64:
    """Write the derived tables anew; gives `facts` of each event. Call it inside a transaction.

    The arrays are the shown events of the case; an unknown time is the smallest number.
    """
    history = read_history(db)
    _write_history(db, history)
    db.execute("DELETE FROM event_context")
    return _write(db, history, ids, series, time_ms, precision_ms)


def refresh(
    db: sqlite3.Connection,
    changed: Int64,
    ids: Int64,
    series: Int64,
    time_ms: Int64,
    precision_ms: Int64,
) -> Int64:
    """Do the same for some events, when nothing that tells of their surroundings has come.

    `changed` are those of which something may be written.
    """
    wanted = ((number,) for number in changed.tolist())
    db.executemany("DELETE FROM event_context WHERE event_id = ?", wanted)
    return _write(db, read_history(db), ids, series, time_ms, precision_ms)


def _write(
    db: sqlite3.Connection,
    history: UsageHistory,
    ids: Int64,
    series: Int64,
    time_ms: Int64,
    precision_ms: Int64,
) -> Int64:
    facts, left_ago_ms, left_width = _work_out(db, history, ids, series, time_ms, precision_ms)
    rows = np.flatnonzero(facts)
    rows = rows[np.argsort(ids[rows], kind="stable")]  # in the order in which the table lies
    is_left = left_width[rows] > 0
    for sql, told, columns in (
        (_ADD, ~is_left, (ids, facts)),
        (_ADD_LEFT, is_left, (ids, facts, left_ago_ms, left_width)),
    ):
        lists = (each[rows[told]].tolist() for each in columns)
        db.executemany(sql, zip(*lists, strict=True))
    return facts


def _is_assumed(db: sqlite3.Connection, ids: Int64) -> NDArray[np.bool_]:
    """Say which events have a time that rests on a zone or a reading that nobody confirmed."""
    if not db.execute("SELECT EXISTS (SELECT 1 FROM forms WHERE zone_assumed)").fetchone()[0]:
        return np.zeros(len(ids), dtype=np.bool_)
    assumed = np.fromiter((row[0] for row in db.execute(_ASSUMED)), dtype=np.int64)
    return np.isin(ids, assumed)


def _work_out(
    db: sqlite3.Connection,
    history: UsageHistory,
    ids: Int64,
    series: Int64,
    time_ms: Int64,
    precision_ms: Int64,
) -> tuple[Int64, Int64, Int64]:
    facts, left_ago_ms, left_width = (np.zeros(len(series), dtype=np.int64) for _ in range(3))
    permissions = _Readings.of_permissions(db)
    power = db.execute(_POWER).fetchall()
    if not (len(history.front) or len(history.screen) or permissions.subjects or power):
        return facts, left_ago_ms, left_width
    asked = _subjects(db, history, permissions.subjects)
    is_timed = (time_ms != UNKNOWN_TIME) & ~_is_assumed(db, ids)
    rows = np.flatnonzero(asked.is_single[series] & is_timed)
    who, at, width = series[rows], time_ms[rows], np.maximum(precision_ms[rows], 1)
    device = asked.device[who]
    in_front = history.front.at(asked.front[who], at, width)
    screen_on = history.screen.at(device, at, width)
    least, spread, is_left = history.front.since(asked.front[who], at, width)
    left_ago_ms[rows] = np.where(is_left, np.maximum(least, 0), 0)
    left_width[rows] = np.where(is_left, spread + np.minimum(least, 0), 0)
    before, after = permissions.around(asked.permission[who], at, width)
    powered, level = _power(power, device, at, width)
    wide = (at - MARGIN_MS, width + 2 * MARGIN_MS)
    is_away = (history.front.at(asked.front[who], *wide) == NO) & ~asked.shows_itself[who]
    is_dark = history.screen.at(device, *wide) == NO
    behind = np.full(len(rows), UNKNOWN_STATE, dtype=np.int8)
    behind[(in_front == YES) & (screen_on != NO)] = NO
    behind[is_away | is_dark] = YES
    found = (level + 1) << BATTERY
    for place, state in (
        (IN_FRONT, in_front),
        (SCREEN_ON, screen_on),
        (LOCKED, history.lock.at(device, at, width)),
        (BEFORE, before),
        (AFTER, after),
        (BEHIND, behind),
        (POWERED, powered),
    ):
        found |= (state.astype(np.int64) + 1) << place
    facts[rows] = found
    return facts, left_ago_ms, left_width


def _subjects(
    db: sqlite3.Connection, history: UsageHistory, permissions: dict[tuple[int, str], int]
) -> _Subjects:
    rows = db.execute(_SERIES).fetchall()
    size = max((row[0] for row in rows), default=0) + 1
    helpers = {
        (device, package)
        for device, names in db.execute(_HELPERS)
        for package in names.split("|")
        if package
    }
    needs = {name: op.permission for name, op in ops.catalogue().items()}
    front, device_of, permission = (np.full(size, -1, dtype=np.int64) for _ in range(3))
    is_single, shows_itself = (np.zeros(size, dtype=np.bool_) for _ in range(2))
    for number, device, uid, package, package_id, op, source in rows:
        device_of[number] = device
        if uid != UNKNOWN_UID:
            front[number] = history.subject(device, uid // PER_USER, package)
        permission[number] = permissions.get((package_id, needs.get(op) or ""), -1)
        is_single[number] = source != Source.AGGREGATE
        shows_itself[number] = (device, package) in helpers
    return _Subjects(front, device_of, permission, is_single, shows_itself)


@dataclass(frozen=True, slots=True)
class _Readings:
    """What readings say of each permission of each package, in order of subject and time."""

    subjects: dict[tuple[int, str], int]
    subject: Int64
    time_ms: Int64
    granted: Int8

    @classmethod
    def of_permissions(cls, db: sqlite3.Connection) -> "_Readings":
        codes: dict[tuple[int, str], int] = {}
        rows = [
            (codes.setdefault((package, name), len(codes)), time, granted)
            for package, name, time, granted in db.execute(_PERMISSIONS)
        ]
        table = np.array(rows, dtype=np.int64).reshape(-1, 3).T
        return cls(codes, table[0], table[1], table[2].astype(np.int8))

    def around(self, subject: Int64, time_ms: Int64, precision_ms: Int64) -> tuple[Int8, Int8]:
        """Give what the last reading before each event says, and the first one after it."""
        moments = np.unique(self.time_ms)
        size = len(moments) + 1
        keys = self.subject * size + np.searchsorted(moments, self.time_ms) + 1
        begin = subject * size + np.searchsorted(moments, time_ms, side="right")
        end = subject * size + np.searchsorted(moments, time_ms + precision_ms, side="left")
        before = np.searchsorted(keys, begin, side="right") - 1
        after = np.searchsorted(keys, end, side="right")
        return self._of(subject, before), self._of(subject, after)

    def _of(self, subject: Int64, row: Int64) -> Int8:
        found = np.full(len(row), UNKNOWN_STATE, dtype=np.int8)
        inside = (row >= 0) & (row < len(self.subject)) & (subject >= 0)
        inside[inside] = self.subject[row[inside]] == subject[inside]
        found[inside] = self.granted[row[inside]]
        return found


def _power(
    readings: list[tuple[int, int, int | None, int | None]],
    device: Int64,
    time_ms: Int64,
    precision_ms: Int64,
) -> tuple[Int8, Int64]:
    """Give charging and the battery's level of events close to a reading: -1 where unknown."""
    powered = np.full(len(device), UNKNOWN_STATE, dtype=np.int8)
    level = np.full(len(device), -1, dtype=np.int64)
    for number, read_ms, is_powered, percent in readings:
        first, last = read_ms - NEAR_MS, read_ms + NEAR_MS
        near = (device == number) & (time_ms >= first) & (time_ms + precision_ms - 1 <= last)
        powered[near] = UNKNOWN_STATE if is_powered is None else is_powered
        level[near] = -1 if percent is None or not 0 <= percent <= 100 else percent
    return powered, level


def _write_history(db: sqlite3.Connection, history: UsageHistory) -> None:
    db.execute("DELETE FROM foreground")
    db.execute("DELETE FROM phone_states")
    names = {number: key for key, number in history.apps.items()}
    db.executemany(
        "INSERT INTO foreground (begin_ms, begin_precision_ms, end_ms, end_precision_ms,"
        " ends_known, device_id, user_id, package) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ((*times, *names[subject]) for subject, *times in _rows(history.front, YES)),
    )
    db.executemany(
        "INSERT INTO phone_states (begin_ms, begin_precision_ms, end_ms, end_precision_ms,"
        " ends_known, device_id, what, is_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (*times, device, what, state)
            for what, steps in (("screen", history.screen), ("lock", history.lock))
            for state in (YES, NO)
            for device, *times in _rows(steps, state)
        ),
    )


def _rows(steps: Steps, state: int) -> list[tuple[int, ...]]:
    found = steps.intervals(state)
    columns = (
        found.subject,
        found.begin_ms,
        found.begin_precision_ms,
        found.end_ms,
        found.end_precision_ms,
        found.ends_known,
    )
    return list(zip(*(column.astype(np.int64).tolist() for column in columns), strict=True))
