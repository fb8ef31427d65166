"""The names under which phones, captures and imported files leave a case.

A phone is named by HMAC-SHA256 of its id with a random key that never leaves the case, a capture by
its number. A file that somebody imported is named by what it is: its own name may be anybody's.
"""

import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from auditor.errors import StoreError
from auditor.store import Store

KEY_FILE = "pseudonym.key"
KEY_BYTES = 32
SAMPLE = "SAMPLE-"
_RAW = "raw/"


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """What stands for what of one case; a capture that is not in it is a KeyError."""

    key: bytes = field(repr=False)
    devices: Mapping[str, str]
    captures: Mapping[str, str]
    raw_files: Mapping[tuple[str, str], str]  # by capture id and raw file; only those renamed

    def device(self, device_id: str) -> str:
        """Name a phone: `device-` and 16 hexadecimal digits, `SAMPLE-` before a sample phone's."""
        return self.devices.get(device_id) or _pseudonym(self.key, device_id)

    def capture(self, capture_id: str) -> str:
        """Name a capture: `capture-1` is the oldest of the case."""
        return self.captures[capture_id]

    def raw_file(self, capture_id: str, raw_file: str) -> str:
        """Name a raw file, `raw/…`, within its capture."""
        return self.raw_files.get((capture_id, raw_file), raw_file)


def pseudonyms(store: Store, key: bytes | None = None) -> Pseudonyms:
    """Give the names of everything in a case. StoreError.

    Without `key` it is the case's own, which is made on first use.
    """
    key = _case_key(store.path) if key is None else key
    devices = store.db.execute("SELECT device_id FROM devices ORDER BY id")
    captures = store.db.execute("SELECT capture_id FROM captures ORDER BY started_ms, id")
    return Pseudonyms(
        key,
        {str(row[0]): _pseudonym(key, str(row[0])) for row in devices},
        {str(row[0]): f"capture-{number}" for number, row in enumerate(captures, start=1)},
        _imported(store),
    )


def _pseudonym(key: bytes, device_id: str) -> str:
    digest = hmac.digest(key, device_id.encode(), "sha256")
    sample = SAMPLE if device_id.startswith(SAMPLE) else ""
    return f"{sample}device-{digest.hex()[:16]}"


def _imported(store: Store) -> dict[tuple[str, str], str]:
    """Name imported files by their number in the capture and what they are."""
    rows = store.db.execute(
        "SELECT c.capture_id, r.file, r.command FROM raw_files r"
        " JOIN captures c ON c.id = r.capture_id WHERE c.origin = 'import' ORDER BY c.id, r.id"
    )
    names: dict[tuple[str, str], str] = {}
    numbers: dict[str, int] = {}
    for capture_id, file, command in rows:
        number = numbers[capture_id] = numbers.get(capture_id, 0) + 1
        names[capture_id, file] = f"{_RAW}{number:03}-{command}.txt"
    return names


def _case_key(case_dir: Path) -> bytes:
    path = case_dir / KEY_FILE
    try:
        if not path.exists():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(secrets.token_bytes(KEY_BYTES))
        key = path.read_bytes()
    except OSError as error:
        raise StoreError(
            f"The case's key {path} cannot be made or read: {error.strerror or error}.",
            "Check that you may write to the case; the key names the phone without its number.",
        ) from error
    if len(key) != KEY_BYTES:  # a pseudonym made with a short key could be guessed back
        raise StoreError(
            f"The case's key {path} is damaged.",
            "Delete it to have a new one made: the phone is called otherwise from then on.",
        )
    return key
