"""What an export is made of: the events that a filter shows, under the names that may leave."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.filters import EventFilter
from auditor.pseudonyms import Pseudonyms, pseudonyms
from auditor.query import EventRow, columns, rows_of
from auditor.store import Store
from auditor.task import Task

BEAT = 1_000  # events between two reports of progress


@dataclass(frozen=True)
class Shown:
    """The events of a case that pass a filter, and how to tell of them.

    `names` says what phones, captures and imported files are called; None: as in the case, which
    is for what stays on this computer. `made_ms` (UTC) is written where a format asks when it was
    made. `lang` is the language of sentences; fields and codes have none.
    """

    store: Store
    wanted: EventFilter
    names: Pseudonyms | None
    made_ms: int
    lang: str = "en"
    task: Task = field(default_factory=Task)

    def events(self, most: int | None = None) -> Iterator[EventRow]:
        """Stream the events in their order; tells how far it is, and ends with Cancelled.

        `most` keeps the last ones.
        """
        ids = columns(self.store, self.wanted).ids
        ids = ids if most is None else ids[max(0, len(ids) - most) :]
        rows = rows_of(self.store, ids, self.wanted.unmerged, self.names)
        for number, row in enumerate(rows, start=1):
            yield row
            if number % BEAT == 0:
                self.task.step(number, len(ids), "events")
        self.task.step(len(ids), len(ids), "events")


def shown(
    store: Store, wanted: EventFilter, made_ms: int, lang: str = "en", task: Task | None = None
) -> Shown:
    """Take what a filter shows, under pseudonyms. StoreError when the case's key is not there."""
    return Shown(store, wanted, pseudonyms(store), made_ms, lang, task or Task())
