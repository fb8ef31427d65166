"""A bundle that goes with a complaint: checked before it is named."""

import json
from pathlib import Path

from auditor.bundle.seal import MANIFEST
from auditor.bundle.verify import Opened, verify
from auditor.complaint.records import Annex
from auditor.errors import BundleError, UsageError
from auditor.task import Task

ENVIRONMENT = "environment.json"


def annex_of(path: Path, package: str, task: Task | None = None) -> Annex:
    """Check a bundle and give what identifies it. BundleError when anything in it is changed.

    UsageError when it is about another app.
    """
    found = verify(path, None, task or Task())
    if not found.is_intact:
        raise BundleError(
            f"The bundle {path} is not as it was sealed; differences: {len(found.problems)}.",
            "Export it anew; see what differs with: auditor verify BUNDLE",
        )
    opened = Opened(path)
    try:
        manifest = json.loads(opened.read(MANIFEST))
        environment = json.loads(opened.read(ENVIRONMENT))
    finally:
        opened.close()
    if package not in manifest["packages"]:
        raise UsageError(
            f"The bundle {path} is not about {package}.",
            "Name the bundle of the app that the findings are about.",
        )
    phone = environment.get("device", {}).get("pseudonym")
    return Annex(path.name, found.manifest_sha256, found.files, phone)
