"""Dumps of real phones: every access and reject line becomes an event, nothing is left over."""

import re
from collections import Counter
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from auditor.clock import PhoneClock
from auditor.parsers.appops import parse_appops
from auditor.parsers.lines import decode_lines
from auditor.records import AppOpsRecord, Event, Kind, OpMode, Proxy, Running, UidRow, Unparsed
from tests.conftest import SHARED, shared_or_skip

pytestmark = pytest.mark.shared

FOLDER = SHARED / "corpus" / "appops"
FILES = sorted(path.name for path in FOLDER.glob("*.txt"))
CLOCK = PhoneClock("Europe/Madrid", True, None, None)

# Answers of `cmd appops get` name no package: docs/formats.md, "What stays unparsed".
EXPLAINED = {"appops-get-default-rejected-10.txt": 1, "appops-get-taobao-11.txt": 21}


def parse(name: str) -> list[AppOpsRecord]:
    shared_or_skip("corpus", "appops")
    with (FOLDER / name).open("rb") as stream:
        return list(parse_appops(decode_lines(stream), CLOCK))


def text(name: str) -> str:
    return Path(FOLDER / name).read_text(encoding="utf-8", errors="replace")


def events(records: list[AppOpsRecord]) -> list[Event]:
    return [record for record in records if isinstance(record, Event)]


@pytest.mark.parametrize("name", FILES)
def test_nothing_stays_unparsed_but_what_is_explained(name: str) -> None:
    left = [record for record in parse(name) if isinstance(record, Unparsed)]
    assert len(left) == EXPLAINED.get(name, 0), left[:3]
    assert {record.reason for record in left} <= {"no_package"}


@pytest.mark.parametrize("name", FILES)
def test_there_are_as_many_events_as_the_text_has_accesses_and_rejects(name: str) -> None:
    body = text(name)
    if ": mode=" in body and re.search(r"; (time|rejectTime)=", body):  # API 23 to 27
        expected = {
            Kind.ACCESS: len(re.findall(r": mode=.*(?:; time=|; duration=|\(running\))", body)),
            Kind.REJECT: body.count("; rejectTime="),
        }
    elif re.search(r"Access: \w+ *= ", body):  # API 28: later lines of a group have no word
        times = re.findall(r"(Access|Reject):|\n {18}\w+ *= \d", "\n" + body)
        kinds: list[str] = []
        for word in times:
            kinds.append(word or kinds[-1])
        expected = {kind: kinds.count(kind.value.title()) for kind in Kind}
    else:
        expected = {kind: body.count(f"{kind.value.title()}: [") for kind in Kind}
    # A count of 0 is the run of an op of API 28 whose accesses were counted with their times.
    found = Counter(event.kind for event in events(parse(name)) if event.count != 0)
    assert {kind: found[kind] for kind in Kind} == expected


@pytest.mark.parametrize("name", FILES)
def test_there_are_as_many_uids_and_running_ops_as_the_text_has(name: str) -> None:
    records, body = parse(name), text(name)
    uids = [record for record in records if isinstance(record, UidRow)]
    running = [record for record in records if isinstance(record, Running)]
    assert len(uids) == len(re.findall(r"^  Uid \S+:", body, re.MULTILINE))
    assert len(running) == body.count("Running start at:") + body.count("(running)")


@pytest.mark.parametrize("name", FILES)
def test_the_lines_of_events_are_the_lines_they_stand_on(name: str) -> None:
    lines = text(name).split("\n")
    for event in events(parse(name)):
        line = lines[event.line - 1]
        is_one = re.search(r"Access|Reject|time=|Time=|duration=|running|\w+ += ", line)
        assert is_one, (event.line, line)


def test_a_hyperos_tablet_is_read_to_the_last_detail() -> None:
    records = parse("xiaomi-pad6-hyperos2-14-appops.txt")
    found = events(records)
    assert any(event.op.startswith("MIUIOP(") for event in found)
    assert {event.flags for event in found} >= {"s", "tp", "tpd", "up"}
    proxies = [event.proxy for event in found if event.proxy is not None]
    assert any(proxy.tag is not None for proxy in proxies)
    assert all(isinstance(proxy, Proxy) and proxy.package for proxy in proxies)
    modes = {record.mode for record in records if isinstance(record, OpMode)}
    assert "ask" in modes


@pytest.mark.parametrize("name", ["xiaomi-pad6-hyperos2-14-appops.txt", "mtk-tablet-13-appops.txt"])
def test_of_each_op_in_use_one_access_is_the_one_that_runs(name: str) -> None:
    """Real phones measure how long it has lasted a little after `now`, not at it."""
    records = parse(name)
    using = [record for record in records if isinstance(record, Running)]
    lasting = [event for event in events(records) if event.running]
    assert len(using) > 3
    key = attrgetter("uid", "package", "op", "tag")
    assert Counter(map(key, lasting)) == Counter(map(key, using))


def test_a_proxy_without_a_package_is_no_proxy() -> None:
    found = events(parse("mvt-fixture-appops.txt"))
    assert "pkg=null" in text("mvt-fixture-appops.txt")
    assert all(event.proxy is None or event.proxy.package for event in found)


def test_a_package_line_that_emui_breaks_still_names_its_package() -> None:
    found = events(parse("honor-frd-7.0-appops.txt"))
    assert len({event.package for event in found}) > 100
    assert not any("isPrivileged" in event.package for event in found)


def test_without_a_capture_time_old_dumps_have_no_times_and_newer_ones_follow_the_zone() -> None:
    assert {event.time_ms for event in events(parse("pixel-8.1.0-appops.txt"))} == {None}
    newer = events(parse("mtk-tablet-13-appops.txt"))
    assert newer
    assert not any(event.time_ms is None or event.zone_assumed for event in newer)


def above(lines: list[str], start: int, pattern: str, stop: str = "^  Uid ") -> str | None:
    """Search upwards for the header that a line stands below."""
    for line in reversed(lines[:start]):
        if match := re.match(pattern, line):
            return match[1]
        if re.match(stop, line):
            return None
    return None


UNITS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}


def milliseconds(span: str) -> int:
    return sum(int(n) * UNITS[unit] for n, unit in re.findall(r"(\d+)(ms|[dhms])", span))


@pytest.mark.parametrize(
    "name", [name for name in FILES if re.search(r"Access: \[|Reject: \[", text(name))]
)
def test_an_event_says_what_its_line_and_the_headers_above_it_say(name: str) -> None:
    lines = text(name).split("\n")
    for event in events(parse(name)):
        line, at = lines[event.line - 1], event.line - 1
        assert event.time_ms is not None
        # Below an op without a tag's block a run has the time of its end.
        is_end = above(lines, at, r"^ {8}(.*)=\[$", stop=r"^ {6}\S") is None
        printed_ms = event.time_ms + ((event.duration_ms or 0) if is_end else 0)
        local = datetime.fromtimestamp(printed_ms / 1000, ZoneInfo("Europe/Madrid"))
        when = f"{local:%Y-%m-%d %H:%M:%S}.{printed_ms % 1000:03}"
        bracket = f"[{event.uid_state}-{event.flags}]"
        gap = " " if event.kind is Kind.ACCESS else ""
        assert line.strip().startswith(f"{event.kind.value.title()}: {bracket}{gap}{when} (")
        lasted = re.search(r" duration=(\S+)", line)
        assert event.duration_ms == (milliseconds(lasted[1]) if lasted else None)
        op = above(lines, at, r"^ {6}(\S+) \(")
        tag = above(lines, at, r"^ {8}(.*)=\[$", stop=r"^ {6}\S")
        package = above(lines, at, r"^    Package (.*):$")
        assert (event.package, event.op, event.tag) == (package, op, None if tag == "null" else tag)
        uid = above(lines, at, r"^  Uid (\S+):", stop="^$")
        assert event.uid == (int(uid) if uid and uid.isdigit() else expected_uid(uid))
        via = re.search(r"proxy\[uid=(\d+), pkg=([^],]+)", line)
        has_proxy = via is not None and via[2] != "null" and event.kind is Kind.ACCESS
        assert (event.proxy is not None) == has_proxy
        if event.proxy is not None and via is not None:
            assert (event.proxy.uid, event.proxy.package) == (int(via[1]), via[2])


def expected_uid(text: str | None) -> int:
    match = re.match(r"u(\d+)a(\d+)$", text or "")
    assert match, text
    return int(match[1]) * 100_000 + 10_000 + int(match[2])
