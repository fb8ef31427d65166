"""What a watched phone says again, told apart from what it says for the first time."""

from dataclasses import replace

from auditor.live.recorder import raw_file
from auditor.manifest import RawFile
from auditor.records import DataType, Event, OpMode, Source
from auditor.repeats import Told
from auditor.rows import Record
from tests.core.lives import access

DUMP = raw_file("a", "appops", {}, "", 1, 2)
ONE_OP = raw_file("b", "appops_op", {"op": "RECORD_AUDIO"}, "", 1, 2)
LAST = access(source=Source.LAST)
MODE = OpMode(10_100, "com.example.chat", "CAMERA", "allow", None, None, 4)


def fresh(told: Told, records: list[Record], raw: RawFile = DUMP) -> list[Record]:
    sifted = told.sift(raw, records)
    told.accept(sifted)
    return sifted.fresh


def later(event: Event, by_ms: int) -> Event:
    assert event.time_ms is not None
    return replace(event, time_ms=event.time_ms + by_ms)


def test_an_access_told_again_is_no_news_whichever_command_prints_it() -> None:
    told = Told()

    assert fresh(told, [LAST]) == [LAST]
    assert fresh(told, [replace(LAST, line=99)]) == []
    assert fresh(told, [LAST], ONE_OP) == []
    assert fresh(told, [later(LAST, 1)], ONE_OP) == [later(LAST, 1)]


def test_an_access_that_runs_is_told_at_its_begin_and_its_end() -> None:
    told = Told()
    running = replace(LAST, running=True, duration_ms=10)

    assert fresh(told, [running]) == [running]
    assert fresh(told, [replace(running, duration_ms=2_000)]) == []
    ended = replace(LAST, duration_ms=3_000)
    assert fresh(told, [ended]) == [ended]


def test_a_vague_time_is_the_same_within_its_precision() -> None:
    told = Told()
    vague = replace(LAST, precision_ms=1_000)

    assert fresh(told, [vague]) == [vague]
    assert fresh(told, [later(vague, 900)]) == []
    assert fresh(told, [later(vague, 5_000)]) == [later(vague, 5_000)]


def test_a_mode_that_goes_and_comes_back_is_told_each_time() -> None:
    told = Told()
    denied = replace(MODE, mode="ignore")

    assert [fresh(told, [each]) for each in (MODE, MODE, denied, MODE)] == [
        [MODE],
        [],
        [denied],
        [MODE],
    ]


def test_equal_rows_of_a_log_are_told_together_when_there_is_one_more() -> None:
    told = Told()
    row = access()

    assert fresh(told, [row]) == [row]
    assert fresh(told, [row]) == []
    assert fresh(told, [row, row]) == [row, row]


def test_counts_over_periods_are_never_left_out() -> None:
    told = Told()
    history = replace(DUMP, command="appops_history")

    assert fresh(told, [LAST], history) == [LAST]
    assert fresh(told, [LAST], history) == [LAST]


def test_only_chosen_kinds_are_news() -> None:
    sifted = Told().sift(DUMP, [access(op="VIBRATE", source=Source.LAST), MODE])

    assert sifted.has_news(frozenset({DataType.CAMERA}))
    assert not sifted.has_news(frozenset({DataType.MICROPHONE}))


def test_what_a_copy_learns_stays_with_it() -> None:
    told = Told()
    fresh(told.copy(), [LAST, MODE])

    assert fresh(told, [LAST, MODE]) == [LAST, MODE]
