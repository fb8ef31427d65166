"""What the sample phone of a case was told to keep: kept in the case for its next process.

A real phone goes on by itself between two readings; this one is made anew for each, and lives the
same life again. What it was told would be gone without this.
"""

import json
from contextlib import suppress
from pathlib import Path

from auditor.sample.device_config import DeviceConfig, Step
from auditor.whole_file import for_owner

NAME = "sample_phone.jsonl"
_LIMIT_BYTES = 1 << 20


def remember(config: DeviceConfig, path: Path) -> None:
    """Store again what the file says, and write down there what is stored from now on."""
    config.remember(_read(path))

    def write(step: Step) -> None:
        with open(path, "a", opener=for_owner) as stream:
            stream.write(json.dumps(step) + "\n")

    config.on_stored = write


def _read(path: Path) -> list[Step]:
    """Read the steps; a line that is none is passed over."""
    steps: list[Step] = []
    try:
        with path.open("rb") as stream:
            untrusted = stream.read(_LIMIT_BYTES)
    except OSError:
        return []
    for line in untrusted.splitlines():
        with suppress(ValueError, TypeError, RecursionError):
            time, values = json.loads(line)
            is_good = type(time) is int and isinstance(values, dict)
            if is_good and all(v is None or isinstance(v, str) for v in values.values()):
                steps.append((time, values))
    return steps
