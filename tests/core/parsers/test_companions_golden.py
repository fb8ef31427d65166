"""The samples of other services' texts, read record by record, and damaged at random."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.clock import PhoneClock
from auditor.parsers.lines import decode_lines
from tests.core.parsers.companions import FOLDER, PARSERS, ZONE, at, names, parse, parser_of
from tests.core.parsers.golden import facts

CLOCKS = st.builds(
    PhoneClock,
    st.sampled_from([ZONE, None, "Asia/Kathmandu"]),
    st.booleans(),
    st.none() | st.integers(-(1 << 60), 1 << 60),
    st.none() | st.integers(-(1 << 60), 1 << 60),
)
LINES = [
    line
    for name in names()
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n")
]


@pytest.mark.parametrize("name", names())
def test_every_field_of_every_record_is_read(name: str) -> None:
    text = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8")
    wanted = [json.loads(line) for line in text.splitlines()]
    assert [facts(record) for record in parse(name)] == wanted
    assert wanted


@pytest.mark.parametrize("name", names())
def test_line_ends_and_encodings_change_nothing(name: str) -> None:
    raw = (FOLDER / f"{name}.txt").read_bytes()
    now_ms = at("2025-05-01T12:00:30")
    clock = PhoneClock(ZONE, True, now_ms, now_ms)
    wide = raw.decode().replace("\n", "\r\n").encode("utf-16")
    found = [list(parser_of(name)(decode_lines(io.BytesIO(b)), clock)) for b in (raw, wide)]
    assert found[0] == found[1]


@pytest.mark.parametrize("service", PARSERS)
@given(raw=st.binary(max_size=1500), clock=CLOCKS)
def test_any_bytes_are_read_without_an_exception(
    service: str, raw: bytes, clock: PhoneClock
) -> None:
    list(PARSERS[service](decode_lines(io.BytesIO(raw)), clock))


@pytest.mark.parametrize("service", PARSERS)
@given(lines=st.lists(st.sampled_from(LINES), max_size=40), clock=CLOCKS)
def test_known_lines_in_any_order_are_read_without_an_exception(
    service: str, lines: list[str], clock: PhoneClock
) -> None:
    list(PARSERS[service](lines, clock))


@pytest.mark.parametrize("service", PARSERS)
@given(data=st.data(), clock=CLOCKS)
def test_damaged_lines_are_read_without_an_exception(
    service: str, data: st.DataObject, clock: PhoneClock
) -> None:
    lines = list(data.draw(st.lists(st.sampled_from(LINES), min_size=1, max_size=20)))
    index = data.draw(st.integers(0, len(lines) - 1))
    begin = data.draw(st.integers(0, len(lines[index])))
    digits = data.draw(st.sampled_from(["", "9" * 25, "-", "٠", "\0", "{", "["]))
    lines[index] = lines[index][:begin] + digits + lines[index][begin + 1 :]
    list(PARSERS[service](lines, clock))
