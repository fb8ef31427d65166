"""What an imported text's times rest on, and that every event says so."""

import os
from pathlib import Path

import pytest

from auditor.importers import import_paths
from auditor.load import load_capture
from auditor.store import Store
from tests.core.cases import NOW_MS

# 2025-11-13 10:13:20 in Asia/Shanghai is NOW_MS.
ABSOLUTE = """Current AppOps Service state:

  Uid u0a101:
    state=top
    Package com.example.chat:
      RECORD_AUDIO (allow):
        null=[
          Access: [top-s] 2025-11-13 10:13:10.000 (-10s0ms)
        ]

"""
RELATIVE = """Current AppOps Service state:

  Uid u0a101:
    Package com.example.chat:
      RECORD_AUDIO: mode=0; time=+10s0ms ago
"""
TRUE_MS = NOW_MS - 10_000
DAY_MS = 86_400_000


def loaded(
    tmp_path: Path, text: str, zone: str | None, at_ms: int | None, changed_ms: int = NOW_MS
) -> tuple[int | None, int]:
    """Import a text, load it; the time of its event and whether that is assumed."""
    path = tmp_path / "dump.txt"
    path.write_text(text, encoding="utf-8")
    os.utime(path, (changed_ms / 1000, changed_ms / 1000))
    with Store.create(tmp_path / "case") as store:
        (manifest,) = import_paths([path], store.path, zone, at_ms)
        load_capture(store, store.captures_dir / manifest.capture_id)
        ((time_ms, zone_assumed),) = store.db.execute("SELECT time_ms, zone_assumed FROM v_events")
    return time_ms, zone_assumed


@pytest.mark.parametrize("text", [ABSOLUTE, RELATIVE])
@pytest.mark.parametrize("zone", ["Asia/Shanghai", None])
def test_with_the_time_of_the_dump_nothing_is_assumed(
    tmp_path: Path, text: str, zone: str | None
) -> None:
    assert loaded(tmp_path, text, zone, NOW_MS) == (TRUE_MS, 0)


def test_with_a_zone_printed_times_need_no_time_of_the_dump(tmp_path: Path) -> None:
    # A copy of the file made 15 minutes later must not pass for another zone.
    later = NOW_MS + 15 * 60_000

    assert loaded(tmp_path, ABSOLUTE, "Asia/Shanghai", None, later) == (TRUE_MS, 0)


def test_without_zone_and_time_a_printed_time_is_an_assumption(tmp_path: Path) -> None:
    assert loaded(tmp_path, ABSOLUTE, None, None) == (TRUE_MS, 1)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", None])
def test_a_distance_alone_counts_from_when_the_file_was_changed_and_says_so(
    tmp_path: Path, zone: str | None
) -> None:
    found = loaded(tmp_path, RELATIVE, zone, None, NOW_MS + DAY_MS)

    assert found == (TRUE_MS + DAY_MS, 1)
