"""What a text of usage events covers: as printed, as far as it was read, or as its events show."""

from auditor.clock import PhoneClock
from auditor.parsers.usagestats import parse_usagestats
from auditor.records import UsageSpan

NOW = 1_741_064_460_000
DAY = 86_400_000
CLOCK = PhoneClock("Asia/Shanghai", True, NOW, NOW + 500)
NO_CLOCK = PhoneClock("Asia/Shanghai", True, None, None)


def event(time: int, user: str = "") -> str:
    return f"    time={time} type=ACTIVITY_RESUMED package=a.b class=C flags=0x0 {user}"


def spans(*lines: str, clock: PhoneClock = CLOCK, is_whole: bool = True) -> list[UsageSpan]:
    found = parse_usagestats(lines, clock, 0, is_whole)
    return [each for each in found if isinstance(each, UsageSpan)]


def test_the_last_24_hours_are_those_that_the_text_names() -> None:
    header = f"  Last 24 hour events (beginTime={NOW - DAY} endTime={NOW} )"

    assert spans("user=0 ", header, event(NOW - 50)) == [UsageSpan(0, NOW - DAY, NOW, 2)]
    assert spans("user=0 ", header) == [UsageSpan(0, NOW - DAY, NOW, 2)]


def test_in_words_of_the_phones_language_they_end_with_the_dump() -> None:
    header = '  Last 24 hour events (timeRange="3/3/2025, 1:01 PM – 3/4/2025, 1:01 PM" )'

    assert spans("user=0 ", header, event(NOW - 50)) == [UsageSpan(0, NOW + 500 - DAY, NOW, 2)]
    assert spans("user=0 ", header, event(NOW - 50), clock=NO_CLOCK) == [
        UsageSpan(0, NOW - 50, NOW - 50, 2)
    ]


def test_the_files_of_neighbouring_days_are_one_span() -> None:
    lines = [
        "file=1",
        f"  beginTime={NOW - 3 * DAY} endTime={NOW - 2 * DAY - 900_000} ",
        event(NOW - 3 * DAY + 5),
        "file=2",
        f"  beginTime={NOW - 2 * DAY} endTime={NOW - DAY} ",
        event(NOW - 2 * DAY + 5),
    ]

    assert spans(*lines) == [UsageSpan(0, NOW - 3 * DAY, NOW - DAY, 2)]


def test_a_day_without_a_file_is_a_gap() -> None:
    lines = [
        "file=1",
        f"  beginTime={NOW - 5 * DAY} endTime={NOW - 4 * DAY} ",
        "file=2",
        f"  beginTime={NOW - 2 * DAY} endTime={NOW - DAY} ",
    ]

    assert [(each.begin_ms, each.end_ms) for each in spans(*lines)] == [
        (NOW - 5 * DAY, NOW - 4 * DAY),
        (NOW - 2 * DAY, NOW - DAY),
    ]


def test_before_android_9_the_day_is_covered_from_its_first_event_to_the_dump() -> None:
    lines = ["user=0 ", "  In-memory daily stats", "    events", event(NOW - 500), event(NOW - 50)]
    lines += ["  In-memory weekly stats", "    events", event(NOW - 9 * DAY)]

    assert spans(*lines) == [UsageSpan(0, NOW - 500, NOW, 2)]


def test_a_text_that_breaks_off_covers_no_more_than_it_holds() -> None:
    header = f"  Last 24 hour events (beginTime={NOW - DAY} endTime={NOW} )"

    found = spans("user=0 ", header, event(NOW - 500), is_whole=False)

    assert found == [UsageSpan(0, NOW - DAY, NOW - 500, 2)]


def test_a_text_without_headers_covers_what_lies_between_its_events() -> None:
    assert spans(event(NOW - 900), event(NOW - 100)) == [UsageSpan(0, NOW - 900, NOW - 100, 1)]


def test_users_are_covered_each_for_himself() -> None:
    header = f"  Last 24 hour events (beginTime={NOW - DAY} endTime={NOW} )"

    found = spans("user=0 ", header, event(NOW - 5), "user=10 ", header, event(NOW - 4))

    assert [each.user_id for each in found] == [0, 10]
    assert spans("user=0 ", "user=10 ") == []
