"""No export names the phone's owner or this computer: every byte of each is searched.

A command that writes to a place and is not listed here fails the test, so that a new export
cannot be forgotten.
"""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
import pyarrow.parquet
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from auditor.bundle.rederive import rederive
from auditor.bundle.verify import verify
from auditor.cli import cli
from auditor.findings.engine import find
from auditor.findings.rule_files import own_rules
from auditor.store import Store
from tests.core.exports.planted import APP, OTHER, SECRETS, SERIAL, planted_case, secrets_of

READ, IMPORTED = SERIAL, f"SAMPLE-{SERIAL}"  # a loose text of the sample phone is told as one
# What each command that writes something to hand on is asked; {out} is a new folder.
RUNS = {
    "auditor export bundle": [
        ["--package", APP, "--device", READ, "-o", "{out}/bundle"],
        ["--package", APP, "--device", READ, "-o", "{out}/bundle.zip"],
        ["--package", APP, "--device", IMPORTED, "-o", "{out}/imported"],
    ],
    "auditor export csv": [["--package", APP, "-o", "{out}/a.csv"]],
    "auditor export jsonl": [["--package", APP, "-o", "{out}/a.jsonl"]],
    "auditor export xlsx": [["--package", APP, "-o", "{out}/a.xlsx"]],
    "auditor export parquet": [["--package", APP, "-o", "{out}/a.parquet"]],
    "auditor export html": [["--package", APP, "-o", "{out}/a.html"]],
    "auditor export ics": [["--package", APP, "-o", "{out}/a.ics"]],
    "auditor timeline": [
        ["--package", APP, "-o", "{out}/a.svg"],
        ["--package", APP, "-o", "{out}/a.png"],
    ],
    "auditor session export": [
        ["-o", "{out}/session.json"],
        ["-o", "{out}/session.txt", "--lang", "zh_CN"],
    ],
    "auditor session compare": [
        ["1", "2", "-o", "{out}/both.json"],
        ["1", "2", "-o", "{out}/both.svg"],
    ],
    "auditor complaint write": [
        ["free", "--finding", "{finding}", "--draft", "-o", "{out}/complaint"],
    ],
}
# These go over the whole case, other apps included, as docs/exports.md says.
WHOLE = {
    "auditor export parquet": [["--views", "-o", "{out}/views"]],
    "auditor export lab": [["-o", "{out}/lab"]],
}
# These list for the computer that holds the case, or write what no case has a part in.
OWN = {"auditor events", "auditor records", "auditor complaint fields"}


def commands(group: click.Group, path: str = "auditor") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


WRITERS = {
    path
    for path, command in commands(cli)
    if any("--output" in option.opts for option in command.params)
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planted_case(tmp_path_factory.mktemp("planted"))


@pytest.fixture(autouse=True)
def owner(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, SECRETS["user"])
    for name in ("HOSTNAME", "COMPUTERNAME"):
        monkeypatch.setenv(name, SECRETS["host"])


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every file as it lies there, and what is packed into it."""
    for each in sorted(path.rglob("*")):
        if each.is_file():
            # A PDF names its catalogue /Root, which is no home folder of root's.
            yield str(each.relative_to(path)), each.read_bytes().replace(b"/Root ", b"")
            yield from unpacked(each.name, each.read_bytes())


def unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as packed:
            for part in packed.namelist():
                yield f"{name}:{part}", part.encode() + b"\n" + packed.read(part)
    elif data.startswith(b"PAR1"):
        file = pyarrow.parquet.ParquetFile(BytesIO(data))
        yield f"{name}:rows", repr(file.read().to_pylist()).encode()
        yield f"{name}:schema", repr(file.schema_arrow.metadata).encode()
    elif data.startswith(b"%PDF"):
        pdf = PdfReader(BytesIO(data))
        text = "\n".join(page.extract_text() for page in pdf.pages)
        yield f"{name}:text", f"{text}\n{pdf.metadata}\n{pdf.xmp_metadata}".encode()
    elif data.startswith(b"BEGIN:VCALENDAR"):
        yield f"{name}:unfolded", data.replace(b"\r\n ", b"")


def run(path: str, arguments: list[str], case: Path, out: Path) -> None:
    filled = [part.format(out=out, finding=a_finding(case, part)) for part in arguments]
    words = [*path.split()[1:], *filled, "--case", str(case)]
    result = CliRunner().invoke(cli, words, prog_name="auditor")
    assert result.exit_code == 0, result.output


def a_finding(case: Path, part: str) -> str:
    if part != "{finding}":
        return ""
    with Store.open(case) as store:
        found = find(store, own_rules())
    return next(each.id for each in found.items if each.is_open)


def test_every_command_that_writes_is_searched_or_known_to_stay_here() -> None:
    searched = RUNS.keys() | WHOLE.keys()
    assert sorted(WRITERS - searched - OWN) == []
    assert {path for path in WRITERS if path.startswith("auditor export")} <= searched


def test_the_secrets_are_in_the_case(case: Path) -> None:
    everything = b"".join(path.read_bytes() for path in case.rglob("*") if path.is_file())
    everything += str(case).encode()
    outside = {"host"}  # told by the environment only

    missing = [key for key, each in SECRETS.items() if each.encode() not in everything]
    assert set(missing) <= outside


@pytest.mark.parametrize("path", sorted(RUNS.keys() & WRITERS))
def test_no_secret_is_in_any_byte_of_an_export(case: Path, tmp_path: Path, path: str) -> None:
    looked_for = secrets_of(case)
    if path != "auditor complaint write":  # a finding may be about any app
        looked_for["another app"] = OTHER.encode()

    for arguments in RUNS[path]:
        run(path, arguments, case, tmp_path)

    found = list(contents(tmp_path))
    assert found
    for name, data in found:
        held = [key for key, each in looked_for.items() if is_in(each, data)]
        assert held == [], f"{name} holds {held}"


def test_what_the_phone_was_told_is_on_everything_that_is_handed_on(
    case: Path, tmp_path: Path
) -> None:
    writers = ("export html", "export xlsx", "export ics", "export bundle", "complaint write")
    writers += ("session export", "session compare")
    for each in writers:
        out = tmp_path / each
        out.mkdir()
        run(f"auditor {each}", RUNS[f"auditor {each}"][0], case, out)

        told = b"The phone was told on 2020-09-13 12:26 UTC"
        assert [name for name, data in contents(out) if told in data.replace(b"\n", b" ")], each


def test_a_screenshot_leaves_only_where_it_is_asked_for(case: Path, tmp_path: Path) -> None:
    asked = ["1", "-o", "{out}/session.json", "--with-screenshots"]
    run("auditor session export", asked, case, tmp_path)

    folder = tmp_path / "session-screenshots"
    assert [path.read_bytes() for path in folder.iterdir()] == [SECRETS["screenshot"].encode()]


def test_a_bundle_of_an_imported_file_that_lost_its_name_can_still_be_checked(
    case: Path, tmp_path: Path
) -> None:
    run("auditor export bundle", RUNS["auditor export bundle"][2], case, tmp_path)

    assert (tmp_path / "imported" / "raw").is_dir()
    assert verify(tmp_path / "imported").is_intact
    assert rederive(tmp_path / "imported") == []


@pytest.mark.parametrize("path", sorted(WHOLE))
def test_no_secret_of_phone_or_owner_is_in_what_holds_the_whole_case(
    case: Path, tmp_path: Path, path: str
) -> None:
    for arguments in WHOLE[path]:
        run(path, arguments, case, tmp_path)

    for name, data in contents(tmp_path):
        held = [key for key, each in secrets_of(case).items() if is_in(each, data)]
        assert held == [], f"{name} holds {held}"


def is_in(secret: bytes, data: bytes) -> bool:
    """Whether it is there in UTF-8, in UTF-16 or in hexadecimal, in letters of any size."""
    text = secret.decode()
    forms = (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"))
    lower = data.lower()
    return any(form.lower() in lower for form in forms) or secret.hex().encode() in lower


def test_the_search_finds_what_is_packed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("deep/file.txt", "x" * 100 + SECRETS["serial"])

    secret = SECRETS["serial"].encode()
    assert any(is_in(secret, data) for _, data in contents(tmp_path))
    assert not is_in(secret, (tmp_path / "a.zip").read_bytes())
