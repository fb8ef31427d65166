"""The closed table of command lines that may ever run on a phone. All of them only read.

Nothing else in the program can reach a phone's shell: `stream.run` takes a `Request`, which
is a name of this table and parameters that match its patterns, never text. (What a person may
have shown on the phone's screen by a click is a table of its own: visible.py.)
Sources: formats.md 2 and 8.1 (arguments by version), 6.1 (what uid 2000 may read).
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TypedDict

_MIB = 1 << 20

# With a dot, as every app has: `dumpsys package write` would write the phone's settings.
PACKAGE = r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+){1,30}"
_USER = r"\d{1,5}"
_OP = r"[A-Z][A-Z0-9_]{1,63}"
# An app's file by its absolute path. No part begins with a dot, so none is `..`; the `~~` of a
# random folder stands behind a slash, where no shell expands it.
_FOLDER = r"/(?:~~)?[A-Za-z0-9_-][A-Za-z0-9._+=@-]{0,127}"
APK_PATH = (
    r"/(?:data|mnt|system|system_ext|product|vendor|odm|oem|apex|preload|cust|hw_product"
    rf"|my_[a-z]{{1,20}})(?:{_FOLDER}){{0,8}}{_FOLDER}\.apk"
)
_READ = rf"dd if={APK_PATH} bs=4096 skip=\d{{1,7}} count=\d{{1,6}}"
MOST_PATHS, MOST_READS = 40, 16  # of one line
PROPERTIES = (
    "ro.boot.permission_auditor_sample",  # "1" on our sample phone, empty on any other
    "ro.serialno",
    "ro.build.version.sdk",
    "ro.build.version.release",
    "ro.build.version.incremental",
    "ro.build.fingerprint",
    "ro.product.manufacturer",
    "ro.product.brand",
    "ro.product.model",
    "ro.product.device",
    "persist.sys.timezone",
    "persist.sys.locale",
    "ro.product.locale",
)
SETTINGS = (
    "global auto_time",
    "global auto_time_zone",
    "global development_settings_enabled",
    "secure location_mode",
    "secure default_input_method",
    "secure assistant",
    "secure sms_default_application",
    "secure dialer_default_application",
    "secure enabled_accessibility_services",
    "secure enabled_notification_listeners",
)
_LOG_TAGS = "am_proc_start am_kill am_proc_died"
_PROPERTY = "|".join(map(re.escape, PROPERTIES))
_SETTING = "|".join(map(re.escape, SETTINGS))


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the table. `template` holds `{name}` for each parameter."""

    name: str
    template: str
    what: str  # what it gives, for docs and the custody log
    parameters: dict[str, str] = field(default_factory=dict)  # name -> pattern (full match)
    min_api: int = 23
    max_api: int = 99
    silence_s: float = 30.0  # longest pause between bytes
    total_s: float = 120.0
    size_bytes: int = 4 * _MIB


@dataclass(frozen=True, slots=True)
class Request:
    """A command of the table with checked parameters; `line` is what the phone's shell gets."""

    command: Command
    line: str
    parameters: tuple[tuple[str, str], ...] = ()


class _Limits(TypedDict):
    silence_s: float
    total_s: float
    size_bytes: int


_DUMP: _Limits = {"silence_s": 70.0, "total_s": 300.0, "size_bytes": 256 * _MIB}

TABLE: tuple[Command, ...] = (
    Command("date", "date +%s.%N", "the phone's clock, UTC"),
    Command("date_seconds", "date +%s", "the phone's clock where %N is not known"),
    Command("uptime", "cat /proc/uptime", "time since start: tells a clock change"),
    Command("boot_id", "cat /proc/sys/kernel/random/boot_id", "which start of the phone this is"),
    Command("battery", "dumpsys battery", "how full the battery is, and whether it is charged"),
    Command("property", "getprop {key}", "version, model, zone", {"key": _PROPERTY}),
    Command("setting", "settings get {key}", "settings that matter", {"key": _SETTING}),
    Command("users", "pm list users", "users and profiles"),
    Command(
        "packages",
        "pm list packages -f -U -i --user {user}",
        "packages with uid and installer",
        {"user": _USER},
        min_api=26,
        **_DUMP,
    ),
    Command(
        "packages_no_uid",
        "pm list packages -f -i --user {user}",
        "packages with installer, before Android 8",
        {"user": _USER},
        max_api=25,
        **_DUMP,
    ),
    Command("package_dump", "dumpsys -t 60 package packages", "permissions, installers", **_DUMP),
    Command(
        "package_dump_no_limit",
        "dumpsys package packages",
        "the same where dumpsys knows no -t",
        **_DUMP,
    ),
    Command(
        "shared_users",
        "dumpsys -t 60 package shared-users",
        "permissions of packages that share a uid",
        **_DUMP,
    ),
    Command("package", "dumpsys package {package}", "one package", {"package": PACKAGE}, **_DUMP),
    Command("appops", "dumpsys -t 60 appops", "last access of every op", **_DUMP),
    Command("appops_no_limit", "dumpsys appops", "the same where dumpsys knows no -t", **_DUMP),
    Command(
        "appops_all", "dumpsys -t 60 appops -a", "the same and uid states", min_api=34, **_DUMP
    ),
    Command(
        "appops_op",
        "dumpsys -t 60 appops --op {op}",
        "last access of one op",
        {"op": _OP},
        min_api=28,
        **_DUMP,
    ),
    Command(
        "appops_history",
        "dumpsys -t 60 appops --history --include-discrete 0",
        "counts per slot and single accesses",
        min_api=31,
        **_DUMP,
    ),
    Command(
        "appops_discrete",
        "dumpsys -t 60 appops --include-discrete 0",
        "single accesses while --history must wait (it changes the phone's newest slot)",
        min_api=31,
        **_DUMP,
    ),
    Command(
        "appops_history_table",
        "dumpsys -t 60 appops --history --history-limit 0",
        "the 15-minute table of late Android 16",
        min_api=36,
        **_DUMP,
    ),
    Command(
        "usagestats", "dumpsys -t 60 usagestats -c", "foreground and screen", min_api=28, **_DUMP
    ),
    Command(
        "usagestats_dates",
        "dumpsys -t 60 usagestats",
        "the same before Android 9",
        max_api=27,
        **_DUMP,
    ),
    Command(
        "usagestats_files",
        "dumpsys -t 60 usagestats file {user} daily",
        "about ten days of foreground and screen",
        {"user": _USER},
        min_api=29,
        **_DUMP,
    ),
    Command("audio", "dumpsys -t 60 audio", "recording log since start", min_api=28, **_DUMP),
    Command("camera", "dumpsys -t 60 media.camera", "camera log since start", **_DUMP),
    Command("power", "dumpsys -t 60 power", "screen state now", **_DUMP),
    Command(
        "usagestats_dates_no_limit",
        "dumpsys usagestats",
        "the same where dumpsys knows no -t",
        max_api=27,
        **_DUMP,
    ),
    Command(
        "camera_no_limit",
        "dumpsys media.camera",
        "the same where dumpsys knows no -t",
        max_api=27,
        **_DUMP,
    ),
    Command("deviceidle", "cmd deviceidle whitelist", "exempt from doze", min_api=24),
    Command("netstats", "dumpsys -t 60 netstats --full --uid", "bytes per app", **_DUMP),
    Command(
        "sensor_privacy",
        "dumpsys -t 60 sensor_privacy",
        "microphone and camera switched off for all apps",
        min_api=31,
    ),
    Command(
        "app_hibernation",
        "dumpsys -t 60 app_hibernation",
        "unused apps that lost their permissions",
        min_api=31,
    ),
    # -d prints what is there and ends. -s lets nothing but the three tags through: other lines of
    # the log are never sent to the computer.
    Command(
        "process_events",
        f"logcat -b events -d -v threadtime -v epoch -v uid -s {_LOG_TAGS}",
        "which processes began and ended",
        min_api=26,
        size_bytes=16 * _MIB,
    ),
    Command(
        "process_events_local",
        f"logcat -b events -d -v threadtime -s {_LOG_TAGS}",
        "the same where logcat knows no -v epoch",
        max_api=25,
        size_bytes=16 * _MIB,
    ),
    # Who an app is. All of it reads; `dd` without `of=` has nowhere to write but its output, and
    # its path cannot be one. Several reads share a line because each line costs a round trip.
    Command(
        "apk_paths",
        "pm path --user {user} {package}",
        "where an app's files lie, if no list of packages told",
        {"user": _USER, "package": PACKAGE},
    ),
    Command(
        "apk_sizes",
        "stat -c %s,%Y,%n {paths}",
        "size and time of change of apps' files: whether they are known already",
        {"paths": rf"{APK_PATH}(?: {APK_PATH}){{0,{MOST_PATHS - 1}}}"},
    ),
    Command(
        "apk_bytes",
        "{reads}",
        "parts of apps' files: directory, manifest, resources, icon, signatures",
        {"reads": rf"{_READ}(?:; {_READ}){{0,{MOST_READS - 1}}}"},
        silence_s=20.0,
        total_s=300.0,
        size_bytes=128 * _MIB,
    ),
)
_BY_NAME = {command.name: command for command in TABLE}


def request(name: str, **parameters: str) -> Request:
    """Build a request, or raise ValueError for a name or parameter the table does not allow."""
    command = _BY_NAME.get(name)
    if command is None:
        raise ValueError(f"{name!r} is not in the table of commands")
    return fill(command, parameters)


def fill(command: Command, parameters: dict[str, str]) -> Request:
    """Put checked parameters into a command, or raise ValueError."""
    name = command.name
    if parameters.keys() != command.parameters.keys():
        raise ValueError(f"{name!r} takes {sorted(command.parameters)}, got {sorted(parameters)}")
    for key, pattern in command.parameters.items():
        if not re.fullmatch(pattern, parameters[key], re.ASCII):
            raise ValueError(f"{parameters[key]!r} is no {key} that may be sent to a phone")
    line = command.template.format(**parameters)
    return Request(command, line, tuple(sorted(parameters.items())))


def find(untrusted_line: str) -> Command | None:
    """Find the table's command that a command line is an instance of; None if there is none."""
    for command, pattern in _patterns():
        if pattern.fullmatch(untrusted_line):
            return command
    return None


@cache
def _patterns() -> tuple[tuple[Command, re.Pattern[str]], ...]:
    return tuple((command, _pattern(command)) for command in TABLE)


def _pattern(command: Command) -> re.Pattern[str]:
    pattern = re.escape(command.template)
    for key, value in command.parameters.items():
        pattern = pattern.replace(re.escape("{" + key + "}"), f"(?:{value})")
    return re.compile(pattern, re.ASCII)
