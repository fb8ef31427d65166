"""Known honest reasons: which accesses do not count, and which apps' findings are set apart.

None of it is silent: what is found only with these accesses, or about these apps, is listed as
suppressed with its reasons (docs/findings.md). Accesses are sorted out before anything is counted.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from auditor.bulk import UNKNOWN, Bool, Int64
from auditor.event_context import IN_FRONT, NEAR_MS
from auditor.findings.records import Suppressor
from auditor.findings.tables import Seen
from auditor.notes import MarkKind
from auditor.permissions import AppKey
from auditor.records import DataType, Source
from auditor.shown import SOURCES
from auditor.uids import FIRST_APP_ID, PER_USER

# Of an access: why it does not count. The number of a code is 1 more than its place here.
CODES = ("call", "continued", "session")
CALL, CONTINUED, SESSION = range(1, 4)
GAP_MS = 15 * 60_000  # accesses further apart are not one use
LONGEST_MS = 3 * 3_600_000  # after leaving the screen, one use is not believed to last longer
LONGEST_MARKED_MS = 3_600_000  # what a person marked, without an end
MANAGED_PROFILE = 0x20  # of a user's flags (AOSP UserInfo.FLAG_MANAGED_PROFILE)
_SHELL_APP_ID = 2000

_CALL_OPS = frozenset({"PHONE_CALL_MICROPHONE", "PHONE_CALL_CAMERA"})
_CALL_TYPES = (DataType.MICROPHONE, DataType.CAMERA)
# What is used on while the app is not in front: a route, a workout, a meeting, a recording.
_USE_TYPES = (DataType.MICROPHONE, DataType.CAMERA, DataType.LOCATION, DataType.SENSORS)
_SERVICES = ("fgsvc", "fgsvcl")  # with a notification that the person sees

# What each role needs for its work; everything else it does is as for any app.
ROLES: dict[str, tuple[str, frozenset[DataType]]] = {
    # A keyboard that takes dictation is bound to the app in front, and its state says so: what it
    # records in the background is no dictation.
    "default_input_method": ("keyboard", frozenset({DataType.CLIPBOARD})),
    "assistant": ("assistant", frozenset({DataType.MICROPHONE, DataType.SCREEN})),
    "sms_default_application": (
        "sms",
        frozenset({DataType.SMS, DataType.CONTACTS, DataType.PHONE}),
    ),
    "dialer_default_application": (
        "dialer",
        frozenset({DataType.CALL_LOG, DataType.PHONE, DataType.CONTACTS, DataType.MICROPHONE}),
    ),
}
_HELP_TYPES = frozenset({DataType.SCREEN, DataType.CLIPBOARD, DataType.MICROPHONE})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why findings about an app are set apart; `types` None: whatever it used."""

    suppressor: Suppressor
    types: frozenset[DataType] | None


class Apps:
    """What stands for apps as a whole."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._system = {
            row[:3]
            for row in db.execute(
                "SELECT d.device_id, p.uid, p.name FROM packages p"
                " JOIN devices d ON d.id = p.device_id WHERE p.is_system"
            )
        }
        self._roles = _roles(db)
        self._work = {
            (device_id, user)
            for device_id, user, flags in db.execute(
                "SELECT device_id, user_id, flags FROM v_users"
            )
            if flags & MANAGED_PROFILE
        }

    def reasons(self, app: AppKey, data_type: str | None) -> tuple[Suppressor, ...]:
        """Give what stands for an app where it used this kind of data."""
        return tuple(
            reason.suppressor
            for reason in self._all(app)
            if reason.types is None or data_type is None or data_type in reason.types
        )

    def _all(self, app: AppKey) -> Iterable[Reason]:
        device_id, uid, package = app
        if uid % PER_USER == _SHELL_APP_ID or package == "com.android.shell":
            yield Reason(Suppressor("own_shell"), None)
        elif app in self._system or (uid >= 0 and uid % PER_USER < FIRST_APP_ID):
            yield Reason(Suppressor("system_app"), None)
        if uid >= 0 and (device_id, uid // PER_USER) in self._work:
            yield Reason(Suppressor("work_profile"), None)
        yield from self._roles.get((device_id, package), ())


def _roles(db: sqlite3.Connection) -> dict[tuple[str, str], list[Reason]]:
    """Give the roles that apps had at any reading, by phone and package: settings name no user."""
    found: dict[tuple[str, str], list[Reason]] = {}
    rows = db.execute("SELECT DISTINCT device_id, key, packages FROM v_settings ORDER BY 1, 2, 3")
    for device_id, key, packages in rows:
        for package in filter(None, packages.split("|")):
            if key == "enabled_accessibility_services":
                reason = Reason(Suppressor("accessibility"), _HELP_TYPES)
            elif key in ROLES:
                name, types = ROLES[key]
                reason = Reason(Suppressor("default_role", name), types)
            else:
                continue
            reasons = found.setdefault((device_id, package), [])
            if reason not in reasons:
                reasons.append(reason)
    return found


def codes_of(db: sqlite3.Connection, seen: Seen) -> Int64:
    """Say of each event why it does not count: a number of CODES, UNKNOWN where it counts."""
    codes = np.full(len(seen.ids), UNKNOWN, dtype=np.int64)
    codes[_continued(seen)] = CONTINUED
    codes[_marked(db, seen)] = SESSION
    codes[_calls(db, seen)] = CALL
    return codes


def _of_types(seen: Seen, types: Iterable[DataType]) -> Bool:
    wanted = frozenset(types)
    found: Bool = seen.table.ops.passing(lambda op: op.data_type in wanted)[seen.table.op][
        seen.series
    ]
    return found


def _ends(seen: Seen, rows: Int64) -> Int64:
    """Give when some events ended at the latest; of an unknown time nonsense: nothing meets it."""
    duration_ms = seen.rows.duration_ms[rows]
    lasted = np.where(duration_ms == UNKNOWN, 0, duration_ms)
    return seen.rows.time_ms[rows] + np.maximum(lasted, seen.rows.precision_ms[rows])


def _within(seen: Seen, rows: Int64, spans: Int64) -> Bool:
    """Say of some events whether they meet one of the spans, an array of begins and ends."""
    meets = np.zeros(len(rows), dtype=np.bool_)
    begin, end = seen.rows.time_ms[rows], _ends(seen, rows)
    is_known = begin != UNKNOWN
    for first, last in spans.tolist():
        meets |= is_known & (begin <= last) & (end >= first)
    return meets


def _calls(db: sqlite3.Connection, seen: Seen) -> Bool:
    """Which accesses to microphone and camera an app made in a call of its own.

    A call is what Android notes as one, or a recording whose source is a call's. A count over a
    period that a call lies in cannot be taken apart: it does not count either.
    """
    is_of_call = np.zeros(len(seen.ids), dtype=np.bool_)
    is_asked = _of_types(seen, _CALL_TYPES)
    is_call_op = seen.table.ops.passing(lambda op: op.name in _CALL_OPS)[seen.table.op][seen.series]
    spans: dict[int, list[tuple[int, int]]] = {}
    package = seen.table.package[seen.series]
    timed = np.flatnonzero(is_call_op & (seen.rows.time_ms != UNKNOWN) & _is_single(seen))
    for row, end in zip(timed.tolist(), _ends(seen, timed).tolist(), strict=True):
        spans.setdefault(int(package[row]), []).append((int(seen.rows.time_ms[row]), end))
    for number, begin, end in db.execute(_CALLS):
        spans.setdefault(number, []).append((begin, end))
    for number, found in spans.items():
        rows = np.flatnonzero(is_asked & (package == number))
        is_of_call[rows] = _within(seen, rows, np.array(found, dtype=np.int64))
    return is_of_call | is_call_op


_CALLS = """
SELECT DISTINCT p.id, s.begin_ms, s.end_ms
FROM v_sessions s JOIN devices d ON d.device_id = s.device_id
JOIN packages p ON p.device_id = d.id AND p.uid = s.uid AND p.name = s.package
WHERE s.source = 'audio' AND s.what = 'VOICE_COMMUNICATION' AND s.begin_ms IS NOT NULL
  AND s.end_ms IS NOT NULL
ORDER BY 1, 2, 3
"""


def _is_single(seen: Seen) -> Bool:
    found: Bool = seen.source != SOURCES.index(Source.AGGREGATE)
    return found


def _continued(seen: Seen) -> Bool:
    """Which accesses only go on with what a person began: the app was in front, left the screen,
    and went on without a longer pause, in a service with a notification. At most LONGEST_MS long.

    Where no state is recorded, as before Android 9, only the pauses tell.
    """
    may = seen.table.ways.passing(lambda way: way.uid_state in _SERVICES or way.uid_state is None)
    is_service = may[seen.table.way][seen.series]
    is_used = _of_types(seen, _USE_TYPES) & _is_single(seen) & (seen.rows.time_ms != UNKNOWN)
    rows = np.flatnonzero(is_used)
    kind = seen.table.ops.codes(lambda op: op.data_type)[seen.table.op][seen.series[rows]]
    who = seen.table.package[seen.series[rows]]
    order = np.lexsort((seen.ids[rows], seen.rows.time_ms[rows], kind, who))
    rows, kind, who = rows[order], kind[order], who[order]
    time, left = seen.rows.time_ms[rows], seen.left_ago_ms[rows]
    in_front = (seen.rows.context[rows] >> IN_FRONT & 3) == 2
    is_new = np.ones(len(rows), dtype=np.bool_)
    is_new[1:] = (who[1:] != who[:-1]) | (kind[1:] != kind[:-1])
    is_new[1:] |= time[1:] - _ends(seen, rows)[:-1] > GAP_MS
    run = np.cumsum(is_new)
    is_anchor = in_front | ((left != UNKNOWN) & (left <= GAP_MS))
    first = np.maximum.accumulate(np.where(is_anchor, run, 0)) if len(rows) else run
    goes_on = (first == run) & ~in_front & (left != UNKNOWN) & (left <= LONGEST_MS)
    found = np.zeros(len(seen.ids), dtype=np.bool_)
    found[rows[goes_on]] = True
    return found & is_service


def _marked(db: sqlite3.Connection, seen: Seen) -> Bool:
    """Which accesses lie where a person marked that they used a function of the app."""
    found = np.zeros(len(seen.ids), dtype=np.bool_)
    used = db.execute(_USED).fetchall()
    if not used:
        return found
    is_asked = _of_types(seen, _USE_TYPES)
    package = seen.table.package[seen.series]
    for number, begin, end in used:
        span = np.array([(begin - NEAR_MS, end or begin + LONGEST_MARKED_MS)], dtype=np.int64)
        rows = np.flatnonzero(is_asked & (package == number))
        found[rows] |= _within(seen, rows, span)
    return found


_ENDS = (MarkKind.FEATURE_NOT_USED, MarkKind.HANDS_OFF_BEGIN, MarkKind.SWIPED_AWAY)
_USED = f"""
SELECT p.id, m.time_ms, (
  SELECT min(e.time_ms) FROM own_marks e WHERE e.time_ms > m.time_ms
    AND e.time_ms < m.time_ms + {LONGEST_MARKED_MS} AND (e.package IS NULL OR e.package = m.package)
    AND e.struck_ms IS NULL AND e.kind IN ({", ".join(f"'{kind}'" for kind in _ENDS)}))
FROM own_marks m JOIN packages p ON p.name = m.package AND (m.uid IS NULL OR p.uid = m.uid)
JOIN devices d ON d.id = p.device_id AND (m.device_id IS NULL OR d.device_id = m.device_id)
WHERE m.kind = '{MarkKind.FEATURE_USED}' AND m.struck_ms IS NULL
"""
