"""Requested, granted, used: side by side, at least, and how it changed from reading to reading."""

from pathlib import Path

import pytest

from auditor.app_page import app_page, choose_app
from auditor.app_table import AppFacts, app_table
from auditor.apps import apps
from auditor.columns import columns_of
from auditor.errors import UsageError
from auditor.filters import EventFilter
from auditor.permissions import Grant, permission_types
from auditor.record_numbers import Record
from auditor.records import DataType, Kind, OpMode, Package, Permission, Source
from auditor.store import Store
from tests.core.cases import HOUR_MS, NOW_MS, event, load, random_events

CHAT, UID = "com.example.chat", 10_101
PREFIX = "android.permission."


def package(name: str = CHAT, uid: int = UID, **changes: object) -> Package:
    return Package(name=name, uid=uid, user_id=uid // 100_000, line=1, **changes)  # type: ignore[arg-type]


def permission(name: str, granted: bool | None, *flags: str, line: int = 2) -> Permission:
    return Permission(CHAT, UID, PREFIX + name, granted, flags, True, line)


def mode(op: str, said: str, of: str | None = None) -> OpMode:
    return OpMode(UID, of, op, said, None, None, 3)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "case")


def facts(store: Store, data_type: DataType, app: str = CHAT) -> AppFacts:
    found = {each.app.package: each for each in app_table(store)}
    return found[app].of(data_type)


@pytest.mark.parametrize(
    ("records", "grant"),
    [
        ([permission("RECORD_AUDIO", True)], Grant.GRANTED),
        ([permission("RECORD_AUDIO", True, "USER_SET", "ONE_TIME")], Grant.ONE_TIME),
        ([permission("RECORD_AUDIO", False)], Grant.DENIED),
        ([permission("RECORD_AUDIO", None)], Grant.UNKNOWN),
        (
            [permission("RECORD_AUDIO", True), mode("RECORD_AUDIO", "foreground")],
            Grant.WHILE_IN_USE,
        ),
        ([permission("RECORD_AUDIO", True), mode("RECORD_AUDIO", "ignore")], Grant.SWITCHED_OFF),
        (
            [
                permission("RECORD_AUDIO", True),
                mode("RECORD_AUDIO", "ignore"),
                mode("RECORD_AUDIO", "allow", CHAT),
            ],
            Grant.SWITCHED_OFF,  # what is set for the uid counts before what is set for the package
        ),
    ],
)
def test_how_far_a_permission_goes(store: Store, records: list[Record], grant: Grant) -> None:
    load(store, "one", [package(), *records])

    assert facts(store, DataType.MICROPHONE).granted is grant


def test_a_special_access_is_what_its_mode_says(store: Store) -> None:
    asked = permission("PACKAGE_USAGE_STATS", False)
    load(store, "one", [package(), asked, mode("GET_USAGE_STATS", "allow", CHAT)])

    assert facts(store, DataType.SCREEN).granted is Grant.GRANTED


def test_nothing_is_said_about_permissions_that_no_reading_tells(store: Store) -> None:
    load(store, "one", [event()])

    found = facts(store, DataType.CAMERA)
    assert found.requested is None and found.granted is None and found.needs_permission


def test_an_app_that_did_not_ask_is_told_from_one_that_nobody_knows(store: Store) -> None:
    load(store, "one", [package(), permission("CAMERA", True), event()])

    assert facts(store, DataType.CONTACTS).requested is False
    assert facts(store, DataType.CLIPBOARD).requested is None
    assert not facts(store, DataType.CLIPBOARD).needs_permission


def test_an_installed_app_without_a_record_is_listed_but_not_under_a_filter_of_events(
    store: Store,
) -> None:
    load(store, "one", [package(), permission("CAMERA", True)])

    assert [each.app.package for each in app_table(store)] == [CHAT]
    assert app_table(store, EventFilter(since_ms=NOW_MS)) == []
    assert app_table(store, EventFilter(kinds=frozenset({Kind.REJECT}))) == []
    assert app_table(store, EventFilter(types=frozenset({DataType.SMS}))) == []
    assert len(app_table(store, EventFilter(types=frozenset({DataType.CAMERA})))) == 1


@pytest.mark.parametrize("seed", range(3))
def test_counts_are_those_of_the_events(store: Store, seed: int) -> None:
    load(store, "one", random_events(seed, 400))
    columns = columns_of(store.db, EventFilter())

    for row in app_table(store):
        mine = [columns.packages[code].uid == row.app.uid for code in columns.package]
        mine = [
            m and columns.packages[c].package == row.app.package
            for m, c in zip(mine, columns.package, strict=True)
        ]
        for each in row.types:
            of_type = [
                i
                for i, is_mine in enumerate(mine)
                if is_mine and list(DataType)[columns.data_type[i]] is each.data_type
            ]
            done = [i for i in of_type if columns.kind[i] == 0]
            times = [int(columns.time_ms[i]) for i in done if columns.time_ms[i] > 0]
            assert each.accesses == sum(int(columns.more[i]) for i in done)
            assert each.rejects == sum(int(columns.more[i]) for i in of_type if i not in done)
            assert each.background == sum(
                int(columns.more[i]) for i in done if columns.background[i] == 1
            )
            assert each.last_ms == max(times, default=None)


def test_the_last_time_is_of_a_single_access_where_there_is_one(store: Store) -> None:
    slot = event(
        source=Source.AGGREGATE, duration_ms=HOUR_MS, precision_ms=HOUR_MS, time_ms=NOW_MS - 1
    )
    load(store, "one", [event(time_ms=NOW_MS - 2 * HOUR_MS), slot])

    assert facts(store, DataType.MICROPHONE).last_ms == NOW_MS - 2 * HOUR_MS


def test_apps_count_the_same_as_before_they_were_split_at_once(store: Store) -> None:
    load(store, "one", random_events(7, 300))

    rows = apps(store)

    columns = columns_of(store.db, EventFilter())
    assert sum(row.events for row in rows) == len(columns)
    assert sum(row.accesses + row.rejects for row in rows) == int(columns.more.sum())


def test_a_permission_that_changed_lies_between_two_readings(store: Store) -> None:
    later = NOW_MS + 24 * HOUR_MS
    camera = [package(), permission("CAMERA", True), permission("READ_SMS", False)]
    load(store, "one", camera)
    load(store, "two", [package(), permission("CAMERA", False)], at_ms=later)

    page = app_page(store, choose_app(store, CHAT))

    told = [(each.permission, each.before, each.after) for each in page.changes]
    assert told == [
        (PREFIX + "CAMERA", Grant.GRANTED, Grant.DENIED),
        (PREFIX + "READ_SMS", Grant.DENIED, None),
    ]
    assert (page.changes[0].seen_before_ms, page.changes[0].seen_after_ms) == (NOW_MS, later)
    assert page.permissions is not None and page.permissions[0].grant is Grant.DENIED


def test_an_app_that_the_newest_list_leaves_out_is_gone(store: Store) -> None:
    load(store, "one", [package(version_name="1.0"), package("org.other", 10_102)])
    load(store, "two", [package("org.other", 10_102)], at_ms=NOW_MS + HOUR_MS)

    page = app_page(store, choose_app(store, CHAT))

    assert page.is_gone is True
    assert page.newest is not None and page.newest.version_name == "1.0"
    assert app_page(store, choose_app(store, "org.other")).is_gone is False


def test_an_app_of_a_work_profile_is_another_app(store: Store) -> None:
    load(store, "one", [event(), event(uid=1_010_101, line=2)])

    assert choose_app(store, CHAT, 10)[1] == 1_010_101
    assert choose_app(store, CHAT)[1] == UID
    with pytest.raises(UsageError, match="no app"):
        choose_app(store, "org.nobody")


def test_every_type_but_the_clipboard_has_a_permission() -> None:
    missing = set(DataType) - set(permission_types().values()) - {DataType.OTHER}

    assert missing == {DataType.CLIPBOARD}
