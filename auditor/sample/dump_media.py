"""`dumpsys audio` and `dumpsys media.camera`: logs of real sessions (formats.md 6.5, 6.6).

Both keep a ring of lines since the start of the phone, without a year, in local time.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from zlib import crc32

from auditor.sample.entries import FINISH, MOVE, START, Entry
from auditor.sample.text import PhoneTexts
from auditor.sample.versions import Version

AUDIO_RING = 50
CAMERA_RING = 100
_AUDIO_OPS = {"RECORD_AUDIO": "MIC", "PHONE_CALL_MICROPHONE": "VOICE_COMMUNICATION"}
_TITLES = {
    28: "recording activity as reported through AudioSystem.AudioRecordingCallback",
    29: "recording activity received by AudioService",
}


class Line(NamedTuple):
    """One line of a ring: a session began or ended."""

    time: int
    is_begin: bool
    uid: int
    package: str
    session: int
    source: str


def sessions(entries: Iterable[Entry], ops: dict[str, str], booted: int) -> list[Line]:
    """List the beginnings and ends of sessions since the phone was started, oldest first."""
    lines: list[Line] = []
    open_since: dict[tuple[int, str, str, str | None], int] = {}
    for entry in entries:
        if entry.op not in ops or entry.what not in (START, FINISH, MOVE):
            continue
        key = (entry.uid, entry.package, entry.op, entry.tag)
        if entry.what == START:
            open_since[key] = entry.time
        elif entry.what == MOVE:
            continue
        began = open_since.get(key, entry.time)
        number = crc32(f"{entry.uid} {began}".encode()) % 60_000 + 1000
        if entry.time >= booted:
            is_begin = entry.what == START
            lines.append(
                Line(entry.time, is_begin, entry.uid, entry.package, number, ops[entry.op])
            )
    return lines


def audio_lines(entries: Iterable[Entry], booted: int) -> list[Line]:
    """List what the recording log holds: the newest fifty lines, oldest first."""
    return sessions(entries, _AUDIO_OPS, booted)[-AUDIO_RING:]


def camera_lines(entries: Iterable[Entry], booted: int) -> list[Line]:
    """List what the camera log holds: the newest hundred lines, oldest first."""
    return sessions(entries, {"CAMERA": "0"}, booted)[-CAMERA_RING:]


def audio(
    entries: list[Entry], now: int, booted: int, version: Version, texts: PhoneTexts
) -> Iterator[str]:
    """Print the part of `dumpsys audio` that tells about recording."""
    lines = audio_lines(entries, booted)
    yield "MediaFocusControl dump time: " + texts.native(texts.absolute_ascii(now)[11:19])
    if version.api < 28:
        return
    ended = {line.session for line in lines if not line.is_begin}
    yield from (
        "",
        "RecordActivityMonitor dump time: " + texts.native(texts.absolute_ascii(now)[11:19]),
    )
    for line in lines:
        if line.is_begin and line.session not in ended:
            yield _active(line, version)
    title = _TITLES[28] if version.api == 28 else _TITLES[29]
    yield from ("", "", f"{'Events' if version.api >= 34 else 'Audio event'} log: {title}")
    for line in lines:
        yield _audio_line(line, version, texts)


def _active(line: Line, version: Version) -> str:
    conf = (
        f"session:{line.session} -- source client={line.source}, dev=MIC -- uid:{line.uid} -- "
        f"patch:{line.session % 90} -- pack:{line.package} -- format client=ENCODING_PCM_16BIT, "
        "dev=ENCODING_PCM_16BIT"
    )
    if version.api == 28:
        return "  " + conf
    return f"riid {_riid(line)}; active? true  {conf} -- silenced:false -- effects client=, dev="


def _riid(line: Line) -> int:
    return line.session // 8 * 8 + 3


def _audio_line(line: Line, version: Version, texts: PhoneTexts) -> str:
    stamp = texts.absolute_ascii(line.time)[5:].replace(".", ":")
    if version.api < 34:
        stamp = texts.native(stamp)
    riid = f" riid:{_riid(line)}" if version.api >= 29 else ""
    silenced = " not silenced" if version.api >= 31 else ""
    return (
        f"{stamp} rec {'start' if line.is_begin else 'stop'}{riid} uid:{line.uid} "
        f"session:{line.session} src:{line.source}{silenced} pack:{line.package}"
    )


def camera(entries: list[Entry], booted: int, texts: PhoneTexts) -> Iterator[str]:
    """Print the service part of `dumpsys media.camera`: clients now, then the log."""
    every = sessions(entries, {"CAMERA": "0"}, booted)
    lines = every[-CAMERA_RING:]
    ended = {line.session for line in lines if not line.is_begin}
    active = [line for line in lines if line.is_begin and line.session not in ended]
    yield from ("", "== Service global info: ==", "", "Number of camera devices: 2")
    yield from ("Number of normal camera devices: 2", "Active Camera Clients:")
    if not active:
        yield "[]"
    for line in active:
        yield "["
        yield (
            f"(Camera ID: 0, Cost: 33, PID: {_pid(line)}, Score: 0, State: 2User Id: "
            f"{line.uid // 100_000}, Client Package Name: {line.package}, "
            "Conflicting Client Devices: {})"
        )
        yield "]"
    yield from ("Allowed user IDs: 0, 10", "")
    yield "== Camera service events log (most recent at top): =="
    for line in reversed(lines):
        stamp = texts.absolute_ascii(line.time)[5:19]
        word = "CONNECT" if line.is_begin else "DISCONNECT"
        yield f"  {stamp} : {word} device 0 client for package {line.package} (PID {_pid(line)})"
    if not lines:
        yield "  [no events yet]"
    if len(every) > CAMERA_RING:
        yield "  ..."


def _pid(line: Line) -> int:
    return crc32(line.package.encode()) % 28_000 + 2000
