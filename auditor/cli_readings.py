"""Commands about readings: compare two, check their bytes, parse anew, delete."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from auditor import words
from auditor.cli_app import change_line, minute
from auditor.cli_case import framed
from auditor.cli_support import opened_case, running_task, tell
from auditor.compare import Comparison, choose_pair, compare
from auditor.errors import UsageError, WrongFormat
from auditor.manifest import check_hashes, read_manifest
from auditor.permissions import AppKey
from auditor.query import captures
from auditor.rebuild import delete_capture, reload_case


def comparison_lines(case: Path, before: str | None, after: str | None, as_json: bool) -> list[str]:
    """Say what differs between two readings; without names between the newest two of a phone."""
    with opened_case(case) as store:
        found = compare(store, *choose_pair(store, before, after))
        if as_json:
            return [json.dumps(asdict(found), indent=2, ensure_ascii=False)]
        return framed(store, list(_told(found)))


def _told(found: Comparison) -> Iterator[str]:
    zone = found.after.zone
    yield f"Before: {found.before.capture_id}, begun {minute(found.before.started_ms, zone)}"
    yield f"After:  {found.after.capture_id}, begun {minute(found.after.started_ms, zone)}"
    yield ""
    if found.is_equal:
        yield "Nothing differs in what both readings tell."
    for title, keys in (("Came", found.came), ("Went", found.went)):
        if keys is None:
            yield f"{title}: not known, a list of packages is cut or missing"
        yield from (f"{title}: {_name(key)}" for key in keys or ())
    for each in found.updated:
        old, new = each.before.version_name or "?", each.after.version_name or "?"
        yield f"Updated: {_name(each.app)}, {old} → {new}"
    for key, change in found.permissions:
        yield f"{_name(key)}: {change_line(change, zone)}"
    for use in found.new:
        data = words.data_type(use.data_type, "en")
        count = f"{use.accesses:,} times at least, refused {use.rejects:,} times"
        yield f"New: {_name(use.app)}, {data}, {count}"
    if found.straddling:
        yield f"{found.straddling:,} counts over periods lie on both sides and are not said here."
    if found.older:
        yield (
            f"{found.older:,} records that only the later reading tells are from before the earlier"
            " one: they are not new."
        )


def _name(key: AppKey) -> str:
    return f"{key[2]} (uid {key[1]})"


def verify_lines(case: Path, capture_id: str | None) -> Iterator[str]:
    """Compute every SHA-256 again. WrongFormat after the last line when a file differs."""
    with opened_case(case) as store:
        rows = [row for row in captures(store) if capture_id in (None, row.capture_id)]
    if capture_id is not None and not rows:
        raise UsageError(f"The case holds no reading {capture_id}.", "List: auditor captures.")
    wrong = 0
    for row in rows:
        folder = case / row.folder
        changed = check_hashes(folder, read_manifest(folder))
        wrong += len(changed)
        yield f"{row.capture_id}: {row.files - len(changed)} of {row.files} files as they were read"
        yield from (f"  changed or missing: {name}" for name in changed)
    if wrong:
        raise WrongFormat(
            f"{wrong} raw files are not the bytes that were read.",
            "Use an unchanged copy of the case as evidence.",
        )


def reload_lines(case: Path) -> list[str]:
    """Parse every raw file again."""
    with running_task() as task:
        renewed = reload_case(case, task)
    lines = [
        f"{each.capture_id}: {each.files} files, {each.unparsed:,} lines not understood"
        for each in renewed.reports
    ]
    return lines + _gone(renewed.evidence_gone)


def _gone(count: int) -> list[str]:
    """Say that chosen events went; nothing when none did."""
    if not count:
        return []
    return [f"Events chosen as evidence that no raw line tells of any more: {count:,}. They went."]


def delete(case: Path, capture_id: str, is_sure: bool) -> None:
    """Delete a reading after a question."""
    if not is_sure:
        click.confirm(
            f"Delete the reading {capture_id} with its raw files? This cannot be undone.",
            abort=True,
            err=True,
        )
    with running_task() as task:
        gone = delete_capture(case, capture_id, task)
    for line in _gone(gone):
        tell(line)
