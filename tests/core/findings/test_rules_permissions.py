"""Rules about what a person allowed and denied: R02, R03, R12, R19, R20.

Of each: it fires, it just does not, it is set apart, and weaker records say less.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auditor.companion_records import Setting
from auditor.findings.records import Grade, Severity
from auditor.record_numbers import Record
from auditor.records import Event, Kind, Package
from tests.core.cases import HOUR_MS, NOW_MS
from tests.core.findings.rule_cases import (
    APP,
    BASE_MS,
    DAY_MS,
    MINUTE_MS,
    SYSTEM,
    UID,
    Reading,
    ask,
    counted,
    last,
    nothing,
    only,
    permission,
    reject,
    single,
)

DENIED = permission("RECORD_AUDIO", False, "USER_SET")


def attempts(number: int, op: str = "RECORD_AUDIO") -> list[Event]:
    return [reject(BASE_MS - n * 2 * MINUTE_MS, op) for n in range(number)]


# --- R02: attempts although denied ------------------------------------------------------------


def test_r02_three_attempts_at_what_the_person_denied_are_a_finding(tmp_path: Path) -> None:
    found = only(ask(tmp_path / "three", "R02", DENIED, *attempts(3)))

    assert (found.severity, found.fired, found.count) == (Severity.MEDIUM, ("rejects",), 3)
    assert nothing(ask(tmp_path / "two", "R02", DENIED, *attempts(2)))


@pytest.mark.parametrize(
    "state",
    [
        permission("RECORD_AUDIO", True, "USER_SET"),
        permission("RECORD_AUDIO", False),
        permission("RECORD_AUDIO", False, "POLICY_FIXED"),
        permission("RECORD_AUDIO", False, "USER_SET", "ONE_TIME"),
        permission("RECORD_AUDIO", None, runtime=None),
        permission("CAMERA", False, "USER_SET"),
    ],
    ids=[
        "granted",
        "never decided",
        "an administrator",
        "every time",
        "only asked for",
        "another permission",
    ],
)
def test_r02_what_the_person_did_not_deny_is_nothing(tmp_path: Path, state: Record) -> None:
    assert nothing(ask(tmp_path, "R02", state, *attempts(9)))


def test_r02_the_newest_reading_says_what_is_denied(tmp_path: Path) -> None:
    granted = permission("RECORD_AUDIO", True, "USER_SET")
    before = Reading([DENIED, *attempts(5)], NOW_MS - HOUR_MS)

    assert nothing(ask(tmp_path, "R02", before, Reading([granted])))


def test_r02_names_of_permissions_that_differ_from_their_op(tmp_path: Path) -> None:
    location = permission("ACCESS_FINE_LOCATION", False, "USER_FIXED")

    assert only(ask(tmp_path, "R02", location, *attempts(3, "FINE_LOCATION"))).op == "FINE_LOCATION"


def test_r02_counts_are_grade_d_and_the_system_is_set_apart(tmp_path: Path) -> None:
    counts = counted(BASE_MS, 40, "RECORD_AUDIO", kind=Kind.REJECT)
    found = only(ask(tmp_path / "counts", "R02", DENIED, counts))
    system = [replace(each, **SYSTEM) for each in (DENIED, *attempts(5))]

    assert (found.grade, found.severity, found.count) == (Grade.D, Severity.MEDIUM, 40)
    apart = ask(tmp_path / "system", "R02", *system)
    assert apart.items == () and len(apart.suppressed) == 1


# --- R03: access although denied --------------------------------------------------------------


def between(
    first: Record = DENIED, second: Record = DENIED, access: Event | None = None
) -> list[Reading]:
    """Two readings of a permission, and an access between them that the second one tells."""
    access = access or last(BASE_MS)
    return [
        Reading([first], BASE_MS - HOUR_MS, is_package_dump=True),
        Reading([access], BASE_MS + HOUR_MS),
        Reading([second], BASE_MS + HOUR_MS, is_package_dump=True),
    ]


def test_r03_an_access_between_two_readings_that_say_denied_is_high(tmp_path: Path) -> None:
    found = only(ask(tmp_path, "R03", *between(access=single(BASE_MS))))

    assert (found.severity, found.capped_from, found.grade) == (
        Severity.MEDIUM, Severity.HIGH, Grade.C,
    )  # fmt: skip


def test_r03_what_was_not_yet_decided_at_first_counts_once_it_is_denied(tmp_path: Path) -> None:
    fresh = permission("RECORD_AUDIO", False)
    first = Reading([fresh], BASE_MS - 3 * HOUR_MS, is_package_dump=True)
    early = last(BASE_MS - 2 * HOUR_MS)

    assert only(ask(tmp_path / "late", "R03", first, *between())).count == 1
    assert nothing(ask(tmp_path / "early", "R03", first, *between(access=early)))


def test_r03_what_was_granted_once_and_then_withdrawn_counts_too(tmp_path: Path) -> None:
    granted = permission("RECORD_AUDIO", True, "USER_SET")
    once = Reading([granted], BASE_MS - 3 * HOUR_MS, is_package_dump=True)
    early = last(BASE_MS - 2 * HOUR_MS)

    assert only(ask(tmp_path / "late", "R03", once, *between())).count == 1
    assert nothing(ask(tmp_path / "early", "R03", once, *between(access=early)))


@pytest.mark.parametrize(
    "changed",
    [
        permission("RECORD_AUDIO", True, "USER_SET"),
        permission("RECORD_AUDIO", False),
        permission("RECORD_AUDIO", False, "USER_SET", "ONE_TIME"),
    ],
    ids=["granted", "not by the person", "for one time"],
)
@pytest.mark.parametrize("which", ["first", "second"])
def test_r03_if_one_reading_says_otherwise_nobody_is_accused(
    tmp_path: Path, changed: Record, which: str
) -> None:
    assert nothing(ask(tmp_path, "R03", *between(**{which: changed})))


@pytest.mark.parametrize("hours", [-2, 2])
def test_r03_an_access_outside_of_the_two_readings_is_nothing(tmp_path: Path, hours: int) -> None:
    outside = last(BASE_MS + hours * HOUR_MS)

    assert nothing(ask(tmp_path, "R03", *between(access=outside)))


def test_r03_one_reading_is_not_enough(tmp_path: Path) -> None:
    found = ask(tmp_path, "R03", DENIED, last(BASE_MS))

    assert [each.reason for each in found.skipped] == ["no_two_readings"]


def test_r03_the_system_is_set_apart(tmp_path: Path) -> None:
    denied, access = replace(DENIED, **SYSTEM), last(BASE_MS, **SYSTEM)

    found = ask(tmp_path, "R03", *between(denied, denied, access))

    assert found.items == () and len(found.suppressed) == 1


# --- R12: the category ------------------------------------------------------------------------

CONTACTS = permission("READ_CONTACTS", True, "USER_SET")


def test_r12_used_granted_and_asked_for_differ(tmp_path: Path) -> None:
    asked = permission("READ_CONTACTS", None, runtime=None)
    used, seen = (last(BASE_MS, "READ_CONTACTS", uid_state=state) for state in ("bg", "top"))
    other = last(BASE_MS, "CAMERA", package="org.other", uid=10_102)

    by_use = only(ask(tmp_path / "used", "R12", CONTACTS, used, category="news"))
    in_front = only(ask(tmp_path / "front", "R12", CONTACTS, seen, category="news"))
    by_grant = only(ask(tmp_path / "granted", "R12", CONTACTS, other, category="news"))
    by_asking = only(ask(tmp_path / "asked", "R12", asked, other, category="news"))

    assert (by_use.severity, by_use.data_type, by_use.count) == (Severity.MEDIUM, "contacts", 1)
    assert in_front.severity is by_grant.severity is Severity.LOW
    assert by_asking.severity is Severity.INFO


@pytest.mark.parametrize(
    ("category", "op", "is_found"),
    [
        ("navigation", "FINE_LOCATION", False),
        ("navigation", "RECORD_AUDIO", True),
        ("messaging", "CAMERA", False),
        ("messaging", "READ_CONTACTS", True),
        ("news", "WIFI_SCAN", False),
        ("news", "READ_CLIPBOARD", False),
        ("news", "CALL_PHONE", False),
    ],
)
def test_r12_what_the_basic_function_needs_is_nothing(
    tmp_path: Path, category: str, op: str, is_found: bool
) -> None:
    used = last(BASE_MS, op, uid_state="top")

    assert bool(ask(tmp_path, "R12", used, category=category).items) is is_found


def test_r12_without_a_chosen_category_it_is_not_asked(tmp_path: Path) -> None:
    found = ask(tmp_path, "R12", CONTACTS, last(BASE_MS, "READ_CONTACTS"))

    assert [each.reason for each in found.skipped] == ["no_categories"]


def test_r12_an_app_that_is_the_messages_app_may_read_messages(tmp_path: Path) -> None:
    role = Setting("secure", "sms_default_application", APP, (APP,), 1)
    used = last(BASE_MS, "READ_SMS", uid_state="top")

    found = ask(tmp_path, "R12", role, used, category="tools")

    assert found.items == () and found.suppressed[0].suppressed[0].code == "default_role"


# --- R19: changed without the person ----------------------------------------------------------


def update(
    before: Record, after: Record, version_before: int = 1, version: int = 2
) -> list[Reading]:
    """Two whole package dumps with a version each."""
    app = Package(APP, UID, 0, 1, version_name="1", version_code=version_before, is_system=False)
    later = replace(app, version_code=version, version_name=str(version))
    return [
        Reading([app, before], NOW_MS - HOUR_MS, is_package_dump=True),
        Reading([later, after], NOW_MS, is_package_dump=True),
    ]


def test_r19_another_installer_alone_is_no_update(tmp_path: Path) -> None:
    first, second = update(REFUSED, FLIPPED, 1, 1)
    app, *states = second.records
    moved = replace(
        second, records=[replace(app, version_name="1", installer="org.store"), *states]
    )

    assert nothing(ask(tmp_path, "R19", first, moved))


NOTIFICATIONS = "android.permission.POST_NOTIFICATIONS"
FLIPPED = permission("CAMERA", True)
REFUSED = permission("CAMERA", False, "USER_SET")


def test_r19_denied_before_an_update_and_granted_after_it_is_high(tmp_path: Path) -> None:
    found = only(ask(tmp_path, "R19", *update(REFUSED, FLIPPED)))

    assert (found.severity, found.op, found.data_type) == (Severity.HIGH, None, "camera")
    assert (found.first_ms, found.precision_ms) == (NOW_MS - HOUR_MS, HOUR_MS)
    assert len(found.samples) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (REFUSED, permission("CAMERA", True, "USER_SET")),
        (REFUSED, permission("CAMERA", True, "POLICY_FIXED")),
        (REFUSED, permission("CAMERA", True, "GRANTED_BY_ROLE")),
        (REFUSED, permission("CAMERA", True, "ONE_TIME")),
        (permission("CAMERA", False), FLIPPED),
        (FLIPPED, REFUSED),
        (replace(REFUSED, name=NOTIFICATIONS), replace(FLIPPED, name=NOTIFICATIONS)),
    ],
    ids=["the person", "administrator", "a role", "once", "not denied", "taken away", "no data"],
)
def test_r19_other_changes_are_nothing(tmp_path: Path, before: Record, after: Record) -> None:
    assert nothing(ask(tmp_path, "R19", *update(before, after)))


def test_r19_permissions_for_the_same_data_are_one_finding(tmp_path: Path) -> None:
    names = [f"android.permission.{name}" for name in ("READ_CONTACTS", "WRITE_CONTACTS")]
    readings = update(REFUSED, FLIPPED)
    for place, each in enumerate(readings):
        app, state = each.records
        both = [replace(state, name=name) for name in names]
        readings[place] = replace(each, records=[app, *both])

    found = only(ask(tmp_path, "R19", *readings))

    assert (found.data_type, len(found.samples)) == ("contacts", 2)


def test_r19_without_an_update_in_between_it_is_nothing(tmp_path: Path) -> None:
    assert nothing(ask(tmp_path, "R19", *update(REFUSED, FLIPPED, 1, 1)))


def test_r19_the_system_is_set_apart(tmp_path: Path) -> None:
    readings = [
        replace(each, records=[replace(record, uid=1000) for record in each.records])
        for each in update(REFUSED, FLIPPED)
    ]

    found = ask(tmp_path, "R19", *readings)

    assert found.items == () and len(found.suppressed) == 1


# --- R20: granted and unused ------------------------------------------------------------------


def installed(days: int) -> Package:
    at = datetime.fromtimestamp(NOW_MS / 1000, UTC) - timedelta(days=days)
    return Package(APP, UID, 0, 1, is_system=False, first_install_local=f"{at:%Y-%m-%d %H:%M:%S}")


def unused(days_installed: int, days_used: float | None, *more: Record) -> list[Reading]:
    """A grant, an app of some age, and its last use; something else was used just now."""
    other = last(NOW_MS - HOUR_MS, "CAMERA", package="org.other", uid=10_102)
    used = [] if days_used is None else [last(int(NOW_MS - days_used * DAY_MS), "READ_CONTACTS")]
    return [Reading([installed(days_installed), CONTACTS, other, *used, *more])]


@pytest.mark.parametrize(
    ("days_installed", "days_used", "is_found"),
    [(60, None, True), (60, 30.5, True), (60, 29.5, False), (30, None, False), (36, None, True)],
)
def test_r20_a_grant_that_nothing_used_for_thirty_days_is_told(
    tmp_path: Path, days_installed: int, days_used: float | None, is_found: bool
) -> None:
    found = ask(tmp_path, "R20", *unused(days_installed, days_used))

    assert [each.severity for each in found.items] == [Severity.INFO] * is_found
    assert all(each.data_type == "contacts" and each.op is None for each in found.items)


def test_r20_use_by_another_package_of_the_same_uid_is_use(tmp_path: Path) -> None:
    used = last(NOW_MS - DAY_MS, "READ_CONTACTS", package="com.example.sister")

    assert nothing(ask(tmp_path, "R20", *unused(60, None, used)))


def test_r20_the_system_is_set_apart(tmp_path: Path) -> None:
    readings = unused(60, None)
    records = [
        replace(each, uid=1000) if getattr(each, "uid", 0) == UID else each
        for each in readings[0].records
    ]

    found = ask(tmp_path, "R20", Reading(records))

    assert found.items == () and len(found.suppressed) == 1


def test_r20_what_was_used_in_calls_only_is_not_unused(tmp_path: Path) -> None:
    """Accesses that do not count for other rules are use."""
    granted = replace(CONTACTS, name="android.permission.RECORD_AUDIO")
    call = last(NOW_MS - 5 * DAY_MS, "PHONE_CALL_MICROPHONE")

    unused_but_for_calls = ask(tmp_path / "used", "R20", Reading([installed(60), granted, call]))
    never_used = ask(tmp_path / "never", "R20", *unused(60, None))

    assert nothing(unused_but_for_calls)
    assert len(never_used.items) == 1
