"""What was true when, however exact changes and questions are: compared with every possibility."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.steps import NO, UNKNOWN_STATE, YES, Points, Steps

Row = tuple[int, int, int, int]  # subject, time, precision, state


def steps(*rows: Row) -> Steps:
    table = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    order = np.arange(len(rows))
    return Steps(Points(table[0], table[1], table[2], table[3].astype(np.int8), order))


def at(found: Steps, subject: int, time: int, precision: int = 1) -> int:
    asked = (np.array([each], dtype=np.int64) for each in (subject, time, precision))
    return int(found.at(*asked)[0])


def test_a_change_holds_from_its_moment_until_the_next_one() -> None:
    screen = steps((0, 100, 1, YES), (0, 200, 1, NO))

    assert [at(screen, 0, time) for time in (99, 100, 199, 200, 10**15)] == [
        UNKNOWN_STATE,
        YES,
        YES,
        NO,
        NO,
    ]


def test_within_a_change_known_to_the_second_nothing_is_known() -> None:
    screen = steps((0, 0, 1, YES), (0, 2000, 1000, NO))

    assert [at(screen, 0, time) for time in (1999, 2000, 2998, 2999)] == [
        YES,
        UNKNOWN_STATE,
        UNKNOWN_STATE,
        NO,
    ]


def test_a_wide_event_is_known_only_where_nothing_changes_within_it() -> None:
    screen = steps((0, 0, 1, YES), (0, 60_000, 1, NO))

    assert at(screen, 0, 0, 60_000) == YES
    assert at(screen, 0, 0, 60_001) == UNKNOWN_STATE
    assert at(screen, 0, 1, 60_000) == UNKNOWN_STATE
    assert at(screen, 0, 60_000, 60_000) == NO


def test_a_change_to_the_same_state_is_no_change() -> None:
    screen = steps((0, 0, 1, YES), (0, 500, 1000, YES))

    assert at(screen, 0, 700, 60_000) == YES


def test_subjects_do_not_mix_and_one_that_is_not_there_is_unknown() -> None:
    found = steps((0, 100, 1, YES), (2, 50, 1, NO))

    assert [at(found, subject, 1000) for subject in (-1, 0, 1, 2, 3)] == [
        UNKNOWN_STATE,
        YES,
        UNKNOWN_STATE,
        NO,
        UNKNOWN_STATE,
    ]


def test_coarse_and_exact_texts_that_end_differently_leave_the_end_open() -> None:
    """The coarse YES may have come before or after the exact NO within the same second."""
    found = steps((0, 0, 1, NO), (0, 5000, 1000, YES), (0, 5200, 1, NO), (0, 9000, 1, YES))

    assert at(found, 0, 4999) == NO
    assert at(found, 0, 7000) == UNKNOWN_STATE
    assert at(found, 0, 9000) == YES


def test_equally_coarse_changes_of_one_second_keep_the_order_of_their_lines() -> None:
    found = steps((0, 0, 1000, YES), (0, 5000, 1000, NO), (0, 5000, 1000, YES))

    assert at(found, 0, 5500) == UNKNOWN_STATE
    assert at(found, 0, 6000) == YES


def test_the_time_since_a_yes_became_no_is_as_exact_as_both_ends() -> None:
    found = steps((0, 0, 1, YES), (0, 1000, 1000, NO), (1, 0, 1, NO))
    columns = np.array([[0, 0, 1], [5000, 500, 5000], [60, 1, 1]], dtype=np.int64)

    least, width, is_known = found.since(*columns)

    assert is_known.tolist() == [True, False, False]
    assert (least[0], width[0]) == (5000 - 1999, 60 + 999)


def test_intervals_say_where_the_record_ends_and_not_the_state() -> None:
    found = steps((0, 0, 1, YES), (0, 10, 1, NO), (0, 20, 5, YES), (0, 30, 1, UNKNOWN_STATE))

    on = found.intervals()

    assert on.begin_ms.tolist() == [0, 20]
    assert on.begin_precision_ms.tolist() == [1, 5]
    assert on.end_ms.tolist() == [10, 30]
    assert on.ends_known.tolist() == [True, False]


def test_nothing_recorded_is_nothing_known() -> None:
    empty = steps()

    assert at(empty, 0, 5) == UNKNOWN_STATE
    assert len(empty.intervals()) == 0
    least, width, is_known = empty.since(*(np.array([5], dtype=np.int64) for _ in range(3)))
    assert (least[0], width[0], is_known[0]) == (0, 0, False)


WIDTH = st.sampled_from([1, 3, 7])
CHANGES = st.lists(st.tuples(st.integers(0, 30), WIDTH, st.sampled_from([YES, NO])), max_size=5)


def possible(changes: list[tuple[int, int, int]], time: int, width: int) -> set[int]:
    """Every state that can have held at some moment of a stretch, by trying all true times.

    Changes of one width are of one text, so their order is that of the lines.
    """
    found: set[int] = set()
    spans = [range(begin, begin + precision) for begin, precision, _ in changes]
    for times in product(*spans):
        by_width: dict[int, list[int]] = {}
        for moment, (_, precision, _) in zip(times, changes, strict=True):
            by_width.setdefault(precision, []).append(moment)
        if any(each != sorted(each) for each in by_width.values()):
            continue
        told = sorted(
            (moment, index, state)
            for index, (moment, (_, _, state)) in enumerate(zip(times, changes, strict=True))
        )
        for moment in range(time, time + width):
            before = [state for when, _, state in told if when <= moment]
            found.add(before[-1] if before else UNKNOWN_STATE)
    return found


@settings(max_examples=150, deadline=None)
@given(CHANGES, st.integers(0, 40), WIDTH)
def test_what_is_said_is_what_every_possible_course_of_events_says(
    changes: list[tuple[int, int, int]], time: int, width: int
) -> None:
    rows = sorted(changes, key=lambda change: change[0])

    said = at(steps(*((0, *row) for row in rows)), 0, time, width)

    assert said == UNKNOWN_STATE or possible(rows, time, width) == {said}


@settings(max_examples=200, deadline=None)
@given(CHANGES, st.integers(0, 40), WIDTH, st.integers(0, 8), st.integers(0, 8))
def test_a_wider_event_never_knows_otherwise(
    changes: list[tuple[int, int, int]], time: int, width: int, before: int, after: int
) -> None:
    found = steps(*((0, *row) for row in sorted(changes, key=lambda change: change[0])))

    wide = at(found, 0, time - before, width + before + after)

    assert wide in (UNKNOWN_STATE, at(found, 0, time, width))


@settings(max_examples=150, deadline=None)
@given(CHANGES, st.integers(0, 40), st.integers(1, 9))
def test_coarser_changes_never_know_otherwise(
    changes: list[tuple[int, int, int]], time: int, coarser: int
) -> None:
    rows = sorted(changes, key=lambda change: change[0])
    # One text: what a coarse clock makes of times whose order is known.
    exact = steps(*((0, begin, 1, state) for begin, _, state in rows))
    coarse = steps(*((0, begin - begin % coarser, coarser, state) for begin, _, state in rows))

    assert at(coarse, 0, time) in (UNKNOWN_STATE, at(exact, 0, time))
