"""The answer of `appops get` names no app: it is read only when somebody tells whose it is."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor import query
from auditor.cli import cli
from auditor.errors import WrongFormat
from auditor.importers import import_paths
from auditor.load import load_capture
from auditor.store import Store
from tests.core.importers.writers import saved

ANSWER = "CAMERA: allow; time=+1h0m0s0ms ago\nREAD_CONTACTS: ignore; rejectTime=+2h0m0s0ms ago\n"
PACKAGES = "package:/data/app/chat.apk=org.example.chat  installer=null uid:10101\n"
DUMP = "Current AppOps Service state:\n  Uid u0a101:\n    Package org.example.chat:\n"
AT_MS = 1_763_000_000_000


@pytest.fixture
def case(tmp_path: Path) -> Path:
    Store.create(tmp_path / "case").close()
    return tmp_path / "case"


def read(case: Path, *paths: Path, package: str | None = None) -> list[query.EventRow]:
    (manifest,) = import_paths(paths, case, "UTC", AT_MS, package=package)
    with Store.open(case) as store:
        load_capture(store, case / "captures" / manifest.capture_id)
        return list(query.events(store))


def test_an_answer_that_nobody_explains_is_refused_with_the_way_out(
    case: Path, tmp_path: Path
) -> None:
    path = saved(tmp_path, "org.example.chat.txt", ANSWER)  # a name is no proof

    with pytest.raises(WrongFormat, match="names neither the app nor its uid") as caught:
        import_paths([path], case)

    assert "--package" in str(caught.value.next_step)


def test_in_a_folder_such_an_answer_is_left_out_and_named(case: Path, tmp_path: Path) -> None:
    saved(tmp_path, "dumps/get.txt", ANSWER)
    saved(tmp_path, "dumps/packages.txt", PACKAGES)

    (manifest,) = import_paths([tmp_path / "dumps"], case)

    assert [(each.command, each.reason) for each in manifest.skipped] == [
        ("get.txt", "not_recognised")
    ]


def test_an_answer_belongs_to_whom_the_person_names(case: Path, tmp_path: Path) -> None:
    rows = read(case, saved(tmp_path, "get.txt", ANSWER), package="org.example.chat")

    assert [(row.op, row.package, row.uid, row.kind) for row in rows] == [
        ("READ_CONTACTS", "org.example.chat", -1, "reject"),
        ("CAMERA", "org.example.chat", -1, "access"),
    ]
    assert rows[1].time_ms == AT_MS - 3_600_000
    assert not rows[1].zone_assumed


def test_an_answer_belongs_to_the_app_of_the_command_above_it(case: Path, tmp_path: Path) -> None:
    text = f"$ adb shell appops get --user 0 org.example.chat\n{ANSWER}"

    rows = read(case, saved(tmp_path, "get.txt", text), saved(tmp_path, "pm.txt", PACKAGES))

    assert {(row.package, row.uid) for row in rows} == {("org.example.chat", 10101)}


def test_beside_a_whole_dump_the_answer_is_kept_and_not_counted_again(
    case: Path, tmp_path: Path
) -> None:
    dump = DUMP + "      CAMERA (allow):\n        null=[\n        ]\n"
    paths = [saved(tmp_path, "get.txt", ANSWER), saved(tmp_path, "appops.txt", dump)]

    (manifest,) = import_paths(paths, case, "UTC", AT_MS, package="org.example.chat")

    assert {raw.command for raw in manifest.files} == {"appops", "appops_get_known"}
    assert [(each.command, each.reason) for each in manifest.skipped] == [("get.txt", "not_needed")]


def test_the_command_line_takes_the_name(tmp_path: Path) -> None:
    path = saved(tmp_path, "get.txt", ANSWER)

    result = CliRunner().invoke(
        cli, ["import", str(path), "--case", str(tmp_path / "c"), "--package", "org.example.chat"]
    )

    assert result.exit_code == 0, result.output
    with Store.open(tmp_path / "c") as store:
        assert all(row.zone_assumed for row in query.events(store))


@pytest.mark.shared
def test_real_answers_are_read_to_the_last_line(case: Path, shared_dir: Path) -> None:
    paths = sorted((shared_dir / "corpus" / "appops").glob("appops-get-*"))
    lines = sum(len(path.read_text().splitlines()) for path in paths)

    (manifest,) = import_paths(paths, case, "UTC", AT_MS, package="com.example.any")
    with Store.open(case) as store:
        report = load_capture(store, case / "captures" / manifest.capture_id)
        modes = store.db.execute("SELECT count(*) FROM op_modes").fetchone()[0]

    assert report.unparsed == 0
    assert modes == lines - 2  # "No operations." and the default mode
    assert [notice.code for notice in report.notices] == ["no_operations"] * 2
