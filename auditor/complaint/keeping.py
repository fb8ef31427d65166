"""Keeps a person's answers between two sittings: a file of their own, beside no case and bundle.

It is the file that `own_fields` reads, so the command line takes it too.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from auditor.complaint.own_fields import CONTACTS, read_own_fields
from auditor.complaint.records import OwnFields
from auditor.errors import StoreError

_HEAD = (
    "# What only you know, for complaints about one case. It stays on this computer.",
    "# 只有您知道的内容，用于一个案卷的投诉。仅保存在这台电脑上。",
)


def answers_path(folder: Path, case_dir: Path) -> Path:
    """Give the file of a case's answers in a folder of the program; it may not exist."""
    place = str(case_dir.resolve()).encode("utf-8", "surrogateescape")
    return folder / f"{case_dir.name[:60]}-{hashlib.sha256(place).hexdigest()[:8]}.toml"


def kept_answers(path: Path) -> OwnFields:
    """Read them; none where there is no file. WrongFormat, UsageError."""
    return read_own_fields(path) if path.exists() else OwnFields()


def keep_answers(path: Path, own: OwnFields) -> None:
    """Write them whole, for their owner only; without an answer the file goes. StoreError."""
    part = path.with_name(f"{path.name}.new")
    try:
        if not own.values and not own.contacts:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileNotFoundError):
            part.unlink()
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write("\n".join(_lines(own)) + "\n")
        part.replace(path)
    except OSError as error:
        raise StoreError(
            f"Your answers could not be kept in {path}: {error.strerror or error}.",
            "They stay in the window until you close it; make room or change the folder's rights.",
        ) from error


def _lines(own: OwnFields) -> Iterator[str]:
    yield from _HEAD
    for key, text in sorted(own.values.items()):
        yield f"{key} = {_quoted(text)}"
    for contact in own.contacts:
        yield f"\n[[{CONTACTS}]]"
        for key in ("date", "channel", "text", "answer"):
            yield f"{key} = {_quoted(getattr(contact, key))}"


def _quoted(text: str) -> str:
    """Write a TOML string: JSON's, but that TOML wants one more control character escaped."""
    whole = text.encode("utf-8", "replace").decode("utf-8")  # no halves of characters
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
