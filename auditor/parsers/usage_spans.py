"""Which stretches of time a text of `dumpsys usagestats` covers: where silence means something.

What a section covers is printed above it (formats.md 6.2): the last 24 hours end with the dump,
a stored file where it was last written. Where nothing is printed, or only in the words of the
phone's language, a text covers what lies between its own first and last event.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.clock import PhoneClock
from auditor.records import UsageEvent, UsageSpan

_DAY_MS = 86_400_000
_LAST_DAY = re.compile(r"\s*Last 24 hour events \((.*)").match
_LIVE = re.compile(r"\s*In-memory daily stats").match
_OLDER = re.compile(r"\s*In-memory (?:weekly|monthly|yearly) stats").match
_FILE = re.compile(r"\s*file=\d+").match
_RANGE = re.compile(r"\s*beginTime=(\d{1,17}) endTime=(\d{1,17})\s").match


@dataclass(slots=True)
class _Section:
    """What is being read: how far it reaches, as printed, and as its events show."""

    user_id: int
    line: int
    is_live: bool  # the phone was still writing it: it ends with the dump
    counts: bool = True
    begin_ms: int | None = None
    end_ms: int | None = None
    first_ms: int | None = None
    last_ms: int | None = None


class Spans:
    """Takes the headers and the events of one text in their order."""

    def __init__(self, clock: PhoneClock) -> None:
        self._clock = clock
        self._sections: list[_Section] = []

    def user(self, user_id: int) -> None:
        """Note that another user's sections follow."""
        self._sections.append(_Section(user_id, 0, is_live=False))

    def header(self, number: int, line: str) -> None:
        """Look at a line that holds no event."""
        now_ms, user_id = self._clock.before_ms, self._user_id()
        if match := _LAST_DAY(line):
            section = _Section(user_id, number, True, end_ms=now_ms)
            printed = _RANGE(f"{match[1]} ")
            if printed:
                section.begin_ms, section.end_ms = int(printed[1]), int(printed[2])
            elif self._clock.after_ms is not None:
                section.begin_ms = self._clock.after_ms - _DAY_MS
            self._sections.append(section)
        elif _LIVE(line):
            self._sections.append(_Section(user_id, number, True, end_ms=now_ms))
        elif _OLDER(line):
            self._sections.append(_Section(user_id, number, True, counts=False))
        elif _FILE(line):
            self._sections.append(_Section(user_id, number, False))
        elif (printed := _RANGE(f"{line} ")) and self._sections and not self._sections[-1].is_live:
            section = self._sections[-1]
            section.begin_ms, section.end_ms = int(printed[1]), int(printed[2])
            section.line = number

    def add(self, event: UsageEvent) -> None:
        """Count an event to its section."""
        if not self._sections or self._sections[-1].user_id != event.user_id:
            self.user(event.user_id)
        section = self._sections[-1]
        last_ms = event.time_ms + event.precision_ms - 1
        section.line = section.line or event.line
        if section.first_ms is None or section.last_ms is None:
            section.first_ms, section.last_ms = event.time_ms, last_ms
        section.first_ms = min(event.time_ms, section.first_ms)
        section.last_ms = max(last_ms, section.last_ms)

    def found(self, is_whole: bool) -> Iterator[UsageSpan]:
        """Give what is covered, the files of neighbouring days as one span."""
        spans = [span for span in self._each(is_whole) if span.begin_ms <= span.end_ms]
        joined: list[UsageSpan] = []
        for span in sorted(spans, key=lambda each: (each.user_id, each.begin_ms)):
            last = joined[-1] if joined else None
            if last and last.user_id == span.user_id and span.begin_ms - last.end_ms <= _DAY_MS:
                end_ms = max(last.end_ms, span.end_ms)
                joined[-1] = UsageSpan(span.user_id, last.begin_ms, end_ms, last.line)
            else:
                joined.append(span)
        yield from joined

    def _each(self, is_whole: bool) -> Iterator[UsageSpan]:
        for section in self._sections:
            is_printed = section.begin_ms is not None and section.end_ms is not None
            if not section.counts or (section.first_ms is None and not is_printed):
                continue
            is_cut = not is_whole and section is self._sections[-1]
            begin_ms = section.first_ms if section.begin_ms is None else section.begin_ms
            end_ms = section.last_ms if section.end_ms is None or is_cut else section.end_ms
            if begin_ms is None or end_ms is None:
                continue
            if section.first_ms is not None and section.last_ms is not None:
                begin_ms = min(begin_ms, section.first_ms)
                end_ms = max(end_ms, section.last_ms)
            yield UsageSpan(section.user_id, begin_ms, end_ms, section.line)

    def _user_id(self) -> int:
        return self._sections[-1].user_id if self._sections else 0
