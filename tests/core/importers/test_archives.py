"""Archives and folders of others: all of one phone becomes one capture; bombs become a sentence."""

import io
import json
import struct
from pathlib import Path

import pytest

from auditor import query
from auditor.errors import WrongFormat
from auditor.importers import import_paths, sources
from auditor.load import load_capture
from auditor.store import Store
from tests.core.importers.test_bugreport import APPOPS, EVENT_MS, zipped
from tests.core.importers.writers import board, saved

PROPERTIES = "[persist.sys.timezone]: [Europe/Berlin]\n[ro.serialno]: [R2]\n"
PACKAGES = json.dumps(
    [
        {"name": "org.example.chat", "files": [], "installer": "com.shop", "uid": 10101},
        {"name": "org.example.two", "files": [], "installer": "null", "uid": 1010102},
        {"files": [], "uid": 1},
    ],
    indent=1,
)
ACQUISITION = json.dumps(
    {"uuid": "1", "androidqf_version": "v1.8", "started": "2025-03-04T04:03:00.123456789Z"}
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    Store.create(tmp_path / "case").close()
    return tmp_path / "case"


def refused(case: Path, path: Path, sentence: str) -> None:
    with pytest.raises(WrongFormat, match=sentence):
        import_paths([path], case)
    assert list((case / "captures").iterdir()) == []


def androidqf(**more: str) -> dict[str, str]:
    return {
        "acquisition.json": ACQUISITION,
        "packages.json": PACKAGES,
        "dumpsys.txt": board([("appops", APPOPS)], started=None, zone=None),
        "logs/kernel.log": "nothing known\n",
        **more,
    }


@pytest.mark.parametrize("is_zip", [False, True])
def test_an_androidqf_acquisition_is_one_capture(case: Path, tmp_path: Path, is_zip: bool) -> None:
    files = androidqf(**{"getprop.txt": PROPERTIES})
    if is_zip:
        path = saved(tmp_path, "a.zip", zipped(dict(files)))
    else:
        path = tmp_path / "a"
        for name, text in files.items():
            saved(path, name, text)

    (manifest,) = import_paths([path], case)
    with Store.open(case) as store:
        load_capture(store, case / "captures" / manifest.capture_id)
        (row,) = query.events(store)
        apps = store.db.execute(
            "SELECT package, uid, installer FROM v_packages ORDER BY uid"
        ).fetchall()

    assert (row.time_ms, manifest.device.device_id) == (EVENT_MS, "R2")
    assert manifest.tool["forms"] == "androidqf"
    assert [tuple(each) for each in apps] == [
        ("org.example.chat", 10101, "com.shop"),
        ("org.example.two", 1010102, None),
    ]
    left_out = "logs/kernel.log" if is_zip else "kernel.log"
    assert [each.command for each in manifest.skipped] == [left_out]


def test_the_layout_of_today_is_read_whole(case: Path, tmp_path: Path) -> None:
    apps = [
        {"user_id": 0, "name": "org.example.gone", "installed": False, "files": [], "uid": 10300,
         "installer": "", "disabled": False, "system": False, "third_party": True},
        {"user_id": 10, "name": "org.example.chat", "installed": True, "files": [], "uid": 1010101,
         "installer": "com.shop", "disabled": False, "system": False, "third_party": True},
    ]  # fmt: skip
    log = (
        "--------- beginning of main\n"
        "03-04 05:00:00.100  1412  1533 D Chat    : hello\n"
        "03-04 05:00:00.123  1412  1533 I am_proc_start: "
        "[10,77,1010101,org.example.chat,service,]\n"
    )
    files = androidqf(
        **{
            "getprop.txt": PROPERTIES,
            "packages.json": json.dumps(apps, indent=1),
            "logcat.txt": log,
            "settings_secure.txt": "android_id=abc\nassistant=org.example.help/.A\n",
            "hashes.csv": "getprop.txt,00\n",
            "command.log": "nothing known\n",
            "adb_host_key.pub": "QAAAAA= me@here\n",
            "env.txt": "PATH=/system/bin\n",
        }
    )
    inner = zipped({"bugreport.txt": board([("appops", APPOPS)])})
    path = saved(tmp_path, "a.zip", zipped({**files, "bugreport.zip": inner}))

    (manifest,) = import_paths([path], case)
    with Store.open(case) as store:
        report = load_capture(store, case / "captures" / manifest.capture_id)
        rows = list(query.events(store))
        found = store.db.execute("SELECT package, uid, user_id FROM v_packages").fetchall()
        starts = store.db.execute("SELECT process, uid FROM v_process_starts").fetchall()
        settings = store.db.execute("SELECT key FROM v_settings").fetchall()

    assert len(rows) == 1, "the report and the board tell of the same access"
    assert found == [("org.example.chat", 1010101, 10)]
    assert starts == [("org.example.chat", 1010101)]
    assert settings == [("assistant",)]
    assert "not_installed" in {notice.code for notice in report.notices}
    assert {each.command for each in manifest.skipped} == {
        "logs/kernel.log", "hashes.csv", "command.log", "adb_host_key.pub", "env.txt",
    }  # fmt: skip
    raw = case / "captures" / manifest.capture_id / "raw"
    assert not [each for each in raw.iterdir() if b"hello" in each.read_bytes()]


def test_the_start_of_an_acquisition_tells_the_zone_of_its_times(
    case: Path, tmp_path: Path
) -> None:
    path = saved(tmp_path, "a.zip", zipped(dict(androidqf())))

    (manifest,) = import_paths([path], case)
    with Store.open(case) as store:
        load_capture(store, case / "captures" / manifest.capture_id)
        assert [row.time_ms for row in query.events(store)] == [EVENT_MS]


def test_a_report_within_an_archive_is_found(case: Path, tmp_path: Path) -> None:
    inner = zipped({"bugreport.txt": board([("appops", APPOPS)])})

    (manifest,) = import_paths([saved(tmp_path, "a.zip", zipped({"in/b.zip": inner}))], case)

    assert "appops" in [raw.command for raw in manifest.files]


def test_archives_nested_absurdly_are_refused(case: Path, tmp_path: Path) -> None:
    data = zipped({"bugreport.txt": board([("appops", APPOPS)])})
    for _ in range(4):
        data = zipped({"a.zip": data})

    refused(case, saved(tmp_path, "a.zip", data), "archive in an archive in an archive")


@pytest.mark.parametrize(
    "name", ["../appops.txt", "/etc/appops.txt", "a/../../b", "C:\\b", "..\\b"]
)
def test_names_that_lead_out_of_an_archive_are_refused(
    case: Path, tmp_path: Path, name: str
) -> None:
    path = saved(tmp_path, "a.zip", zipped({name: APPOPS}))

    refused(case, path, "names a file outside of itself")
    assert not (tmp_path / "appops.txt").exists()


def test_an_encrypted_archive_is_refused(case: Path, tmp_path: Path) -> None:
    data = bytearray(zipped({"appops.txt": APPOPS}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1

    refused(case, saved(tmp_path, "a.zip", bytes(data)), "is encrypted")


def test_a_bomb_is_refused_by_how_much_it_grows(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "RATIO_FROM_BYTES", 1 << 20)
    bomb = board([("appops", APPOPS)], zone=None) + "\n" * (8 << 20)

    refused(case, saved(tmp_path, "a.zip", zipped({"r.txt": bomb})), "times its size")


def test_a_bomb_is_refused_by_how_large_it_is(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "INFLATED_LIMIT_BYTES", 1 << 20)
    many = {f"{number}.txt": "hello\n" * 60_000 for number in range(4)}

    refused(case, saved(tmp_path, "a.zip", zipped({**many, "r.txt": APPOPS})), "unpacks to more")


def test_an_archive_within_one_is_limited_too(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "INNER_LIMIT_BYTES", 100)
    inner = zipped({"r.txt": board([("appops", APPOPS)])})

    refused(case, saved(tmp_path, "a.zip", zipped({"b.zip": inner})), "unpacks to more")


def test_an_archive_of_too_many_files_is_refused(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MOST_FILES", 3)
    path = saved(tmp_path, "a.zip", zipped({f"{number}.txt": "" for number in range(4)}))

    refused(case, path, "holds more than 3 files")


def test_a_size_that_an_archive_claims_is_not_believed(case: Path, tmp_path: Path) -> None:
    data = bytearray(zipped({"appops.txt": APPOPS}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 10)

    refused(case, saved(tmp_path, "a.zip", bytes(data)), "damaged|no file that this program knows")


def test_a_damaged_archive_is_refused(case: Path, tmp_path: Path) -> None:
    data = bytearray(zipped({"r.txt": board([("appops", APPOPS)])}))
    data[60:80] = bytes(20)

    refused(case, saved(tmp_path, "a.zip", bytes(data)), "damaged|no file that this program knows")


def test_an_archive_packed_in_an_unknown_way_is_refused(case: Path, tmp_path: Path) -> None:
    out = io.BytesIO(zipped({"appops.txt": APPOPS}))
    data = bytearray(out.getvalue())
    data[data.index(b"PK\x01\x02") + 10] = 99

    refused(case, saved(tmp_path, "a.zip", bytes(data)), "packed in a way")


def test_an_app_is_no_archive_of_dumps(case: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    saved(folder, "app.apk", zipped({"appops.txt": APPOPS}))
    saved(folder, "appops.txt", APPOPS)

    (manifest,) = import_paths([folder], case)

    assert [raw.name for raw in manifest.files] == ["appops.txt"]
    assert [each.command for each in manifest.skipped] == ["app.apk"]


def test_an_encrypted_acquisition_is_told_how_to_open(case: Path, tmp_path: Path) -> None:
    path = saved(tmp_path, "a.zip.age", b"age-encryption.org/v1\n-> X25519 x\n")

    refused(case, path, "is encrypted")
