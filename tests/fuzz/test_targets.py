"""Every reader on any bytes, and on damaged texts of every kind: no false claim, no exception."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.readers import READERS
from tests.fuzz.seeds import seeds
from tests.fuzz.targets import read, targets

TARGETS = targets()
SEEDS = seeds()
QUICK = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
# How patterns may be made to try one line in very many ways.
FILLS = (b"|", b"=[", b" ", b"(", b"[", b"a-", b"1", b"1d", b":", b"=", b'"', b"\\", b"a.b ", b"{")


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Draw one of the texts with lines or bytes missing, doubled, moved or changed."""
    lines = draw(st.sampled_from(SEEDS)).split(b"\n")
    begin = draw(st.integers(0, len(lines) - 1))
    lines = lines[begin : begin + 60]
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        what = draw(st.sampled_from(("double", "move", "cut", "number", "bytes")))
        if what == "double":
            lines.insert(at, lines[at])
        elif what == "move":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
        elif what == "cut":
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        else:
            position = draw(st.integers(0, len(lines[at])))
            number = draw(st.sampled_from((b"9" * 30, b"-1", b"0", b"-", "٣".encode())))
            new = number if what == "number" else draw(st.binary(max_size=6))
            lines[at] = lines[at][:position] + new + lines[at][position + 1 :]
    return draw(st.binary(min_size=1, max_size=1)) + b"\n".join(lines)


def test_every_reader_is_a_target() -> None:
    readers = {READERS[name] for name in TARGETS if name in READERS}
    assert readers == set(READERS.values())


@pytest.mark.parametrize("name", TARGETS)
def test_samples_of_every_kind_are_read(name: str) -> None:
    for seed in SEEDS:
        TARGETS[name](b"\0" + seed)


def test_every_reader_finds_records_in_one_of_the_samples() -> None:
    """Else damaging them would show nothing."""
    empty = [
        name
        for name in TARGETS
        if name in READERS and not any(read(name, b"\0" + seed) for seed in SEEDS)
    ]
    assert empty == []


@pytest.mark.parametrize("name", TARGETS)
@QUICK
@given(raw=st.binary(max_size=800))
def test_any_bytes_make_no_false_claim(name: str, raw: bytes) -> None:
    TARGETS[name](raw)


@pytest.mark.parametrize("name", TARGETS)
@QUICK
@given(raw=damaged())
def test_a_damaged_text_makes_no_false_claim(name: str, raw: bytes) -> None:
    TARGETS[name](raw)


@pytest.mark.parametrize("name", TARGETS)
def test_no_line_takes_long_however_it_is_made(name: str) -> None:
    longest = [max(seed.split(b"\n"), key=len)[:200] for seed in SEEDS[::5]]
    began = time.process_time()
    for fill in FILLS:
        text = b"\n".join(head[: len(head) // 2] + fill * (4000 // len(fill)) for head in longest)
        TARGETS[name](b"\0" + text)
    assert time.process_time() - began < 10
