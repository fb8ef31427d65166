"""What a case keeps of apps' files, and what it says about apps. The only SQL of this room.

Keys are names and not ids, so that the rest of a store can be worked out anew beside it.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from auditor import __version__
from auditor.identity.known import known_labels
from auditor.identity.records import (
    ApkFacts,
    ApkFile,
    Identity,
    IdentityKey,
    Label,
    LabelSource,
    SignerCheck,
)
from auditor.store import Store

_IDENTITIES = """
SELECT device_id, uid, package, label, labels, version_name, version_code, target_sdk, is_system,
  installer, initiating_package, originating_package, update_owner, first_install_local,
  last_update_local, signer_sha256, signer_scheme, signer_check, past_signers, has_icon,
  apk_path, apk_size_bytes, apk_modified_ms, read_ms, trouble, troubles,
  apk_version_name, apk_version_code
FROM v_identities ORDER BY device_id, uid, package
"""


def identities(store: Store) -> dict[IdentityKey, Identity]:
    """Say who every package of a case is, as far as it is known; in the order of their keys."""
    known = known_labels()
    found = (_identity(row, known) for row in store.db.execute(_IDENTITIES))
    return {each.key: each for each in found}


def _identity(row: tuple[object, ...], known: dict[str, tuple[Label, ...]]) -> Identity:
    values = [None if value is None else value for value in row]
    key = IdentityKey(str(values[0]), int(str(values[1])), str(values[2]))
    labels = tuple(Label(*each) for each in json.loads(str(values[4] or "[]")))
    label, source = _text(values[3]), LabelSource.PHONE
    if label is None and key.package in known:
        labels, source = known[key.package], LabelSource.KNOWN_LIST
        label = labels[0].text
    has_file = values[20] is not None
    return Identity(
        key=key,
        label=label,
        label_source=None if label is None else source,
        labels=labels,
        # The capture's word first; the file's, where no capture tells.
        version_name=_text(values[5]) or _text(values[26]),
        version_code=_number(values[6] if values[6] is not None else values[27]),
        target_sdk=_number(values[7]),
        is_system=None if values[8] is None else bool(values[8]),
        installer=_text(values[9]),
        initiating_package=_text(values[10]),
        originating_package=_text(values[11]),
        update_owner=_text(values[12]),
        first_install_local=_text(values[13]),
        last_update_local=_text(values[14]),
        signer_sha256=_text(values[15]),
        scheme=_text(values[16]),
        check=None if values[17] is None else SignerCheck(str(values[17])),
        past_signers=tuple(str(values[18] or "").split()),
        has_icon=bool(values[19]),
        file=ApkFile(str(values[20]), int(str(values[21])), int(str(values[22])))
        if has_file
        else None,
        read_ms=_number(values[23]),
        trouble=_text(values[24]),
        troubles=tuple(str(values[25] or "").split()),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> int | None:
    return None if value is None else int(str(value))


def icon_png(store: Store, key: IdentityKey) -> bytes | None:
    """Give an app's icon as a square PNG; None where the case has none."""
    row = store.db.execute(
        "SELECT a.icon FROM app_files i JOIN apks a ON a.id = i.apk_id"
        " WHERE i.device_id = ? AND i.uid = ? AND i.package = ?",
        (key.device_id, key.uid, key.package),
    ).fetchone()
    return None if row is None else row[0]


def icons(store: Store) -> Iterator[tuple[IdentityKey, bytes]]:
    """Give every icon of a case, for who shows all of them."""
    for device_id, uid, package, data in store.db.execute(
        "SELECT i.device_id, i.uid, i.package, a.icon FROM app_files i"
        " JOIN apks a ON a.id = i.apk_id WHERE a.icon IS NOT NULL ORDER BY 1, 2, 3"
    ):
        yield IdentityKey(device_id, uid, package), data


def known_file(
    store: Store, device_id: str, file: ApkFile, locale: str, package: str
) -> int | None:
    """Find what was read of a file before: same path, size, time of change and language."""
    row = store.db.execute(
        "SELECT id FROM apks WHERE device_id = ? AND path = ? AND size_bytes = ?"
        " AND modified_ms = ? AND locale = ? AND package = ?",
        (device_id, file.path, file.size_bytes, file.modified_ms, locale, package),
    ).fetchone()
    return None if row is None else int(row[0])


def keep_facts(
    db: sqlite3.Connection,
    device_id: str,
    file: ApkFile,
    locale: str,
    facts: ApkFacts,
    read_ms: int,
) -> int:
    """Write what was read of a file in place of what was read of it before; give its number."""
    signer, icon = facts.signer, facts.icon
    values = {
        "device_id": device_id,
        "path": file.path,
        "size_bytes": file.size_bytes,
        "modified_ms": file.modified_ms,
        "locale": locale,
        "read_ms": read_ms,
        "tool_version": __version__,
        "package": facts.package,
        "version_name": facts.version_name,
        "version_code": facts.version_code,
        "target_sdk": facts.target_sdk,
        "label": next((each.text for each in facts.labels if not each.locale), None),
        "labels": json.dumps([[each.locale, each.text] for each in facts.labels]),
        "icon": None if icon is None else icon.png,
        "icon_kind": None if icon is None else icon.kind,
        "signer_scheme": None if signer is None else signer.scheme,
        "signer_sha256": None if signer is None else signer.sha256,
        "signer_check": None if signer is None else signer.check.value,
        "past_signers": "" if signer is None else " ".join(signer.past),
        "certificate": None if signer is None else signer.certificate,
        "troubles": " ".join(facts.troubles),
        "ranges": json.dumps([asdict(each) for each in facts.ranges]),
    }
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    keys = ("device_id", "path", "size_bytes", "modified_ms", "locale")
    news = ", ".join(f"{name} = excluded.{name}" for name in values if name not in keys)
    row = db.execute(
        f"INSERT INTO apks ({names}) VALUES ({marks})"
        f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {news} RETURNING id",
        values,
    ).fetchone()
    return int(row[0])


def keep_files(
    db: sqlite3.Connection,
    keys: Sequence[IdentityKey],
    apk_id: int | None,
    trouble: str | None,
    tried_ms: int,
) -> None:
    """Write which file packages come from now. After trouble the file known before stays."""
    db.executemany(
        "INSERT INTO app_files (device_id, uid, package, apk_id, trouble, tried_ms)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (device_id, uid, package) DO UPDATE SET"
        " apk_id = ifnull(excluded.apk_id, apk_id), trouble = excluded.trouble,"
        " tried_ms = excluded.tried_ms",
        [(key.device_id, key.uid, key.package, apk_id, trouble, tried_ms) for key in keys],
    )


def relabel(db: sqlite3.Connection) -> None:
    """Name the packages of a case by the labels of their files; these names are derived."""
    db.execute(
        "UPDATE packages SET label = f.label FROM ("
        " SELECT d.id AS device, i.uid, i.package, a.label FROM app_files i"
        " JOIN apks a ON a.id = i.apk_id JOIN devices d ON d.device_id = i.device_id"
        " WHERE a.label IS NOT NULL) f"
        " WHERE f.device = packages.device_id AND f.uid = packages.uid"
        " AND f.package = packages.name"
    )


def forget_strangers(db: sqlite3.Connection) -> None:
    """Drop what is kept of apps that no reading of the case names any more."""
    db.execute(
        "DELETE FROM app_files WHERE NOT EXISTS (SELECT 1 FROM packages p"
        " JOIN devices d ON d.id = p.device_id WHERE d.device_id = app_files.device_id"
        " AND p.uid = app_files.uid AND p.name = app_files.package)"
    )
    db.execute("DELETE FROM apks WHERE id NOT IN (SELECT apk_id FROM app_files WHERE apk_id > 0)")
