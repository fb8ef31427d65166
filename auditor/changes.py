"""What changed about an app: installed, updated, removed, permissions given and taken away.

An install or an update has the time that the phone keeps of it. Everything else is seen by
comparing two readings, so that it happened at some moment between them.
"""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from auditor.clock import DumpClock, PhoneClock
from auditor.parsers.tokens import local_ms

SECOND_MS = 1000
_DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d").fullmatch


class What(StrEnum):
    """Kinds of change."""

    INSTALLED = "installed"
    UPDATED = "updated"
    GRANTED = "granted"  # a permission
    REVOKED = "revoked"
    FLAGS = "flags"  # another flag of a permission, such as user-set


@dataclass(frozen=True, slots=True)
class Change:
    """One change; it happened between `begin_ms` and `end_ms`, both included.

    `before` and `after` are flags of a permission as printed, or versions. `is_assumed`: the
    time rests on a zone that nobody confirmed.
    """

    what: What
    user: int
    package: str
    begin_ms: int
    end_ms: int
    permission: str | None = None
    before: str | None = None
    after: str | None = None
    is_assumed: bool = False


# The same dates stand in every reading: the one that was read first tells.
_DATES = """
SELECT DISTINCT p.uid / 100000, p.name, k.first_install_local, k.last_update_local,
  k.version_name, c.zone, c.zone_assumed
FROM package_facts k
JOIN packages p ON p.id = k.package_id
JOIN raw_files r ON r.id = k.raw_file_id
JOIN captures c ON c.id = r.capture_id
WHERE p.device_id = ? AND NOT k.is_hidden_system ORDER BY r.started_ms, r.id, k.line
"""
_PERMISSIONS = """
SELECT user_id, package, permission, granted_before, granted, flags_before, flags,
  after_ms, until_ms
FROM v_permission_changes WHERE device_id = (SELECT device_id FROM devices WHERE id = ?)
"""


def package_changes(db: sqlite3.Connection, device: int) -> Iterator[Change]:
    """Give installs and updates of a phone's apps, by the dates that the phone keeps."""
    seen: set[tuple[What, int, str, int]] = set()
    for user, package, first, last, version, zone, is_assumed in db.execute(_DATES, (device,)):
        clock = DumpClock(PhoneClock(zone, not is_assumed, None, None))
        for what, text in ((What.INSTALLED, first), (What.UPDATED, last)):
            if text is None or (what is What.UPDATED and last == first):
                continue
            change = _dated(what, user, package, text, version, clock)
            if change and (what, user, package, change.begin_ms) not in seen:
                seen.add((what, user, package, change.begin_ms))
                yield change


def _dated(
    what: What, user: int, package: str, text: str, version: str | None, clock: DumpClock
) -> Change | None:
    if not _DATE(text):
        return None
    try:
        moment = clock.moment(local_ms(f"{text}.000"))
    except (ValueError, KeyError):  # no date of any calendar
        return None
    end_ms = moment.time_ms + moment.spread_ms + SECOND_MS - 1
    after = version if what is What.UPDATED else None
    return Change(
        what, user, package, moment.time_ms, end_ms, after=after, is_assumed=moment.is_assumed
    )


def permission_changes(db: sqlite3.Connection, device: int) -> Iterator[Change]:
    """Give what two readings, one after the other, tell otherwise about a permission."""
    for row in db.execute(_PERMISSIONS, (device,)):
        user, package, permission, before, granted, flags_before, flags, begin, end = row
        what = What.FLAGS if before == granted else What.GRANTED if granted else What.REVOKED
        yield Change(what, user, package, begin, end, permission, flags_before, flags)
