"""The engine: rows of a rule's query become findings with grade, cap, count and raw lines."""

from pathlib import Path

import pytest

from auditor.errors import WrongFormat
from auditor.findings.engine import find
from auditor.findings.records import Findings, Grade, Severity
from auditor.records import Source
from auditor.store import Store
from auditor.task import Cancelled, Task
from tests.core.cases import HOUR_MS, NOW_MS, event, load
from tests.core.findings.rules import rule


def found(case: Path, folder: Path, *records: object, old: str = "", new: str = "") -> Findings:
    with Store.create(case) as store:
        load(store, "c1", {"appops": list(records)})  # type: ignore[arg-type]
        return find(store, [rule(folder, old, new)])


def test_accesses_of_one_app_and_op_are_one_finding_with_their_lines(tmp_path: Path) -> None:
    records = [
        event(uid_state="bg", time_ms=NOW_MS - n * HOUR_MS, source=Source.DISCRETE, line=n)
        for n in (1, 2, 30)
    ]

    (one,) = found(tmp_path / "case", tmp_path / "rules", *records).items

    assert (one.package, one.op, one.count, one.days) == ("com.example.chat", "RECORD_AUDIO", 3, 2)
    assert [line.line for line in one.samples] == [30, 2, 1]
    assert one.states == ("bg",)
    assert (one.first_ms, one.last_ms) == (NOW_MS - 30 * HOUR_MS, NOW_MS - HOUR_MS)
    assert len(one.event_ids) == 3


def test_the_same_app_of_two_users_is_two_findings(tmp_path: Path) -> None:
    records = [event(uid_state="bg"), event(uid_state="bg", uid=1_010_101, line=2)]

    items = found(tmp_path / "case", tmp_path / "rules", *records).items

    assert [(each.user_id, each.count) for each in items] == [(0, 1), (10, 1)]


def test_a_last_access_alone_is_grade_c_and_at_most_medium(tmp_path: Path) -> None:
    (one,) = found(tmp_path / "case", tmp_path / "rules", event(uid_state="bg")).items

    assert (one.grade, one.severity, one.capped_from) == (Grade.C, Severity.MEDIUM, Severity.HIGH)
    assert one.is_at_least


def test_a_rule_about_counts_is_not_capped(tmp_path: Path) -> None:
    counts = event(
        uid_state="bg", source=Source.AGGREGATE, count=40, duration_ms=900_000, precision_ms=900_000
    )

    (one,) = found(
        tmp_path / "case", tmp_path / "rules", counts, old='base = "high"',
        new='base = "high"\ncount_based = true',
    ).items  # fmt: skip

    assert (one.grade, one.severity, one.capped_from) == (Grade.D, Severity.HIGH, None)
    assert (one.count, one.is_at_least) == (40, False)


def test_what_another_record_may_tell_already_is_still_once(tmp_path: Path) -> None:
    slot = {"time_ms": NOW_MS - 2 * HOUR_MS, "duration_ms": HOUR_MS, "precision_ms": HOUR_MS}
    count = event(uid_state="bg", source=Source.AGGREGATE, count=1, **slot)
    session = event(source=Source.AUDIO, time_ms=NOW_MS - HOUR_MS * 3 // 2, line=2)

    (one,) = found(tmp_path / "case", tmp_path / "rules", count, session).items

    assert (one.count, one.is_at_least) == (1, True)


def test_first_and_last_are_each_as_exact_as_their_own_record(tmp_path: Path) -> None:
    day = event(
        uid_state="bg",
        source=Source.AGGREGATE,
        count=4,
        time_ms=NOW_MS - 50 * HOUR_MS,
        duration_ms=25 * HOUR_MS,
        precision_ms=25 * HOUR_MS,
    )

    (one,) = found(tmp_path / "case", tmp_path / "rules", day, event(uid_state="bg", line=2)).items

    assert (one.first_precision_ms, one.last_precision_ms) == (25 * HOUR_MS, 1)
    assert one.precision_ms == 25 * HOUR_MS


def test_a_rule_without_its_records_is_listed_as_not_asked(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        told = find(store, [rule(tmp_path / "rules")])

    assert [(each.rule_id, each.reason) for each in told.skipped] == [("X01", "no_accesses")]


def test_a_cancelled_task_ends_the_asking(tmp_path: Path) -> None:
    task = Task()
    task.cancel()
    with Store.create(tmp_path / "case") as store, pytest.raises(Cancelled):
        find(store, [rule(tmp_path / "rules")], task)


def test_a_query_without_an_end_is_interrupted(tmp_path: Path) -> None:
    task = Task(lambda done, total, note: task.cancel() if note == "X01" else None)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    slow = rule(tmp_path / "rules", "time_ms > :soon", f"time_ms > :soon AND ({endless}) > 0")
    with Store.create(tmp_path / "case") as store:
        load(store, "c1", {"appops": [event(uid_state="bg")]})
        with pytest.raises(Cancelled):
            find(store, [slow], task)


def test_asking_changes_nothing_in_the_case(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "c1", {"appops": [event(uid_state="bg")]})
        before = [*store.db.iterdump()]
        find(store, [rule(tmp_path / "rules")])

        assert [*store.db.iterdump()] == before


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("'high' AS severity", "'grave' AS severity", "'grave'"),
        ("SELECT device_id, uid", "SELECT NULL AS device_id, uid", "no app"),
        ("event_id,", "event_id + 1 AS event_id,", "none of its accesses"),
    ],
)
def test_a_rule_that_gives_what_cannot_be_is_refused_by_name(
    tmp_path: Path, old: str, new: str, word: str
) -> None:
    with pytest.raises(WrongFormat, match=word) as caught:
        found(tmp_path / "case", tmp_path / "rules", event(uid_state="bg"), old=old, new=new)

    assert "X01 (X01.toml)" in caught.value.sentence
