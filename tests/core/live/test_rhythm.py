"""When a watch asks what: wishes where they cost little, else the phone's peace first."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.capture_plan import Step
from auditor.live.plan import Poll, polls_of
from auditor.live.rhythm import DUTY, LENT_MS, Rhythm
from auditor.records import DataType

HOUR = 3_600_000


def live(
    rhythm: Rhythm,
    costs: dict[str, int],
    until_ms: int,
    now: int = 0,
    check: Callable[[int], None] | None = None,
) -> dict[str, int]:
    """Let time pass as the rhythm says; gives how often each question was asked.

    `check` is called with the time after each answer.
    """
    asked = dict.fromkeys(costs, 0)
    while now < until_ms:
        poll, wait_ms = rhythm.next(now)
        if poll is None:
            assert wait_ms > 0
            now += wait_ms
            continue
        cost_ms = costs[poll.asked]
        rhythm.asked(poll, now, cost_ms)
        asked[poll.asked] += 1
        now += cost_ms
        if check is not None:
            check(now)
    return asked


def test_what_costs_little_is_asked_as_often_as_wished() -> None:
    polls = [Poll(Step("camera"), 2_000), Poll(Step("audio"), 30_000)]

    asked = live(Rhythm(polls, 0), {"camera": 10, "audio": 20}, HOUR)

    assert asked["camera"] == pytest.approx(HOUR / 2_000, rel=0.02)
    assert asked["audio"] == pytest.approx(HOUR / 30_000, rel=0.02)


def test_what_costs_too_much_is_asked_less_often_all_by_the_same_factor() -> None:
    polls = [Poll(Step("camera"), 2_000), Poll(Step("audio"), 30_000)]
    rhythm = Rhythm(polls, 0)

    asked = live(rhythm, {"camera": 100, "audio": 900}, 4 * HOUR)

    assert rhythm.factor == pytest.approx((100 / 2_000 + 900 / 30_000) / DUTY, rel=0.03)
    assert asked["camera"] == pytest.approx(4 * HOUR / 2_000 / rhythm.factor, rel=0.02)
    assert asked["audio"] == pytest.approx(4 * HOUR / 30_000 / rhythm.factor, rel=0.02)
    assert rhythm.spent_ms / (4 * HOUR) == pytest.approx(DUTY, rel=0.03)


COSTS = st.lists(st.integers(1, 5_000), min_size=1, max_size=6)
WISHES = st.lists(st.integers(1_000, 900_000), min_size=6, max_size=6)


def some(costs: list[int], wishes: list[int]) -> tuple[list[Poll], dict[str, int]]:
    polls = [
        Poll(Step("appops_op", {"op": str(i)}), wish) for i, wish in enumerate(wishes[: len(costs)])
    ]
    return polls, {poll.asked: cost for poll, cost in zip(polls, costs, strict=True)}


@given(COSTS, WISHES)
def test_the_share_holds_from_the_first_moment_when_the_costs_are_known(
    costs: list[int], wishes: list[int]
) -> None:
    polls, each = some(costs, wishes)
    rhythm = Rhythm(polls, 0, costs=each)

    def check(now_ms: int) -> None:
        assert rhythm.spent_ms <= DUTY * now_ms + 0.001

    live(rhythm, each, HOUR, check=check)


@given(COSTS, WISHES)
def test_what_is_dearer_than_thought_is_all_that_can_pass_the_share(
    costs: list[int], wishes: list[int]
) -> None:
    polls, each = some(costs, wishes)
    rhythm = Rhythm(polls, 0)

    def check(now_ms: int) -> None:
        assert rhythm.spent_ms <= DUTY * now_ms + max(costs)

    live(rhythm, each, HOUR, check=check)


def test_what_is_dear_is_saved_for_while_the_rest_goes_on() -> None:
    polls = [Poll(Step("camera"), 2_000), Poll(Step("appops"), 30_000)]
    rhythm = Rhythm(polls, 0, costs={"camera": 30, "appops": 4_000})

    asked = live(rhythm, {"camera": 30, "appops": 4_000}, 4 * HOUR)

    assert asked["appops"] == pytest.approx(4 * HOUR / 30_000 / rhythm.factor, rel=0.05)
    assert asked["camera"] == pytest.approx(4 * HOUR / 2_000 / rhythm.factor, rel=0.05)


def test_a_capture_with_its_first_round_and_its_clocks_stays_within_the_share() -> None:
    polls = polls_of(34)
    rhythm = Rhythm(polls, 0)
    costs = dict.fromkeys((poll.asked for poll in polls), 40) | {"appops_discrete": 300}

    for minute in range(0, 6 * 60, 5):
        rhythm.spend(20)
        live(rhythm, costs, (minute + 5) * 60_000, minute * 60_000)

    assert 0.95 * DUTY < rhythm.spent_ms / (6 * HOUR) <= DUTY


def test_after_a_gap_everything_is_asked_at_once_and_the_gap_earned_nothing() -> None:
    polls = [Poll(Step("camera"), 2_000), Poll(Step("appops"), 30_000)]
    costs = {"camera": 30, "appops": 2_000}
    rhythm = Rhythm(polls, 0, costs=costs)
    live(rhythm, costs, HOUR)
    spent_ms = rhythm.spent_ms

    rhythm.again(20 * HOUR)
    poll, _ = rhythm.next(20 * HOUR)

    assert poll is polls[1], "one answer tells of every operation"
    assert live(rhythm, costs, 21 * HOUR, 20 * HOUR)["camera"] > 0
    assert rhythm.spent_ms - spent_ms <= DUTY * HOUR + LENT_MS + 2_000


def test_a_phone_that_comes_and_goes_is_not_asked_for_everything_all_the_time() -> None:
    polls = [Poll(Step("appops"), 30_000)]
    rhythm = Rhythm(polls, 0, costs={"appops": 2_000})

    for minute in range(600):
        rhythm.again(minute * 60_000)
        live(rhythm, {"appops": 2_000}, minute * 60_000 + 30_000, minute * 60_000)

    assert rhythm.spent_ms <= DUTY * 600 * 60_000 + LENT_MS + 2_000


def test_before_single_ops_can_be_asked_the_whole_dump_is() -> None:
    assert [poll.asked for poll in polls_of(26)] == ["appops", "camera", "usagestats_dates"]
    assert "appops_op RECORD_AUDIO" in [poll.asked for poll in polls_of(28)]
    assert "appops_discrete" not in [poll.asked for poll in polls_of(30)]
    photos = [poll.asked for poll in polls_of(33, [DataType.PHOTOS])]
    assert photos[:2] == ["appops_op READ_MEDIA_IMAGES", "appops_op READ_MEDIA_VIDEO"]
    assert "appops_op READ_EXTERNAL_STORAGE" in [p.asked for p in polls_of(32, [DataType.PHOTOS])]
