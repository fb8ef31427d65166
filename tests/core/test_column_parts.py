"""The columns that a case keeps are what its tables say, however many loads brought them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor import column_parts, merged, shown
from auditor.bulk import UNKNOWN
from auditor.companion_records import ScreenState
from auditor.record_numbers import Record
from auditor.records import Event, Snapshot, Source, UsageEvent
from auditor.shown import FIELDS, Rows
from auditor.store import Store
from tests.core.cases import HOUR_MS, NOW_MS, event, load, random_events

MINUTE_MS = 60_000
TIMES = st.one_of(
    st.none(),
    st.integers(0, 30).map(lambda n: NOW_MS - 5 * HOUR_MS + n * 21_000),
    st.integers(0, 5).map(lambda n: NOW_MS - 5 * HOUR_MS + n * 5 * HOUR_MS),
    st.sampled_from([-7, 0, (1 << 40) - 1, 1 << 40, (1 << 41) + 5, -(1 << 52), 1 << 52]),
)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(column_parts, "SIZE", 3)
        yield


@st.composite
def accesses(draw: st.DrawFn) -> Event:
    source = draw(st.sampled_from([Source.LAST, Source.LAST, Source.DISCRETE, Source.AUDIO]))
    told = source is not Source.AUDIO
    return event(
        time_ms=draw(TIMES),
        precision_ms=draw(st.sampled_from([1, 1, 900, MINUTE_MS])),
        source=source,
        op=draw(st.sampled_from(["FINE_LOCATION", "COARSE_LOCATION", "RECORD_AUDIO"])),
        uid_state=draw(st.sampled_from([None, "top", "bg"])) if told else None,
        flags="s" if told else None,
        duration_ms=draw(st.sampled_from([None, 0, MINUTE_MS, 3 * MINUTE_MS])),
        count=draw(st.sampled_from([None, 0, 1])),
        running=draw(st.booleans()),
    )


@st.composite
def readings(draw: st.DrawFn) -> list[Record]:
    """What one capture may bring: accesses, a slot with counts, a word about the surroundings."""
    records: list[Record] = list(draw(st.lists(accesses(), max_size=9)))
    begin_ms = NOW_MS - 5 * HOUR_MS + draw(st.integers(0, 3)) * 15 * MINUTE_MS
    length_ms = draw(st.sampled_from([15 * MINUTE_MS, 60 * MINUTE_MS]))
    if draw(st.booleans()):
        records.append(Snapshot(1, begin_ms, begin_ms + length_ms, begin_ms, begin_ms, False, 20))
        counted = event(source=Source.AGGREGATE, time_ms=begin_ms, duration_ms=length_ms, count=2)
        records += [counted] * draw(st.integers(0, 3))
    if draw(st.integers(0, 3)) == 0:
        records.append(ScreenState("Awake", None, None, 1, None, True, 50, 30))
    if draw(st.integers(0, 3)) == 0:
        at_ms = begin_ms + draw(st.integers(0, 9)) * MINUTE_MS
        records.append(UsageEvent(0, at_ms, 1, "ACTIVITY_RESUMED", "com.example.chat", line=31))
    return records


def differences(store: Store) -> list[str]:
    """Where the kept columns and the tables tell otherwise."""
    kept, wanted = column_parts.read(store.db), shown.everything(store.db)
    assert kept is not None
    return [
        name
        for name, one, other in zip(FIELDS, kept.columns, wanted.columns, strict=True)
        if one.tolist() != other.tolist()
    ]


@settings(deadline=None, max_examples=80)
@given(captures=st.lists(readings(), min_size=1, max_size=5))
def test_each_load_leaves_the_columns_as_the_tables_say(
    tmp_path_factory: pytest.TempPathFactory, captures: Sequence[Sequence[Record]]
) -> None:
    with Store.create(tmp_path_factory.mktemp("parts") / "case") as store:
        for number, records in enumerate(captures):
            load(store, f"c{number}", records, at_ms=NOW_MS + number * HOUR_MS)
            assert differences(store) == []
        before = [column.tolist() for column in shown.everything(store.db).columns]
        with store.transaction() as db:
            merged.rebuild(db)
            column_parts.rebuild(db)
        assert [column.tolist() for column in shown.everything(store.db).columns] == before
        assert differences(store) == []


def test_a_load_writes_only_the_parts_its_events_lie_in(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        old = [event(time_ms=NOW_MS - i * 24 * HOUR_MS, line=i) for i in range(1, 60)]
        load(store, "one", old)
        before = dict(store.db.execute("SELECT begin_ms, data FROM event_columns"))
        load(store, "two", [event(time_ms=NOW_MS)], at_ms=NOW_MS + HOUR_MS)
        after = dict(store.db.execute("SELECT begin_ms, data FROM event_columns"))

    assert len(before) > 10
    assert sum(after.get(begin) == data for begin, data in before.items()) >= len(before) - 1


def test_columns_of_another_version_are_worked_out_again(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", random_events(3, 40))
        wanted = [column.tolist() for column in shown.everything(store.db).columns]
        store.db.execute("UPDATE event_columns SET data = CAST(x'00' || substr(data, 2) AS BLOB)")
        assert column_parts.read(store.db) is None
    with Store.open(tmp_path / "case") as store:
        kept = column_parts.read(store.db)

    assert kept is not None
    assert [column.tolist() for column in kept.columns] == wanted


NUMBERS = st.one_of(st.just(UNKNOWN), st.integers(-(1 << 53), 1 << 53), st.integers(0, 3))


@given(table=st.lists(st.tuples(*[NUMBERS] * 10), min_size=1, max_size=40))
def test_a_part_gives_back_what_was_put_in(table: list[tuple[int, ...]]) -> None:
    columns = [np.array(column, dtype=np.int64) for column in zip(*table, strict=True)]
    columns[0] = np.abs(columns[0] % (1 << 62))
    columns[1] = np.abs(columns[1] % (1 << 20))
    rows = Rows(*columns)
    back = column_parts.decode(column_parts.encode(rows))

    assert [column.tolist() for column in back.columns] == [c.tolist() for c in rows.columns]
