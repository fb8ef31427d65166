"""What apps are called in a language of the program: the one place that decides it."""

import json
from collections.abc import Mapping
from dataclasses import replace

from auditor.columns import EventColumns, PackageKey
from auditor.identity.known import known_labels
from auditor.identity.records import Identity, IdentityKey, Label, label_in
from auditor.permissions import AppKey
from auditor.store import Store

Names = Mapping[AppKey, str]

_LABELS = """
SELECT d.device_id, p.uid, p.name, ifnull(a.label, p.label), a.labels
FROM packages p JOIN devices d ON d.id = p.device_id
LEFT JOIN app_files i ON i.device_id = d.device_id AND i.uid = p.uid AND i.package = p.name
LEFT JOIN apks a ON a.id = i.apk_id
"""


def names_in(store: Store, lang: str) -> dict[AppKey, str]:
    """Name every app of a case in `en` or `zh_CN`, else as its phone does; without a name, not.

    Where the phone tells no name, the built-in list of well-known apps may: whoever shows a name
    shows the package beside it.
    """
    known = known_labels()
    found: dict[AppKey, str] = {}
    for device_id, uid, package, label, labels in store.db.execute(_LABELS):
        if name := _name(str(package), label, labels, known, lang):
            found[device_id, uid, package] = name
    return found


def _name(
    package: str,
    label: str | None,
    labels: str | None,
    known: Mapping[str, tuple[Label, ...]],
    lang: str,
) -> str | None:
    told = tuple(Label(*each) for each in json.loads(labels or "[]"))
    if label is None and package in known:
        told, label = known[package], known[package][0].text
    return label_in(Identity(IdentityKey("", 0, package), label=label, labels=told), lang)


def name_app(key: PackageKey, names: Names) -> PackageKey:
    """Give the app with its name in the language of `names`."""
    name = names.get((key.device_id, key.uid, key.package))
    return replace(key, label=name) if name else key


def name_columns(columns: EventColumns, names: Names) -> EventColumns:
    """Give the same events of apps with these names."""
    return replace(columns, packages=tuple(name_app(key, names) for key in columns.packages))
