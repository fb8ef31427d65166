"""Files from elsewhere become captures: copied byte for byte, or refused by name."""

import hashlib
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from auditor import query
from auditor.errors import UsageError, WrongFormat
from auditor.filters import EventFilter
from auditor.importers import dumps, import_paths
from auditor.load import load_capture
from auditor.manifest import check_hashes, read_manifest, write_manifest
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from auditor.task import Cancelled, Task
from tests.core.cases import NOW_MS, event, handing_out, load, write_capture

APPOPS = b"Current AppOps Service state:\n\n  Uid u0a101:\n    state=top\n"
USERS = b"Users:\n\tUserInfo{0:Owner:c13} running\n"
PROPERTIES = (
    b"[persist.sys.timezone]: [America/Bogota]\r\n[ro.build.version.sdk]: [34]\r\n"
    b"[ro.product.model]: [Pad 6]\r\n[ro.serialno]: [ABC123]\r\n"
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    Store.create(tmp_path / "case").close()
    return tmp_path / "case"


def saved(folder: Path, name: str, data: bytes, at_ms: int = NOW_MS) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (at_ms / 1000, at_ms / 1000))
    return path


def left_behind(case: Path) -> list[str]:
    return sorted(path.name for path in (case / "captures").iterdir())


def test_loose_dumps_given_together_are_one_capture(case: Path, tmp_path: Path) -> None:
    paths = [saved(tmp_path, "appops.txt", APPOPS), saved(tmp_path, "users.txt", USERS)]

    (manifest,) = import_paths(paths, case, "Asia/Tokyo", NOW_MS - 5)

    folder = case / "captures" / manifest.capture_id
    assert read_manifest(folder) == manifest
    assert check_hashes(folder, manifest) == []
    assert [(raw.command, raw.whole, raw.exit_code) for raw in manifest.files] == [
        ("appops", True, None),
        ("users", True, None),
    ]
    assert [(folder / raw.file).read_bytes() for raw in manifest.files] == [APPOPS, USERS]
    assert manifest.files[0].sha256 == hashlib.sha256(APPOPS).hexdigest()
    assert (manifest.origin, manifest.started_utc_ms) == ("import", NOW_MS - 5)
    assert (manifest.zone_assumed, manifest.captured_at_assumed) == (False, False)
    assert (manifest.device.zone, manifest.device.is_sample) == ("Asia/Tokyo", False)
    assert manifest.device.device_id == manifest.capture_id
    assert manifest.capture_id.startswith("import-")


def test_what_nobody_told_is_assumed_and_marked(case: Path, tmp_path: Path) -> None:
    (manifest,) = import_paths([saved(tmp_path, "a.txt", APPOPS)], case)

    assert (manifest.zone_assumed, manifest.captured_at_assumed) == (True, True)
    assert manifest.device.zone is None
    assert manifest.started_utc_ms == NOW_MS  # when the file was last changed


def test_properties_say_which_phone_it_was(case: Path, tmp_path: Path) -> None:
    paths = [saved(tmp_path, "appops.txt", APPOPS), saved(tmp_path, "getprop.txt", PROPERTIES)]

    (manifest,) = import_paths(paths, case)

    device = manifest.device
    assert (device.device_id, device.serial) == ("ABC123", "ABC123")
    assert (device.api, device.model, device.zone) == (34, "Pad 6", "America/Bogota")
    assert manifest.zone_assumed is False


def test_a_device_that_is_told_wins(case: Path, tmp_path: Path) -> None:
    paths = [saved(tmp_path, "appops.txt", APPOPS), saved(tmp_path, "getprop.txt", PROPERTIES)]

    (manifest,) = import_paths(paths, case, device_id="MINE")

    assert (manifest.device.device_id, manifest.device.serial) == ("MINE", "ABC123")


@pytest.mark.parametrize("sign", ["serial", "property"])
def test_dumps_of_a_sample_phone_are_a_sample(case: Path, tmp_path: Path, sign: str) -> None:
    text = b"[ro.serialno]: [SAMPLE-1]\n"
    if sign == "property":
        text = b"[ro.boot.permission_auditor_sample]: [1]\n"
    paths = [saved(tmp_path, "appops.txt", APPOPS), saved(tmp_path, "getprop.txt", text)]

    device = import_paths(paths, case)[0].device

    assert device.is_sample
    assert device.device_id.startswith("SAMPLE-")


@pytest.mark.parametrize("name", ["26", "30", "35", "36sql", "36post"])
def test_a_loose_text_of_a_sample_phone_is_known_by_its_invented_apps(
    case: Path, tmp_path: Path, name: str
) -> None:
    answer = SamplePhone(name, 3, days=3).answer("dumpsys -t 60 appops")
    path = saved(tmp_path, "appops.txt", answer.stdout)

    device = import_paths([path], case, device_id="MINE")[0].device

    assert (device.is_sample, device.device_id) == (True, "SAMPLE-MINE")


def test_one_name_that_the_sample_phone_has_too_makes_no_sample(case: Path, tmp_path: Path) -> None:
    text = APPOPS + b"    Package com.candyburst.puzzle:\n"

    assert not import_paths([saved(tmp_path, "a.txt", text)], case)[0].device.is_sample


def test_a_folder_is_read_as_far_as_it_is_known(case: Path, tmp_path: Path) -> None:
    saved(tmp_path / "in", "a/appops.txt", APPOPS)
    saved(tmp_path / "in", "b/appops.txt", USERS)
    saved(tmp_path / "in", "holiday.jpg", b"\xff\xd8\xff\x00\x00")

    (manifest,) = import_paths([tmp_path / "in"], case)

    assert [raw.file for raw in manifest.files] == ["raw/appops.txt", "raw/2-appops.txt"]
    assert [(each.command, each.reason) for each in manifest.skipped] == [
        ("holiday.jpg", "not_recognised")
    ]


def test_the_same_files_again_change_nothing(case: Path, tmp_path: Path) -> None:
    path = saved(tmp_path, "a.txt", APPOPS)
    first = import_paths([path], case)
    before = {p: p.stat().st_mtime_ns for p in case.rglob("*") if p.is_file()}

    assert import_paths([path], case) == first
    assert {p: p.stat().st_mtime_ns for p in case.rglob("*") if p.is_file()} == before


def test_the_same_files_under_another_zone_are_refused(case: Path, tmp_path: Path) -> None:
    path = saved(tmp_path, "a.txt", APPOPS)
    import_paths([path], case, "Asia/Tokyo", NOW_MS)

    with pytest.raises(WrongFormat, match="in the case already"):
        import_paths([path], case, "Europe/Berlin", NOW_MS)
    with pytest.raises(WrongFormat, match="in the case already"):
        import_paths([path], case, "Asia/Tokyo", NOW_MS + 1)
    assert len(left_behind(case)) == 1


def test_odd_file_names_become_plain_ones(case: Path, tmp_path: Path) -> None:
    names = ["./..x.txt", "a b/ü $.txt", "-rf", "x" * 200 + ".txt"]
    paths = [saved(tmp_path / "in", name, APPOPS + name.encode()) for name in names]

    (manifest,) = import_paths(paths, case)

    assert read_manifest(case / "captures" / manifest.capture_id) == manifest


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_texts_that_an_editor_or_a_shell_re_encoded_are_known(
    case: Path, tmp_path: Path, encoding: str
) -> None:
    data = APPOPS.decode().replace("\n", "\r\n").encode(encoding)

    (manifest,) = import_paths([saved(tmp_path, "a.txt", data)], case)

    assert manifest.files[0].command == "appops"
    assert (case / "captures" / manifest.capture_id / "raw" / "a.txt").read_bytes() == data


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b"just a letter\n", "is not a text that this program knows"),
        (b"\x00\x01\x02\x03" * 100, "is not a text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is not a text"),
        (b"PK\x03\x04rest", "is damaged or no zip archive"),
        (b"\x1f\x8brest", "is an archive"),
        (b"\n" * 5000, "is not a text that this program knows"),
    ],
)
def test_a_file_that_is_no_dump_is_refused_by_name(
    case: Path, tmp_path: Path, data: bytes, sentence: str
) -> None:
    good = saved(tmp_path, "good.txt", APPOPS)
    bad = saved(tmp_path, "bad.bin", data)

    with pytest.raises(WrongFormat, match=sentence) as caught:
        import_paths([good, bad], case)

    assert str(bad) in caught.value.sentence
    assert left_behind(case) == []


def test_a_zip_with_nothing_known_is_told_what_is_accepted(case: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "report.zip", "w") as archive:
        archive.writestr("letter.txt", b"hello")

    with pytest.raises(WrongFormat, match="no file that this program knows") as caught:
        import_paths([tmp_path / "report.zip"], case)

    assert "dumpsys appops" in caught.value.next_step
    assert left_behind(case) == []


@pytest.mark.parametrize("what", ["file", "copy"])
def test_a_file_larger_than_any_dump_is_refused(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    path = saved(tmp_path, "a.txt", APPOPS + b"x" * 2000)
    if what == "file":  # before it is read
        monkeypatch.setattr(dumps, "FILE_LIMIT_BYTES", 1000)
    else:  # a file that grows while it is copied
        monkeypatch.setattr("auditor.importers.copying.FILE_LIMIT_BYTES", 1000)

    with pytest.raises(WrongFormat, match=r"a\.txt is larger than"):
        import_paths([path], case)

    assert left_behind(case) == []


def test_a_file_that_is_not_there_is_told(case: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongFormat, match=r"nothing\.txt cannot be read"):
        import_paths([tmp_path / "nothing.txt"], case)


def test_a_folder_without_any_dump_is_told(case: Path, tmp_path: Path) -> None:
    saved(tmp_path / "in", "a.txt", b"hello")

    with pytest.raises(WrongFormat, match="holds no file that this program knows"):
        import_paths([tmp_path / "in"], case)


def test_a_zone_that_does_not_exist_is_a_mistake_of_the_caller(case: Path) -> None:
    with pytest.raises(UsageError, match="no time zone Mars/Olympus"):
        import_paths([], case, "Mars/Olympus")


class CancelAt(Task):
    """Cancels itself at its n-th step."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self.left = step

    def step(self, done: int = 0, total: int | None = None, note: str = "") -> None:
        self.left -= 1
        if self.left == 0:
            self.cancel()
        super().step(done, total, note)


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_cancelling_leaves_nothing(case: Path, tmp_path: Path, step: int) -> None:
    paths = [saved(tmp_path, "a.txt", APPOPS), saved(tmp_path, "b.txt", USERS)]

    with pytest.raises(Cancelled):
        import_paths(paths, case, task=CancelAt(step))

    assert left_behind(case) == []


def test_a_capture_folder_is_copied_byte_for_byte(case: Path, tmp_path: Path) -> None:
    folder = write_capture(tmp_path / "other", "one", {"appops": [event(line=9)]})
    (folder / "raw" / "stray.txt").write_bytes(b"not in the manifest")

    (manifest,) = import_paths([folder], case)

    copied = case / "captures" / "one"
    assert manifest == read_manifest(folder)
    assert (copied / "manifest.json").read_bytes() == (folder / "manifest.json").read_bytes()
    assert [path.name for path in (copied / "raw").iterdir()] == ["appops.txt"]
    with Store.open(case) as store:
        load_capture(store, copied, None, handing_out({"appops": [event(line=9)]}))
        assert [row.capture_id for row in query.events(store)] == ["one"]


def test_a_capture_folder_again_changes_nothing(case: Path, tmp_path: Path) -> None:
    folder = write_capture(tmp_path / "other", "one", {"appops": [event()]})

    assert import_paths([folder, folder], case) == import_paths([folder], case) * 2


def test_a_whole_case_is_its_captures(case: Path, tmp_path: Path) -> None:
    with Store.create(tmp_path / "other") as other:
        load(other, "one", [event()])
        load(other, "two", [event()], at_ms=NOW_MS + 1)

    found = import_paths([tmp_path / "other"], case)

    assert [manifest.capture_id for manifest in found] == ["one", "two"]


def test_a_capture_that_was_tampered_with_is_refused_by_name(case: Path, tmp_path: Path) -> None:
    folder = write_capture(tmp_path / "other", "one", {"appops": [event(line=9)]})
    raw = folder / "raw" / "appops.txt"
    raw.write_bytes(raw.read_bytes()[:-1] + b"!")

    with pytest.raises(WrongFormat, match=r"raw/appops\.txt is no longer what was captured"):
        import_paths([folder], case)

    assert left_behind(case) == []


def test_a_capture_with_a_file_missing_is_refused_by_name(case: Path, tmp_path: Path) -> None:
    folder = write_capture(tmp_path / "other", "one", {"appops": [event()]})
    (folder / "raw" / "appops.txt").unlink()

    with pytest.raises(WrongFormat, match=r"raw/appops\.txt is missing"):
        import_paths([folder], case)


def test_a_link_out_of_a_capture_is_not_followed(case: Path, tmp_path: Path) -> None:
    folder = write_capture(tmp_path / "other", "one", {"appops": [event()]})
    raw = folder / "raw" / "appops.txt"
    raw.rename(tmp_path / "secret")
    raw.symlink_to(tmp_path / "secret")

    with pytest.raises(WrongFormat, match=r"raw/appops\.txt is missing"):
        import_paths([folder], case)


def test_another_capture_of_the_same_name_is_refused(case: Path, tmp_path: Path) -> None:
    one = write_capture(tmp_path / "a", "one", {"appops": [event()]})
    other = write_capture(tmp_path / "b", "one", {"appops": [event(line=2)]})
    import_paths([one], case)

    with pytest.raises(WrongFormat, match="holds another capture named one"):
        import_paths([other], case)


@pytest.mark.parametrize("name", ["../out", "", ".hidden", "a/b", "a\x00b", "x" * 200])
def test_a_capture_cannot_name_a_place_outside_the_case(
    case: Path, tmp_path: Path, name: str
) -> None:
    folder = write_capture(tmp_path / "other", "one", {"appops": [event()]})
    write_manifest(folder, replace(read_manifest(folder), capture_id=name))

    with pytest.raises(WrongFormat, match="cannot be a folder"):
        import_paths([folder], case)


def test_an_import_is_loaded_like_any_capture(case: Path, tmp_path: Path) -> None:
    (manifest,) = import_paths([saved(tmp_path, "a.txt", APPOPS)], case, "Asia/Tokyo", NOW_MS)

    with Store.open(case) as store:
        folder = store.captures_dir / manifest.capture_id
        load_capture(store, folder, None, handing_out({"a.txt": [event()]}))
        (row,) = query.events(store, EventFilter())

    assert (row.capture_id, row.raw_file) == (manifest.capture_id, "raw/a.txt")
    assert row.time_local is not None and row.time_local.endswith("+09:00")
