"""The sample phone read through each library, in process and behind a real adb server."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from auditor.adb.bridge import BRIDGES, choose_device, make_bridge
from auditor.adb.commands import TABLE, find
from auditor.adb.server import ServerAddress
from auditor.capture import Manifest, capture, check_hashes, read_manifest
from auditor.errors import CaptureCut
from auditor.readers import READERS
from auditor.sample.adb_server import SampleServer
from auditor.sample.answers import Answers, Reply
from auditor.sample.faults import parse_faults
from auditor.sample.phone import SamplePhone
from auditor.sample.wire import Auth, WirePhone
from auditor.task import silent
from tests.core.adb.phones import ask_server, real_server, until

Way = Callable[[Answers, Path], AbstractContextManager[tuple[ServerAddress, list[str]]]]


class Recording:
    """Keeps what a phone sent, because a living phone never sends the same twice."""

    def __init__(self, phone: Answers) -> None:
        self._phone = phone
        self.serial, self.product = phone.serial, phone.product
        self.model, self.device = phone.model, phone.device
        self.sent: list[tuple[str, bytes]] = []

    def answer(self, line: str) -> Reply | None:
        reply = self._phone.answer(line)
        self.sent.append((line, reply.stdout if reply else b""))
        return reply


@pytest.fixture(scope="module")
def phone() -> SamplePhone:
    return SamplePhone(34, seed=5)


@contextlib.contextmanager
def in_process(phone: Answers, _home: Path) -> Iterator[tuple[ServerAddress, list[str]]]:
    with SampleServer(phone) as server:
        yield ServerAddress(port=server.port), server.opened


@contextlib.contextmanager
def behind_a_real_server(phone: Answers, home: Path) -> Iterator[tuple[ServerAddress, list[str]]]:
    with WirePhone(phone, auth=Auth.ASK) as wire, real_server(home) as address:
        wire.allow()
        serial = f"127.0.0.1:{wire.port}"
        ask_server(address, f"host:connect:{serial}")
        until(lambda: f"{serial}\tdevice" in ask_server(address, "host:devices"))
        yield address, wire.opened


@pytest.mark.adb
@pytest.mark.parametrize("way", [in_process, behind_a_real_server])
@pytest.mark.parametrize("name", BRIDGES)
def test_a_full_capture_holds_what_the_sample_phone_sent(
    phone: SamplePhone,
    tmp_path: Path,
    name: str,
    way: Way,
) -> None:
    recording = Recording(phone)

    with way(recording, tmp_path) as (address, opened):
        bridge = make_bridge(name, address)
        serial = choose_device(bridge.devices(), None).serial
        manifest = capture(bridge, serial, tmp_path / "case", "full", silent())

    folder = tmp_path / "case" / "captures" / manifest.capture_id
    assert manifest.is_whole
    assert kept(folder, manifest) == sorted(recording.sent)
    assert check_hashes(folder, manifest) == []
    assert all(find(service.removeprefix("shell,v2,raw:")) for service in opened)
    assert manifest.device.is_sample
    assert manifest.device.device_id == "SAMPLE-5"
    assert manifest.device.api == 34


@pytest.mark.adb
def test_a_cable_pulled_behind_a_real_server_leaves_a_loadable_capture(
    phone: SamplePhone, tmp_path: Path
) -> None:
    faults = parse_faults(["appops_history=vanish:3000"])

    with WirePhone(phone, faults=faults) as wire, real_server(tmp_path) as address:
        serial = f"127.0.0.1:{wire.port}"
        ask_server(address, f"host:connect:{serial}")
        bridge = make_bridge("adbutils", address)
        with pytest.raises(CaptureCut, match=r"The phone was lost while it answered .*--history"):
            capture(bridge, serial, tmp_path, "quick", silent())

    (folder,) = (tmp_path / "captures").iterdir()
    manifest = read_manifest(folder)
    last = manifest.files[-1]
    assert manifest.outcome == "cut"
    assert (last.command, last.whole, last.reason) == ("appops_history", False, "cut")
    assert last.size_bytes <= 3000
    assert check_hashes(folder, manifest) == []


def kept(folder: Path, manifest: Manifest) -> list[tuple[str, bytes]]:
    """What the raw files hold, by the line that was asked."""
    return sorted(
        (raw.line, (folder / raw.file).read_bytes())
        for raw in manifest.files
        if raw.command != "stderr"
    )


@pytest.mark.parametrize("api", [26, 30, 35, 36, "post36"])
def test_the_plan_fits_old_and_new_versions_of_the_sample_phone(
    api: int | str, tmp_path: Path
) -> None:
    phone = SamplePhone(api, seed=2)

    with SampleServer(phone) as server:
        bridge = make_bridge("adbutils", ServerAddress(port=server.port))
        manifest = capture(bridge, phone.serial, tmp_path, "full", silent())

    texts = {
        raw.command: (tmp_path / "captures" / manifest.capture_id / raw.file).read_bytes()
        for raw in manifest.files
    }
    assert manifest.is_whole
    assert manifest.skipped == []
    assert all(raw.reason is None for raw in manifest.files)
    assert not any(text.startswith(b"Unknown option") for text in texts.values())
    assert ("appops_history_table" in texts) is (api == "post36")
    assert ("appops_history" in texts) is (api not in (26, 30))
    assert "SAMPLE-" in manifest.capture_id


def test_every_kind_of_appops_text_that_is_captured_is_also_read() -> None:
    captured = {command.name for command in TABLE if command.name.startswith("appops")}

    assert captured <= READERS.keys()
