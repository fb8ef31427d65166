"""Rules about moments that a person marks, and about questions: R01, R10, R13 to R15.

Of each: it fires, it just does not, it is set apart, and weaker records say less.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from auditor.findings import words
from auditor.findings.records import Grade, Severity
from auditor.notes import MarkKind
from auditor.record_numbers import Record
from auditor.records import Kind, UsageEvent
from tests.core.cases import HOUR_MS, NOW_MS
from tests.core.findings.rule_cases import (
    APP,
    BASE_MS,
    DAY_MS,
    MINUTE_MS,
    SYSTEM,
    Mark,
    ask,
    counted,
    history,
    last,
    nothing,
    only,
    permission,
    seen,
    single,
    usage,
)

LAUNCH = Mark(MarkKind.FIRST_LAUNCH, BASE_MS)
AGREED = Mark(MarkKind.AGREE, BASE_MS + 5 * MINUTE_MS)
# Something that the phone recorded, so that every rule is asked.
OTHER = last(BASE_MS - HOUR_MS, "CAMERA", package="org.other", uid=10_102, uid_state="top")


# --- R01: before consent ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "is_found"), [(-0.001, False), (0, True), (299.999, True), (300, False)]
)
def test_r01_an_access_between_first_start_and_agreement_is_high(
    tmp_path: Path, seconds: float, is_found: bool
) -> None:
    access = last(BASE_MS + int(seconds * 1000), "READ_CONTACTS", uid_state="top")

    found = ask(tmp_path, "R01", access, OTHER, marks=[LAUNCH, AGREED]).items

    assert [(each.package, each.severity, each.grade) for each in found] == [
        (APP, Severity.HIGH, Grade.A)
    ] * is_found


@pytest.mark.parametrize(("minute", "is_found"), [(-1, False), (0, True), (4, True), (5, False)])
def test_r01_a_minute_counts_only_if_it_lies_between_as_a_whole(
    tmp_path: Path, minute: int, is_found: bool
) -> None:
    access = single(BASE_MS + minute * MINUTE_MS, "FINE_LOCATION", uid_state="top")

    assert bool(ask(tmp_path, "R01", access, OTHER, marks=[LAUNCH, AGREED]).items) is is_found


def test_a_time_in_a_zone_that_nobody_confirmed_is_not_compared_with_marks(tmp_path: Path) -> None:
    access = last(BASE_MS + 1000, "CAMERA", uid_state="top", zone_assumed=True)

    assert nothing(ask(tmp_path / "r01", "R01", access, marks=[LAUNCH, AGREED]))
    assert nothing(ask(tmp_path / "r10", "R10", access, marks=untouched()))
    reads_then = reads(0, 1, zone_assumed=True)
    assert nothing(ask(tmp_path / "r13", "R13", *reads_then, marks=unused(0, 1)))


def test_r01_an_identifier_that_was_refused_is_medium(tmp_path: Path) -> None:
    tried = last(BASE_MS + 1000, "READ_DEVICE_IDENTIFIERS", kind=Kind.REJECT)
    other = last(BASE_MS + 1000, "CAMERA", kind=Kind.REJECT)

    found = only(ask(tmp_path, "R01", tried, other, marks=[LAUNCH, AGREED]))

    assert (found.op, found.severity) == ("READ_DEVICE_IDENTIFIERS", Severity.MEDIUM)


def test_r01_without_an_agreement_the_last_mark_ends_it(tmp_path: Path) -> None:
    refused = Mark(MarkKind.DISAGREE, BASE_MS + MINUTE_MS)
    end = Mark(MarkKind.SWIPED_AWAY, BASE_MS + 10 * MINUTE_MS)
    inside = last(BASE_MS + 2 * MINUTE_MS, "READ_CONTACTS", uid_state="top")

    assert only(ask(tmp_path / "a", "R01", inside, marks=[LAUNCH, refused, end])).package == APP
    assert nothing(ask(tmp_path / "b", "R01", inside, marks=[LAUNCH, refused]))
    assert nothing(ask(tmp_path / "c", "R01", inside, marks=[LAUNCH]))


def test_r01_marks_that_tell_of_no_decision_say_nothing(tmp_path: Path) -> None:
    used = Mark(MarkKind.FEATURE_USED, BASE_MS + 10 * MINUTE_MS)
    inside = last(BASE_MS + 2 * MINUTE_MS, "READ_CONTACTS", uid_state="top")

    assert nothing(ask(tmp_path, "R01", inside, marks=[LAUNCH, used]))


def test_r01_a_session_ends_with_the_next_first_start_and_after_some_hours(tmp_path: Path) -> None:
    refused = Mark(MarkKind.DISAGREE, BASE_MS - 9 * DAY_MS + MINUTE_MS)
    old = replace(LAUNCH, time_ms=BASE_MS - 9 * DAY_MS)
    late = Mark(MarkKind.SWIPED_AWAY, BASE_MS + MINUTE_MS)
    between = last(BASE_MS - DAY_MS, "READ_CONTACTS", uid_state="top")

    assert nothing(ask(tmp_path / "again", "R01", between, marks=[old, LAUNCH, AGREED]))
    assert nothing(ask(tmp_path / "late", "R01", between, marks=[old, refused, late]))


def test_r01_marks_of_another_app_or_user_say_nothing(tmp_path: Path) -> None:
    access = last(BASE_MS + 1000, "READ_CONTACTS", uid_state="top")
    for number, other in enumerate(({"package": "org.other"}, {"uid": 1_010_101})):
        marks = [replace(each, **other) for each in (LAUNCH, AGREED)]
        assert nothing(ask(tmp_path / str(number), "R01", access, marks=marks))


def test_r01_counts_are_capped_and_the_system_is_set_apart(tmp_path: Path) -> None:
    late = Mark(MarkKind.AGREE, BASE_MS + 20 * MINUTE_MS)
    counts = counted(BASE_MS, 2, "READ_CONTACTS", uid_state="top")
    found = only(ask(tmp_path / "counts", "R01", counts, marks=[LAUNCH, late]))
    marks = [replace(each, **SYSTEM) for each in (LAUNCH, AGREED)]
    system = ask(tmp_path / "s", "R01", last(BASE_MS + 1, "READ_SMS", **SYSTEM), marks=marks)

    assert (found.severity, found.capped_from, found.grade) == (
        Severity.MEDIUM, Severity.HIGH, Grade.D,
    )  # fmt: skip
    assert system.items == () and len(system.suppressed) == 1


def test_r01_without_marks_it_is_not_asked(tmp_path: Path) -> None:
    assert [each.reason for each in ask(tmp_path, "R01", OTHER).skipped] == ["no_mark_first_launch"]


# --- R10: on the screen and untouched ---------------------------------------------------------


def untouched(minutes: float = 10, **changes: object) -> list[Mark]:
    begin = Mark(MarkKind.HANDS_OFF_BEGIN, BASE_MS)
    end = Mark(MarkKind.HANDS_OFF_END, BASE_MS + int(minutes * MINUTE_MS))
    return [replace(each, **changes) for each in (begin, end)]


FRONT = history(*seen(BASE_MS - HOUR_MS, BASE_MS + HOUR_MS))


def positions(number: int) -> list:
    return [
        single(BASE_MS + n * MINUTE_MS, "FINE_LOCATION", uid_state="top") for n in range(number)
    ]


def test_r10_three_accesses_of_one_kind_are_a_finding_and_two_are_not(tmp_path: Path) -> None:
    found = only(ask(tmp_path / "a", "R10", *positions(3), *FRONT, marks=untouched()))

    assert (found.severity, found.fired, found.count, found.grade) == (
        Severity.MEDIUM, ("accesses",), 3, Grade.A,
    )  # fmt: skip
    assert nothing(ask(tmp_path / "b", "R10", *positions(2), *FRONT, marks=untouched()))


@pytest.mark.parametrize("op", ["RECORD_AUDIO", "CAMERA"])
def test_r10_of_microphone_and_camera_one_is_enough(tmp_path: Path, op: str) -> None:
    access = single(BASE_MS, op, uid_state="top")

    assert only(ask(tmp_path, "R10", access, *FRONT, marks=untouched())).fired == ()


def test_r10_a_shorter_stretch_is_nothing(tmp_path: Path) -> None:
    assert nothing(ask(tmp_path, "R10", *positions(5), *FRONT, marks=untouched(9.99)))


@pytest.mark.parametrize("minute", [-1, 10])
def test_r10_what_may_lie_outside_of_the_stretch_is_nothing(tmp_path: Path, minute: int) -> None:
    access = single(BASE_MS + minute * MINUTE_MS, "CAMERA", uid_state="top")

    assert nothing(ask(tmp_path, "R10", access, *FRONT, marks=untouched()))


@pytest.mark.parametrize("kind", [MarkKind.HANDS_OFF_BEGIN, MarkKind.FEATURE_USED])
def test_r10_a_stretch_that_somebody_broke_off_counts_for_nothing(
    tmp_path: Path, kind: MarkKind
) -> None:
    begin, end = untouched(30)
    touched = Mark(kind, BASE_MS + 25 * MINUTE_MS)

    assert nothing(ask(tmp_path, "R10", *positions(9), *FRONT, marks=[begin, touched, end]))


def test_r10_a_service_of_which_no_history_tells_is_not_on_the_screen(tmp_path: Path) -> None:
    service = single(BASE_MS, "CAMERA", uid_state="fgsvc")

    assert nothing(ask(tmp_path, "R10", service, marks=untouched()))


def test_r10_an_app_that_is_not_in_front_is_not_meant(tmp_path: Path) -> None:
    away = history(*seen(BASE_MS - HOUR_MS, BASE_MS + HOUR_MS, "org.other"))
    access = single(BASE_MS, "CAMERA", uid_state="bg")
    unnamed = untouched(package=None, uid=None)

    assert nothing(ask(tmp_path / "away", "R10", access, *away, marks=untouched()))
    assert nothing(ask(tmp_path / "named", "R10", access, marks=untouched()))
    seen_top = replace(access, uid_state="top")
    assert only(ask(tmp_path / "top", "R10", seen_top, marks=untouched())).package == APP
    assert nothing(ask(tmp_path / "unknown", "R10", seen_top, marks=unnamed))


def test_r10_counts_over_a_quarter_are_weaker_and_the_system_is_set_apart(tmp_path: Path) -> None:
    slot = counted(BASE_MS, 5, "READ_CONTACTS", uid_state="top")
    found = only(ask(tmp_path / "counts", "R10", slot, *FRONT, marks=untouched(20)))
    system = single(BASE_MS, "CAMERA", uid_state="top", **SYSTEM)
    apart = ask(tmp_path / "system", "R10", system, marks=untouched(**SYSTEM))

    assert (found.grade, found.count) == (Grade.D, 5)
    assert apart.items == () and len(apart.suppressed) == 1


# --- R13: a function that was not used --------------------------------------------------------


def unused(*days: int, text: str = "contacts", **changes: object) -> list[Mark]:
    at = [BASE_MS - day * DAY_MS for day in days]
    return [replace(Mark(MarkKind.FEATURE_NOT_USED, each, text), **changes) for each in at]


def reads(*days: int, op: str = "READ_CONTACTS", **changes: object) -> list:
    return [
        last(BASE_MS - day * DAY_MS - HOUR_MS, op, tag=f"t{day}", uid_state="top", **changes)
        for day in days
    ]


def test_r13_accesses_on_two_such_days_are_a_finding_and_on_one_not(tmp_path: Path) -> None:
    found = only(ask(tmp_path / "two", "R13", *reads(0, 1), marks=unused(0, 1)))

    assert (found.severity, found.fired, found.count, found.days) == (
        Severity.MEDIUM, ("days",), 2, 2,
    )  # fmt: skip
    assert nothing(ask(tmp_path / "marks", "R13", *reads(0, 1), marks=unused(0)))
    assert nothing(ask(tmp_path / "reads", "R13", *reads(0), marks=unused(0, 1)))


def test_r13_one_mark_that_reaches_over_midnight_is_no_second_day(tmp_path: Path) -> None:
    noon = unused(0)[0].time_ms // DAY_MS * DAY_MS + DAY_MS // 2
    both = [last(noon - hours * HOUR_MS, "READ_CONTACTS", tag=f"t{hours}") for hours in (1, 23)]
    marks = [Mark(MarkKind.FEATURE_NOT_USED, noon, "contacts")]
    other = replace(marks[0], time_ms=noon - 14 * HOUR_MS)

    assert nothing(ask(tmp_path / "one", "R13", *both, marks=marks))
    assert only(ask(tmp_path / "two", "R13", *both, marks=[*marks, other])).count == 2


def test_r13_what_lies_before_a_use_that_was_marked_is_not_meant(tmp_path: Path) -> None:
    used = [Mark(MarkKind.FEATURE_USED, each.time_ms - HOUR_MS // 2) for each in unused(0, 1)]

    assert nothing(ask(tmp_path, "R13", *reads(0, 1), marks=[*unused(0, 1), *used]))


@pytest.mark.parametrize(
    ("text", "op", "is_found"),
    [
        ("contacts", "READ_CONTACTS", True),
        ("camera", "READ_CONTACTS", False),
        ("I did not open its address book", "READ_CONTACTS", True),
        ("", "CAMERA", True),
        ("", "FINE_LOCATION", False),
    ],
)
def test_r13_a_mark_that_names_a_kind_of_data_speaks_of_that_one(
    tmp_path: Path, text: str, op: str, is_found: bool
) -> None:
    found = ask(tmp_path, "R13", *reads(0, 1, op=op), marks=unused(0, 1, text=text))

    assert bool(found.items) is is_found


def test_r13_a_mark_speaks_of_the_24_hours_before_it(tmp_path: Path) -> None:
    early = [last(BASE_MS - (day + 1) * DAY_MS, "CAMERA", tag=f"t{day}") for day in (0, 2)]
    late = [last(BASE_MS - day * DAY_MS + 1, "CAMERA", tag=f"t{day}") for day in (0, 2)]
    marks = unused(0, 2, text="")

    assert nothing(ask(tmp_path / "early", "R13", *early, marks=marks))
    assert nothing(ask(tmp_path / "late", "R13", *late, marks=marks))


def test_r13_counts_are_weaker_and_the_system_is_set_apart(tmp_path: Path) -> None:
    slots = [counted(BASE_MS - n * DAY_MS - HOUR_MS, 4, "READ_CONTACTS") for n in range(2)]
    found = only(ask(tmp_path / "counts", "R13", *slots, marks=unused(0, 1)))
    system = ask(tmp_path / "s", "R13", *reads(0, 1, **SYSTEM), marks=unused(0, 1, **SYSTEM))

    assert (found.grade, found.count) == (Grade.D, 8)
    assert system.items == () and len(system.suppressed) == 1


# --- R14: asked again -------------------------------------------------------------------------

ASKS = "com.android.permissioncontroller"
DIALOG = f"{ASKS}.permission.ui.GrantPermissionsActivity"
REFUSED = [
    permission("CAMERA", False, "USER_SET"),
    permission("READ_CONTACTS", False),
    permission("WRITE_CONTACTS", False),
]


def dialogs(number: int, step_ms: int = HOUR_MS, same: bool = False) -> list[UsageEvent]:
    """The app comes to the front and the system's question over it."""
    found: list[UsageEvent] = []
    for n in range(number):
        at_ms = BASE_MS - (number - n) * step_ms
        dialog = {"activity": DIALOG, "instance": 7 if same else 7 + n}
        found += [
            usage(at_ms, "ACTIVITY_RESUMED"),
            usage(at_ms + 1000, "ACTIVITY_PAUSED"),
            usage(at_ms + 1100, "ACTIVITY_RESUMED", ASKS, **dialog),
            usage(at_ms + 3000, "ACTIVITY_PAUSED", ASKS, **dialog),
        ]
    return found


def asked(case: Path, *events: UsageEvent, states: list[Record] = REFUSED) -> object:
    return ask(case, "R14", OTHER, *states, *history(*events, begin_ms=BASE_MS - 9 * DAY_MS))


def test_r14_more_questions_than_there_are_groups_means_one_was_asked_again(tmp_path: Path) -> None:
    found = only(asked(tmp_path / "three", *dialogs(3)))

    assert (found.package, found.severity, found.fired, found.count) == (
        APP, Severity.MEDIUM, ("hours",), 1,
    )  # fmt: skip
    assert found.grade is Grade.B
    assert nothing(asked(tmp_path / "two", *dialogs(2)))


@pytest.mark.parametrize(
    ("lang", "access", "told"),
    [
        ("en", "single accesses", "Grade B: no accesses, but what the phone's own lists and logs"),
        ("zh_CN", "有时间的单次访问", "B 级：并非访问记录，而是手机自身的列表和日志"),
    ],
)
def test_the_grade_of_what_is_no_access_speaks_of_none(
    tmp_path: Path, lang: str, access: str, told: str
) -> None:
    facts = only(asked(tmp_path / "facts", *dialogs(3)))
    events = replace(facts, event_ids=(1,))

    assert facts.grade is Grade.B and facts.event_ids == ()
    assert words.grade(facts, lang).startswith(told)
    assert access not in words.grade(facts, lang) and access in words.grade(events, lang)


def test_r14_within_48_hours_only(tmp_path: Path) -> None:
    assert only(asked(tmp_path / "in", *dialogs(3, DAY_MS))).count == 1
    assert nothing(asked(tmp_path / "out", *dialogs(3, DAY_MS + 1)))


def test_r14_a_dialog_that_comes_back_to_the_front_is_one(tmp_path: Path) -> None:
    assert nothing(asked(tmp_path, *dialogs(5, same=True)))


def test_r14_if_nothing_was_refused_it_is_nothing(tmp_path: Path) -> None:
    allowed = [replace(each, granted=True) for each in REFUSED]

    assert nothing(asked(tmp_path, *dialogs(5), states=allowed))


def test_r14_ask_every_time_is_no_refusal(tmp_path: Path) -> None:
    asking = [permission("CAMERA", False, "USER_SET", "ONE_TIME"), *REFUSED[1:]]

    assert nothing(asked(tmp_path, *dialogs(5), states=asking))


def test_r14_questions_over_another_app_are_not_its_own(tmp_path: Path) -> None:
    others = [
        replace(each, package="org.other") if each.package == APP else each for each in dialogs(5)
    ]

    assert nothing(asked(tmp_path, *others))


def test_r14_a_mark_can_say_which_permission(tmp_path: Path) -> None:
    denied = Mark(MarkKind.PERMISSION_DENIED, BASE_MS, "camera")
    same = Mark(MarkKind.PERMISSION_ASKED, BASE_MS + 48 * HOUR_MS // 6, "camera")
    other = replace(same, text="contacts")
    base = [OTHER, *REFUSED, *FRONT]

    assert only(ask(tmp_path / "same", "R14", *base, marks=[denied, same])).package == APP
    assert nothing(ask(tmp_path / "other", "R14", *base, marks=[denied, other]))
    late = replace(denied, time_ms=same.time_ms - 48 * HOUR_MS - 1)
    assert nothing(ask(tmp_path / "late", "R14", *base, marks=[late, same]))


def test_r14_the_system_is_set_apart(tmp_path: Path) -> None:
    states = [replace(each, **SYSTEM) for each in REFUSED]
    events = [replace(each, package="android") if each.package == APP else each
              for each in dialogs(3)]  # fmt: skip

    found = asked(tmp_path, *events, states=states)

    assert found.items == () and len(found.suppressed) == 1


# --- R15: everything at once ------------------------------------------------------------------


def questions(number: int, step_ms: int = 1000, **changes: object) -> list[Mark]:
    texts = [f"group {n}" for n in range(number)]
    made = [Mark(MarkKind.PERMISSION_ASKED, BASE_MS + n * step_ms, text) for n, text in
            enumerate(texts)]  # fmt: skip
    return [replace(each, **changes) for each in made]


def test_r15_three_questions_in_the_first_minute_are_low_and_two_nothing(tmp_path: Path) -> None:
    found = only(ask(tmp_path / "three", "R15", OTHER, marks=[LAUNCH, *questions(3)]))

    assert (found.severity, found.fired, found.count) == (Severity.LOW, ("groups",), 3)
    assert nothing(ask(tmp_path / "two", "R15", OTHER, marks=[LAUNCH, *questions(2)]))


def test_r15_the_same_question_again_is_no_further_permission(tmp_path: Path) -> None:
    same = [replace(each, text="camera") for each in questions(3)]

    assert nothing(ask(tmp_path, "R15", OTHER, marks=[LAUNCH, *same]))


def test_r15_a_question_right_after_a_refusal_does_not_look_like_an_end(tmp_path: Path) -> None:
    denied = Mark(MarkKind.PERMISSION_DENIED, BASE_MS + 4000, "group 0")
    over = {"activity": DIALOG, "instance": 9}
    events = [
        usage(BASE_MS - 1000, "ACTIVITY_RESUMED"),
        usage(BASE_MS + 4500, "ACTIVITY_PAUSED"),
        usage(BASE_MS + 4600, "ACTIVITY_RESUMED", ASKS, **over),
        usage(BASE_MS + 20_000, "ACTIVITY_PAUSED", ASKS, **over),
        usage(BASE_MS + 20_100, "ACTIVITY_RESUMED"),
    ]
    marks = [LAUNCH, *questions(3), denied]

    found = only(ask(tmp_path, "R15", OTHER, *history(*events), marks=marks))

    assert found.severity is Severity.LOW


@pytest.mark.parametrize(("step_ms", "is_found"), [(30_000, True), (30_001, False)])
def test_r15_the_first_minute_has_sixty_seconds(
    tmp_path: Path, step_ms: int, is_found: bool
) -> None:
    found = ask(tmp_path, "R15", OTHER, marks=[LAUNCH, *questions(3, step_ms)])

    assert bool(found.items) is is_found


def test_r15_what_is_asked_when_a_function_is_used_is_no_bundle(tmp_path: Path) -> None:
    used = Mark(MarkKind.FEATURE_USED, BASE_MS + 500)

    assert nothing(ask(tmp_path, "R15", OTHER, marks=[LAUNCH, used, *questions(3)]))


@pytest.mark.parametrize(
    ("ends_after_s", "home", "severity"),
    [(9, False, Severity.MEDIUM), (11, False, Severity.LOW), (9, True, Severity.LOW)],
)
def test_r15_an_app_that_goes_at_once_after_a_refusal_weighs_more(
    tmp_path: Path, ends_after_s: int, home: bool, severity: Severity
) -> None:
    denied = Mark(MarkKind.PERMISSION_DENIED, BASE_MS + 5000, "group 2")
    pressed = [Mark(MarkKind.HOME_PRESSED, BASE_MS + 5500)] if home else []
    front = history(*seen(BASE_MS - 1000, BASE_MS + 5000 + ends_after_s * 1000))

    found = only(
        ask(tmp_path, "R15", OTHER, *front, marks=[LAUNCH, *questions(3), denied, *pressed])
    )

    assert found.severity is severity


def test_r15_the_system_is_set_apart(tmp_path: Path) -> None:
    marks = [replace(LAUNCH, **SYSTEM), *questions(3, **SYSTEM)]

    found = ask(tmp_path, "R15", replace(OTHER, time_ms=NOW_MS - HOUR_MS), marks=marks)

    assert found.items == () and len(found.suppressed) == 1
