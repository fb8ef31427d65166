"""Where cases are made when nobody names a folder, and what can be read into one."""

import re
from dataclasses import dataclass
from pathlib import Path

from auditor.adb.devices import DeviceRow
from auditor.store import DB_NAME

LONGEST_NAME = 80  # characters of a folder named after a file: some file systems take 255 bytes


@dataclass(frozen=True, slots=True)
class Folders:
    """Where cases are made when nobody names a folder."""

    cases: Path

    def for_phone(self, row: DeviceRow) -> Path:
        """One case per phone: reading it again extends it."""
        name = "-".join(part for part in (row.model, row.serial) if part)
        return self.cases / (re.sub(r"[^A-Za-z0-9._-]+", "_", name).strip("._")[:80] or "phone")

    @property
    def sample(self) -> Path:
        """The sample phone's own case, apart from all others."""
        return self.cases / "sample-phone"


def case_of(path: Path) -> Path:
    """A case may be chosen by its database file too."""
    return path.parent if path.name == DB_NAME else path


def never_ends(path: Path) -> bool:
    """Whether reading could wait for ever, where nobody can stop it."""
    return path.is_fifo() or path.is_char_device() or path.is_socket()


def free(folder: Path) -> Path:
    """Give a folder name that is not taken yet."""
    number, free = 2, folder
    while free.exists():
        free, number = folder.with_name(f"{folder.name}-{number}"), number + 1
    return free


def is_new(case_dir: Path) -> bool:
    """A case that was named but must be made first."""
    return not case_dir.exists() or (
        case_dir.is_dir() and not (case_dir / DB_NAME).exists() and not any(case_dir.iterdir())
    )
