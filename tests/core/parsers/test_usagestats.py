"""Foreground and screen events: epoch times, quoted dates of any language, files by user."""

import io
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.clock import PhoneClock
from auditor.parsers.lines import decode_lines
from auditor.parsers.usagestats import parse_usagestats
from auditor.records import Notice, Unparsed, UsageEvent, UsageSpan
from tests.conftest import SHARED, shared_or_skip

SHANGHAI = PhoneClock("Asia/Shanghai", True, None, None)
FOLDER = SHARED / "corpus" / "usagestats"
FILES = sorted(path.name for path in FOLDER.glob("*.txt"))


def at(text: str, zone: str = "Asia/Shanghai") -> int:
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    return round(local.timestamp() * 1000)


def parse(*lines: str, clock: PhoneClock = SHANGHAI, user_id: int = 0) -> list[object]:
    found = parse_usagestats(lines, clock, user_id)
    return [each for each in found if not isinstance(each, UsageSpan)]


def event(time: str, kind: str = "KEYGUARD_SHOWN") -> str:
    return f"    time={time} type={kind} package=android flags=0x0 "


def test_epoch_times_are_exact_and_users_are_told_apart() -> None:
    found = parse(
        "user=0 ",
        "  Last 24 hour events (beginTime=1 endTime=2 )",
        "    time=1741064460345 type=ACTIVITY_RESUMED package=a.b class=a.b.C instanceId=7 "
        "taskRootPackage=a.b taskRootClass=a.b.C flags=0x0 ",
        "user=10 ",
        event("1741064460346", "SCREEN_INTERACTIVE"),
        "  In-memory daily stats",
        "    packages",
        '      package=a.b totalTimeUsed="10:00" lastTimeUsed="2025-03-04 12:00:00" ',
    )
    assert found == [
        UsageEvent(0, 1741064460345, 1, "ACTIVITY_RESUMED", "a.b", 3, "a.b.C", 7),
        UsageEvent(10, 1741064460346, 1, "SCREEN_INTERACTIVE", "android", 5),
    ]


def test_a_file_without_a_user_takes_the_one_that_was_asked_for() -> None:
    lines = (
        "  file=1741000000000",
        "    events",
        "      time=1741064460345 type=USER_UNLOCKED package=android flags=0x0 ",
    )
    assert parse(*lines, user_id=10) == [
        UsageEvent(10, 1741064460345, 1, "USER_UNLOCKED", "android", 3)
    ]


@pytest.mark.parametrize(
    ("text", "local", "precision"),
    [
        ("2025-03-04 12:07:32", "2025-03-04T12:07:32", 1000),
        ("٢٠٢٥-٠٣-٠٤ ١٢:٠٧:٣٢", "2025-03-04T12:07:32", 1000),
        ("2019/11/5 08:26", "2019-11-05T08:26:00", 60_000),
        ("2019/11/5 下午2:28", "2019-11-05T14:28:00", 60_000),
        ("2019/11/5 上午12:28", "2019-11-05T00:28:00", 60_000),
        ("3/25/2018, 12:05 AM", "2018-03-25T00:05:00", 60_000),
        ("25/3/2018, 12:05 p.\u00a0m.", "2018-03-25T12:05:00", 60_000),
        ("25.03.2018, 23:05", "2018-03-25T23:05:00", 60_000),
        ("25/3/2018, 6:30\u00a0p.\u00a0m.", "2018-03-25T18:30:00", 60_000),
        ("25/3/2018, 6:30 a. m.", "2018-03-25T06:30:00", 60_000),
        ("२०१८/३/२५ २३:०५", "2018-03-25T23:05:00", 60_000),
        ("4/4/2018, 5:06\u202fPM", "2018-04-04T17:06:00", 60_000),
    ],
)
def test_dates_of_any_language_are_as_exact_as_printed(
    text: str, local: str, precision: int
) -> None:
    assert parse(event(f'"{text}"')) == [
        UsageEvent(0, at(local), precision, "KEYGUARD_SHOWN", "android", 1)
    ]


def test_whether_the_day_comes_first_is_told_by_the_capture() -> None:
    text = event('"4/1/2018, 5:51 PM"')
    april = PhoneClock("Asia/Shanghai", True, at("2018-04-02T08:00:00"), None)
    january = PhoneClock("Asia/Shanghai", True, at("2018-01-04T20:00:00"), None)
    for clock, day in ((april, "2018-04-01"), (january, "2018-01-04")):
        (found,) = parse(text, clock=clock)
        assert isinstance(found, UsageEvent) and found.time_ms == at(f"{day}T17:51:00")
    (unknown,) = parse(text)
    assert isinstance(unknown, Unparsed) and unknown.reason == "bad_time"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2025-02-30 12:00:00",
        "13/13/2018, 5:00 PM",
        "2019/11/5 晚上9:28",
        "2019/11/5 下午2:28 PM",
    ],
)
def test_a_date_that_does_not_exist_is_said(text: str) -> None:
    (found,) = parse(event(f'"{text}"'))
    assert isinstance(found, Unparsed)


def test_a_refusal_is_said() -> None:
    (found,) = parse("Permission Denial: can't dump UsageStats from pid=1, uid=2000")
    assert isinstance(found, Notice)


# When these phones were asked, so that dates of their language can be told apart.
ASKED = {
    "emulator-nyc-7.1.1-usagestats.txt": "2017-10-04T16:43:24",
    "honor-frd-7.0-usagestats.txt": "2018-11-14T21:08:00",
    "pixel-8.1.0-usagestats.txt": "2018-04-02T17:07:00",
}


@pytest.mark.shared
@pytest.mark.parametrize("name", FILES)
def test_every_event_of_a_real_phone_is_read(name: str) -> None:
    shared_or_skip("corpus", "usagestats")
    now = at(ASKED[name]) if name in ASKED else None
    with (FOLDER / name).open("rb") as stream:
        clock = PhoneClock("Asia/Shanghai", True, now, now)
        found = parse(*decode_lines(stream), clock=clock)
    body = (FOLDER / name).read_text(encoding="utf-8", errors="replace")
    assert not [record for record in found if isinstance(record, Unparsed)]
    assert len(found) == len(re.findall(r"^ +time=\S.* type=", body, re.MULTILINE))


@pytest.mark.shared
@pytest.mark.parametrize("name", ASKED)
def test_dates_of_a_real_phone_are_read_without_knowing_when_it_was_asked(name: str) -> None:
    shared_or_skip("corpus", "usagestats")
    now = at(ASKED[name])
    found = []
    for clock in (PhoneClock("Asia/Shanghai", True, now, now), SHANGHAI):
        with (FOLDER / name).open("rb") as stream:
            found.append(parse(*decode_lines(stream), clock=clock))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("date", "never", "day"),
    [("4/5/2018", "12/31/1969", "2018-04-05"), ("4.5.2018", "31.12.1969", "2018-05-04")],
)
def test_the_date_of_an_app_that_was_never_used_tells_whether_the_month_comes_first(
    date: str, never: str, day: str
) -> None:
    found = parse(
        f'  timeRange="{date}, 5:19 PM – {date}, 5:27 PM"',
        f'      package=a.b totalTime="00:00" lastTime="{never}, 4:00 PM" ',
        event(f'"{date}, 5:21 PM"'),
    )
    (found_event,) = found
    assert isinstance(found_event, UsageEvent)
    assert found_event.time_ms == at(f"{day}T17:21:00")


@given(st.binary(max_size=1500))
def test_any_bytes_are_read_without_an_exception(raw: bytes) -> None:
    list(parse_usagestats(decode_lines(io.BytesIO(raw)), SHANGHAI))


@given(st.text(max_size=40))
def test_any_quoted_date_is_read_without_an_exception(text: str) -> None:
    clock = PhoneClock("Asia/Shanghai", True, 1_741_064_460_345, None)
    parse(event(f'"{text}"'), clock=clock)


@given(st.from_regex(r"\d{1,2}/\d{1,2}/\d{4}, \d{1,2}:\d\d [AP]M", fullmatch=True))
def test_any_numbers_in_a_date_are_read_without_an_exception(text: str) -> None:
    clock = PhoneClock("Asia/Shanghai", True, 1_741_064_460_345, None)
    parse(event(f'"{text}"'), clock=clock)
