"""A capture: every byte as it was sent, every fault one sentence, the manifest always loadable."""

import hashlib
import json
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.adb.bridge import BRIDGES, Bridge, make_bridge
from auditor.adb.commands import find
from auditor.adb.server import ServerAddress
from auditor.adb.stream import Limits
from auditor.capture import (
    Manifest,
    RawFile,
    Skipped,
    capture,
    check_hashes,
    read_manifest,
    write_manifest,
)
from auditor.errors import (
    AuditorError,
    CaptureCut,
    NoDevice,
    NoServer,
    NotAuthorized,
    NotReady,
    StoreError,
    UsageError,
)
from auditor.sample.adb_server import SampleServer
from auditor.sample.answers import Reply
from auditor.sample.faults import parse_faults
from auditor.task import Cancelled, Task, silent
from tests.core.adb.phones import ODD_DUMP, TablePhone, free_port

SHORT = Limits(silence_s=0.4, total_s=10.0, size_bytes=8 << 20)
NOW = 1_700_000_000_000
MINUTE = 60_000
APPOPS = "dumpsys -t 60 appops"
HISTORY = "dumpsys -t 60 appops --history --include-discrete 0"
TABLE = "dumpsys -t 60 appops --history --history-limit 0"
DISCRETE = "dumpsys -t 60 appops --include-discrete 0"
USERS = b"Users:\n\tUserInfo{0:Owner:c13} running\n\tUserInfo{10:Work:1030} running\n"
BOOT_ID = "0f8c1f9e-6a53-4e0e-9e57-2f1f6a8a5a11"


class PropertyPhone(TablePhone):
    """A phone of a given API level; a dump it has no text for prints its own name."""

    def __init__(self, api: int = 33, **answers: Reply | bytes) -> None:
        super().__init__(serial="TABLE-1")
        self.properties = {
            "ro.build.version.sdk": str(api),
            "ro.product.model": "Table Phone",
            "ro.product.manufacturer": "Carpenter",
            "ro.serialno": "TABLE-1",
            "persist.sys.timezone": "Asia/Shanghai",
            "ro.product.locale": "zh-CN",
        }
        self.asked: list[str] = []
        self.answers = {
            "date +%s.%N": b"1700000000.123456789\n",
            "cat /proc/uptime": b"12345.67 8888.00\n",
            "cat /proc/sys/kernel/random/boot_id": BOOT_ID.encode() + b"\n",
            "pm list users": USERS,
            APPOPS: ODD_DUMP * 1000,
        }

    def answer(self, line: str) -> Reply | None:
        self.asked.append(line)
        if line.startswith("getprop "):
            return Reply(self.properties.get(line.split()[1], "").encode() + b"\n")
        found = super().answer(line)
        if found is None and find(line) is not None and not line.startswith("date"):
            return Reply(f"{line}\n".encode())
        return found


@pytest.fixture
def phone() -> PropertyPhone:
    return PropertyPhone()


@pytest.fixture
def server(phone: PropertyPhone) -> Iterator[SampleServer]:
    with SampleServer(phone) as server:
        yield server


@pytest.fixture
def bridge(server: SampleServer) -> Bridge:
    return make_bridge("adbutils", ServerAddress(port=server.port))


def read(
    bridge: Bridge,
    case: Path,
    plan: str = "quick",
    task: Task | None = None,
    now: int = NOW,
    limits: Limits = SHORT,
) -> Manifest:
    return capture(
        bridge, "TABLE-1", case, plan, task or silent(), limits=limits, now_ms=lambda: now
    )


def only_folder(case: Path) -> Path:
    (folder,) = (case / "captures").iterdir()
    return folder


def files_of(manifest: Manifest, *commands: str) -> list[RawFile]:
    return [raw for raw in manifest.files if raw.command in commands]


def commands_of(manifest: Manifest) -> set[str]:
    return {raw.command for raw in manifest.files}


@pytest.mark.parametrize("name", BRIDGES)
def test_the_raw_bytes_are_those_the_phone_sent(
    name: str, server: SampleServer, phone: PropertyPhone, tmp_path: Path
) -> None:
    manifest = read(make_bridge(name, ServerAddress(port=server.port)), tmp_path)

    folder = tmp_path / "captures" / manifest.capture_id
    (raw,) = files_of(manifest, "appops")
    sent = ODD_DUMP * 1000
    assert (folder / raw.file).read_bytes() == sent
    assert raw.sha256 == hashlib.sha256(sent).hexdigest()
    assert (raw.size_bytes, raw.whole, raw.reason, raw.exit_code) == (len(sent), True, None, 0)
    assert manifest.tool["bridge"] == name
    assert check_hashes(folder, manifest) == []
    for each in manifest.files:
        reply = phone.answer(each.line)
        assert reply is not None
        assert (folder / each.file).read_bytes() == reply.stdout


def test_the_manifest_on_disk_is_the_one_given(bridge: Bridge, tmp_path: Path) -> None:
    manifest = read(bridge, tmp_path)

    assert read_manifest(tmp_path / "captures" / manifest.capture_id) == manifest
    assert manifest.is_whole
    assert (manifest.origin, manifest.plan, manifest.outcome) == ("adb", "quick", "whole")
    assert manifest.started_utc_ms == manifest.ended_utc_ms == NOW


def test_the_device_is_what_its_properties_say(bridge: Bridge, tmp_path: Path) -> None:
    device = read(bridge, tmp_path).device

    assert (device.device_id, device.serial, device.is_sample) == ("TABLE-1", "TABLE-1", False)
    assert (device.manufacturer, device.model, device.api) == ("Carpenter", "Table Phone", 33)
    assert (device.zone, device.locale, device.release) == ("Asia/Shanghai", "zh-CN", None)


@pytest.mark.parametrize(
    ("key", "value"),
    [("ro.boot.permission_auditor_sample", "1"), ("ro.serialno", "SAMPLE-7")],
)
def test_either_sign_tells_a_sample_phone(
    bridge: Bridge, phone: PropertyPhone, tmp_path: Path, key: str, value: str
) -> None:
    phone.properties[key] = value

    assert read(bridge, tmp_path).device.is_sample


def test_clocks_are_read_before_and_after(bridge: Bridge, tmp_path: Path) -> None:
    clocks = read(bridge, tmp_path).clocks

    assert [clock.phone_utc_ms for clock in clocks] == [1_700_000_000_123] * 2
    assert [clock.uptime_ms for clock in clocks] == [12_345_670] * 2
    assert [clock.boot_id for clock in clocks] == [BOOT_ID] * 2
    assert [clock.host_utc_ms for clock in clocks] == [NOW] * 2


def test_the_phones_clock_is_read_around_each_appops_dump(bridge: Bridge, tmp_path: Path) -> None:
    manifest = read(bridge, tmp_path)

    for raw in manifest.files:
        timed = raw.command in ("appops", "appops_history")
        expected = 1_700_000_000_123 if timed else None
        assert (raw.phone_before_ms, raw.phone_after_ms) == (expected, expected)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"date +%s.%N": b"1700000000.%N\n"}, 1_700_000_000_000),
        ({"date +%s.%N": b"bad\n", "date +%s": b"1700000001\n"}, 1_700_000_001_000),
        ({"date +%s.%N": Reply(b"", b"bad date", 1)}, None),
    ],
)
def test_a_phone_whose_date_knows_less_gives_a_coarser_time_or_none(
    bridge: Bridge,
    phone: PropertyPhone,
    tmp_path: Path,
    answers: dict[str, Reply | bytes],
    expected: int | None,
) -> None:
    phone.answers |= answers

    manifest = read(bridge, tmp_path)

    assert manifest.clocks[0].phone_utc_ms == expected
    assert manifest.is_whole


def test_whole_seconds_are_no_more_exact_than_a_second(
    bridge: Bridge, phone: PropertyPhone, tmp_path: Path
) -> None:
    """Old versions print only how long ago: a reading within one second is not one moment."""
    phone.answers |= {"date +%s.%N": b"1700000000.%N\n"}

    raw = next(raw for raw in read(bridge, tmp_path).files if raw.command == "appops")

    assert (raw.phone_before_ms, raw.phone_after_ms) == (1_700_000_000_000, 1_700_000_000_999)


FULL = {
    "usagestats", "usagestats_files", "audio", "camera", "package_dump", "shared_users", "power",
    "deviceidle", "setting", "netstats", "process_events", "app_hibernation", "sensor_privacy",
}  # fmt: skip
CLOCKS = {"date", "uptime", "boot_id"}


@pytest.mark.parametrize(
    ("api", "present", "absent"),
    [
        (25, {"appops", "packages_no_uid", "usagestats_dates", "process_events_local"},
         {"appops_history", "audio", "process_events", "sensor_privacy"}),
        (30, {"appops", "packages", "usagestats", "usagestats_files"}, {"appops_history"}),
        (33, FULL | CLOCKS | {"appops", "appops_history", "packages"}, {"appops_all"}),
        (35, FULL | {"appops_all", "appops_history"}, {"appops", "appops_history_table"}),
        (36, FULL | {"appops_all", "appops_history"}, {"appops_history_table"}),
    ],
)  # fmt: skip
def test_the_full_plan_follows_the_android_version(
    bridge: Bridge,
    phone: PropertyPhone,
    tmp_path: Path,
    api: int,
    present: set[str],
    absent: set[str],
) -> None:
    phone.properties["ro.build.version.sdk"] = str(api)

    commands = commands_of(read(bridge, tmp_path, "full"))

    assert present <= commands
    assert not absent & commands


def test_late_android_16_is_told_by_its_dump_and_asked_for_both_tables(
    bridge: Bridge, phone: PropertyPhone, tmp_path: Path
) -> None:
    phone.properties["ro.build.version.sdk"] = "36"
    phone.answers["dumpsys -t 60 appops -a"] = b"AppOps Service state:\n"

    manifest = read(bridge, tmp_path)

    assert files_of(manifest, "appops_history_table", "appops_history")
    assert TABLE in phone.asked and HISTORY in phone.asked


def test_the_quick_plan_leaves_the_big_and_the_far_out(bridge: Bridge, tmp_path: Path) -> None:
    commands = commands_of(read(bridge, tmp_path, "quick"))

    assert {"appops", "appops_history", "packages", "users", "property"} <= commands
    assert not commands & FULL


def test_packages_are_asked_for_every_user(bridge: Bridge, tmp_path: Path) -> None:
    manifest = read(bridge, tmp_path)

    assert [raw.parameters for raw in files_of(manifest, "packages")] == [
        {"user": "0"},
        {"user": "10"},
    ]


def test_every_service_that_was_opened_is_in_the_table(
    bridge: Bridge, server: SampleServer, tmp_path: Path
) -> None:
    read(bridge, tmp_path, "full")

    assert server.opened
    for service in server.opened:
        kind, _, line = service.partition("raw:")
        assert kind == "shell,v2,"
        assert find(line) is not None


def test_history_is_never_combined_with_a_filter(
    bridge: Bridge, phone: PropertyPhone, tmp_path: Path
) -> None:
    read(bridge, tmp_path, "full")

    history = [line for line in phone.asked if "--history" in line]
    assert history == [HISTORY]


def test_history_is_asked_at_most_every_15_minutes_and_single_accesses_still(
    bridge: Bridge, phone: PropertyPhone, tmp_path: Path
) -> None:
    first = read(bridge, tmp_path)
    soon = read(bridge, tmp_path, now=NOW + 14 * MINUTE)
    later = read(bridge, tmp_path, now=NOW + 16 * MINUTE)

    assert first.skipped == later.skipped == []
    assert soon.skipped == [Skipped("appops_history", "history_too_soon")]
    assert soon.is_whole
    assert "appops_discrete" in commands_of(soon)
    assert phone.asked.count(HISTORY) == 2
    assert phone.asked.count(DISCRETE) == 1


def test_a_history_asked_for_late_in_a_long_capture_counts_too(
    bridge: Bridge, tmp_path: Path
) -> None:
    first = read(bridge, tmp_path)
    folder = tmp_path / "captures" / first.capture_id
    late = [replace(raw, started_utc_ms=NOW + 60 * MINUTE) for raw in first.files]
    write_manifest(folder, replace(first, files=late))

    assert read(bridge, tmp_path, now=NOW + 61 * MINUTE).skipped != []


def test_another_phone_of_the_case_may_be_asked_for_its_history(
    bridge: Bridge, phone: PropertyPhone, tmp_path: Path
) -> None:
    read(bridge, tmp_path)
    phone.properties["ro.serialno"] = "OTHER"

    assert read(bridge, tmp_path, now=NOW + MINUTE).skipped == []


def test_a_folder_that_is_no_capture_does_not_stop_a_capture(
    bridge: Bridge, tmp_path: Path
) -> None:
    (tmp_path / "captures" / "strange").mkdir(parents=True)

    assert read(bridge, tmp_path).is_whole


def test_a_phone_that_does_not_know_history_says_so_and_that_is_kept(
    bridge: Bridge, phone: PropertyPhone, tmp_path: Path
) -> None:
    phone.answers[HISTORY] = b"Unknown option: --history\n"

    manifest = read(bridge, tmp_path)

    assert manifest.skipped == [Skipped("appops_history", "unknown_option")]
    assert manifest.is_whole
    (raw,) = files_of(manifest, "appops_history")
    assert (only_folder(tmp_path) / raw.file).read_bytes() == b"Unknown option: --history\n"


@pytest.mark.parametrize("code", [0, 10])
def test_an_old_dumpsys_is_asked_again_without_its_limit(
    bridge: Bridge, phone: PropertyPhone, tmp_path: Path, code: int
) -> None:
    phone.properties["ro.build.version.sdk"] = "24"
    for name in ("appops", "package packages", "usagestats", "media.camera"):
        phone.answers[f"dumpsys -t 60 {name}"] = Reply(b"", b"Can't find service: -t\n", code)
    phone.answers["dumpsys appops"] = ODD_DUMP

    manifest = read(bridge, tmp_path, "full")

    (raw,) = files_of(manifest, "appops_no_limit")
    assert (only_folder(tmp_path) / raw.file).read_bytes() == ODD_DUMP
    assert raw.phone_before_ms is not None
    assert {"package_dump_no_limit", "usagestats_dates_no_limit", "camera_no_limit"} <= commands_of(
        manifest
    )
    assert phone.asked.count("dumpsys -t 60 package packages") == 0
    assert manifest.is_whole
    (errors,) = files_of(manifest, "stderr")
    assert errors.parameters == {"of": "appops"}
    assert (only_folder(tmp_path) / errors.file).read_bytes() == b"Can't find service: -t\n"


FAULTS = [
    ("appops=cut:5000", "cut", "connection to the phone ended"),
    ("appops=close:5000", "cut", "connection to the phone ended"),
    ("appops=garbage:5000", "garbage", "not what a phone sends"),
    ("appops=hang:5000", "silent", "fell silent"),
    ("appops=hang:0", "silent", "fell silent"),
    ("appops=refuse", "refused", "does not offer to run"),
    ("appops=exit:7", "exit_code", "error 7"),
    ("appops=dump_timeout:5000", "dump_timeout", "DUMP TIMEOUT"),
    ("appops=endless", "too_big", "more than this program takes"),
    ("appops=drip:100", "deadline", "took too long"),
]


@pytest.mark.parametrize(("fault", "reason", "words"), FAULTS)
def test_every_fault_is_one_sentence_and_leaves_what_came(
    bridge: Bridge, server: SampleServer, tmp_path: Path, fault: str, reason: str, words: str
) -> None:
    server.faults = parse_faults([fault])
    limits = Limits(0.4, 0.8, 1 << 20) if reason == "deadline" else SHORT

    with pytest.raises(CaptureCut, match=words) as raised:
        read(bridge, tmp_path, limits=limits)

    assert raised.value.exit_code == 4
    assert raised.value.sentence.endswith(".") and raised.value.next_step.endswith(".")
    manifest = read_manifest(only_folder(tmp_path))
    assert manifest.outcome == "cut"
    (raw,) = files_of(manifest, "appops")
    data = (only_folder(tmp_path) / raw.file).read_bytes()
    assert (raw.whole, raw.reason, raw.size_bytes) == (False, reason, len(data))
    assert raw.sha256 == hashlib.sha256(data).hexdigest()
    if reason in ("cut", "garbage"):
        assert data == (ODD_DUMP * 1000)[:5000]
    assert files_of(manifest, "packages")[0].whole, "what can still be read is read"


def test_a_phone_that_never_ends_is_bounded_as_a_whole(
    bridge: Bridge, server: SampleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.faults = parse_faults(["endless"])
    monkeypatch.setattr("auditor.capture.MOST_BYTES", most := 5 << 20)
    limits = replace(SHORT, size_bytes=2 << 20)

    with pytest.raises(CaptureCut, match="more than this program takes") as raised:
        read(bridge, tmp_path, "full", limits=limits)

    assert "3 answers in all are not whole" in raised.value.sentence
    manifest = read_manifest(only_folder(tmp_path))
    assert manifest.outcome == "cut"
    assert sum(raw.size_bytes for raw in manifest.files) == most
    cut = [raw for raw in manifest.files if not raw.whole]
    assert [raw.reason for raw in cut] == ["too_big"] * 3
    assert check_hashes(only_folder(tmp_path), manifest) == []


def test_a_pulled_cable_leaves_a_cut_file_and_all_before_it(
    bridge: Bridge, server: SampleServer, tmp_path: Path
) -> None:
    server.faults = parse_faults(["appops_history=vanish:30"])

    with pytest.raises(CaptureCut, match=r"The phone was lost while it answered .*--history"):
        read(bridge, tmp_path)

    manifest = read_manifest(only_folder(tmp_path))
    assert manifest.files[-1].reason == "cut"
    assert manifest.files[-1].size_bytes == 30
    assert files_of(manifest, "appops")[0].whole
    assert check_hashes(only_folder(tmp_path), manifest) == []


def test_a_phone_lost_while_it_says_who_it_is_keeps_its_name(
    bridge: Bridge, server: SampleServer, phone: PropertyPhone, tmp_path: Path
) -> None:
    phone.properties["ro.serialno"] = "LONG-NAME"
    server.faults = parse_faults(["users=vanish:3"])

    with pytest.raises(CaptureCut):
        read(bridge, tmp_path)

    device = read_manifest(only_folder(tmp_path)).device
    assert (device.device_id, device.api, device.serial) == ("LONG-NAME", 33, "TABLE-1")


def test_more_warnings_than_are_kept_are_marked(
    bridge: Bridge, phone: PropertyPhone, tmp_path: Path
) -> None:
    phone.answers["pm list users"] = Reply(USERS, b"warning\n" * 9000)

    (raw,) = files_of(read(bridge, tmp_path), "stderr")

    assert (raw.size_bytes, raw.whole, raw.reason) == (1 << 16, False, "too_big")


def test_a_phone_that_stays_silent_is_not_waited_for_again_and_again(
    bridge: Bridge, server: SampleServer, tmp_path: Path
) -> None:
    server.faults = parse_faults(["hang:0"])

    with pytest.raises(CaptureCut, match=r"fell silent.* 2 answers in all"):
        read(bridge, tmp_path, "full")

    assert sum("dumpsys" in line for line in server.opened) == 2


def test_what_a_phone_lacks_beside_the_records_is_no_fault(
    bridge: Bridge, server: SampleServer, tmp_path: Path
) -> None:
    server.faults = parse_faults(["deviceidle=exit:255", "netstats=exit:1"])

    manifest = read(bridge, tmp_path, "full")

    assert manifest.is_whole
    assert [raw.reason for raw in files_of(manifest, "deviceidle", "netstats")] == [
        "exit_code",
        "exit_code",
    ]


@pytest.mark.parametrize(
    ("state", "error"),
    [("unauthorized", NotAuthorized), ("offline", NotReady), (None, NoDevice)],
)
def test_a_phone_that_cannot_be_read_leaves_nothing_behind(
    bridge: Bridge,
    server: SampleServer,
    phone: PropertyPhone,
    tmp_path: Path,
    state: str | None,
    error: type[AuditorError],
) -> None:
    if state is None:
        server.unplug("TABLE-1")
    else:
        server.plug(phone, state)

    with pytest.raises(error) as raised:
        read(bridge, tmp_path)

    assert raised.value.exit_code == 3
    assert list((tmp_path / "captures").iterdir()) == []


def test_no_server_at_all_is_exit_code_3(tmp_path: Path) -> None:
    with pytest.raises(NoServer) as raised:
        read(make_bridge("adbutils", ServerAddress(port=free_port())), tmp_path)

    assert raised.value.exit_code == 3


def test_a_server_that_ends_in_the_middle_leaves_a_loadable_capture(
    phone: PropertyPhone, tmp_path: Path
) -> None:
    server = SampleServer(phone)
    server.start()
    bridge = make_bridge("adbutils", ServerAddress(port=server.port))

    def stop(_done: int, _total: int | None, note: str) -> None:
        if note.startswith("appops "):
            server.stop()

    with pytest.raises(CaptureCut, match="No ADB server answers"):
        read(bridge, tmp_path, task=Task(stop))

    assert read_manifest(only_folder(tmp_path)).outcome == "cut"


def test_cancel_keeps_what_came_and_passes_through(
    bridge: Bridge, server: SampleServer, tmp_path: Path
) -> None:
    server.faults = parse_faults(["appops=hang:5000"])
    task = Task(lambda done, total, note: task.cancel() if note == "appops 5000" else None)

    with pytest.raises(Cancelled):
        read(bridge, tmp_path, task=task, limits=Limits(60, 60, 1 << 20))

    manifest = read_manifest(only_folder(tmp_path))
    assert manifest.outcome == "cancelled"
    assert manifest.files[-1].reason == "cancelled"
    assert manifest.files[-1].size_bytes == 5000
    assert check_hashes(only_folder(tmp_path), manifest) == []


def test_a_task_cancelled_beforehand_ends_at_once(bridge: Bridge, tmp_path: Path) -> None:
    task = Task()
    task.cancel()

    with pytest.raises(Cancelled):
        read(bridge, tmp_path, task=task)

    assert read_manifest(only_folder(tmp_path)).files == []


def test_progress_counts_commands_and_never_goes_back(bridge: Bridge, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None, str]] = []

    manifest = read(bridge, tmp_path, "full", Task(lambda *values: seen.append(values)))

    counts = [done for done, _, _ in seen]
    assert counts == sorted(counts)
    done, total, _ = seen[-1]
    assert total == done
    assert f"appops {files_of(manifest, 'appops')[0].size_bytes}" in [note for _, _, note in seen]


def test_the_manifest_is_whole_on_disk_after_every_command(bridge: Bridge, tmp_path: Path) -> None:
    counts: list[int] = []

    def look(_done: int, _total: int | None, _note: str) -> None:
        manifest = read_manifest(only_folder(tmp_path))
        assert manifest.outcome == "running"
        assert check_hashes(only_folder(tmp_path), manifest) == []
        counts.append(len(manifest.files))

    read(bridge, tmp_path, task=Task(look))

    assert set(counts) == set(range(max(counts) + 1))


def test_an_unknown_plan_is_a_usage_error(bridge: Bridge, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="full, quick"):
        read(bridge, tmp_path, "everything")


def test_a_case_that_cannot_be_written_is_said(bridge: Bridge, tmp_path: Path) -> None:
    case = tmp_path / "file"
    case.write_text("no folder")

    with pytest.raises(StoreError, match="Nothing more could be written") as raised:
        read(bridge, case)

    assert raised.value.exit_code == 5


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file size are POSIX only")
def test_a_full_disk_is_said_and_the_last_manifest_stands(
    server: SampleServer, tmp_path: Path
) -> None:
    script = textwrap.dedent(f"""
        import resource, signal
        from pathlib import Path
        from auditor.adb.bridge import make_bridge
        from auditor.adb.server import ServerAddress
        from auditor.capture import capture
        from auditor.errors import StoreError
        from auditor.task import silent
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        bridge = make_bridge("ppadb", ServerAddress(port={server.port}))
        try:
            capture(bridge, "TABLE-1", Path({str(tmp_path)!r}), "quick", silent())
        except StoreError as error:
            print(error.sentence)
    """)

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert "Nothing more could be written" in done.stdout
    manifest = read_manifest(only_folder(tmp_path))
    assert files_of(manifest, "users")[0].whole
    assert check_hashes(only_folder(tmp_path), manifest) == []


def test_a_manifest_is_readable_json_with_its_format_and_version(
    bridge: Bridge, tmp_path: Path
) -> None:
    read(bridge, tmp_path)

    text = (only_folder(tmp_path) / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert (manifest["format"], manifest["version"]) == ("permission-auditor-capture", 1)
    assert [path.name for path in only_folder(tmp_path).glob("*.new")] == []
