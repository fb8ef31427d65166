"""What the doctor finds, as tables of docs/connecting.md."""

from collections.abc import Iterator

from auditor import words
from auditor.adb.doctor import NOTES, Cause, Reach

# How each is told from the others; a test wants one for every cause.
DETECTED = {
    Cause.NO_ADB: "no server answers; no program in our package, on the PATH or in an SDK",
    Cause.ADB_TOO_OLD: "`adb version` of the program that would be started",
    Cause.ELSEWHERE: "`ADB_SERVER_SOCKET`, `ANDROID_ADB_SERVER_ADDRESS`, `…_PORT`",
    Cause.WRONG_PORT: "a port was named (`--adb-port`) and nothing listens there",
    Cause.SERVER_FAILED: "an own server ended at once; its last line",
    Cause.NO_USB: "the system shows no USB device at all, not even a hub",
    Cause.NOT_SEEN: "USB devices, none of them a phone",
    Cause.CHARGING_ONLY: "a phone maker's device without an interface that we know",
    Cause.DEBUGGING_OFF: "a phone's file transfer or tethering, and no ADB interface (ff/42/01)",
    Cause.NO_DRIVER: "Windows: the ADB interface has problem code 28",
    Cause.NO_PERMISSION: "Linux: the device's node may not be written; or the server says so",
    Cause.HELD: "Linux: the ADB interface is claimed (`usbfs`), by whom says /proc",
    Cause.NOT_LISTED: "an ADB interface that nobody holds, and an empty list",
    Cause.PORT_TAKEN: "something listens and does not answer `host:version`",
    Cause.BOOTLOADER: "a fastboot interface (ff/42/03), or the server's list",
    Cause.RECOVERY: "the server's list: `recovery`, `sideload`",
    Cause.CONNECTING: "the server's list: `connecting`, `authorizing`",
    Cause.UNAUTHORIZED: "the server's list",
    Cause.OFFLINE: "the server's list",
    Cause.OTHER_STATE: "the server's list, any other word",
    Cause.EMULATOR: "all that is ready is called `emulator-…`",
    Cause.OLD_ANDROID: "the phone offers no `shell,v2`",
    Cause.REFUSED: "`dumpsys appops --op CAMERA` is answered with a denial",
    Cause.SEVERAL: "more than one ready phone",
    Cause.OLD_SERVER: "`host:version` of the running server",
    Cause.WORK_PROFILE: "`pm list users` shows a managed profile",
    Cause.XIAOMI: "USB vendor 2717 or the maker's name, beside another cause",
}


# Which test makes the world look so, beside those that try every cause in words and in the window.
TESTED = {
    Cause.NO_ADB: "test_doctor_facts",
    Cause.ADB_TOO_OLD: "test_doctor_facts",
    Cause.ELSEWHERE: "test_doctor_facts",
    Cause.WRONG_PORT: "test_doctor_facts",
    Cause.SERVER_FAILED: "test_doctor_facts",
    Cause.NO_USB: "test_usb",
    Cause.NOT_SEEN: "test_usb",
    Cause.CHARGING_ONLY: "test_usb",
    Cause.DEBUGGING_OFF: "test_usb",
    Cause.NO_DRIVER: "test_usb_reports",
    Cause.NO_PERMISSION: "test_usb",
    Cause.HELD: "test_usb",
    Cause.NOT_LISTED: "test_usb",
    Cause.PORT_TAKEN: "test_doctor_facts",
    Cause.BOOTLOADER: "test_usb",
    Cause.RECOVERY: "test_doctor_facts",
    Cause.CONNECTING: "test_doctor_facts",
    Cause.UNAUTHORIZED: "test_doctor_facts",
    Cause.OFFLINE: "test_doctor_facts",
    Cause.OTHER_STATE: "test_doctor_facts",
    Cause.EMULATOR: "test_doctor_facts",
    Cause.OLD_ANDROID: "test_doctor_facts",
    Cause.REFUSED: "test_doctor_facts",
    Cause.SEVERAL: "test_doctor_facts",
    Cause.OLD_SERVER: "test_doctor_facts",
    Cause.WORK_PROFILE: "test_doctor_facts",
    Cause.XIAOMI: "test_doctor_facts",
}


def causes() -> Iterator[tuple[str, ...]]:
    """Give cause, how it is found, what is said and the next step; notes in italics."""
    yield "cause", "found by", "said", "next step", "found in"
    for cause in Cause:
        name = f"*{cause}*" if cause in NOTES else str(cause)
        yield name, DETECTED[cause], *_said(cause, "en"), f"`{TESTED[cause]}`"


def in_chinese() -> Iterator[tuple[str, ...]]:
    """Give what is said of each cause in Chinese."""
    yield "cause", "said", "next step"
    yield from ((str(cause), *_said(cause, "zh_CN")) for cause in Cause)


def reaches() -> Iterator[tuple[str, ...]]:
    """Give what is said of an address, in both languages."""
    yield "found", "said", "next step", "in Chinese", "next step in Chinese"
    groups = ("doctor_reach", "doctor_reach_next")
    for reach in Reach:
        texts = [words.word(f"{g}.{reach}", lang) for lang in words.LANGUAGES for g in groups]
        yield str(reach), *texts


def _said(cause: Cause, lang: str) -> tuple[str, str]:
    said = words.word(f"doctor_said.{cause}", lang)
    return said, words.word(f"doctor_next.{cause}", lang)
