"""What a person adds to a case: marks at moments, and spans chosen as evidence.

Nothing here is a record of the phone, and nothing of a phone's records is changed by it.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from auditor.columns import columns_of
from auditor.filter_text import from_text, to_text
from auditor.filters import EventFilter
from auditor.store import Store

LONGEST_TEXT = 500  # characters of a mark; more is a letter, not a mark


class MarkKind(StrEnum):
    """What a mark says about the moment: a step of a guided session."""

    FIRST_LAUNCH = "first_launch"
    NOTICE_SHOWN = "notice_shown"
    DISAGREE = "disagree"
    AGREE = "agree"
    PERMISSION_ASKED = "permission_asked"
    PERMISSION_ALLOWED = "permission_allowed"
    PERMISSION_DENIED = "permission_denied"
    FEATURE_USED = "feature_used"
    FEATURE_NOT_USED = "feature_not_used"
    HANDS_OFF_BEGIN = "hands_off_begin"
    HANDS_OFF_END = "hands_off_end"
    HOME_PRESSED = "home_pressed"
    SCREEN_OFF = "screen_off"
    SCREEN_ON = "screen_on"
    SWIPED_AWAY = "swiped_away"


@dataclass(frozen=True, slots=True)
class OwnMark:
    """A person's own mark at a moment of the phone's clock (UTC milliseconds).

    `kind` None: only a text. `device_id` None: the case's only phone. `package`, `uid`: the app
    that it is about, None where it is about none.
    """

    id: int
    time_ms: int
    text: str
    made_ms: int
    kind: MarkKind | None = None
    device_id: str | None = None
    package: str | None = None
    uid: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span [begin, end) that a person chose: what was shown then, and which events it held."""

    id: int
    begin_ms: int
    end_ms: int
    filter: EventFilter
    event_ids: tuple[int, ...]
    made_ms: int


@dataclass(frozen=True, slots=True)
class ChosenApp:
    """An app, and how many of its events a person chose as evidence."""

    device_id: str
    uid: int
    package: str
    label: str | None
    events: int


@dataclass(frozen=True, slots=True)
class Notes:
    """Everything a person added to a case, in order of time."""

    marks: tuple[OwnMark, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def notes(store: Store) -> Notes:
    """Read what was added."""
    marks = store.db.execute(
        "SELECT id, time_ms, text, made_ms, kind, device_id, package, uid FROM own_marks"
        " WHERE struck_ms IS NULL ORDER BY time_ms, id"
    )
    chosen = store.db.execute(
        "SELECT id, begin_ms, end_ms, filter, event_ids, made_ms FROM evidence"
        " ORDER BY begin_ms, end_ms, id"
    )
    return Notes(
        tuple(_mark(*row) for row in marks),
        tuple(
            Evidence(row[0], row[1], row[2], from_text(row[3]), _unpack(row[4]), row[5])
            for row in chosen
        ),
    )


def add_mark(
    store: Store,
    time_ms: int,
    text: str,
    made_ms: int,
    kind: MarkKind | None = None,
    device_id: str | None = None,
    package: str | None = None,
    uid: int | None = None,
) -> int:
    """Keep a mark; gives its id. The text is cut to LONGEST_TEXT characters; see OwnMark."""
    with store.transaction():
        made = store.db.execute(
            "INSERT INTO own_marks (time_ms, text, made_ms, kind, device_id, package, uid)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (time_ms, text.strip()[:LONGEST_TEXT], made_ms, kind, device_id, package, uid),
        )
    return int(made.lastrowid or 0)


def change_mark(store: Store, mark_id: int, text: str) -> None:
    """Give a mark another text; an empty one takes the mark away.

    A mark of a test session is evidence of what was done: it is struck out and kept.
    """
    kept = text.strip()[:LONGEST_TEXT]
    with store.transaction():
        if kept:
            store.db.execute("UPDATE own_marks SET text = ? WHERE id = ?", (kept, mark_id))
        else:
            store.db.execute(
                "UPDATE own_marks SET struck_ms = ? WHERE id IN (SELECT mark_id FROM trial_marks)"
                " AND id = ?",
                (time.time_ns() // 1_000_000, mark_id),
            )
            store.db.execute("DELETE FROM own_marks WHERE struck_ms IS NULL AND id = ?", (mark_id,))


def add_evidence(
    store: Store,
    begin_ms: int,
    end_ms: int,
    wanted: EventFilter,
    event_ids: Sequence[int],
    made_ms: int,
) -> None:
    """Keep a span with its filter and events; the same span and filter again renews its events."""
    packed = np.array(event_ids, dtype="<i8").tobytes()
    with store.transaction():
        store.db.execute(
            "INSERT INTO evidence (begin_ms, end_ms, filter, event_ids, made_ms)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT (begin_ms, end_ms, filter)"
            " DO UPDATE SET event_ids = excluded.event_ids, made_ms = excluded.made_ms",
            (begin_ms, end_ms, to_text(wanted), packed, made_ms),
        )


def remove_evidence(store: Store, evidence_id: int) -> None:
    """Take a span back; the events stay what they are."""
    with store.transaction():
        store.db.execute("DELETE FROM evidence WHERE id = ?", (evidence_id,))


def evidence_ids(store: Store) -> frozenset[int]:
    """Give the events that a person chose as evidence, each once."""
    return frozenset(number for each in notes(store).evidence for number in each.event_ids)


def chosen_apps(store: Store) -> tuple[ChosenApp, ...]:
    """Give the apps with an event that was chosen as evidence, most events first."""
    ids = evidence_ids(store)
    if not ids:
        return ()
    columns = columns_of(store.db, EventFilter(include_middlemen=True))
    codes, counts = np.unique(columns.package[np.isin(columns.ids, [*ids])], return_counts=True)
    found = [
        (columns.packages[code], int(count)) for code, count in zip(codes, counts, strict=True)
    ]
    found.sort(key=lambda pair: (-pair[1], pair[0].package, pair[0].uid))
    return tuple(
        ChosenApp(app.device_id, app.uid, app.package, app.label, count) for app, count in found
    )


def _mark(
    number: int,
    time_ms: int,
    text: str,
    made_ms: int,
    kind: str | None,
    *about: Any,
) -> OwnMark:
    return OwnMark(number, time_ms, text, made_ms, known_kind(kind), *about)


def known_kind(kind: str | None) -> MarkKind | None:
    """Read a mark's kind; one that this version does not know makes it only a text."""
    return MarkKind(kind) if kind in set(MarkKind) else None


def _unpack(packed: bytes) -> tuple[int, ...]:
    return tuple(np.frombuffer(packed, dtype="<i8").tolist())
