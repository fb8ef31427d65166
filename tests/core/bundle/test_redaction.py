"""What of a raw file leaves the computer."""

import io

from hypothesis import given
from hypothesis import strategies as st

from auditor.bundle.redaction import NOT_NEEDED, OTHER_APP, Gap, Redaction, redact

DUMP = """\
Current AppOps Service state:

  Uid u0a10:
    state=cch
    Package com.example.chat:
      CAMERA (allow):
        null=[
          Access: [top-s] 2025-05-01 12:00:00.250 (-10m0s750ms)
        ]
      READ_CONTACTS (allow):
        null=[
          Access: [top-s] 2025-05-01 12:00:01.250 (-10m0s750ms)
        ]
    Package com.example.other:
      CAMERA (allow):
        null=[
          Access: [top-s] 2025-05-01 11:00:00.250 (-1h10m0s750ms)
        ]
"""
CHAT, OTHER = "com.example.chat", "com.example.other"


def of(text: str | bytes, wanted: set[int], **more: object) -> Redaction:
    data = text.encode() if isinstance(text, str) else text
    values: dict[str, object] = {"allowed": {CHAT}, "others": {OTHER}}
    return redact(io.BytesIO(data), wanted, **(values | more))  # type: ignore[arg-type]


def test_a_line_is_kept_with_the_headers_above_it_and_its_end() -> None:
    found = of(DUMP, {8})

    kept = [line for line in found.data.decode().splitlines() if line.strip()]
    assert kept == [DUMP.splitlines()[n - 1] for n in (1, 3, 5, 6, 7, 8, 9)]


def test_what_says_that_an_access_runs_comes_with_it_and_with_no_other() -> None:
    lines = DUMP.splitlines()
    runs = ["          Running start at: +10m0s750ms", "          startNesting=2"]
    text = "\n".join([*lines[:8], *runs, *lines[8:12], *runs, *lines[12:]]) + "\n"

    found = of(text, {8})

    kept = [line for line in found.data.decode().splitlines() if line.strip()]
    assert kept == [lines[n - 1] for n in (1, 3, 5, 6, 7, 8)] + runs + [lines[8]]


def test_line_numbers_stay_those_of_the_raw_file() -> None:
    found = of(DUMP, {12})

    before, after = DUMP.split("\n"), found.data.decode().split("\n")
    assert len(before) == len(after)
    assert all(new in ("", old) for old, new in zip(before, after, strict=True))
    assert after[11] == before[11]


def test_the_log_names_every_stretch_that_went() -> None:
    found = of(DUMP, {8})

    assert found.gaps == (
        Gap(4, 4, NOT_NEEDED),
        Gap(10, 18, NOT_NEEDED),
    )


def test_a_line_that_names_another_app_goes_even_if_it_was_wanted() -> None:
    text = f"  CONNECT {CHAT}\n  EVICT {CHAT} by {OTHER}\n  EVICT by {OTHER}.service.Deep\n"

    found = of(text, {1, 2, 3})

    assert found.kept == {1}
    assert found.gaps == (Gap(2, 3, OTHER_APP),)


def test_an_app_whose_name_begins_with_anothers_keeps_its_lines() -> None:
    text = "Package com.example.other.plus:\nPackage com.example.other:\n"

    found = of(text, {1, 2}, allowed={"com.example.other.plus"})

    assert found.kept == {1}


def test_a_block_comes_with_the_deeper_lines_below_it() -> None:
    text = (
        "Packages:\n  Package [com.example.chat] (1):\n    appId=1\n  Package [x.y] (2):\n    a\n"
    )

    assert of(text, {2}, with_blocks=True).kept == {1, 2, 3}


def test_a_log_that_an_empty_line_would_end_is_filled() -> None:
    found = of("  a\n\n  b\n", {1}, filler=b"  ...")

    assert found.data == b"  a\n\n  ...\n"


def test_bytes_that_are_no_text_stay_as_they_are() -> None:
    raw = b"  a \xff\xfe\r\n  b\r\n"

    assert of(raw, {1}).data == b"  a \xff\xfe\r\n\n"


def test_a_file_in_utf_16_becomes_utf_8() -> None:
    found = of("\ufeffone\r\ntwo\r\n".encode("utf-16-le"), {2})

    assert found.data == b"\ntwo\n"


@given(st.binary(max_size=400), st.sets(st.integers(1, 20), max_size=5))
def test_any_bytes_keep_their_number_of_lines_and_lose_no_wanted_one(
    data: bytes, wanted: set[int]
) -> None:
    found = of(data, wanted, others=set())

    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" not in data[:4]:
        assert found.data.count(b"\n") == data.count(b"\n")
        lines, kept = data.split(b"\n"), found.data.split(b"\n")
        assert all(kept[n - 1].strip() == lines[n - 1].strip() for n in wanted if n <= len(lines))
