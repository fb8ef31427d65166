"""One way to write JSON: the same value always becomes the same bytes.

UTF-8, keys sorted, no blanks between tokens, LF at the end. Numbers are integers only: a fraction
could be written in several ways. Anybody can check it with any JSON reader.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


def json_bytes(value: Json) -> bytes:
    """Write a value as the content of a `.json` file, one key a line at the top level."""
    if isinstance(value, dict):
        rows = [f"{_text(key)}: {_text(value[key])}" for key in sorted(value)]
        return ("{\n" + ",\n".join(rows) + "\n}\n").encode()
    return (_text(value) + "\n").encode()


def json_line(value: Mapping[str, Json]) -> bytes:
    """Write an object as one line of a `.jsonl` file."""
    return (_text(dict(value)) + "\n").encode()


def json_lines(values: Iterable[Mapping[str, Json]]) -> bytes:
    """Write objects as the content of a `.jsonl` file."""
    return b"".join(map(json_line, values))


def sha256(data: bytes) -> str:
    """Give the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _text(value: Json) -> str:
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
