"""Whatever arrives: nothing raises, nothing hangs, and no line of a uid gets lost."""

import io
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.clock import PhoneClock
from auditor.parsers.appops import parse_appops
from auditor.parsers.lines import decode_lines
from auditor.records import AppOpsRecord, Event, Snapshot, Unparsed
from tests.core.parsers import golden

SAMPLES = {name: (golden.FOLDER / f"{name}.txt").read_bytes() for name in golden.names()}
CLOCKS = (
    golden.CLOCK,
    PhoneClock("Europe/Berlin", True, None, None),
    PhoneClock(None, False, 0, 0),
)

# Lines of the op section that say something about what is above or below them, no more.
STRUCTURE = re.compile(
    r"\s*| {4}(?:state|pendingState|capability|pendingCapability|appWidgetVisible"
    r"|pendingAppWidgetVisible|pendingStateCommitTime|startNesting|hasForegroundWatchers)=.*"
    r"| {4}foregroundOps:| {6}\S*: [A-Z]+ *| {4}Package .+:| {4}Package \S+ isPrivileged: *"
    r"|(?:true|false) .*| {8}.*=\[| {8}\]| {10}(?:startNesting|duration)=.*"
    r"| {6}\S* \([^()]* / switch NONE"
)


def parse(raw: bytes, clock: PhoneClock) -> list[AppOpsRecord]:
    return list(parse_appops(decode_lines(io.BytesIO(raw)), clock))


def check(raw: bytes, records: list[AppOpsRecord]) -> None:
    """Hold what came out against the lines that went in."""
    lines = raw.decode("utf-8", "replace").split("\n")
    numbers = {record.line for record in records}
    assert all(1 <= number <= len(lines) for number in numbers)
    is_inside = False
    for number, line in enumerate((line.rstrip("\r") for line in lines), 1):
        if line.startswith("  Uid "):
            is_inside = True
        elif line and not line.isspace() and re.match(r" {0,2}[^ ]", line):
            is_inside = is_inside and re.match(r"(?:true|false) (?:needSyncPriv)?: *$", line)
        if is_inside:
            assert number in numbers or STRUCTURE.fullmatch(line), (number, line)
    for record in records:
        if isinstance(record, Event):
            assert record.precision_ms >= 0
            assert record.count is None or record.count >= 0 or record.source != "last"
        if isinstance(record, Snapshot):
            assert record.begin_ms is not None
        if isinstance(record, Unparsed):
            assert len(record.text) <= 500


@given(st.binary(max_size=4000), st.sampled_from(CLOCKS))
def test_any_bytes_are_read_without_an_exception(raw: bytes, clock: PhoneClock) -> None:
    parse(raw, clock)


WORDS = st.sampled_from(
    [
        *(
            "  Uid u0a1:",
            "    Package a.b:",
            "      CAMERA (allow): ",
            "        null=[",
            "        ]",
        ),
        *(
            "      snapshot:",
            "        Uid u0a1:",
            "Discrete accesses: ",
            "  Uid: 7",
            "UID|PACKAGE_NAME|",
        ),
        *("  History:  mode=X", "------------Aggregated App Ops-------------", "  Settings:"),
        *(
            "          Access: [top-s] 2025-03-04 13:00:57.345 (-3s0ms)",
            "          Running start at: 0",
        ),
        *(
            "          duration=+5ms",
            "          Access: top   = 2025-03-04 13:00:57.345 (0)",
            " | | | | |",
        ),
    ]
)


@given(st.lists(WORDS | st.text(max_size=30), max_size=40), st.sampled_from(CLOCKS))
def test_any_order_of_known_lines_is_read_without_losing_one(
    lines: list[str], clock: PhoneClock
) -> None:
    raw = "\n".join(lines).encode("utf-8", "replace")
    check(raw, parse(raw, clock))


@st.composite
def changed(draw: st.DrawFn) -> bytes:
    """Draw a sample with lines missing, doubled, moved, cut, or with other bytes in them."""
    lines = SAMPLES[draw(st.sampled_from(sorted(SAMPLES)))].split(b"\n")
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        what = draw(st.sampled_from(["drop", "double", "move", "cut", "byte", "insert", "indent"]))
        if what == "drop" and len(lines) > 1:
            del lines[at]
        elif what == "double":
            lines.insert(at, lines[at])
        elif what == "move":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
        elif what == "cut":
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        elif what == "insert":
            lines.insert(at, draw(st.binary(max_size=40)).replace(b"\n", b" "))
        elif what == "indent":
            lines[at] = b" " * draw(st.integers(0, 20)) + lines[at].lstrip()
        elif lines[at]:
            position = draw(st.integers(0, len(lines[at]) - 1))
            byte = draw(st.binary(min_size=1, max_size=1)).replace(b"\n", b"?")
            lines[at] = lines[at][:position] + byte + lines[at][position + 1 :]
    return b"\n".join(lines)


@settings(max_examples=400)
@given(changed(), st.sampled_from(CLOCKS))
def test_a_damaged_dump_is_read_without_losing_a_line(raw: bytes, clock: PhoneClock) -> None:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or raw[:4].count(b"\0") >= 2:
        return  # another encoding now: other lines
    check(raw, parse(raw, clock))


def test_numbers_of_any_length_do_not_raise() -> None:
    nines = b"9" * 6000
    raw = b"\n".join(
        [
            b"  Uid u0a" + nines + b":",
            b"  Uid u0a1:\n    Package a.b:\n      CAMERA (allow): \n        null=[",
            b"          Access: [top-s] 2025-03-04 13:00:57.345 (-" + nines + b"ms)",
            b"          Access: [top-s] 2025-03-04 13:00:57.345 (0) proxy[uid="
            + nines
            + b", pkg=x]",
            b"          Running start at: +" + nines + b"d0h0m0s0ms",
            b"          startNesting=" + nines,
            b"      GPS: mode=0; time=+" + nines + b"ms ago",
            b"      snapshot:\n                [top-s] = access=" + nines,
            b"  Uid: " + nines,
            b"UID|PACKAGE_NAME|OP_NAME|ACCESS_TIME",
            nines + b"|a|b|2025-03-04 13:00:57.345",
        ]
    )
    records = parse(raw, golden.CLOCK)
    assert sum(isinstance(record, Unparsed) for record in records) >= 8


@pytest.mark.parametrize(
    ("column", "reason"), [("OP_NAME", "unknown_table"), ("NEW", None), ("_", None), ("", None)]
)
def test_columns_of_any_name_are_read_but_not_two_of_one(column: str, reason: str | None) -> None:
    raw = f"UID|PACKAGE_NAME|OP_NAME|{column}|ACCESS_TIME\n7|a|b|c|2025-03-04 13:00:57.345"
    records = parse(raw.encode(), golden.CLOCK)
    found = [record.reason for record in records if isinstance(record, Unparsed)]
    assert found[:1] == ([] if reason is None else [reason])
    assert [event.op for event in records if isinstance(event, Event)] == ["b"] * (reason is None)


@pytest.mark.parametrize("numbers", ["-3|0|5", "1|-1|5"])
def test_a_row_of_less_than_nothing_is_not_understood(numbers: str) -> None:
    header = "UID|PACKAGE_NAME|OP_NAME|ACCESS_TIME|ACCESS_COUNTS|REJECT_COUNTS|DURATION"
    raw = f"{header}\n7|a|b|2025-03-04 13:00:57.345|{numbers}"
    records = parse(raw.encode(), golden.CLOCK)
    assert [type(record) for record in records] == [Unparsed]


def test_a_length_of_less_than_nothing_is_none() -> None:
    header = "UID|PACKAGE_NAME|OP_NAME|ACCESS_TIME|ACCESS_COUNTS|REJECT_COUNTS|DURATION"
    lines = [
        *(header, "7|a|b|2025-03-04 13:00:57.345|1|0|-5", "", "  Uid u0a1:", "    Package a.b:"),
        *("      CAMERA (allow): ", "        null=["),
        "          Access: [top-s] 2025-03-04 13:00:57.345 (-3s0ms) duration=-5ms",
        *("        ]", "  History:  mode=X", "      snapshot:"),
        *("        Uid u0a1:", "          Package a.b:"),
        *("            Attribution null:", "              CAMERA:"),
        "                [top-s] = access=1, duration=-5ms",
    ]
    records = parse("\n".join(lines).encode(), golden.CLOCK)
    events = [record for record in records if isinstance(record, Event)]
    assert [(event.duration_ms, event.access_duration_ms) for event in events] == [(None, None)] * 2
    assert [record.reason for record in records if isinstance(record, Unparsed)] == ["bad_event"]


def test_no_line_takes_long_however_it_is_made() -> None:
    """Patterns must not try one line in exponentially or even quadratically many ways."""
    fills = (b"|", b"=[", b" / switch ", b"(", b"proxy[", b", ", b"1d", b" ", b"a-", b"access=1, ")
    began = time.process_time()
    for fill in fills:
        long = fill * (20_000 // len(fill))
        for head in (
            b"  Uid u0a1:\n    Package a:\n      X (allow): \n          Access: [a-b] ",
            b"  Uid u0a1:\n    Package a:\n      X (",
            b"      snapshot:\n                [a-b] = ",
            b"  Uid: 1\n          Access [",
            b"UID|PACKAGE_NAME|OP_NAME|ACCESS_TIME|ATTRIBUTION_TAG|UID_STATE|OP_FLAGS\n1|a|b|",
            b"",
        ):
            parse(head + long, golden.CLOCK)
    assert time.process_time() - began < 20
