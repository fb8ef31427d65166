"""What the pages read from a case, as plain functions for `Jobs.run`: each opens its own Store."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from auditor import query, words
from auditor.app_page import AppPage, app_columns, app_page
from auditor.app_table import AppFacts, app_table
from auditor.band import Band, context_band
from auditor.columns import UNKNOWN, EventColumns
from auditor.companions import Domain, Notice, ProcessStart, domains, notices, process_starts
from auditor.compare import Comparison, choose_pair, compare
from auditor.context import RawContext, raw_context, raw_line
from auditor.coverage import Stretch, readings_of, stretches
from auditor.doubt import doubtful_ids
from auditor.errors import StoreError
from auditor.event_details import EventDetails, Witness, event_details
from auditor.event_text import event_text
from auditor.facts import Facts, facts_of
from auditor.filters import EventFilter
from auditor.footprint import Footprint, footprints
from auditor.identity.keeping import icons as app_icons
from auditor.identity.names import name_columns, names_in
from auditor.identity.records import IdentityKey
from auditor.lane_order import LaneTree
from auditor.manifest import Manifest, check_hashes, read_manifest
from auditor.notes import ChosenApp, Notes, chosen_apps
from auditor.notes import notes as read_notes
from auditor.permissions import AppKey
from auditor.phone_facts import (
    Bucket,
    PhoneFact,
    app_facts,
    app_names,
    phone_facts,
    say_fact,
    say_source,
    traffic,
)
from auditor.query import UnparsedRow
from auditor.records import DataType
from auditor.store import Store, sentences
from auditor.summary import Summary, last_capture_ms, summarize
from auditor.task import Cancelled, Task
from auditor.timeline import Group
from ui.jobs import JobTask
from ui.session import CaseInfo

T = TypeVar("T")
CONTEXT_LINES = 6


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """All about one event, and the raw line that its time is from, among those around it."""

    details: EventDetails
    context: RawContext


@dataclass(frozen=True, slots=True)
class AppList:
    """The apps of a case; names in the window's language and PNG pictures, where known."""

    rows: tuple[AppFacts, ...]
    names: dict[AppKey, str]
    icons: dict[AppKey, bytes]
    told: frozenset[DataType]  # what any of them asked for or used


@dataclass(frozen=True, slots=True)
class SaidFact:
    """A fact about a phone or an app in words, and which line of which reading tells it."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class AppDetails:
    """One app, its events and what stands beside them; `now_ms`: when its phone was last read."""

    page: AppPage
    columns: EventColumns
    now_ms: int
    stretches: tuple[Stretch, ...] = ()  # what the records of its phone can show at all
    processes: tuple[ProcessStart, ...] = ()
    domains: tuple[Domain, ...] = ()
    facts: tuple[SaidFact, ...] = ()
    traffic: tuple[Bucket, ...] = ()


@dataclass(frozen=True, slots=True)
class CaptureDetails:
    """What the manifest of a capture says, the lines nobody understood, and the notices."""

    manifest: Manifest
    unparsed: tuple[UnparsedRow, ...]
    notices: tuple[Notice, ...] = ()
    footprint: Footprint | None = None


def read(case_dir: Path, work: Callable[[Store], T], task: Task) -> T:
    """Open a case, ask it one thing, close it. A cancel interrupts the query. StoreError."""
    task.step()
    with sentences(case_dir), Store.open(case_dir, read_only=True) as store:
        if isinstance(task, JobTask):
            task.on_cancel(store.db.interrupt)
        try:
            return work(store)
        except sqlite3.OperationalError:
            if task.is_cancelled:
                raise Cancelled from None
            raise
        finally:
            if isinstance(task, JobTask):
                task.on_cancel(None)


def case_info(case_dir: Path, task: Task) -> CaseInfo:
    """Read what the header says."""

    def work(store: Store) -> CaseInfo:
        found = query.devices(store)
        everything = query.columns(store, EventFilter(include_middlemen=True))
        since_ms, until_ms = span(everything)
        phones = {each.device_id: _span_of(everything, each.device_id) for each in found}
        return CaseInfo(
            path=case_dir,
            devices=tuple(found),
            captures=tuple(query.captures(store)),
            apps=everything.packages,
            since_ms=since_ms,
            until_ms=until_ms,
            spans={name: each for name, each in phones.items() if each},
            names={lang: names_in(store, lang) for lang in words.LANGUAGES},
            events=len(everything),
            trials=store.db.execute("SELECT count(*) FROM trials").fetchone()[0],
        )

    return read(case_dir, work, task)


def span(columns: EventColumns) -> tuple[int | None, int | None]:
    """Give the first begin and the last end; None where no time is known."""
    return _span(columns, columns.time_ms != UNKNOWN) or (None, None)


def _span_of(columns: EventColumns, device_id: str) -> tuple[int, int] | None:
    is_its = np.array([each.device_id == device_id for each in columns.packages], dtype=bool)
    return _span(columns, (columns.time_ms != UNKNOWN) & is_its[columns.package])


def _span(columns: EventColumns, mask: NDArray[np.bool_]) -> tuple[int, int] | None:
    if not mask.any():
        return None
    return int(np.min(columns.time_ms[mask])), int(np.max(columns.end_ms[mask]))


def columns(case_dir: Path, wanted: EventFilter, task: Task) -> EventColumns:
    """Read the events that pass a filter."""
    return read(case_dir, lambda store: query.columns(store, wanted), task)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the timeline page shows: the events for the table, the same as lanes for the picture.

    `icons` are the PNG pictures of apps, where known.
    """

    columns: EventColumns
    facts: Facts
    tree: LaneTree
    icons: dict[AppKey, bytes]


def shown(case_dir: Path, wanted: EventFilter, group: Group, lang: str, task: Task) -> Shown:
    """Read the events that pass a filter and make lanes of them: the window only paints them."""

    def work(store: Store) -> Shown:
        columns = name_columns(query.columns(store, wanted), names_in(store, lang))
        facts = facts_of(columns, doubtful_ids(store, columns))
        tree = LaneTree(facts, group)
        tree.warm()
        return Shown(columns, facts, tree, icons(store))

    return read(case_dir, work, task)


def band(case_dir: Path, device_id: str, lang: str, task: Task) -> Band:
    """Read what stands above the lanes: screen, app in front, changes."""
    return read(case_dir, lambda store: context_band(store, device_id, lang), task)


def notes(case_dir: Path, task: Task) -> Notes:
    """Read what a person added: marks and evidence."""
    return read(case_dir, read_notes, task)


def evidence(case_dir: Path, task: Task) -> tuple[ChosenApp, ...]:
    """Read which apps' events a person chose as evidence."""
    return read(case_dir, chosen_apps, task)


def details(case_dir: Path, event_id: int, lang: str, task: Task) -> ShownEvent:
    """Read one event and its raw lines. StoreError when it is gone."""

    def work(store: Store) -> ShownEvent:
        context = raw_context(store, event_id, CONTEXT_LINES)
        return ShownEvent(event_details(store, event_id, lang), context)

    return read(case_dir, lambda store: still_there(store, work), task)


def witness(case_dir: Path, wanted: Witness, task: Task) -> RawContext:
    """Read another raw line of an event. StoreError when it is gone."""

    def work(store: Store) -> RawContext:
        return raw_line(store, wanted.raw_file_id, wanted.line, CONTEXT_LINES)

    return read(case_dir, lambda store: still_there(store, work), task)


def whole_event(case_dir: Path, event_id: int, lang: str, task: Task) -> str:
    """Read everything about one event as text, with every raw line. StoreError."""

    def work(store: Store) -> str:
        return "\n".join(event_text(store, event_details(store, event_id, lang), lang)) + "\n"

    return read(case_dir, lambda store: still_there(store, work), task)


def still_there(store: Store, work: Callable[[Store], T]) -> T:
    try:
        return work(store)
    except KeyError as error:
        raise StoreError("This event is no longer in the case.", "Open the case again.") from error


def summary(case_dir: Path, wanted: EventFilter, task: Task) -> Summary:
    """Read what Home says, seen from the end of the last capture."""

    def work(store: Store) -> Summary:
        return summarize(store, last_capture_ms(store, wanted.device_id) or 0, wanted)

    return read(case_dir, work, task)


def app_rows(case_dir: Path, wanted: EventFilter, lang: str, task: Task) -> AppList:
    """Read the apps that pass, with what each asked for, has and used, and their pictures."""

    def work(store: Store) -> AppList:
        rows = tuple(app_table(store, wanted))
        return AppList(
            rows=rows,
            told=frozenset(t.data_type for row in rows for t in row.types if not t.is_empty),
            names=names_in(store, lang),
            icons=icons(store),
        )

    return read(case_dir, work, task)


def icons(store: Store) -> dict[AppKey, bytes]:
    """The apps' own pictures, as they were read from the phone."""
    return {_key(key): data for key, data in app_icons(store)}


def _key(key: IdentityKey) -> AppKey:
    return key.device_id, key.uid, key.package


def facts_of_phone(case_dir: Path, device_id: str, lang: str, task: Task) -> tuple[SaidFact, ...]:
    """Read what the phone says of itself beside accesses: settings, switches, traffic."""

    def work(store: Store) -> tuple[SaidFact, ...]:
        return _said(store, device_id, phone_facts(store, device_id), lang)

    return read(case_dir, work, task)


def _said(
    store: Store, device_id: str, facts: Sequence[PhoneFact], lang: str
) -> tuple[SaidFact, ...]:
    zone = next((d.zone for d in query.devices(store) if d.device_id == device_id), None)
    names = app_names(store, device_id, lang) if facts else {}
    return tuple(
        SaidFact(
            say_fact(fact, lang, zone, lambda name: names.get(name, name)),
            say_source(fact, lang, zone),
        )
        for fact in facts
    )


def app_details(
    case_dir: Path, app: AppKey, wanted: EventFilter, lang: str, task: Task
) -> AppDetails:
    """Read all about one app. StoreError when it is gone."""

    def work(store: Store) -> AppDetails:
        now_ms = last_capture_ms(store, app[0]) or 0
        found = app_columns(store, app, wanted)
        return AppDetails(
            app_page(store, app, wanted),
            found,
            now_ms,
            _stretches(store, app[0]),
            tuple(process_starts(store, app)),
            tuple(domains(store, app)),
            _said(store, app[0], app_facts(store, app), lang),
            tuple(traffic(store, app)),
        )

    return read(case_dir, work, task)


def _stretches(store: Store, device_id: str) -> tuple[Stretch, ...]:
    facts = facts_of(query.columns(store, EventFilter(device_id=device_id)))
    taken = [each for each in query.captures(store) if each.device_id == device_id]
    return stretches(facts, readings_of(taken))


def capture_details(case_dir: Path, folder: str, capture_id: str, task: Task) -> CaptureDetails:
    """Read what a capture's manifest and its texts say of themselves. WrongFormat, StoreError."""

    def work(store: Store) -> CaptureDetails:
        manifest = read_manifest(store.path / folder)
        unparsed = tuple(query.unparsed(store, capture_id))
        left = next(footprints(store, capture_id), None)
        return CaptureDetails(manifest, unparsed, tuple(notices(store, capture_id)), left)

    return read(case_dir, work, task)


def comparison(case_dir: Path, one: str, other: str, task: Task) -> Comparison:
    """Compare two readings of one phone, whichever came first. UsageError."""
    return read(case_dir, lambda store: compare(store, *choose_pair(store, one, other)), task)


def changed_files(case_dir: Path, folder: str, task: Task) -> list[str]:
    """Compute every hash again; give the names of files that are not what was read.

    WrongFormat, StoreError.
    """

    def work(store: Store) -> list[str]:
        return check_hashes(store.path / folder, read_manifest(store.path / folder))

    return read(case_dir, work, task)
