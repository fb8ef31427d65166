"""The samples of each grammar that were written for these tests, and how they must be read."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from auditor.clock import PhoneClock
from auditor.parsers.appops import parse_appops
from auditor.parsers.lines import decode_lines
from auditor.records import AppOpsRecord

FOLDER = Path(__file__).resolve().parents[2] / "data" / "appops"
NOW_MS = 1_741_064_460_345  # 2025-03-04 13:01:00.345 in Shanghai
CLOCK = PhoneClock("Asia/Shanghai", True, NOW_MS, NOW_MS)


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def parse(name: str, clock: PhoneClock = CLOCK) -> list[AppOpsRecord]:
    with (FOLDER / f"{name}.txt").open("rb") as stream:
        return list(parse_appops(decode_lines(stream), clock))


def facts(record: AppOpsRecord) -> dict[str, Any]:
    """Name the record and all it says; what it does not say is left out."""
    said = {key: v for key, v in asdict(record).items() if v is not None and v is not False}
    return {"record": type(record).__name__} | json.loads(json.dumps(said))
