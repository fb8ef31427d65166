"""When a phone's clock was set to another time, as its uptime tells: what moved by itself did not.

Between two looks at a phone that was not restarted, clock and uptime go on by the same amount. If
the clock went on by another, somebody or something set it, at some moment in between.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.store import Store


@dataclass(frozen=True, slots=True)
class ClockChange:
    """One change. An event whose time lies within may be off by `by_ms`.

    `begin_ms` and `end_ms` are the phone's clock at the two looks, the earlier one brought down or
    the later one up to where a clock that was set back has been.
    """

    device_id: str
    begin_ms: int
    end_ms: int
    by_ms: int  # positive: it was set forward


def clock_changes(store: Store, device_id: str | None = None) -> list[ClockChange]:
    """List the changes of every phone, or of one, in order of time."""
    rows = store.db.execute(
        "SELECT device_id, begin_ms, end_ms, by_ms FROM v_clock_changes"
        " WHERE :wanted IS NULL OR device_id = :wanted ORDER BY begin_ms, end_ms, device_id",
        {"wanted": device_id},
    )
    return [ClockChange(*row) for row in rows]


def is_doubtful(
    changes: Sequence[ClockChange], device_id: str, time_ms: int | None, length_ms: int
) -> bool:
    """Say whether a time, or the period that begins with it, touches a change of the clock."""
    if time_ms is None:
        return False
    return any(
        change.begin_ms <= time_ms + length_ms and time_ms <= change.end_ms
        for change in changes
        if change.device_id == device_id
    )


def length_text(length_ms: int) -> str:
    """Write a length as `0:02:35`, hours first: the same in every language."""
    seconds = round(abs(length_ms) / 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
