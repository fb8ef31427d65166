"""Sample phone → capture → case: recordings, camera sessions and usage are what the phone did."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest

from auditor import query
from auditor.adb.bridge import make_bridge
from auditor.adb.server import ServerAddress
from auditor.capture import capture
from auditor.filters import EventFilter
from auditor.load import load_capture
from auditor.query import EventRow
from auditor.records import UNKNOWN_UID, Source
from auditor.sample.adb_server import SampleServer
from auditor.sample.apps import installs
from auditor.sample.dump_media import AUDIO_RING, CAMERA_RING
from auditor.sample.entries import FINISH, START, Entry
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from auditor.summary import last_capture_ms, summarize
from auditor.task import silent
from tests.core.sample.dialogs import resumed

PAUSE_MS = 3 * 3_600_000
DAY_MS = 86_400_000
SECOND_MS = 1000
RECORDED = ("RECORD_AUDIO", "PHONE_CALL_MICROPHONE")


@dataclass(frozen=True)
class Use:
    """One use of microphone or camera, as the journal tells it. `end_ms` None: it goes on."""

    uid: int
    package: str
    begin_ms: int
    end_ms: int | None


@dataclass
class Life:
    """A phone that was read twice, and when each log was printed."""

    phone: SamplePhone
    store: Store
    ids: list[str]
    printed: dict[str, list[int]]

    def uses(self, ops: tuple[str, ...], now_ms: int, ring: int) -> list[Use]:
        """What a ring of so many lines can tell at a time: both ends, or only the end."""
        lived = self.phone.journal.until(now_ms)
        lines = [
            entry
            for entry in lived
            if entry.op in ops and entry.what in (START, FINISH)
            if entry.time >= self.phone.booted_ms
        ]
        return paired(lines[-ring:])

    def events(self, source: Source, **wanted: bool) -> list[EventRow]:
        return list(query.events(self.store, EventFilter(sources=frozenset({source}), **wanted)))


def paired(lines: Iterable[Entry]) -> list[Use]:
    """Pair starts and finishes of one op of one app; a finish alone has no begin (-1)."""
    open_since: dict[tuple[object, ...], int] = {}
    uses = []
    for entry in lines:
        key = (entry.uid, entry.package, entry.op, entry.tag)
        if entry.what == START:
            open_since[key] = entry.time
        else:
            uses.append(Use(entry.uid, entry.package, open_since.pop(key, -1), entry.time))
    return uses + [Use(int(str(k[0])), str(k[1]), begin, None) for k, begin in open_since.items()]


@pytest.fixture(scope="module", params=["28", "29", "34"])
def life(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Life]:
    now = [1_763_000_000_123]

    def clock() -> int:
        now[0] += 3
        return now[0]

    phone = SamplePhone(request.param, seed=3, now=clock)
    case = tmp_path_factory.mktemp("sessions") / "case"
    with SampleServer(phone) as server, Store.create(case) as store:
        bridge = make_bridge("adbutils", ServerAddress("127.0.0.1", server.port))
        ids = []
        for _ in range(2):
            manifest = capture(bridge, phone.serial, store.path, "full", silent(), now_ms=clock)
            load_capture(store, store.captures_dir / manifest.capture_id)
            ids.append(manifest.capture_id)
            now[0] += PAUSE_MS
        printed = {
            name: [at for line, at in phone.dumps if line.split()[-1] == name]
            for name in ("audio", "media.camera")
        }
        yield Life(phone, store, ids, printed)


def test_recordings_are_the_phones_own_to_the_millisecond(life: Life) -> None:
    for capture_id, now_ms in zip(life.ids, life.printed["audio"], strict=True):
        true = life.uses(RECORDED, now_ms, AUDIO_RING)
        found = life.store.db.execute(
            "SELECT uid, package, ifnull(begin_ms, -1), end_ms FROM v_sessions"
            " WHERE source = 'audio' AND capture_id = ?",
            (capture_id,),
        ).fetchall()

        assert Counter(Use(*row) for row in found) == Counter(true)
        assert true


def test_camera_sessions_are_the_phones_own_to_the_second(life: Life) -> None:
    for capture_id, now_ms in zip(life.ids, life.printed["media.camera"], strict=True):
        true = life.uses(("CAMERA",), now_ms, CAMERA_RING)
        found = life.store.db.execute(
            "SELECT package, begin_ms, end_ms, precision_ms FROM v_sessions"
            " WHERE source = 'camera' AND capture_id = ?",
            (capture_id,),
        ).fetchall()

        assert Counter(row[:3] for row in found) == Counter(
            (use.package, floor(use.begin_ms), floor(use.end_ms)) for use in true
        )
        assert {row[3] for row in found} == {SECOND_MS}


def floor(time_ms: int | None) -> int | None:
    return None if time_ms in (None, -1) else time_ms // SECOND_MS * SECOND_MS


def test_both_readings_of_a_log_are_one_history(life: Life) -> None:
    both = [life.uses(RECORDED, now_ms, AUDIO_RING) for now_ms in life.printed["audio"]]
    true = {known_by(use) for uses in both for use in uses}
    lasted = {known_by(use): use.end_ms - use.begin_ms for use in both[1] if use.end_ms}

    records = life.events(Source.AUDIO, unmerged=True)
    assert {(row.uid, row.package, row.count, row.time_ms) for row in records} == true
    assert all(row.precision_ms == 1 and row.kind == "access" for row in records)
    for row in records:
        if row.capture_id == life.ids[1] and row.count:
            key = (row.uid, row.package, row.count, row.time_ms)
            assert row.duration_ms == lasted.get(key)
    assert len(life.events(Source.AUDIO)) <= len(true)


def known_by(use: Use) -> tuple[int, str, int, int | None]:
    """What an event of a use carries: its begin, or with count 0 its end."""
    if use.begin_ms < 0:
        return (use.uid, use.package, 0, use.end_ms)
    return (use.uid, use.package, 1, use.begin_ms)


def test_the_camera_log_is_counted_for_the_app_whose_name_it_tells(life: Life) -> None:
    users: dict[str, set[int]] = {}
    for install in installs():
        users.setdefault(install.package, set()).add(install.uid)

    rows = life.events(Source.CAMERA, unmerged=True)
    assert rows
    for row in rows:
        of_name = users[row.package]
        assert row.uid in of_name if len(of_name) == 1 else row.uid in {UNKNOWN_UID, *of_name}


def test_logs_do_not_make_more_apps_than_there_are(life: Life) -> None:
    now_ms = last_capture_ms(life.store)
    assert now_ms is not None
    entries = life.phone.journal.until(now_ms)
    for tile in summarize(life.store, now_ms).tiles:
        if tile.data_type in ("microphone", "camera"):
            ops = RECORDED if tile.data_type == "microphone" else ("CAMERA", "PHONE_CALL_CAMERA")
            users = {(entry.uid, entry.package) for entry in entries if entry.op in ops}
            assert tile.apps <= len(users)


def test_usage_is_the_phones_own(life: Life) -> None:
    last_ms = max(at for line, at in life.phone.dumps if "usagestats" in line)
    kinds = ("MOVE_TO_FOREGROUND", "ACTIVITY_RESUMED")
    days = life.phone.journal.days_until(last_ms)
    since_ms = last_ms - DAY_MS
    visits = (visit for day in days for visit in day.visits)
    api = life.phone.version.api
    true = {row for row in resumed(visits, api) if since_ms <= row[1] <= last_ms}
    found = {
        tuple(row[:3])
        for row in life.store.db.execute(
            "SELECT user_id, time_ms, package, type FROM v_usage WHERE time_ms BETWEEN ? AND ?",
            (since_ms, last_ms),
        )
        if row[3] in kinds
    }
    assert found == true
    assert true


def test_screen_doze_list_traffic_and_settings_are_in_the_case(life: Life) -> None:
    def rows(sql: str) -> list[tuple[object, ...]]:
        return life.store.db.execute(sql).fetchall()

    listeners = "SELECT packages FROM v_settings WHERE key = 'enabled_notification_listeners'"
    doubled = "SELECT count(*) - count(DISTINCT uid || '/' || begin_ms) FROM v_traffic"
    assert len(rows("SELECT * FROM v_screen WHERE last_wake_ms <= captured_ms")) == 2
    assert ("com.babyowl.monitor", "user") in rows(
        "SELECT package, granted_by FROM v_doze_exemptions"
    )
    assert set(rows(listeners)) == {("com.juniperfit.run",)}
    assert rows("SELECT value FROM v_settings WHERE key = 'auto_time'") == [("1",), ("1",)]
    assert rows(doubled) == [(0,)]
    assert rows("SELECT count(*) > 100, min(sent_bytes) >= 0 FROM v_traffic") == [(1, 1)]
    assert query.unparsed(life.store) == []
