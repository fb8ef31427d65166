"""When to ask what: as often as wished while the phone has to do little for it, else less often.

What a question costs is the time from asking to the end of the answer. If asking everything as
often as wished would keep the phone busy for more than a share of the time, all questions come
later by the same factor. That rests on what answers have cost lately; so that it holds whatever
they cost next, of the time that passes that share is credited, each answer is paid for from that,
and nothing is asked while the account is overdrawn by more than LENT_MS. The questions take a
little less: what is left pays for readings of the clock and the first round of a capture.
"""

from auditor.live.plan import Poll

DUTY = 0.02
_FOR_QUESTIONS = 0.98  # of the share
SAVED_MS, LENT_MS = 1_000, 3_000
_GUESS_MS = 100  # what a question costs that was never asked
_NEWEST = 0.2  # the weight of the newest answer in what a question is taken to cost
_NEVER = 1_000_000  # wishes that what was never asked is late


class Rhythm:
    """The questions of a watch, and when each is due. All times are a steady clock's."""

    def __init__(self, polls: list[Poll], now_ms: int, duty: float = DUTY) -> None:
        self.polls = polls
        self._duty = duty
        self._asked: dict[str, int] = {}
        self._cost_ms: dict[str, float] = {}
        self._account_ms = 0.0
        self._counted_ms = now_ms
        self.spent_ms = 0

    @property
    def factor(self) -> float:
        """How many times less often than wished everything is asked."""
        busy = sum(self._cost_ms.get(p.asked, _GUESS_MS) / p.wish_ms for p in self.polls)
        return max(1.0, busy / (self._duty * _FOR_QUESTIONS))

    def next(self, now_ms: int) -> tuple[Poll | None, int]:
        """Give the question to ask now, or how long to wait until there is one (milliseconds)."""
        self._credit(now_ms)
        if not self.polls:
            return None, SAVED_MS
        factor = self.factor
        waits = [self._wait_ms(poll, now_ms, factor) for poll in self.polls]
        late = [wait / poll.wish_ms for poll, wait in zip(self.polls, waits, strict=True)]
        first = late.index(min(late))
        over_ms = -self._account_ms - LENT_MS
        debt_ms = int(over_ms / self._duty) + 1 if over_ms > 0 else 0
        wait_ms = max(0, debt_ms, min(waits))
        return (None, wait_ms) if wait_ms else (self.polls[first], 0)

    def asked(self, poll: Poll, begun_ms: int, cost_ms: int) -> None:
        """Note that a question was asked, and what its answer cost."""
        name = poll.asked
        self._asked[name] = begun_ms
        before = self._cost_ms.get(name)
        self._cost_ms[name] = cost_ms if before is None else before + (cost_ms - before) * _NEWEST
        self.spend(cost_ms)

    def spend(self, cost_ms: int) -> None:
        """Pay for an answer from the account."""
        self._account_ms -= cost_ms
        self.spent_ms += cost_ms

    def again(self, now_ms: int) -> None:
        """Let everything be due at once, as after a gap. Time without a phone earns nothing."""
        self._asked.clear()
        self._counted_ms = now_ms

    def drop(self, poll: Poll) -> None:
        """Never ask this again."""
        self.polls.remove(poll)

    def _credit(self, now_ms: int) -> None:
        earned_ms = max(0, now_ms - self._counted_ms) * self._duty
        self._account_ms = min(float(SAVED_MS), self._account_ms + earned_ms)
        self._counted_ms = now_ms

    def _wait_ms(self, poll: Poll, now_ms: int, factor: float) -> int:
        last_ms = self._asked.get(poll.asked)
        if last_ms is None:
            return -_NEVER * poll.wish_ms
        return last_ms + round(poll.wish_ms * factor) - now_ms
