"""Who was in front, when the screen was on: every boundary of what a usage history can tell."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.load import load_capture
from auditor.manifest import MANIFEST, read_manifest, write_manifest
from auditor.record_numbers import Record
from auditor.records import UsageEvent, UsageSpan
from auditor.steps import NO, UNKNOWN_STATE, YES
from auditor.store import Store
from auditor.usage_history import UsageHistory, read_history
from tests.core.cases import NOW_MS, handing_out, load, write_capture

SCREEN_ON = "SCREEN_INTERACTIVE"
CHAT, MAPS = "com.example.chat", "org.example.maps"
T = NOW_MS - 1_000_000


def usage(second: float, kind: str, package: str = "android", **changes: object) -> UsageEvent:
    """One event, `second` after the begin of the history."""
    values: dict[str, object] = {"user_id": 0, "precision_ms": 1, "line": 1, "activity": None}
    values |= {"time_ms": T + round(second * 1000), "type": kind, "package": package}
    return UsageEvent(**(values | changes))  # type: ignore[arg-type]


def span(begin: float, end: float, user_id: int = 0) -> UsageSpan:
    return UsageSpan(user_id, T + round(begin * 1000), T + round(end * 1000), 1)


def history(folder: Path, *records: UsageEvent | UsageSpan) -> UsageHistory:
    with Store.create(folder / "case") as store:
        load(store, "one", list(records))
        return read_history(store.db)


def in_front(
    found: UsageHistory, package: str, *seconds: float, user: int = 0, width: int = 1
) -> list[int]:
    subject = found.subject(1, user, package)
    count = len(seconds)
    times = np.array([T + round(second * 1000) for second in seconds], dtype=np.int64)
    subjects = np.full(count, subject, dtype=np.int64)
    return found.front.at(subjects, times, np.full(count, width, dtype=np.int64)).tolist()


def device(found: UsageHistory, what: str, *seconds: float) -> list[int]:
    count = len(seconds)
    times = np.array([T + round(second * 1000) for second in seconds], dtype=np.int64)
    ones = np.ones(count, dtype=np.int64)
    steps = found.screen if what == "screen" else found.lock
    return steps.at(ones, times, ones).tolist()


def test_an_app_is_in_front_from_its_coming_to_its_going(tmp_path: Path) -> None:
    found = history(
        tmp_path,
        span(0, 100),
        usage(10, "ACTIVITY_RESUMED", CHAT, activity="A"),
        usage(20, "ACTIVITY_PAUSED", CHAT, activity="A"),
    )

    assert in_front(found, CHAT, 9.999, 10, 19.999, 20, 100) == [
        UNKNOWN_STATE,
        YES,
        YES,
        NO,
        NO,
    ]


def test_nothing_is_known_outside_of_what_the_record_covers(tmp_path: Path) -> None:
    found = history(
        tmp_path,
        span(0, 30),
        usage(1, "SCREEN_INTERACTIVE"),
        usage(10, "ACTIVITY_RESUMED", CHAT, activity="A"),
        span(60, 90),
        usage(70, "ACTIVITY_PAUSED", CHAT, activity="A"),
    )

    assert in_front(found, CHAT, -5, 30, 30.001, 65, 70, 95) == [
        UNKNOWN_STATE,
        YES,
        UNKNOWN_STATE,
        UNKNOWN_STATE,
        NO,
        UNKNOWN_STATE,
    ]
    assert device(found, "screen", 0, 1, 30, 31, 70) == [
        UNKNOWN_STATE,
        YES,
        YES,
        UNKNOWN_STATE,
        UNKNOWN_STATE,
    ]


def test_spans_that_touch_are_one_history(tmp_path: Path) -> None:
    found = history(
        tmp_path,
        span(0, 30),
        span(20, 60),
        span(60.001, 90),
        usage(10, "ACTIVITY_RESUMED", CHAT, activity="A"),
    )

    assert found.runs[1, 0] == [(T, T + 90_000)]
    assert in_front(found, CHAT, 80) == [YES]


def loaded(store: Store, name: str, at_ms: int, zone_assumed: bool, *records: Record) -> None:
    """Load a reading whose zone somebody told, or nobody."""
    folder = write_capture(store.path, name, {"usage": records}, at_ms)
    manifest = replace(read_manifest(folder), zone_assumed=zone_assumed)
    (folder / MANIFEST).unlink()
    write_manifest(folder, manifest)
    load_capture(store, folder, None, handing_out({"usage": records}))


DATES = (
    usage(10, "ACTIVITY_RESUMED", CHAT, activity="A", precision_ms=1000),
    usage(50, "ACTIVITY_PAUSED", CHAT, activity="A", precision_ms=1000),
)


@pytest.mark.parametrize("beside", [(span(0, 90), *DATES), (span(0, 90), usage(1, SCREEN_ON))])
def test_dates_in_a_zone_that_nobody_confirmed_settle_nothing(
    tmp_path: Path, beside: tuple[Record, ...]
) -> None:
    """Also when the same text comes twice, or beside an exact one that covers those times."""
    is_exact = beside[1].precision_ms == 1
    with Store.create(tmp_path / "case") as store:
        loaded(store, "one", NOW_MS, not is_exact, *beside)
        loaded(store, "two", NOW_MS + 1, True, span(0, 90), *DATES)
        found = read_history(store.db)

    assert YES not in in_front(found, CHAT, 20, 60)


@pytest.mark.parametrize("order", [(True, False), (False, True)])
def test_the_same_dates_in_a_zone_that_somebody_told_count(
    tmp_path: Path, order: tuple[bool, bool]
) -> None:
    with Store.create(tmp_path / "case") as store:
        for number, is_assumed in enumerate(order):
            loaded(store, f"at{number}", NOW_MS + number, is_assumed, span(0, 90), *DATES)
        found = read_history(store.db)

    assert in_front(found, CHAT, 20, 60) == [YES, NO]


def test_one_activity_may_stop_while_another_of_its_app_is_in_front(tmp_path: Path) -> None:
    found = history(
        tmp_path,
        span(0, 100),
        usage(10, "ACTIVITY_RESUMED", CHAT, activity="List", instance=1),
        usage(20, "ACTIVITY_PAUSED", CHAT, activity="List", instance=1),
        usage(20.1, "ACTIVITY_RESUMED", CHAT, activity="Talk", instance=2),
        usage(20.5, "ACTIVITY_STOPPED", CHAT, activity="List", instance=1),
        usage(40, "ACTIVITY_PAUSED", CHAT, activity="Talk", instance=2),
    )

    assert in_front(found, CHAT, 15, 20.05, 30, 41) == [YES, NO, YES, NO]


def test_two_instances_of_one_activity_are_told_apart(tmp_path: Path) -> None:
    found = history(
        tmp_path,
        span(0, 100),
        usage(10, "ACTIVITY_RESUMED", CHAT, activity="Talk", instance=1),
        usage(12, "ACTIVITY_RESUMED", CHAT, activity="Talk", instance=2),
        usage(20, "ACTIVITY_STOPPED", CHAT, activity="Talk", instance=1),
    )

    assert in_front(found, CHAT, 30) == [YES]


def test_a_stop_without_the_name_of_the_activity_ends_nothing(tmp_path: Path) -> None:
    found = history(
        tmp_path,
        span(0, 100),
        usage(10, "ACTIVITY_RESUMED", CHAT),
        usage(10.5, "ACTIVITY_STOPPED", CHAT),
    )

    assert in_front(found, CHAT, 11) == [YES]


@pytest.mark.parametrize(("comes", "goes"), [(None, "A"), ("A", None)])
def test_an_activity_that_one_of_two_readings_does_not_name_still_goes(
    tmp_path: Path, comes: str | None, goes: str | None
) -> None:
    found = history(
        tmp_path,
        span(0, 100),
        usage(10, "ACTIVITY_RESUMED", CHAT, activity=comes),
        usage(20, "ACTIVITY_PAUSED", CHAT, activity=goes),
    )

    assert in_front(found, CHAT, 15, 30) == [YES, NO]


def test_before_android_10_one_app_sends_the_other_away(tmp_path: Path) -> None:
    found = history(
        tmp_path,
        span(0, 100),
        usage(10, "MOVE_TO_FOREGROUND", CHAT, activity="A"),
        usage(20, "MOVE_TO_FOREGROUND", MAPS, activity="M"),
    )

    assert in_front(found, CHAT, 15, 20) == [YES, NO]
    assert in_front(found, MAPS, 15, 20) == [NO, YES]


def test_from_android_10_on_two_apps_share_a_screen(tmp_path: Path) -> None:
    found = history(
        tmp_path,
        span(0, 100),
        usage(10, "ACTIVITY_RESUMED", CHAT, activity="A"),
        usage(20, "ACTIVITY_RESUMED", MAPS, activity="M"),
    )

    assert in_front(found, CHAT, 30) == in_front(found, MAPS, 30) == [YES]


def test_an_app_without_any_event_is_known_to_be_away_once_something_settles_it(
    tmp_path: Path,
) -> None:
    found = history(
        tmp_path,
        span(0, 100),
        usage(10, "ACTIVITY_RESUMED", CHAT, activity="A"),
        usage(20, "SCREEN_NON_INTERACTIVE"),
    )

    assert in_front(found, "never.seen", 15, 20, 30) == [UNKNOWN_STATE, NO, NO]
    assert in_front(found, CHAT, 5, 15) == [UNKNOWN_STATE, YES]


def test_an_app_that_first_goes_was_there_before(tmp_path: Path) -> None:
    found = history(
        tmp_path,
        span(0, 100),
        usage(5, "SCREEN_INTERACTIVE"),
        usage(10, "ACTIVITY_PAUSED", CHAT, activity="A"),
    )

    assert in_front(found, CHAT, 7, 10) == [UNKNOWN_STATE, NO]


def test_between_shutdown_and_start_nothing_is_known_and_after_it_nothing_is_in_front(
    tmp_path: Path,
) -> None:
    found = history(
        tmp_path,
        span(0, 100),
        usage(1, "SCREEN_INTERACTIVE"),
        usage(1, "KEYGUARD_HIDDEN"),
        usage(10, "ACTIVITY_RESUMED", CHAT, activity="A"),
        usage(40, "DEVICE_SHUTDOWN"),
        usage(60, "DEVICE_STARTUP"),
        usage(70, "SCREEN_INTERACTIVE"),
    )

    assert in_front(found, CHAT, 39, 40, 59, 60, 90) == [
        YES,
        UNKNOWN_STATE,
        UNKNOWN_STATE,
        NO,
        NO,
    ]
    for what in ("screen", "lock"):
        states = device(found, what, 39, 40, 65, 70)
        assert states[1:3] == [UNKNOWN_STATE, UNKNOWN_STATE]
    assert device(found, "screen", 39, 70) == [YES, YES]
    assert device(found, "lock", 39, 90) == [NO, UNKNOWN_STATE]


def test_an_android_without_screen_events_tells_nothing_of_the_screen(tmp_path: Path) -> None:
    found = history(
        tmp_path,
        span(0, 100),
        usage(10, "MOVE_TO_FOREGROUND", CHAT),
        usage(20, "MOVE_TO_BACKGROUND", CHAT),
    )

    assert device(found, "screen", 5, 15, 30) == [UNKNOWN_STATE] * 3
    assert len(found.screen) == 0


def test_users_have_apps_of_their_own_and_share_a_screen(tmp_path: Path) -> None:
    found = history(
        tmp_path,
        span(0, 100),
        span(0, 100, user_id=10),
        usage(1, "SCREEN_INTERACTIVE"),
        usage(10, "ACTIVITY_RESUMED", CHAT, activity="A"),
        usage(50, "ACTIVITY_RESUMED", CHAT, activity="A", user_id=10),
        usage(80, "SCREEN_NON_INTERACTIVE", user_id=10),
    )

    assert in_front(found, CHAT, 20) == [YES]
    assert in_front(found, CHAT, 20, 60, user=10) == [UNKNOWN_STATE, YES]
    assert device(found, "screen", 20, 80) == [YES, NO]
    assert in_front(found, CHAT, 20, user=11) == [UNKNOWN_STATE]


def test_a_gap_in_one_users_record_leaves_the_screen_unknown(tmp_path: Path) -> None:
    """While he was the user of the moment, only his record held the screen's events."""
    found = history(
        tmp_path,
        span(0, 20),
        span(50, 100),
        usage(1, "SCREEN_INTERACTIVE"),
        span(0, 100, user_id=10),
        usage(2, "SCREEN_INTERACTIVE", user_id=10),
    )

    assert device(found, "screen", 10, 30, 60) == [YES, UNKNOWN_STATE, UNKNOWN_STATE]


def test_a_day_that_goes_on_finds_its_app_in_front(tmp_path: Path) -> None:
    found = history(
        tmp_path,
        span(0, 100),
        usage(0, "CONTINUE_PREVIOUS_DAY", CHAT),
        usage(30, "MOVE_TO_BACKGROUND", CHAT),
    )

    assert in_front(found, CHAT, 10, 30) == [YES, NO]


def test_events_of_two_phones_do_not_mix(tmp_path: Path) -> None:
    from dataclasses import replace

    from tests.core.cases import PHONE

    other = replace(PHONE, device_id="PHONE2", serial="PHONE2")
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [span(0, 100), usage(10, "MOVE_TO_FOREGROUND", CHAT)])
        load(store, "two", [span(0, 100), usage(10, "MOVE_TO_FOREGROUND", MAPS)], device=other)
        found = read_history(store.db)

    assert found.subject(1, 0, MAPS) == found.others[1, 0]
    assert found.subject(2, 0, MAPS) == found.apps[2, 0, MAPS]


KINDS = st.sampled_from(
    [
        "ACTIVITY_RESUMED",
        "ACTIVITY_PAUSED",
        "ACTIVITY_STOPPED",
        "MOVE_TO_FOREGROUND",
        "MOVE_TO_BACKGROUND",
        "CONTINUE_PREVIOUS_DAY",
        "SCREEN_INTERACTIVE",
        "SCREEN_NON_INTERACTIVE",
        "KEYGUARD_SHOWN",
        "KEYGUARD_HIDDEN",
        "DEVICE_SHUTDOWN",
        "DEVICE_STARTUP",
        "NOTIFICATION_SEEN",
    ]
)
EVENT = st.builds(
    lambda second, kind, package, activity, precision, user: usage(
        second, kind, package, activity=activity, precision_ms=precision, user_id=user
    ),
    st.integers(0, 120),
    KINDS,
    st.sampled_from([CHAT, MAPS, "android"]),
    st.sampled_from([None, "A", "B"]),
    st.sampled_from([1, 1000, 60_000]),
    st.sampled_from([0, 10]),
)
SPAN = st.builds(
    lambda begin, length, user: span(begin, begin + length, user),
    st.integers(0, 100),
    st.integers(0, 60),
    st.sampled_from([0, 10]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENT, max_size=25), st.lists(SPAN, max_size=4), st.integers(-5, 170))
def test_no_history_claims_to_know_what_it_does_not_cover(
    tmp_path_factory: pytest.TempPathFactory,
    events: Sequence[UsageEvent],
    spans: Sequence[UsageSpan],
    second: int,
) -> None:
    found = history(tmp_path_factory.mktemp("h"), *spans, *events)

    moment = T + second * 1000
    for user in (0, 10):
        covered = any(
            each.begin_ms <= moment <= each.end_ms for each in spans if each.user_id == user
        )
        for package in (CHAT, MAPS, "never.seen"):
            assert covered or in_front(found, package, second, user=user) == [UNKNOWN_STATE]
    if not any(each.begin_ms <= moment <= each.end_ms for each in spans):
        assert device(found, "screen", second) == device(found, "lock", second) == [UNKNOWN_STATE]
