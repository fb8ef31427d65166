"""Reading a command: whole only when the phone says so, and every fault told apart."""

import dataclasses
import hashlib
import struct
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.adb.bridge import Bridge
from auditor.adb.commands import Request, request
from auditor.adb.stream import Limits, Result, _Reading, run
from auditor.errors import NoDevice
from auditor.sample.adb_server import SampleServer
from auditor.sample.answers import Reply
from auditor.sample.faults import parse_faults
from auditor.task import Task, silent
from tests.core.adb.phones import APPOPS, BIG_DUMP, TablePhone

SHORT = Limits(silence_s=0.4, total_s=5.0, size_bytes=64 << 20)


class Sink:
    """Takes bytes as a raw file would."""

    def __init__(self) -> None:
        self.data = bytearray()

    def __call__(self, block: bytes) -> None:
        self.data += block


def read(bridge: Bridge, limits: Limits = SHORT, task: Task | None = None) -> tuple[Result, bytes]:
    sink = Sink()
    result = run(bridge, "TABLE-1", request("appops"), sink, task or silent(), limits)
    return result, bytes(sink.data)


def test_a_whole_dump_arrives_byte_for_byte(bridge: Bridge) -> None:
    result, data = read(bridge)

    assert result == Result(0, len(BIG_DUMP), True, None, b"")
    assert hashlib.sha256(data).digest() == hashlib.sha256(BIG_DUMP).digest()


def test_nothing_printed_is_whole_too(bridge: Bridge, phone: TablePhone) -> None:
    phone.answers[APPOPS] = b""

    assert read(bridge) == (Result(0, 0, True, None, b""), b"")


def test_stderr_is_kept_apart(bridge: Bridge, phone: TablePhone) -> None:
    phone.answers[APPOPS] = Reply(b"out", b"Can't find service: -t\n", 0)

    assert read(bridge) == (Result(0, 3, True, None, b"Can't find service: -t\n"), b"out")


@pytest.mark.parametrize(
    ("fault", "reason", "size"),
    [
        ("cut:100000", "cut", 100_000),
        ("vanish:70000", "cut", 70_000),
        ("cut:0", "cut", 0),
        ("close:99999", "cut", 99_999),
        ("garbage:5000", "garbage", 5_000),
        ("hang:0", "silent", 0),
        ("hang:65537", "silent", 65_537),
        ("refuse", "refused", 0),
    ],
)
def test_half_a_dump_is_kept_and_never_whole(
    bridge: Bridge, server: SampleServer, fault: str, reason: str, size: int
) -> None:
    server.faults = parse_faults([f"appops={fault}"])

    result, data = read(bridge)

    assert (result.whole, result.reason, result.exit_code) == (False, reason, None)
    assert result.size == size
    assert data == BIG_DUMP[:size]


def test_a_drip_ends_at_the_total_limit(bridge: Bridge, server: SampleServer) -> None:
    server.faults = parse_faults(["drip:100"])

    result, data = read(bridge, Limits(silence_s=0.4, total_s=0.8, size_bytes=1 << 20))

    assert (result.reason, result.exit_code) == ("deadline", None)
    assert data == BIG_DUMP[: len(data)]
    assert 0 < len(data) < 500


def test_endless_output_ends_at_the_size_limit(bridge: Bridge, server: SampleServer) -> None:
    server.faults = parse_faults(["endless"])

    result, data = read(bridge, Limits(silence_s=2, total_s=20, size_bytes=1_000_003))

    assert (result.reason, result.size, len(data)) == ("too_big", 1_000_003, 1_000_003)


def test_an_exit_code_is_reported_with_all_the_output(bridge: Bridge, server: SampleServer) -> None:
    server.faults = parse_faults(["appops=exit:7"])

    result, data = read(bridge)

    assert (result.whole, result.reason, result.exit_code) == (False, "exit_code", 7)
    assert data == BIG_DUMP


def test_a_command_the_phone_does_not_know_ends_with_127(bridge: Bridge, phone: TablePhone) -> None:
    del phone.answers[APPOPS]

    result, _ = read(bridge)

    assert (result.reason, result.exit_code) == ("exit_code", 127)
    assert b"not found" in result.stderr


def test_a_dump_timeout_is_found_although_the_exit_code_is_0(
    bridge: Bridge, server: SampleServer
) -> None:
    server.faults = parse_faults(["appops=dump_timeout:3000"])

    result, data = read(bridge)

    assert (result.whole, result.reason, result.exit_code) == (False, "dump_timeout", 0)
    assert data.startswith(BIG_DUMP[:3000] + b"\n*** SERVICE 'appops' DUMP TIMEOUT")


@pytest.mark.parametrize("fault", ["hang:1000", "hang:0", "drip:50"])
def test_cancel_answers_within_moments_on_a_silent_phone(
    bridge: Bridge, server: SampleServer, fault: str
) -> None:
    server.faults = parse_faults([f"appops={fault}"])
    task = Task()
    cancelled_at = 0.0

    def cancel() -> None:
        nonlocal cancelled_at
        cancelled_at = time.monotonic()
        task.cancel()

    timer = threading.Timer(0.3, cancel)
    timer.start()
    result, data = read(bridge, Limits(60, 60, 1 << 20), task)
    took_s = time.monotonic() - cancelled_at
    timer.join()

    assert (result.whole, result.reason) == (False, "cancelled")
    assert data == BIG_DUMP[: len(data)]
    assert took_s < 0.2


def test_cancel_from_the_receiver_keeps_what_came(bridge: Bridge) -> None:
    task = Task()
    sink = Sink()

    def stop_soon(block: bytes) -> None:
        sink(block)
        if len(sink.data) > 100_000:
            task.cancel()
        task.step()

    result = run(bridge, "TABLE-1", request("appops"), stop_soon, task)

    assert result.reason == "cancelled"
    assert result.size == len(sink.data) < len(BIG_DUMP)


def test_a_phone_that_is_gone_before_the_command_raises(
    bridge: Bridge, server: SampleServer
) -> None:
    server.unplug("TABLE-1")

    with pytest.raises(NoDevice):
        read(bridge)


def test_only_the_commands_own_line_is_sent(bridge: Bridge, server: SampleServer) -> None:
    read(bridge)

    assert server.opened == ["shell,v2,raw:dumpsys -t 60 appops"]


def frames(*parts: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack("<BI", packet, len(data)) + data for packet, data in parts)


def feed(stream: bytes, sizes: list[int]) -> tuple[Result, bytes]:
    """Give a stream to a reading in blocks of these sizes, the rest at once."""
    sink = Sink()
    reading = _Reading(sink, SHORT)
    reason: str | None = "cut"
    at = 0
    for size in [*sizes, len(stream) or 1]:
        taken = reading.take(stream[at : at + size])
        at += size
        if taken is not None or reading.is_over:
            reason = taken
            break
    return reading.result(reason), bytes(sink.data)


MARK = b"\n*** SERVICE 'appops' DUMP TIMEOUT (60000ms) EXPIRED ***\n"


@given(st.lists(st.integers(1, 40), max_size=60))
def test_borders_of_blocks_and_frames_change_nothing(sizes: list[int]) -> None:
    stream = frames((1, b"one "), (2, b"warning"), (1, b""), (1, b"two"), (3, b"\0"))

    assert feed(stream, sizes) == (Result(0, 7, True, None, b"warning"), b"one two")


@given(st.lists(st.integers(1, 9), max_size=60), st.integers(1, len(MARK) - 1))
def test_a_timeout_mark_is_found_across_borders(sizes: list[int], split: int) -> None:
    stream = frames((1, b"x" * 50 + MARK[:split]), (1, MARK[split:] + b"y" * 9), (3, b"\0"))

    assert feed(stream, sizes)[0].reason == "dump_timeout"


@given(st.binary(max_size=200))
def test_the_bytes_of_a_cut_frame_are_kept(data: bytes) -> None:
    stream = struct.pack("<BI", 1, len(data) + 1) + data

    assert feed(stream, []) == (Result(None, len(data), False, "cut", b""), data)


@given(st.binary(min_size=1, max_size=400), st.lists(st.integers(1, 20), max_size=20))
def test_no_bytes_at_all_can_break_a_reading(stream: bytes, sizes: list[int]) -> None:
    result, data = feed(stream, sizes)

    assert result.reason in (None, "cut", "garbage", "exit_code", "too_big")
    assert result.size == len(data)


@pytest.mark.parametrize(
    "stream",
    [
        b"\x00\x01\x00\x00\x00x",
        b"\x07\x01\x00\x00\x00x",
        struct.pack("<BI", 1, 900 << 20),
        struct.pack("<BI", 3, 2) + b"\0\0",
        struct.pack("<BI", 3, 0),
    ],
)
def test_what_is_no_frame_is_garbage(stream: bytes) -> None:
    assert feed(stream, [])[0].reason == "garbage"


def test_nothing_counts_after_the_exit_packet() -> None:
    stream = frames((1, b"all"), (3, b"\0"), (1, b"more"))

    assert feed(stream, []) == (Result(0, 3, True, None, b""), b"all")


def test_stderr_has_a_limit() -> None:
    stream = frames((2, b"e" * 100_000), (3, b"\0"))

    assert len(feed(stream, [])[0].stderr) == 1 << 16


def test_limits_come_from_the_table() -> None:
    command = dataclasses.replace(request("appops").command, silence_s=1.5)

    assert Limits.of(Request(command, command.template).command).silence_s == 1.5
