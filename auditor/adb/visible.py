"""The one thing the program can do that is seen on a phone: show a page of its settings.

An app's page, where its permissions are, or the developer options, where debugging is switched off.

Kept apart from the table of commands that only read: nothing but a person's confirmed click in
the window runs it, no capture and no command line. It changes no setting; but a phone notes, as
for every screen that is opened, that its settings were in front. So the case notes it too.
"""

import json
import logging
import time
from pathlib import Path

from auditor.adb.bridge import Bridge
from auditor.adb.commands import PACKAGE, Command, Request, fill
from auditor.adb.stream import Result, run
from auditor.errors import NotReady, StoreError
from auditor.task import Task

SHOWN_LOG = "shown_on_phone.jsonl"
_ARGUMENTS = "-a android.settings.APPLICATION_DETAILS_SETTINGS -d package:{package}"
APP_SETTINGS = Command(
    "app_settings",
    f"am start {_ARGUMENTS}",
    "shows the settings page of one app on the phone's screen",
    {"package": PACKAGE},
    silence_s=15.0,
    total_s=30.0,
    size_bytes=1 << 16,
)
APP_SETTINGS_OF_USER = Command(
    "app_settings_of_user",
    f"am start --user {{user}} {_ARGUMENTS}",
    "the same for an app of a work profile or of another user",
    {"user": r"[1-9]\d{0,4}", "package": PACKAGE},
    min_api=17,
    silence_s=15.0,
    total_s=30.0,
    size_bytes=1 << 16,
)
DEVELOPER_SETTINGS = Command(
    "developer_settings",
    "am start -a android.settings.APPLICATION_DEVELOPMENT_SETTINGS",
    "shows the developer options on the phone's screen",
    {},
    silence_s=15.0,
    total_s=30.0,
    size_bytes=1 << 16,
)
VISIBLE = (APP_SETTINGS, APP_SETTINGS_OF_USER, DEVELOPER_SETTINGS)

log = logging.getLogger(__name__)


def settings_request(package: str, user: int = 0) -> Request:
    """Give the command that shows an app's settings. ValueError for a name that is none."""
    if user == 0:
        return fill(APP_SETTINGS, {"package": package})
    return fill(APP_SETTINGS_OF_USER, {"user": str(user), "package": package})


def show_app_settings(
    bridge: Bridge, serial: str, package: str, user: int, case_dir: Path, task: Task
) -> None:
    """Show an app's page in the phone's settings, and note in the case that it was asked for.

    Call it only after a person was asked and said yes. DeviceError; StoreError when it cannot be
    noted: then the phone is not asked.
    """
    asked = settings_request(package, user)
    if not _is_shown(bridge, serial, asked, case_dir, task):
        raise NotReady(
            "The phone did not open the settings of this app.",
            "Unlock the phone and look there: Settings → Apps.",
        )


def show_developer_settings(bridge: Bridge, serial: str, case_dir: Path, task: Task) -> None:
    """Show the developer options on the phone, and note it, as `show_app_settings` does."""
    if not _is_shown(bridge, serial, fill(DEVELOPER_SETTINGS, {}), case_dir, task):
        raise NotReady(
            "The phone did not open its developer options.",
            "Unlock the phone and look there: Settings → System → Developer options.",
        )


def _is_shown(bridge: Bridge, serial: str, asked: Request, case_dir: Path, task: Task) -> bool:
    """Note it, ask the phone, note what came of it."""
    _note(case_dir, {"serial": serial, "line": asked.line, "outcome": "asked"})
    untrusted = bytearray()
    result = run(bridge, serial, asked, untrusted.extend, task)
    outcome = _outcome(result, bytes(untrusted))
    log.info("asked the phone to show a page of its settings: %s", outcome)
    _note(case_dir, {"serial": serial, "line": asked.line, "outcome": outcome})
    return outcome == "shown"


def _outcome(result: Result, untrusted: bytes) -> str:
    """`am` says "Error" and, on most versions, still ends with success."""
    if not result.whole:
        return result.reason or "cut"
    return "error" if b"Error" in untrusted + result.stderr else "shown"


def _note(case_dir: Path, values: dict[str, str]) -> None:
    line = json.dumps({"time_ms": time.time_ns() // 1_000_000, **values}, ensure_ascii=False)
    try:
        with (case_dir / SHOWN_LOG).open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")
    except OSError as error:
        raise StoreError(
            f"It could not be noted in the case {case_dir}: {error.strerror or error}. "
            "So the phone was not asked.",
            "Copy the case to a place that you may write to.",
        ) from error
