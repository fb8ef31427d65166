"""What a call adds to the registries of counts and of single accesses (Android 11 on).

A start counts as an access at once; its duration is added when it ends or the uid state changes.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from auditor.sample.entries import FINISH, MOVE, REJECT, UNNEST, Entry


class Recording(NamedTuple):
    """One record. `recorded` is when Android wrote it, `time` the access it belongs to."""

    recorded: int
    kind: str  # "access", "reject", or "end" of an access that lasted `duration`
    time: int
    duration: int
    state: str
    entry: Entry


def recordings(entries: Iterable[Entry]) -> Iterator[Recording]:
    """Turn calls into records, in the order Android writes them."""
    for entry in entries:
        what, at = entry.what, entry.time
        if what == UNNEST:
            continue
        if what == REJECT:
            yield Recording(at, "reject", at, 0, entry.state, entry)
            continue
        if what == MOVE:
            yield Recording(at, "end", entry.began, at - entry.began, entry.was, entry)
        if what == FINISH:
            yield Recording(at, "end", entry.began, at - entry.began, entry.state, entry)
        else:
            yield Recording(at, "access", at, 0, entry.state, entry)
