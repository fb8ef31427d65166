"""What of a raw file leaves the computer: the lines about the chosen apps, and nothing else.

A redacted derivative has as many lines as its raw file, so that a line number means the same in
both; a line that stays is the same to the byte, a line that goes is empty, or in a log that an
empty line would end the dots that stand there for older entries. The parsers pass over both, so
that the same records can be derived again. Which lines went, and why, is in the log.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import BinaryIO

from auditor.parsers.lines import decode_lines, encoding_of

NOT_NEEDED = "not_needed"  # about another app, or about nothing that was chosen
OTHER_APP = "other_app"  # it would be kept, but names an app that was not chosen
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+")
# Lines that frame a text and name no app: headers of a dump, bounds of a slot, heads of tables.
_FRAME = re.compile(
    r"\s*(?:Current AppOps Service state:|AppOps (?:Historical )?Service [Ss]tate:"
    r"|AppOps Uid Op State|History: +mode=\w+|snapshot:|(?:begin|end) = [-\d :.()+dhms]+"
    r"|Discrete accesses: ?|Largest chain id: -?\d+|UID\|PACKAGE_NAME\|[A-Z_|]+"
    r"|-+[A-Z][A-Za-z, ()0-9]+-+|(?:SHORT|LONG)_INTERVAL.*|Database .*: SHORT_INTERVAL=.*"
    r"|Packages:|Shared users:|Hidden system packages:|user=\d+\s*|Users:"
    r"|Last 24 hour events \(.*\)|Events log: .*|Audio event log: .*"
    r"|RecordActivityMonitor dump time: .*|== Camera service events log.*==)",
    re.ASCII,
)
_CLOSER = "]"
# Lines of their own that say how long the access above them runs or ran.
_RUNS = re.compile(r"\s+(?:Running start at: .*|startNesting=.*|duration=.*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of lines that was emptied, both ends included, and why."""

    first: int
    last: int
    rule: str


@dataclass(frozen=True, slots=True)
class Redaction:
    """A redacted derivative: its bytes, the numbers of the lines it kept, and what went."""

    data: bytes
    kept: frozenset[int]
    gaps: tuple[Gap, ...]


def redact(
    stream: BinaryIO,
    wanted: Collection[int],
    allowed: Collection[str],
    others: Collection[str],
    with_blocks: bool = False,
    filler: bytes = b"",
) -> Redaction:
    """Keep the `wanted` lines, the headers above them and the frame of the text.

    With `with_blocks` a wanted line brings the deeper lines below it as well: a package's facts
    stand below its name. No line that names a package of `others` stays, whoever it is about, but
    for those of `allowed`: the longest name that is in either decides.
    """
    lines = _lines(stream)
    texts = [text for text, _ in lines]
    keep = _with_headers(texts, frozenset(wanted), with_blocks)
    hidden = frozenset(others) - frozenset(allowed)
    foreign = {n for n in keep if _names_one_of(texts[n - 1], hidden, frozenset(allowed))}
    kept = frozenset(keep - foreign)
    data = b"".join(
        raw if n in kept or not text.strip() else _emptied(raw, filler)
        for n, (text, raw) in enumerate(lines, 1)
    )
    return Redaction(data, kept, tuple(_gaps(texts, kept, foreign)))


def _lines(stream: BinaryIO) -> list[tuple[str, bytes]]:
    """Give each line as text and as bytes with its end. A UTF-16 text becomes UTF-8."""
    head = stream.read(4)
    stream.seek(0)
    if encoding_of(head)[0] == "utf-8":
        return [(raw.decode("utf-8", "replace").rstrip("\r\n"), raw) for raw in stream]
    return [(text, text.encode() + b"\n") for text in decode_lines(stream)]


def _emptied(raw: bytes, filler: bytes) -> bytes:
    return filler + b"\n" if raw.endswith(b"\n") else filler


def _with_headers(texts: list[str], wanted: frozenset[int], with_blocks: bool) -> set[int]:
    """Add the lines that a wanted one stands below, by their depth, and the frame.

    What says below the same header how long an access runs belongs to it, too.
    """
    keep: set[int] = set()
    parents: set[int] = set()  # headers straight above a wanted line
    runs: list[tuple[int, int]] = []  # numbers of such lines and of their headers
    above: list[tuple[int, int]] = []  # depth and number of the headers of the present line
    block = -1  # depth of the wanted line whose block this is
    for number, text in enumerate(texts, start=1):
        bare = text.strip()
        if not bare:
            continue
        depth = len(text) - len(text.lstrip())
        closed = None
        while above and above[-1][0] >= depth:
            closed = above.pop()
        block = -1 if depth <= block else block
        if above and _RUNS.fullmatch(text):
            runs.append((number, above[-1][1]))
        if number in wanted:
            keep.update(header for _, header in above)
            parents.update(header for _, header in above[-1:])
            block = depth if with_blocks else -1
        is_end = bare == _CLOSER and closed is not None and closed[0] == depth
        is_own_end = is_end and closed is not None and closed[1] in keep
        if number in wanted or block >= 0 or is_own_end or _FRAME.fullmatch(text):
            keep.add(number)
        above.append((depth, number))
    return keep | {number for number, parent in runs if parent in parents}


def _names_one_of(text: str, hidden: frozenset[str], allowed: frozenset[str]) -> bool:
    """Whether a text names a hidden package, or a class or permission that begins with its name."""
    return any(_is_hidden(name, hidden, allowed) for name in _NAME.findall(text))


def _is_hidden(name: str, hidden: frozenset[str], allowed: frozenset[str]) -> bool:
    while name:
        if name in allowed:
            return False
        if name in hidden:
            return True
        name = name.rpartition(".")[0]
    return False


def _gaps(texts: list[str], kept: frozenset[int], foreign: Collection[int]) -> Iterator[Gap]:
    """Name the stretches that were emptied; lines that were empty before do not count."""
    gone = [n for n, text in enumerate(texts, 1) if n not in kept and text.strip()]

    def stretch(item: tuple[int, int]) -> tuple[int, str]:
        place, number = item
        return number - place, OTHER_APP if number in foreign else NOT_NEEDED

    for (_, rule), group in groupby(enumerate(gone), key=stretch):
        numbers = [number for _, number in group]
        yield Gap(numbers[0], numbers[-1], rule)
