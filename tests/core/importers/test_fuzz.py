"""Whatever bytes a file holds: no parser raises but with a sentence, none loses a line unseen."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import WrongFormat
from auditor.importers import board, forms
from auditor.parsers.abx import abx_to_xml
from auditor.parsers.androidqf import parse_androidqf_packages
from auditor.parsers.ios_report import parse_ios_report
from auditor.parsers.root_appops import parse_root_appops
from auditor.parsers.root_history import (
    parse_root_discrete,
    parse_root_history,
    parse_root_table,
)
from auditor.records import Event, Notice
from auditor.task import Task
from tests.core.importers.writers import (
    ACCESSES,
    DISCRETE,
    HISTORY,
    OLD_APPOPS,
    STATES_APPOPS,
    binary_xml,
)

TEXTS = (OLD_APPOPS, STATES_APPOPS, ACCESSES, DISCRETE, HISTORY)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """One of the files with a few bytes changed, taken out or doubled."""
    data = bytearray(draw(st.sampled_from(TEXTS)).encode())
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data) - 1))
        data[at : at + draw(st.integers(0, 9))] = draw(st.binary(max_size=9))
    return bytes(data)


@given(st.one_of(damaged(), st.binary(max_size=300)))
@settings(max_examples=150)
def test_xml_of_any_bytes_is_read_or_counted(data: bytes) -> None:
    for found in (
        parse_root_appops(io.BytesIO(data)),
        parse_root_discrete(io.BytesIO(data)),
        parse_root_history(io.BytesIO(data), 1, 1),
    ):
        assert all(each.line >= 0 for each in found)


@given(st.sampled_from(TEXTS), st.data())
@settings(max_examples=150)
def test_binary_xml_of_any_bytes_is_read_or_refused(text: str, data: st.DataObject) -> None:
    changed = bytearray(binary_xml(text))
    for _ in range(data.draw(st.integers(0, 4))):
        changed[data.draw(st.integers(4, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        lines = list(abx_to_xml(bytes(changed)))
    except WrongFormat as error:
        assert error.sentence
    else:
        assert lines[0].startswith("<?xml")


@pytest.mark.parametrize("text", TEXTS)
def test_binary_xml_gives_the_same_as_its_text(text: str) -> None:
    def facts(data: bytes) -> list[tuple[object, ...]]:
        records = [
            *parse_root_appops(io.BytesIO(data)),
            *parse_root_discrete(io.BytesIO(data)),
            *parse_root_history(io.BytesIO(data), 10**12, 900_000),
        ]
        events = (each for each in records if isinstance(each, Event))
        return [(e.kind, e.uid, e.op, e.tag, e.flags, e.time_ms, e.count) for e in events]

    made = "\n".join(abx_to_xml(binary_xml(text))).encode()

    assert facts(made) == facts(text.encode())
    assert facts(made)


@given(st.lists(st.text(max_size=80), max_size=20))
def test_lines_of_a_report_are_events_or_counted(lines: list[str]) -> None:
    found = [each for each in parse_ios_report(lines) if not isinstance(each, Notice)]

    assert len(found) == sum(1 for line in lines if line.strip())


@given(st.lists(st.text(max_size=80), max_size=20))
def test_rows_of_a_table_are_events_or_counted(lines: list[str]) -> None:
    header = "uid\tpackage_name\top_code\taccess_time"

    assert len(list(parse_root_table([header, *lines]))) == len(lines)


@given(st.text(max_size=200))
def test_any_list_of_packages_is_read_or_counted(text: str) -> None:
    assert all(each.line == 1 for each in parse_androidqf_packages(text))


@given(st.binary(max_size=500))
def test_any_first_bytes_are_of_a_form_or_none(data: bytes) -> None:
    assert forms.form_of(data) in (
        *(None, forms.BOARD, forms.XML, forms.ABX, forms.SQLITE),
        *(forms.IOS, forms.QF_PACKAGES, forms.QF_ACQUISITION),
    )


@given(
    st.lists(
        st.sampled_from(
            [
                b"DUMP OF SERVICE appops:",
                b"DUMP OF SERVICE HIGH wifi:",
                b"------ SYSTEM PROPERTIES (getprop) ------",
                b"--------- 0.1s was the duration of dumpsys appops",
                b"------ 0.1s was the duration of 'DUMPSYS' ------",
                b"== dumpstate: 2025-01-01 00:00:00",
                b"-----------",
                b"a line",
                b"",
            ]
        ),
        max_size=30,
    )
)
def test_parts_of_a_board_begin_and_end_in_turn(lines: list[bytes]) -> None:
    found = list(board.cut(io.BytesIO(b"\n".join(lines)), "r", Task()))

    is_open = False
    for each in found:
        if isinstance(each, board.Began):
            assert not is_open
            is_open = True
        elif isinstance(each, board.Ended):
            assert is_open
            is_open = False
        elif isinstance(each, board.Bytes):
            assert is_open
    assert not is_open
