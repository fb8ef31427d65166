"""Findings in a bundle: those of the whole case, and those that the bundle's own files give."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from auditor.bundle import export_bundle
from auditor.bundle.findings import PATH
from auditor.bundle.rederive import rederive
from auditor.bundle.verify import verify
from auditor.cli import cli
from auditor.errors import BundleError
from auditor.findings.decisions import choose_category, dismiss
from auditor.findings.engine import find, finding_filter
from auditor.findings.records import Finding, Rule
from auditor.findings.rule_files import read_rules
from auditor.notes import MarkKind, add_mark
from auditor.store import Store
from tests.core.bundle.conftest import EXPORTED_MS, sample_case
from tests.core.findings.rules import write_rule

BACKGROUND = "FROM accesses WHERE is_background = 1 AND time_ms > :soon"
GUIDED = """FROM accesses WHERE time_ms > :soon AND EXISTS (
  SELECT 1 FROM v_marks m WHERE m.package = accesses.package AND m.kind = 'agree')"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> tuple[Rule, ...]:
    """Two rules: what was in the background, and what an app did of which a step is marked."""
    folder = tmp_path_factory.mktemp("rules")
    write_rule(folder)
    guided = write_rule(folder, BACKGROUND, GUIDED, "X02.toml")
    text = guided.read_text(encoding="utf-8").replace('id = "X01"', 'id = "X02"')
    guided.write_text(text, encoding="utf-8")
    return read_rules(folder)


@pytest.fixture(scope="module")
def read_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_case(tmp_path_factory.mktemp("read") / "case", "34")


@pytest.fixture
def case(read_case: Path, tmp_path: Path) -> Path:
    """A copy of a case, for a test to decide in."""
    return Path(shutil.copytree(read_case, tmp_path / "case"))


def of(store: Store, rules: tuple[Rule, ...], package: str, op: str | None = None) -> Finding:
    """The first finding of the first rule about a package, and an op if one is named."""
    found = find(store, rules[:1])
    both = (*found.items, *found.suppressed)
    return next(each for each in both if each.package == package and op in (None, each.op))


def sealed(store: Store, finding: Finding, rules: tuple[Rule, ...], target: Path) -> dict[str, Any]:
    export_bundle(store, finding_filter(finding), target, EXPORTED_MS, rules=rules)
    told: dict[str, Any] = json.loads((target / PATH).read_bytes())
    return told


def rewritten(bundle: Path, **changes: object) -> None:
    told = json.loads((bundle / PATH).read_bytes())
    (bundle / PATH).write_text(json.dumps(told | changes), encoding="utf-8")


def only(told: Mapping[str, Any], rule: str = "X01") -> dict[str, Any]:
    return next(each for each in told["findings"] if each["rule"] == rule)


def test_a_finding_goes_out_with_exactly_its_events_and_is_derived_again(
    case: Path, rules: tuple[Rule, ...], tmp_path: Path
) -> None:
    with Store.open(case) as store:
        finding = of(store, rules, "com.brightbeam.torch")
        told = sealed(store, finding, rules, tmp_path / "bundle")
    events = (tmp_path / "bundle" / "derived" / "events.jsonl").read_bytes().splitlines()

    one = only(told)
    assert sorted(one["events"]) == list(range(1, len(events) + 1))
    assert (one["events_left_out"], one["count"]) == (0, finding.count)
    assert told["rule_set_sha256"] and len(told["rules"]) == 2
    assert verify(tmp_path / "bundle").is_intact
    assert rederive(tmp_path / "bundle") == []


def test_findings_of_other_apps_and_the_serial_number_stay_in_the_case(
    case: Path, rules: tuple[Rule, ...], tmp_path: Path
) -> None:
    with Store.open(case) as store:
        finding = of(store, rules, "com.brightbeam.torch")
        sealed(store, finding, rules, tmp_path / "bundle")
        serial = finding.device_id
        others = {each.package for each in find(store, rules).items} - {finding.package}

    text = (tmp_path / "bundle" / PATH).read_text(encoding="utf-8")
    assert len(others) > 3
    assert [name for name in (*others, serial) if name in text] == []


def test_what_only_the_whole_case_knows_is_marked(case: Path, tmp_path: Path) -> None:
    """That an app is the phone's keyboard stands in a setting, which is not in the bundle."""
    rules = read_rules(write_rule(tmp_path / "rules", "is_background = 1", "true").parent)
    with Store.open(case) as store:
        finding = of(store, rules, "com.hushboard.keyboard", "READ_CLIPBOARD")
        told = sealed(store, finding, rules, tmp_path / "bundle")

    assert [each["code"] for each in only(told)["suppressed"]] == ["default_role"]
    assert told["compared"] == ["other"]
    assert [each["suppressed"] for each in told["from_these_files"]] == [[]]
    assert rederive(tmp_path / "bundle") == []


def test_decisions_and_steps_go_out_and_are_used_again(
    case: Path, rules: tuple[Rule, ...], tmp_path: Path
) -> None:
    with Store.open(case) as store:
        finding = of(store, rules, "com.brightbeam.torch")
        app = (finding.device_id, finding.uid, finding.package)
        assert finding.first_ms is not None
        add_mark(store, finding.first_ms, "at home", 1, MarkKind.AGREE, *app[::2], app[1])
        dismiss(store, finding, "I wanted that", 2)
        choose_category(store, app, "tools", "a torch", 3)
        finding = of(store, rules, "com.brightbeam.torch")
        told = sealed(store, finding, rules, tmp_path / "bundle")

    one = only(told)
    assert one["dismissal"] == {"reason": "I wanted that", "made_ms": 2}
    assert (one["category"], one["expected"]) == ("tools", False)
    assert "X02" in {each["rule"] for each in told["from_these_files"]}
    assert "at home" not in (tmp_path / "bundle" / PATH).read_text(encoding="utf-8")
    assert rederive(tmp_path / "bundle") == []


def test_a_forged_finding_is_named(case: Path, rules: tuple[Rule, ...], tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    with Store.open(case) as store:
        told = sealed(store, of(store, rules, "com.brightbeam.torch"), rules, bundle)
    own = told["from_these_files"]

    for forged in (
        {"from_these_files": [{**own[0], "count": own[0]["count"] + 1}, *own[1:]]},
        {"from_these_files": own[1:]},
        {"findings": [{**told["findings"][0], "severity": "info"}, *told["findings"][1:]]},
        {"compared": ["none" for _ in told["compared"]]},
        {"rule_set_sha256": "0" * 64},
    ):
        rewritten(bundle, **(told | forged))
        assert {problem.code for problem in rederive(bundle)} == {"finding"}, forged
        rewritten(bundle, **told)
    assert rederive(bundle) == []


def test_a_forged_rule_is_named(case: Path, rules: tuple[Rule, ...], tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    with Store.open(case) as store:
        sealed(store, of(store, rules, "com.brightbeam.torch"), rules, bundle)
    path = bundle / "rules" / "X01.toml"
    text = path.read_text(encoding="utf-8")

    path.write_text(text.replace("is_background = 1", "true"), encoding="utf-8")
    assert "finding" in {problem.code for problem in rederive(bundle)}
    path.write_text(text.replace("FROM accesses", "FROM events"), encoding="utf-8")
    assert [problem.code for problem in rederive(bundle)] == ["unreadable"]


def test_findings_that_say_nothing_readable_are_named(
    case: Path, rules: tuple[Rule, ...], tmp_path: Path
) -> None:
    bundle = tmp_path / "bundle"
    with Store.open(case) as store:
        sealed(store, of(store, rules, "com.brightbeam.torch"), rules, bundle)

    for untrusted in ("[]", "{}", '{"engine": 2}', "nonsense"):
        (bundle / PATH).write_text(untrusted, encoding="utf-8")
        assert [problem.code for problem in rederive(bundle)] == ["unreadable"], untrusted


@pytest.mark.parametrize(
    "untrusted",
    [
        {"marks": [[10**30, "agree", None, None]]},
        {"marks": [[float("inf"), "agree", None, None]]},
        {"marks": [[1, "nonsense", None, None]]},
        {"categories": [["nobody", "org.one", "tools", ""]]},
        {"categories": [[10_101, None, "tools", ""]]},
        {"categories": [[10_101, "org.one", "nonsense", ""]]},
        {"categories": [[10_101, "org.one"]]},
    ],
    ids=str,
)
def test_decisions_that_nobody_can_have_made_are_named(
    case: Path, rules: tuple[Rule, ...], tmp_path: Path, untrusted: Mapping[str, object]
) -> None:
    bundle = tmp_path / "bundle"
    with Store.open(case) as store:
        sealed(store, of(store, rules, "com.brightbeam.torch"), rules, bundle)
    rewritten(bundle, **untrusted)

    assert [problem.code for problem in rederive(bundle)] == ["unreadable"]


def test_findings_of_another_engine_are_not_compared_and_that_is_said(
    case: Path, rules: tuple[Rule, ...], tmp_path: Path
) -> None:
    bundle = tmp_path / "bundle"
    with Store.open(case) as store:
        sealed(store, of(store, rules, "com.brightbeam.torch"), rules, bundle)
    rewritten(bundle, engine=99)

    with pytest.raises(BundleError, match="engine 99"):
        rederive(bundle)


def test_a_bundle_of_a_finding_is_exported_and_checked_by_the_command_line(
    case: Path, rules: tuple[Rule, ...], tmp_path: Path
) -> None:
    folder = tmp_path / "my-rules"
    write_rule(folder)
    with Store.open(case) as store:
        number = of(store, read_rules(folder), "com.brightbeam.torch").id
    run = CliRunner().invoke
    words = ["--case", str(case), "--rules", str(folder)]

    done = run(
        cli, ["export", "bundle", *words, "--finding", number, "-o", str(tmp_path / "b.zip")]
    )
    checked = run(cli, ["verify", str(tmp_path / "b.zip"), "--rederive"])
    wrong = run(cli, ["export", "bundle", *words, "--finding", "0", "-o", str(tmp_path / "c")])

    assert (done.exit_code, checked.exit_code, wrong.exit_code) == (0, 0, 2)
    assert "records and findings were derived" in checked.output
    assert "no finding 0" in wrong.output
