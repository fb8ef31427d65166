"""What a test session does outside the GUI thread: plain functions for `Jobs`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import AuditorError
from auditor.notes import MarkKind
from auditor.records import DeviceInfo
from auditor.store import Store, sentences
from auditor.task import Task
from auditor.trials import keeping, marking
from auditor.trials.clocks import host_ms
from auditor.trials.comparison import (
    Marks,
    Side,
    TrialComparison,
    choose_side,
    common_marks,
    compare_sides,
    room_around,
)
from auditor.trials.marking import Clicked
from auditor.trials.records import Plan, Trial, TrialApp
from ui import work
from ui.deferred import Server

if TYPE_CHECKING:
    from auditor.band import Band
    from auditor.coverage import Reading
    from auditor.facts import Facts
    from auditor.findings.records import Findings
    from auditor.trials.results import Results

PICTURE = (1500, 1200)  # of two timelines that are saved, in pixels


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone of a case: how ADB calls it, and whether it is the sample phone."""

    device_id: str
    serial: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Click:
    """What was clicked, and when by this computer's clock. `app` None: all of the session."""

    trial_id: int
    kind: MarkKind | None
    text: str
    app: TrialApp | None
    step: str | None
    clicked_ms: int


@dataclass(frozen=True, slots=True)
class ShownSide:
    """What a timeline shows of one side."""

    facts: "Facts"
    band: "Band"
    readings: "tuple[Reading, ...]"
    zone: str | None


@dataclass(frozen=True, slots=True)
class Compared:
    """Two sessions side by side, the marks they have in common, and their two timelines.

    `shown` is None without a mark in common: nothing says which of their moments belong together.
    """

    found: TrialComparison
    marks: tuple[Marks, ...]
    shown: tuple[ShownSide, ShownSide] | None


def phones_of(found: Trial, devices: Sequence[DeviceInfo]) -> tuple[Phone, ...]:
    """Give the phones of a session, as a case knows them."""
    known = {each.device_id: each for each in devices}
    return tuple(
        Phone(name, known[name].serial, known[name].is_sample)
        for name in found.phones
        if name in known
    )


def sessions(case_dir: Path, task: Task) -> tuple[Trial, ...]:
    """Read all sessions of a case."""
    task.step()
    with sentences(case_dir), Store.open(case_dir, read_only=True) as store:
        return keeping.trials(store)


def begin(
    case_dir: Path,
    plan: Plan,
    apps: Sequence[TrialApp],
    title: str,
    takes_screenshots: bool,
    task: Task,
) -> Trial:
    """Begin a session. UsageError, StoreError."""
    task.step()
    with sentences(case_dir), Store.open(case_dir) as store:
        return keeping.begin(store, plan, apps, host_ms(), title, takes_screenshots)


def keep_click(case_dir: Path, click: Click, task: Task) -> tuple[int, Trial]:
    """Keep a click at once. Gives its number and the session after it. UsageError, StoreError."""
    task.step()
    with sentences(case_dir), Store.open(case_dir) as store:
        found = keeping.trial(store, click.trial_id)
        apps = () if click.app is None else (click.app,)
        number = marking.keep_click(
            store, found, click.kind, click.text, apps, click.clicked_ms, click.step
        )
        return number, keeping.trial(store, found.id)


def complete_click(
    case_dir: Path,
    asked: tuple[int, int],
    phones: Sequence[Phone],
    server: Server,
    with_screenshots: bool,
    task: Task,
) -> Clicked:
    """Ask the phones of a click (session, number) for their time and a picture. StoreError.

    A phone that cannot be reached is told as silent.
    """
    ways: list[str | None] = [phone.serial for phone in phones if phone.is_sample]
    if len(ways) < len(phones) or not ways:
        ways.append(None)  # the real ones, all by one server
    done = [_complete_by(case_dir, asked, way, server, with_screenshots, task) for way in ways]
    silent = [each for each in done[0].silent if all(each in one.silent for one in done)]
    troubles = [trouble for one in done for trouble in one.troubles]
    return Clicked(asked[1], tuple(silent), tuple(troubles))


def _complete_by(
    case_dir: Path,
    asked: tuple[int, int],
    sample: str | None,
    server: Server,
    with_screenshots: bool,
    task: Task,
) -> Clicked:
    """Ask the phones of a click that one way leads to: one sample phone, or all others."""
    from auditor.adb.bridge import make_bridge

    trial_id, number = asked
    with sentences(case_dir), Store.open(case_dir) as store:
        try:
            with work.reached(sample, server, case_dir) as address:
                bridge = make_bridge(work.BRIDGE, address)
                return marking.complete_click(
                    store, trial_id, number, bridge, task, with_screenshots
                )
        except AuditorError as error:
            done = marking.complete_click(store, trial_id, number, None, task)
            return Clicked(done.click, done.silent, (error,))


def strike(case_dir: Path, trial_id: int, click: int | None, task: Task) -> Trial:
    """Strike out a click. UsageError, StoreError."""
    task.step()
    with sentences(case_dir), Store.open(case_dir) as store:
        keeping.strike(store, trial_id, click, host_ms())
        return keeping.trial(store, trial_id)


def go_to_step(case_dir: Path, trial_id: int, step: str, task: Task) -> Trial:
    """Go to a step. UsageError, StoreError."""
    task.step()
    with sentences(case_dir), Store.open(case_dir) as store:
        return keeping.go_to_step(store, trial_id, step)


def end(case_dir: Path, trial_id: int, ended_ms: int, task: Task) -> Trial:
    """End a session. StoreError."""
    task.step()
    with sentences(case_dir), Store.open(case_dir) as store:
        return keeping.end(store, trial_id, ended_ms)


def results(case_dir: Path, trial_id: int, rules: "Findings | None", task: Task) -> "Results":
    """Work out what a session shows. StoreError."""
    from auditor.trials.results import results

    with sentences(case_dir), Store.open(case_dir, read_only=True) as store:
        return results(store, keeping.trial(store, trial_id), task, rules)


def compare(
    case_dir: Path,
    wanted: tuple[tuple[int, int], tuple[int, int]],
    rules: "Findings | None",
    lang: str,
    task: Task,
) -> Compared:
    """Compare two sides, each a session and the number of its app. StoreError, UsageError."""
    from auditor.trials.results import results

    with sentences(case_dir), Store.open(case_dir, read_only=True) as store:
        sides: list[Side] = []
        for trial_id, app in wanted:
            found = results(store, keeping.trial(store, trial_id), task, rules)
            rules = found.rules
            sides.append(choose_side(found, app))
        pair = sides[0], sides[1]
        compared, marks = compare_sides(*pair), common_marks(*pair)
        if not marks:  # the table alone
            return Compared(compared, (), None)
        task.step()
        return Compared(
            compared,
            marks,
            (_side(store, pair, marks, 0, lang), _side(store, pair, marks, 1, lang)),
        )


def _side(
    store: Store, pair: tuple[Side, Side], marks: tuple[Marks, ...], place: int, lang: str
) -> ShownSide:
    """Read what one side shows, whichever of the marks both are laid upon."""
    from auditor.app_page import app_columns
    from auditor.band import context_band
    from auditor.coverage import readings_of
    from auditor.doubt import doubtful_ids
    from auditor.facts import facts_of
    from auditor.filters import PERSONAL, EventFilter
    from auditor.identity.names import name_columns, names_in
    from auditor.query import captures

    app = pair[place].app
    rooms = [(each[place].at.time_ms, *room_around(pair, each)) for each in marks]
    asked = EventFilter(
        types=PERSONAL,
        since_ms=min(at_ms - before for at_ms, before, _after in rooms),
        until_ms=max(at_ms + after for at_ms, _before, after in rooms),
    )
    found = app_columns(store, (app.device_id, app.uid, app.package), asked)
    columns = name_columns(found, names_in(store, lang))
    taken = [each for each in captures(store) if each.device_id == app.device_id]
    return ShownSide(
        facts_of(columns, doubtful_ids(store, columns)),
        context_band(store, app.device_id, lang),
        tuple(readings_of(taken)),
        pair[place].results.zones.get(app.device_id),
    )


def save_session(case_dir: Path, path: Path, found: "Results", lang: str, task: Task) -> Path:
    """Write what a session shows as JSON, as it may be handed on. StoreError."""
    from auditor.trials.plain import plain_session

    return _save(case_dir, path, lang, lambda how: plain_session(found, how), task)


def save_comparison(
    case_dir: Path,
    path: Path,
    found: TrialComparison,
    labels: tuple[str, str],
    lang: str,
    task: Task,
) -> Path:
    """Write a comparison as JSON, as it may be handed on. StoreError."""
    from auditor.trials.plain import plain_comparison

    return _save(case_dir, path, lang, lambda how: plain_comparison(found, how, labels), task)


def save_picture(
    case_dir: Path,
    path: Path,
    sides: tuple[Side, Side],
    marks: Marks,
    look: tuple[str, str],
    task: Task,
) -> Path:
    """Write two timelines as a picture, as the name's ending says. UsageError, StoreError.

    `marks` stand exactly above each other; `look` is theme and language.
    """
    from auditor.picture import picture_bytes
    from auditor.trials.picture import comparison_svg

    with sentences(case_dir), Store.open(case_dir, read_only=True) as store:
        svg = comparison_svg((store, store), sides, marks, PICTURE, *look)
    return work.save_bytes(path, picture_bytes(svg, path.suffix), task)


def _save(case_dir: Path, path: Path, lang: str, make, task: Task) -> Path:
    from auditor.pseudonyms import pseudonyms
    from auditor.trials.plain import Words

    with sentences(case_dir), Store.open(case_dir, read_only=True) as store:
        told = make(Words(lang, pseudonyms(store), with_texts=False))
    text = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    return work.save_bytes(path, text.encode(), task)
