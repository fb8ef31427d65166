"""When an app was in front, the screen on and the phone locked, by the phone's usage history.

A history says something only where a text covers it (`usage_spans`), not between the phone's
shutdown and its start nor while its clock was set, and for each fact only from the first event on
that settles it.
"""

import sqlite3
from dataclasses import dataclass

import numpy as np

from auditor.front import Front, Person, front_points
from auditor.steps import NO, UNKNOWN_STATE, YES, Int8, Int64, Points, Steps

SCREEN = {"SCREEN_INTERACTIVE": YES, "SCREEN_NON_INTERACTIVE": NO}
LOCK = {"KEYGUARD_SHOWN": YES, "KEYGUARD_HIDDEN": NO}
RESETS = ("DEVICE_SHUTDOWN", "DEVICE_STARTUP")
Runs = list[tuple[int, int]]  # stretches without a gap, both ends included

# Dates in a zone that nobody confirmed may be off by hours: neither what they tell nor what they
# cover is used. A text all of whose events another one has told already shows not if it has dates.
_EVENTS = """
SELECT u.device_id, u.user_id, u.time_ms, u.precision_ms, u.type, u.package, u.activity, u.instance
FROM usage_events u JOIN raw_files r ON r.id = u.raw_file_id JOIN captures c ON c.id = r.capture_id
WHERE u.precision_ms <= 1 OR NOT c.zone_assumed
ORDER BY u.device_id, u.user_id, u.time_ms, u.id
"""
_SPANS = """
SELECT c.device_id, s.user_id, s.begin_ms, s.end_ms
FROM usage_spans s JOIN raw_files r ON r.id = s.raw_file_id JOIN captures c ON c.id = r.capture_id
WHERE NOT c.zone_assumed
  OR (SELECT max(u.precision_ms) FROM usage_events u WHERE u.raw_file_id = r.id) <= 1
ORDER BY c.device_id, s.user_id, s.begin_ms
"""
_CLOCK_CHANGES = """
SELECT d.id, v.begin_ms, v.end_ms FROM v_clock_changes v JOIN devices d ON d.device_id = v.device_id
"""


@dataclass(frozen=True, slots=True)
class UsageHistory:
    """The usage history of all phones of a case, by the numbers of the table `devices`.

    Subjects of `front` are `apps`, and for each person one more, `others`: an app without any
    event. Subjects of `screen` and `lock` are device numbers. `runs` is what each person's
    records cover, `device_runs` what of each phone's screen they cover.
    """

    front: Steps
    apps: dict[tuple[int, int, str], int]
    others: dict[tuple[int, int], int]
    screen: Steps
    lock: Steps
    runs: dict[tuple[int, int], Runs]
    device_runs: dict[int, Runs]

    def subject(self, device: int, user: int, package: str) -> int:
        """Give the subject of an app; -1 for a person of whom nothing is recorded."""
        known = self.apps.get((device, user, package))
        return self.others.get((device, user), -1) if known is None else known


def read_history(db: sqlite3.Connection) -> UsageHistory:
    """Read the history of a case and work out what it says."""
    people = _people(db)
    apps: dict[tuple[int, int, str], int] = {}
    others: dict[tuple[int, int], int] = {}
    parts: list[Front] = []
    size = 0
    for (device, user), person in people.items():
        part = front_points(person, size)
        for number, package in enumerate(part.packages, size):
            apps[device, user, package] = number
        others[device, user] = size + len(part.packages)
        size += len(part.packages) + 1
        parts.append(part)
    runs = {key: person.runs for key, person in people.items()}
    device_runs = {device: _device_runs(device, people) for device, _ in people}
    return UsageHistory(
        front=Steps(_joined([part.points for part in parts])),
        apps=apps,
        others=others,
        screen=_device_steps(people, device_runs, SCREEN),
        lock=_device_steps(people, device_runs, LOCK),
        runs=runs,
        device_runs=device_runs,
    )


def _people(db: sqlite3.Connection) -> dict[tuple[int, int], Person]:
    runs: dict[tuple[int, int], Runs] = {}
    for device, user, begin, end in db.execute(_SPANS):
        _extend(runs.setdefault((device, user), []), begin, end)
    for device, begin, end in db.execute(_CLOCK_CHANGES):
        for key in runs:
            if key[0] == device:  # what was noted around then lies at other times than it says
                runs[key] = _without(runs[key], begin, end)
    rows: dict[tuple[int, int], list[tuple[int, int, str, str, str | None]]] = {}
    for device, user, time, precision, kind, package, activity, instance in db.execute(_EVENTS):
        place = None if activity is None else f"{activity} {instance}"
        rows.setdefault((device, user), []).append((time, precision, kind, package, place))
    return {key: Person.of(rows.get(key, []), spans) for key, spans in runs.items()}


def _extend(runs: Runs, begin: int, end: int) -> None:
    """Add a stretch that begins no earlier than those before it."""
    if runs and begin <= runs[-1][1] + 1:
        runs[-1] = (runs[-1][0], max(runs[-1][1], end))
    else:
        runs.append((begin, end))


def _device_runs(device: int, people: dict[tuple[int, int], Person]) -> Runs:
    """Say where a phone's screen is covered.

    The phone tells the user of the moment, and his profiles, about its screen. Together they
    miss nothing where the records of none of them have a gap.
    """
    told = [p for key, p in people.items() if key[0] == device and p.tells_of(SCREEN, LOCK)]
    union: Runs = []
    for begin, end in sorted(run for person in told for run in person.runs):
        _extend(union, begin, end)
    for person in told:
        for (_, begin), (end, _) in zip(person.runs, person.runs[1:], strict=False):
            union = _without(union, begin + 1, end - 1)
    return union


def _without(runs: Runs, begin: int, end: int) -> Runs:
    parts = [part for a, b in runs for part in ((a, min(b, begin - 1)), (max(a, end + 1), b))]
    return [(a, b) for a, b in parts if a <= b]


def _device_steps(
    people: dict[tuple[int, int], Person], device_runs: dict[int, Runs], states: dict[str, int]
) -> Steps:
    parts: list[Points] = []
    for device, runs in device_runs.items():
        told = [p for key, p in people.items() if key[0] == device]
        parts.append(_device_points(device, told, runs, states))
    return Steps(_joined(parts))


def _device_points(device: int, people: list[Person], runs: Runs, states: dict[str, int]) -> Points:
    wanted = {**states, **dict.fromkeys(RESETS, UNKNOWN_STATE)}
    time, precision, state = (
        np.concatenate([np.zeros(0, np.int64), *parts])
        for parts in zip(*(person.states(wanted) for person in people), strict=True)
    )
    begins = np.array([run[0] for run in runs], dtype=np.int64)
    ends = np.array([run[1] + 1 for run in runs], dtype=np.int64)
    run = np.searchsorted(begins, time, side="right") - 1
    inside = run >= 0
    inside[inside] = time[inside] < ends[run[inside]]
    time, precision, state = time[inside], precision[inside], state[inside]
    # An end of what is covered comes after, a begin before what happened at the same moment.
    times = np.concatenate((begins, time, ends))
    order = np.concatenate((np.full(len(begins), -1), np.arange(len(time)), np.full(len(ends), -2)))
    unknown = np.full(len(begins), UNKNOWN_STATE)
    return Points(
        subject=np.full(len(times), device, dtype=np.int64),
        time_ms=times,
        precision_ms=np.concatenate((np.ones_like(begins), precision, np.ones_like(ends))),
        state=np.concatenate((unknown, state, unknown)).astype(np.int8),
        order=order.astype(np.int64),
    )


def _joined(parts: list[Points]) -> Points:
    def column(name: str) -> Int64:
        found: Int64 = np.concatenate(
            [np.zeros(0, np.int64), *(getattr(part, name) for part in parts)]
        ).astype(np.int64)
        return found

    state: Int8 = column("state").astype(np.int8)
    return Points(
        column("subject"), column("time_ms"), column("precision_ms"), state, column("order")
    )
