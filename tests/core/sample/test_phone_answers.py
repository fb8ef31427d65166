"""A sample phone answers every command of the table, in the shapes of its Android version."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import pytest

from auditor.adb.commands import TABLE, Command, find, request
from auditor.errors import UsageError
from auditor.sample.answers import Answers
from auditor.sample.apps import cast, installs
from auditor.sample.dump_packages import code_path
from auditor.sample.entries import FINISH, START
from auditor.sample.phone import SamplePhone
from auditor.sample.versions import NAMES, version
from tests.core.sample.dialogs import resumed
from tests.core.sample.reading import DUR, epoch, section

START_MS = 1_750_000_000_123
DAY = 86_400_000
_APP = next(app for app in cast() if app.package == "com.pebblechat.messenger")
_FILE = f"{code_path(_APP)}/base.apk"
_VALUES = {
    "user": "10",
    "op": "CAMERA",
    "package": _APP.package,
    "paths": _FILE,
    "reads": f"dd if={_FILE} bs=4096 skip=0 count=1",
}
_KEYS = {"property": "ro.build.version.sdk", "setting": "global auto_time"}


def _phone(name: str = "34", days: int = 3, **more: str) -> SamplePhone:
    return SamplePhone(name, 1, lambda: START_MS, days=days, **more)


@cache
def _shared(name: str) -> SamplePhone:
    """A phone for tests that change nothing about it; "34" has lived longest."""
    return _phone(name, days=11 if name == "34" else 5)


def _ask(phone: SamplePhone, line: str) -> str:
    reply = phone.answer(line)
    assert reply is not None
    assert (reply.stderr, reply.code) == (b"", 0)
    return reply.stdout.decode()


def _line_of(command: Command) -> str:
    values = {**_VALUES, "key": _KEYS.get(command.name, "")}
    line = request(command.name, **{key: values[key] for key in command.parameters}).line
    assert find(line) == command
    return line


def _cases() -> Iterator[tuple[str, str]]:
    for name in ("26", "28", "29", "31", "34", "36post"):
        for command in TABLE:
            if command.min_api <= version(name).api <= command.max_api:
                yield name, command.name


@pytest.mark.parametrize(("name", "command"), list(_cases()))
def test_every_command_of_the_table_is_answered(name: str, command: str) -> None:
    found = next(c for c in TABLE if c.name == command)
    if command == "apk_bytes":
        return  # test_parts_of_an_apps_file_are_what_is_in_it
    text = _ask(_shared(name), _line_of(found))
    assert text.endswith("\n")
    if command == "appops_history_table" and version(name).grammar != "post":
        assert text == "Unknown option: --history-limit\n"
    else:
        assert not text.startswith(("Unknown", "Error"))


def test_parts_of_an_apps_file_are_what_is_in_it() -> None:
    phone = _shared("34")
    size, changed, path = _ask(phone, f"stat -c %s,%Y,%n {_FILE}").strip().split(",")
    whole = phone.answer(f"dd if={_FILE} bs=4096 skip=0 count=999")
    parts = phone.answer(
        f"dd if={_FILE} bs=4096 skip=1 count=2; dd if={_FILE} bs=4096 skip=0 count=1"
    )

    assert whole is not None
    assert parts is not None
    assert path == _FILE
    assert len(whole.stdout) == int(size) > 3 * 4096
    assert int(changed) < START_MS // 1000
    assert parts.stdout == whole.stdout[4096 : 3 * 4096] + whole.stdout[:4096]


def test_a_file_that_is_not_there_is_told_on_the_other_stream() -> None:
    phone = _shared("34")
    gone = "/data/app/gone/base.apk"

    sizes = phone.answer(f"stat -c %s,%Y,%n {gone} {_FILE}")
    parts = phone.answer(f"dd if={gone} bs=4096 skip=0 count=1")

    assert sizes is not None
    assert parts is not None
    assert (sizes.code, parts.code, parts.stdout) == (1, 1, b"")
    assert sizes.stdout.endswith(f",{_FILE}\n".encode())
    assert gone.encode() in sizes.stderr
    assert gone.encode() in parts.stderr


def test_it_says_that_it_is_a_sample_wherever_it_can() -> None:
    phone: Answers = _phone()
    assert phone.serial == "SAMPLE-1"
    assert "sample" in phone.product.lower()
    assert "sample" in phone.model.lower()
    found = phone.answer("getprop")
    assert found is not None
    text = found.stdout.decode()
    assert "[ro.boot.permission_auditor_sample]: [1]\n" in text
    assert "[ro.serialno]: [SAMPLE-1]\n" in text
    assert "[ro.build.version.sdk]: [34]\n" in text
    assert all(re.fullmatch(r"\[[\w.]+\]: \[.*\]", line) for line in text.splitlines())
    assert _ask(_phone(), "getprop ro.boot.permission_auditor_sample") == "1\n"
    assert _ask(_phone(), "getprop no.such.key") == "\n"


def test_a_command_that_a_phone_does_not_have_is_not_answered() -> None:
    phone = _phone()
    assert phone.answer("format c:") is None
    assert phone.answer("rm -rf /sdcard") is None
    assert phone.dumps == []
    gone = phone.answer("dumpsys nothing")
    assert gone is not None
    assert (gone.stdout, gone.stderr) == (b"", b"Can't find service: nothing\n")
    open_quote = phone.answer("echo 'a")
    assert open_quote is not None
    assert open_quote.code == 1


def test_a_version_that_does_not_exist_is_refused_with_the_ones_that_do() -> None:
    with pytest.raises(UsageError, match="36post"):
        SamplePhone(12)
    assert version("post36") is version("36post")


@pytest.mark.parametrize(
    ("name", "options", "answer"),
    [
        ("26", "--history", "Unknown option: --history"),
        ("26", "--op CAMERA", "Unknown option: --op"),
        ("28", "--history", "Unknown option: --history"),
        ("29", "--history --include-discrete 0", "Unknown option: --history"),
        ("30", "--history", "Unknown option: --history"),
        ("34", "--uid-state-changes", "Unknown option: --uid-state-changes"),
        ("36", "--history --history-limit 0", "Unknown option: --history-limit"),
        ("34", "--op", "No argument for --op option"),
        ("34", "--package no.such.app", "Unknown package: no.such.app"),
        ("34", "--op NO_SUCH_OP", "Error: Unknown operation string: NO_SUCH_OP"),
        ("34", "all", "Unknown command: all"),
    ],
)
def test_an_option_that_a_version_does_not_know_is_the_only_line(
    name: str, options: str, answer: str
) -> None:
    assert _ask(_shared(name), f"dumpsys -t 60 appops {options}") == answer + "\n"


@pytest.mark.parametrize("name", ["28", "29", "30", "34", "36post"])
def test_one_op_alone_can_be_asked_for(name: str) -> None:
    text = _ask(_shared(name), "dumpsys -t 60 appops --op CAMERA")
    ops = set(re.findall(r"^      (\w+) \(", text, re.MULTILINE))
    assert ops == {"CAMERA"}
    assert _ask(_shared(name), "dumpsys appops --op android:camera") == text
    assert _ask(_shared(name), "dumpsys appops --op 26") == text


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("26", ["Current AppOps Service state:", "  Op mode watchers:"]),
        ("28", ["Current AppOps Service state:", "  Settings:"]),
        ("31", ["Current AppOps Service state:", "  Settings:"]),
        ("36post", ["AppOps Service state:", "  Settings:"]),
    ],
)
def test_the_first_lines_tell_the_grammar(name: str, first: list[str]) -> None:
    assert _ask(_shared(name), "dumpsys -t 60 appops").splitlines()[:2] == first


def test_the_newest_state_log_holds_at_most_two_hundred_changes() -> None:
    text = _ask(_shared("34"), "dumpsys -t 60 appops -a")
    log = section(text, "Uid State Changes Event Log:")[1:]
    assert 20 < len(log) <= 400
    shape = (
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} "
        r"(UPDATE_UID_PROC_STATE uid=\d+ +procState=\w+ +capability=[A-Z-]{6} "
        r"|COMMIT_UID_STATE      uid=\d+ +uidState=\w+ +capability=[A-Z-]{6}  appWidgetVisible=.*)"
    )
    assert all(re.fullmatch(shape, line) for line in log)


def test_policy_and_sandboxes_come_with_the_versions_that_have_them() -> None:
    texts = {name: _ask(_shared(name), "dumpsys -t 60 appops") for name in NAMES}
    assert {n for n, t in texts.items() if "  AppOps policy not set." in t} == {
        *("33", "34", "35", "36", "36sql", "36post"),
    }
    sandboxes = {n: len(re.findall(r"^  Uid u\d+a10\d{3}:", t, re.M)) for n, t in texts.items()}
    assert sandboxes["31"] == 0 < sandboxes["33"] < sandboxes["35"]
    assert {n for n, t in texts.items() if "foregroundOps:" in t} == {
        "29",
        "30",
        "31",
        "32",
        "33",
        "34",
    }
    assert {n for n, t in texts.items() if "state=gone" in t} == {"35", "36", "36sql", "36post"}
    assert all(" / switch COARSE_LOCATION=allow): \n" in texts[n] for n in ("28", "34"))
    assert "FINE_LOCATION (allow / switch" in texts["30"]
    assert "FINE_LOCATION (allow): " in texts["31"]


def test_a_phone_in_nepali_prints_its_own_digits() -> None:
    phone = _phone("29", locale="ne-NP", zone="Asia/Kathmandu")
    text = _ask(phone, "dumpsys -t 60 appops")
    found = re.findall(rf"\] ?(\S+) (\S+) \({DUR}\)", text)
    assert len(found) > 200
    assert all(re.fullmatch(r"[०-९]{4}-[०-९]{2}-[०-९]{2}", date) for date, _, _ in found)


def test_a_maker_with_ops_of_its_own_prints_their_numbers() -> None:
    assert "MIUIOP" not in _ask(_shared("34"), "dumpsys -t 60 appops")
    text = _ask(_phone("34", vendor="miui"), "dumpsys -t 60 appops")
    assert len(re.findall(r"^      MIUIOP\(10021\) \(allow\): $", text, re.M)) > 30


def test_users_and_packages_are_listed_as_pm_does() -> None:
    phone = _shared("34")
    assert _ask(phone, "pm list users").splitlines()[1:] == [
        "\tUserInfo{0:Owner:c13} running",
        "\tUserInfo{10:Work profile:1030} running",
    ]
    for user in (0, 10):
        text = _ask(phone, f"pm list packages -f -U -i --user {user}")
        rows = re.findall(r"^package:(\S+)=(\S+)  installer=(\S+) uid:(\d+)$", text, re.M)
        assert {(row[1], int(row[3])) for row in rows} == {
            (who.package, who.uid) for who in installs() if who.user == user
        }
        assert len(rows) == len(text.splitlines())
    assert any("==/" in row for row in text.splitlines())  # a path may hold the separator
    wrong = phone.answer("pm list packages --wrong")
    assert wrong is not None
    assert wrong.stderr == b"Error: Unknown option: --wrong\n"


@pytest.mark.parametrize("name", ["26", "28", "30", "34", "36"])
def test_packages_are_dumped_with_permissions_in_the_version_s_shape(name: str) -> None:
    api = version(name).api
    text = _ask(_shared(name), "dumpsys -t 60 package packages")
    assert re.findall(r"^  Package \[(\S+)\] \([0-9a-f]+\):$", text, re.M).__len__() == len(cast())
    word = "appId" if api >= 34 else "userId"
    assert len(re.findall(rf"^    {word}=\d+$", text, re.M)) == len(cast())
    granted = re.findall(
        r"^        (android\.\S+): granted=(true|false)(?:, flags=(\[ .*\]))?$", text, re.M
    )
    assert {"true", "false"} == {row[1] for row in granted}
    shape = r"\[ (\w+ )+\]" if api <= 28 else r"\[ \w+(\|\w+)*\]"
    assert all(re.fullmatch(shape, row[2]) for row in granted if row[2])
    assert ("POST_NOTIFICATIONS" in text) == (api >= 33)
    assert ("packageSource=" in text) == (api >= 33)
    assert text.count("    User 10: ") == sum(who.user == 10 for who in installs())


def test_packages_that_share_a_uid_have_their_permissions_with_the_shared_user() -> None:
    phone = _shared("34")
    alone = _ask(phone, "dumpsys package com.bluefin.office.docs")
    assert alone.count("Package [") == 1
    before, after = alone.split("Shared users:")
    assert "runtime permissions:" not in before
    assert "      PackageSetting{" in after
    assert "android.permission.CAMERA: granted=true" in after
    shared = _ask(phone, "dumpsys -t 60 package shared-users")
    names = re.findall(r"^  SharedUser \[(\S+)\]", shared, re.M)
    assert set(names) == {app.shared_uid for app in cast() if app.shared_uid}
    assert _ask(phone, "dumpsys package no.such.app") == "Unable to find package: no.such.app\n"


_EVENT = re.compile(r'    time=(\d+|"[^"]+") type=(\w+) package=(\S+) (?:\w+=\S+ )*flags=0x0 ')


def _events(text: str) -> list[tuple[int, str, str]]:
    rows = [line for line in text.splitlines() if line.startswith("    time=")]
    found = [_EVENT.fullmatch(row) for row in rows]
    assert all(found)
    return [(int(m[1]), m[2], m[3]) for m in found if m]


@pytest.mark.parametrize("name", ["28", "29", "34", "36post"])
def test_usage_shows_the_visits_and_the_screen_of_the_last_day(name: str) -> None:
    phone = _shared(name)
    text = _ask(phone, "dumpsys -t 60 usagestats -c")
    owner, work = text.split("user=10 ")
    front = "ACTIVITY_RESUMED" if version(name).api >= 29 else "MOVE_TO_FOREGROUND"
    for part, user in ((owner, 0), (work, 10)):
        shown = {(at, package) for at, kind, package in _events(part) if kind == front}
        visits = (visit for day in phone.journal.days for visit in day.visits)
        assert shown == {
            (at, package)
            for who, at, package in resumed(visits, version(name).api)
            if START_MS - DAY <= at <= START_MS and who == user
        }
    kinds = Counter(kind for _, kind, _ in _events(owner))
    assert kinds["SCREEN_INTERACTIVE"] > 20
    assert ("KEYGUARD_SHOWN" in kinds) == (version(name).api >= 29)
    assert "SCREEN_INTERACTIVE" not in {kind for _, kind, _ in _events(work)}


def test_usage_files_reach_ten_days_back_and_not_quite_to_now() -> None:
    phone = _shared("34")
    events = _events(_ask(phone, "dumpsys -t 60 usagestats file 0 daily"))
    assert all(a[0] <= b[0] for a, b in pairwise(events))
    assert START_MS - 10 * DAY <= events[0][0] < START_MS - 9 * DAY + DAY // 2
    assert START_MS - 3_600_000 * 2 < events[-1][0] <= START_MS - 9 * 60_000
    assert sum(kind == "DEVICE_STARTUP" for _, kind, _ in events) == 1
    assert _ask(phone, "dumpsys usagestats file 7 daily") == "the specified user does not exist.\n"


def test_android_8_prints_usage_in_dates() -> None:
    text = _ask(_shared("26"), "dumpsys -t 60 usagestats")
    assert re.search(
        r'^      time="2025-06-15 \d\d:\d\d:\d\d" type=MOVE_TO_FOREGROUND ', text, re.M
    )
    assert "Last 24 hour" not in text


@pytest.mark.parametrize("name", ["28", "29", "31", "33", "34", "36"])
def test_the_recording_log_keeps_the_newest_fifty_lines(name: str) -> None:
    phone, api = _shared(name), version(name).api
    text = _ask(phone, "dumpsys -t 60 audio")
    title = "Events log: " if api >= 34 else "Audio event log: "
    lines = section(text, title)[1:]
    assert len(lines) == 50
    shape = re.compile(
        r"(\d\d-\d\d \d\d:\d\d:\d\d):(\d{3}) rec (start|stop)"
        + (r" riid:\d+" if api >= 29 else "")
        + r" uid:(\d+) session:\d+ src:(MIC|VOICE_COMMUNICATION)"
        + (" not silenced" if api >= 31 else "")
        + r" pack:(\S+)"
    )
    found = [shape.fullmatch(line) for line in lines]
    shown = [(epoch(f"2025-{m[1]}.{m[2]}"), m[3], int(m[4]), m[6]) for m in found if m is not None]
    ops = ("RECORD_AUDIO", "PHONE_CALL_MICROPHONE")
    words = {START: "start", FINISH: "stop"}
    true = [
        (e.time, words[e.what], e.uid, e.package)
        for e in phone.journal.until(START_MS)
        if e.op in ops and e.what in words
    ]
    assert shown == true[-50:]


def test_the_camera_log_pairs_every_connection_newest_first() -> None:
    text = _ask(_shared("34"), "dumpsys -t 60 media.camera")
    log = section(text, "== Camera service events log")[1:]
    assert len(log) == 101
    assert log[-1] == "  ..."
    shape = (
        r"  (\d\d-\d\d \d\d:\d\d:\d\d) : (DISCONNECT|CONNECT) "
        r"device 0 client for package \S+ \(PID \d+\)"
    )
    times = [m[1] for line in log[:-1] if (m := re.fullmatch(shape, line))]
    assert len(times) == 100
    assert times == sorted(times, reverse=True)
    assert "Active Camera Clients:\n[]\n" in text


def test_a_camera_in_use_is_an_active_client() -> None:
    phone = _phone()
    run = next(e for e in phone.journal.entries if e.op == "CAMERA" and e.what == START)
    phone.now = lambda: run.time + 1500
    phone.booted_ms = run.time - 1000
    text = _ask(phone, "dumpsys -t 60 media.camera")
    assert f"Client Package Name: {run.package}, Conflicting" in text
    assert "State: 2User Id: " in text


def test_clock_uptime_and_boot_belong_together() -> None:
    phone = _phone()
    assert _ask(phone, "date +%s.%N") == "1750000000.123000000\n"
    uptime = float(_ask(phone, "cat /proc/uptime").split()[0])
    assert START_MS - phone.booted_ms == pytest.approx(uptime * 1000, abs=10)
    boot = _ask(phone, "cat /proc/sys/kernel/random/boot_id")
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\n", boot)
    assert _ask(phone, "cat /proc/sys/kernel/random/boot_id") == boot
    assert phone.dumps[0] == ("date +%s.%N", START_MS)


@pytest.mark.parametrize("hour", [3, 14])
def test_power_tells_whether_the_screen_is_on(hour: int) -> None:
    phone = _phone()
    day = phone.journal.days[1]
    at = day.hour(hour) if hour == 3 else day.screen[len(day.screen) // 2][0] + 500
    phone.now = lambda: at
    text = _ask(phone, "dumpsys -t 60 power")
    assert f"  mWakefulness={'Asleep' if hour == 3 else 'Awake'}\n" in text
    assert re.search(r"^  mLastWakeTime=-?\d+ \(\d+ ms ago\)$", text, re.M)


def test_counters_and_exemptions_name_uids_of_the_cast() -> None:
    phone = _shared("34")
    rows = re.findall(
        r" uid=(\d+) set=DEFAULT tag=0x0", _ask(phone, "dumpsys netstats --full --uid")
    )
    assert {int(uid) for uid in rows} <= {who.uid for who in installs()}
    doze = _ask(phone, "cmd deviceidle whitelist")
    assert re.fullmatch(r"((system|user),[\w.]+,\d+\n)+", doze)
