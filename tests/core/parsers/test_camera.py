"""Camera sessions: paired from the newest line back, refused, pushed out, and of real phones."""

import re
from collections import Counter

import pytest

from auditor.clock import PhoneClock
from auditor.parsers.camera import parse_camera
from auditor.parsers.lines import decode_lines
from auditor.records import UNKNOWN_UID, Event, Kind, Outcome, Session, Unparsed
from tests.conftest import SHARED, shared_or_skip
from tests.core.parsers.companions import ZONE, at

FOLDER = SHARED / "corpus" / "camera"
FILES = sorted(path.name for path in FOLDER.glob("*.txt"))
NOW_MS = at("2025-12-10T12:00:00")
CLOCK = PhoneClock(ZONE, True, NOW_MS, NOW_MS)
HEADER = "== Camera service events log (most recent at top): =="


def entry(time: str, word: str, device: str = "0", pid: int = 12) -> str:
    return f"  12-10 {time} : {word} device {device} client for package a.b (PID {pid})"


def sessions(*lines: str) -> list[Session]:
    found = parse_camera([HEADER, *lines], CLOCK)
    return [record for record in found if isinstance(record, Session)]


def test_two_cameras_of_one_app_are_two_sessions() -> None:
    found = sessions(
        entry("11:00:09", "DISCONNECT", "0"),
        entry("11:00:05", "DISCONNECT", "1"),
        entry("11:00:02", "CONNECT", "1"),
        entry("11:00:01", "CONNECT", "0"),
    )
    assert [(each.what, each.begin_ms, each.end_ms) for each in found] == [
        ("1", at("2025-12-10T11:00:02"), at("2025-12-10T11:00:05")),
        ("0", at("2025-12-10T11:00:01"), at("2025-12-10T11:00:09")),
    ]


def test_an_open_connection_runs_only_if_the_client_is_listed() -> None:
    line = entry("11:00:01", "CONNECT")
    (found,) = sessions(line)
    assert found.outcome is Outcome.UNKNOWN
    client = (
        "(Camera ID: 0, Cost: 9, PID: 12, Score: 0, State: 2User Id: 0, "
        "Client Package Name: a.b, Conflicting Client Devices: {})"
    )
    event, session = parse_camera([client, HEADER, line], CLOCK)
    assert isinstance(event, Event) and event.running
    assert isinstance(session, Session) and session.outcome is Outcome.RUNNING


def test_a_denial_and_its_refusal_are_one_refusal() -> None:
    denied = "  12-10 11:00:04 : DENIED connect device 0 client for package a.b (PID 12, score 0)"
    found = sessions(entry("11:00:04", "REJECT") + ", reason: (busy (really))", denied)
    assert [(each.outcome, each.reason, each.line) for each in found] == [
        (Outcome.REFUSED, "busy (really)", 2)
    ]
    assert len(sessions(entry("11:00:05", "REJECT"), denied)) == 2


def test_no_more_connections_are_kept_open_than_a_phone_can_have() -> None:
    lines = [entry("11:00:01", "CONNECT", str(number)) for number in range(3000)]
    assert len(sessions(*lines)) == 3000


@pytest.mark.shared
@pytest.mark.parametrize("name", FILES)
def test_every_client_of_a_real_phone_is_read(name: str) -> None:
    shared_or_skip("corpus", "camera")
    with (FOLDER / name).open("rb") as stream:
        found = list(parse_camera(decode_lines(stream), CLOCK))
    body = (FOLDER / name).read_text(encoding="utf-8", errors="replace")
    words = Counter(
        re.findall(r"^  \d\d-\d\d [\d:]{8} : (\w+) (?:connect )?device \S+ c", body, re.M)
    )

    assert not [record for record in found if isinstance(record, Unparsed)]
    all_sessions = [record for record in found if isinstance(record, Session)]
    events = [record for record in found if isinstance(record, Event)]
    refused = [each for each in all_sessions if each.outcome is Outcome.REFUSED]
    held = [each for each in all_sessions if each.outcome is not Outcome.REFUSED]
    assert len(refused) == words["REJECT"]
    assert len([each for each in held if each.begin_line]) == words["CONNECT"]
    assert len([each for each in held if each.end_line]) == words["DISCONNECT"]
    assert len(events) == len(all_sessions)
    assert len([event for event in events if event.kind is Kind.REJECT]) == words["REJECT"]
    assert all(event.uid == UNKNOWN_UID for event in events)
    lines = body.split("\n")
    for session in held:
        for number, word in ((session.begin_line, "CONNECT"), (session.end_line, "DISCONNECT")):
            if number is not None:
                start = f": {word} device {session.what} client for package {session.package} (PID "
                assert start in lines[number - 1]
