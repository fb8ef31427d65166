"""What a session shows: never an access that may lie outside, nothing that was not read."""

from pathlib import Path

from auditor.notes import MarkKind
from auditor.records import DataType, Kind
from auditor.store import Store
from auditor.trials.keeping import strike, trial
from auditor.trials.records import Clock, MarkTime
from auditor.trials.results import Results, Use, phases_of, results
from tests.core.lives import HOUR, MINUTE, NOW_MS, slot
from tests.core.trials.cases import APP, BEGIN, at, case_with, read, run_plan

# First start, agreement two minutes later, Home after another two.
CLICKS = [
    (0, MarkKind.FIRST_LAUNCH, ""),
    (120, MarkKind.AGREE, ""),
    (240, MarkKind.HOME_PRESSED, ""),
]


def of(found: Results, step: str, data_type: DataType = DataType.MICROPHONE) -> Use | None:
    uses = [u for u in found.uses if u.step == step and u.data_type is data_type]
    return uses[0] if uses else None


def test_accesses_are_counted_in_the_phase_in_which_they_certainly_lie(tmp_path: Path) -> None:
    records = [at(30), at(40, state="cch"), at(130), at(250, kind=Kind.REJECT), at(-30), at(500)]
    with case_with(tmp_path / "case", records) as store:
        found = results(store, run_plan(store, CLICKS))

    notice, agree, home = (of(found, step) for step in ("notice", "agree", "background"))
    assert notice is not None
    assert agree is not None
    assert home is not None
    assert (notice.accesses, notice.singly, notice.in_background, notice.in_front) == (2, 2, 1, 1)
    assert (agree.accesses, agree.rejects) == (1, 0)
    assert (home.accesses, home.rejects) == (0, 1)
    assert not any(use.unsure for use in (notice, agree, home))
    assert found.unread == ()


def test_what_lies_across_the_border_of_a_phase_is_perhaps_on_both_sides(tmp_path: Path) -> None:
    minute = (BEGIN + 120_000) // MINUTE * MINUTE - BEGIN
    records = [
        at(minute // 1000 - 30, precision_ms=MINUTE, op="CAMERA"),  # may lie after the agreement
        slot(APP.package, "READ_CONTACTS", NOW_MS - BEGIN - 100_000, 15 * MINUTE, 9),
    ]
    with case_with(tmp_path / "case", records) as store:
        found = results(store, run_plan(store, CLICKS))

    for step in ("notice", "agree"):
        for kind in (DataType.CAMERA, DataType.CONTACTS):
            use = of(found, step, kind)
            if use is not None:
                assert (use.accesses, use.unsure, use.is_at_least) == (0, 1, True)
    camera = [of(found, step, DataType.CAMERA) for step in ("notice", "agree")]
    assert all(use is not None for use in camera)
    assert of(found, "agree", DataType.CONTACTS) is not None


def test_a_count_over_a_period_within_a_phase_is_counted_and_not_singly(tmp_path: Path) -> None:
    clicks = [(0, MarkKind.FIRST_LAUNCH, ""), (3600, MarkKind.AGREE, "")]
    records = [slot(APP.package, "READ_CONTACTS", NOW_MS - BEGIN - 600_000, 15 * MINUTE, 9)]
    with case_with(tmp_path / "case", records) as store:
        found = results(store, run_plan(store, clicks))

    use = of(found, "notice", DataType.CONTACTS)
    assert use is not None
    assert (use.accesses, use.singly, use.unsure) == (9, 0, 0)


def test_an_access_within_the_uncertainty_of_a_mark_is_only_perhaps(tmp_path: Path) -> None:
    with case_with(tmp_path / "case", [at(120)]) as store:
        found = results(store, run_plan(store, CLICKS))

    for step in ("notice", "agree"):
        use = of(found, step)
        assert use is not None
        assert (use.accesses, use.unsure) == (0, 1)


def test_where_the_phones_clock_is_not_known_nothing_is_certain(tmp_path: Path) -> None:
    with case_with(tmp_path / "case", [at(30)]) as store:
        begun = run_plan(store, CLICKS)
        store.db.execute("UPDATE trial_marks SET clock = 'host', uncertainty_ms = NULL")
        found = results(store, trial(store, begun.id))

    use = of(found, "notice")
    assert use is not None
    assert (use.accesses, use.unsure) == (0, 1)


def test_a_phase_lasts_from_its_first_mark_to_the_next_step_and_may_be_too_short(
    tmp_path: Path,
) -> None:
    with Store.create(tmp_path / "case") as store:
        begun = run_plan(store, [*CLICKS[:2], (130, MarkKind.PERMISSION_ASKED, "camera")])
        phases = {each.step: each for each in phases_of(begun, APP)}

    assert phases.keys() == {"notice", "agree"}
    assert (phases["notice"].lasted_ms, phases["notice"].is_short) == (120_000, False)
    assert phases["agree"].lasted_ms == 70_000, "until the session was ended"


def test_a_mark_that_was_struck_out_bounds_nothing(tmp_path: Path) -> None:
    with case_with(tmp_path / "case", [at(130)]) as store:
        begun = run_plan(store, CLICKS)
        strike(store, begun.id, 2, BEGIN)
        found = results(store, trial(store, begun.id))

    assert [phase.step for phase in found.phases] == ["notice", "background"]
    use = of(found, "notice")
    assert use is not None
    assert use.accesses == 1


def test_a_session_whose_phone_was_not_read_after_says_so(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        read(store, "before", [at(-3600)], BEGIN - 60_000)
        found = results(store, run_plan(store, CLICKS))

    assert found.unread == (APP,)
    assert found.changes is None
    assert found.uses == ()


def test_findings_are_those_about_the_app_and_something_within(tmp_path: Path) -> None:
    other = "com.example.other"
    records = [at(30), at(60), *(at(s, "READ_CONTACTS") for s in (70, 80))]
    with case_with(tmp_path / "case", records) as store:
        inside = results(store, run_plan(store, CLICKS))
        later = run_plan(store, CLICKS, begin_ms=NOW_MS + HOUR)
        outside = results(store, later)

    assert "R01" in {each.rule.id for each in inside.findings}
    assert {each.package for each in inside.findings} == {APP.package}
    assert other not in {each.package for each in inside.findings}
    assert outside.findings == ()


def test_a_phone_that_runs_ahead_is_bounded_by_its_own_clock(tmp_path: Path) -> None:
    from auditor.trials.keeping import add_click, begin, end
    from auditor.trials.plan_files import own_plan

    ahead = 5 * MINUTE
    with case_with(tmp_path / "case", [at(30)]) as store:
        begun = begin(store, own_plan("short"), [APP], BEGIN - ahead)
        for seconds, kind, _ in CLICKS:
            host = BEGIN - ahead + seconds * 1000
            when = MarkTime(host + ahead, Clock.PHONE, host, 5, host, host + 10, host + ahead)
            add_click(store, begun.id, kind, "", {APP.device_id: when})
        end(store, begun.id, BEGIN - ahead + 300_000)
        found = results(store, trial(store, begun.id))

    use = of(found, "notice")
    assert use is not None
    assert use.accesses == 1
    assert found.phases[-1].spans[-1].end_ms == BEGIN + 300_000


def test_the_marks_of_sessions_answer_the_guided_rules(tmp_path: Path) -> None:
    """What each of the rules speaks of, on two days, as the marks of the built-in plan bound it."""
    clicks = [
        (0, MarkKind.FIRST_LAUNCH, ""),
        *((5 * n, MarkKind.PERMISSION_ASKED, t) for n, t in ((1, "camera"), (2, "sms"), (3, ""))),
        (120, MarkKind.AGREE, ""),
        (1000, MarkKind.HANDS_OFF_BEGIN, ""),
        (1700, MarkKind.HANDS_OFF_END, ""),
        (1800, MarkKind.FEATURE_NOT_USED, "camera"),
    ]
    yesterday = BEGIN - 24 * HOUR
    records = [at(30)]
    for begin_ms in (yesterday, BEGIN):
        records += [at(s, "READ_CONTACTS", begin_ms) for s in (1100, 1200, 1300)]
        records.append(at(1400, "CAMERA", begin_ms))
    with case_with(tmp_path / "case", records) as store:
        run_plan(store, clicks, begin_ms=yesterday)
        found = results(store, run_plan(store, clicks))

    assert {each.rule.id for each in found.findings} >= {"R01", "R10", "R13", "R15"}
