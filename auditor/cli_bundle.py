"""Commands about evidence: export a bundle, check one, have one time-stamped."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from auditor.bundle import export_bundle
from auditor.bundle.rederive import rederive
from auditor.bundle.seal import add_reply, write_request
from auditor.bundle.signature import Signer
from auditor.bundle.verify import Problem, Verification, verify
from auditor.cli_events import with_span
from auditor.cli_support import opened_case, running_task
from auditor.cli_tables import SAMPLE_LINE
from auditor.errors import BundleError, UsageError
from auditor.filters import EventFilter
from auditor.findings.engine import find, finding_filter
from auditor.findings.rule_files import with_own
from auditor.query import utc_text
from auditor.settings import signing_key_path
from auditor.store import DB_NAME

_WHAT = {
    "changed": "is not the file that was sealed",
    "missing": "is missing",
    "extra": "was not in the bundle when it was sealed",
    "renamed": "was sealed under another name",
    "twice": "is in the archive twice",
    "unreadable": "cannot be read",
    "manifest": "is not as it was sealed",
    "custody": "is broken: an entry does not follow from the one before",
    "pointer": "names a line that is not in the bundle",
    "record": "says what its raw line does not say",
    "finding": "says what its raw files do not give",
    "signature": "does not fit the manifest and the key",
    "timestamp": "does not fit the manifest and the authority",
}


def export(
    case: Path,
    wanted: EventFilter,
    since: str | None,
    until: str | None,
    device: str | None,
    output: Path,
    exported_ms: int | None,
    is_signed: bool,
    finding_id: str | None = None,
    rules: Path | None = None,
) -> Iterator[str]:
    """Write a bundle and say what to write down about it."""
    if exported_ms is None:
        exported_ms = int(time.time() * 1000)
    signer = Signer(signing_key_path()) if is_signed else None
    rule_set = with_own(rules)
    with opened_case(case) as store, running_task() as task:
        wanted = with_span(store, replace(wanted, device_id=device), since, until)
        if finding_id is not None:
            found = find(store, rule_set, task).find(finding_id)
            if found is None:
                raise UsageError(
                    f"The case has no finding {finding_id}.",
                    "List them: auditor findings --case DIR",
                )
            wanted = finding_filter(found, wanted)
        digest = export_bundle(store, wanted, output, exported_ms, signer, task, rule_set)
    yield f"Written: {output}"
    yield f"SHA-256 of its manifest: {digest}"
    yield "Write this number down elsewhere: with it anybody can tell that nothing was changed."


def check(path: Path, authority: Path | None, is_rederived: bool) -> Iterator[str]:
    """Check a bundle. BundleError after the last line when anything is not as it was sealed."""
    if not path.exists():
        raise UsageError(f"There is no {path}.", "Name the folder or the zip file of a bundle.")
    if (path / DB_NAME).is_file():
        raise UsageError(
            f"{path} is a case, not a bundle.",
            "Check the raw files of a case with: auditor verify --case DIR",
        )
    with running_task() as task:
        found = verify(path, authority, task)
        problems = list(found.problems)
        if is_rederived and not problems:
            problems = rederive(path, task)
    if found.is_sample:
        yield SAMPLE_LINE
    yield f"SHA-256 of the manifest: {found.manifest_sha256}"
    yield from _seals(found, authority)
    yield from map(_told, problems)
    if problems:
        raise BundleError(
            f"The bundle {path} is not as it was sealed; differences: {len(problems)}.",
            "Ask for another copy of it; do not use this one as evidence.",
        )
    yield f"All {found.files} files are as they were sealed."
    if is_rederived:
        yield "Its records and findings were derived from its raw files again: they are the same."


def _seals(found: Verification, authority: Path | None) -> Iterator[str]:
    if found.signed_by is not None:
        yield f"Signed with the key {found.signed_by}"
    if found.stamped_ms is not None:
        yield f"An authority confirms that it existed at {utc_text(found.stamped_ms)}"
    elif found.has_stamp and authority is None:
        yield "It has a time stamp, which was not checked: name the authority with --authority."


def _told(problem: Problem) -> str:
    detail = f" ({problem.detail})" if problem.detail else ""
    return f"  {problem.path} {_WHAT[problem.code]}{detail}"


def timestamp(path: Path, reply: Path | None) -> str:
    """Write the request for a time stamp beside or into a bundle, or add the reply to it."""
    if reply is None:
        place = write_request(path)
        return (
            f"Written: {place}\nSend this file to a time-stamp authority of your choice; it holds"
            " only a hash. Then: auditor timestamp BUNDLE --reply FILE.tsr"
        )
    add_reply(path, reply)
    return "Added. Check it: auditor verify BUNDLE --authority ROOTS.pem"
