"""Which aggregated slots count: captures of one phone overlap, and nothing may count twice.

The phone coarsens old slots, so two captures describe the same hours in different grains.
A slot of a later capture is shown unless earlier, closed slots of the same or a finer grain
cover it; a shown slot replaces every earlier one that it overlaps. Slot 0 of a capture is still
in memory: it grows, so it covers nothing. The result is derived and can be rebuilt at any time.
"""

import json
import sqlite3
from dataclasses import dataclass

import numpy as np

from auditor.bulk import Int64

TOLERANCE_MS = 2_000  # corrected boundaries agree to a second or two between captures


@dataclass(slots=True)
class Slot:
    """A stretch of time that one raw file counts accesses for."""

    id: int
    file: int  # raw files in the order of their captures
    begin_ms: int
    end_ms: int
    is_closed: bool
    is_cut: bool  # the file breaks off within this slot
    is_shown: bool = True

    @property
    def length_ms(self) -> int:
        """How long the slot is."""
        return self.end_ms - self.begin_ms

    def overlaps(self, other: "Slot") -> bool:
        """Whether both share more than the boundaries' uncertainty."""
        shared = min(self.end_ms, other.end_ms) - max(self.begin_ms, other.begin_ms)
        return shared > min(TOLERANCE_MS, self.length_ms // 2, other.length_ms // 2)


def choose(slots: list[Slot]) -> list[tuple[Slot, Slot]]:
    """Set `is_shown` of every slot. Gives the pairs (hidden, shown later slot that replaces it)."""
    shown: list[Slot] = []
    pairs: list[tuple[Slot, Slot]] = []
    for file in sorted({slot.file for slot in slots}):
        new = [slot for slot in slots if slot.file == file]
        pairs += _add_file(shown, new)
        shown = [slot for slot in shown if slot.is_shown]
        shown += [slot for slot in new if slot.is_shown]
    return pairs


def _add_file(earlier: list[Slot], new: list[Slot]) -> list[tuple[Slot, Slot]]:
    """Decide for the slots of one more file, and hide the earlier ones that they replace.

    A slot that was hidden no longer covers anything, so what it covered is looked at again until
    nothing changes. Each round hides an earlier slot for good, so it ends.
    """
    pairs: list[tuple[Slot, Slot]] = []
    while True:
        alive = [slot for slot in earlier if slot.is_shown]
        for slot in new:
            slot.is_shown = not _is_covered(slot, alive)
        taking = [slot for slot in new if slot.is_shown and not slot.is_cut]
        found = [(old, slot) for old in alive for slot in taking if old.overlaps(slot)]
        if not found:
            return pairs
        pairs += found
        for old, _ in found:
            old.is_shown = False


def _is_covered(slot: Slot, earlier: list[Slot]) -> bool:
    if slot.is_cut:
        return any(slot.overlaps(other) for other in earlier)
    limit_ms = slot.length_ms + TOLERANCE_MS
    fine = [s for s in earlier if s.is_closed and not s.is_cut and s.length_ms <= limit_ms]
    slack_ms = min(TOLERANCE_MS, slot.length_ms // 4)  # a slot of a second is not covered by none
    reached_ms = slot.begin_ms
    for other in sorted(fine, key=lambda each: each.begin_ms):
        if other.begin_ms > reached_ms + slack_ms:
            break
        reached_ms = max(reached_ms, other.end_ms)
    return slot.length_ms > 0 and reached_ms >= slot.end_ms - slack_ms


_READ = """
SELECT s.id, r.id, s.begin_ms, s.end_ms, s.is_closed, s.is_cut
FROM slots s
JOIN raw_files r ON r.id = s.raw_file_id
JOIN captures c ON c.id = r.capture_id
WHERE c.device_id = ?
ORDER BY c.started_ms, c.id, r.started_ms, r.id, s.begin_ms, s.id
"""
_HAS_SLOTS = """
SELECT 1 FROM json_each(?) j JOIN slots s ON s.raw_file_id = j.value LIMIT 1
"""
# A package that a later capture's history does not know at all was removed together with its
# history: its earlier counts stay, there is nothing that could count them twice.
_PACKAGES = """
SELECT DISTINCT a.package_id
FROM slots t JOIN event_details e ON e.slot_id = t.id JOIN series a ON a.id = e.event_id >> 40
WHERE t.raw_file_id = ?
"""
_HIDE_REPLACED = """
UPDATE event_details SET superseded = 1
WHERE slot_id = ? AND NOT superseded
  AND (SELECT package_id FROM series WHERE id = event_id >> 40) IN (
    SELECT value FROM json_each(?))
"""


def refresh(db: sqlite3.Connection, device_id: int, files: list[int]) -> Int64:
    """Work out anew which aggregated events of a phone count, if raw files brought slots.

    Call it inside a transaction. Gives the ids of the events that are hidden or shown since.
    A package that a later capture's history does not know at all was removed together with its
    history: its earlier counts stay, for there is nothing that counts them a second time.
    """
    if db.execute(_HAS_SLOTS, (json.dumps(files),)).fetchone() is None:
        return np.zeros(0, dtype=np.int64)
    before = _hidden(db)
    _choose_anew(db, device_id)
    return np.array(sorted(before ^ _hidden(db)), dtype=np.int64)


def _hidden(db: sqlite3.Connection) -> set[int]:
    return {row[0] for row in db.execute("SELECT event_id FROM event_details WHERE superseded")}


def _choose_anew(db: sqlite3.Connection, device_id: int) -> None:
    rows = db.execute(_READ, (device_id,)).fetchall()
    files = list(dict.fromkeys(row[1] for row in rows))  # in the order of their captures
    slots = [Slot(r[0], files.index(r[1]), r[2], r[3], bool(r[4]), bool(r[5])) for r in rows]
    pairs = choose(slots)
    replaced = {old.id for old, _ in pairs}
    db.executemany(
        "UPDATE slots SET superseded = ? WHERE id = ?", [(not s.is_shown, s.id) for s in slots]
    )
    db.executemany(
        "UPDATE event_details SET superseded = ? WHERE slot_id = ? AND superseded <> ?",
        [(hide, s.id, hide) for s in slots for hide in [not s.is_shown and s.id not in replaced]],
    )
    names = {place: _packages(db, files[place]) for place in {by.file for _, by in pairs}}
    wanted = sorted({(old.id, by.file) for old, by in pairs})
    db.executemany(_HIDE_REPLACED, [(old, names[place]) for old, place in wanted])


def _packages(db: sqlite3.Connection, raw_file_id: int) -> str:
    return json.dumps([row[0] for row in db.execute(_PACKAGES, (raw_file_id,))])
