"""The closed table: everything in it only reads, and nothing else gets through."""

import re
import shlex

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from auditor.adb.commands import TABLE, Command, find, request
from auditor.parsers.processes import TAGS
from auditor.sample.services import parse_service

PROGRAMS = {
    "date",
    "cat",
    "getprop",
    "settings",
    "pm",
    "dumpsys",
    "cmd",
    "logcat",
    "stat",
    "{reads}",
}
FIRST_WORDS = {
    "settings": {"get"},
    "pm": {"list", "path"},
    "stat": {"-c"},
    "cmd": {"deviceidle"},
    "cat": {"/proc/uptime", "/proc/sys/kernel/random/boot_id"},
    "date": {"+%s", "+%s.%N"},
    "getprop": {"{key}"},
    "logcat": {"-b"},
}
# Words by which any of these programs would change something, or print what is private.
CHANGING = {
    "set", "put", "reset", "--reset", "write", "write-settings", "read-settings", "start", "stop",
    "note", "grant", "revoke", "clear", "delete", "disable", "enable", "force-stop", "install",
    "uninstall", "add", "remove", "--poll", "force-idle", "unforce", "step", "except-idle",
    "--noredact", "flush", "su", "root", "reboot", "+", "-",
}  # fmt: skip
# dumpsys options that are known to print only, by service (formats.md 2.1, 6.7, 8.1).
DUMPSYS = {
    "appops": {"-a", "--op", "{op}", "--history", "--include-discrete", "--history-limit", "0"},
    "package": {"packages", "shared-users", "{package}"},
    "usagestats": {"-c", "file", "{user}", "daily"},
    "audio": set(),
    "media.camera": set(),
    "power": set(),
    "battery": set(),
    "netstats": {"--full", "--uid"},
    "sensor_privacy": set(),
    "app_hibernation": set(),
}
SHELL_CHARACTERS = set("\n\r;&|<>$`\\\"'()*?[]~#!")
APK = "/data/app/~~Qx-9_w==/org.example.app_1-Zz0A==/base.apk"
READ = f"dd if={APK} bs=4096 skip=12 count=3"

EXAMPLES = {
    "key": {"getprop": "ro.serialno", "settings": "secure assistant"},
    "user": "10",
    "op": "CAMERA",
    "package": "org.example.app_1",
    "paths": f"{APK} /system/priv-app/Phone/Phone.apk",
    "reads": f"{READ}; dd if=/product/app/Maps/Maps.apk bs=4096 skip=0 count=32",
}


_READS = next(command for command in TABLE if command.name == "apk_bytes")


def harmless(line: str) -> str:
    """The line without what looks like a shell's word and is none: `~~` of a random folder
    behind a slash, and the `; ` between two whole reads of files."""
    return re.sub(r"(?<=\d); (?=dd if=/)", " ", line).replace("/~~", "/")


def example(command: Command) -> dict[str, str]:
    """Parameters that a command takes."""
    values = {}
    for name in command.parameters:
        found = EXAMPLES[name]
        values[name] = found if isinstance(found, str) else found[command.template.split()[0]]
    return values


@pytest.mark.parametrize("command", TABLE, ids=lambda command: command.name)
def test_every_line_of_the_table_only_reads(command: Command) -> None:
    words = command.template.split()

    assert words[0] in PROGRAMS
    assert not CHANGING & set(words)
    assert not SHELL_CHARACTERS & set(command.template)
    if words == ["{reads}"]:
        return  # test_reading_a_file_can_only_read
    if words[0] == "dumpsys":
        rest = words[3:] if words[1] == "-t" else words[1:]
        assert set(rest[1:]) <= DUMPSYS[rest[0]]
    else:
        assert words[1] in FIRST_WORDS[words[0]]
    if words[0] == "cmd":
        assert words == ["cmd", "deviceidle", "whitelist"], "more words would add to the list"
    if words[0] == "logcat":
        assert words[1:4] == ["-b", "events", "-d"], "without -d it would not end"
        assert words[words.index("-s") :] == ["-s", *TAGS], "nothing else may leave the phone"


@pytest.mark.parametrize("command", TABLE, ids=lambda command: command.name)
def test_every_command_is_found_again_from_its_line(command: Command) -> None:
    asked = request(command.name, **example(command))

    found = find(asked.line)

    assert found is not None
    assert found.name == command.name
    assert asked.line == " ".join(shlex.split(asked.line)), "a shell sees the words as they are"
    assert parse_service(f"shell,v2,raw:{asked.line}") is not None


def test_names_are_unique_and_said_in_words() -> None:
    assert len({command.name for command in TABLE}) == len(TABLE)
    assert all(command.what and command.min_api <= command.max_api for command in TABLE)
    assert all(0 < command.silence_s <= command.total_s for command in TABLE)


def test_history_is_never_combined_with_a_filter() -> None:
    for command in TABLE:
        words = set(command.template.split())
        if words & {"--history", "--include-discrete"}:
            assert not words & {"--op", "--package", "--attributionTag", "--mode", "--uid"}


@pytest.mark.parametrize(
    "line",
    [
        "",
        "date",
        "date +%s ",
        " date +%s",
        "date +%s\n",
        "dumpsys -t 60 appops --reset",
        "dumpsys -t 60 appops; reboot",
        "dumpsys battery set level 5",
        "settings put global auto_time 0",
        "settings get global adb_enabled",
        "getprop",
        "getprop ro.secure",
        "cmd deviceidle whitelist +org.example",
        "pm list packages -f -U -i --user 0 --uid 1",
        "pm list packages -f -U -i --user １",
        "dumpsys package ../packages",
        "dumpsys package org..example",
        "dumpsys package write",
        "logcat -b events -d",
        "logcat -b events -d -v threadtime -s am_proc_start",
        "logcat -b main -d -v threadtime -s am_proc_start am_kill am_proc_died",
        "logcat -c",
        "DUMPSYS -t 60 appops",
    ],
)
def test_a_line_that_is_not_exactly_of_the_table_is_not_found(line: str) -> None:
    assert find(line) is None


@given(st.text(max_size=40))
def test_no_text_but_an_instance_of_the_table_is_found(text: str) -> None:
    found = find(text)

    assert found is None or not SHELL_CHARACTERS & set(harmless(text))


@given(st.sampled_from(TABLE), st.text(min_size=1, max_size=8), st.integers(0, 200))
def test_no_text_can_be_added_to_a_line(command: Command, text: str, place: int) -> None:
    line = request(command.name, **example(command)).line
    at = place % (len(line) + 1)
    changed = line[:at] + text + line[at:]
    found = find(changed)

    # A longer user, op, package or path is an instance again; nothing else may be.
    words = {"user", "op", "package", "paths", "reads"}
    assert found is None or found.parameters.keys() & words or changed == line
    assert found is None or re.fullmatch(r"[A-Za-z0-9._ +%/,=@-]+", harmless(changed))


@given(st.sampled_from([c for c in TABLE if c.parameters]), st.text(max_size=30))
def test_a_parameter_is_taken_only_as_a_word_of_its_kind(command: Command, value: str) -> None:
    values = example(command)
    key = next(iter(values))
    pattern = command.parameters[key]
    assume(re.fullmatch(pattern, value, re.ASCII) is None)

    with pytest.raises(ValueError):
        request(command.name, **{**values, key: value})


@given(st.sampled_from(TABLE), st.data())
def test_what_a_pattern_allows_is_one_line_of_plain_words(
    command: Command, data: st.DataObject
) -> None:
    values = {
        key: data.draw(st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True))
        for key, pattern in command.parameters.items()
    }

    asked = request(command.name, **values)

    assert asked.line == command.template.format(**values)
    assert not SHELL_CHARACTERS & set(harmless(asked.line))
    assert not CHANGING & set(asked.line.split())
    assert find(asked.line) is not None


@given(st.from_regex(re.compile(_READS.parameters["reads"], re.ASCII), fullmatch=True))
def test_reading_a_file_can_only_read(line: str) -> None:
    for part in line.split("; "):
        program, source, block, skip, count = part.split(" ")

        assert (program, block) == ("dd", "bs=4096")
        assert re.fullmatch(r"if=(/[A-Za-z0-9._+=@~-]+)+\.apk", source)
        assert ".." not in source.split("/")
        assert re.fullmatch(r"skip=\d+", skip)
        assert re.fullmatch(r"count=\d+", count)


@pytest.mark.parametrize(
    "path",
    [
        "/data/app/../../data/misc/keys.apk",
        "/data/app/./base.apk",
        "/data/app/x/base.apk of=/data/app/x/base.apk",
        "/data/app/$(reboot)/base.apk",
        "/data/app/~root/base.apk",
        "~/base.apk",
        "data/app/x/base.apk",
        "/sdcard/Download/base.apk",
        "/data/app/x/base.dex",
        "/data/app//base.apk",
        "/data/app/x y/base.apk",
        "/data/app/x/base.apk\n",
        "/dev/block/base.apk",
    ],
)
def test_a_path_that_is_no_apps_file_is_not_sent(path: str) -> None:
    for name, values in (
        ("apk_sizes", {"paths": path}),
        ("apk_bytes", {"reads": f"dd if={path} bs=4096 skip=0 count=1"}),
    ):
        with pytest.raises(ValueError):
            request(name, **values)


@pytest.mark.parametrize(
    "reads",
    [
        f"{READ} of=/data/local/tmp/x",
        f"{READ}; reboot",
        f"{READ};{READ}",
        f"{READ} ; {READ}",
        f"{READ} | {READ}",
        f"{READ}; ",
        "; ".join([READ] * 17),
        READ.replace("bs=4096", "bs=1"),
        READ.replace("skip=12", "seek=12"),
    ],
)
def test_a_read_of_another_form_is_not_sent(reads: str) -> None:
    with pytest.raises(ValueError):
        request("apk_bytes", reads=reads)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("reboot", {}),
        ("date", {"user": "0"}),
        ("packages", {}),
        ("packages", {"user": "0", "op": "CAMERA"}),
        ("packages", {"user": "0; reboot"}),
        ("packages", {"user": "-1"}),
        ("packages", {"user": "0\n"}),
        ("appops_op", {"op": "camera"}),
        ("property", {"key": "ro.secure"}),
        ("package", {"package": "--help"}),
        ("package", {"package": "write"}),
        ("package", {"package": "$(reboot)"}),
    ],
)
def test_a_request_outside_the_table_cannot_be_built(name: str, values: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        request(name, **values)
