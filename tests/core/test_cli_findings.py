"""The commands about findings: listing, explaining, and what a person says of them."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor.cli import cli
from auditor.cli_tables import SAMPLE_LINE
from auditor.findings.decisions import chosen_categories
from auditor.notes import notes
from auditor.store import Store
from tests.core.cases import NOW_MS, event, load
from tests.core.findings.rules import write_rule
from tests.core.lives import SAMPLE

APP = "com.example.chat"


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args], prog_name="auditor")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    with Store.create(tmp_path / "case") as store:
        load(store, "c1", {"appops": [event(uid_state="bg", op="READ_CONTACTS")]})
    return tmp_path / "case"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return write_rule(tmp_path / "rules").parent


def only_id(case: Path, rules: Path) -> str:
    told = json.loads(run("findings", "--case", case, "--rules", rules, "--json").output)
    return next(str(each["id"]) for each in told["findings"] if each["rule"]["id"] == "X01")


def test_findings_are_listed_with_rule_and_sentence(case: Path, rules: Path) -> None:
    shown = run("findings", "--case", case, "--rules", rules).output

    assert "X01" in shown
    assert "com.example.chat used contacts at least once, on at least one day." in shown


def test_a_rule_that_could_not_be_asked_is_named_with_the_reason(case: Path, rules: Path) -> None:
    write_rule(rules, 'needs = ["accesses"]', 'needs = ["mark_agree"]')

    shown = run("findings", "--case", case, "--rules", rules, "--lang", "zh_CN").output

    assert "X01  需要有引导的测试过程；没有人标记：同意。" in shown.partition("NOT ASKED")[2]


def test_json_has_every_field_and_the_words(case: Path, rules: Path) -> None:
    told = json.loads(run("findings", "--case", case, "--rules", rules, "--json").output)
    one = next(each for each in told["findings"] if each["rule"]["id"] == "X01")

    assert len(told["rule_set_sha256"]) == 64
    assert (one["severity"], one["capped_from"], one["grade"]) == ("medium", "high", "C")
    assert one["samples"] == [{"capture_id": "c1", "raw_file": "raw/appops.txt", "line": 1}]
    assert one["sentence"].startswith("com.example.chat used contacts")


def test_a_finding_is_explained_down_to_the_question(case: Path, rules: Path) -> None:
    shown = run("finding", only_id(case, rules), "--case", case, "--rules", rules).output

    for part in ("Grade C", "instead of “High”", "164-1.2", "raw/appops.txt:1", "FROM accesses"):
        assert part in shown


def test_a_finding_is_timed_no_more_exactly_than_it_is_known(tmp_path: Path, rules: Path) -> None:
    rounded = event(uid_state="bg", op="READ_CONTACTS", precision_ms=60_000)
    with Store.create(tmp_path / "case") as store:
        load(store, "c1", {"appops": [rounded]})

    asked = ("--case", tmp_path / "case", "--rules", rules)
    shown = run("finding", only_id(tmp_path / "case", rules), *asked)

    assert re.search(r"uid \d+  \d{4}-\d\d-\d\d \d\d:\d\d UTC[+]", shown.output), shown.output


def test_a_terminal_does_not_obey_the_name_of_an_app(case: Path, rules: Path) -> None:
    with Store.open(case) as store, store.transaction() as db:
        db.execute("UPDATE packages SET label = ?", ("\u202egnp\x1b[31m",))
    number = only_id(case, rules)

    asked = ("--case", case, "--rules", rules)
    shown = [run("findings", *asked), run("finding", number, *asked)]
    shown.append(run("dismiss", number, *asked, "--reason", "x"))

    for each in shown:
        assert "[U+202E]gnp[U+001B][31m" in each.output
        assert "\u202e" not in each.output and "\x1b" not in each.output


def test_a_finding_is_set_aside_and_counts_again(case: Path, rules: Path) -> None:
    number = only_id(case, rules)

    done = run("dismiss", number, "--case", case, "--rules", rules, "--reason", "my own app")
    shown = run("finding", number, "--case", case, "--rules", rules).output
    undone = run("restore", number, "--case", case, "--rules", rules)

    assert (done.exit_code, undone.exit_code) == (0, 0)
    assert "DISMISSED: my own app" in shown
    assert "DISMISSED" not in run("finding", number, "--case", case, "--rules", rules).output


def test_a_category_is_listed_chosen_and_taken_back(case: Path) -> None:
    listed = run("category", APP, "--case", case).output
    chosen = run("category", APP, "messaging", "--case", case, "--reason", "I write in it")
    with Store.open(case) as store:
        (choice,) = chosen_categories(store.db).values()
    run("category", APP, "none", "--case", case)
    with Store.open(case) as store:
        left = chosen_categories(store.db)

    assert len(listed.splitlines()) == 40
    assert chosen.exit_code == 0
    assert (choice.category, choice.reason) == ("messaging", "I write in it")
    assert left == {}


def test_a_moment_is_marked_in_the_phones_zone_and_the_mark_taken_away(case: Path) -> None:
    at = "2025-11-13T05:00"
    made = run("mark", at, "--case", case, "--kind", "agree", "--package", APP)
    with Store.open(case) as store:
        (mark,) = notes(store).marks
    shown = run("notes", "--case", case).output
    gone = run("mark", "--case", case, "--remove", mark.id)

    assert made.exit_code == gone.exit_code == 0
    assert (mark.kind, mark.package, mark.uid, mark.device_id) == ("agree", APP, 10_101, "PHONE1")
    assert "05:00:00+05:45" in shown and "agree" in shown
    with Store.open(case) as store:
        assert notes(store).marks == ()


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("finding", "none"), "no finding"),
        (("dismiss", "none", "--reason", "x"), "no finding"),
        (("category", APP, "spyware"), "no category"),
        (("category", "com.example.gone", "games"), "com.example.gone"),
        (("mark", "2025-11-13T05:00"), "needs a time"),
        (("mark", "--kind", "agree"), "needs a time"),
        (("mark", "2025-11-13T05:00", "--kind", "sneeze"), "no kind of mark"),
        (("mark", "--remove", 99), "no mark"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    case: Path, args: tuple[object, ...], sentence: str
) -> None:
    done = run(*args, "--case", case)

    assert done.exit_code == 2
    assert sentence in done.output


def test_a_bad_rule_file_is_told_with_its_line(case: Path, rules: Path) -> None:
    write_rule(rules, "version = 1", "version = 'one'")

    done = run("findings", "--case", case, "--rules", rules)

    assert done.exit_code == 5
    assert "line 2" in done.output


def test_findings_of_the_sample_phone_are_labelled(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "c1", {"appops": [event(uid_state="bg")]}, at_ms=NOW_MS, device=SAMPLE)

    assert SAMPLE_LINE in run("findings", "--case", tmp_path / "case").output
