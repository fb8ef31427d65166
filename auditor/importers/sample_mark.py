"""Tells a text of the sample phone by its invented apps, also where nothing else says so.

Its texts are like those of any phone, and without its manifest one could pass for evidence.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from auditor.sample.apps import cast

_HEAD_BYTES = 4 << 20  # every text of a sample phone names many of its apps by then
_ENOUGH = 3  # one name alone a real app may have one day
# As all of them are. Finding every name at once takes a tenth of looking for each.
_NAMES = re.compile(rb"com\.[a-z]+(?:\.[a-z]+)+").findall


def is_of_sample_phone(files: Iterable[Path]) -> bool:
    """Say whether texts name several of the apps that only the sample phone has. OSError."""
    found: set[bytes] = set()
    for file in files:
        with file.open("rb") as stream:
            found.update(_NAMES(stream.read(_HEAD_BYTES)))
    return len(found) >= _ENOUGH and len(found & invented()) >= _ENOUGH


@cache
def invented() -> frozenset[bytes]:
    """Give the names of the apps that only the sample phone has."""
    return frozenset(app.package.encode() for app in cast() if not app.is_system)
