"""Which news of a watch are worth disturbing somebody: chosen data types, used in the background.

One alert tells of one app, and of one app there is one in some minutes at most: what happens
meanwhile is counted and told with the next.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from auditor.live.news import News
from auditor.query import EventRow
from auditor.records import DataType, Kind

PAUSE_MS = 5 * 60_000  # between two alerts of one app


@dataclass(frozen=True, slots=True)
class Alert:
    """What one app did in the background since the last alert of it."""

    package: str
    user: int | None
    label: str | None
    counts: tuple[tuple[str, int], ...]  # data type and how often, the most frequent first
    last: EventRow

    @property
    def count(self) -> int:
        """How often, all together."""
        return sum(number for _, number in self.counts)


@dataclass
class _App:
    told_ms: int | None = None
    waiting: list[EventRow] = field(default_factory=list)


class Alerts:
    """Decides about alerts. Empty `types`: there are none."""

    def __init__(self, types: Iterable[DataType], pause_ms: int = PAUSE_MS) -> None:
        self._types = frozenset(types)
        self._pause_ms = pause_ms
        self._apps: dict[tuple[int, str], _App] = {}

    def of(self, news: News, now_ms: int) -> list[Alert]:
        """Take news in and give the alerts that are due, by any clock that goes on."""
        for row in news.events:
            if self._concerns(row):
                self._apps.setdefault((row.uid, row.package), _App()).waiting.append(row)
        return self.due(now_ms)

    def due(self, now_ms: int) -> list[Alert]:
        """Give the alerts that have waited long enough."""
        found = []
        for app in self._apps.values():
            if app.waiting and (app.told_ms is None or now_ms - app.told_ms >= self._pause_ms):
                found.append(_alert(app.waiting))
                app.told_ms, app.waiting = now_ms, []
        return found

    def _concerns(self, row: EventRow) -> bool:
        """Whether it is an access of a chosen kind that is known to be in the background."""
        return (
            row.kind == Kind.ACCESS and row.is_background is True and row.data_type in self._types
        )


def _alert(rows: list[EventRow]) -> Alert:
    counts = Counter(row.data_type for row in rows)
    last = max(rows, key=lambda row: row.time_ms or 0)
    return Alert(last.package, last.user, last.label, tuple(counts.most_common()), last)
