"""Small cases for the program's own rules: records in, what one rule says of them out."""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from auditor import notes
from auditor.findings.engine import find
from auditor.findings.records import Finding, Findings, Rule
from auditor.findings.rule_files import own_rules
from auditor.load import load_capture
from auditor.notes import MarkKind
from auditor.record_numbers import Record
from auditor.records import Event, Kind, Permission, Source, UsageEvent, UsageSpan
from auditor.store import Store
from tests.core.cases import HOUR_MS, NOW_MS, PHONE, event, handing_out, write_capture

APP, UID = "com.example.chat", 10_101
SYSTEM = {"uid": 1000, "package": "android"}
MINUTE_MS = 60_000
QUARTER_MS = 15 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
# A full hour: discrete entries and slots begin at it.
BASE_MS = (NOW_MS - 10 * HOUR_MS) // HOUR_MS * HOUR_MS


@cache
def _by_id() -> dict[str, Rule]:
    return {rule.id: rule for rule in own_rules()}


def the_rule(rule_id: str) -> Rule:
    """Give one rule of the program."""
    return _by_id()[rule_id]


@dataclass(frozen=True)
class Mark:
    """What a person marks; of the app unless told otherwise."""

    kind: MarkKind
    time_ms: int
    text: str = ""
    package: str | None = APP
    uid: int | None = UID


@dataclass(frozen=True)
class Reading:
    """Records of one capture; `package_dump` says that they come of that command."""

    records: Sequence[Record]
    at_ms: int = NOW_MS
    is_package_dump: bool = False


def ask(
    case: Path,
    rule_id: str,
    *records: Record | Reading,
    marks: Sequence[Mark] = (),
    category: str | None = None,
) -> Findings:
    """Ask one rule of a new case. Records that stand by themselves are one reading, now."""
    readings = [each for each in records if isinstance(each, Reading)]
    loose = [each for each in records if not isinstance(each, Reading)]
    if loose:
        readings.append(Reading(loose))
    with closing(Store.create(case)) as store:
        for number, reading in enumerate(readings):
            _load(store, f"c{number}", reading)
        for mark in marks:
            notes.add_mark(
                store, mark.time_ms, mark.text, NOW_MS, mark.kind, None, mark.package, mark.uid
            )
        if category is not None:
            with store.transaction():
                store.db.execute(
                    "INSERT INTO categories VALUES (?, ?, ?, ?, '', 0)",
                    (PHONE.device_id, UID, APP, category),
                )
        return find(store, [the_rule(rule_id)])


def _load(store: Store, name: str, reading: Reading) -> None:
    records = [replace(record, line=n) for n, record in enumerate(reading.records, 1)]
    folder = write_capture(store.path, name, {"appops": records}, reading.at_ms)
    readers = handing_out({"appops": records})
    if reading.is_package_dump:
        path = folder / "manifest.json"
        told = json.loads(path.read_text(encoding="utf-8"))
        told["files"][0]["command"] = "package_dump"
        path.write_text(json.dumps(told), encoding="utf-8")
        readers = {"package_dump": readers["appops"]}
    load_capture(store, folder, None, readers)


def only(found: Findings) -> Finding:
    """Give the one finding; nothing may be set apart."""
    (one,) = found.items
    assert found.suppressed == ()
    return one


def nothing(found: Findings) -> bool:
    """Whether the rule was asked and found nothing."""
    assert found.skipped == ()
    return found.items == () and found.suppressed == ()


def single(at_ms: int, op: str = "RECORD_AUDIO", **changes: object) -> Event:
    """A single access of the list, in the background unless told otherwise."""
    values: dict[str, object] = {
        "op": op,
        "uid_state": "bg",
        "source": Source.DISCRETE,
        "time_ms": at_ms,
        "precision_ms": MINUTE_MS,
    }
    return event(**(values | changes))


def last(at_ms: int, op: str = "RECORD_AUDIO", **changes: object) -> Event:
    """A last access with an exact time, in the background unless told otherwise."""
    return event(**({"op": op, "uid_state": "bg", "time_ms": at_ms} | changes))


def counted(begin_ms: int, count: int, op: str, minutes: int = 15, **changes: object) -> Event:
    """A count over a period, in the background unless told otherwise."""
    values: dict[str, object] = {
        "op": op,
        "uid_state": "bg",
        "source": Source.AGGREGATE,
        "time_ms": begin_ms,
        "precision_ms": minutes * MINUTE_MS,
        "duration_ms": minutes * MINUTE_MS,
        "count": count,
    }
    return event(**(values | changes))


def reject(at_ms: int, op: str, **changes: object) -> Event:
    """A refused attempt of the list."""
    return single(at_ms, op, **({"kind": Kind.REJECT} | changes))


def permission(
    name: str, granted: bool | None, *flags: str, runtime: bool | None = True, **changes: object
) -> Permission:
    """What a reading says about a permission of the app."""
    one = Permission(APP, UID, f"android.permission.{name}", granted, flags, runtime, 1)
    return replace(one, **changes)


def usage(at_ms: int, what: str, package: str = APP, **changes: object) -> UsageEvent:
    """An exact event of the usage history of the phone's owner."""
    return replace(UsageEvent(0, at_ms, 1, what, package, 1, f"{package}.Main", 1), **changes)


def history(*events: UsageEvent, begin_ms: int = BASE_MS - DAY_MS) -> list[Record]:
    """A usage history that reaches from long before to now, with these events."""
    return [UsageSpan(0, begin_ms, NOW_MS, 1), *events]


def seen(begin_ms: int, end_ms: int, package: str = APP) -> list[UsageEvent]:
    """An app in front from begin to end."""
    return [
        usage(begin_ms, "ACTIVITY_RESUMED", package),
        usage(end_ms, "ACTIVITY_PAUSED", package),
        usage(end_ms, "ACTIVITY_STOPPED", package),
    ]


def screen_off(at_ms: int) -> UsageEvent:
    """The screen goes off."""
    return usage(at_ms, "SCREEN_NON_INTERACTIVE", "android", activity=None, instance=None)


def screen_on(at_ms: int) -> UsageEvent:
    """The screen goes on."""
    return usage(at_ms, "SCREEN_INTERACTIVE", "android", activity=None, instance=None)
