"""Whole uids of an op section as arrays: found, checked against their headers, then dated.

`Scan` looks only at the bytes. It says which uids hold a line that is not plain; only when
there is none does `Scan.read` turn the rest into a Block, asking the clock in reading order.
"""

from typing import Any

import numpy as np

from auditor.blocks import NONE, Block, EventColumns, ModeColumns, ModeTexts
from auditor.clock import KNOWN_NOWS, DumpClock, Moment
from auditor.parsers import appops_lines as lines
from auditor.parsers.appops_events import looks_like_event, read_events
from auditor.parsers.bytewise import Bool, Bytes, Int32, Int64, codes, padded
from auditor.parsers.place import in_use
from auditor.records import Kind, Running, UidRow

_TELLS_UID = (lines.STATE, lines.FACT, lines.PACKAGE, lines.UID_MODE, lines.WATCHED)
_ENDS_HELD = (lines.OP, lines.OPEN, lines.CLOSE, lines.UID, *_TELLS_UID)
_FEW = 8  # events of a `now` that the clock does not learn from
_SCAN_STEP = 1 << 18  # newlines are searched in pieces that fit a cache


class Scan:
    """A text of whole lines that begins with a uid's header, `number` being its first line."""

    def __init__(self, text: bytes, number: int) -> None:
        self.number = number
        self._buffer = padded(text)
        self._end = _newlines(self._buffer, len(text))
        self._start = np.concatenate([np.zeros(1, np.int64), self._end[:-1] + 1])
        if b"\r" in text:
            self._end = _without_returns(self._buffer, self._start, self._end)
        self._classify(text)
        self._find_headers()
        self._read_events()
        odd = np.flatnonzero(self._odd_lines())
        # With the index: np.unique alone imports numpy.ma.
        self.odd_uids: Int64 = np.unique(_last(self._uids, odd), return_index=True)[0]
        now_local = self._events.local_ms - self._events.distance_ms
        self._nows = np.unique(now_local, return_inverse=True)

    def is_for(self, clock: DumpClock) -> bool:
        """Say whether all can be read: no odd uid, and no more nows than the clock remembers."""
        is_plain = len(self.odd_uids) == 0
        return is_plain and len(self._nows[0]) + len(clock.offset_of_now) < KNOWN_NOWS

    @property
    def uid_lines(self) -> Int64:
        """The number of the line of each uid's header."""
        return self._uids + self.number

    @property
    def uid_starts(self) -> Int64:
        """Where in the text each uid's header begins."""
        return self._start[self._uids]

    @property
    def lines(self) -> int:
        """How many lines the text has."""
        return len(self._start)

    def _classify(self, text: bytes) -> None:
        """Say of each line what it is; what it says is kept once for all equal lines."""
        is_event = looks_like_event(self._buffer, self._start)
        others = np.flatnonzero(~is_event)
        start, length = self._start[others], self._end[others] - self._start[others]
        number, examples = codes(self._buffer, start, length)
        self._meanings = [
            lines.meaning(text[at : at + n].decode("utf-8", "replace"))
            for at, n in zip(start[examples].tolist(), length[examples].tolist(), strict=True)
        ]
        class_of = np.array([kind for kind, _ in self._meanings] + [lines.ODD], np.int8)
        self._class = np.full(len(self._start), lines.EVENT, np.int8)
        self._class[others] = class_of[number]
        self._meaning = np.full(len(self._start), NONE, np.int32)
        self._meaning[others] = number

    def _of_class(self, *classes: int) -> Int64:
        is_one = np.zeros(len(self._class), np.bool_)
        for one in classes:
            is_one |= self._class == one
        return np.flatnonzero(is_one)

    def _find_headers(self) -> None:
        self._uids = self._of_class(lines.UID)
        self._packages = self._of_class(lines.PACKAGE)
        self._ops = self._of_class(lines.OP)
        self._opens = self._of_class(lines.OPEN)
        self._closes = self._of_class(lines.CLOSE)
        self._uid_modes = self._of_class(lines.UID_MODE)
        self._runs = self._of_class(lines.RUNNING, lines.NESTING)
        self._ends_held = self._of_class(*_ENDS_HELD)
        self._lines_of_events = self._of_class(lines.EVENT)

    def _read_events(self) -> None:
        at = self._lines_of_events
        self._events = read_events(self._buffer, self._start[at], self._end[at])

    def _odd_lines(self) -> Bool:
        """Say which lines are not plain, or do not stand where a plain line of theirs does."""
        odd: Bool = self._class == lines.ODD
        odd[self._lines_of_events[self._events.is_odd]] = True
        odd[self._ops[~self._has_package(self._ops)]] = True
        of_uid = self._of_class(lines.UID_MODE, lines.WATCHED)
        odd[of_uid[self._has_package(of_uid)]] = True
        for at in (self._lines_of_events, self._runs):
            op = _line_of(self._ops, at)
            opened = _line_of(self._opens, at)
            is_below = (op > _line_of(self._packages, at)) & (op > _line_of(self._uids, at))
            is_below &= (opened > op) & (opened > _line_of(self._closes, at))
            odd[at[~is_below]] = True
        odd[self._repeated_runs()] = True
        if not len(self._uids) or self._uids[0] != 0:
            odd[0] = True
        return odd

    def _has_package(self, at: Int64) -> Bool:
        return np.greater(_line_of(self._packages, at), _line_of(self._uids, at))

    def _repeated_runs(self) -> Int64:
        """Find blocks that tell twice how long their op runs."""
        block = _last(self._ends_held, self._runs)
        key = block * 2 + (self._class[self._runs] == lines.RUNNING)
        _, first = np.unique(key, return_index=True)
        return np.delete(self._runs, first)

    def read(self, clock: DumpClock) -> Block:
        """Give the records. Only for a scan without odd uids; `clock` learns from the times."""
        events, at = self._events, self._lines_of_events
        owners = self._owners()
        package_of_op = _last(self._packages, self._ops)
        op_names, op_of_line = self._ops_of_lines()
        op = _last(self._ops, at)
        tags, tag_of_line = self._texts_of(self._opens)
        runs = self._run_ends()
        dated = _Dating(clock, (events.local_ms, events.distance_ms, *self._nows))
        moments = dated.date([before for _, before in runs])
        columns = EventColumns(
            line=at + self.number,
            owner=package_of_op[op].astype(np.int32),
            op=op_of_line[op],
            tag=tag_of_line[_last(self._opens, at)],
            actor=events.actor,
            proxy=events.proxy,
            time_ms=dated.time_ms,
            precision_ms=dated.precision_ms,
            duration_ms=events.duration_ms,
            running=np.zeros(len(at), np.bool_),
            zone_assumed=dated.is_assumed,
        )
        mode_texts, modes = self._modes(package_of_op)
        block = Block(
            owners,
            op_names,
            tags,
            events.actors,
            events.proxies,
            mode_texts,
            self._uid_rows(),
            modes,
            [],
            columns,
        )
        for (end, _), now in zip(runs, moments, strict=True):
            self._add_run(block, end, now)
        return block

    def _says(self, line: int) -> Any:
        return self._meanings[self._meaning[line]][1]

    def _owners(self) -> list[tuple[int, str | None]]:
        """Give uid and package of each package header, then each uid with modes of its own."""
        says: list[Any] = [said for _, said in self._meanings]
        uids = [says[number] for number in self._meaning[self._uids].tolist()]
        whose = _last(self._uids, self._packages).tolist()
        names = self._meaning[self._packages].tolist()
        owners = [(uids[uid], says[name]) for uid, name in zip(whose, names, strict=True)]
        return owners + [(uid, None) for uid in uids]

    def _texts_of(self, at: Int64) -> tuple[list[Any], Int32]:
        """Give what the lines of one class say, once each, and which of it each line says."""
        numbers, which = np.unique(self._meaning[at], return_inverse=True)
        texts = [self._meanings[number][1] for number in numbers.tolist()]
        return texts, which.astype(np.int32)

    def _ops_of_lines(self) -> tuple[list[str], Int32]:
        texts, which = self._texts_of(self._ops)
        return [text[0] for text in texts], which

    def _modes(self, package_of_op: Int64) -> tuple[list[ModeTexts], ModeColumns]:
        at = np.concatenate([self._ops, self._uid_modes])
        owner = np.concatenate(
            [package_of_op, len(self._packages) + _last(self._uids, self._uid_modes)]
        )
        texts, which = self._texts_of(at)
        order = np.argsort(at, kind="stable")
        columns = ModeColumns(at[order] + self.number, owner[order].astype(np.int32), which[order])
        return texts, columns

    def _uid_rows(self) -> list[UidRow]:
        tells = self._of_class(*_TELLS_UID)
        next_uid = np.append(self._uids[1:], len(self._start))
        told = np.append(tells, len(self._start))[np.searchsorted(tells, self._uids)]
        is_state = np.append(self._class, lines.ODD)[told] == lines.STATE
        is_state &= told < next_uid
        # The number of what a line says is -1 where no line says it.
        states = np.where(is_state, np.append(self._meaning, NONE)[told], NONE)
        says: list[Any] = [said for _, said in self._meanings] + [None]
        columns = (self._meaning[self._uids], states, self.uid_lines)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [UidRow(says[uid], says[state], line) for uid, state, line in rows]

    def _run_ends(self) -> list[tuple[int, int]]:
        """Give the line before which each running op is told, and how many events come first."""
        running = self._runs[self._class[self._runs] == lines.RUNNING]
        ends = np.append(self._ends_held, len(self._start))
        end = ends[_last(self._ends_held, running) + 1]
        before = np.searchsorted(self._lines_of_events, end)
        return list(zip(end.tolist(), before.tolist(), strict=True))

    def _add_run(self, block: Block, end: int, now: Moment | None) -> None:
        """Add the op that runs in the block of lines up to `end`, and mark its access."""
        begin = int(self._ends_held[np.searchsorted(self._ends_held, end) - 1])
        said = {
            int(self._class[line]): line
            for line in self._runs[slice(*np.searchsorted(self._runs, (begin, end)))].tolist()
        }
        line = said[lines.RUNNING]
        elapsed: int = self._says(line)
        nesting: int = self._says(said[lines.NESTING]) if lines.NESTING in said else 1
        op = int(_last(self._ops, np.array([line]))[0])
        uid, package = block.owners[int(_last(self._packages, np.array([line]))[0])]
        assert package is not None
        name: str = self._says(int(self._ops[op]))[0]
        tag: str | None = self._says(int(_line_of(self._opens, np.array([line]))[0]))
        started = None if now is None else now.time_ms - elapsed
        running = Running(uid, package, name, tag, started, nesting, line + self.number)
        block.running.append((end + self.number, running))
        if now is not None:
            low, high = np.searchsorted(self._lines_of_events, (begin, end)).tolist()
            _mark(block, low, high, elapsed, now.time_ms)


def _mark(block: Block, low: int, high: int, elapsed_ms: int, now_ms: int) -> None:
    """Mark the access of an op in use that runs."""
    events = block.events
    rows = [r for r in range(low, high) if block.actors[events.actor[r]][0] is Kind.ACCESS]
    lasted = [int(events.duration_ms[row]) for row in rows]
    spans = [
        (int(events.time_ms[row]), None if length == NONE else length)
        for row, length in zip(rows, lasted, strict=True)
    ]
    for which in in_use(spans, elapsed_ms, now_ms):
        events.running[rows[which]] = True


def _newlines(buffer: Bytes, length: int) -> Int64:
    found = [
        np.flatnonzero(buffer[at : min(at + _SCAN_STEP, length)] == ord("\n")) + at
        for at in range(0, length, _SCAN_STEP)
    ]
    return np.concatenate(found)


def _without_returns(buffer: Bytes, start: Int64, end: Int64) -> Int64:
    for _ in range(2):  # CR LF, and CR CR LF of Android 6
        end = end - ((end > start) & (buffer[end - 1] == ord("\r")))
    for row in np.flatnonzero((end > start) & (buffer[end - 1] == ord("\r"))).tolist():
        line = buffer[start[row] : end[row]].tobytes()
        end[row] = start[row] + len(line.rstrip(b"\r"))
    return end


def _last(headers: Int64, at: Int64) -> Int64:
    """Give which of the headers comes last before each line; -1 for none."""
    return np.searchsorted(headers, at, side="right") - 1


def _line_of(headers: Int64, at: Int64) -> Int64:
    """Give the line of the header that comes last before each line; -1 for none."""
    return np.append(headers, -1)[_last(headers, at)]


class _Dating:
    """Turns printed times into UTC in reading order, since the clock learns from each."""

    def __init__(self, clock: DumpClock, scan_times: tuple[Int64, Int64, Int64, Int64]) -> None:
        self._clock = clock
        self._local_ms, self._distance_ms, self._every, self._which = scan_times
        self.time_ms = self._local_ms.copy()
        self.precision_ms = np.ones(len(self.time_ms), np.int64)
        self.is_assumed = np.zeros(len(self.time_ms), np.bool_)

    def date(self, stops: list[int]) -> list[Moment | None]:
        """Fill in all times. Gives what the clock holds for now after each of `stops` events."""
        known = [self._clock.offset_of_now.get(now) for now in self._every.tolist()]
        offsets = np.array([0 if offset is None else offset for offset in known], np.int64)
        self.time_ms -= offsets[self._which]
        is_new = np.array([offset is None for offset in known], np.bool_)
        left = np.flatnonzero(is_new[self._which])
        nows: list[Moment | None] = []
        while len(left):
            row = int(left[0])
            self._tell_now(nows, stops, row)
            offset = self._ask(row)
            is_same = self._which[left] == self._which[row]
            if offset is None:
                left = left[1:] if len(left) < _FEW else self._ask_all(left[1:], nows, stops)
            else:
                self.time_ms[left[is_same]] = self._local_ms[left[is_same]] - offset
                left = left[~is_same]
        self._tell_now(nows, stops, len(self.time_ms))
        return nows

    def _tell_now(self, nows: list[Moment | None], stops: list[int], row: int) -> None:
        while len(nows) < len(stops) and stops[len(nows)] <= row:
            nows.append(self._clock.now())

    def _ask(self, row: int) -> int | None:
        """Ask the clock for one event; give the offset if it has learned one."""
        local_ms, distance_ms = int(self._local_ms[row]), int(self._distance_ms[row])
        moment = self._clock.moment(local_ms, distance_ms)
        self.time_ms[row] = moment.time_ms
        self.precision_ms[row] = 1 + moment.spread_ms
        self.is_assumed[row] = moment.is_assumed
        return self._clock.offset_of_now.get(local_ms - distance_ms)

    def _ask_all(self, rows: Int64, nows: list[Moment | None], stops: list[int]) -> Int64:
        for row in rows.tolist():
            self._tell_now(nows, stops, row)
            self._ask(row)
        return rows[:0]
