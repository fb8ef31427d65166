"""Which files to read for which apps of a case, in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.identity.records import IdentityKey
from auditor.records import UNKNOWN_UID
from auditor.store import Store


@dataclass(frozen=True, slots=True)
class Phone:
    """The phone of a case as its newest capture describes it."""

    device_id: str
    api: int | None
    locale: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """One file and the apps that come from it: a package may be there for several users.

    `path` is as captures tell it, None where they do not.
    """

    package: str
    path: str | None
    keys: tuple[IdentityKey, ...]


def phone_of(store: Store, device_id: str) -> Phone | None:
    """Find a phone of the case."""
    row = store.db.execute(
        "SELECT device_id, api, locale FROM devices WHERE device_id = ?", (device_id,)
    ).fetchone()
    return None if row is None else Phone(*row)


# The path that the newest capture tells; `pm list` names the file, `dumpsys` only its folder.
_APPS = """
WITH used AS (
  SELECT s.package_id, count(*) AS number FROM events e JOIN series s ON s.id = e.id >> 40
  GROUP BY s.package_id
), placed AS (
  SELECT k.package_id, k.code_path, row_number() OVER (PARTITION BY k.package_id
    ORDER BY c.started_ms DESC, c.id DESC, k.raw_file_id DESC, k.line DESC) AS place
  FROM package_facts k JOIN raw_files r ON r.id = k.raw_file_id
  JOIN captures c ON c.id = r.capture_id
  WHERE k.code_path LIKE '%.apk' AND NOT k.is_hidden_system
)
SELECT p.uid, p.name, w.code_path, ifnull(u.number, 0) AS number
FROM packages p JOIN devices d ON d.id = p.device_id
LEFT JOIN used u ON u.package_id = p.id
LEFT JOIN placed w ON w.package_id = p.id AND w.place = 1
WHERE d.device_id = ? AND p.uid <> ?
ORDER BY number DESC, p.name, p.uid
"""


def targets(store: Store, device_id: str, packages: Sequence[str] | None) -> list[Target]:
    """List the files of the apps of these names, or of all with a record, most records first."""
    wanted = None if packages is None else frozenset(packages)
    found: dict[tuple[str, str | None], list[IdentityKey]] = {}
    for uid, name, path, number in store.db.execute(_APPS, (device_id, UNKNOWN_UID)):
        if number if wanted is None else name in wanted:
            found.setdefault((name, path), []).append(IdentityKey(device_id, uid, name))
    return [Target(name, path, tuple(keys)) for (name, path), keys in found.items()]
