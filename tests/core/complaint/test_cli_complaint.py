"""The commands about complaints, and that what only the person knows goes nowhere else."""

import json
import os
import shutil
import stat
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor.bundle import export_bundle
from auditor.cli import cli
from auditor.complaint.channels import channels
from auditor.complaint.records import Filler
from auditor.filters import EventFilter
from auditor.findings.records import Finding
from auditor.query import devices
from auditor.store import Store
from tests.core.complaint.conftest import complete

SECRET = "Zephyrine Quillfeather"


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args], prog_name="auditor")


@pytest.fixture
def own_file(tmp_path: Path) -> Path:
    """A filled file for the ICO; the name in it is to be found in nothing but the complaint."""
    values = complete("uk-ico").values | {"complainant.name": SECRET}
    lines = [f"{json.dumps(key)[1:-1]} = {json.dumps(text)}" for key, text in values.items()]
    lines.append('[[contact_history]]\ndate = "2026-09-01"\nchannel = "e-mail"\nanswer = "no"')
    path = tmp_path / "mine.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    tomllib.loads(path.read_text(encoding="utf-8"))
    return path


@pytest.fixture
def asked(case: Path, findings: tuple[Finding, ...]) -> list[object]:
    """The options of every complaint here."""
    ids = [part for each in findings for part in ("--finding", each.id)]
    return ["--case", case, *ids, "--date", "2026-11-25"]


def test_channels_are_listed_with_what_is_not_confirmed() -> None:
    for lang, mark in (("en", "not confirmed"), ("zh_CN", "未经核实")):
        told = run("complaint", "channels", "--lang", lang).stdout
        assert all(each.id in told for each in channels())
        assert mark in told


def test_channels_as_json_say_who_fills_what() -> None:
    rows = json.loads(run("complaint", "channels", "--json").stdout)

    ico = next(row for row in rows if row["id"] == "uk-ico")
    fields = {each["key"]: each for each in ico["fields"]}
    assert fields["summary"]["longest"] == 2000 and fields["summary"]["filled_by"] == "program"
    assert fields["harm"]["required"] and fields["harm"]["filled_by"] == "you"


def test_a_file_to_fill_is_written_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"

    done = run("complaint", "fields", "fr-cnil", "-o", path)

    assert done.exit_code == 0 and str(path) in done.stdout
    assert "Nom et prénom" in path.read_text(encoding="utf-8")
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_missing_fields_are_one_sentence_and_write_nothing(
    asked: list[object], tmp_path: Path
) -> None:
    done = run("complaint", "uk-ico", *asked, "-o", tmp_path / "out")

    assert done.exit_code == 2
    assert "missing: Name, E-mail" in done.stderr and "complaint fields uk-ico" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_draft_is_written_though_something_is_missing(
    asked: list[object], tmp_path: Path
) -> None:
    done = run("complaint", "uk-ico", *asked, "--draft", "-o", tmp_path / "draft.txt")

    assert done.exit_code == 0, done.stderr
    assert "DRAFT" in (tmp_path / "draft.txt").read_text(encoding="utf-8")
    assert "Name is missing." in done.stderr


def test_a_complaint_is_written_and_nothing_is_sent(
    asked: list[object], own_file: Path, tmp_path: Path
) -> None:
    done = run("complaint", "uk-ico", *asked, "--fields", own_file, "-o", tmp_path / "out")

    assert done.exit_code == 0, done.stderr
    assert "Nothing was sent" in done.stdout
    assert SECRET in (tmp_path / "out" / "complaint.txt").read_text(encoding="utf-8")


def test_what_only_the_person_knows_is_in_no_case_and_no_bundle(
    case: Path, findings: tuple[Finding, ...], own_file: Path, tmp_path: Path
) -> None:
    mine = Path(shutil.copytree(case, tmp_path / "case"))
    options = ["--case", mine, "--finding", findings[0].id, "--fields", own_file]
    bundle = tmp_path / "bundle"

    run("complaint", "uk-ico", *options, "-o", tmp_path / "out")
    with Store.open(mine) as store:
        wanted = EventFilter(packages=frozenset({findings[0].package}))
        export_bundle(store, wanted, bundle, 1_800_000_000_000)
    done = run("complaint", "uk-ico", *options, "--bundle", bundle, "-o", tmp_path / "second")

    assert done.exit_code == 0, done.stderr
    for folder in (mine, bundle):
        found = [p for p in folder.rglob("*") if p.is_file() and SECRET.encode() in p.read_bytes()]
        assert found == []


def test_a_bundle_is_named_by_its_hash_and_checked_first(
    case: Path, findings: tuple[Finding, ...], asked: list[object], tmp_path: Path
) -> None:
    bundle = tmp_path / "evidence.zip"
    with Store.open(case) as store:
        wanted = EventFilter(packages=frozenset({findings[0].package}))
        digest = export_bundle(store, wanted, bundle, 1_800_000_000_000)
    options = [*asked, "--draft", "--bundle", bundle]

    done = run("complaint", "free", *options, "-o", tmp_path / "whole.txt")
    bundle.write_bytes(bundle.read_bytes().replace(b"limits.md", b"limitz.md"))
    damaged = run("complaint", "free", *options, "-o", tmp_path / "damaged.txt")

    assert done.exit_code == 0, done.stderr
    text = (tmp_path / "whole.txt").read_text(encoding="utf-8")
    assert digest in text and "evidence.zip" in text
    assert damaged.exit_code == 5 and "not as it was sealed" in damaged.stderr


def test_a_bundle_of_another_app_or_case_is_refused(
    case: Path, findings: tuple[Finding, ...], asked: list[object], tmp_path: Path
) -> None:
    other = next(each for each in ("com.pebblechat.messenger", "com.heronmail.inbox"))
    copied = Path(shutil.copytree(case, tmp_path / "case", ignore=shutil.ignore_patterns("*.key")))
    for source, package, name in ((case, other, "app"), (copied, findings[0].package, "case")):
        with Store.open(source) as store:
            wanted = EventFilter(packages=frozenset({package}))
            export_bundle(store, wanted, tmp_path / f"of-{name}", 1_800_000_000_000)

    for name, told in (("app", "not about"), ("case", "another case")):
        options = [*asked, "--draft", "--bundle", tmp_path / f"of-{name}"]
        done = run("complaint", "free", *options, "-o", tmp_path / f"{name}.txt")
        assert done.exit_code == 2 and told in done.stderr, name


def test_nothing_that_leaves_names_the_phones_serial(
    case: Path, asked: list[object], tmp_path: Path
) -> None:
    with Store.open(case, read_only=True) as store:
        serials = {each.serial for each in devices(store)} | {d.device_id for d in devices(store)}

    run("complaint", "cn-miit", *asked, "--draft", "-o", tmp_path / "out")

    from tests.core.complaint.test_documents import docx_text, text_of

    for path in (tmp_path / "out").iterdir():
        readers = {".pdf": text_of, ".docx": docx_text, ".txt": bytes.decode}
        text = readers[path.suffix](path.read_bytes())
        assert not [serial for serial in serials if f"{serial})" in text or f"{serial} " in text]


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        (["--date", "soon"], "no date"),
        (["--finding", "nonsense"], "no finding nonsense"),
        (["--lang", "fr"], "does not take"),
        (["--fields", "nowhere.toml"], "cannot be read"),
    ],
)
def test_each_mistake_is_one_sentence(
    asked: list[object], tmp_path: Path, extra: list[str], told: str
) -> None:
    done = run("complaint", "uk-ico", *asked, *extra, "-o", tmp_path / "out.txt")

    assert done.exit_code == 2 and told in done.stderr
    assert not (tmp_path / "out.txt").exists()


def test_a_complaint_without_a_finding_says_where_to_find_one(case: Path, tmp_path: Path) -> None:
    done = run("complaint", "write", "free", "--case", case, "-o", tmp_path / "out.txt")

    assert done.exit_code == 2 and "at least one finding" in done.stderr


def test_every_field_of_a_channel_is_filled_by_somebody() -> None:
    assert {f.filler for each in channels() for f in each.fields} == set(Filler)
