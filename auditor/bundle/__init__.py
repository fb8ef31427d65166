"""Sealed evidence: what is recorded about a few apps, and all that is needed to check it.

`selection.py` chooses, `redaction.py` takes out what is about others, `contents.py` gives the
files, `preview.py` counts them, `seal.py` writes them, `verify.py` and `rederive.py` check.
docs/bundle.md has the layout.
"""

from collections.abc import Sequence
from pathlib import Path

from auditor.bundle.contents import gather
from auditor.bundle.seal import MANIFEST, MANIFEST_SHA256, PUBLIC_KEY, SIGNATURE, sealed, write
from auditor.bundle.selection import select
from auditor.bundle.signature import Signer
from auditor.filters import EventFilter
from auditor.findings.records import Rule
from auditor.store import Store
from auditor.task import Task


def export_bundle(
    store: Store,
    wanted: EventFilter,
    target: Path,
    exported_ms: int,
    signer: Signer | None = None,
    task: Task | None = None,
    rules: Sequence[Rule] | None = None,
) -> str:
    """Write a bundle about the packages of a filter; give the SHA-256 of its manifest.

    `rules` are asked for its findings; without them those of the program.

    The same case, filter, `exported_ms` (UTC, written into the custody log) and signer give the
    same bytes. Raises UsageError when nothing is chosen, BundleError when it cannot be written.
    """
    task = task or Task()
    chosen = select(store, wanted, task)
    contents = gather(store, chosen, exported_ms, task, rules=rules)
    if signer is not None:
        contents.add(PUBLIC_KEY, signer.public_pem, "public key")
    files = sealed(contents, chosen.head)
    if signer is not None:
        files[SIGNATURE] = signer.sign(files[MANIFEST])
    write(files, target, task)
    return files[MANIFEST_SHA256][:64].decode()
