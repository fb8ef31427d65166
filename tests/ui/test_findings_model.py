"""The tree of findings: Qt's promises, the order, and what is set aside."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from auditor.findings.records import (
    Dismissal,
    Finding,
    Findings,
    Grade,
    Severity,
    Skipped,
    Suppressor,
)
from auditor.findings.words import suppressor_text
from tests.core.findings.rules import rule
from ui.findings_model import FindingsModel
from ui.labels import Labels

APPS = {("PHONE1", 10_002, "b.app"): "Bee", ("PHONE1", 1_010_002, "b.app"): "Bee"}


def finding(number: int, folder: Path, **changes: object) -> Finding:
    """An ordinary finding of high severity, changed where a test says so."""
    values: dict[str, object] = {
        "id": f"f{number}",
        "rule": rule(folder),
        "device_id": "PHONE1",
        "uid": 10_002,
        "user_id": 0,
        "package": "b.app",
        "label": None,
        "is_system": False,
        "op": "CAMERA",
        "data_type": "camera",
        "severity": Severity.HIGH,
        "capped_from": None,
        "grade": Grade.B,
        "first_ms": 1,
        "first_precision_ms": 1,
        "last_ms": 2,
        "last_precision_ms": 1,
        "precision_ms": 1,
        "count": 1,
        "is_at_least": True,
        "days": 1,
        "states": ("bg",),
        "fired": (),
        "event_ids": (number,),
        "samples": (),
    }
    return Finding(**(values | changes))  # type: ignore[arg-type]


def findings(items: list[Finding], suppressed: tuple[Finding, ...] = ()) -> Findings:
    return Findings(
        tuple(items), suppressed, "0" * 64, (items[0].rule,), (Skipped("X01", "no_usage"),)
    )


@pytest.fixture
def model(qtbot: QtBot) -> FindingsModel:
    return FindingsModel(Labels("en"))


def show(model: FindingsModel, found: Findings) -> None:
    both = (*found.items, *found.suppressed)
    model.show(found, frozenset(each.id for each in both), APPS)


def texts(model: FindingsModel, parent: QModelIndex | None = None) -> list[str]:
    parent = parent or QModelIndex()
    return [str(model.index(row, 0, parent).data()) for row in range(model.rowCount(parent))]


def test_the_model_keeps_all_of_qts_promises(
    model: FindingsModel, qtmodeltester: ModelTester, tmp_path: Path
) -> None:
    one, two = finding(1, tmp_path), finding(2, tmp_path, package="a.app")
    aside = finding(3, tmp_path, suppressed=(Suppressor("call"),))
    show(model, findings([one, two], (aside,)))

    qtmodeltester.check(model)


def test_the_app_with_the_worst_finding_comes_first(model: FindingsModel, tmp_path: Path) -> None:
    calm = finding(1, tmp_path, package="a.app", severity=Severity.LOW)
    loud = finding(2, tmp_path)

    show(model, findings([calm, loud]))

    assert [text.split(".")[1].strip() for text in texts(model)[:2]] == ["Bee", "a"]
    assert model.id_at(model.first()) == "f2"


def test_one_package_of_two_users_is_two_groups_that_say_whose_they_are(
    model: FindingsModel, tmp_path: Path
) -> None:
    show(model, findings([finding(1, tmp_path), finding(2, tmp_path, uid=1_010_002)]))

    told = texts(model)[:2]
    assert [("user 10" in text) for text in told] == [False, True]


def test_a_dismissed_finding_stays_listed_and_counts_no_more(
    model: FindingsModel, tmp_path: Path
) -> None:
    gone = finding(1, tmp_path, severity=Severity.CRITICAL, dismissal=Dismissal("a call", 5))
    left = finding(2, tmp_path, severity=Severity.LOW)

    show(model, findings([gone, left]))

    group = model.index(0, 0)
    assert str(group.data()).startswith("1 finding")
    rows = texts(model, group)
    assert rows[0].startswith("Low") and rows[1].startswith("Dismissed")


def test_what_is_set_aside_has_a_section_with_reasons(model: FindingsModel, tmp_path: Path) -> None:
    aside = finding(2, tmp_path, suppressed=(Suppressor("call"),))

    show(model, findings([finding(1, tmp_path)], (aside,)))

    section, skipped = model.index(1, 0), model.index(2, 0)
    assert suppressor_text(Suppressor("call"), "en").rstrip(".") in texts(model, section)[0]
    assert "X01" in texts(model, skipped)[0] and "usage history" in texts(model, skipped)[0]
    assert model.id_at(model.index_of("f2")) == "f2"


def test_only_what_passes_is_shown(model: FindingsModel, tmp_path: Path) -> None:
    found = findings([finding(1, tmp_path), finding(2, tmp_path, package="a.app")])

    model.show(found, frozenset({"f2"}), {})

    assert len(texts(model)) == 2  # one app, and the rules that could not be asked
    assert not model.index_of("f1").isValid()


def test_a_thousand_findings_are_shown_at_once(model: FindingsModel, tmp_path: Path) -> None:
    first = finding(0, tmp_path)
    many = [
        replace(first, id=f"f{n}", package=f"app{n % 300}", uid=10_000 + n) for n in range(1000)
    ]

    show(model, findings(many))

    assert sum(model.rowCount(model.index(row, 0)) for row in range(model.rowCount())) == 1001
