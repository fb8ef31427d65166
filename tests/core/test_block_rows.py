"""What comes in blocks is stored as if it had come record by record."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from auditor.load import load_capture
from auditor.manifest import Manifest, RawFile, write_manifest
from auditor.parsers.appops import parse_appops
from auditor.parsers.appops_fast import parse_appops_blocks
from auditor.parsers.lines import decode_lines
from auditor.readers import READERS, Readers
from auditor.record_numbers import Record
from auditor.store import Store
from tests.core.cases import PHONE
from tests.core.parsers.golden import CLOCK, NOW_MS
from tests.core.parsers.test_appops_fast import make_dump

EVENTS = """
SELECT r.capture_id, r.line, r.uid, r.package, r.op, r.attribution_tag, r.uid_state, r.flags,
  r.kind, r.source, e.time_ms, e.precision_ms, e.duration_ms, e.count, e.running,
  e.zone_assumed, e.about, r.proxy_uid, r.proxy_package, r.proxy_tag, s.turn, e.superseded,
  r.time_ms, r.precision_ms, r.duration_ms, (e.capture_id, e.line) = (r.capture_id, r.line)
FROM v_records r JOIN v_events e ON e.event_id = r.event_id
JOIN series s ON s.id = r.event_id >> 40
ORDER BY r.capture_id, r.line
"""
OTHERS = {
    "op_modes": "SELECT m.*, o.name FROM op_modes m JOIN ops o ON o.id = m.op_id",
    "running_ops": "SELECT r.*, o.name FROM running_ops r JOIN ops o ON o.id = r.op_id",
    "uid_rows": "SELECT * FROM uid_rows",
    "unparsed": "SELECT * FROM unparsed",
    "raw_files": "SELECT id, is_read, records FROM raw_files",
    "packages": "SELECT uid, name FROM packages ORDER BY uid, name",
    "tags": "SELECT name FROM tags ORDER BY name",
}


def by_lines(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    return parse_appops(decode_lines(stream, raw.whole), CLOCK, raw.line)


def in_blocks(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    return parse_appops_blocks(stream, CLOCK, raw.line, raw.whole, 1 << 16, 1)


def write_capture(case: Path, capture_id: str, data: bytes, is_assumed: bool) -> Path:
    folder = case / "captures" / capture_id
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "appops.txt").write_bytes(data)
    raw = RawFile(
        name="appops",
        command="appops",
        parameters={},
        line="dumpsys appops",
        file="raw/appops.txt",
        size_bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        started_utc_ms=NOW_MS,
        ended_utc_ms=NOW_MS,
        exit_code=0,
        whole=True,
        reason=None,
        phone_before_ms=NOW_MS,
        phone_after_ms=NOW_MS,
    )
    manifest = Manifest(
        capture_id=capture_id,
        device=PHONE,
        plan="full",
        origin="adb",
        tool={},
        started_utc_ms=NOW_MS,
        ended_utc_ms=NOW_MS,
        files=[raw],
        captured_at_assumed=is_assumed,
        zone_assumed=is_assumed,
    )
    write_manifest(folder, manifest)
    return folder


def stored(
    case: Path, data: bytes, readers: Readers, is_assumed: bool = False
) -> dict[str, object]:
    with Store.create(case) as store:
        for number in range(2):  # the second capture of the same text adds only its lines
            folder = write_capture(case, f"c{number}", data + b"\n" * number, is_assumed)
            load_capture(store, folder, readers=readers)
        found: dict[str, object] = {"events": store.db.execute(EVENTS).fetchall()}
        for name, sql in OTHERS.items():
            found[name] = sorted(drop_op_id(name, store.db.execute(sql).fetchall()), key=repr)
    return found


def drop_op_id(name: str, rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Leave out the number of an op, which depends on the order in which ops were met."""
    if name == "op_modes" or name == "running_ops":
        return [(*row[:4], *row[5:]) for row in rows]
    return rows


@pytest.mark.parametrize("seed", range(3))
def test_blocks_and_records_are_stored_alike(tmp_path: Path, seed: int) -> None:
    data = make_dump(seed, odd_share=0.002, uids=250)
    expected = stored(tmp_path / "records", data, {"appops": by_lines})
    assert stored(tmp_path / "blocks", data, {"appops": in_blocks}) == expected
    assert len(expected["events"]) > 1000  # type: ignore[arg-type]


def test_times_that_rest_on_a_guess_say_so_in_blocks_too(tmp_path: Path) -> None:
    rows = stored(tmp_path, make_dump(1, 0, uids=120), READERS, is_assumed=True)["events"]
    assert isinstance(rows, list)
    assert rows
    assert {row[15] for row in rows} == {1}
