"""What a bundle would hold and what would be taken out, told before anything is written."""

import json
from collections import Counter
from dataclasses import dataclass

from auditor.bundle.contents import Contents, gather
from auditor.bundle.redaction import NOT_NEEDED, OTHER_APP
from auditor.bundle.seal import sealed
from auditor.bundle.selection import Selection, select
from auditor.columns import columns_of
from auditor.filters import EventFilter
from auditor.notes import evidence_ids
from auditor.pseudonyms import pseudonyms
from auditor.query import captures
from auditor.store import Store
from auditor.task import Task

# The names made with it are as long as the true ones; the case's key is made with a bundle only.
STAND_IN = bytes(32)


@dataclass(frozen=True, slots=True)
class Preview:
    """Counts of what leaves and of what stays; sizes are before a zip makes them smaller."""

    events: int
    files: int
    size_bytes: int
    raw_kept: int  # answers of the phone of which anything leaves
    raw_left_out: int  # answers that stay whole
    lines_not_needed: int  # lines that are emptied in the answers that leave
    lines_other_app: int  # lines that would be kept but name another app
    evidence: int  # events in it that a person chose as evidence
    evidence_left_out: int  # chosen events of these apps that the filter does not let through
    is_sample: bool


def preview(store: Store, wanted: EventFilter, task: Task | None = None) -> Preview:
    """Work out a bundle about the packages of a filter without writing anything.

    Raises UsageError as `export_bundle` does, and Cancelled.
    """
    task = task or Task()
    chosen = select(store, wanted, task)
    contents = gather(store, chosen, 0, task, pseudonyms(store, STAND_IN))
    files = sealed(contents, chosen.head)
    inside, outside = _evidence(store, chosen, wanted.uids)
    gone = _gone_lines(contents)
    kept = sum(about["role"] == "raw" for about in contents.about.values())
    mine = [each for each in captures(store) if each.device_id == chosen.device_id]
    return Preview(
        events=len(chosen.events),
        files=len(files),
        size_bytes=sum(map(len, files.values())),
        raw_kept=kept,
        raw_left_out=sum(each.files for each in mine) - kept,
        lines_not_needed=gone[NOT_NEEDED],
        lines_other_app=gone[OTHER_APP],
        evidence=inside,
        evidence_left_out=outside,
        is_sample=chosen.is_sample,
    )


def _evidence(store: Store, chosen: Selection, uids: frozenset[int]) -> tuple[int, int]:
    """Count chosen events inside, and those of the same apps and users that the filter hides."""
    ids = evidence_ids(store)
    inside = len(ids & {row.id for row in chosen.events})
    everything = EventFilter(
        packages=chosen.packages,
        uids=uids,
        device_id=chosen.device_id,
        include_middlemen=True,
    )
    return inside, len(ids & set(columns_of(store.db, everything).ids.tolist())) - inside


def _gone_lines(contents: Contents) -> Counter[str]:
    """Count the lines that were emptied, by rule, as the redaction log tells them."""
    gone: Counter[str] = Counter()
    for line in contents.files["redaction.jsonl"].splitlines():
        gap = json.loads(line)
        gone[gap["rule"]] += gap["last"] - gap["first"] + 1
    return gone
