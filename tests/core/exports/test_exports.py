"""What every export has in common: whole or not there, under pseudonyms, by the filter."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.errors import StoreError, UsageError
from auditor.exports import Format, export_events
from auditor.filters import EventFilter
from auditor.query import columns
from auditor.store import Store
from auditor.task import Cancelled, Task
from tests.core.cases import NOW_MS, load, random_events

ALL = EventFilter(include_middlemen=True)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports") / "case"
    with Store.create(folder) as store:
        load(store, "20250101T000000Z-PHONE1", random_events(1, 3000))
    return folder


@pytest.fixture
def store(case: Path) -> Iterator[Store]:
    with Store.open(case, read_only=True) as store:
        yield store


@pytest.mark.parametrize("form", list(Format))
def test_a_cancelled_export_leaves_no_file(store: Store, tmp_path: Path, form: Format) -> None:
    task = Task(lambda done, total, note: task.cancel() if done == 1000 else None)

    with pytest.raises(Cancelled):
        export_events(store, ALL, tmp_path / "out", form, NOW_MS, task=task)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", list(Format))
def test_a_file_that_stands_there_stays_unless_it_may_be_replaced(
    store: Store, tmp_path: Path, form: Format
) -> None:
    path = tmp_path / "out"
    path.write_text("before")

    with pytest.raises(UsageError, match="already"):
        export_events(store, ALL, path, form, NOW_MS)
    before = path.read_text()
    export_events(store, ALL, path, form, NOW_MS, is_replacing=True)

    assert before == "before"
    assert path.read_bytes() != b"before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("form", list(Format))
def test_a_file_stays_when_its_replacement_is_cancelled(
    store: Store, tmp_path: Path, form: Format
) -> None:
    (tmp_path / "out").write_text("before")
    task = Task()
    task.cancel()

    with pytest.raises(Cancelled):
        export_events(store, ALL, tmp_path / "out", form, NOW_MS, task=task, is_replacing=True)

    assert (tmp_path / "out").read_text() == "before"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("form", list(Format))
def test_no_file_takes_the_place_of_a_folder_or_a_link(
    store: Store, tmp_path: Path, form: Format
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    for name in ("folder", "link"):
        with pytest.raises(UsageError, match="no file is put in its place"):
            export_events(store, ALL, tmp_path / name, form, NOW_MS, is_replacing=True)


@pytest.mark.parametrize("form", list(Format))
def test_a_place_that_cannot_be_written_is_told(store: Store, tmp_path: Path, form: Format) -> None:
    with pytest.raises(StoreError, match=r"could not be written: No such file or directory\."):
        export_events(store, ALL, tmp_path / "nowhere" / "out", form, NOW_MS)


@pytest.fixture
def little_room() -> Iterator[None]:
    """Let no file grow beyond 4 KiB, as on a full disk."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("form", list(Format))
def test_a_full_disk_is_told_in_one_sentence_and_leaves_nothing(
    store: Store, tmp_path: Path, form: Format, little_room: None
) -> None:
    with pytest.raises(StoreError, match=r"could not be written: File too large\."):
        export_events(store, ALL, tmp_path / "out", form, NOW_MS)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", list(Format))
def test_the_same_case_gives_the_same_bytes(store: Store, tmp_path: Path, form: Format) -> None:
    for name in "ab":
        export_events(store, ALL, tmp_path / name, form, NOW_MS)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("form", list(Format))
def test_the_number_that_is_given_is_that_of_the_filter(
    store: Store, tmp_path: Path, form: Format
) -> None:
    wanted = EventFilter(packages=frozenset({"com.example.chat"}), since_ms=NOW_MS - 86_400_000)

    number = export_events(store, wanted, tmp_path / "out", form, NOW_MS)

    assert number == len(columns(store, wanted)) > 0


def test_phones_and_captures_have_pseudonyms(store: Store, tmp_path: Path) -> None:
    export_events(store, ALL, tmp_path / "out", Format.JSONL, NOW_MS)

    text = (tmp_path / "out").read_text(encoding="utf-8")
    first = json.loads(text.splitlines()[0])
    assert first["device_id"].startswith("device-")
    assert first["capture_id"] == "capture-1"
    assert "PHONE1" not in text


def test_progress_is_told_in_events(store: Store, tmp_path: Path) -> None:
    told: list[tuple[int, int | None, str]] = []
    task = Task(lambda *step: told.append(step))

    number = export_events(store, ALL, tmp_path / "out", Format.CSV, NOW_MS, task=task)

    assert told[0] == (1000, number, "events")
    assert told[-1] == (number, number, "events")
