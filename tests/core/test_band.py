"""The context above a timeline's lanes: screen, lock, apps in front, changes, what is covered."""

from pathlib import Path

import pytest

from auditor.band import context_band
from auditor.changes import What
from auditor.records import Package, Permission, UsageEvent, UsageSpan
from auditor.store import Store
from tests.core.cases import NOW_MS, load

CHAT = "com.example.chat"
T = NOW_MS - 1_000_000


def usage(second: int, kind: str, package: str = "android", user: int = 0) -> UsageEvent:
    return UsageEvent(user, T + second * 1000, 1000, kind, package, 1, "A")


def package(**changes: object) -> Package:
    values: dict[str, object] = {"name": CHAT, "uid": 10_101, "user_id": 0, "line": 1}
    return Package(**(values | changes))  # type: ignore[arg-type]


def test_the_band_holds_what_is_known_and_nothing_where_nothing_is(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(
            store,
            "one",
            [
                UsageSpan(0, T, T + 500_000, 1),
                UsageSpan(0, T + 600_000, T + 700_000, 1),
                usage(10, "SCREEN_INTERACTIVE"),
                usage(12, "KEYGUARD_HIDDEN"),
                usage(20, "ACTIVITY_RESUMED", CHAT),
                usage(90, "ACTIVITY_PAUSED", CHAT),
                usage(100, "SCREEN_NON_INTERACTIVE"),
                usage(650, "ACTIVITY_RESUMED", CHAT),
            ],
        )
        band = context_band(store, "PHONE1", "en")

    screen = [
        (on, (begin - T) / 1000, (end - T) / 1000, known)
        for on, begin, end, known in zip(
            band.screen.is_on.tolist(),
            band.screen.begin_ms.tolist(),
            band.screen.end_ms.tolist(),
            band.screen.ends_known.tolist(),
            strict=True,
        )
    ]
    assert screen == [(True, 10, 100, True), (False, 100, 500.001, False)]
    assert band.screen.begin_precision_ms.tolist() == [1000, 1000]
    assert band.lock.is_on.tolist() == [False]
    assert band.front.package.tolist() == [0, 0]
    assert band.front.ends_known.tolist() == [True, False]
    assert [(each.user, each.package) for each in band.packages] == [(0, CHAT)]
    assert band.covered.begin_ms.tolist() == [T, T + 600_000]
    assert band.readings.begin_ms.tolist() == [NOW_MS]


def test_installs_and_updates_have_the_phones_own_dates_once(tmp_path: Path) -> None:
    first, later = "2025-11-01 10:00:00", "2025-11-02 11:00:00"
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [package(first_install_local=first, last_update_local=first)])
        both = package(first_install_local=first, last_update_local=later, version_name="2.0")
        load(store, "two", [both], at_ms=NOW_MS + 1000)
        changes = context_band(store, "PHONE1", "en").changes

    assert [(each.what, each.end_ms - each.begin_ms, each.after) for each in changes] == [
        (What.INSTALLED, 999, None),
        (What.UPDATED, 999, "2.0"),
    ]
    kathmandu_ms = (5 * 60 + 45) * 60_000
    assert changes[0].begin_ms == 1_761_991_200_000 - kathmandu_ms


def test_dates_that_are_none_make_no_change(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        broken = package(first_install_local="2025-02-31 10:00:00", last_update_local="soon")
        load(store, "one", [broken])

        assert context_band(store, "PHONE1", "en").changes == ()


def test_a_permission_was_granted_revoked_or_flagged_between_two_readings(tmp_path: Path) -> None:
    def permission(granted: bool, *flags: str) -> Permission:
        return Permission(CHAT, 10_101, "android.permission.CAMERA", granted, flags, True, 1)

    with Store.create(tmp_path / "case") as store:
        for number, each in enumerate(
            (permission(True), permission(False), permission(False, "USER_SET"), permission(True))
        ):
            load(store, f"c{number}", [each], at_ms=NOW_MS + number * 1000)
        changes = context_band(store, "PHONE1", "en").changes

    assert [each.what for each in changes] == [What.REVOKED, What.FLAGS, What.GRANTED]
    assert [(each.begin_ms - NOW_MS, each.end_ms - NOW_MS) for each in changes] == [
        (0, 1000),
        (1000, 2000),
        (2000, 3000),
    ]
    assert (changes[1].before, changes[1].after) == ("", "USER_SET")


def test_a_phone_without_anything_has_an_empty_band(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [])
        band = context_band(store, "PHONE1", "en")

        assert len(band.screen) == len(band.lock) == len(band.front) == len(band.covered) == 0
        with pytest.raises(KeyError):
            context_band(store, "PHONE2", "en")


def test_two_package_dumps_tell_what_came_went_and_changed(tmp_path: Path) -> None:
    other = package(name="org.example.maps", uid=10_102, version_name="1.0")
    third = package(name="net.example.pay", uid=10_103)
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [package(version_name="1.0"), other])
        load(store, "two", [package(version_name="2.0"), third], at_ms=NOW_MS + 1000)
        store.db.execute("UPDATE raw_files SET command = 'package_dump'")
        found = store.db.execute(
            "SELECT what, package, version_before, version_name, after_ms, until_ms"
            " FROM v_package_changes ORDER BY package"
        ).fetchall()

    span = (NOW_MS, NOW_MS + 1000)
    assert found == [
        ("changed", CHAT, "1.0", "2.0", *span),
        ("appeared", "net.example.pay", None, None, *span),
        ("disappeared", "org.example.maps", "1.0", None, *span),
    ]


def test_an_install_and_an_update_are_listed_once_however_often_they_were_read(
    tmp_path: Path,
) -> None:
    first, later = "2025-11-01 10:00:00", "2025-11-02 11:00:00"
    with Store.create(tmp_path / "case") as store:
        for name, at_ms in (("one", NOW_MS), ("two", NOW_MS + 1000)):
            both = package(first_install_local=first, last_update_local=later, version_name="2")
            load(store, name, [both], at_ms=at_ms)
        found = store.db.execute(
            "SELECT what, at_local, zone, version_name, first_read_ms FROM v_installs"
            " ORDER BY at_local"
        ).fetchall()

    assert found == [
        ("installed", first, "Asia/Kathmandu", None, NOW_MS),
        ("updated", later, "Asia/Kathmandu", "2", NOW_MS),
    ]
