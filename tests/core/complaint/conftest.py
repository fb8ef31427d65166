"""A case of a sample phone and its findings, made once for the tests of complaints."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from auditor.complaint.channels import channel
from auditor.complaint.compose import Request, compose
from auditor.complaint.own_fields import own_fields
from auditor.complaint.records import Complaint, Filler, OwnFields, Shape
from auditor.findings.engine import find
from auditor.findings.records import Finding
from auditor.findings.rule_files import own_rules
from auditor.store import Store
from tests.core.bundle.conftest import sample_case

MADE_ON = date(2026, 11, 25)
Compose = Callable[..., Complaint]


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of a sample phone with Android 15."""
    return sample_case(tmp_path_factory.mktemp("complaint") / "case", "35")


@pytest.fixture(scope="session")
def findings(case: Path) -> tuple[Finding, ...]:
    """The open findings of the app with most of them."""
    with Store.open(case, read_only=True) as store:
        items = [each for each in find(store, own_rules()).items if each.is_open]
    packages = [each.package for each in items]
    busiest = max(sorted(set(packages)), key=packages.count)
    return tuple(each for each in items if each.package == busiest)


@pytest.fixture
def store(case: Path) -> Iterator[Store]:
    """The case, open for reading."""
    with Store.open(case, read_only=True) as opened:
        yield opened


@pytest.fixture
def make(store: Store, findings: tuple[Finding, ...]) -> Compose:
    """Compose a complaint; what a test does not name is complete."""

    def composed(name: str, **changes: object) -> Complaint:
        values: dict[str, object] = {
            "channel": channel(name),
            "findings": findings,
            "own": complete(name),
            "made_on": MADE_ON,
        }
        return compose(store, Request(**(values | changes)))  # type: ignore[arg-type]

    return composed


def complete(name: str, **changes: str) -> OwnFields:
    """Answers to everything that a channel asks of the person."""
    table: dict[str, object] = {
        "contact_history": [
            {
                "date": "2026-09-01",
                "channel": "e-mail",
                "text": "Why does the app listen at night?",
                "answer": "We take privacy seriously.",
            }
        ]
    }
    for field in channel(name).fields:
        if field.filler is Filler.PERSON and field.shape is not Shape.CONTACTS:
            is_date = field.shape is Shape.DATE
            table[field.key] = "2026-11-25" if is_date else f"answer to {field.key}"
    return own_fields(table | changes)
