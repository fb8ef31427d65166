"""Tells a text of the sample phone by its invented apps, also where nothing else says so.

Its texts are like those of any phone, and without its manifest one could pass for evidence.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from auditor.sample.apps import cast

_HEAD_BYTES = 4 << 20  # every text of a sample phone names many of its apps by then
_ENOUGH = 3  # one name alone a real app may have one day


def is_of_sample_phone(files: Iterable[Path]) -> bool:
    """Say whether texts name several of the apps that only the sample phone has. OSError."""
    found: set[bytes] = set()
    for file in files:
        with file.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
        found.update(name for name in _invented() if name in head)
    return len(found) >= _ENOUGH


@cache
def _invented() -> frozenset[bytes]:
    return frozenset(app.package.encode() for app in cast() if not app.is_system)
