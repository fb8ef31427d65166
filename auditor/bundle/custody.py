"""The custody log: what was done with the records, each entry sealed by the next."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from auditor.bundle.canonical import Json, json_line, sha256
from auditor.manifest import Manifest
from auditor.phone_changes import Period
from auditor.pseudonyms import Pseudonyms

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


def acquired(captures: Iterable[Manifest], names: Pseudonyms) -> Iterator[dict[str, Any]]:
    """Give an entry for each reading of the phone and each import."""
    for manifest in captures:
        yield {
            "at_utc_ms": manifest.started_utc_ms,
            "what": "acquired" if manifest.origin == "adb" else "imported",
            "capture": names.capture(manifest.capture_id),
            "files": len(manifest.files),
            "outcome": manifest.outcome,
        }


def told(periods: Iterable[Period]) -> Iterator[dict[str, Any]]:
    """Give the entries of periods in which the phone was told to keep more."""
    for each in periods:
        kinds: Json = [*each.types]
        what = "phone told to keep more"
        yield {"at_utc_ms": each.on_ms, "what": what, "types": kinds, "longer": each.longer}
        if each.held_ms is not None and each.off_ms is None:
            yield {"at_utc_ms": each.held_ms, "what": "last seen that the phone holds that"}
        for reset_ms in each.resets:
            yield {"at_utc_ms": reset_ms, "what": "seen that others changed that"}
        if each.off_ms is not None:
            yield {"at_utc_ms": each.off_ms, "what": "phone told back"}


def in_order(entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sort entries by time; those of one moment stay as they come."""
    return sorted(entries, key=lambda each: each["at_utc_ms"])
