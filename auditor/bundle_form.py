"""Tells an evidence bundle from any other folder or zip file, without checking anything in it.

It stands outside of `bundle/`, whose modules take a second to import: the window asks at once.
"""

import json
import zipfile
from pathlib import Path

from auditor.manifest import MANIFEST

FORMAT = "permission-auditor-bundle"
LARGEST_MANIFEST = 16 << 20  # bytes; a bundle of 10,000 files has 3 MB


def is_bundle(path: Path) -> bool:
    """Whether a path's manifest says that it is a bundle. False for what cannot be read."""
    try:
        return bool(json.loads(_manifest(path)).get("format") == FORMAT)
    except (OSError, ValueError, KeyError, AttributeError, zipfile.BadZipFile):
        return False
    except (NotImplementedError, RuntimeError):  # packed in a way nobody reads, locked, too deep
        return False


def _manifest(path: Path) -> bytes:
    if path.is_dir():
        with (path / MANIFEST).open("rb") as stream:
            return stream.read(LARGEST_MANIFEST)
    with zipfile.ZipFile(path) as archive, archive.open(MANIFEST) as entry:
        return entry.read(LARGEST_MANIFEST)
