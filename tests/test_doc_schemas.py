"""The published JSON Schemas: as the code says, and true of what the program really writes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from auditor.cli import cli
from auditor.store import Store
from auditor.views import VIEWS
from tests import doc_schemas
from tests.core.bundle.conftest import sample_case

APP = "com.babyowl.monitor"


def published(name: str, part: str | None = None) -> Draft202012Validator:
    schema = json.loads((doc_schemas.FOLDER / name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    if part is not None:
        schema = {**schema["$defs"][part], "$defs": schema["$defs"]}
    return Draft202012Validator(schema)


@pytest.fixture(scope="module", params=["26", "34", "post36"])
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_case(tmp_path_factory.mktemp("schemas") / "case", request.param)


def run(*arguments: object) -> str:
    result = CliRunner().invoke(cli, [str(each) for each in arguments], prog_name="auditor")
    assert result.exit_code == 0, result.output
    return result.stdout


def lines(text: str) -> Iterator[Any]:
    return map(json.loads, text.splitlines())


def check(validator: Draft202012Validator, rows: Iterator[Any]) -> int:
    number = 0
    for number, row in enumerate(rows, start=1):  # noqa: B007
        trouble = next(validator.iter_errors(row), None)
        assert trouble is None, f"{trouble.message} at {trouble.json_path}"
    return number


def test_every_published_schema_is_as_the_code_says(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        made = doc_schemas.made(store)

    standing = {path.name: path.read_text("utf-8") for path in doc_schemas.FOLDER.glob("*.json")}
    assert standing == made, "run: make tables"


def test_exported_events_are_as_published(case: Path, tmp_path: Path) -> None:
    run("export", "jsonl", "--case", case, "-o", tmp_path / "out.jsonl")

    text = (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    assert check(published("events-row.json"), lines(text)) > 100


def test_every_view_is_as_published(case: Path) -> None:
    seen = 0
    for view in VIEWS:
        if view in ("v_events", "v_accesses", "v_rejects", "v_records"):
            continue
        text = run("records", view.removeprefix("v_"), "--case", case, "--format", "jsonl")
        seen += check(published("views.json", view), lines(text))
    assert seen > 100


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_findings_are_as_published(case: Path, lang: str) -> None:
    found = json.loads(run("findings", "--case", case, "--json", "--lang", lang))

    check(published("findings.json"), iter([found]))


def test_every_json_file_of_a_bundle_is_as_published(case: Path, tmp_path: Path) -> None:
    run("export", "bundle", "--case", case, "--package", APP, "-o", tmp_path / "bundle")

    whole = {"manifest.json": "manifest", "environment.json": "environment"}
    whole |= {"derived/findings.json": "findings"}
    seen = set()
    for path in sorted((tmp_path / "bundle").rglob("*")):
        name = path.relative_to(tmp_path / "bundle").as_posix()
        if path.suffix not in (".json", ".jsonl"):
            continue
        seen.add(name)
        text = path.read_text(encoding="utf-8")
        part = "capture" if name.startswith("captures/") else whole.get(name, path.stem)
        rows = lines(text) if path.suffix == ".jsonl" else iter([json.loads(text)])
        check(published("bundle.json", part), rows)
    assert whole.keys() <= seen
    assert len(seen) > 10


def test_a_field_that_is_not_published_is_found() -> None:
    row = {"surprise": 1}

    assert list(published("events-row.json").iter_errors(row))
