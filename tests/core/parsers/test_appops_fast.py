"""The fast reading gives exactly what the line parser gives, whatever the text is."""

import gzip
import io
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.blocks import Block
from auditor.clock import PhoneClock
from auditor.parsers.appops import parse_appops
from auditor.parsers.appops_fast import parse_appops_blocks, parse_appops_stream
from auditor.parsers.lines import decode_lines
from auditor.records import AppOpsRecord, Event
from tests.conftest import SHARED, shared_or_skip
from tests.core.parsers import golden
from tests.core.parsers.test_appops_fuzz import CLOCKS, changed

NOW_MS = golden.NOW_MS
SIZES = ((2 << 20, 32 << 10), (5_000, 0), (400, 0))


def by_lines(raw: bytes, clock: PhoneClock, is_whole: bool = True) -> list[AppOpsRecord]:
    return list(parse_appops(decode_lines(io.BytesIO(raw), is_whole), clock))


def check(raw: bytes, clock: PhoneClock = golden.CLOCK, is_whole: bool = True) -> None:
    """Hold both readings against each other, with large blocks and with many small ones."""
    expected = by_lines(raw, clock, is_whole)
    for block_bytes, least_bytes in SIZES:
        stream = io.BytesIO(raw)
        found = list(parse_appops_stream(stream, clock, "", is_whole, block_bytes, least_bytes))
        assert found == expected


def fast_events(raw: bytes) -> tuple[int, int]:
    """Count the events that came in blocks, and all."""
    blocks = total = 0
    for each in parse_appops_blocks(io.BytesIO(raw), golden.CLOCK, "", True, 4 << 20, 0):
        events = len(each.events.line) if isinstance(each, Block) else isinstance(each, Event)
        blocks += events if isinstance(each, Block) else 0
        total += events
    return blocks, total


STATES = ("pers", "top", "fgsvcl", "fgsvc", "fg", "bg", "cch", "MAX_UID_STATE")
FLAGS = ("s", "tp", "tpd", "up", "upd", "s|tpd")
OPS = ("CAMERA (allow): ", "MONITOR_LOCATION (allow / switch COARSE_LOCATION=allow): ", " (deny): ")
OPS += (
    "MIUIOP(10021) (ask): ",
    "READ_CONTACTS (default / switch READ_CONTACTS=ignore): ",
    "7 (4):",
)
TAGS = (
    "null",
    "sync",
    "=[",
    "]",
    "a=[b",
    "  Uid 7:",
    "ünïcode",
    "proxy[uid=1, pkg=x]",
    "",
    "x" * 90,
)
SPANS = (
    "0",
    "-10s0ms",
    "-3d23h59m59s999ms",
    "-1h0m0s0ms",
    "-2ms",
    "-24d20h31m23s647ms",
    "-5m0s7ms",
)
PROXIES = (
    "uid=10057, pkg=com.example.proxy, attributionTag=null",
    "uid=10057, pkg=com.example.proxy, attributionTag=a]b",
    "uid=-1, pkg=null, attributionTag=null",
    "uid=1000, pkg=android",
)
# Lines that the fast reading leaves to the line parser.
ODD = (
    "          Access: [top-s] 2025-02-30 13:00:57.345 (-3s0ms)",
    "          Access: [top-s] 2025-03-04 25:00:57.345 (-3s0ms)",
    "          Access: [top-s] 2025-03-04 13:00:57.345 (-3h0ms)",
    "          Access: [top-s] 2025-03-04 13:00:57.345 (-3s0ms) duration=-5ms",
    "          Access: [top-s] 2025-03-04 13:00:57.345 (-3s0ms) duration=+5ms proxy[pkg=x]",
    "          Access: [top-s] 2025-03-04 13:00:57.345 (-3s0ms)   ",
    "          Access: [top-s] 2025-03-04 13:00:57.345 (-99999999999999999999ms)",
    "          Access: [top] 2025-03-04 13:00:57.345 (-3s0ms)",
    "          Access: [top-s] ٢٠٢٥-٠٣-٠٤ ١٣:٠٠:٥٧.٣٤٥ (-٣s٠ms)",
    "          Access: top   = 2025-03-04 13:00:57.345 (-3s0ms)",
    "          Access: tag=[",
    "          Running start at: +3s2ms",
    "          Running start at: +3x2ms",
    "          startNesting=3",
    "          duration=+5ms",
    "        ]",
    "      snapshot:",
    "      GPS: mode=0; time=+5s0ms ago",
    "      CAMERA: mode=allow",
    "      COARSE_LOCATION: WIFI",
    "    state=top",
    "    capability=LCM",
    "    Package x isPrivileged: ",
    "true needSyncPriv: ",
    "      X (allow / switch NONE",
    "  Uid bad:",
    "  Uid u0a9 more:",
    "  Uid u٣a٤٥:",
    "       ",
    "",
    "\r",
    "a line of nobody",
)


def make_dump(seed: int, odd_share: float, uids: int = 12) -> bytes:
    """Write an op section of API 30 and later, here and there with a line that is not plain."""
    pick = random.Random(seed)
    lines = ["Current AppOps Service state:", "  Settings:", "    top_state_settle_time=+5s0ms", ""]
    if pick.random() < 0.2:
        lines = []
    for uid in range(uids):
        lines.append(f"  Uid {pick.choice(['1000', f'u0a{uid}', f'u10a{uid}', f'u0i{uid}'])}:")
        lines += pick.sample(["    state=top ", "    capability=----", "    state=cch"], 2)
        if pick.random() < 0.3:
            lines += ["      CAMERA: mode=ignore", "      GPS: mode=deny", "    foregroundOps:"]
            lines.append("      COARSE_LOCATION: WIFI")
        for package in range(pick.randint(0, 3)):
            lines.append(f"    Package com.example.app{package}:")
            for op in pick.sample(OPS, pick.randint(0, 4)):
                lines.append(f"      {op}")
                for tag in pick.sample(TAGS, pick.choice([0, 1, 1, 2])):
                    lines += [f"        {tag}=[", *make_events(pick), "        ]"]
    for at in range(len(lines) - 1, 0, -1):
        if pick.random() < odd_share:
            lines.insert(at, pick.choice(ODD))
    if pick.random() < 0.3:
        lines += ["", "  History:  mode=HISTORICAL_MODE_ENABLED_ACTIVE", "Discrete accesses: "]
        lines += ["  Uid: 10001", "    Package: a.b", "      CAMERA", "        Attribution: null"]
        lines += ["          Access [top-s] at 2025-03-04 13:00:00.000"]
    ending = pick.choice(["\n", "\n", "\r\n", "\r\r\n"])
    return (ending.join(lines) + pick.choice([ending, ""])).encode()


def make_events(pick: random.Random) -> list[str]:
    lines = []
    for _ in range(pick.randint(0, 4)):
        ago = pick.choice(SPANS)
        state = f"[{pick.choice(STATES)}-{pick.choice(FLAGS)}]"
        day = f"2025-0{pick.randint(1, 4)}-{pick.randint(1, 28):02}"
        when = (
            f"{day} {pick.randint(0, 23):02}:01:{pick.randint(0, 59):02}.{pick.randint(0, 999):03}"
        )
        if pick.random() < 0.5:  # one that fits the capture, so that the clock learns
            when, ago = ("2025-03-04 13:00:57.345", "-3s0ms")
        line = f"          Access: {state} {when} ({ago})"
        if pick.random() < 0.2:
            line = f"          Reject: {state}{when} ({ago})"
        if pick.random() < 0.4:
            line += f" duration={pick.choice(['+3s0ms', '0', '+1h0m0s1ms'])}"
        if pick.random() < 0.3:
            line += f" proxy[{pick.choice(PROXIES)}]"
        lines.append(line)
    if pick.random() < 0.2:
        lines.append(f"          Running start at: {pick.choice(['+3s0ms', '0', '+2ms'])}")
        if pick.random() < 0.5:
            lines.append("          startNesting=2")
    return lines


@pytest.mark.parametrize("seed", range(60))
def test_made_dumps_are_read_alike(seed: int) -> None:
    check(make_dump(seed, odd_share=0), CLOCKS[seed % len(CLOCKS)], is_whole=seed % 5 > 0)


@pytest.mark.parametrize("seed", range(120))
def test_dumps_with_lines_that_are_not_plain_are_read_alike(seed: int) -> None:
    share = (0.003, 0.03, 0.2)[seed % 3]
    check(make_dump(seed, share), CLOCKS[seed % len(CLOCKS)], is_whole=seed % 5 > 0)


@pytest.mark.parametrize("line", ODD)
def test_any_line_that_is_not_plain_goes_to_the_line_parser(line: str) -> None:
    lines = make_dump(3, 0).decode().replace("\r", "").split("\n")
    for at in range(1, len(lines), 11):
        raw = "\n".join([*lines[:at], line, *lines[at:]]).encode()
        found = list(parse_appops_stream(io.BytesIO(raw), golden.CLOCK, "", True, 2_000, 0))
        assert found == by_lines(raw, golden.CLOCK)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(changed(), st.sampled_from(CLOCKS), st.booleans(), st.integers(0, 9))
def test_damaged_dumps_are_read_alike(
    raw: bytes, clock: PhoneClock, is_whole: bool, seed: int
) -> None:
    check(raw + b"\n" + make_dump(seed, 0, 3) + raw, clock, is_whole)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 5_000), st.integers(0, 40), st.sampled_from(CLOCKS))
def test_bytes_anywhere_in_a_dump_are_read_alike(
    noise: bytes, at: int, lost: int, clock: PhoneClock
) -> None:
    raw = make_dump(at % 7, 0.01)
    check(raw[:at] + noise + raw[at + lost :], clock)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_other_encodings_are_read_alike(encoding: str) -> None:
    for seed in range(4):
        check(make_dump(seed, 0.01).decode().encode(encoding))


def test_more_different_lines_than_there_are_buckets_are_kept_apart() -> None:
    uids = [
        f"  Uid u0a{uid}:\n    Package p{uid}:\n      X{uid} (allow): \n        t{uid}=[\n"
        f"          Access: [top-s] 2025-03-04 13:00:57.345 (-3s0ms)\n        ]\n"
        for uid in range(9_000)
    ]
    raw = "".join(uids).encode()
    expected = by_lines(raw, golden.CLOCK)
    assert list(parse_appops_stream(io.BytesIO(raw), golden.CLOCK)) == expected


def test_a_line_of_a_megabyte_and_more_nows_than_the_clock_keeps_are_read_alike() -> None:
    long = "        " + "y" * 1_000_000 + "=[\n"
    events = "".join(
        f"          Access: [top-s] 2025-03-04 13:00:{i // 1000:02}.{i % 1000:03} (-3s0ms)\n"
        for i in range(5_000)
    )
    head = "  Uid u0a1:\n    Package a:\n      CAMERA (allow): \n"
    raw = (head + long + head + "        null=[\n" + events + "        ]\n" + head + head).encode()
    assert list(parse_appops_stream(io.BytesIO(raw), golden.CLOCK)) == by_lines(raw, golden.CLOCK)


def test_a_plain_dump_is_read_in_blocks_but_for_its_last_uid() -> None:
    in_blocks, total = fast_events(make_dump(5, 0, 40))
    assert total > 50
    assert in_blocks > 0.9 * total


def aosp() -> list[Path]:
    return sorted((SHARED / "aosp").glob("*.txt.gz"))


def corpus() -> list[Path]:
    return sorted((SHARED / "corpus" / "appops").glob("*.txt"))


@pytest.mark.shared
@pytest.mark.parametrize("path", aosp(), ids=lambda path: path.name)
def test_what_androids_own_code_printed_is_read_alike(path: Path) -> None:
    shared_or_skip("aosp")
    with gzip.open(path) as stream:
        raw = stream.read()
    expected = by_lines(raw, golden.CLOCK)
    for block_bytes, least_bytes in ((4 << 20, 1), (60_000, 1)):
        stream = io.BytesIO(raw)
        assert (
            list(parse_appops_stream(stream, golden.CLOCK, "", True, block_bytes, least_bytes))
            == expected
        )


@pytest.mark.shared
@pytest.mark.parametrize("path", corpus(), ids=lambda path: path.name)
@pytest.mark.parametrize("clock", CLOCKS)
def test_dumps_of_real_phones_are_read_alike(path: Path, clock: PhoneClock) -> None:
    shared_or_skip("corpus", "appops")
    raw = path.read_bytes()
    found = list(parse_appops_stream(io.BytesIO(raw), clock, "", True, 4 << 20, 1))
    assert found == by_lines(raw, clock)
