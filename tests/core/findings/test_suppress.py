"""Known honest reasons: accesses that do not count, and apps whose findings are set apart."""

from dataclasses import replace
from pathlib import Path

import pytest

from auditor.companion_records import Setting
from auditor.findings.engine import find
from auditor.findings.records import Findings, Rule
from auditor.notes import MarkKind, add_mark
from auditor.record_numbers import Record
from auditor.records import Event, Outcome, Session, Source, UsageEvent, UsageSpan, User
from auditor.store import Store
from tests.core.cases import HOUR_MS, NOW_MS, event, load
from tests.core.findings.rules import rule

APP = "com.example.chat"
BEGIN = NOW_MS - 5 * HOUR_MS
MINUTE = 60_000


@pytest.fixture
def any_access(tmp_path: Path) -> Rule:
    """A rule that finds every access."""
    return rule(tmp_path / "rules", "is_background = 1", "true")


def asked(case: Path, rule: Rule, *records: Record) -> Findings:
    with Store.create(case) as store:
        load(store, "c1", {"appops": _numbered(records)})
        return find(store, [rule])


def _numbered(records: tuple[Record, ...]) -> list[Record]:
    return [replace(record, line=n) for n, record in enumerate(records, 1)]


def reasons(found: Findings) -> list[str]:
    assert found.items == ()
    return [reason.code for each in found.suppressed for reason in each.suppressed]


def access(minutes: float, **changes: object) -> Event:
    values: dict[str, object] = {
        "source": Source.DISCRETE,
        "time_ms": BEGIN + int(minutes * MINUTE),
    }
    return event(**(values | changes))


def usage(minutes: float, what: str, package: str = APP) -> UsageEvent:
    return UsageEvent(0, BEGIN + int(minutes * MINUTE), 1, what, package, 1, "Main", 1)


def in_front(begin: float, end: float) -> list[Record]:
    """The usage history of five hours in which the app was in front once."""
    return [
        UsageSpan(0, BEGIN - HOUR_MS, NOW_MS, 1),
        usage(begin, "ACTIVITY_RESUMED"),
        usage(end, "ACTIVITY_PAUSED"),
        usage(end, "ACTIVITY_STOPPED"),
    ]


def test_an_access_without_a_reason_is_a_finding(tmp_path: Path, any_access: Rule) -> None:
    assert asked(tmp_path / "case", any_access, access(0)).suppressed == ()


def test_findings_about_the_shell_and_the_system_are_set_apart(
    tmp_path: Path, any_access: Rule
) -> None:
    shell = access(0, uid=2000, package="com.android.shell")
    system = access(0, uid=1000, package="android")

    found = asked(tmp_path / "case", any_access, shell, system)

    assert sorted(reasons(found)) == ["own_shell", "system_app"]


def test_apps_of_a_managed_profile_are_set_apart_and_those_of_a_clone_are_not(
    tmp_path: Path, any_access: Rule
) -> None:
    work, clone = User(10, "Work", 0x1030, True, 1), User(11, "Clone", 0x1010, True, 1)

    found = asked(
        tmp_path / "case", any_access, work, clone, access(0, uid=1_010_101),
        access(0, uid=1_110_101),
    )  # fmt: skip

    assert [each.user_id for each in found.items] == [11]
    assert [each.user_id for each in found.suppressed] == [10]


@pytest.mark.parametrize(
    ("key", "op", "is_apart"),
    [
        ("default_input_method", "READ_CLIPBOARD", True),
        ("default_input_method", "RECORD_AUDIO", False),
        ("default_input_method", "FINE_LOCATION", False),
        ("assistant", "RECORD_AUDIO", True),
        ("sms_default_application", "READ_SMS", True),
        ("sms_default_application", "RECORD_AUDIO", False),
        ("dialer_default_application", "READ_CALL_LOG", True),
        ("enabled_accessibility_services", "READ_CLIPBOARD", True),
        ("enabled_accessibility_services", "CAMERA", False),
        ("enabled_notification_listeners", "READ_CLIPBOARD", False),
    ],
)
def test_a_role_stands_for_what_it_needs_and_nothing_else(
    tmp_path: Path, any_access: Rule, key: str, op: str, is_apart: bool
) -> None:
    role = Setting("secure", key, f"{APP}/.Service", (APP,), 1)

    found = asked(tmp_path / "case", any_access, role, access(0, op=op))

    assert bool(found.suppressed) is is_apart
    assert bool(found.items) is not is_apart


def test_what_an_app_does_in_its_own_call_does_not_count(tmp_path: Path, any_access: Rule) -> None:
    call = Session(
        Source.AUDIO, 10_101, APP, "VOICE_COMMUNICATION", 1, BEGIN, BEGIN + 10 * MINUTE, 1, False,
        Outcome.ENDED, None, None, 1, 2, 1,
    )  # fmt: skip

    found = asked(
        tmp_path / "case", any_access, call, access(5), access(5, op="READ_CONTACTS"),
        access(5, package="com.example.other", uid=10_102), access(30, op="CAMERA"),
    )  # fmt: skip

    assert [(each.package, each.op) for each in found.suppressed] == [(APP, "RECORD_AUDIO")]
    assert [each.suppressed[0].code for each in found.suppressed] == ["call"]
    assert len(found.items) == 3


def test_accesses_of_a_call_do_not_make_others_more(tmp_path: Path, any_access: Rule) -> None:
    call = access(0, op="PHONE_CALL_MICROPHONE", duration_ms=10 * MINUTE)

    found = asked(tmp_path / "case", any_access, call, access(5), access(60), access(90))

    assert [(each.op, each.count) for each in found.items] == [("RECORD_AUDIO", 2)]
    assert [each.op for each in found.suppressed] == ["PHONE_CALL_MICROPHONE"]


def test_what_was_begun_in_front_and_goes_on_in_a_service_does_not_count(
    tmp_path: Path, any_access: Rule
) -> None:
    route = [access(n, op="FINE_LOCATION", uid_state="fgsvc") for n in range(0, 61, 10)]

    found = asked(tmp_path / "case", any_access, *in_front(-5, 5), *route[1:])

    assert set(reasons(found)) == {"continued"}


@pytest.mark.parametrize(
    ("minutes", "state", "op"),
    [
        ([30, 40], "fgsvc", "FINE_LOCATION"),  # begun long after it was left
        ([10, 40], "fgsvc", "FINE_LOCATION"),  # with a pause between
        (range(10, 261, 10), "fgsvc", "FINE_LOCATION"),  # longer than one use
        ([10, 20], "bg", "FINE_LOCATION"),  # without a service
        ([10, 20], "fgsvc", "READ_CONTACTS"),  # nothing that is used on
    ],
)
def test_what_does_not_go_on_from_the_front_counts(
    tmp_path: Path, any_access: Rule, minutes: list[int], state: str, op: str
) -> None:
    later = [access(n, op=op, uid_state=state) for n in minutes]

    found = asked(tmp_path / "case", any_access, *in_front(-5, 5), *later)

    assert [each.op for each in found.items] == [op]


def test_what_a_person_marked_as_used_does_not_count(tmp_path: Path, any_access: Rule) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "c1", {"appops": [access(5, uid_state="bg"), access(5, op="CAMERA", line=2)]})
        load(store, "c2", {"appops": [access(50, op="CAMERA", line=3)]}, at_ms=NOW_MS + 1)
        add_mark(store, BEGIN, "", 1, MarkKind.FEATURE_USED, package=APP)
        add_mark(store, BEGIN + 20 * MINUTE, "", 1, MarkKind.SWIPED_AWAY, package=APP)
        found = find(store, [any_access])

    assert [(each.op, each.count) for each in found.items] == [("CAMERA", 1)]
    assert [each.suppressed[0].code for each in found.suppressed] == ["session"]
