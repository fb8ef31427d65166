"""A case of a phone that lies: the sample phone's own raw files, with its names made harmful."""

import hashlib
import json
import shutil
from pathlib import Path

from auditor.adb.bridge import make_bridge
from auditor.adb.server import ServerAddress
from auditor.capture import capture
from auditor.identity.keeping import relabel
from auditor.load import load_capture
from auditor.manifest import MANIFEST
from auditor.sample.adb_server import SampleServer
from auditor.sample.hostile import lie
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from auditor.task import silent

NOW_MS = 1_763_000_000_123
MODEL = "<b>zq30</b>\x1b[31m\u202e=1+1"
LABEL = '<b>zq31</b>\u202e<img src="x" onerror="alert(1)">\x1b[2J=2+2'


def read_honest(case: Path) -> Path:
    """Read the sample phone into a case; nothing is loaded."""
    phone = SamplePhone(35, seed=1, now=lambda: NOW_MS, days=1)
    with SampleServer(phone) as server, Store.create(case):
        bridge = make_bridge("adbutils", ServerAddress("127.0.0.1", server.port))
        capture(bridge, phone.serial, case, "full", silent(), now_ms=phone.now)
    return case


def make_hostile(honest: Path, case: Path, with_enormous: bool = False) -> Path:
    """Make the same case of a phone that lies, and load it; apps have labels that lie, too."""
    shutil.copytree(honest / "captures", case / "captures")
    (manifest,) = (case / "captures").glob(f"*/{MANIFEST}")
    told = json.loads(manifest.read_text(encoding="utf-8"))
    told["device"] |= {"model": MODEL, "manufacturer": MODEL}
    for raw in told["files"]:
        path = manifest.parent / raw["file"]
        data = lie(path.read_bytes(), with_enormous)
        path.write_bytes(data)
        raw["size_bytes"], raw["sha256"] = len(data), hashlib.sha256(data).hexdigest()
    manifest.write_text(json.dumps(told), encoding="utf-8")
    load(case)
    with Store.open(case) as store, store.transaction() as db:
        _label(db)
    return case


def load(case: Path) -> Path:
    """Load the readings that lie in a case."""
    with Store.create(case) as store:
        for folder in sorted(store.captures_dir.iterdir()):
            load_capture(store, folder)
    return case


def _label(db) -> None:
    """Name every third app as its file might: kept by an older version, which let it by."""
    rows = db.execute(
        "SELECT d.device_id, p.uid, p.name FROM packages p JOIN devices d ON d.id = p.device_id"
        " ORDER BY p.id"
    ).fetchall()
    for number, (device_id, uid, package) in enumerate(rows[::3], start=1):
        db.execute(
            "INSERT INTO apks (id, device_id, path, size_bytes, modified_ms, locale, read_ms,"
            " tool_version, package, label, labels, past_signers, troubles, ranges)"
            " VALUES (?, ?, ?, 1, 1, 'en-US', 1, '0', ?, ?, ?, '', '', '[]')",
            (
                number,
                device_id,
                f"/data/{number}/base.apk",
                package,
                f"{LABEL}{number}",
                json.dumps([["", f"{LABEL}{number}"]]),
            ),
        )
        db.execute(
            "INSERT INTO app_files (device_id, uid, package, apk_id, tried_ms)"
            " VALUES (?, ?, ?, ?, 1)",
            (device_id, uid, package, number),
        )
    relabel(db)
