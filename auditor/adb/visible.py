"""The one thing the program can do that is seen on a phone: show an app's page in its settings.

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
VISIBLE = (APP_SETTINGS, APP_SETTINGS_OF_USER)

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
    _note(case_dir, {"serial": serial, "line": asked.line, "outcome": "asked"})
    untrusted = bytearray()
    result = run(bridge, serial, asked, untrusted.extend, task)
    outcome = _outcome(result, bytes(untrusted))
    log.info("asked the phone to show an app's settings: %s", outcome)
    _note(case_dir, {"serial": serial, "line": asked.line, "outcome": outcome})
    if outcome != "shown":
        raise NotReady(
            "The phone did not open the settings of this app.",
            "Unlock the phone and look there: Settings → Apps.",
        )


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
