"""The log of events of a sample phone tells the visits of its person, and what else was started."""

from collections import Counter

import pytest

from auditor.clock import PhoneClock
from auditor.companion_records import Hibernation, ProcessChange, ProcessEvent, SensorSwitch
from auditor.parsers.hibernation import parse_hibernation
from auditor.parsers.processes import TAGS, parse_processes
from auditor.parsers.sensor_privacy import parse_sensor_privacy
from auditor.sample.apps import installs
from auditor.sample.phone import SamplePhone

START_MS = 1_750_000_000_123
HOUR_MS = 3_600_000
TAG_WORDS = " ".join(TAGS)


def phone(name: str = "34") -> SamplePhone:
    return SamplePhone(name, 3, lambda: START_MS, days=4)


def lines(of: SamplePhone, line: str) -> list[str]:
    reply = of.answer(line)
    assert reply is not None
    return reply.stdout.decode().splitlines()


def events(of: SamplePhone, line: str) -> list[ProcessEvent]:
    clock = PhoneClock(of.zone, True, START_MS, START_MS)
    found = list(parse_processes(lines(of, line), clock))
    assert found and all(isinstance(each, ProcessEvent) for each in found)
    return [each for each in found if isinstance(each, ProcessEvent)]


def test_every_visit_of_the_last_day_had_a_process() -> None:
    of = phone()
    found = events(of, f"logcat -b events -d -v threadtime -v epoch -v uid -s {TAG_WORDS}")
    visits = [visit for day in of.journal.days_until(START_MS) for visit in day.visits]
    recent = [visit for visit in visits if START_MS - 24 * HOUR_MS < visit.begin < START_MS]

    assert recent
    for visit in recent:
        of_app = [
            e for e in found if e.process == visit.who.package and e.user_id == visit.who.user
        ]
        assert [e for e in of_app if (e.time_ms or 0) <= visit.begin or e.uid == visit.who.uid]
    starts = [each for each in found if each.what is ProcessChange.START]
    known = {(who.uid, who.package) for who in installs()}
    assert {(each.uid, each.process) for each in starts} <= known


def test_one_app_starts_itself_and_another_starts_others() -> None:
    of = phone()
    found = events(of, f"logcat -b events -d -v threadtime -v epoch -v uid -s {TAG_WORDS}")
    starts = [each for each in found if each.what is ProcessChange.START]
    unasked = [each for each in starts if each.cause != "next-top-activity"]
    per_app = Counter(each.process for each in unasked)
    opened = [
        e.time_ms for e in starts if e.process == "com.candyburst.puzzle" and e not in unasked
    ]
    drawn = [e.time_ms or 0 for e in unasked if e.cause == "content provider"]

    assert per_app["com.zephyrcleaner.boost"] > 150  # in 36 hours
    assert max(n for who, n in per_app.items() if who != "com.zephyrcleaner.boost") < 30
    assert opened and drawn
    assert all(any(0 < at - (by or 0) <= 10_000 for by in opened) for at in drawn)


def test_no_app_is_started_while_it_runs() -> None:
    of = phone()
    found = events(of, f"logcat -b events -d -v threadtime -v epoch -v uid -s {TAG_WORDS}")
    alive: set[tuple[int, str]] = set()
    for each in found:
        key = (each.user_id, each.process)
        if each.what is ProcessChange.START:
            assert key not in alive
            alive.add(key)
        else:
            alive.discard(key)


def test_days_without_a_year_are_the_same_moments_as_seconds_since_1970() -> None:
    of = phone("26")

    exact = events(of, f"logcat -b events -d -v threadtime -v epoch -v uid -s {TAG_WORDS}")
    local = events(of, f"logcat -b events -d -v threadtime -s {TAG_WORDS}")

    assert exact == local


def test_a_filter_lets_only_its_tags_through() -> None:
    text = lines(phone(), "logcat -b events -d -v threadtime -v epoch -v uid -s am_kill")

    assert text[1:] and all(" am_kill: [" in line for line in text[1:])


@pytest.mark.parametrize("name", ["31", "34"])
def test_nothing_is_switched_off_and_one_app_sleeps(name: str) -> None:
    of = phone(name)
    clock = PhoneClock(of.zone, True, START_MS, START_MS)

    switches = list(parse_sensor_privacy(lines(of, "dumpsys -t 60 sensor_privacy")))
    states = list(parse_hibernation(lines(of, "dumpsys -t 60 app_hibernation"), clock))

    assert [(s.sensor, s.is_blocked) for s in switches if isinstance(s, SensorSwitch)] == [
        ("microphone", False),
        ("camera", False),
    ]
    assert all(isinstance(each, Hibernation) for each in states)
    asleep = [s for s in states if isinstance(s, Hibernation) and s.is_hibernated]
    assert len(asleep) == 1
    assert asleep[0].last_woken_ms is not None
    assert asleep[0].last_woken_ms < START_MS - 24 * HOUR_MS
