"""Names that leave a case: the case's own, the same each time, and nobody's."""

from pathlib import Path

import pytest

from auditor.errors import StoreError
from auditor.pseudonyms import KEY_FILE, pseudonyms
from auditor.records import DeviceInfo
from auditor.store import Store
from tests.core.cases import NOW_MS, PHONE, event, load

SAMPLE = DeviceInfo("SAMPLE-1", "SAMPLE-1", True, None, None, None, None, None, None)


def test_a_phone_has_the_same_name_each_time_and_another_in_another_case(tmp_path: Path) -> None:
    found = []
    for name in "ab":
        with Store.create(tmp_path / name) as store:
            load(store, "one", [event()])
            found += [pseudonyms(store).device(PHONE.device_id) for _ in range(2)]

    assert found[0] == found[1]
    assert found[2] == found[3]
    assert found[0] != found[2]
    assert all(name.startswith("device-") and PHONE.serial not in name for name in found)


def test_the_key_is_random_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        pseudonyms(store)

    key = tmp_path / "case" / KEY_FILE
    assert len(key.read_bytes()) == 32
    assert key.stat().st_mode & 0o077 == 0


def test_a_damaged_key_is_refused_because_it_could_be_guessed(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        (tmp_path / "case" / KEY_FILE).write_bytes(b"short")

        with pytest.raises(StoreError, match="is damaged"):
            pseudonyms(store)


def test_a_sample_phone_stays_told_as_one(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event()], device=SAMPLE)

        assert pseudonyms(store).device("SAMPLE-1").startswith("SAMPLE-device-")


def test_captures_are_numbered_from_the_oldest(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "later", [event()], at_ms=NOW_MS + 5_000)
        load(store, "earlier", [event()], at_ms=NOW_MS)
        names = pseudonyms(store)

    assert names.capture("earlier") == "capture-1"
    assert names.capture("later") == "capture-2"


def test_an_imported_file_is_called_by_what_it_is(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", {"jane-doe-phone": [event()], "second": [event(line=2)]})
        store.db.execute("UPDATE captures SET origin = 'import'")
        names = pseudonyms(store)

    assert names.raw_file("one", "raw/jane-doe-phone.txt") == "raw/001-appops.txt"
    assert names.raw_file("one", "raw/second.txt") == "raw/002-appops.txt"


def test_a_file_of_our_own_reading_keeps_its_name(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event()])

        assert pseudonyms(store).raw_file("one", "raw/appops.txt") == "raw/appops.txt"
