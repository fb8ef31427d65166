"""The gaps of a watch: since when, why, and which of two reasons is said."""

from auditor.live.gaps import SETTLES_MS, Gaps
from auditor.manifest import Gap


class Written:
    """Gaps, and what they wrote."""

    def __init__(self) -> None:
        self.lines: list[tuple[Gap, bool]] = []
        self.changes = 0
        self.gaps = Gaps(1_000, self._count)
        self.gaps.begin_capture(lambda gap, is_open: self.lines.append((gap, is_open)))

    def _count(self) -> None:
        self.changes += 1

    @property
    def ended(self) -> list[Gap]:
        return [gap for gap, is_open in self.lines if not is_open]


def test_a_gap_lasts_from_the_last_answer_to_the_begin_of_the_next() -> None:
    told = Written()
    told.gaps.see(4_900, 5_000)

    told.gaps.lose("unplugged", 7_000)
    told.gaps.lose("unplugged", 8_000)
    told.gaps.see(9_000, 9_100)

    assert told.lines == [
        (Gap(5_000, 7_000, "unplugged"), True),
        (Gap(5_000, 9_000, "unplugged"), False),
    ]
    assert told.changes == 2
    assert (told.gaps.count, told.gaps.length_ms) == (1, 4_000)


def test_what_is_learned_later_takes_the_place_of_the_first_reason() -> None:
    told = Written()

    told.gaps.lose("unplugged", 2_000)
    told.gaps.lose("unauthorized", 3_000)
    told.gaps.lose("rebooted", 4_000)
    told.gaps.end_capture(5_000)

    assert told.ended == [Gap(1_000, 5_000, "rebooted")]


def test_a_phone_that_is_listed_late_after_a_restart_of_the_server_is_not_said_to_be_gone() -> None:
    told = Written()

    told.gaps.lose("server_gone", 2_000)
    told.gaps.lose("unplugged", 3_000)
    told.gaps.lose("unplugged", 3_000 + SETTLES_MS - 1)
    told.gaps.see(15_000, 15_100)

    assert told.ended == [Gap(1_000, 15_000, "server_gone")]


def test_after_a_sleep_a_phone_that_stays_away_has_a_gap_of_its_own() -> None:
    told = Written()

    told.gaps.lose("asleep", 2_000)
    told.gaps.lose("unplugged", 3_000)
    told.gaps.lose("unplugged", 3_000 + SETTLES_MS)
    told.gaps.see(20_000, 20_100)

    assert told.ended == [Gap(1_000, 3_000, "asleep"), Gap(3_000, 20_000, "unplugged")]


def test_a_clock_that_is_set_back_makes_no_gap_that_ends_before_it_begins() -> None:
    told = Written()
    told.gaps.see(90_000, 91_000)

    told.gaps.lose("unplugged", 5_000)
    told.gaps.see(4_000, 4_100)

    assert told.ended == [Gap(5_000, 5_000, "unplugged")]
    assert told.gaps.length_ms == 0
