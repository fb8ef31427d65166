"""A manifest from anywhere: read exactly, or refused with a sentence."""

import copy
import errno
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.errors import StoreError, WrongFormat
from auditor.manifest import (
    ClockReading,
    Manifest,
    RawFile,
    Skipped,
    check_hashes,
    not_writable,
    read_manifest,
    write_manifest,
)
from auditor.records import DeviceInfo

EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
RAW = RawFile(
    name="packages-10",
    command="packages",
    parameters={"user": "10"},
    line="pm list packages -f -U -i --user 10",
    file="raw/packages-10.txt",
    size_bytes=0,
    sha256=EMPTY_SHA256,
    started_utc_ms=1,
    ended_utc_ms=2,
    exit_code=None,
    whole=False,
    reason="cut",
)
MANIFEST = Manifest(
    capture_id="20231114T221320Z-ab12",
    device=DeviceInfo("ID", "serial", True, model="Fön 手机", api=34),
    plan="full",
    origin="adb",
    tool={"name": "permission-auditor"},
    started_utc_ms=1,
    ended_utc_ms=2,
    clocks=[ClockReading(1, None, 5, None)],
    files=[RAW],
    skipped=[Skipped("appops_history", "history_too_soon")],
    outcome="cut",
)


def written(folder: Path) -> dict[str, Any]:
    """The manifest as JSON, for a test to spoil."""
    write_manifest(folder, MANIFEST)
    data: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return data


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    write_manifest(tmp_path, MANIFEST)

    assert read_manifest(tmp_path) == MANIFEST
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


def test_keys_of_a_later_program_are_left_aside(tmp_path: Path) -> None:
    data = written(tmp_path) | {"mood": "fine"}
    data["device"]["colour"] = "red"
    (tmp_path / "manifest.json").write_text(json.dumps(data))

    assert read_manifest(tmp_path) == MANIFEST


def spoil(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    """Set one value deep in the manifest; `...` removes it."""

    def change(data: dict[str, Any]) -> None:
        *above, last = [int(key) if key.isdigit() else key for key in path.split(".")]
        place: Any = data
        for key in above:
            place = place[key]
        if value is ...:
            del place[last]
        else:
            place[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("format", "tarball"),
        ("format", ...),
        ("version", 2),
        ("version", "1"),
        ("capture_id", ...),
        ("capture_id", 7),
        ("device", None),
        ("device.is_sample", ...),
        ("device.is_sample", "no"),
        ("device.api", "34"),
        ("device.api", True),
        ("started_utc_ms", 1.5),
        ("started_utc_ms", 10**30),
        ("device.model", "half a \ud800 character"),
        ("tool", {"half \udc00": ""}),
        ("clocks", {}),
        ("clocks.0", []),
        ("files.0.whole", 1),
        ("files.0.sha256", "0" * 63),
        ("files.0.sha256", "../../etc"),
        ("files.0.parameters", {"user": 10}),
        ("files.0.file", "/etc/passwd"),
        ("files.0.file", "../manifest.json"),
        ("files.0.file", "raw/../../x"),
        ("files.0.file", "raw/a/b"),
        ("files.0.file", "raw/.hidden"),
        ("files.0.file", "raw\\x"),
        ("files.0.file", "raw/C:x"),
        ("files.0.file", "raw/x\n"),
        ("files.0.file", "raw/" + "x" * 300),
        ("files.0.file", "manifest.json"),
        ("tool", []),
        ("skipped", [["a", "b"]]),
    ],
)
def test_what_is_not_as_it_should_be_is_refused(tmp_path: Path, path: str, value: object) -> None:
    data = written(tmp_path)
    spoil(path, value)(data)
    (tmp_path / "manifest.json").write_text(json.dumps(data))

    with pytest.raises(WrongFormat) as raised:
        read_manifest(tmp_path)

    assert raised.value.exit_code == 5
    assert raised.value.sentence.endswith(".")
    assert raised.value.next_step


@pytest.mark.parametrize("key", ["name", "file"])
def test_two_raw_files_may_not_share_a_name(tmp_path: Path, key: str) -> None:
    data = written(tmp_path)
    twin = copy.deepcopy(data["files"][0])
    twin["file" if key == "name" else "name"] += "x"
    data["files"].append(twin)
    (tmp_path / "manifest.json").write_text(json.dumps(data))

    with pytest.raises(WrongFormat, match=f"the same {key}"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe{}", b"[" * 100_000, b"1e999", b'{"format": NaN}'],
)
def test_what_is_no_manifest_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(content)

    with pytest.raises(WrongFormat):
        read_manifest(tmp_path)


def test_a_folder_without_a_manifest_is_no_capture(tmp_path: Path) -> None:
    with pytest.raises(WrongFormat, match="is no capture"):
        read_manifest(tmp_path)
    with pytest.raises(WrongFormat, match="is no capture"):
        read_manifest(tmp_path / "nowhere")


def test_a_manifest_has_a_limit_of_size(tmp_path: Path) -> None:
    with (tmp_path / "manifest.json").open("wb") as stream:
        stream.truncate((16 << 20) + 1)

    with pytest.raises(WrongFormat, match="too large"):
        read_manifest(tmp_path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([*MANIFEST.__dataclass_fields__]), JSON)
def test_any_json_in_any_place_is_read_or_refused(tmp_path: Path, key: str, value: object) -> None:
    data = written(tmp_path)
    data[key] = value
    (tmp_path / "manifest.json").write_text(json.dumps(data))

    try:
        read = read_manifest(tmp_path)
    except WrongFormat:
        return
    assert getattr(read, key) == (
        getattr(MANIFEST, key) if json.dumps(written(tmp_path)[key]) == json.dumps(value) else value
    )


def test_changed_and_missing_raw_files_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "packages-10.txt").write_bytes(b"")

    assert check_hashes(tmp_path, MANIFEST) == []
    (folder / "packages-10.txt").write_bytes(b"x")
    assert check_hashes(tmp_path, MANIFEST) == ["packages-10"]
    (folder / "packages-10.txt").unlink()
    assert check_hashes(tmp_path, MANIFEST) == ["packages-10"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_that_leads_out_of_the_folder_is_no_raw_file(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"")
    (tmp_path / "capture" / "raw").mkdir(parents=True)
    (tmp_path / "capture" / "raw" / "packages-10.txt").symlink_to(outside)

    assert check_hashes(tmp_path / "capture", MANIFEST) == ["packages-10"]


def test_a_folder_that_is_gone_cannot_be_written_and_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Nothing more could be written"):
        write_manifest(tmp_path / "gone", MANIFEST)


def test_a_name_that_is_no_text_is_written_so_that_it_can_be_read(tmp_path: Path) -> None:
    manifest = replace(MANIFEST, skipped=[Skipped("odd\udcff.txt", "not_recognised")])

    write_manifest(tmp_path, manifest)

    assert read_manifest(tmp_path).skipped == [Skipped("odd?.txt", "not_recognised")]


@pytest.mark.parametrize(
    ("number", "wanted"), [(errno.ENOSPC, "Free some space"), (errno.ENOENT, "disk is connected")]
)
def test_a_disk_that_was_removed_is_told_from_a_full_one(number: int, wanted: str) -> None:
    told = not_writable(Path("case"), OSError(number, os.strerror(number)))

    assert wanted in told.next_step
