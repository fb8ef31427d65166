"""Screenshots: only where somebody said yes, whole or not at all, hashed, and noted in the case."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.adb.bridge import Bridge, make_bridge
from auditor.adb.commands import TABLE, find
from auditor.adb.screenshots import PNG, SCREENSHOTS, screenshot_request
from auditor.adb.server import ServerAddress
from auditor.errors import NotReady, StoreError, UsageError
from auditor.sample.adb_server import SampleServer
from auditor.sample.answers import Reply
from auditor.sample.apk_pictures import screen
from auditor.store import Store
from auditor.task import silent
from auditor.trials.keeping import begin, trial
from auditor.trials.plan_files import own_plan
from auditor.trials.screenshots import copy_screenshots, take_screenshot
from tests.core.adb.phones import TablePhone
from tests.core.trials.cases import APP, BEGIN

LINE = "screencap -p"


@pytest.fixture
def phone() -> TablePhone:
    return TablePhone({LINE: Reply(screen(3))})


@pytest.fixture
def bridge(phone: TablePhone) -> Iterator[Bridge]:
    with SampleServer(phone) as server:
        yield make_bridge("adbutils", ServerAddress(port=server.port))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "case")


def take(bridge: Bridge, phone: TablePhone, store: Store, is_wanted: bool = True) -> None:
    found = begin(store, own_plan("short"), [APP], BEGIN, takes_screenshots=is_wanted)
    take_screenshot(bridge, phone.serial, store, found, 1, APP.device_id, silent(), lambda: BEGIN)


def test_a_screenshot_lies_in_the_case_with_its_hash(
    phone: TablePhone, bridge: Bridge, store: Store
) -> None:
    take(bridge, phone, store)

    (shot,) = trial(store, 1).screenshots
    data = (store.path / shot.file).read_bytes()
    assert data == screen(3)
    assert data.startswith(PNG)
    assert shot.sha256 == hashlib.sha256(data).hexdigest()
    assert (shot.file, shot.size_bytes, shot.taken_ms) == ("trials/1/0001-1.png", len(data), BEGIN)


def test_nobody_is_pictured_who_was_not_asked(
    phone: TablePhone, bridge: Bridge, store: Store
) -> None:
    with pytest.raises(UsageError, match="takes no screenshots"):
        take(bridge, phone, store, is_wanted=False)

    assert not (store.path / "trials").exists()


@pytest.mark.parametrize("answer", [Reply(b""), Reply(b"error: secure"), Reply(screen(3), code=1)])
def test_what_is_no_picture_is_not_kept(
    phone: TablePhone, bridge: Bridge, store: Store, answer: Reply
) -> None:
    phone.answers[LINE] = answer

    with pytest.raises(NotReady, match="no picture"):
        take(bridge, phone, store)

    assert trial(store, 1).screenshots == ()
    assert [*(store.path / "trials" / "1").iterdir()] == []


def test_it_is_no_part_of_the_table_of_readings() -> None:
    assert screenshot_request().line == LINE
    assert not {each.name for each in SCREENSHOTS} & {each.name for each in TABLE}
    assert find(LINE) is None


def test_only_what_is_as_it_was_taken_is_copied(
    phone: TablePhone, bridge: Bridge, store: Store, tmp_path: Path
) -> None:
    take(bridge, phone, store)
    found = trial(store, 1)
    copy_screenshots(store, found, tmp_path / "out")
    (store.path / found.screenshots[0].file).write_bytes(PNG)

    with pytest.raises(StoreError, match="not as it was taken"):
        copy_screenshots(store, found, tmp_path / "again")

    assert (tmp_path / "out" / "0001-1.png").read_bytes() == screen(3)
    assert not (tmp_path / "again").exists()
