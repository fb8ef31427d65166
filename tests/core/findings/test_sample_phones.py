"""What the rules find on sample phones is what their apps are made to do, and nothing else."""

import pytest

from auditor.findings.rule_files import own_rules
from tests.core.findings.sample_table import (
    APIS,
    SEEDS,
    ask,
    expected,
    is_above_low,
    kept,
)

# Rules that tell nothing of so few records, by version: docs/findings.md says why.
CANNOT = {"28": {"R02", "R09", "R14"}, "30": {"R02", "R09"}}


@pytest.mark.parametrize(
    ("api", "seed"), [("30", 7), pytest.param("34", 12, marks=pytest.mark.slow)]
)
def test_a_phone_asked_again_gives_what_is_kept(api: str, seed: int) -> None:
    again = ask(api, seed)

    assert again == kept()[api][str(seed)], "ask anew: tests/core/findings/sample_table.py says how"


def test_every_phone_of_the_table_was_asked() -> None:
    assert {api: sorted(map(int, phones)) for api, phones in kept().items()} == {
        api: list(SEEDS) for api in APIS
    }


def test_honest_apps_have_no_finding_above_low() -> None:
    wrong = [
        (api, seed, app, rule)
        for api, phones in kept().items()
        for seed, phone in phones.items()
        for app, rules in phone.items()
        for rule, severity in rules.items()
        if is_above_low(severity) and rule not in expected().get(app.partition("@")[0], ())
    ]

    assert wrong == []


def test_what_an_app_is_made_to_do_is_found_where_it_is_recorded() -> None:
    recorded = {api: phones for api, phones in kept().items() if api != "26"}  # it keeps no states
    for api, phones in recorded.items():
        for app, rules in expected().items():
            for rule in set(rules) - CANNOT.get(api, set()) - {"R09"}:
                found = [is_above_low(phone.get(app, {}).get(rule)) for phone in phones.values()]
                assert any(found), f"{rule} never finds {app} on {api}"


def test_every_rule_but_one_finds_something_on_a_sample_phone() -> None:
    # R10 takes ten minutes in which an app lies open untouched; nobody does that there.
    found = {rule for phones in kept().values() for phone in phones.values()
             for rules in phone.values() for rule in rules}  # fmt: skip

    assert found == {rule.id for rule in own_rules()} - {"R10"}
