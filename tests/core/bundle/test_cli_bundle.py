"""Bundles from the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor.cli import cli
from auditor.cli_tables import SAMPLE_LINE
from tests.core.bundle.conftest import APP


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args], prog_name="auditor")


@pytest.fixture(autouse=True)
def own_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the tests away from the key of whoever runs them."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def test_a_bundle_is_exported_signed_and_found_intact(case: Path, tmp_path: Path) -> None:
    place = tmp_path / "out.zip"

    made = run("export", "bundle", "--case", case, "--package", APP, "-o", place, "--sign")
    checked = run("verify", place, "--rederive")

    assert (made.exit_code, checked.exit_code) == (0, 0), made.output + checked.output
    digest = made.output.splitlines()[1].rsplit(" ", 1)[1]
    assert f"SHA-256 of the manifest: {digest}" in checked.output
    assert checked.output.startswith(SAMPLE_LINE)
    assert "Signed with the key" in checked.output
    assert "they are the same" in checked.output


def test_the_time_of_export_can_be_given(case: Path, tmp_path: Path) -> None:
    def made(name: str) -> bytes:
        place = tmp_path / name
        options = ("--package", APP, "--exported-at", "2026-11-24T12:00Z", "-o", place)
        assert run("export", "bundle", "--case", case, *options).exit_code == 0
        return place.read_bytes()

    assert made("a.zip") == made("b.zip")


def test_a_changed_bundle_is_told_file_by_file(bundle: Path) -> None:
    (bundle / "limits.md").write_text("no limits")

    result = run("verify", bundle)

    assert result.exit_code == 5
    assert "limits.md is not the file that was sealed" in result.output
    assert "do not use this one as evidence" in result.output


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("verify",), "either a bundle or a case"),
        (("verify", "nothing-there"), "There is no nothing-there"),
        (("verify", "--case", "x", "--rederive"), "are about a bundle"),
        (("export", "bundle", "--case", "CASE", "-o", "x"), "none was chosen"),
    ],
)
def test_wrong_usage_is_a_sentence(case: Path, args: tuple[str, ...], sentence: str) -> None:
    result = run(*(case if arg == "CASE" else arg for arg in args))

    assert result.exit_code == 2
    assert sentence in result.output


def test_a_request_for_a_time_stamp_is_written(bundle: Path) -> None:
    result = run("timestamp", bundle)

    assert result.exit_code == 0
    assert (bundle / "manifest.json.tsq").read_bytes()
    assert run("verify", bundle).exit_code == 0


def test_a_case_is_told_from_a_bundle(case: Path) -> None:
    result = run("verify", case)

    assert result.exit_code == 2
    assert "is a case, not a bundle" in result.output
    assert "--case" in result.output
