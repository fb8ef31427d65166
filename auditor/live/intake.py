"""What the answers of a watched phone bring: kept if it is new, loaded into the case, told."""

from collections.abc import Callable, Iterable
from io import BytesIO

from auditor.errors import BusyCase
from auditor.live.clock import LiveClock
from auditor.live.news import News
from auditor.live.phone import Answer
from auditor.live.recorder import Recorder
from auditor.load import load_more
from auditor.query import EventRow, listed
from auditor.readers import READERS
from auditor.record_numbers import Record
from auditor.records import DataType, Notice, Source
from auditor.repeats import Told
from auditor.store import Store

OnNews = Callable[[News], None]
_REFUSALS = {"refused", "unknown_option", "no_service", "error", "help"}


class Intake:
    """Takes the answers of one watch, through all of its captures.

    `types` are the kinds of data that count as something new. What happened since `since_ms`, by
    the phone's clock, is told event by event; what is older is counted.
    """

    def __init__(
        self, store: Store, types: frozenset[DataType], clock: LiveClock, on_news: OnNews
    ) -> None:
        self._store = store
        self._types = types
        self._clock = clock
        self._on_news = on_news
        self._told = Told()
        self._is_behind = False  # another program wrote: what is on the disk is not loaded yet
        self._rec: Recorder
        self.since_ms = 0
        self.events = 0
        self.size_bytes = 0

    def begin_capture(self, rec: Recorder) -> None:
        """Say where texts are kept from now on. Of a new capture everything is new."""
        self._rec, self._told, self._is_behind = rec, Told(), False

    def keep(self, answer: Answer, is_refused: bool = False) -> None:
        """Keep an answer, whatever it tells. It is acknowledged when this returns."""
        raw = self._rec.keep(answer.raw, answer.text, answer.cost_ms, is_refused)
        self.size_bytes += raw.size_bytes

    def keep_if_new(self, answer: Answer) -> bool:
        """Keep, load and tell what is new in an answer; whether it is a refusal."""
        raw = answer.raw
        sifted = self._told.sift(raw, self._read(answer))
        is_refused = _is_refusal(sifted.fresh)
        if not is_refused and sifted.has_news(self._types):
            self.keep(answer)
            self.load(raw.ended_utc_ms)
            return False
        if raw.whole and not is_refused:
            self._rec.told_nothing(raw, answer.cost_ms, answer.text)
        if self._is_behind:
            self.load()
        return is_refused

    def is_refusal(self, answer: Answer) -> bool:
        """Whether an answer says that it tells nothing."""
        return _is_refusal(self._read(answer))

    def _read(self, answer: Answer) -> Iterable[Record]:
        reader = READERS[answer.raw.command]
        return reader(BytesIO(answer.text), answer.raw, self._rec.manifest())

    def load(self, answered_ms: int | None = None) -> None:
        """Load what was kept, and tell it. While another program writes, it waits on the disk."""
        told = self._told.copy()
        try:
            grown = load_more(self._store, self._rec.folder, self._rec.manifest(), told)
        except BusyCase:
            self._is_behind = True
            return
        self._told, self._is_behind = told, False
        if not grown.added and not grown.changed:
            return
        now_ms = self._clock.utc_ms()
        found = self._rows(grown.added)
        live = tuple(each for each in found if each.time_ms and each.time_ms >= self.since_ms)
        self.events += len(live)
        self._on_news(
            News(
                live,
                len(found) - len(live),
                len(grown.changed),
                answered_ms or now_ms,
                max(0, now_ms - answered_ms) if answered_ms else 0,
                self._rec.folder.name,
            )
        )

    def seal(self, now_ms: int, outcome: str) -> None:
        """End the capture. While another program writes, the case is given the rest of it later,
        as that of a watch that was killed."""
        manifest = self._rec.seal(now_ms, outcome)
        try:
            load_more(self._store, self._rec.folder, manifest, self._told)
        except BusyCase:
            return
        self._rec.is_loaded()

    def _rows(self, ids: list[int]) -> list[EventRow]:
        if not ids:
            return []
        return [row for row in listed(self._store, ids) if row.source != Source.AGGREGATE]


def _is_refusal(records: Iterable[Record]) -> bool:
    return any(isinstance(each, Notice) and each.code in _REFUSALS for each in records)
