"""The custody log: what was done with the records, each entry sealed by the next."""

from collections.abc import Iterable, Mapping

from auditor.bundle.canonical import Json, json_line, sha256

FIRST = "0" * 64


def chained(entries: Iterable[Mapping[str, Json]]) -> bytes:
    """Write a log as JSON Lines: `seq` from 1, `prev_sha256` that of the line before, LF included.

    The first line's `prev_sha256` is 64 zeros.
    """
    lines: list[bytes] = []
    for number, entry in enumerate(entries, start=1):
        before = sha256(lines[-1]) if lines else FIRST
        lines.append(json_line({**entry, "seq": number, "prev_sha256": before}))
    return b"".join(lines)
