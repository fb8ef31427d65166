"""When to ask what: as often as wished while the phone has to do little for it, else less often.

What a question costs is the time from asking to the end of the answer. If asking everything as
often as wished would keep the phone busy for more than a share of the time, all questions come
later by the same factor. That rests on what answers have cost lately; so that it holds whatever
they cost next, of the time that passes that share is credited, each answer is paid for from that,
and a question waits until there is enough for what it is taken to cost. So the share holds from
the first moment on, but for what an answer takes longer than the ones before it. Only after a gap
the question for everything is asked at once, on credit. The questions take a little less
than the share: what is left pays for readings of the clock.
"""

from collections.abc import Mapping

from auditor.live.plan import WHOLE, Poll

DUTY = 0.02
_FOR_QUESTIONS = 0.98  # of the share
SAVED_MS = 1_000  # at most so much is saved, or what the dearest question costs
LENT_MS = 3_000  # so much the question after a gap may overdraw
_GUESS_MS = 100  # what a question costs that was never asked, if nothing else is known
_NEWEST = 0.2  # the weight of the newest answer in what a question is taken to cost
_NEVER = 1_000_000  # wishes that what was never asked is late


class Rhythm:
    """The questions of a watch, and when each is due. All times are a steady clock's.

    `costs` are those of questions that were answered just now, by the first reading.
    """

    def __init__(
        self,
        polls: list[Poll],
        now_ms: int,
        duty: float = DUTY,
        costs: Mapping[str, int] | None = None,
    ) -> None:
        self.polls = polls
        self._duty = duty
        names = {poll.asked for poll in polls}
        self._cost_ms = {name: float(c) for name, c in (costs or {}).items() if name in names}
        self._guess_ms = min(self._cost_ms.values(), default=float(_GUESS_MS))
        self._asked = dict.fromkeys(self._cost_ms, now_ms)
        self._on_credit: Poll | None = None
        self._account_ms = 0.0
        self._counted_ms = now_ms
        self.spent_ms = 0
        self.slower = 1.0  # for another reason than its work; the share is smaller by that, too

    @property
    def every_ms(self) -> int | None:
        """How often the quickest question about accesses is asked; None until its cost is known."""
        found = [p for p in self.polls if p.is_accesses]
        if not found or any(poll.asked not in self._cost_ms for poll in found):
            return None
        return round(min(poll.wish_ms for poll in found) * self.factor)

    @property
    def factor(self) -> float:
        """How many times less often than wished everything is asked."""
        busy = sum(self._cost_of(poll) / poll.wish_ms for poll in self.polls)
        return self.slower * max(1.0, busy / (self._duty * _FOR_QUESTIONS))

    def next(self, now_ms: int) -> tuple[Poll | None, int]:
        """Give the question to ask now, or how long to wait until there is one (milliseconds)."""
        self._credit(now_ms)
        if not self.polls:
            return None, SAVED_MS
        factor = self.factor
        due = [self._wait_ms(poll, now_ms, factor) for poll in self.polls]
        waits = [
            max(0, wait, self._until_paid_ms(poll))
            for poll, wait in zip(self.polls, due, strict=True)
        ]
        wait_ms = min(waits)
        if wait_ms:
            return None, wait_ms
        late = [
            (wait / poll.wish_ms, at)
            for at, (poll, wait) in enumerate(zip(self.polls, due, strict=True))
            if not waits[at]
        ]
        return self.polls[min(late)[1]], 0

    def asked(self, poll: Poll, begun_ms: int, cost_ms: int) -> None:
        """Note that a question was asked, and what its answer cost."""
        name = poll.asked
        self._asked[name] = begun_ms
        if poll is self._on_credit:
            self._on_credit = None
        before = self._cost_ms.get(name)
        self._cost_ms[name] = cost_ms if before is None else before + (cost_ms - before) * _NEWEST
        self.spend(cost_ms)

    def spend(self, cost_ms: int) -> None:
        """Pay for an answer from the account."""
        self._account_ms -= cost_ms
        self.spent_ms += cost_ms

    def again(self, now_ms: int) -> None:
        """Begin anew after a gap, in which nothing was earned: with everything at once."""
        self._counted_ms = now_ms
        self._asked = dict.fromkeys(self._asked, now_ms)
        wholes = (poll for poll in self.polls if poll.step.command in WHOLE)
        self._on_credit = next(wholes, next(iter(self.polls), None))
        if self._on_credit is not None:
            self._asked.pop(self._on_credit.asked, None)

    def drop(self, poll: Poll) -> None:
        """Never ask this again."""
        self.polls.remove(poll)

    def _cost_of(self, poll: Poll) -> float:
        return self._cost_ms.get(poll.asked, self._guess_ms)

    def _credit(self, now_ms: int) -> None:
        earned_ms = max(0, now_ms - self._counted_ms) * self._duty / self.slower
        most_ms = max(SAVED_MS, *map(self._cost_of, self.polls))
        self._account_ms = min(most_ms, self._account_ms + earned_ms)
        self._counted_ms = now_ms

    def _until_paid_ms(self, poll: Poll) -> int:
        """How long until a question can be paid for."""
        needed_ms = -LENT_MS if poll is self._on_credit else self._cost_of(poll)
        missing_ms = needed_ms - self._account_ms
        return int(missing_ms * self.slower / self._duty) + 1 if missing_ms > 0 else 0

    def _wait_ms(self, poll: Poll, now_ms: int, factor: float) -> int:
        last_ms = self._asked.get(poll.asked)
        if last_ms is None:
            return -_NEVER * poll.wish_ms
        return last_ms + round(poll.wish_ms * factor) - now_ms
