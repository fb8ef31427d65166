"""Where in the op section a line stands: below which uid, package, op and attribution tag."""

from auditor.clock import DumpClock
from auditor.parsers.tokens import or_none
from auditor.records import Event, Kind

CLOCKS_APART_MS = 5  # a run's time and its length are kept by two clocks, read one after the other


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
