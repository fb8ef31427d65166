"""The commands of test sessions, over the sample phone and by themselves."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from auditor.adb.commands import find
from auditor.adb.screenshots import SCREENSHOT
from auditor.cli import cli
from auditor.cli_tables import SAMPLE_LINE
from auditor.notes import MarkKind
from auditor.query import captures
from auditor.sample.adb_server import SampleServer
from auditor.sample.apk_pictures import screen
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from auditor.trials.keeping import open_trial, trial
from auditor.trials.plan_files import read_plan
from tests import doc_schemas
from tests.core.trials.cases import at, case_with, run_plan
from tests.core.trials.test_results import CLICKS

APP = "com.pebblechat.messenger"


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args], prog_name="auditor")


@pytest.fixture(scope="module")
def phone() -> SamplePhone:
    return SamplePhone(34, 5, days=2)


@pytest.fixture(scope="module")
def server(phone: SamplePhone) -> Iterator[SampleServer]:
    """Two phones at once."""
    with SampleServer(phone, SamplePhone(30, 6, days=2)) as running:
        yield running


@pytest.fixture(scope="module")
def read(
    phone: SamplePhone, server: SampleServer, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A case in which one session was run from begin to end, by the command line alone."""
    case = tmp_path_factory.mktemp("cli") / "case"
    to = ("--case", case, "--adb-port", server.port)
    asked = ("--package", APP, "--mine", "--reading", "quick", "--plan", "short")
    asked += ("--serial", phone.serial)
    told = run("session", "start", *to, *asked, "--screenshots", "--title", "first")
    assert "Test session 1 has begun." in told.stdout, told.output
    assert "in another terminal: auditor watch --case" in told.stdout
    assert f" -s {phone.serial}\n" in told.stdout, "two phones are connected"
    assert "1/5  First start, nothing touched (2 min)" in told.stdout
    told = run("session", "mark", "first_launch", *to, "--screenshot")
    assert told.stdout.startswith("Marked: 1  First start of the app\n"), told.output
    assert "Screenshot kept in the case: trials/1/0001-1.png" in told.stdout
    assert (
        "Permission asked for (Microphone)"
        in run("session", "mark", "permission_asked", "--text", "microphone", *to).output
    )
    assert "2/5  Agree" in run("session", "mark", "agree", *to).output
    assert "Struck out: 3" in run("session", "undo", "--case", case).output
    told = run("session", "next", "screen-off", "--case", case, "--lang", "zh_CN")
    assert "5/5  后台，熄屏" in told.output
    told = run("session", "end", *to, "--reading", "quick")
    assert told.exit_code == 0, told.output
    assert told.stdout.count(SAMPLE_LINE) == 2
    assert phone.dumps
    return case


def test_marks_are_timed_by_the_phone_and_what_was_undone_is_shown(read: Path) -> None:
    told = json.loads(run("session", "show", "--case", read, "--json").stdout)

    assert [(m["click"], m["kind"], m["clock"]) for m in told["marks"]] == [
        (1, "first_launch", "phone"),
        (2, "permission_asked", "phone"),
        (3, "agree", "phone"),
    ]
    assert [m["struck_ms"] is None for m in told["marks"]] == [True, True, False]
    assert all(m["uncertainty_ms"] < 4000 for m in told["marks"])
    assert told["apps"][0]["is_read_after"]
    assert told["changes"] is None, "a quick reading tells no permissions"
    assert "struck out" in run("session", "show", "1", "--case", read).stdout
    assert "已划去" in run("session", "show", "--case", read, "--lang", "zh_CN").stdout


def test_only_commands_that_read_went_to_the_phone(read: Path, phone: SamplePhone) -> None:
    lines = {line for line, _ in phone.dumps}

    assert {line for line in lines if find(line) is None} == {SCREENSHOT.template}


def test_the_screenshot_is_in_the_case_and_leaves_it_only_when_asked(
    read: Path, tmp_path: Path
) -> None:
    with Store.open(read, read_only=True) as store:
        (shot,) = trial(store, 1).screenshots
    assert (read / shot.file).read_bytes()[:8] == screen(0)[:8]

    run("session", "export", "--case", read, "-o", tmp_path / "a.json")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    asked = ("--case", read, "-o", tmp_path / "a.json", "--overwrite", "--with-screenshots")
    told = run("session", "export", *asked)
    assert told.exit_code == 0
    assert f"Screenshots: {tmp_path / 'a-screenshots'}. Look at each" in told.output
    copied = tmp_path / "a-screenshots" / "0001-1.png"
    assert copied.read_bytes() == (read / shot.file).read_bytes()


def test_two_phones_are_tested_at_once_and_each_by_its_own_clock(
    server: SampleServer, tmp_path: Path
) -> None:
    (tmp_path / "two").mkdir()  # an empty folder becomes a case
    to = ("--case", tmp_path / "two", "--adb-port", server.port)
    asked = ("--package", APP, "--mine", "--reading", "quick", "--plan", "short")
    assert "Several phones" in run("session", "start", *to, *asked).output
    both = ("--serial", "SAMPLE-5", "--serial", "SAMPLE-6")
    told = run("session", "start", *to, *asked, *both)
    assert told.exit_code == 0, told.output
    typed = f"--adb-port {server.port} -s SAMPLE-5 -s SAMPLE-6"
    assert f"auditor watch --case {tmp_path / 'two'} {typed}\n" in told.stdout
    run("session", "mark", "first_launch", *to)
    run("session", "mark", "agree", "--app", "2", *to)
    second = server._plugged["SAMPLE-6"].phone
    server.unplug("SAMPLE-6")
    told = run("session", "end", *to, "--reading", "quick")
    server.plug(second)
    assert "SAMPLE-6 of this session is not connected" in told.output
    with Store.open(tmp_path / "two", read_only=True) as store:
        readings = [row.device_id for row in captures(store)]
    assert readings == ["SAMPLE-5", "SAMPLE-6", "SAMPLE-5"], "the other one was read"
    run("session", "end", *to, "--reading", "none")

    told = json.loads(run("session", "show", "--case", tmp_path / "two", "--json").stdout)
    assert [each["phone"] for each in told["apps"]] == ["SAMPLE-5", "SAMPLE-6"]
    assert [(m["click"], m["app"], m["kind"], m["clock"]) for m in told["marks"]] == [
        (1, 1, "first_launch", "phone"),
        (1, 2, "first_launch", "phone"),
        (2, 2, "agree", "phone"),
    ]
    compared = run("session", "compare", "1", "1", "--second-app", "2", "--case", tmp_path / "two")
    assert "SAMPLE-6" in compared.stdout


def test_sessions_are_listed(read: Path) -> None:
    (told,) = json.loads(run("session", "list", "--case", read, "--json").stdout)

    assert (told["number"], told["title"], told["marks"]) == (1, "first", 2)
    assert told["plan"] == {"id": "short", "title": "Ten minutes"}
    listed = run("session", "list", "--case", read).stdout
    assert APP in listed
    assert " UTC" in listed  # whose clock it is


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    """Two sessions of a real phone."""
    with case_with(tmp_path / "case", [at(30), at(130, "CAMERA")]) as store:
        run_plan(store, CLICKS, title="old")
        run_plan(store, CLICKS, title="new")
    return tmp_path / "case"


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((doc_schemas.FOLDER / name).read_text("utf-8")))


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_what_is_written_is_as_published_and_names_no_phone(
    pair: Path, tmp_path: Path, lang: str
) -> None:
    one, both = tmp_path / "one.json", tmp_path / "both.json"
    assert run("session", "export", "1", "--case", pair, "-o", one, "--lang", lang).exit_code == 0
    told = run("session", "compare", "1", "2", "--case", pair, "-o", both, "--lang", lang)
    assert told.exit_code == 0, told.output

    for path, name in ((one, "session.json"), (both, "session-comparison.json")):
        text = path.read_text("utf-8")
        assert list(validator(name).iter_errors(json.loads(text))) == []
        assert "R58M1" not in text
        assert "old" not in json.dumps(json.loads(text).get("session", {}))
    own = json.loads(run("session", "show", "1", "--case", pair, "--json").stdout)
    assert list(validator("session.json").iter_errors(own)) == []
    assert own["apps"][0]["phone"] == "R58M1"


def test_a_comparison_says_what_is_reproduced(pair: Path, tmp_path: Path) -> None:
    told = run("session", "compare", "1", "2", "--case", pair).stdout
    again = run("session", "compare", "1", "1", "--case", pair, "--with-case", pair).stdout

    assert "2/2" in told
    assert "both: reproduced 2/2" in told
    assert "First: Test session 1: old" in told
    assert "Second: Test session 1: old" in again
    out = tmp_path / "a.png"
    drawn = run("session", "compare", "1", "2", "--case", pair, "-o", out, "--align", "agree")
    assert drawn.exit_code == 0, drawn.output
    assert out.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("show", "9"), 2, "no test session 9"),
        (("mark", "agree"), 2, "No test session goes on"),
        (("undo",), 2, "No test session goes on"),
        (("next",), 2, "No test session goes on"),
        (("end",), 2, "No test session goes on"),
        (("compare", "1", "2", "--align", "nod", "-o", "a.svg"), 2, "no kind of mark nod"),
        (("compare", "1", "2", "--first-app", "4"), 2, "has no app 4"),
        (("export", "-o", "a.pdf"), 2, "cannot be written as .pdf"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    pair: Path, args: tuple[str, ...], code: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pair.parent)

    told = run("session", args[0], "--case", pair, *args[1:])

    assert told.exit_code == code
    assert words in told.output


def test_a_session_begins_without_a_phone_and_its_marks_say_so(
    pair: Path, server: SampleServer
) -> None:
    to = ("--case", pair, "--adb-port", server.port)
    asked = ("--package", "com.example.chat", "--reading", "none", "--mine")
    assert run("session", "start", *to, *asked).exit_code == 0
    assert "goes on" in run("session", "start", *to, *asked).output
    assert "needs a kind or a text" in run("session", "mark", *to).output
    told = run("session", "mark", "permission_asked", "--text", "mikrophone", *to)
    assert "“mikrophone” is no kind of data, and kept as words of yours." in told.output
    assert "microphone" in told.output
    run("session", "undo", "--case", pair)
    assert "no kind of mark nod" in run("session", "mark", "nod", *to).output
    assert "Perhaps agree?" in run("session", "mark", "aggree", *to).output
    assert "own go after --text" in run("session", "mark", "it asks me", *to).output
    assert "has no app 2" in run("session", "mark", "agree", "--app", "2", *to).output
    told = run("session", "mark", "agree", *to)
    assert told.exit_code == 0
    assert "did not answer: its time is worked out." in told.output
    told = run("session", "end", *to)
    assert told.exit_code == 3
    assert "not connected" in told.output
    with Store.open(pair, read_only=True) as store:
        assert open_trial(store) is not None, "it goes on"
    told = run("session", "end", *to, "--reading", "none")
    assert "was not read after the last mark" in told.output


def test_whose_phone_it_is_is_asked_first(pair: Path) -> None:
    told = CliRunner().invoke(
        cli, ["session", "start", "--case", str(pair), "--package", "x.y"], input="n\n"
    )

    assert told.exit_code == 2
    assert "Is this phone yours" in told.output
    assert "with their consent" in told.output


def test_plans_are_listed_checked_and_written(tmp_path: Path) -> None:
    assert "recommended" in run("session", "plans").output
    told = json.loads(run("session", "plans", "--json", "--lang", "zh_CN").output)
    assert [each["id"] for each in told] == ["recommended", "short", "ask-again"]
    file = tmp_path / "plan.toml"
    assert run("session", "new", file).exit_code == 0
    assert "already" in run("session", "new", file).output
    assert "1. Start the app (60 s)" in run("session", "check", file).output
    file.write_text("format = 1\n", encoding="utf-8")
    told_wrong = run("session", "check", file)
    assert told_wrong.exit_code == 5
    assert "line 1" in told_wrong.output
    assert run("session", "new", tmp_path / "b.toml", "--from", "short").exit_code == 0
    assert "Ten minutes" in run("session", "check", tmp_path / "b.toml").output


def test_a_terminal_does_not_obey_a_strangers_plan(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    run("session", "new", plan)
    text = plan.read_text(encoding="utf-8")
    for old in ("My plan", "Start the app", "Does it ask for a permission?"):
        text = text.replace(old, f"{old}\\u001b[31m\\u202e")
    plan.write_text(text, encoding="utf-8")
    with case_with(tmp_path / "case", [at(30)]) as store:
        run_plan(store, [(1, MarkKind.FIRST_LAUNCH, "")], read_plan(plan), title="\x1b[2J")

    for args in (("check", plan), ("show", "--case", tmp_path / "case")):
        told = run("session", *args)
        assert told.exit_code == 0, told.output
        assert "\x1b" not in told.output
        assert "\u202e" not in told.output
    told = run("session", "list", "--case", tmp_path / "case")
    assert "\x1b" not in told.output
