"""What a manifest says of a phone, a capture and its raw files, as rows of the case.

`seal` is the SHA-256 of the manifest, by which a capture is known again.
"""

import json
import sqlite3
from dataclasses import asdict

from auditor.errors import WrongFormat
from auditor.manifest import Manifest, RawFile


def find_capture(db: sqlite3.Connection, manifest: Manifest, seal: str) -> int | None:
    """Give the number of a capture that the case has. Raises WrongFormat for another so named."""
    row = db.execute(
        "SELECT id, manifest_sha256 FROM captures WHERE capture_id = ?", (manifest.capture_id,)
    ).fetchone()
    if row is None:
        return None
    if row[1] != seal:
        raise WrongFormat(
            f"The case holds another capture named {manifest.capture_id}.",
            "Its manifest was changed since it was loaded: use the unchanged capture folder.",
        )
    return int(row[0])


_DEVICE = """
INSERT INTO devices (device_id, serial, is_sample, manufacturer, model, api, release,
  fingerprint, zone, locale, seen_ms)
VALUES (:device_id, :serial, :is_sample, :manufacturer, :model, :api, :release,
  :fingerprint, :zone, :locale, :seen_ms)
ON CONFLICT (device_id) DO UPDATE SET
  serial = excluded.serial, manufacturer = excluded.manufacturer, model = excluded.model,
  api = excluded.api, release = excluded.release, fingerprint = excluded.fingerprint,
  zone = excluded.zone, locale = excluded.locale, seen_ms = excluded.seen_ms,
  is_sample = max(is_sample, excluded.is_sample)
WHERE excluded.seen_ms >= seen_ms
"""


def write_device(db: sqlite3.Connection, manifest: Manifest) -> int:
    """Write what is known of the phone, the newest reading last; gives its number."""
    db.execute(_DEVICE, asdict(manifest.device) | {"seen_ms": manifest.started_utc_ms})
    row = db.execute("SELECT id FROM devices WHERE device_id = ?", (manifest.device.device_id,))
    return int(row.fetchone()[0])


def write_capture(
    db: sqlite3.Connection, manifest: Manifest, device_id: int, place: str, seal: str
) -> int:
    """Write a capture that the case does not have; gives its number. `place` is below the case."""
    device = manifest.device
    capture_id = db.execute(
        "INSERT INTO captures (capture_id, device_id, folder, manifest_sha256, plan, origin, tool,"
        " outcome, started_ms, ended_ms, api, release, fingerprint, zone, locale, zone_assumed,"
        " captured_at_assumed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            manifest.capture_id,
            device_id,
            place,
            seal,
            manifest.plan,
            manifest.origin,
            json.dumps(manifest.tool, sort_keys=True),
            manifest.outcome,
            manifest.started_utc_ms,
            manifest.ended_utc_ms,
            device.api,
            device.release,
            device.fingerprint,
            device.zone,
            device.locale,
            manifest.zone_assumed,
            manifest.captured_at_assumed,
        ),
    ).lastrowid
    assert capture_id is not None
    _write_watch(db, manifest, capture_id)
    _write_clocks(db, manifest, capture_id)
    db.executemany(
        "INSERT INTO skipped (capture_id, command, reason) VALUES (?, ?, ?)",
        [(capture_id, each.command, each.reason) for each in manifest.skipped],
    )
    return capture_id


def update_capture(db: sqlite3.Connection, manifest: Manifest, capture_id: int, seal: str) -> bool:
    """Say of a capture that grows how it stands now; whether its clocks were read again."""
    db.execute(
        "UPDATE captures SET manifest_sha256 = ?, outcome = ?, ended_ms = ? WHERE id = ?",
        (seal, manifest.outcome, manifest.ended_utc_ms, capture_id),
    )
    _write_watch(db, manifest, capture_id)
    counted = "SELECT count(*) FROM clock_readings WHERE capture_id = ?"
    (known,) = db.execute(counted, (capture_id,)).fetchone()
    if known == len(manifest.clocks):
        return False
    db.execute("DELETE FROM clock_readings WHERE capture_id = ?", (capture_id,))
    _write_clocks(db, manifest, capture_id)
    return True


def _write_watch(db: sqlite3.Connection, manifest: Manifest, capture_id: int) -> None:
    """Write when a watch saw nothing, how often it asked, and how often it wanted to and why."""
    for table in ("live_gaps", "live_rhythm", "live_paces"):
        db.execute(f"DELETE FROM {table} WHERE capture_id = ?", (capture_id,))
    db.executemany(
        "INSERT INTO live_gaps VALUES (?, ?, ?, ?)",
        [(capture_id, g.begin_utc_ms, g.end_utc_ms, g.reason) for g in manifest.gaps],
    )
    db.executemany(
        "INSERT INTO live_rhythm VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (capture_id, r.asked, r.polls, r.kept, r.failed, r.typical_ms, r.longest_ms, r.cost_ms)
            for r in manifest.rhythm
        ],
    )
    db.executemany(
        "INSERT INTO live_paces VALUES (?, ?, ?, ?)",
        [(capture_id, p.since_utc_ms, p.every_ms, p.reason) for p in manifest.paces],
    )


def _write_clocks(db: sqlite3.Connection, manifest: Manifest, capture_id: int) -> None:
    db.executemany(
        "INSERT INTO clock_readings (capture_id, host_utc_ms, phone_utc_ms, uptime_ms, boot_id,"
        " host_after_ms) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                capture_id,
                c.host_utc_ms,
                c.phone_utc_ms,
                c.uptime_ms,
                c.boot_id,
                c.host_after_ms,
            )
            for c in manifest.clocks
        ],
    )


def write_raw_file(db: sqlite3.Connection, capture_id: int, raw: RawFile) -> int:
    """Write one raw file of a capture; gives its number."""
    number = db.execute(
        "INSERT INTO raw_files (capture_id, name, command, parameters, command_line, file,"
        " size_bytes, sha256, started_ms, ended_ms, exit_code, whole, reason, phone_before_ms,"
        " phone_after_ms, looked_before_ms)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            capture_id,
            raw.name,
            raw.command,
            json.dumps(raw.parameters, sort_keys=True),
            raw.line,
            raw.file,
            raw.size_bytes,
            raw.sha256,
            raw.started_utc_ms,
            raw.ended_utc_ms,
            raw.exit_code,
            raw.whole,
            raw.reason,
            raw.phone_before_ms,
            raw.phone_after_ms,
            raw.looked_before_ms,
        ),
    ).lastrowid
    assert number is not None
    return number
