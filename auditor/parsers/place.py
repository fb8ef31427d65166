"""Where in the op section a line stands: below which uid, package, op and attribution tag."""

from collections.abc import Sequence

from auditor.clock import DumpClock
from auditor.parsers.tokens import or_none
from auditor.records import Event, Kind

Span = tuple[int, int | None]  # when an access began, and how long it has lasted

CLOCKS_APART_MS = 5  # a run's time and its length are kept by two clocks, read one after the other

_LONGEST_DUMP_MS = 60_000  # dumpsys gives up then
_ALIKE_MS = 1000  # the farther two lengths may be apart, the likelier a run that is over fits


def in_use(accesses: Sequence[Span], elapsed_ms: int, now_ms: int) -> list[int]:
    """Tell which accesses of an op that has run for `elapsed_ms` are the ones that run.

    The op runs since the first of them began. From API 30 on each tells how long it has lasted,
    measured while the dump is printed: until `now` and a little on. Where none began with the op,
    the clock was moved meanwhile (then its length alone can tell, if only one fits) or another
    access of its key has taken its place (then others may still run).
    """
    started_ms = now_ms - elapsed_ms
    lasting = [i for i, (time_ms, lasted) in enumerate(accesses) if _lasts(time_ms, lasted, now_ms)]
    found = [i for i in lasting if abs(accesses[i][0] - started_ms) <= CLOCKS_APART_MS]
    if found:
        return [i for i in lasting if i in found or accesses[i][1] is not None]
    lengths = [(i, lasted) for i, (_, lasted) in enumerate(accesses) if lasted is not None]
    alike = [i for i, lasted in lengths if -CLOCKS_APART_MS <= lasted - elapsed_ms <= _ALIKE_MS]
    if len(alike) == 1:
        return alike
    return [i for i in lasting if accesses[i][1] is not None and accesses[i][0] <= now_ms]


def _lasts(time_ms: int, lasted_ms: int | None, now_ms: int) -> bool:
    """Say whether an access may still last at the dump; one that tells no length may."""
    if lasted_ms is None:
        return True
    return -CLOCKS_APART_MS <= time_ms + lasted_ms - now_ms <= _LONGEST_DUMP_MS


class Place:
    """The headers above the current line. None: there is none, or it was not understood."""

    __slots__ = ("clock", "held", "in_block", "is_lost", "kind", "op", "package", "tag", "uid")

    def __init__(self, clock: DumpClock) -> None:
        self.clock = clock
        self.held: list[Event] = []  # of the current op or block
        self.enter_uid(None)

    @property
    def has_op(self) -> bool:
        """Say whether an event found here is known to belong to somebody."""
        return self.op is not None and not self.is_lost

    def enter_uid(self, uid: int | None) -> None:
        """Pass a uid's header."""
        self.uid = uid
        self.enter_package(None)

    def enter_package(self, package: str | None) -> None:
        """Pass a package's header."""
        self.package: str | None = package
        self.enter_op(None)

    def enter_op(self, op: str | None) -> None:
        """Pass an op's header."""
        self.op: str | None = op
        self.kind: Kind | None = None  # API 28: what a time without a word before it means
        self.is_lost = False
        self.tag: str | None = None
        self.in_block = False

    def enter_block(self, tag: str) -> None:
        """Pass the opening line of a tag's block."""
        self.tag = or_none(tag)
        self.in_block = True
        self.is_lost = False

    def leave_block(self) -> None:
        """Pass the closing line of a tag's block."""
        self.tag = None
        self.in_block = False

    def lose(self, line: str) -> str:
        """Forget the headers that a line nobody understood may have been; give the reason.

        What follows must not be counted against the header before it.
        """
        indent = len(line) - len(line.lstrip(" "))
        if "Access: " in line or "Reject: " in line:
            return "bad_event" if self.has_op else "no_op"
        if indent < 6:
            self.enter_package(None)
        elif indent < 8:
            self.enter_op(None)
        elif self.op is not None:
            self.is_lost = True
        return "unknown_line"
