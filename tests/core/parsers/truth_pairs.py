"""What is read from a dump beside what must be read from it, kind by kind."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.records import Event, Source
from tests.core.parsers import truth
from tests.core.parsers.truth import Dump, Facts, Row


@dataclass(frozen=True)
class Pair:
    """Facts that were read and facts that are true. The last of each fact is its line."""

    found: list[Facts]
    expected: list[Facts]

    @property
    def missing(self) -> Counter[Facts]:
        return Counter(self.expected) - Counter(self.found)

    @property
    def extra(self) -> Counter[Facts]:
        return Counter(self.found) - Counter(self.expected)


@dataclass(frozen=True)
class Score:
    """How many rows of the truth there are, how many are read exactly, and what is too much."""

    rows: int
    exact: int
    extra: int

    def __add__(self, other: "Score") -> "Score":
        return Score(self.rows + other.rows, self.exact + other.exact, self.extra + other.extra)


def pairs(dump: Dump) -> Iterator[Pair]:
    """Pair everything that a dump says: no kind of record is left out."""
    of = {source: [e for e in dump.events if e.source is source] for source in Source}
    yield _last(dump, of[Source.LAST])
    running = [] if is_old(dump) else truth.true_running(dump)
    found = [] if is_old(dump) else truth.read_running(dump)
    yield Pair(found, running)
    if "bucket" in dump.rows:
        both = of[Source.DISCRETE] + of[Source.AGGREGATE]
        expected = [facts for row in dump.of("bucket") for facts in truth.true_bucket(row)]
        yield Pair(list(map(truth.read_bucket, both)), expected)
    else:
        singles = dump.of("discrete", "sqlrow")
        found = list(map(truth.read_single, of[Source.DISCRETE]))
        yield Pair(found, list(map(truth.true_single, singles)))
        yield _counts(dump, of[Source.AGGREGATE])
    yield Pair(
        [(s.index, s.printed_begin_ms, s.printed_end_ms, s.line) for s in truth.read_slots(dump)],
        [(row["snap"], row["begin"], row["end"], row["line"]) for row in dump.of("snapshot")],
    )
    yield Pair(truth.read_modes(dump), truth.true_modes(dump))
    yield Pair(truth.read_uids(dump), [(row["uid"], row["line"]) for row in dump.of("uid")])


def is_old(dump: Dump) -> bool:
    """API 23 to 27: one line for an op, with all it did."""
    return dump.name.startswith(("23", "26"))


def _last(dump: Dump, events: list[Event]) -> Pair:
    rows = dump.of("access", "reject")
    if is_old(dump):
        expected = [facts for row in dump.of("op") for facts in truth.true_old(row)]
        return Pair(list(map(truth.read_old, events)), expected)
    if dump.name.startswith("28"):
        expected = truth.true_last_28(rows, dump.of("duration"), dump.now_ms)
    elif dump.name.startswith("29"):
        expected = [truth.true_last_29(row) for row in rows]
    else:
        expected = [truth.true_last(row) for row in rows]
    return Pair(list(map(truth.read_last, events)), expected)


def _counts(dump: Dump, events: list[Event]) -> Pair:
    # Below the headers that such a filter hides nobody can tell whose counts they are.
    is_whose = "pkgboth" not in dump.name and "tagboth" not in dump.name
    expected = [facts for row in dump.of("agg") for facts in truth.true_counts(row, is_whose)]
    return Pair([truth.read_counts(event, is_whose) for event in events], expected)


def score(dump: Dump) -> Score:
    """Count the rows of the truth and those that are read exactly."""
    found = list(pairs(dump))
    wrong = {facts[-1] for pair in found for facts in pair.missing} | _wrong_tags(dump)
    runs = {row["line"] for row in dump.of("duration") if _accesses(dump, row) & wrong}
    rows = [row for kind in dump.rows.values() for row in kind]
    missed = sum(row["line"] in wrong | runs for row in rows)
    return Score(len(rows), len(rows) - missed, sum(pair.extra.total() for pair in found))


def _wrong_tags(dump: Dump) -> set[object]:
    """Find the headings of tags above an event of another tag."""
    tags = {row["line"]: row["tag"] for row in dump.of("tag")}
    headings = sorted([*tags, *(row["line"] for row in dump.of("op", "uid"))])
    wrong: set[object] = set()
    for event in dump.events if tags else ():
        at = bisect_left(headings, event.line) - 1
        if event.source is Source.LAST and tags.get(headings[at], event.tag) != event.tag:
            wrong.add(headings[at])
    return wrong


def _accesses(dump: Dump, run: Row) -> set[object]:
    """Give the lines to which the length of an op's last run (API 28) may belong."""
    whose = (run["uid"], run["package"], run["op"])
    rows = dump.of("access")
    return {row["line"] for row in rows if (row["uid"], row["package"], row["op"]) == whose}
