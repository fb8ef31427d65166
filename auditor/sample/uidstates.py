"""Who is in front, who runs and who sleeps at one moment: the `state=` lines of a dump."""

from collections.abc import Mapping
from dataclasses import dataclass

from auditor.sample.appops_state import Ops
from auditor.sample.apps import Install, installs
from auditor.sample.days import HOUR, Day
from auditor.sample.versions import Version


@dataclass(frozen=True, slots=True)
class UidStates:
    """Uid states at one moment."""

    states: dict[int, str]

    def of(self, uid: int) -> str:
        """Give a uid's state; a uid that is not known has nothing running."""
        return self.states.get(uid, "cch")


def uid_states(
    packages: Mapping[tuple[int, str], Ops], days: list[Day], now: int, version: Version
) -> UidStates:
    """Work the states out from visits and running ops."""
    states: dict[int, str] = {}
    last_seen = {visit.who: visit.end for day in days for visit in day.visits if visit.begin <= now}
    for who in installs():
        states[who.uid] = _idle(who, last_seen, now, version)
    for (uid, _), ops in packages.items():
        running = [s.running.state for tags in ops.values() for s in tags.values() if s.running]
        if running and states.get(uid) != "pers":
            states[uid] = min(running, key=_RANK.index)
    for day in days[-1:]:
        for visit in day.visits:
            if visit.begin <= now < visit.end:
                states[visit.who.uid] = "top"
    return UidStates(states)


_RANK = ["pers", "top", "fgsvcl", "fgsvc", "fg", "bg", "cch", "gone"]


def _idle(who: Install, last_seen: dict[Install, int], now: int, version: Version) -> str:
    if who.app.is_system and (who.uid % 100_000 < 2000 or who.package == "com.android.systemui"):
        return "pers"
    if version.api >= 35 and last_seen.get(who, 0) < now - 8 * HOUR and not who.app.is_system:
        return "gone"
    return "cch"


def capability(state: str, letters: str) -> str:
    """Print a `capability=` value: a letter where the uid has it, else a dash."""
    if state in ("pers", "top"):
        return letters
    held = {"fgsvc": "LNF", "fgsvcl": "LNF", "fg": "NFU"}.get(state, "")
    return "".join(letter if letter in held else "-" for letter in letters)


def foreground_of(days: list[Day], now: int) -> Install | None:
    """Say which app is in front; None with the screen off or between apps."""
    for day in days[-1:]:
        for visit in day.visits:
            if visit.begin <= now < visit.end:
                return visit.who
    return None
