"""Screenshots of a test session: taken at a mark, kept in the case beside the captures, hashed.

They lie in CASE/trials/<session>/ and leave the case only where somebody asks for them by name.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from auditor.adb.bridge import Bridge
from auditor.adb.screenshots import PNG, screenshot_request
from auditor.adb.stream import run
from auditor.errors import NotReady, StoreError, UsageError
from auditor.manifest import not_writable
from auditor.raw_writer import RawWriter
from auditor.store import Store
from auditor.task import Task
from auditor.trials.clocks import host_ms
from auditor.trials.keeping import add_screenshot
from auditor.trials.records import Screenshot, Trial
from auditor.whole_file import whole_folder

FOLDER = "trials"


def take_screenshot(
    bridge: Bridge,
    serial: str,
    store: Store,
    found: Trial,
    click: int,
    device_id: str,
    task: Task,
    now_ms: Callable[[], int] = host_ms,
) -> Screenshot:
    """Picture a phone's screen at a click; UsageError where the session was begun without them.

    DeviceError when the phone gives none, StoreError when it cannot be kept; the mark stays.
    """
    if not found.takes_screenshots:
        raise UsageError(
            "This test session takes no screenshots.",
            "The mark is kept. For pictures begin one with --screenshots.",
        )
    folder = store.path / FOLDER / str(found.id)
    number = 1 + list(found.phones).index(device_id)
    name = f"{click:04}-{number}.png"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / name).unlink(missing_ok=True)  # of a program that ended before it was noted
    except OSError as error:
        raise not_writable(folder, error) from error
    head = bytearray()
    with RawWriter(folder, name, lambda _size: None) as writer:

        def write(untrusted: bytes) -> None:
            head.extend(untrusted[: len(PNG) - len(head)])
            writer.write(untrusted)

        result = run(bridge, serial, screenshot_request(), write, task)
    if not result.whole or bytes(head) != PNG:
        (folder / name).unlink(missing_ok=True)
        raise NotReady(
            "The phone gave no picture of its screen.",
            "The mark is kept. Some screens allow none; unlock the phone, or use another one.",
        )
    shot = Screenshot(
        click,
        device_id,
        Path(FOLDER, str(found.id), name).as_posix(),
        writer.sha256,
        writer.size,
        now_ms(),
    )
    add_screenshot(store, found.id, shot)
    return shot


def copy_screenshots(store: Store, found: Trial, folder: Path) -> None:
    """Copy the screenshots of a session into a new folder: all of them, as they were taken.

    UsageError where something stands there; StoreError where one is missing or was changed.
    """
    with whole_folder(folder) as part:
        for each in found.screenshots:
            path = store.path / each.file
            data = path.read_bytes() if path.is_file() else b""
            if hashlib.sha256(data).hexdigest() != each.sha256:
                raise StoreError(
                    f"The screenshot {path} is missing or not as it was taken.",
                    "Nothing was copied. Export without screenshots, or put the picture back.",
                )
            (part / path.name).write_bytes(data)
