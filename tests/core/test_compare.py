"""Two readings side by side: apps that came, went, changed; what only the later one tells."""

from dataclasses import replace
from pathlib import Path

import pytest

from auditor.compare import Comparison, choose_pair, compare
from auditor.errors import UsageError
from auditor.permissions import Grant
from auditor.record_numbers import Record
from auditor.records import DataType, Event, Kind, Package, Permission, Source
from auditor.store import Store
from tests.core.cases import HOUR_MS, NOW_MS, PHONE, event, load

CHAT, UID = "com.example.chat", 10_101
LATER_MS = NOW_MS + 24 * HOUR_MS


def installed(name: str, uid: int, version: str | None = "1", line: int = 1) -> Package:
    return Package(name=name, uid=uid, user_id=0, line=line, version_name=version)


def compared(
    tmp_path: Path,
    before: list[Record],
    after: list[Record],
    cut: frozenset[str] = frozenset(),
) -> Comparison:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", {"package_dump": before}, cut=cut)
        load(store, "two", {"package_dump": after}, at_ms=LATER_MS)
        _as_package_dumps(store)
        return compare(store, *choose_pair(store))


def _as_package_dumps(store: Store) -> None:
    """The tests' readings all say that they are of appops; here they are lists of packages."""
    store.db.execute("UPDATE raw_files SET command = 'package_dump'")


def test_apps_that_came_went_and_were_updated(tmp_path: Path) -> None:
    found = compared(
        tmp_path,
        [installed("org.stays", 10_001), installed("org.went", 10_002)],
        [installed("org.stays", 10_001, "2"), installed("org.came", 10_003)],
    )

    assert found.came == (("PHONE1", 10_003, "org.came"),)
    assert found.went == (("PHONE1", 10_002, "org.went"),)
    assert [each.app[2] for each in found.updated] == ["org.stays"]
    assert (found.updated[0].before.version_name, found.updated[0].after.version_name) == ("1", "2")


def test_of_a_cut_list_nobody_says_who_came(tmp_path: Path) -> None:
    found = compared(tmp_path, [], [installed("org.came", 10_003)], cut=frozenset({"package_dump"}))

    assert found.came is None
    assert found.went == ()


def test_a_permission_that_was_taken_back(tmp_path: Path) -> None:
    def asked(granted: bool) -> Permission:
        return Permission(CHAT, UID, "android.permission.CAMERA", granted, (), True, 2)

    found = compared(
        tmp_path, [installed(CHAT, UID), asked(True)], [installed(CHAT, UID), asked(False)]
    )

    ((app, change),) = found.permissions
    assert app[2] == CHAT
    assert (change.before, change.after) == (Grant.GRANTED, Grant.DENIED)


def new_events(tmp_path: Path, before: list[Event], after: list[Event]) -> Comparison:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", before)
        load(store, "two", after, at_ms=LATER_MS)
        return compare(store, *choose_pair(store))


def test_only_what_the_earlier_reading_does_not_tell_is_new(tmp_path: Path) -> None:
    old = event(source=Source.DISCRETE)
    new = replace(old, time_ms=NOW_MS + HOUR_MS, uid_state="bg", line=2)
    refused = replace(old, kind=Kind.REJECT, time_ms=NOW_MS + 2 * HOUR_MS, line=3)

    found = new_events(tmp_path, [old], [old, new, refused])

    (use,) = found.new
    assert (use.data_type, use.accesses, use.rejects) == (DataType.MICROPHONE, 1, 1)
    assert (use.background, use.last_ms) == (1, NOW_MS + 2 * HOUR_MS)


def test_equal_readings_differ_in_nothing(tmp_path: Path) -> None:
    old = event(source=Source.DISCRETE)

    assert new_events(tmp_path, [old], [old]).is_equal


def test_readings_of_two_phones_are_not_compared(tmp_path: Path) -> None:
    other = replace(PHONE, device_id="PHONE2", serial="PHONE2")
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event()])
        load(store, "two", [event()], at_ms=LATER_MS, device=other)

        with pytest.raises(UsageError, match="two different phones"):
            choose_pair(store, "one", "two")
        with pytest.raises(UsageError, match="no two readings"):
            choose_pair(store)
        with pytest.raises(UsageError, match="no reading three"):
            choose_pair(store, "one", "three")


def test_the_earlier_one_is_before_in_whichever_order_they_are_named(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event()])
        load(store, "two", [event()], at_ms=LATER_MS)

        pair = choose_pair(store, "two", "one")

    assert [each.capture_id for each in pair] == ["one", "two"]


def test_what_a_cut_reading_did_not_tell_is_not_new(tmp_path: Path) -> None:
    old = event(time_ms=NOW_MS - 50 * HOUR_MS, line=2)
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event(op="CAMERA")], cut=frozenset({"appops"}))
        later = [event(op="CAMERA"), old, event(time_ms=NOW_MS + 9, line=3)]
        load(store, "two", later, at_ms=NOW_MS + HOUR_MS)
        found = compare(store, *choose_pair(store))

    assert [(use.accesses, use.last_ms) for use in found.new] == [(1, NOW_MS + 9)]
    assert found.older == 1
