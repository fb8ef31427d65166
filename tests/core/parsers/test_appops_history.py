"""A header of a history that is too long to be read: what stands below it is nobody's."""

from io import BytesIO

import pytest

from auditor.clock import PhoneClock
from auditor.parsers.appops import parse_appops
from auditor.parsers.lines import LINE_LIMIT, decode_lines
from auditor.records import Event

HEAD = """AppOps historical state:
  History:  mode=HISTORICAL_MODE_ENABLED_ACTIVE
      snapshot:
        begin = 2025-05-01 12:00:00.000  (-10m0s0ms)
        end = 2025-05-01 12:10:00.000  (0)
"""
APP = """        Uid {uid}:
          Package {package}:
            Attribution {tag}:
              {op}:
                [top-s] = access=3
"""
LONG = "x" * (LINE_LIMIT + 10)


def events(*apps: dict[str, str]) -> list[Event]:
    plain = {"uid": "u0a10", "package": "com.example.chat", "tag": "null", "op": "CAMERA"}
    text = HEAD + "".join(APP.format(**(plain | app)) for app in apps)
    clock = PhoneClock("UTC", True, None, None)
    lines = decode_lines(BytesIO(text.encode()))
    return [each for each in parse_appops(lines, clock) if isinstance(each, Event)]


@pytest.mark.parametrize("header", ["uid", "package", "tag"])
def test_a_cut_header_takes_its_own_counts_from_everybody_and_no_others(header: str) -> None:
    other = {"uid": "u0a11", "package": "com.example.other"}

    found = events({}, {header: LONG}, other)

    assert [(each.package, each.unattributed) for each in found if not each.unattributed] == [
        ("com.example.chat", False),
        ("com.example.other", False),
    ]
    assert [each.tag for each in found if each.unattributed] == [None]


def test_a_header_that_is_not_there_is_the_mark_of_a_filter() -> None:
    text = HEAD + APP.format(uid="u0a10", package="com.example.chat", tag="null", op="CAMERA")
    orphan = (
        "            Attribution null:\n              CAMERA:\n                [bg-s] = access=1\n"
    )
    text = text.replace("        Uid", orphan + "        Uid")
    clock = PhoneClock("UTC", True, None, None)
    lines = decode_lines(BytesIO(text.encode()))

    found = [each for each in parse_appops(lines, clock) if isinstance(each, Event)]

    assert len(found) == 2
    assert all(each.unattributed for each in found)
