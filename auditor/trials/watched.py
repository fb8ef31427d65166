"""Whether a watch looked at a phone after a moment: each of its answers tells when it was asked."""

from collections.abc import Iterator

from auditor.live.journal import read_journal
from auditor.live.plan import WHOLE, asked
from auditor.readings import CaptureRow
from auditor.repeats import WATCH
from auditor.store import Store


def looked_after(store: Store, row: CaptureRow, after_ms: int) -> bool:
    """Whether a watch asked for all accesses at or after a moment, by this computer's clock.

    Only answers count that came whole and are in the case, or told nothing new: so nothing counts
    after the last answer, nor while the phone was away. A capture that is no watch: False.
    """
    is_over = row.outcome != "running" and (row.ended_ms or row.started_ms) < after_ms
    if row.plan != WATCH or is_over:
        return False
    return any(asked_ms >= after_ms for asked_ms in _looks(store, row))


_KEPT = """
SELECT r.command, r.started_ms FROM raw_files r JOIN captures c ON c.id = r.capture_id
WHERE c.capture_id = ? AND r.whole AND r.is_read
"""


def _looks(store: Store, row: CaptureRow) -> Iterator[int]:
    """Give when it asked for all accesses: answers that were kept, then those of the journal."""
    for command, started_ms in store.db.execute(_KEPT, (row.capture_id,)):
        if command in WHOLE:
            yield started_ms
    names = {asked(command, {}) for command in WHOLE}
    for untrusted in read_journal(store.captures_dir / row.capture_id):
        at_ms, cost_ms = untrusted.get("at"), untrusted.get("cost_ms")
        is_look = untrusted.get("what") == "same" and untrusted.get("asked") in names
        if is_look and isinstance(at_ms, int) and isinstance(cost_ms, int):
            yield at_ms - cost_ms
