"""What the AppOps service keeps of the journal: the last access per key, and what runs now.

Each Android version keeps something else. Until 28 the op has one duration and a finish moves
the access time to the end of the run; 29 keeps both per state and flag; from 30 on a finished
run keeps the time of its start, per attribution tag too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.records import Proxy
from auditor.sample.entries import (
    FINISH,
    MOVE,
    NEST,
    NOTE,
    REJECT,
    START,
    UNNEST,
    Entry,
)
from auditor.sample.versions import Version

Key = tuple[str, str]  # uid state, flag


@dataclass(slots=True)
class Access:
    """The last access of one key. `duration` None: a note, or still running."""

    time: int
    duration: int | None = None
    proxy: Proxy | None = None


@dataclass(slots=True)
class Running:
    """An op in use: when the first start was, and the segment since the last state change."""

    first: int
    began: int
    state: str
    nesting: int = 1


@dataclass(slots=True)
class Slot:
    """What is kept of one op (until API 29) or one tag of an op (from 30)."""

    access: dict[Key, Access] = field(default_factory=dict)
    reject: dict[Key, int] = field(default_factory=dict)
    running: Running | None = None
    duration: int = 0  # until API 28, of the op as a whole; -1 while it runs


Ops = dict[str, dict[str | None, Slot]]  # op → tag → slot


class AppOpsState:
    """Folds entries, in their order, into slots."""

    def __init__(self, version: Version) -> None:
        self._fold = {"g26": _fold_26, "g28": _fold_28, "g29": _fold_29}.get(
            version.grammar, _fold_30
        )
        self._has_tags = version.has_tags
        self._has_flags = version.has_flags
        self._done = 0
        self.packages: dict[tuple[int, str], Ops] = {}

    def advance(self, entries: Sequence[Entry], count: int) -> None:
        """Fold entries up to `count`; begin again if that is fewer than were folded."""
        if count < self._done:
            self._done = 0
            self.packages.clear()
        for index in range(self._done, count):
            entry = entries[index]
            tags = self.packages.setdefault((entry.uid, entry.package), {}).setdefault(entry.op, {})
            tag = entry.tag if self._has_tags else None
            slot = tags.get(tag)
            if slot is None:
                slot = tags[tag] = Slot()
            flag = entry.flag if self._has_flags else ""
            self._fold(slot, entry, (entry.state, flag))
        self._done = count


def _fold_30(slot: Slot, entry: Entry, key: Key) -> None:
    what, at, running = entry.what, entry.time, slot.running
    if what == NOTE:
        slot.access[key] = Access(at, None, entry.proxy)
    elif what == REJECT:
        slot.reject[key] = at
    elif what == START:
        slot.running = Running(at, at, entry.state)
    elif running is None:
        return
    elif what == MOVE:
        slot.access[entry.was, key[1]] = Access(running.began, at - running.began)
        slot.running = Running(at, at, entry.state, running.nesting)
    elif what == FINISH:
        slot.access[key] = Access(running.began, at - running.began)
        slot.running = None
    else:
        running.nesting += 1 if what == NEST else -1


def _is_inner(slot: Slot, entry: Entry) -> bool:
    """Until API 29 there are no tags: a second client's run is only a deeper nesting."""
    running = slot.running
    if running is None:
        return entry.what not in (NOTE, REJECT, START)
    if entry.what in (START, NEST):
        running.nesting += 1
        return True
    if entry.what == UNNEST or (entry.what == FINISH and running.nesting > 1):
        running.nesting -= 1
        return True
    return entry.what == MOVE and running.state == entry.state


def _fold_29(slot: Slot, entry: Entry, key: Key) -> None:
    if _is_inner(slot, entry):
        return
    what, at, running = entry.what, entry.time, slot.running
    if what == REJECT:
        slot.reject[key] = at
        return
    slot.access[key] = Access(at)
    if running is None or what == NOTE:
        slot.running = Running(at, at, entry.state) if what == START else running
        return
    ended = Access(at, at - running.began)
    if what == FINISH:
        slot.access[running.state, key[1]] = ended
        slot.running = None
    else:
        slot.access[running.state, key[1]] = ended
        slot.running = Running(running.first, at, entry.state, running.nesting)


def _fold_28(slot: Slot, entry: Entry, key: Key) -> None:
    if _is_inner(slot, entry):
        return
    what, at, running = entry.what, entry.time, slot.running
    if what == REJECT:
        slot.reject[key] = at
        return
    slot.access[key] = Access(at)
    if what in (NOTE, START):
        slot.reject.pop(key, None)
        slot.duration = 0 if what == NOTE else -1
    if what == START:
        slot.running = Running(at, at, entry.state)
    elif what == MOVE and running is not None:
        slot.access[running.state, key[1]] = Access(at)
        running.state = entry.state
    elif what == FINISH and running is not None:
        slot.duration = at - running.first
        slot.running = None


_ANY: Key = ("", "")


def _fold_26(slot: Slot, entry: Entry, _: Key) -> None:
    if _is_inner(slot, entry) or entry.what == MOVE:
        return
    what, at = entry.what, entry.time
    if what == REJECT:
        slot.reject[_ANY] = at
    elif what == FINISH:
        slot.duration = at - slot.access[_ANY].time  # a note in between has moved the time
        slot.access[_ANY] = Access(at)
        slot.running = None
    else:
        slot.access[_ANY] = Access(at)
        slot.reject.clear()
        slot.duration = 0 if what == NOTE else -1
        if what == START:
            slot.running = Running(at, at, entry.state)
