"""The table of events of a complaint: of each finding its first and its last ones."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC

from auditor.complaint.moments import event_width_ms, moment, offset, precision_text
from auditor.complaint.phrases import number_text, object_name, phrase
from auditor.complaint.records import EventLine
from auditor.complaint.subject import Subject
from auditor.filters import EventFilter
from auditor.findings.records import Finding
from auditor.identity.inert_text import inert
from auditor.pseudonyms import Pseudonyms
from auditor.query import EventRow, columns, events
from auditor.records import Kind
from auditor.store import Store
from auditor.task import Task

EACH_END = 12  # rows from the begin and from the end of a finding's events


@dataclass(frozen=True, slots=True)
class EventTable:
    """Rows by finding, in order of time, and how many events are not among them."""

    rows: tuple[tuple[EventRow, ...], ...]
    left_out: int


def event_table(store: Store, findings: Sequence[Finding], task: Task) -> EventTable:
    """Fetch the events that stand for each finding."""
    task.step(0, None, "events")
    everything = _wanted(each for finding in findings for each in finding.event_ids)
    in_order = [int(each) for each in columns(store, everything).ids]
    ids = [_of(finding, in_order) for finding in findings]
    shown = [of if len(of) <= 2 * EACH_END else [*of[:EACH_END], *of[-EACH_END:]] for of in ids]
    task.step(0, None, "events")
    rows = {row.id: row for row in events(store, _wanted(i for of in shown for i in of))}
    left_out = sum(map(len, ids)) - sum(map(len, shown))
    return EventTable(tuple(tuple(rows[i] for i in of) for of in shown), left_out)


def _wanted(ids: Iterable[int]) -> EventFilter:
    """Let through these events; none of them has the id 0, so that no ids let nothing through."""
    return EventFilter(event_ids=frozenset(ids) or frozenset({0}), include_middlemen=True)


def _of(finding: Finding, in_order: Sequence[int]) -> list[int]:
    mine = frozenset(finding.event_ids)
    return [each for each in in_order if each in mine]


def event_lines(
    table: EventTable, names: Pseudonyms, subject: Subject, lang: str
) -> Iterator[EventLine]:
    """Put the rows into words. A raw file is named as in a bundle of the same case."""
    for number, rows in enumerate(table.rows, 1):
        for row in rows:
            place = place_of(row.capture_id, row.raw_file, row.line, names)
            yield _line(number, row, place, subject, lang)


def raw_lines(findings: Sequence[Finding], names: Pseudonyms) -> Iterator[str]:
    """Name the raw lines of findings without an event, `5: capture-1/appops.txt:12`, each once."""
    for number, finding in enumerate(findings, 1):
        places = (
            place_of(each.capture_id, each.raw_file, each.line, names) for each in finding.samples
        )
        if not finding.event_ids:
            yield from (f"{number}: {place}" for place in dict.fromkeys(places))


def place_of(capture_id: str, raw_file: str, line: int, names: Pseudonyms) -> str:
    """Name a raw line as a bundle of the same case does."""
    file = names.raw_file(capture_id, raw_file).removeprefix("raw/")
    return f"{names.capture(capture_id)}/{file}:{line}"


def _line(number: int, row: EventRow, place: str, subject: Subject, lang: str) -> EventLine:
    local = utc = unknown = phrase("fact.not_recorded", lang)
    precision = phrase("precision.unknown", lang)
    if row.time_ms is not None:
        width = event_width_ms(row)
        utc = moment(row.time_ms, width, UTC)
        precision = precision_text(row, lang)
        if subject.device.zone is not None:
            at = moment(row.time_ms, width, subject.zone)
            local = f"{at} ({offset(row.time_ms, subject.zone)})"
    return EventLine(
        number=number,
        local=local,
        utc=utc,
        precision=precision,
        what=what_text(row, lang),
        state=_state(row, lang),
        count=unknown if row.count is None else number_text(row.count, lang),
        place=place,
    )


def what_text(row: EventRow, lang: str) -> str:
    """Say what was accessed or refused, with the op's own name."""
    op = inert(row.op, 60)
    name = object_name(row.data_type, lang)
    refused = ""
    if row.kind == Kind.REJECT:
        refused = f" – {phrase('fact.refused', lang)}"
    return f"{name} ({op}){refused}" if op else f"{name}{refused}"


def _state(row: EventRow, lang: str) -> str:
    state = inert(row.uid_state or "", 20) or ""
    if row.is_background is None:
        return state or phrase("fact.not_recorded", lang)
    where = phrase("fact.background" if row.is_background else "fact.foreground", lang)
    return f"{state}, {where}" if state else where
