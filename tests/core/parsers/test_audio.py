"""Recordings: paired, silenced, without a year, of any version, and from real phones."""

import re
from collections import Counter

import pytest

from auditor.clock import PhoneClock
from auditor.parsers.audio import parse_audio
from auditor.parsers.lines import decode_lines
from auditor.records import Event, Kind, Outcome, Session, Unparsed
from tests.conftest import SHARED, shared_or_skip
from tests.core.parsers.companions import ZONE, at

FOLDER = SHARED / "corpus" / "audio"
FILES = sorted(path.name for path in FOLDER.glob("*.txt"))
NOW_MS = at("2025-05-01T12:00:00")
CLOCK = PhoneClock(ZONE, True, NOW_MS, NOW_MS)


def entry(at_: str, act: str, rest: str = "riid:7 uid:10101 session:9 src:MIC not silenced") -> str:
    return f"{at_} rec {act} {rest} pack:com.example.memo"


def events(*lines: str, clock: PhoneClock = CLOCK) -> list[Event]:
    return [record for record in parse_audio(lines, clock) if isinstance(record, Event)]


@pytest.mark.parametrize(
    ("printed", "year"),
    [("05-01", 2025), ("05-02", 2025), ("05-04", 2024), ("12-31", 2024), ("02-29", 2024)],
)
def test_the_year_is_the_last_one_that_is_not_ahead(printed: str, year: int) -> None:
    (found,) = events(entry(f"{printed} 11:00:00:007", "stop"))
    assert found.time_ms == at(f"{year}-{printed}T11:00:00.007")


@pytest.mark.parametrize(
    "printed", ["02-30 11:00:00:007", "13-01 11:00:00:007", "05-01 24:00:00:000"]
)
def test_a_day_that_does_not_exist_is_not_understood(printed: str) -> None:
    (found,) = parse_audio([entry(printed, "start")], CLOCK)
    assert isinstance(found, Unparsed) and found.reason == "bad_time"


def test_without_a_capture_time_only_the_length_is_known() -> None:
    clock = PhoneClock(ZONE, True, None, None)
    begin, end = entry("05-01 10:00:00:250", "start"), entry("05-01 10:00:01:000", "stop")
    (found,) = events(begin, end, clock=clock)
    assert (found.time_ms, found.precision_ms, found.duration_ms) == (None, 0, 750)


def test_a_start_in_the_hour_that_happens_twice_is_as_wide_as_that_hour() -> None:
    now_ms = at("2025-10-27T12:00:00")
    clock = PhoneClock(ZONE, True, now_ms, now_ms)
    begin, end = entry("10-26 02:30:00:000", "start"), entry("10-26 03:10:00:000", "stop")
    (found,) = events(begin, end, clock=clock)
    assert (found.precision_ms, found.duration_ms) == (3_600_001, None)


def test_digits_of_another_script_are_numbers() -> None:
    (found,) = events(entry("٠٥-٠١ ١٠:٠٠:٠٠:٢٥٠", "stop"))
    assert found.time_ms == at("2025-05-01T10:00:00.250")


def test_a_start_that_is_not_followed_by_its_stop_keeps_its_end_open() -> None:
    found = events(
        entry("05-01 10:00:00:000", "start"),
        entry("05-01 10:05:00:000", "start"),
        entry("05-01 10:05:01:000", "stop"),
    )
    assert [event.duration_ms for event in found] == [None, 1000]
    assert not any(event.running for event in found)


def test_two_recorders_of_one_app_are_two_recordings() -> None:
    other = "riid:8 uid:10101 session:9 src:HOTWORD not silenced"
    found = events(
        entry("05-01 10:00:00:000", "start"),
        entry("05-01 10:00:01:000", "start", other),
        entry("05-01 10:00:03:000", "stop"),
        entry("05-01 10:00:08:000", "stop", other),
    )
    assert [(event.op, event.duration_ms) for event in found] == [
        ("RECORD_AUDIO", 3000),
        ("RECORD_AUDIO_HOTWORD", 7000),
    ]


def test_a_recording_that_got_silence_throughout_is_a_reject() -> None:
    silent = "riid:7 uid:10101 session:9 src:MIC silenced"
    found = events(
        entry("05-01 10:00:00:000", "start", silent), entry("05-01 10:00:04:000", "stop", silent)
    )
    assert [(event.kind, event.duration_ms) for event in found] == [(Kind.REJECT, 4000)]


@pytest.mark.shared
@pytest.mark.parametrize("name", FILES)
def test_every_recording_of_a_real_phone_is_read(name: str) -> None:
    shared_or_skip("corpus", "audio")
    with (FOLDER / name).open("rb") as stream:
        found = list(parse_audio(decode_lines(stream), CLOCK))
    body = (FOLDER / name).read_text(encoding="utf-8", errors="replace")
    stops = Counter(re.findall(r" rec stop riid:(\d+) ", body))
    begins = set(re.findall(r" rec (?:start|update) riid:(\d+) ", body))

    sessions = [record for record in found if isinstance(record, Session)]
    assert not [record for record in found if isinstance(record, Unparsed)]
    assert Counter(str(session.number) for session in sessions) == stops
    assert {str(session.number) for session in sessions if session.begin_line} == begins
    assert all(session.outcome is Outcome.ENDED for session in sessions)
    assert len([record for record in found if isinstance(record, Event)]) == len(sessions)
    lines = body.split("\n")
    for session in sessions:
        assert session.begin_line and session.end_line
        for number in (session.begin_line, session.end_line):
            assert f"riid:{session.number} uid:{session.uid} " in lines[number - 1]
            assert lines[number - 1].endswith(f"pack:{session.package}")
