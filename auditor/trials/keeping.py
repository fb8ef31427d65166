"""Test sessions into a case and out of it. Each call is one transaction: what it gave back stays.

A session goes on until it is ended, also when the program ends before: `open_trial` finds it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from auditor.errors import UsageError
from auditor.notes import LONGEST_TEXT, MarkKind, known_kind
from auditor.store import Store
from auditor.trials.plan_files import LONGEST_TITLE, kept_plan
from auditor.trials.records import (
    Clock,
    MarkTime,
    Plan,
    Screenshot,
    Step,
    Trial,
    TrialApp,
    TrialMark,
)


def begin(
    store: Store,
    plan: Plan,
    apps: Sequence[TrialApp],
    begun_ms: int,
    title: str = "",
    takes_screenshots: bool = False,
) -> Trial:
    """Begin a session. UsageError while another one goes on, or without an app."""
    if not apps:
        raise UsageError("A test session needs an app.", "Name the app that you test.")
    with store.transaction() as db:
        if db.execute("SELECT 1 FROM trials WHERE ended_ms IS NULL").fetchone():
            raise UsageError("A test session is going on in this case.", "End that one first.")
        number = db.execute(
            "INSERT INTO trials (plan, title, begun_ms, step, takes_screenshots)"
            " VALUES (?, ?, ?, ?, ?)",
            (
                plan.text,
                title.strip()[:LONGEST_TITLE],
                begun_ms,
                plan.steps[0].id,
                takes_screenshots,
            ),
        ).lastrowid
        db.executemany(
            "INSERT INTO trial_apps VALUES (?, ?, ?, ?, ?)",
            [
                (number, place, app.device_id, app.uid, app.package)
                for place, app in enumerate(dict.fromkeys(apps), 1)
            ],
        )
    return trial(store, int(number or 0))


def trials(store: Store) -> tuple[Trial, ...]:
    """Give all sessions of a case, the oldest first."""
    rows = store.db.execute(f"{_TRIAL} ORDER BY begun_ms, id").fetchall()
    return tuple(_trial(store, row) for row in rows)


def trial(store: Store, number: int) -> Trial:
    """Give one session. UsageError when there is none of that number."""
    row = store.db.execute(f"{_TRIAL} WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise UsageError(
            f"The case has no test session {number}.", "List them: auditor session list --case DIR"
        )
    return _trial(store, row)


def open_trial(store: Store) -> Trial | None:
    """Give the session that goes on, if one does."""
    row = store.db.execute(f"{_TRIAL} WHERE ended_ms IS NULL ORDER BY id LIMIT 1").fetchone()
    return None if row is None else _trial(store, row)


def add_click(
    store: Store,
    trial_id: int,
    kind: MarkKind | None,
    text: str,
    times: Mapping[str, MarkTime],
    apps: Sequence[TrialApp] = (),
    step_id: str | None = None,
) -> int:
    """Keep a click: one mark for each app that it is about, all of them without `apps`.

    `times` are by phone. The session moves on to the step that the mark belongs to, `step_id` if
    it is told. Gives the click's number. UsageError once the session has ended.
    """
    with store.transaction() as db:
        found = _going_on(store, trial_id)
        click = 1 + max((each.click for each in found.marks), default=0)
        step = found.plan.step(step_id) or step_for(found, kind)
        chosen = [app for app in found.apps if not apps or app in apps]
        if not chosen:
            raise UsageError(
                "The test session is not about this app.", "Choose an app of the session."
            )
        for app in chosen:
            at = times[app.device_id]
            mark_id = db.execute(
                "INSERT INTO own_marks (time_ms, text, made_ms, kind, device_id, package, uid)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    at.time_ms,
                    text.strip()[:LONGEST_TEXT],
                    at.host_ms,
                    kind,
                    app.device_id,
                    app.package,
                    app.uid,
                ),
            ).lastrowid
            db.execute(
                "INSERT INTO trial_marks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (mark_id, trial_id, click, step.id, at.clock, at.host_ms, *_measured(at)),
            )
        host_ms = min(at.host_ms for at in times.values())
        is_first = step.id != found.step or found.step_begun_ms is None
        db.execute(
            "UPDATE trials SET step = ?, step_begun_ms = ? WHERE id = ?",
            (step.id, host_ms if is_first else found.step_begun_ms, trial_id),
        )
    return click


def step_for(found: Trial, kind: MarkKind | None) -> Step:
    """Say to which step a mark belongs: the current one, else the next that asks for such a mark.

    A mark that no step from here on asks for belongs to the current one.
    """
    steps = found.plan.steps
    here = steps.index(found.current)
    if kind is not None and kind not in steps[here].marks:
        return next((each for each in steps[here + 1 :] if kind in each.marks), steps[here])
    return steps[here]


def set_time(store: Store, trial_id: int, click: int, device_id: str, at: MarkTime) -> None:
    """Put the time that a phone told in place of the one worked out when it was clicked."""
    chosen = (trial_id, click, device_id)
    with store.transaction() as db:
        db.execute(f"UPDATE own_marks SET time_ms = ? WHERE {_OF_CLICK}", (at.time_ms, *chosen))
        db.execute(
            "UPDATE trial_marks SET clock = ?, uncertainty_ms = ?, asked_ms = ?, answered_ms = ?,"
            f" phone_ms = ? WHERE mark_id IN (SELECT id FROM own_marks WHERE {_OF_CLICK})",
            (at.clock, *_measured(at), *chosen),
        )


def strike(store: Store, trial_id: int, click: int | None, struck_ms: int) -> int:
    """Strike out a click, the last one that counts without a number. It is kept and counts no more.

    Gives its number. UsageError when there is none such.
    """
    with store.transaction() as db:
        counting = {each.click for each in trial(store, trial_id).marks if each.counts}
        wanted = max(counting, default=None) if click is None else click
        if wanted not in counting:
            raise UsageError("There is no such mark to strike out.", "Look at the list of marks.")
        db.execute(
            "UPDATE own_marks SET struck_ms = ? WHERE id IN"
            " (SELECT mark_id FROM trial_marks WHERE trial_id = ? AND click = ?)",
            (struck_ms, trial_id, wanted),
        )
    return int(wanted or 0)


def go_to_step(store: Store, trial_id: int, step_id: str) -> Trial:
    """Move to a step; its time begins with its first mark. UsageError when there is none such."""
    with store.transaction() as db:
        found = _going_on(store, trial_id)
        if found.plan.step(step_id) is None:
            raise UsageError(
                f"The plan has no step {step_id}.",
                f"Use one of {', '.join(each.id for each in found.plan.steps)}.",
            )
        db.execute(
            "UPDATE trials SET step = ?, step_begun_ms = NULL WHERE id = ?", (step_id, trial_id)
        )
    return trial(store, trial_id)


def next_step(found: Trial) -> Step | None:
    """Give the step after the current one; None after the last."""
    steps = found.plan.steps
    place = steps.index(found.current) + 1
    return steps[place] if place < len(steps) else None


def end(store: Store, trial_id: int, ended_ms: int) -> Trial:
    """End a session; one that has ended stays as it is."""
    with store.transaction() as db:
        db.execute(
            "UPDATE trials SET ended_ms = ? WHERE id = ? AND ended_ms IS NULL", (ended_ms, trial_id)
        )
    return trial(store, trial_id)


def add_screenshot(store: Store, trial_id: int, shot: Screenshot) -> None:
    """Keep what a screenshot is and where it lies."""
    with store.transaction() as db:
        db.execute(
            "INSERT INTO trial_screenshots VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                trial_id,
                shot.click,
                shot.device_id,
                shot.file,
                shot.sha256,
                shot.size_bytes,
                shot.taken_ms,
            ),
        )


_TRIAL = (
    "SELECT id, plan, title, begun_ms, ended_ms, step, step_begun_ms, takes_screenshots FROM trials"
)
_OF_CLICK = (
    "id IN (SELECT mark_id FROM trial_marks WHERE trial_id = ? AND click = ?) AND device_id = ?"
)
_MARKS = """
SELECT m.id, t.click, t.step, m.kind, m.text, m.device_id, m.uid, m.package, m.time_ms, t.clock,
  t.host_ms, t.uncertainty_ms, t.asked_ms, t.answered_ms, t.phone_ms, m.struck_ms
FROM trial_marks t JOIN own_marks m ON m.id = t.mark_id WHERE t.trial_id = ? ORDER BY t.click, m.id
"""
_SHOTS = """
SELECT click, device_id, file, sha256, size_bytes, taken_ms FROM trial_screenshots
WHERE trial_id = ? ORDER BY click, device_id
"""


def _trial(store: Store, row: tuple[Any, ...]) -> Trial:
    number, plan, title, begun_ms, ended_ms, step, step_begun_ms, takes = row
    apps = store.db.execute(
        "SELECT device_id, uid, package FROM trial_apps WHERE trial_id = ? ORDER BY number",
        (number,),
    )
    return Trial(
        id=number,
        plan=kept_plan(plan),
        title=title,
        begun_ms=begun_ms,
        ended_ms=ended_ms,
        step=step,
        step_begun_ms=step_begun_ms,
        takes_screenshots=bool(takes),
        apps=tuple(TrialApp(*each) for each in apps),
        marks=tuple(_mark(each) for each in store.db.execute(_MARKS, (number,))),
        screenshots=tuple(Screenshot(*each) for each in store.db.execute(_SHOTS, (number,))),
    )


def _mark(row: tuple[Any, ...]) -> TrialMark:
    number, click, step, kind, text, *more = row
    (
        device_id,
        uid,
        package,
        time_ms,
        clock,
        host_ms,
        uncertainty,
        asked,
        answered,
        phone,
        struck,
    ) = more
    return TrialMark(
        id=number,
        click=click,
        step=step,
        kind=known_kind(kind),
        text=text,
        app=TrialApp(device_id, uid, package),
        at=MarkTime(time_ms, Clock(clock), host_ms, uncertainty, asked, answered, phone),
        struck_ms=struck,
    )


def _going_on(store: Store, trial_id: int) -> Trial:
    found = trial(store, trial_id)
    if not found.is_open:
        raise UsageError("This test session has ended.", "Begin a new one.")
    return found


def _measured(at: MarkTime) -> tuple[int | None, ...]:
    return at.uncertainty_ms, at.asked_ms, at.answered_ms, at.phone_ms
