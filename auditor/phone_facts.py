"""What a case says of a phone and its apps beside what they accessed: settings, switches, traffic.

Codes and values with the line that tells them; `say_fact` puts them into words. A fact is what the
newest reading that tells it at all says: it holds for that moment, not for the time before it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from auditor import words
from auditor.identity.keeping import identities
from auditor.identity.records import label_in
from auditor.permissions import AppKey
from auditor.query import local_text
from auditor.store import Store
from auditor.uids import PER_USER

Values = dict[str, int | str]
Row = tuple[str | int | None, ...]

APPS_SAID = 8  # names in one sentence; the others are counted
SENDERS_SAID = 5


@dataclass(frozen=True, slots=True)
class PhoneFact:
    """One fact. `packages` are the apps it names, `at_ms` a moment that it tells (None: none).

    `captured_ms` is when the reading began, by the computer's clock, `raw_file` and `line` are
    what tells it.
    """

    code: str
    captured_ms: int
    capture_id: str
    raw_file: str
    line: int
    packages: tuple[str, ...] = ()
    values: Values = field(default_factory=dict)
    at_ms: int | None = None


# A setting that names apps, or may name none; and one that is a switch: its values by their words.
_LISTS = (
    "enabled_accessibility_services",
    "enabled_notification_listeners",
    "default_input_method",
    "assistant",
)
_SWITCHES = {
    "location_mode": {"0": "off", "1": "on", "2": "on", "3": "on"},
    "auto_time": {"0": "off", "1": "on"},
    "auto_time_zone": {"0": "off", "1": "on"},
    "development_settings_enabled": {"0": "off", "1": "on"},
}

_SETTINGS = """
SELECT key, value, packages, max(captured_ms), capture_id, raw_file, line
FROM v_settings WHERE device_id = :device GROUP BY namespace, key
"""
_SENSORS = """
SELECT sensor, user_id, max(is_blocked), captured_ms, capture_id, raw_file, line
FROM v_sensor_switches WHERE device_id = :device AND capture_id = (
  SELECT capture_id FROM v_sensor_switches WHERE device_id = :device
  ORDER BY captured_ms DESC LIMIT 1
) GROUP BY sensor, user_id ORDER BY sensor DESC, user_id
"""
_USERS = """
SELECT user_id, name, captured_ms, capture_id, raw_file, min(line)
FROM v_users WHERE device_id = :device AND capture_id = (
  SELECT capture_id FROM v_users WHERE device_id = :device ORDER BY captured_ms DESC LIMIT 1
) GROUP BY user_id ORDER BY user_id
"""
_EXEMPTIONS = """
SELECT package, app_id, granted_by, captured_ms, capture_id, raw_file, line
FROM v_doze_exemptions WHERE device_id = :device AND NOT removed AND capture_id = (
  SELECT capture_id FROM v_doze_exemptions WHERE device_id = :device
  ORDER BY captured_ms DESC LIMIT 1
) ORDER BY package, app_id
"""
_SLEEPERS = """
SELECT package, user_id, is_hibernated, last_woken_ms, captured_ms, capture_id, raw_file, line
FROM v_hibernation WHERE device_id = :device AND capture_id = (
  SELECT capture_id FROM v_hibernation WHERE device_id = :device
  ORDER BY captured_ms DESC LIMIT 1
) ORDER BY package, user_id
"""
# The long form names networks in brackets, the short form only their kind: never both in a sum.
_TRAFFIC = """
FROM v_traffic t JOIN captures c ON c.capture_id = t.capture_id
WHERE t.device_id = :device AND t.uid_set IN ('DEFAULT', 'FOREGROUND')
  AND (t.network LIKE '[%') = EXISTS (
    SELECT 1 FROM v_traffic l WHERE l.device_id = :device AND l.network LIKE '[%'
  )
"""


def phone_facts(store: Store, device_id: str) -> list[PhoneFact]:
    """Say what concerns the phone as a whole, what most deserves a look first."""
    place = {"device": device_id}
    settings = {str(row[0]): row for row in store.db.execute(_SETTINGS, place)}
    return [
        *(_list(settings[key]) for key in _LISTS if key in settings),
        *map(_sensor, store.db.execute(_SENSORS, place)),
        *_senders(store, device_id),
        *_exempted(store, place),
        *_sleeping(store, place),
        *(_switch(settings[key]) for key in _SWITCHES if key in settings),
        *_users(store, place),
    ]


def app_facts(store: Store, app: AppKey) -> list[PhoneFact]:
    """Say what concerns one app of one user. Settings are those of the phone's owner, user 0."""
    device_id, uid, package = app
    place = {"device": device_id}
    user_id = max(uid, 0) // PER_USER
    found: list[PhoneFact] = []
    if user_id == 0:
        rows = (row for row in store.db.execute(_SETTINGS, place) if row[0] in _LISTS)
        found += [_of_app(row, package) for row in rows if package in _names(row[2])]
    for row in store.db.execute(_EXEMPTIONS, place):
        if row[0] == package or (row[0] is None and row[1] == uid % PER_USER):
            found.append(_fact(f"app_exempt_{row[2]}", row[3:], (package,)))
    for row in store.db.execute(_SLEEPERS, place):
        if row[0] == package and row[1] in (None, user_id):
            found += _sleep(row, package)
    return found


def _fact(
    code: str, told_by: Row, packages: tuple[str, ...] = (), at_ms: int | None = None, **values: int
) -> PhoneFact:
    captured_ms, capture_id, raw_file, line = told_by
    return PhoneFact(
        code,
        int(captured_ms or 0),
        str(capture_id),
        str(raw_file),
        int(line or 0),
        packages,
        dict(values),
        at_ms,
    )


def _names(packages: object) -> tuple[str, ...]:
    return tuple(name for name in str(packages or "").split("|") if name)


def _list(row: Row) -> PhoneFact:
    names = _names(row[2])
    code = f"{row[0]}_{'some' if names else 'none'}"
    return _fact(code, row[3:], names)


def _of_app(row: Row, package: str) -> PhoneFact:
    return _fact(f"app_{row[0]}", row[3:], (package,))


def _switch(row: Row) -> PhoneFact:
    state = _SWITCHES[str(row[0])].get(str(row[1]), "unset" if row[1] is None else "other")
    fact = _fact(f"{row[0]}_{state}", row[3:])
    fact.values["value"] = str(row[1])[:80]
    return fact


def _sensor(row: Row) -> PhoneFact:
    sensor = str(row[0]) if row[0] in ("microphone", "camera") else "other"
    fact = _fact(f"sensor_{sensor}_{'off' if row[2] else 'on'}", row[3:])
    fact.values.update(sensor=str(row[0])[:40], user="-" if row[1] is None else str(row[1]))
    return fact


def _exempted(store: Store, place: Mapping[str, str]) -> Iterator[PhoneFact]:
    rows = [row for row in store.db.execute(_EXEMPTIONS, place) if row[2] == "user"]
    if rows:
        names = tuple(str(row[0] or row[1]) for row in rows)
        yield _fact("exempt_user", rows[0][3:], names, count=len(names))


def _sleeping(store: Store, place: Mapping[str, str]) -> Iterator[PhoneFact]:
    rows = list(store.db.execute(_SLEEPERS, place))
    names = tuple(dict.fromkeys(str(row[0]) for row in rows if row[2]))
    if rows:
        first = next((row for row in rows if row[2]), rows[0])
        yield _fact("asleep_some" if names else "asleep_none", first[4:], names, count=len(names))


def _sleep(row: Row, package: str) -> Iterator[PhoneFact]:
    if row[2]:
        yield _fact("app_asleep", row[4:], (package,))
    elif isinstance(row[3], int):
        yield _fact("app_woken", row[4:], (package,), at_ms=row[3])


def _users(store: Store, place: Mapping[str, str]) -> Iterator[PhoneFact]:
    rows = list(store.db.execute(_USERS, place))
    if rows:
        fact = _fact("users", rows[0][2:], count=len(rows))
        fact.values["names"] = ", ".join(f"{str(row[1])[:40]} ({row[0]})" for row in rows[:12])
        yield fact


def _senders(store: Store, device_id: str) -> Iterator[PhoneFact]:
    """Which uids sent most while in the background, in all buckets that the phone kept."""
    rows = store.db.execute(
        "SELECT t.uid, sum(t.sent_bytes) AS sent, min(t.begin_ms), max(c.started_ms), t.capture_id,"
        f" t.raw_file, min(t.line) {_TRAFFIC} AND t.uid_set = 'DEFAULT' AND t.uid >= 0"
        " GROUP BY t.uid ORDER BY sent DESC, t.uid LIMIT :most",
        {"device": device_id, "most": SENDERS_SAID},
    ).fetchall()
    if rows:
        begin_ms = min(row[2] for row in rows)
        fact = _fact("senders", rows[0][3:], at_ms=begin_ms)
        names = _names_of_uids(store, device_id)
        for number, row in enumerate(rows):
            fact.values[f"app_{number}"] = names.get(row[0], f"uid {row[0]}")
            fact.values[f"sent_{number}"] = row[1]
        yield fact


def _names_of_uids(store: Store, device_id: str) -> dict[int, str]:
    """The first app of each uid: those that share one are counted together by the phone."""
    rows = store.db.execute(
        "SELECT p.uid, min(p.name) FROM packages p JOIN devices d ON d.id = p.device_id"
        " WHERE d.device_id = ? GROUP BY p.uid",
        (device_id,),
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class Bucket:
    """Bytes of a uid on one kind of network in one stretch of time (UTC, half-open)."""

    begin_ms: int
    end_ms: int
    types: str  # of network as printed: WIFI, MOBILE …
    is_background: bool  # the phone counts it apart from what the app does in front
    received_bytes: int
    sent_bytes: int
    capture_id: str
    raw_file: str
    line: int


def traffic(store: Store, app: AppKey) -> list[Bucket]:
    """List the bytes of an app's uid, which it may share with other apps, the newest first."""
    rows = store.db.execute(
        "SELECT t.begin_ms, t.begin_ms + t.length_ms, t.types, t.uid_set = 'DEFAULT',"
        f" t.received_bytes, t.sent_bytes, t.capture_id, t.raw_file, t.line {_TRAFFIC}"
        " AND t.uid = :uid ORDER BY t.begin_ms DESC, t.uid_set, t.network",
        {"device": app[0], "uid": app[1]},
    )
    return [
        Bucket(
            begin_ms=row[0],
            end_ms=row[1],
            types=row[2],
            is_background=bool(row[3]),
            received_bytes=row[4],
            sent_bytes=row[5],
            capture_id=row[6],
            raw_file=row[7],
            line=row[8],
        )
        for row in rows
    ]


def app_names(store: Store, device_id: str, lang: str) -> dict[str, str]:
    """What a phone's apps are called in a language, by package, where that is known."""
    named = (
        (key.package, label_in(each, lang))
        for key, each in identities(store).items()
        if key.device_id == device_id
    )
    return {package: name for package, name in named if name}


def say_fact(fact: PhoneFact, lang: str, zone: str | None, name: Callable[[str], str]) -> str:
    """Put a fact into one sentence; `name` says what an app is called."""
    values: dict[str, int | str] = {
        key: value for key, value in fact.values.items() if not key.startswith(("app_", "sent_"))
    }
    count = values.pop("count", None)
    values["apps"] = _said_apps([name(each) for each in fact.packages], lang)
    values["time"] = _minute(fact.at_ms, zone)
    senders = [
        words.sentence(
            "phone_sender",
            lang,
            app=name(str(fact.values[f"app_{number}"])),
            size=size_text(int(fact.values[f"sent_{number}"])),
        )
        for number in range(SENDERS_SAID)
        if f"app_{number}" in fact.values
    ]
    values["senders"] = words.listed(senders, lang)
    return words.sentence(
        f"phone_{fact.code}", lang, count if isinstance(count, int) else None, **values
    )


def say_source(fact: PhoneFact, lang: str, zone: str | None) -> str:
    """Say which line tells a fact, and when it was read."""
    return words.sentence(
        "phone_source",
        lang,
        file=fact.raw_file.rpartition("/")[2],
        line=fact.line,
        time=_minute(fact.captured_ms, zone),
    )


def _said_apps(names: list[str], lang: str) -> str:
    told = words.listed(names[:APPS_SAID], lang)
    more = len(names) - APPS_SAID
    return told if more <= 0 else words.sentence("phone_more", lang, more, apps=told)


def _minute(time_ms: int | None, zone: str | None) -> str:
    text = local_text(time_ms, zone)
    if text is not None:
        return text[:16].replace("T", " ")
    return (local_text(time_ms, "UTC") or "–")[:16].replace("T", " ") + " UTC"


def size_text(size_bytes: int) -> str:
    """Write a number of bytes with one unit: `512 B`, `1.5 MB`; a thousand of each are the next."""
    size = float(size_bytes)
    for unit in ("B", "kB", "MB"):
        if size < 999.5:
            return f"{size:.0f} {unit}" if unit == "B" or size >= 99.5 else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:,.1f} GB"
