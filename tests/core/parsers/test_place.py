"""Which access of an op in use is the one that runs, also after the clock was moved."""

import pytest

from auditor.parsers.place import in_use

NOW, HOUR = 10_000_000, 3_600_000


@pytest.mark.parametrize(
    ("accesses", "running"),
    [
        ([(NOW - 5000, 5000)], [0]),
        ([(NOW - 5000, 5049), (NOW - 9000, 4000)], [0]),  # printed 49 ms after `now` was taken
        ([(NOW - 9000, 4000), (NOW - 5000, None)], [1]),  # Android 10 tells no length
        ([(NOW - 5000, 5049), (NOW - 3000, 3050)], [0, 1]),  # another client, by another flag
        ([(NOW - 5000, 4000)], []),  # began with the op, but is over
        ([(NOW - 3000, 3050)], [0]),  # the one that began with the op was replaced
        ([(NOW - 9000, None)], []),
        ([], []),
    ],
)
def test_it_began_with_the_op_and_lasts_until_the_dump(
    accesses: list[tuple[int, int | None]], running: list[int]
) -> None:
    assert in_use(accesses, 5000, NOW) == running


@pytest.mark.parametrize("moved", [-10 * HOUR, -30_000, 30_000, 10 * HOUR])
def test_after_a_change_of_the_clock_its_length_tells(moved: int) -> None:
    over, lasting = (NOW - 700_000, 1000), (NOW - 5000 - moved, 5003)
    assert in_use([over, lasting], 5000, NOW) == [1]


def test_a_run_that_is_over_in_the_future_is_not_taken_for_it() -> None:
    over, lasting = (NOW + 1000, 8000), (NOW + 10_000, 5000)
    assert in_use([over, lasting], 5000, NOW) == [1]
    assert in_use([over], 5000, NOW) == []
    assert in_use([lasting, lasting], 5000, NOW) == []
