"""Texts of which only some lines may be kept: logs and lists that hold much that is private.

A log of events names what people open and write; of it only the begins and ends of processes are
copied into a case. Line numbers are those of the excerpt.
"""

import re
from collections.abc import Iterable, Iterator

from auditor.parsers.processes import LINE_BEGIN
from auditor.parsers.settings import NAMESPACES

LINE_LIMIT_BYTES = 1 << 20  # no line that is wanted is longer

_WANTED = {
    "process_events": re.compile(
        rb"(?:%s.*|-{6,} beginning of \w+\s*$)" % LINE_BEGIN.encode("ascii")
    ),
    "settings_list": re.compile(rb"(?:%s)=.*" % "|".join(NAMESPACES).encode()),
}


def is_excerpt(command: str) -> bool:
    """Say whether only some lines of this command's text are kept."""
    return command in _WANTED


def excerpt(command: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of a UTF-8 text that may be kept, whole, in order."""
    wanted = _WANTED[command].match
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield b"".join(line + b"\n" for line in lines if wanted(line))
        rest = rest[:LINE_LIMIT_BYTES]
    if rest and wanted(rest):
        yield rest
