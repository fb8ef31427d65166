"""`device_config` of the sample phone: values that are stored, and what its app-ops heed of them.

The two differ on a real phone as well (formats.md 4.6): who listens hears only of the key that
changed and forgets what it knew of the others until the phone is started again.
"""

from bisect import bisect_right
from collections.abc import Callable

from auditor.ops import catalogue
from auditor.sample.answers import Reply
from auditor.sample.discrete import kept_ops
from auditor.sample.versions import Version

Step = tuple[int, dict[str, str | None]]  # the phone's time in milliseconds; what was stored

OPS, CUTOFF = "discrete_history_ops_cslist", "discrete_history_cutoff_millis"
LONGEST_MS = 30 * 86_400_000
FIRST_API = 29  # the first with a `device_config`
FIRST_HEEDED = 31
_DENIED = (
    b"\nException occurred while executing 'put':\n"
    b"java.lang.SecurityException: Permission denial to mutate flag\n"
)


class Kept:
    """Whose single accesses are stored, at which time, and how far back they reach."""

    def __init__(self, version: Version) -> None:
        self._usual = kept_ops(version)
        self._usual_ms = version.retention_ms
        self._times: list[int] = []  # when the list of ops changed
        self._lists: list[frozenset[str]] = []
        self._cutoff_ms = self._usual_ms
        self._gone_ms = 0  # what is older was deleted

    def ops_ever(self) -> frozenset[str]:
        """Name the ops whose single accesses are stored, or were at some time."""
        return self._usual.union(*self._lists)

    def ops_at(self, time: int) -> frozenset[str]:
        """Name the ops whose single accesses are stored at a moment."""
        number = bisect_right(self._times, time) if self._times else 0
        return self._lists[number - 1] if number else self._usual

    def since(self, now: int) -> int:
        """Say from when on single accesses are still there."""
        return max(now - self._cutoff_ms, self._gone_ms)

    def change(self, now: int, ops: frozenset[str] | None, cutoff_ms: int | None) -> None:
        """Heed other values from now on; None is what this version does by itself."""
        self._gone_ms = self.since(now)
        self._cutoff_ms = min(LONGEST_MS, cutoff_ms or self._usual_ms)
        self._times.append(now)
        self._lists.append(self._usual if ops is None else ops)


class DeviceConfig:
    """The stored values of the namespace `privacy`, and who listens to them."""

    def __init__(self, version: Version) -> None:
        self._version = version
        self.stored: dict[str, str] = {}
        self.kept = Kept(version)
        self.refuses = ""  # how a maker's build may be: "denied" says so, "ignored" does not
        self.sync_after_s: int | None = None  # then the maker's server takes away what was stored
        self.on_stored: Callable[[Step], None] = lambda _step: None
        self._sync_ms: int | None = None

    def run(self, words: list[str], now: int) -> Reply | None:
        """Answer one command; None where this version has no such command."""
        if self._version.api < FIRST_API:
            return None
        self.catch_up(now)
        match words:
            case ["get", "privacy", key]:
                return _printed(self.stored.get(key, "null"))
            case ["list", "privacy"]:
                return _printed("\n".join(f"{k}={v}" for k, v in sorted(self.stored.items())))
            case ["put" | "delete", "privacy", *_] if self.refuses == "denied":
                return Reply(stderr=_DENIED, code=255)
            case ["put", "privacy", key, value]:
                if not self.refuses:
                    self._store(now, {key: value})
                    if self.sync_after_s is not None:
                        self._sync_ms = now + 1000 * self.sync_after_s
                return Reply()
            case ["delete", "privacy", key]:
                is_there = key in self.stored and not self.refuses
                if is_there:
                    self._store(now, {key: None})
                return _printed(
                    f"{'Successfully deleted' if is_there else 'Failed to delete'} "
                    f"{key} from privacy"
                )
        return Reply(stderr=b"Bad arguments\n", code=255)

    def catch_up(self, now: int) -> None:
        """Let happen what the maker's server did by now."""
        if self._sync_ms is not None and now >= self._sync_ms:
            due, self._sync_ms = self._sync_ms, None
            self.sync(dict.fromkeys(self.stored), due)

    def remember(self, steps: list[Step]) -> None:
        """Begin with what an earlier process stored, each at its own time."""
        for time, values in steps:
            self._store(time, values, is_new=False)

    def sync(self, values: dict[str, str | None], now: int) -> None:
        """Take values from the maker's server, which overwrites what anybody stored here."""
        self._store(now, values)

    def restart(self, now: int) -> None:
        """Begin anew: everything that is stored is read, and heeded, together."""
        self._heed(now, dict(self.stored))

    def _store(self, now: int, values: dict[str, str | None], *, is_new: bool = True) -> None:
        if is_new:
            self.on_stored((now, values))
        for key, value in values.items():
            if value is None:
                self.stored.pop(key, None)
            else:
                self.stored[key] = value
        self._heed(now, values)

    def _heed(self, now: int, told: dict[str, str | None] | dict[str, str]) -> None:
        """Heed what is told and forget the rest."""
        if self._version.api < FIRST_HEEDED:
            return
        cutoff = told.get(CUTOFF)
        self.kept.change(now, self._ops(told.get(OPS)), _whole(cutoff) if cutoff else None)

    def _ops(self, text: str | None) -> frozenset[str] | None:
        """Read a list of codes; one that is no number spoils the list."""
        if text is None:
            return None
        names = {
            op.code: op.name
            for op in catalogue().values()
            if op.since_api is not None and op.since_api <= self._version.api
        }
        codes = [_whole(part) for part in text.split(",")]
        if any(code is None for code in codes):
            return None
        return frozenset(names[code] for code in codes if code in names)


def _whole(text: str) -> int | None:
    return int(text) if text.strip().isascii() and text.strip().isdigit() else None


def _printed(text: str) -> Reply:
    return Reply(stdout=f"{text}\n".encode() if text else b"")
