"""The uid-state event log of `dumpsys appops -a` (Android 14 on; formats.md 1.5 UIDEV)."""

from collections.abc import Iterator

from auditor.sample.days import HOUR, Day
from auditor.sample.text import PhoneTexts
from auditor.sample.uidstates import capability
from auditor.sample.versions import Version

_RING = 200
_STATES = {"top": ("TOP", "UID_STATE_TOP"), "cch": ("LAST", "UID_STATE_CACHED")}


def uid_log(days: list[Day], now: int, version: Version, texts: PhoneTexts) -> Iterator[str]:
    """Print the last changes between the top and the cached state, three lines of each kind."""
    changes: list[tuple[int, int, str]] = []
    for day in days[-2:]:
        for visit in day.visits:
            uid = visit.who.uid
            changes += [(visit.begin, uid, "top"), (visit.end, uid, "cch")]
    changes = sorted(change for change in changes if now - 6 * HOUR < change[0] <= now)
    for time, uid, state in changes[-_RING:]:
        process, name = _STATES[state]
        caps = capability(state, version.capabilities)
        stamp = texts.absolute(time)
        yield texts.native(
            f"{stamp} UPDATE_UID_PROC_STATE uid={uid:<8} procState={process:<30} capability={caps} "
        )
        yield texts.native(
            f"{stamp} COMMIT_UID_STATE      uid={uid:<8} uidState={name:<30} "
            f"capability={caps}  appWidgetVisible=false (changed)"
        )
