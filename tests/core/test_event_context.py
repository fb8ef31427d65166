"""What was going on around an event: in front, screen, lock, permission, battery, background."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from auditor import query
from auditor.companion_records import ScreenState, Setting
from auditor.event_context import background_code, decide, decide_one, disagrees
from auditor.filters import EventFilter
from auditor.query import EventRow
from auditor.record_numbers import Record
from auditor.records import Event, Kind, Permission, Source, UsageEvent, UsageSpan
from auditor.store import Store
from tests.core.cases import NOW_MS, event, load

CHAT = "com.example.chat"
T = NOW_MS - 1_000_000


def usage(second: float, kind: str, package: str = "android", precision_ms: int = 1) -> UsageEvent:
    return UsageEvent(0, T + round(second * 1000), precision_ms, kind, package, 1, "A")


# The screen is on from 0 to 300, chat in front from 100 to 200, unlocked from 5 to 310.
HISTORY: list[Record] = [
    UsageSpan(0, T, T + 1_000_000, 1),
    usage(0, "SCREEN_INTERACTIVE"),
    usage(5, "KEYGUARD_HIDDEN"),
    usage(100, "ACTIVITY_RESUMED", CHAT),
    usage(200, "ACTIVITY_PAUSED", CHAT),
    usage(300, "SCREEN_NON_INTERACTIVE"),
    usage(310, "KEYGUARD_SHOWN"),
]


def at(second: float, state: str | None = "top", **changes: object) -> Event:
    return event(time_ms=T + round(second * 1000), uid_state=state, **changes)


def rows(folder: Path, *records: Record, at_ms: int = NOW_MS) -> list[EventRow]:
    with Store.create(folder / "case") as store:
        load(store, "one", records, at_ms)
        return list(query.events(store, EventFilter()))


def row(folder: Path, one: Event, *records: Record) -> EventRow:
    return rows(folder, *(records or HISTORY), one)[0]


def test_an_event_knows_what_was_in_front_and_for_how_long_no_more(tmp_path: Path) -> None:
    found = rows(tmp_path, *HISTORY, at(150), at(260.5), at(400))

    assert [(r.in_front, r.screen_on, r.locked, r.left_ago_ms) for r in found] == [
        (True, True, False, None),
        (False, True, False, 60_500),
        (False, False, True, 200_000),
    ]
    assert [r.left_ago_precision_ms for r in found] == [None, 1, 1]


def test_an_event_wider_than_what_it_straddles_knows_nothing(tmp_path: Path) -> None:
    wide = {"source": Source.DISCRETE, "precision_ms": 60_000}
    found = rows(tmp_path, *HISTORY, at(120, **wide), at(160, **wide), at(220, **wide))

    assert [(r.in_front, r.left_ago_ms) for r in found] == [
        (True, None),
        (None, None),
        (False, 20_000),
    ]
    assert found[2].left_ago_precision_ms == 60_000


def test_seconds_of_the_usage_history_widen_its_boundaries(tmp_path: Path) -> None:
    history = [
        UsageSpan(0, T, T + 1_000_000, 1),
        usage(100, "ACTIVITY_RESUMED", CHAT, 1000),
        usage(200, "ACTIVITY_PAUSED", CHAT, 1000),
    ]
    found = rows(tmp_path, *history, at(100.5), at(101), at(200.5), at(230))

    assert [r.in_front for r in found] == [None, True, None, False]
    assert (found[3].left_ago_ms, found[3].left_ago_precision_ms) == (29_001, 1000)


def test_a_count_over_a_period_and_an_unknown_time_have_no_context(tmp_path: Path) -> None:
    slot = at(150, source=Source.AGGREGATE, precision_ms=1, duration_ms=900_000, count=4)
    found = rows(tmp_path, *HISTORY, slot, event(time_ms=None, op="CAMERA"))

    assert all(
        r.in_front is r.screen_on is r.locked is r.background_by_usage is None for r in found
    )


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (94, True),
        (96, None),  # the app is about to come: it may be being opened
        (100, False),
        (199, False),
        (203, None),  # it has just gone
        (206, True),
        (297, True),
        (400, True),
    ],
)
def test_the_usage_history_decides_only_away_from_coming_and_going(
    tmp_path: Path, second: float, expected: bool | None
) -> None:
    found = row(tmp_path, at(second, None))

    assert found.background_by_state is None
    assert found.background_by_usage is expected
    assert found.is_background is expected


def test_with_the_screen_off_an_app_in_front_is_not_looked_at(tmp_path: Path) -> None:
    history: list[Record] = [
        UsageSpan(0, T, T + 1_000_000, 1),
        usage(10, "ACTIVITY_RESUMED", CHAT),
        usage(100, "SCREEN_NON_INTERACTIVE"),
    ]
    found = row(tmp_path, at(200, None), *history)

    assert (found.in_front, found.screen_on, found.is_background) == (True, False, True)


@pytest.mark.parametrize(
    ("state", "second", "is_background", "disagrees_"),
    [
        ("top", 150, False, False),
        ("cch", 250, True, False),
        ("fgsvc", 250, False, True),
        ("bg", 150, None, True),
        ("bg", -5, True, False),
        (None, 150, False, False),
        (None, 250, True, False),
        (None, -5, None, False),
    ],
)
def test_state_and_usage_history_decide_together(
    tmp_path: Path, state: str | None, second: float, is_background: bool | None, disagrees_: bool
) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [*HISTORY, at(second, state)])
        found = next(query.events(store))
        view = store.db.execute(
            "SELECT is_background, background_by_state, background_by_usage, background_disagrees"
            " FROM v_events"
        ).fetchone()
        record = store.db.execute(
            "SELECT is_background, background_disagrees FROM v_records"
        ).fetchone()
        (by_usage,) = query.columns(store, EventFilter()).by_usage.tolist()
        kept = {
            wanted: len(query.columns(store, EventFilter(background=wanted)))
            for wanted in (True, False)
        }

    assert found.is_background is is_background
    assert found.background_disagrees is disagrees_
    assert view == (
        found.is_background,
        found.background_by_state,
        found.background_by_usage,
        found.background_disagrees,
    )
    assert record == (view[0], view[3])
    assert {-1: None, 0: False, 1: True}[by_usage] is found.background_by_usage
    assert kept == {True: is_background is True, False: is_background is False}


def test_one_and_many_are_decided_by_the_same_table() -> None:
    truths: list[bool | None] = [None, False, True]
    codes = {None: -1, False: 0, True: 1}
    for state, told in product(truths, truths):
        many = decide(
            np.array([codes[state]], dtype=np.int8), np.array([codes[told]], dtype=np.int8)
        )
        assert codes[decide_one(state, told)] == many[0]
        assert disagrees(state, told) is (None not in (state, told) and state is not told)
        named = background_code(int(many[0]), codes[told])
        assert disagrees(state, told) is (named in ("disputed", "contradictory"))


def test_a_keyboard_is_used_without_being_in_front(tmp_path: Path) -> None:
    keyboard = Setting("secure", "default_input_method", f"{CHAT}/.Keys", (CHAT,), 1)
    found = rows(tmp_path, *HISTORY, keyboard, at(250, None), at(400, None))

    assert [(r.in_front, r.is_background) for r in found] == [(False, None), (False, True)]


def test_an_unknown_user_is_nobody_in_particular(tmp_path: Path) -> None:
    found = row(tmp_path, at(250, None, uid=-1, source=Source.AUDIO))

    assert (found.in_front, found.screen_on) == (None, True)


def permission(granted: bool | None, **changes: object) -> Permission:
    values: dict[str, object] = {"package": CHAT, "uid": 10_101, "flags": (), "runtime": True}
    values |= {"name": "android.permission.RECORD_AUDIO", "granted": granted, "line": 1}
    return Permission(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "known"),
    [(True, True, True), (False, False, False), (True, False, None), (None, True, None)],
)
def test_a_permission_is_known_where_it_was_the_same_before_and_after(
    tmp_path: Path, before: bool | None, after: bool | None, known: bool | None
) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [permission(before)], at_ms=T)
        load(store, "two", [permission(after), at(150)], at_ms=T + 500_000)
        found = next(query.events(store))
        view = store.db.execute("SELECT permission_granted FROM v_event_context").fetchone()

    assert (found.permission_before, found.permission_after) == (before, after)
    assert found.permission_granted is known
    assert view == (known,)


def test_one_reading_tells_only_of_one_side(tmp_path: Path) -> None:
    found = row(tmp_path, at(150), permission(True))

    assert (found.permission_before, found.permission_after) == (None, True)
    assert found.permission_granted is None


def test_another_package_and_another_op_keep_their_permissions(tmp_path: Path) -> None:
    other = permission(True, package="org.example.maps", uid=10_102)
    camera = permission(True, name="android.permission.CAMERA")

    assert row(tmp_path, at(150), other, camera).permission_after is None


def test_a_changed_permission_lies_between_two_readings(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [permission(True)], at_ms=T)
        load(store, "two", [permission(True)], at_ms=T + 1000)
        load(store, "three", [permission(False, flags=("USER_SET",))], at_ms=T + 2000)
        found = store.db.execute(
            "SELECT granted_before, granted, flags_before, flags, after_ms, until_ms, capture_id"
            " FROM v_permission_changes"
        ).fetchall()

    assert found == [(1, 0, "", "USER_SET", T + 1000, T + 2000, "three")]


def power(level: int | None, powered: bool | None) -> ScreenState:
    return ScreenState("Awake", None, None, 1, None, powered, level, 1)


def test_battery_and_charger_are_known_near_a_reading(tmp_path: Path) -> None:
    seconds = (NOW_MS - T) // 1000
    found = rows(tmp_path, power(0, True), at(seconds - 61), at(seconds - 60))

    assert [(r.powered, r.battery_level) for r in found] == [(None, None), (True, 0)]


@pytest.mark.parametrize("level", [101, 999, None])
def test_a_level_that_no_battery_has_is_unknown(tmp_path: Path, level: int | None) -> None:
    (row,) = rows(tmp_path, power(level, True), at((NOW_MS - T) // 1000))

    assert (row.powered, row.battery_level) == (True, None)


def test_only_events_of_which_something_is_known_take_room(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [*HISTORY, at(-100), at(150, op="CAMERA")])
        kept = store.db.execute("SELECT count(*) FROM event_context").fetchone()

    assert kept == (1,)


def test_records_show_the_context_of_their_event(tmp_path: Path) -> None:
    minute = at(150 - 150 % 60, None, source=Source.DISCRETE, precision_ms=60_000, line=2)
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [*HISTORY, at(150, None, line=1), minute])
        records = list(query.events(store, EventFilter(unmerged=True)))

    assert [(r.line, r.in_front) for r in records] == [(2, True), (1, True)]


def test_a_later_history_tells_of_events_that_were_loaded_before(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [at(150)])
        before = next(query.events(store)).in_front
        load(store, "two", HISTORY, at_ms=NOW_MS + 5)
        after = next(query.events(store)).in_front

    assert (before, after) == (None, True)


def test_the_views_of_accesses_and_rejects_hold_what_counts(tmp_path: Path) -> None:
    refused = at(160, kind=Kind.REJECT, op="CAMERA")
    passed_on = at(170, flags="tp", op="READ_CONTACTS")
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [at(150), refused, passed_on])
        found = {
            view: store.db.execute(f"SELECT op, more FROM {view}").fetchall()
            for view in ("v_accesses", "v_rejects")
        }

    assert found == {"v_accesses": [("RECORD_AUDIO", 1)], "v_rejects": [("CAMERA", 1)]}


def test_an_event_whose_time_was_assumed_has_no_context(tmp_path: Path) -> None:
    found = row(tmp_path, at(150, zone_assumed=True))

    assert found.zone_assumed
    assert found.in_front is found.screen_on is found.background_by_usage is None


def test_dates_in_a_zone_that_nobody_confirmed_tell_nothing(tmp_path: Path) -> None:
    history = [
        UsageSpan(0, T, T + 1_000_000, 1),
        usage(100, "ACTIVITY_RESUMED", CHAT, 1000),
    ]
    for name, is_assumed in (("sure", 0), ("assumed", 1)):
        with Store.create(tmp_path / name) as store:
            load(store, "one", history)
            store.db.execute("UPDATE captures SET zone_assumed = ?", (is_assumed,))
            load(store, "two", [usage(900, "KEYGUARD_SHOWN"), at(150)], at_ms=NOW_MS + 9)
            found = next(query.events(store))
        assert found.in_front is (None if is_assumed else True)


def test_around_a_change_of_the_clock_nothing_is_known(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [*HISTORY, at(150), at(250)])
        before = [each.in_front for each in query.events(store)]
        store.db.execute(
            "INSERT INTO clock_readings (capture_id, host_utc_ms, phone_utc_ms, uptime_ms, boot_id)"
            " VALUES (1, ?, ?, ?, 'boot'), (1, ?, ?, ?, 'boot')",
            (T, T + 145_000, 500, T + 10_000, T + 400_000, 10_500),
        )
        changes = store.db.execute("SELECT begin_ms, end_ms FROM v_clock_changes").fetchall()
        load(store, "two", [at(900)], at_ms=NOW_MS + 9)
        after = [each.in_front for each in query.events(store)][:2]

    assert before == [True, False]
    assert changes
    assert after == [None, None]
