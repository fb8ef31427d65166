"""What a bundle is about: the chosen apps' events, and every raw line that they rest on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from auditor.bundle.canonical import Json
from auditor.errors import UsageError
from auditor.query import EventFilter, EventRow, devices, events
from auditor.records import Source
from auditor.store import Store
from auditor.task import Task
from auditor.uids import PER_USER

AROUND_MS = 5 * 60_000  # foreground and screen are kept this close to an event (regulation.md 5)
SYSTEM = "android"  # the name that screen, lock and start of the phone are recorded under

# Everything that names a raw line for one package. The columns are those of docs/schema.md.
_ABOUT_PACKAGE = {
    "records": "SELECT * FROM v_records WHERE package = ? ORDER BY record_id",
    "sessions": "SELECT * FROM v_sessions WHERE package = ? ORDER BY capture_id, raw_file, line",
    "packages": "SELECT * FROM v_packages WHERE package = ? ORDER BY capture_id, raw_file, line",
    "permissions": "SELECT * FROM v_permissions WHERE package = ?"
    " ORDER BY capture_id, raw_file, line, permission",
    "modes": "SELECT * FROM v_op_modes WHERE package = ? ORDER BY capture_id, raw_file, line",
}
_USAGE = (
    "SELECT * FROM v_usage WHERE package IN (?, ?) AND time_ms BETWEEN ? AND ?"
    " ORDER BY time_ms, type, package, capture_id, raw_file, line"
)
_OTHERS = "SELECT DISTINCT name FROM packages WHERE ifnull(is_system, 0) = 0 ORDER BY name"
# Kinds of record, as the `needs` of a rule, whose raw lines no bundle takes.
NEVER_TAKEN = frozenset({"process_starts"})
# Facts about a package stand in a block below its name.
BLOCK_FACTS = ("packages",)

Row = dict[str, object]
Place = tuple[str, str]  # capture id and raw file, "raw/…"


@dataclass(slots=True)
class Selection:
    """The chosen events and facts, and the lines of each raw file that tell of them.

    `facts` maps a kind of fact to its rows. `lines` and `blocks` are by capture and raw file;
    a block brings the deeper lines below it.
    """

    packages: frozenset[str]
    device_id: str
    is_sample: bool
    wanted: EventFilter
    events: list[EventRow]
    facts: dict[str, list[Row]]
    allowed: frozenset[str]  # packages that a line may name
    others: frozenset[str]  # packages that no line may name
    lines: dict[Place, set[int]] = field(default_factory=dict)
    blocks: set[Place] = field(default_factory=set)

    @property
    def head(self) -> dict[str, Json]:
        """What the manifest says of the choice."""
        return {"is_sample": self.is_sample, "packages": [*sorted(self.packages)]}


def select(store: Store, wanted: EventFilter, task: Task | None = None) -> Selection:
    """Gather what is recorded about the packages of a filter, which must name at least one.

    The filter's other questions choose the events; facts about the packages come whole, of the
    filter's uids if it names some, foreground and screen only near the events. Raises UsageError
    when nothing is chosen, nothing passes, or the case holds several phones and none is named.
    """
    task = task or Task()
    device_id = _one_device(store, wanted)
    if not wanted.packages:
        raise UsageError(
            "Evidence is about one app, or a few: none was chosen.",
            "Name it with --package, as `auditor apps` lists it.",
        )
    rows = list(events(store, wanted))
    if not rows:
        raise UsageError(
            "Nothing is recorded that fits the choice.", "Widen the filter or choose another app."
        )
    task.step(0, len(rows), "events")
    facts = _facts(store, wanted, device_id, rows)
    task.step(len(rows), len(rows), "events")
    proxies = {str(r["proxy_package"]) for r in facts["records"] if r["proxy_package"]}
    proxies |= {row.proxy_package for row in rows if row.proxy_package}
    allowed = wanted.packages | proxies | {SYSTEM}
    others = frozenset(row[0] for row in store.db.execute(_OTHERS)) - allowed
    is_sample = any(each.is_sample for each in devices(store) if each.device_id == device_id)
    chosen = Selection(wanted.packages, device_id, is_sample, wanted, rows, facts, allowed, others)
    _collect_lines(chosen)
    return chosen


def _one_device(store: Store, wanted: EventFilter) -> str:
    known = [each.device_id for each in devices(store)]
    if wanted.device_id is not None:
        return wanted.device_id
    if len(known) != 1:
        raise UsageError(
            f"The case holds {len(known)} phones; evidence is about one.",
            "Name the phone with --device.",
        )
    return known[0]


def _facts(
    store: Store, wanted: EventFilter, device_id: str, rows: list[EventRow]
) -> dict[str, list[Row]]:
    facts: dict[str, list[Row]] = {}
    for kind, sql in _ABOUT_PACKAGE.items():
        found = [row for name in sorted(wanted.packages) for row in _rows(store, sql, (name,))]
        facts[kind] = [r for r in found if r["device_id"] == device_id and _is_of(r, wanted)]
    shown = {row.id for row in rows}
    left_out = {_line(row) for row in facts["records"] if row["event_id"] not in shown}
    facts["records"] = [row for row in facts["records"] if row["event_id"] in shown]
    left_out -= {_line(row) for row in facts["records"]}
    facts["sessions"] = [row for row in facts["sessions"] if _line(row) not in left_out]
    found = [
        row
        for name in sorted(wanted.packages)
        for begin, end in _stretches(rows)
        for row in _rows(store, _USAGE, (name, SYSTEM, begin, end))
    ]
    unique = {
        tuple(row.values()): row
        for row in found
        if row["device_id"] == device_id and _is_of(row, wanted)
    }
    facts["usage"] = list(unique.values())
    return facts


def _line(row: Row) -> tuple[object, ...]:
    return row["capture_id"], row["raw_file"], row["line"]


def _is_of(row: Row, wanted: EventFilter) -> bool:
    """Whether a fact is about one of the wanted uids, if any are named: a clone is another app."""
    if not wanted.uids:
        return True
    if "uid" in row:
        return row["uid"] is None or row["uid"] in wanted.uids
    return row["user_id"] in {uid // PER_USER for uid in wanted.uids}


def _rows(store: Store, sql: str, parameters: tuple[object, ...]) -> Iterator[Row]:
    cursor = store.db.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def _stretches(rows: Iterable[EventRow]) -> list[tuple[int, int]]:
    """Give the spans around single accesses, joined where they meet. Counts have no moment."""
    spans = sorted(
        (row.time_ms - AROUND_MS, row.time_ms + (row.duration_ms or 0) + AROUND_MS)
        for row in rows
        if row.time_ms is not None and row.source != Source.AGGREGATE
    )
    joined: list[tuple[int, int]] = []
    for begin, end in spans:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def _collect_lines(chosen: Selection) -> None:
    for kind, rows in chosen.facts.items():
        for row in rows:
            place = (str(row["capture_id"]), str(row["raw_file"]))
            lines = chosen.lines.setdefault(place, set())
            lines.update(n for key in _LINES if isinstance(n := row.get(key), int))
            if kind in BLOCK_FACTS:
                chosen.blocks.add(place)


_LINES = ("line", "begin_line", "end_line")
