"""What a person decided: findings set aside, with the reason, and what kind of app an app is.

Nothing is hidden by it: a dismissed finding stays in the list and in every export, with the reason.
"""

import sqlite3
from dataclasses import dataclass

from auditor.errors import UsageError
from auditor.findings.categories import categories
from auditor.findings.records import Dismissal, Finding, FindingKey
from auditor.permissions import AppKey
from auditor.store import Store

LONGEST_REASON = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Choice:
    """The kind of app that a person chose, and why."""

    category: str
    reason: str
    made_ms: int


def dismiss(store: Store, finding: Finding, reason: str, made_ms: int) -> None:
    """Set a finding aside; again: with another reason. UsageError without a reason."""
    kept = reason.strip()[:LONGEST_REASON]
    if not kept:
        raise UsageError(
            "A finding is set aside only with a reason.", "Write why it needs no further look."
        )
    with store.transaction():
        store.db.execute(
            "INSERT OR REPLACE INTO dismissals VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*_row(finding.key), kept, made_ms),
        )


def restore(store: Store, finding: Finding) -> None:
    """Take a dismissal back; harmless where there is none."""
    with store.transaction():
        store.db.execute(
            "DELETE FROM dismissals WHERE rule_id = ? AND device_id = ? AND uid = ?"
            " AND package = ? AND op = ? AND data_type = ?",
            _row(finding.key),
        )


def dismissals(db: sqlite3.Connection) -> dict[FindingKey, Dismissal]:
    """Give what was set aside."""
    rows = db.execute(
        "SELECT rule_id, device_id, uid, package, op, data_type, reason, made_ms FROM v_dismissals"
    )
    return {FindingKey(*row[:6]): Dismissal(*row[6:]) for row in rows}


def choose_category(
    store: Store, app: AppKey, category: str | None, reason: str, made_ms: int
) -> None:
    """Keep what kind of app an app is; None takes that back. UsageError for an unknown one."""
    if category is not None and category not in categories():
        raise UsageError(
            f"There is no category {category}.", f"Use one of {', '.join(categories())}."
        )
    with store.transaction():
        if category is None:
            store.db.execute(
                "DELETE FROM categories WHERE device_id = ? AND uid = ? AND package = ?", app
            )
            return
        store.db.execute(
            "INSERT OR REPLACE INTO categories VALUES (?, ?, ?, ?, ?, ?)",
            (*app, category, reason.strip()[:LONGEST_REASON], made_ms),
        )


def chosen_categories(db: sqlite3.Connection) -> dict[AppKey, Choice]:
    """Give the kinds that were chosen, by app."""
    rows = db.execute("SELECT device_id, uid, package, category, reason, made_ms FROM v_categories")
    return {(row[0], row[1], row[2]): Choice(*row[3:]) for row in rows}


def _row(key: FindingKey) -> tuple[object, ...]:
    what = (key.op or "", key.data_type or "")
    return (key.rule_id, key.device_id, key.uid, key.package, *what)
