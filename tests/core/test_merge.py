"""One event, many witnesses: which records are one access, and what they say together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor import merged, query
from auditor.filters import EventFilter
from auditor.query import EventRow
from auditor.record_numbers import Record
from auditor.records import Event, Kind, Proxy, Source
from auditor.store import Store
from tests.core.cases import NOW_MS, PHONE, event, load

MINUTE, SECOND, HOUR = 60_000, 1_000, 3_600_000
THEN = NOW_MS // MINUTE * MINUTE - HOUR  # a whole minute
ALL = EventFilter(include_middlemen=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "case") as store:
        yield store


def last(after_ms: int = 0, **changes: object) -> Event:
    return event(time_ms=THEN + after_ms, count=None, **changes)


def row(after_ms: int = 0, **changes: object) -> Event:
    """A row of the list of accesses, to the minute."""
    values = {"source": Source.DISCRETE, "precision_ms": MINUTE, "count": None}
    return event(time_ms=THEN + after_ms, **(values | changes))


def table(after_ms: int, count: int, **changes: object) -> Event:
    """A row of late Android 16's table of one access, to the millisecond, or the end of one."""
    return row(after_ms, **({"precision_ms": 1, "count": count} | changes))


def session(after_ms: int, source: Source = Source.AUDIO, **changes: object) -> Event:
    """An entry of a service's log, which knows neither tag nor state nor flags."""
    values = {"source": source, "uid_state": None, "flags": None, "count": None}
    return event(time_ms=THEN + after_ms, **(values | changes))


def put(store: Store, *records: Record, name: str = "one", at_ms: int = NOW_MS) -> list[EventRow]:
    numbered = [replace(each, line=line) for line, each in enumerate(records, start=1)]
    load(store, name, numbered, at_ms)
    return list(query.events(store, ALL))


def witness_lines(store: Store, event_id: int) -> list[int]:
    return [each.line for each in query.witnesses(store, event_id)]


# --- last accesses and the list of accesses


def test_a_last_access_is_the_row_whose_minute_it_lies_in(store: Store) -> None:
    proxy = Proxy(10_088, "com.example.provider", None)
    (one,) = put(store, row(duration_ms=2 * MINUTE), last(31_415, proxy=proxy))

    assert (one.time_ms, one.precision_ms, one.duration_ms) == (THEN + 31_415, 1, 2 * MINUTE)
    assert (one.source, one.line, one.proxy_package) == ("last", 2, "com.example.provider")
    assert witness_lines(store, one.id) == [1, 2]


@pytest.mark.parametrize("after_ms", [-1, MINUTE])
def test_a_last_access_of_another_minute_is_another_access(store: Store, after_ms: int) -> None:
    assert len(put(store, row(), last(after_ms))) == 2


@pytest.mark.parametrize("after_ms", [0, MINUTE - 1])
def test_the_first_and_the_last_millisecond_belong_to_the_minute(
    store: Store, after_ms: int
) -> None:
    assert len(put(store, row(), last(after_ms))) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"uid": 10_102},
        {"uid": 1_010_101},
        {"package": "com.example.other"},
        {"op": "CAMERA"},
        {"tag": "voice_note"},
        {"uid_state": "bg"},
        {"flags": "tpd"},
        {"kind": Kind.REJECT},
        {"virtual_device": "virtual:7"},
        {"unattributed": True},
    ],
    ids=lambda other: next(iter(other)),
)
def test_records_that_differ_in_who_and_how_are_two_events(
    store: Store, other: dict[str, object]
) -> None:
    assert len(put(store, row(), last(5_000, **other))) == 2


@pytest.mark.parametrize("unknown", [{"uid_state": None}, {"flags": None}, {"flags": "s|tpd"}])
def test_what_a_record_does_not_tell_is_no_difference(
    store: Store, unknown: dict[str, object]
) -> None:
    (one,) = put(store, row(), last(5_000, **unknown))

    assert (one.uid_state, one.flags) == ("top", "s")


def test_two_last_accesses_of_one_minute_are_two_accesses_with_one_row(store: Store) -> None:
    (first,) = put(store, row(), last(1_000))
    rows = put(store, row(), last(9_000), name="two", at_ms=NOW_MS + 1)

    assert [each.time_ms for each in rows] == [THEN + 1_000, THEN + 9_000]
    assert rows[0].id == first.id
    assert [len(query.witnesses(store, each.id)) for each in rows] == [3, 1]


def test_an_exact_row_is_the_last_access_of_that_very_millisecond(store: Store) -> None:
    rows = put(
        store,
        row(7, precision_ms=1),
        last(7),
        row(500, precision_ms=1, tag="b"),
        last(501, tag="b"),
    )

    assert [each.time_ms for each in rows] == [THEN + 7, THEN + 500, THEN + 501]


def test_a_minute_in_the_hour_that_comes_twice_may_be_either(store: Store) -> None:
    twice = row(precision_ms=MINUTE + HOUR)

    assert len(put(store, twice, last(HOUR + 5_000))) == 1
    assert len(put(store, replace(twice, tag="b"), last(5 * MINUTE, tag="b"), name="two")) == 3


# --- start and finish


def test_start_and_finish_of_a_run_are_one_access(store: Store) -> None:
    (one,) = put(store, row(), row(duration_ms=3 * MINUTE))

    assert (one.duration_ms, one.count, witness_lines(store, one.id)) == (3 * MINUTE, None, [1, 2])


def test_two_runs_of_one_minute_stay_two(store: Store) -> None:
    rows = put(store, row(), row(duration_ms=MINUTE), row(duration_ms=2 * MINUTE))

    assert sorted(each.duration_ms or 0 for each in rows) == [MINUTE, 2 * MINUTE]


def test_a_change_of_state_splits_a_run_as_the_phone_recorded_it(store: Store) -> None:
    rows = put(store, row(), row(duration_ms=MINUTE), row(duration_ms=MINUTE, uid_state="bg"))

    assert [each.uid_state for each in rows] == ["top", "bg"]


def test_runs_of_two_chains_are_not_one(store: Store) -> None:
    assert len(put(store, row(chain_id=1), row(chain_id=2, duration_ms=MINUTE))) == 2


def test_a_finish_that_counts_nothing_ends_the_start_of_its_time(store: Store) -> None:
    (one,) = put(store, table(77, 1), table(77, 0, duration_ms=190_038))

    assert (one.count, one.duration_ms, one.time_ms) == (1, 190_038, THEN + 77)


def test_rows_that_both_count_are_two_accesses(store: Store) -> None:
    assert len(put(store, table(77, 1), table(77, 1, duration_ms=50))) == 2


def test_a_finish_goes_to_the_count_of_its_bucket(store: Store) -> None:
    bucket = row(77, source=Source.AGGREGATE, precision_ms=59_923, duration_ms=59_923, count=2)
    (one,) = put(store, table(77, 0, duration_ms=500), bucket)

    assert (one.count, one.duration_ms, one.source) == (2, 59_923, "aggregate")
    assert witness_lines(store, one.id) == [1, 2]


def test_an_end_that_comes_with_a_later_capture_joins_the_same_event(store: Store) -> None:
    (before,) = put(store, row(), last(12_000, running=True, duration_ms=5_000))
    (after,) = put(
        store,
        row(),
        row(duration_ms=2 * MINUTE),
        last(12_000, duration_ms=61_000),
        name="two",
        at_ms=NOW_MS + MINUTE,
    )

    assert (before.id, before.running, before.duration_ms) == (after.id, True, 5_000)
    assert (after.running, after.duration_ms) == (False, 61_000)
    assert len(query.witnesses(store, after.id)) == 5


def test_the_longest_duration_wins_unless_it_is_the_exact_one_rounded_up(store: Store) -> None:
    rounded, longer = put(
        store,
        row(duration_ms=MINUTE),
        last(1, duration_ms=12_345),
        row(duration_ms=3 * MINUTE, tag="b"),
        last(2, duration_ms=12_345, tag="b"),
    )

    assert (rounded.duration_ms, longer.duration_ms) == (12_345, 3 * MINUTE)


# --- sessions of the audio and camera logs


@pytest.mark.parametrize(("apart_ms", "number"), [(-2_000, 1), (2_000, 1), (2_001, 2), (-2_001, 2)])
def test_a_session_is_the_note_within_two_seconds(store: Store, apart_ms: int, number: int) -> None:
    rows = put(store, last(10_000, tag="voice_note"), session(10_000 + apart_ms, duration_ms=9_000))

    assert len(rows) == number
    assert (rows[0].attribution_tag or rows[1].attribution_tag) == "voice_note"
    if number == 1:
        assert (rows[0].time_ms, rows[0].duration_ms, rows[0].uid_state) == (
            THEN + 10_000,
            9_000,
            "top",
        )


def test_a_session_gives_a_minute_its_exact_time(store: Store) -> None:
    (one,) = put(store, row(), session(44_444, Source.CAMERA, duration_ms=30))

    assert (one.time_ms, one.precision_ms, one.source, one.line) == (THEN + 44_444, 1, "camera", 2)
    assert (one.uid_state, one.flags) == ("top", "s")


def test_of_two_notes_the_nearer_one_is_the_session(store: Store) -> None:
    rows = put(store, last(9_000, tag="far"), last(10_100, tag="near"), session(10_000))

    told = {each.attribution_tag: len(query.witnesses(store, each.id)) for each in rows}
    assert told == {"far": 1, "near": 2}


def test_two_sessions_never_share_a_note(store: Store) -> None:
    rows = put(store, last(10_000), session(10_100), session(11_000))

    assert [each.time_ms for each in rows] == [THEN + 10_000, THEN + 11_000]


def test_a_last_access_far_from_the_session_of_its_minute_is_another_access(store: Store) -> None:
    rows = put(store, row(), session(1_000), name="one")
    assert len(rows) == 1
    rows = put(store, row(), last(40_000), name="two", at_ms=NOW_MS + 1)

    assert [each.time_ms for each in rows] == [THEN + 1_000, THEN + 40_000]


def test_notes_of_two_states_are_not_joined_by_a_session(store: Store) -> None:
    rows = put(store, last(1_000), row(uid_state="bg"), session(1_000))

    assert len(rows) == 2


def test_a_camera_log_that_knows_no_uid_is_matched_by_name(store: Store) -> None:
    camera = session(500, Source.CAMERA, op="CAMERA", uid=-1, duration_ms=4_000)
    (one,) = put(store, last(600, op="CAMERA"), camera)

    assert (one.uid, one.duration_ms) == (10_101, 4_000)


def test_a_session_read_twice_is_one_that_ended(store: Store) -> None:
    (before,) = put(store, session(0, running=True))
    (after,) = put(store, session(0, duration_ms=5_000), name="two", at_ms=NOW_MS + 1)

    assert (before.running, before.id) == (True, after.id)
    assert (after.running, after.duration_ms) == (False, 5_000)


def test_the_recording_of_a_call_is_that_of_its_session(store: Store) -> None:
    (one,) = put(store, last(0, op="PHONE_CALL_MICROPHONE"), session(10, duration_ms=9_000))

    assert (one.op, one.duration_ms) == ("PHONE_CALL_MICROPHONE", 9_000)


def test_a_session_joins_a_recording_or_a_call_never_both(store: Store) -> None:
    rows = put(store, last(0, op="PHONE_CALL_MICROPHONE"), row(), session(10))

    assert sorted(each.op for each in rows) == ["PHONE_CALL_MICROPHONE", "RECORD_AUDIO"]


@pytest.mark.parametrize(
    "op",
    [
        "RECORD_AUDIO_HOTWORD",
        "RECEIVE_SOUNDTRIGGER_AUDIO",
        "RECEIVE_EXPLICIT_USER_INTERACTION_AUDIO",
        "RECORD_AUDIO_SANDBOXED",
    ],
)
def test_listening_for_a_word_is_not_recording(store: Store, op: str) -> None:
    rows = put(store, last(0), last(0, op=op), session(0), session(0, op=op))

    assert sorted(each.op for each in rows) == sorted(["RECORD_AUDIO", op])


# --- fine and coarse location


def place(op: str, make: object = last, after_ms: int = 0, **changes: object) -> Event:
    assert callable(make)
    made = make(after_ms, op=f"{op}_LOCATION", **changes)
    assert isinstance(made, Event)
    return made


@pytest.mark.parametrize(("apart_ms", "number"), [(0, 1), (1_000, 1), (1_001, 2)])
def test_fine_and_coarse_location_within_a_second_are_one(
    store: Store, apart_ms: int, number: int
) -> None:
    rows = put(store, place("COARSE", after_ms=apart_ms), place("FINE"))

    assert len(rows) == number
    assert rows[0].op == "FINE_LOCATION"


def test_fine_and_coarse_location_of_one_minute_are_one_with_all_witnesses(store: Store) -> None:
    records = [place(op, make) for op in ("COARSE", "FINE") for make in (row, last)]
    records += [place(op, row, duration_ms=MINUTE) for op in ("FINE", "COARSE")]
    (one,) = put(store, *records)

    assert (one.op, one.precision_ms, one.line) == ("FINE_LOCATION", 1, 4)
    assert witness_lines(store, one.id) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "other",
    [{"tag": "x"}, {"uid_state": "bg"}, {"flags": "tpd"}, {"kind": Kind.REJECT}, {"uid": 10_102}],
    ids=lambda other: next(iter(other)),
)
def test_location_asked_for_otherwise_is_another_access(
    store: Store, other: dict[str, object]
) -> None:
    assert len(put(store, place("FINE"), place("COARSE", **other))) == 2


def test_one_coarse_note_goes_with_one_of_two_fine_ones(store: Store) -> None:
    rows = put(store, place("FINE"), place("FINE", after_ms=900), place("COARSE", after_ms=700))

    assert [(each.op, len(query.witnesses(store, each.id))) for each in rows] == [
        ("FINE_LOCATION", 1),
        ("FINE_LOCATION", 2),
    ]


# --- what is shown, filtered and counted


def test_one_access_told_by_every_record_counts_once(store: Store) -> None:
    put(store, row(), row(duration_ms=MINUTE), last(20_000), session(20_300, duration_ms=30_000))
    (app,) = query.apps(store)
    (one,) = query.events(store)

    assert (app.events, app.accesses, app.background) == (1, 1, 0)
    assert (one.time_ms, one.duration_ms) == (THEN + 20_000, 30_000)
    assert len(list(query.events(store, EventFilter(unmerged=True)))) == 4


def test_a_filter_by_source_finds_every_witness(store: Store) -> None:
    put(store, row(), last(20_000))

    for source, number in ((Source.LAST, 1), (Source.DISCRETE, 1), (Source.AUDIO, 0)):
        wanted = EventFilter(sources=frozenset({source}))
        assert len(list(query.events(store, wanted))) == number
    assert query.columns(store).is_partial.tolist() == [False]


def test_a_link_to_an_event_that_was_merged_opens_what_it_became(store: Store) -> None:
    rows = put(store, row(), last(20_000))
    members = [n for (n,) in store.db.execute("SELECT id FROM events")]

    assert len(members) == 2
    for number in members:
        assert query.event(store, number) == rows[0]
        assert query.raw_context(store, number).line == 2
        assert witness_lines(store, number) == [1, 2]


def test_views_name_the_merged_event_of_every_record(store: Store) -> None:
    (one,) = put(store, row(), last(20_000))

    records = store.db.execute("SELECT event_id, source FROM v_records ORDER BY line").fetchall()
    assert records == [(one.id, "discrete"), (one.id, "last")]
    told = "SELECT event_id, source, sources, time_ms, more, is_explained FROM v_events"
    assert store.db.execute(told).fetchall() == [
        (one.id, "last", "last|discrete", THEN + 20_000, 1, 0)
    ]


# --- whatever a phone writes

OPS = ("FINE_LOCATION", "COARSE_LOCATION", "RECORD_AUDIO")
TIMES = st.one_of(
    st.integers(0, 4).map(lambda n: n * MINUTE), st.integers(0, 8).map(lambda n: n * 700 + 58_000)
)


@st.composite
def records_of_all_sorts(draw: st.DrawFn) -> Event:
    source = draw(st.sampled_from([Source.LAST, Source.DISCRETE, Source.DISCRETE, Source.AUDIO]))
    after_ms = draw(TIMES)
    is_minute = source is Source.DISCRETE and after_ms % MINUTE == 0
    is_session = source is Source.AUDIO
    count = draw(st.sampled_from([None, None, 0, 1])) if source is Source.DISCRETE else None
    return event(
        time_ms=THEN + after_ms,
        precision_ms=MINUTE if is_minute else 1,
        source=source,
        op="RECORD_AUDIO" if is_session else draw(st.sampled_from(OPS)),
        tag=None if is_session else draw(st.sampled_from([None, "a"])),
        uid_state=None if is_session else draw(st.sampled_from(["top", "top", "bg"])),
        flags=None if is_session else "s",
        kind=draw(st.sampled_from([Kind.ACCESS, Kind.ACCESS, Kind.ACCESS, Kind.REJECT])),
        duration_ms=draw(st.sampled_from([None, None, MINUTE, 2 * MINUTE])),
        count=count,
    )


CAPTURES = st.lists(
    st.lists(records_of_all_sorts(), min_size=1, max_size=14), min_size=1, max_size=3
)


def members(store: Store) -> dict[int, set[int]]:
    """Merged event -> the records that are its witnesses."""
    found: dict[int, set[int]] = {}
    for number, record in store.db.execute("SELECT event_id, record_id FROM v_records"):
        found.setdefault(number, set()).add(record)
    return found


def derived(store: Store) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for name in ("merged_events", "merged_into", "known_counts"):
        rows += store.db.execute(f"SELECT * FROM {name} ORDER BY 1")
    return rows


@settings(deadline=None, max_examples=60)
@given(captures=CAPTURES)
def test_every_record_is_of_one_event_and_a_later_capture_tears_none_apart(
    tmp_path_factory: pytest.TempPathFactory, captures: Sequence[Sequence[Event]]
) -> None:
    with Store.create(tmp_path_factory.mktemp("merge") / "case") as store:
        before: dict[int, set[int]] = {}
        for number, records in enumerate(captures):
            shown = put(store, *records, name=f"c{number}", at_ms=NOW_MS + number)
            now = members(store)
            rows = list(query.events(store, EventFilter(unmerged=True)))

            assert sum(map(len, now.values())) == len(rows)
            assert now.keys() == {each.id for each in shown}
            assert all(before[each] <= now[each] for each in before)
            assert_are_one(now, {-each.id: each for each in rows})
            before = now
        again = derived(store)
        with store.transaction() as db:
            merged.rebuild(db)
        assert derived(store) == again


def assert_are_one(found: dict[int, set[int]], rows: dict[int, EventRow]) -> None:
    """What is one event shares who and how, and can have happened at one time."""
    for records in found.values():
        mine = [rows[record] for record in records]
        notes = [each for each in mine if each.source != Source.AUDIO]
        assert len({(each.uid, each.package, each.kind) for each in mine}) == 1
        assert len({(each.attribution_tag, each.uid_state) for each in notes}) <= 1
        assert {each.op for each in mine} <= set(OPS[:2]) or len({each.op for each in mine}) == 1
        times = [(each.time_ms or 0, (each.time_ms or 0) + each.precision_ms - 1) for each in mine]
        apart = max(begin for begin, _ in times) - min(end for _, end in times)
        assert apart <= 2 * SECOND


def test_the_columns_of_another_phone_are_not_mixed_in(store: Store) -> None:
    other = replace(PHONE, device_id="OTHER", serial="OTHER")
    load(store, "one", [row()])
    load(store, "two", [last(5_000)], device=other)

    assert len(list(query.events(store))) == 2
