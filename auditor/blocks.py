"""Records of appops in columns: what a large text says, without an object for each line."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from auditor.records import AppOpsRecord, Event, Kind, OpMode, Proxy, Running, Source, UidRow

Bool = NDArray[np.bool_]
Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]

NONE = -1  # as a duration or as a place in a list: there is none
ModeTexts = tuple[str, str, str | None, str | None]  # op, mode, switch op, switch mode
ActorTexts = tuple[Kind, str, str]  # kind, uid state, flags


@dataclass(frozen=True, slots=True, eq=False)
class EventColumns:
    """Last accesses of an op section. `owner` to `proxy` are places in the lists of the block."""

    line: Int64
    owner: Int32
    op: Int32
    tag: Int32
    actor: Int32
    proxy: Int32  # NONE: no proxy
    time_ms: Int64
    precision_ms: Int64
    duration_ms: Int64  # NONE: not told
    running: Bool
    zone_assumed: Bool


@dataclass(frozen=True, slots=True, eq=False)
class ModeColumns:
    """Modes of ops, of a package or of a whole uid."""

    line: Int64
    owner: Int32
    texts: Int32


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some uids of an op section, whole. `records()` gives them one by one, in their order."""

    owners: list[tuple[int, str | None]]  # uid and package; None: the whole uid
    ops: list[str]
    tags: list[str | None]
    actors: list[ActorTexts]
    proxies: list[Proxy]
    mode_texts: list[ModeTexts]
    uid_rows: list[UidRow]
    modes: ModeColumns
    running: list[tuple[int, Running]]  # with the line before which it is told
    events: EventColumns

    def __len__(self) -> int:
        """Count the records."""
        rows = len(self.uid_rows) + len(self.running)
        return rows + len(self.modes.line) + len(self.events.line)

    def assumed(self) -> "Block":
        """Give the same with each event marked as resting on a time nobody confirmed."""
        every = np.ones(len(self.events.line), np.bool_)
        return replace(self, events=replace(self.events, zone_assumed=every))

    def records(self) -> Iterator[AppOpsRecord]:
        """Give the records as the line parser does, in the same order."""
        found: list[tuple[int, AppOpsRecord]] = [(2 * row.line, row) for row in self.uid_rows]
        found += [(2 * line - 1, running) for line, running in self.running]
        found += [(2 * mode.line, mode) for mode in self._modes()]
        found += [(2 * event.line, event) for event in self._events()]
        found.sort(key=lambda each: each[0])
        return (record for _, record in found)

    def _modes(self) -> Iterator[OpMode]:
        columns = self.modes
        rows = zip(
            columns.line.tolist(), columns.owner.tolist(), columns.texts.tolist(), strict=True
        )
        for line, owner, texts in rows:
            uid, package = self.owners[owner]
            op, mode, switch_op, switch_mode = self.mode_texts[texts]
            yield OpMode(uid, package, op, mode, switch_op, switch_mode, line)

    def _events(self) -> Iterator[Event]:
        of = self.events
        columns = (of.owner, of.op, of.tag, of.actor, of.proxy, of.time_ms, of.precision_ms)
        rest = (of.duration_ms, of.running, of.zone_assumed, of.line)
        for owner, op, tag, actor, proxy, time_ms, precision_ms, *more in zip(
            *(column.tolist() for column in (*columns, *rest)), strict=True
        ):
            uid, package = self.owners[owner]
            kind, state, flags = self.actors[actor]
            duration_ms, running, zone_assumed, line = more
            assert package is not None
            yield Event(
                kind,
                uid,
                package,
                self.ops[op],
                self.tags[tag],
                state,
                flags,
                time_ms,
                precision_ms,
                None if duration_ms == NONE else duration_ms,
                None,
                Source.LAST,
                line,
                None if proxy == NONE else self.proxies[proxy],
                running,
                zone_assumed,
            )
