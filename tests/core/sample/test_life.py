"""The life behind a sample phone: the same for one seed, believable, and going on."""

from collections import Counter, defaultdict
from datetime import datetime
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from auditor.ops import data_type
from auditor.records import DataType
from auditor.sample.apps import App, cast, habit, installs
from auditor.sample.days import Day
from auditor.sample.entries import FINISH, MOVE, NEST, NOTE, REJECT, START, UNNEST, Entry
from auditor.sample.journal import LIFE_DAYS, Journal
from auditor.sample.versions import version

NOW = 1_750_000_000_000
DAY = 86_400_000
ZONE = "Asia/Shanghai"
PERSONAL = {
    *(DataType.MICROPHONE, DataType.CAMERA, DataType.CONTACTS, DataType.PHOTOS, DataType.SMS),
    *(DataType.CALL_LOG, DataType.CALENDAR, DataType.LOCATION),
}


def _journal(name: str = "34", seed: int = 1) -> Journal:
    return Journal(version(name), seed, NOW - LIFE_DAYS * DAY, ZONE)


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return _journal().until(NOW)


def _of(entries: list[Entry], package: str, kind: DataType) -> list[Entry]:
    return [e for e in entries if e.package == package and data_type(e.op) is kind]


def _background(entries: list[Entry], kind: DataType, package: str) -> list[Entry]:
    found = _of(entries, package, kind)
    return [e for e in found if e.what in (NOTE, START) and e.state in ("bg", "cch")]


def test_one_seed_gives_one_life_whenever_it_is_asked_for(entries: list[Entry]) -> None:
    step_by_step = _journal()
    for hours in range(0, 24 * LIFE_DAYS, 31):
        step_by_step.until(NOW - LIFE_DAYS * DAY + hours * 3_600_000)
    assert step_by_step.until(NOW) == entries
    assert _journal(seed=2).until(NOW) != entries


def test_life_goes_on_and_never_changes_what_was() -> None:
    journal = _journal()
    before = journal.until(NOW)
    after = journal.until(NOW + 3 * DAY)
    assert after[: len(before)] == before
    assert len(after) > len(before) + 3000
    assert all(a.time <= b.time for a, b in pairwise(after))


@pytest.mark.parametrize("name", ["26", "28", "30", "31", "36post"])
def test_every_version_lives_the_same_days(name: str) -> None:
    journal = _journal(name)
    assert 25_000 < journal.count(NOW) < 65_000
    assert journal.days == _days()


@cache
def _days() -> list[Day]:
    journal = _journal("34")
    journal.count(NOW)
    return journal.days


def test_every_run_begins_before_it_ends_and_an_app_runs_an_op_once_at_a_time(
    entries: list[Entry],
) -> None:
    open_runs: dict[tuple[object, ...], Entry] = {}
    for entry in entries:
        key = (entry.uid, entry.package, entry.op, entry.tag)
        if entry.what == START:
            assert key not in open_runs
            open_runs[key] = entry
        elif entry.what == MOVE:
            assert open_runs[key].state == entry.was != entry.state
            open_runs[key] = entry
        elif entry.what == FINISH:
            begun = open_runs.pop(key)
            assert (entry.began, entry.state) == (begun.time, begun.state)
            assert entry.time > begun.time
        elif entry.what in (NEST, UNNEST):
            assert key in open_runs
    assert len(open_runs) < 30


def test_the_person_sleeps_at_night_and_works_in_the_work_profile_by_day() -> None:
    hours: Counter[int] = Counter()
    work_hours: Counter[int] = Counter()
    for day in _days():
        for visit in day.visits:
            hour = datetime.fromtimestamp(visit.begin / 1000, ZoneInfo(ZONE)).hour
            hours[hour] += 1
            work_hours[hour] += visit.who.user == 10
        assert all(a.end < b.begin for a, b in pairwise(day.visits))
        assert all(a[1] < b[0] for a, b in pairwise(day.screen))
    assert sum(hours[hour] for hour in (1, 2, 3, 4, 5)) == 0
    assert all(hours[hour] > 20 for hour in range(9, 23))
    assert sum(work_hours.values()) > 50
    assert set(work_hours) - {h for h, n in work_hours.items() if n == 0} <= set(range(9, 19))


def test_a_provider_reads_for_an_app_in_pairs(entries: list[Entry]) -> None:
    pairs = [(a, b) for a, b in pairwise(entries) if b.flag == "tpd"]
    assert len(pairs) > 300
    for provider, app in pairs:
        assert provider.flag == "tp"
        assert (provider.time, provider.op) == (app.time, app.op)
        assert app.proxy is not None
        assert (app.proxy.uid, app.proxy.package) == (provider.uid, provider.package)
        assert provider.uid // 100_000 in (0, app.uid // 100_000)


def _misbehaving() -> list[App]:
    return [app for app in cast() if app.misbehaves]


def test_the_cast_names_what_is_wrong_with_whom() -> None:
    rules = {rule for app in _misbehaving() for rule in app.misbehaves}
    assert rules >= {"R02", "R04", "R05", "R06", "R07", "R08", "R09", "R11", "R12", "R18"}
    assert all(bool(app.misconduct) == bool(app.misbehaves) for app in cast())
    assert len(cast()) > 55
    assert len({app.package for app in cast()}) == len(cast())
    assert all(habit(name) for app in cast() for name in (*app.habits, *app.misconduct))
    assert all(app.name and app.name_zh for app in cast())


def test_honest_apps_touch_nothing_personal_in_the_background(entries: list[Entry]) -> None:
    honest = {app.package for app in cast() if not app.misbehaves and not app.is_system}
    wrong = [
        entry
        for entry in entries
        if entry.package in honest
        and entry.state in ("bg", "cch")
        and data_type(entry.op) in PERSONAL
    ]
    assert wrong == []


def test_the_microphone_is_used_in_the_background_and_at_night(entries: list[Entry]) -> None:
    at_night = _background(entries, DataType.MICROPHONE, "com.hushboard.keyboard")
    assert len(at_night) > 8
    hours = {datetime.fromtimestamp(e.time / 1000, ZoneInfo(ZONE)).hour for e in at_night}
    assert hours <= {0, 1, 2, 3, 4, 5}
    each_minute = _background(entries, DataType.MICROPHONE, "com.babyowl.monitor")
    gaps = [b.time - a.time for a, b in pairwise(each_minute)]
    assert sum(55_000 < gap < 65_000 for gap in gaps) > 60


def test_the_camera_is_used_with_the_screen_off(entries: list[Entry]) -> None:
    hidden = _background(entries, DataType.CAMERA, "com.mirrorsalon.beauty")
    assert len(hidden) > 4
    for entry in hidden:
        day = next(day for day in _days() if day.begin <= entry.time < day.end)
        assert not day.is_screen_on(entry.time)


def test_location_is_read_every_half_minute(entries: list[Entry]) -> None:
    fixes = [
        e.time
        for e in _background(entries, DataType.LOCATION, "com.nectarcoupons.deals")
        if e.op == "FINE_LOCATION"
    ]
    per_quarter = Counter(time // 900_000 for time in fixes)
    assert max(per_quarter.values()) >= 30
    assert sum(a + 1 in per_quarter for a in per_quarter) > 10  # sustained


@pytest.mark.parametrize(
    ("package", "kind"),
    [
        ("com.hushboard.keyboard", DataType.CONTACTS),
        ("com.brightbeam.torch", DataType.CONTACTS),
        ("com.starlinghoroscope.fate", DataType.CONTACTS),
        ("com.zephyrcleaner.boost", DataType.SMS),
        ("com.dovecallerid.shield", DataType.CALL_LOG),
        ("com.dovecallerid.shield", DataType.CALENDAR),
        ("com.zephyrcleaner.boost", DataType.PHOTOS),
        ("com.foxgloveweather.now", DataType.LOCATION),
    ],
)
def test_personal_data_are_read_in_the_background(
    entries: list[Entry], package: str, kind: DataType
) -> None:
    assert len(_background(entries, kind, package)) > 10


def test_all_photos_are_swept_in_minutes(entries: list[Entry]) -> None:
    quarters = Counter(
        e.time // 900_000 for e in _background(entries, DataType.PHOTOS, "com.zephyrcleaner.boost")
    )
    assert max(quarters.values()) >= 300


def test_refused_apps_try_again_and_again(entries: list[Entry]) -> None:
    tries: dict[tuple[str, DataType], set[int]] = defaultdict(set)
    for entry in entries:
        if entry.what == REJECT:
            tries[entry.package, data_type(entry.op)].add(entry.time // DAY)
    assert len(tries["com.candyburst.puzzle", DataType.LOCATION]) >= 3
    assert len(tries["com.candyburst.puzzle", DataType.CONTACTS]) >= 3
    assert len(tries["com.starlinghoroscope.fate", DataType.MICROPHONE]) >= 3


def test_one_session_goes_on_for_a_long_time(entries: list[Entry]) -> None:
    found = [e for e in entries if e.package == "com.babyowl.monitor" and e.tag == "nursery"]
    begun = {e.began: e.time for e in found if e.what == FINISH}
    assert max(end - begin for begin, end in begun.items()) > 20 * 60_000


def test_the_clipboard_is_polled(entries: list[Entry]) -> None:
    polls = [e.time for e in _of(entries, "com.magpiebrowser.web", DataType.CLIPBOARD)]
    assert max(Counter(time // 900_000 for time in polls).values()) >= 30


def test_some_apps_share_a_uid_and_some_are_there_twice() -> None:
    packages: dict[int, set[str]] = defaultdict(set)
    users: dict[str, set[int]] = defaultdict(set)
    for who in installs():
        packages[who.uid].add(who.package)
        users[who.package].add(who.user)
    assert {"com.bluefin.office.docs", "com.bluefin.office.sheets"} in packages.values()
    assert users["com.pebblechat.messenger"] == {0, 10}
    assert users["com.teamharbor.workspace"] == {10}
