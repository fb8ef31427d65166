"""Bytes become lines in every encoding, and line numbers are those of the raw file."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.parsers.appops import parse_appops
from auditor.parsers.lines import CUT_MARK, LINE_LIMIT, decode_lines
from auditor.records import Unparsed
from tests.core.parsers import golden

TEXT = "Current AppOps Service state:\n\n  日本語 emoji😀 ६\nlast"
LINES = TEXT.split("\n")


class Drip(io.BytesIO):
    """A stream that gives a few bytes at a time, however many were asked for."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(3)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"], ids=str
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n"], ids=repr)
def test_every_encoding_and_line_end_gives_the_same_lines(encoding: str, end: str) -> None:
    raw = end.join(LINES).encode(encoding)
    assert list(decode_lines(io.BytesIO(raw))) == LINES


def test_a_big_endian_byte_order_mark_is_seen() -> None:
    raw = b"\xfe\xff" + TEXT.encode("utf-16-be")
    assert list(decode_lines(io.BytesIO(raw))) == LINES


def test_characters_and_line_ends_may_be_split_between_reads() -> None:
    raw = "\r\n".join(LINES).encode()
    assert list(decode_lines(Drip(raw))) == LINES


def test_only_a_line_feed_ends_a_line() -> None:
    odd = "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g\rh"
    assert list(decode_lines(io.BytesIO(f"{odd}\nnext\n".encode()))) == [odd, "next"]


def test_bytes_that_are_no_text_become_replacement_characters() -> None:
    assert list(decode_lines(io.BytesIO(b"a\xffb\nc\xc3"))) == ["a\ufffdb", "c\ufffd"]


def test_empty_input_has_no_lines_and_a_final_line_feed_adds_none() -> None:
    assert list(decode_lines(io.BytesIO(b""))) == []
    assert list(decode_lines(io.BytesIO(b"\n\n"))) == ["", ""]


def test_an_endless_line_is_cut_and_says_so() -> None:
    raw = b"x" * (3 * LINE_LIMIT) + b"\nnext\n" + b"y" * (20 * LINE_LIMIT)
    first, second, third = decode_lines(io.BytesIO(raw))
    assert first == "x" * LINE_LIMIT + CUT_MARK
    assert second == "next"
    assert third == "y" * LINE_LIMIT + CUT_MARK


def test_the_last_line_of_a_cut_text_is_marked_because_a_number_may_lack_digits() -> None:
    raw = b"[top-s] = access=1\n[top-s] = access=1"
    assert list(decode_lines(io.BytesIO(raw), False))[1] == "[top-s] = access=1" + CUT_MARK
    assert list(decode_lines(io.BytesIO(raw + b"2\n"), False))[1] == "[top-s] = access=12"


def test_a_count_that_was_cut_is_not_counted() -> None:
    head = "      snapshot:\n          Package a:\n"
    raw = f"{head}              CAMERA:\n                [top-s] = access=1".encode()
    last = list(parse_appops(decode_lines(io.BytesIO(raw), False), golden.CLOCK))[-1]
    assert isinstance(last, Unparsed) and last.reason == "line_cut"


@given(st.binary(max_size=2000))
def test_any_bytes_give_as_many_lines_as_line_feeds(raw: bytes) -> None:
    lines = list(decode_lines(io.BytesIO(raw)))
    if raw[:2] not in (b"\xff\xfe", b"\xfe\xff") and b"\0" not in raw[:4]:
        assert len(lines) == raw.count(b"\n") + (not raw.endswith(b"\n") and raw != b"")
    assert not any("\n" in line for line in lines)


@given(st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]))))
def test_lines_of_text_come_back(lines: list[str]) -> None:
    raw = b"\xef\xbb\xbf" + "".join(line + "\n" for line in lines).encode()
    assert list(decode_lines(io.BytesIO(raw))) == lines
