"""What to ask a phone for, in which order, by plan and Android version (formats.md 8.1)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from auditor.adb.commands import PROPERTIES, SETTINGS, TABLE, Command
from auditor.errors import WrongFormat
from auditor.manifest import read_manifest

PLANS = ("full", "quick")

_UNKNOWN_API = 33  # where the phone does not tell: what a phone does not know, it says
_HISTORY_FROM = 31
_POST_36_FROM = 36
_HISTORY_PAUSE_MS = 15 * 60_000
_LONGEST_CAPTURE_MS = 6 * 60 * 60_000
_HISTORY = ("appops_history", "appops_history_table")

_COMMANDS = {command.name: command for command in TABLE}


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a plan. `extra`: a phone without it is no fault, its exit code is kept."""

    command: str
    parameters: dict[str, str] = field(default_factory=dict)
    extra: bool = False


def identity_steps() -> list[Step]:
    """Who the phone is: version, zone, users. All later steps depend on it."""
    properties = [Step("property", {"key": key}) for key in PROPERTIES]
    return [*properties, Step("users")]


def op_steps(api: int | None) -> list[Step]:
    """The last access of every op."""
    return [Step("appops_all" if _version(api) >= 34 else "appops")]


def history_steps(api: int | None, is_post_36: bool, too_soon: bool) -> list[Step]:
    """What the phone keeps of the past.

    `--history` changes the phone's newest slot, so two within 15 minutes make the second one
    print a slot that ends in 1970 (formats.md 3.3). When it is too soon the single accesses are
    asked for alone, which changes nothing. `--history` is never combined with a filter: that
    prints other apps' rows under a wrong package (formats.md 11.5).
    """
    if _version(api) < _HISTORY_FROM:
        return []
    if too_soon:
        return [Step("appops_discrete")]
    if is_post_36 and _version(api) >= _POST_36_FROM:
        return [Step("appops_history_table"), Step("appops_history")]
    return [Step("appops_history")]


def app_steps(plan: str, api: int | None, users: Sequence[str]) -> list[Step]:
    """Which apps there are; the full plan adds permissions and everything around the accesses."""
    names = "packages" if _version(api) >= 26 else "packages_no_uid"
    steps = [Step(names, {"user": user}) for user in users]
    if plan == "full":
        steps += _full_steps(api, users)
    return [step for step in steps if _fits(_COMMANDS[step.command], _version(api))]


def _full_steps(api: int | None, users: Sequence[str]) -> list[Step]:
    log = "process_events" if _version(api) >= 26 else "process_events_local"
    usage = "usagestats" if _version(api) >= 28 else "usagestats_dates"
    return [
        Step(usage),
        *(Step("usagestats_files", {"user": user}, extra=True) for user in users),
        Step("audio", extra=True),
        Step("camera", extra=True),
        Step("package_dump"),
        Step("shared_users", extra=True),
        Step("power", extra=True),
        Step("deviceidle", extra=True),
        *(Step("setting", {"key": key}, extra=True) for key in SETTINGS),
        Step("sensor_privacy", extra=True),
        Step("app_hibernation", extra=True),
        Step(log, extra=True),
        Step("netstats", extra=True),
    ]


def _version(api: int | None) -> int:
    return _UNKNOWN_API if api is None else api


def _fits(command: Command, api: int) -> bool:
    return command.min_api <= api <= command.max_api


def without_limit(command: str) -> str | None:
    """Give the same command without dumpsys' -t, which Android 7 takes for a service's name."""
    name = f"{command.removesuffix('_all')}_no_limit"
    return name if name in _COMMANDS else None


def history_is_too_soon(captures: Path, device_id: str, now_ms: int) -> bool:
    """Whether a capture of this case asked this phone for its history within 15 minutes."""
    for folder in sorted(captures.iterdir()):
        if _began_long_before(folder.name, now_ms):
            continue
        try:
            manifest = read_manifest(folder)
        except WrongFormat:
            continue  # no capture of ours, so no question to the phone
        if manifest.device.device_id != device_id or manifest.origin != "adb":
            continue
        for raw in manifest.files:
            if raw.command in _HISTORY and abs(now_ms - raw.started_utc_ms) < _HISTORY_PAUSE_MS:
                return True
    return False


def _began_long_before(name: str, now_ms: int) -> bool:
    """Tell by a capture's name that its manifest need not be read; unsure means no."""
    try:
        began = datetime.strptime(name[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return False
    return now_ms - began.timestamp() * 1000 > _LONGEST_CAPTURE_MS
