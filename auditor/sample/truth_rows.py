"""The lives of ops: an app's notes, rejects and runs, each in order. The base of the truth."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from auditor.records import Kind, Proxy, Source
from auditor.sample.entries import FINISH, MOVE, NEST, NOTE, REJECT, START, UNNEST, Entry


class Who(NamedTuple):
    """Whose life: an op of an app, under one attribution tag."""

    uid: int
    package: str
    op: str
    tag: str | None


@dataclass(frozen=True, slots=True)
class TrueRow:
    """One row that a dump must hold.

    An aggregate has its true slot in `time_ms` and `end_ms`. A table row of late Android 16 has
    the totals of its bucket: the dump may spread them over several rows.
    """

    source: Source
    kind: Kind
    uid: int
    package: str
    op: str
    tag: str | None
    state: str | None
    flags: str | None
    time_ms: int
    precision_ms: int = 1
    duration_ms: int | None = None
    count: int | None = None
    proxy: Proxy | None = None
    running: bool = False
    end_ms: int | None = None
    attribution_flags: int = 0
    chain_id: int = -1


@dataclass(slots=True)
class Segment:
    """A stretch of a run in one uid state. `end` None: it goes on."""

    begin: int
    state: str
    end: int | None = None


@dataclass(slots=True)
class Life:
    """Everything one op of one app did, in order of time."""

    notes: list[Entry] = field(default_factory=list)
    rejects: list[Entry] = field(default_factory=list)
    nested: list[Entry] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # of runs: the first segment's begin
    ends: list[int] = field(default_factory=list)
    depth: int = 0


def lives(entries: Iterable[Entry], has_tags: bool) -> dict[Who, Life]:
    """Sort entries into lives; without tags all of an op's tags are one life."""
    found: dict[Who, Life] = defaultdict(Life)
    for entry in entries:
        tag = entry.tag if has_tags else None
        _live(found[Who(entry.uid, entry.package, entry.op, tag)], entry)
    return found


def _live(life: Life, entry: Entry) -> None:
    """Take one entry in. Runs that overlap, as without tags, are one run until the last ends."""
    at, what = entry.time, entry.what
    if what == NOTE:
        life.notes.append(entry)
    elif what == REJECT:
        life.rejects.append(entry)
    elif what == NEST:
        life.nested.append(entry)
    elif what == START:
        life.depth += 1
        if life.depth == 1:
            life.segments.append(Segment(at, entry.state))
            life.starts.append(at)
    elif what == MOVE and life.segments[-1].state != entry.state:
        life.segments[-1].end = at
        life.segments.append(Segment(at, entry.state))
    elif what == FINISH:
        life.depth -= 1
        if life.depth == 0:
            life.segments[-1].end = at
            life.ends.append(at)
    else:
        assert what in (MOVE, UNNEST)
