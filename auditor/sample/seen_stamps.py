"""What the answers of a sample phone showed: the ground truth for whoever asks again and again."""

from auditor.ops import data_type
from auditor.records import DataType
from auditor.sample.appops_state import AppOpsState
from auditor.sample.dump_ops import with_running
from auditor.sample.entries import NOTE, START, Entry
from auditor.sample.phone import SamplePhone

Stamp = tuple[int, str, str, str | None, str, str, int]  # a key and its time, UTC milliseconds
_RUNS_ARE_ACCESSES_FROM = 30


class SeenStamps:
    """Every last access of a personal kind that the phone showed in an answer.

    The list of the past shows none. From Android 11 on a run that goes on stands in the place of
    the last access of its key (docs/formats.md): that one is not shown, the begin of the run is.
    """

    def __init__(self, phone: SamplePhone) -> None:
        self._phone = phone
        self._state = AppOpsState(phone.version)
        self.stamps: set[Stamp] = set()

    def look(self) -> None:
        """Take in what was asked since the last look, and let the phone forget it."""
        dumps, journal = self._phone.dumps, self._phone.journal
        for line, now in dumps:
            if not line.startswith("dumpsys -t 60 appops") or "--history" in line:
                continue
            words = line.split()
            op = words[words.index("--op") + 1] if "--op" in words else None
            self._state.advance(journal.entries, journal.count(now))
            for (uid, package), ops in self._state.packages.items():
                for name in ops if op is None else (op,) if op in ops else ():
                    if data_type(name) is not DataType.OTHER:
                        for tag in ops[name]:
                            self._see((uid, package, name, tag), now)
        dumps.clear()

    def _see(self, key: tuple[int, str, str, str | None], now_ms: int) -> None:
        uid, package, op, tag = key
        slot = self._state.packages[uid, package][op][tag]
        if self._phone.version.api >= _RUNS_ARE_ACCESSES_FROM:
            slot = with_running(slot, now_ms)
        self.stamps |= {(*key, *kind, access.time) for kind, access in slot.access.items()}


def accesses(phone: SamplePhone, begin_ms: int, end_ms: int) -> list[Entry]:
    """All accesses of personal kinds that happened from one moment to another."""
    return [
        entry
        for entry in phone.journal.until(end_ms)
        if entry.time >= begin_ms
        and entry.what in (NOTE, START)
        and data_type(entry.op) is not DataType.OTHER
    ]
