"""Calendars read back by the library: every event with a time, no more and no more exact."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from auditor import query
from auditor.exports import Format, export_events
from auditor.filters import EventFilter
from auditor.pseudonyms import pseudonyms
from auditor.records import DeviceInfo, Kind, Source
from auditor.store import Store
from tests.core.cases import HOUR_MS, NOW_MS, PHONE, event, load
from tests.core.saved_case import counted, fill, slot

ALL = EventFilter(include_middlemen=True)
NASTY = [
    "a,b;c\\n\\",
    'x"y',
    "line\r\nBEGIN:VALARM\r\nEND:VALARM",
    "日本語" * 40,
    "\u202eabc",
    "a\x00b",
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "case") as store:
        yield store


def read(store: Store, tmp_path: Path, lang: str = "en") -> tuple[Calendar, list[Event]]:
    export_events(store, ALL, tmp_path / "out.ics", Format.ICS, NOW_MS, lang, is_replacing=True)
    calendar = Calendar.from_ical((tmp_path / "out.ics").read_bytes())
    return calendar, list(calendar.walk("VEVENT"))


def test_every_event_with_a_time_is_in_it_once_and_the_others_are_counted(
    store: Store, tmp_path: Path
) -> None:
    fill(store)

    calendar, found = read(store, tmp_path)

    rows = list(query.rows_of(store, query.columns(store, ALL).ids, False, pseudonyms(store)))
    timed = [row for row in rows if row.time_utc is not None]
    assert len(found) == len(timed) < len(rows)
    assert len({str(each["uid"]) for each in found}) == len(found)
    untimed = sum(row.time_ms is None for row in rows)
    assert f"{untimed} events without a known time are not in" in str(calendar["x-wr-caldesc"])


def test_an_event_lasts_no_shorter_than_it_may_have_taken(store: Store, tmp_path: Path) -> None:
    fill(store)

    _, found = read(store, tmp_path)

    by_uid = {str(each["uid"]): each for each in found}
    for row in query.rows_of(store, query.columns(store, ALL).ids, False, pseudonyms(store)):
        if row.time_utc is None:
            continue
        each = by_uid[f"{row.device_id}-{row.id}@permission-auditor"]
        begin = datetime.fromisoformat(row.time_utc)
        lasted = max(row.duration_ms or 0, row.precision_ms if row.precision_ms > 1 else 0)
        assert each.decoded("dtstart") <= begin < each.decoded("dtstart") + timedelta(seconds=1)
        end = each.decoded("dtend") if "dtend" in each else each.decoded("dtstart")
        assert begin + timedelta(milliseconds=lasted) <= end + timedelta(seconds=lasted == 0)
        assert each.decoded("dtstart").utcoffset() == timedelta(0)


def test_a_count_is_its_period_and_says_so(store: Store, tmp_path: Path) -> None:
    begin_ms = NOW_MS - 4 * HOUR_MS
    load(store, "one", [slot(2, begin_ms, 1), counted(begin_ms, 3, 2)])

    _, (found,) = read(store, tmp_path)

    assert found.decoded("dtend") - found.decoded("dtstart") == timedelta(minutes=15)
    assert "3× within this period" in str(found["summary"])
    assert "when within it, the phone does not tell" in str(found["description"])


@pytest.mark.parametrize("text", NASTY)
def test_text_of_a_phone_is_folded_escaped_and_adds_no_component(
    store: Store, tmp_path: Path, text: str
) -> None:
    load(store, "one", [event(package=text)])

    calendar, (found,) = read(store, tmp_path)

    data = (tmp_path / "out.ics").read_bytes()
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert {each.name for each in calendar.walk()} == {"VCALENDAR", "VEVENT"}
    if text.isprintable():
        assert text in str(found["description"])


def test_a_refusal_says_so(store: Store, tmp_path: Path) -> None:
    load(store, "one", [event(kind=Kind.REJECT, source=Source.DISCRETE)])

    _, (found,) = read(store, tmp_path)

    assert "(refused)" in str(found["summary"])


def test_a_sample_phone_says_so_in_every_event(store: Store, tmp_path: Path) -> None:
    sample = DeviceInfo("SAMPLE-1", "SAMPLE-1", True, *[None] * 6)
    load(store, "one", [event()], device=sample)

    _, (found,) = read(store, tmp_path)

    assert "SAMPLE" in str(found["summary"])


def test_it_speaks_chinese_and_says_what_it_does_not_show(store: Store, tmp_path: Path) -> None:
    load(store, "one", [event()])

    calendar, (found,) = read(store, tmp_path, "zh_CN")

    assert "麦克风" in str(found["summary"])
    assert "没有记录不等于没有发生" in str(calendar["x-wr-caldesc"])
    assert PHONE.serial not in (tmp_path / "out.ics").read_text(encoding="utf-8")
