"""A phone that lies: no event is lost or given to another app, and nothing it says does anything.

Every command and every export is searched; the window is in tests/ui/test_hostile_phone.py.
"""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from auditor.cli import cli
from auditor.complaint.channels import channels
from auditor.filters import EventFilter
from auditor.query import events
from auditor.records import Source
from auditor.sample import hostile
from auditor.sample.adb_server import SampleServer
from auditor.sample.faults import parse_faults
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from tests.core.cases import event
from tests.core.cases import load as load_events
from tests.core.hostile_case import LABEL, load, make_hostile, read_honest

HOSTILE = re.compile(r"zq\d\d")
# What moves a cursor, turns text around or hides in it; a line end and a tab are in any text.
HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return read_honest(tmp_path_factory.mktemp("honest") / "case")


@pytest.fixture(scope="module")
def case(honest: Path) -> Path:
    """Do not change it."""
    return make_hostile(honest, honest.parent / "hostile")


@pytest.fixture(scope="module")
def package(case: Path) -> str:
    """The package of the most harmful app: HTML in its name, and findings about it."""
    return hostile.PACKAGES["com.babyowl.monitor"]


def run(case: Path, *words: object) -> str:
    result = CliRunner().invoke(cli, [*map(str, words), "--case", str(case)], prog_name="auditor")
    assert result.exit_code == 0, result.output[-2000:]
    return result.stdout


def told(folder: Path) -> Counter[tuple[object, ...]]:
    """Every record with its line, without the names of apps."""
    with Store.open(folder, read_only=True) as store:
        return Counter(
            store.db.execute(
                "SELECT raw_file, line, uid, op, time_ms, kind, count, duration_ms, source"
                " FROM v_records"
            )
        )


def test_no_event_is_lost_and_none_is_given_to_another_app(case: Path, honest: Path) -> None:
    load(honest)
    names = "SELECT uid, count(DISTINCT package) FROM v_records GROUP BY uid ORDER BY uid"

    assert told(case) == told(honest)
    with Store.open(case, read_only=True) as lying, Store.open(honest, read_only=True) as true:
        assert lying.db.execute(names).fetchall() == true.db.execute(names).fetchall()


def test_what_a_name_longer_than_a_line_takes_along_is_told_and_is_nobody_elses(
    honest: Path, tmp_path: Path
) -> None:
    load(honest)
    case = make_hostile(honest, tmp_path / "case", with_enormous=True)
    with Store.open(case, read_only=True) as store:
        unread = set(
            store.db.execute(
                "SELECT r.file, u.line FROM unparsed u JOIN raw_files r ON r.id = u.raw_file_id"
            )
        )
        longest = store.db.execute("SELECT max(length(name)) FROM packages").fetchone()[0]
    (enormous,) = hostile.ENORMOUS
    with Store.open(honest, read_only=True) as store:
        sql = "SELECT DISTINCT uid FROM v_records WHERE package = ?"
        uids = {row[0] for row in store.db.execute(sql, (enormous,))}

    lost, new = told(honest) - told(case), told(case) - told(honest)
    assert lost and not new
    assert {row[2] for row in lost} <= uids
    assert {row[:2] for row in lost} <= unread
    assert longest < 1_000
    assert max(map(len, run(case, "apps").splitlines())) < 2_000


def test_the_sample_phone_lies_when_it_is_told_to() -> None:
    phone = SamplePhone(35, seed=1, days=1)
    with SampleServer(phone, faults=parse_faults(["hostile"])) as server:
        from auditor.adb.bridge import make_bridge
        from auditor.adb.commands import request
        from auditor.adb.server import ServerAddress
        from auditor.adb.stream import run as run_command
        from auditor.task import silent

        parts: list[bytes] = []
        bridge = make_bridge("adbutils", ServerAddress("127.0.0.1", server.port))
        run_command(bridge, phone.serial, request("appops"), parts.append, silent())
    assert b"zq03" in b"".join(parts)


COMMANDS = (
    ("captures",),
    ("summary",),
    ("apps",),
    ("events",),
    ("findings",),
    ("notes",),
    ("records", "permissions"),
    ("records", "usage"),
    ("records", "sessions"),
)
"""What prints a table or sentences; JSON and CSV for programs keep every character."""


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(map(str, words)))
def test_nothing_on_a_terminal_moves_its_cursor(case: Path, words: tuple[object, ...]) -> None:
    printed = run(case, *words)
    assert HARMFUL.findall(printed) == []
    if words[0] in ("apps", "events", "findings"):
        assert HOSTILE.search(printed)


def test_one_app_and_one_event_and_one_finding_are_told_harmlessly(
    case: Path, package: str
) -> None:
    with Store.open(case, read_only=True) as store:
        (number,) = store.db.execute(
            "SELECT event_id FROM v_accesses WHERE package LIKE '%zq01%' LIMIT 1"
        ).fetchone()
    finding = re.search(r"^\S{6,}", run(case, "findings"), re.MULTILINE)
    assert finding
    printed = [run(case, "app", package), run(case, "event", number)]

    assert [each for text in printed for each in HARMFUL.findall(text)] == []
    assert "zq01" in printed[1]


def test_csv_has_no_formula_and_no_line_of_its_own(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    run(case, "export", "csv", "-o", out)
    text = out.read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))

    assert len({len(row) for row in rows if not row[0].startswith("#")}) <= 2
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if re.match(r"[=+@\t\r]|-(?!\d+(\.\d+)?$)", cell)] == []
    assert any("zq04" in cell for cell in cells)


def test_xlsx_has_no_formula_and_no_link(case: Path, tmp_path: Path) -> None:
    run(case, "export", "xlsx", "-o", tmp_path / "a.xlsx")

    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr", "b"}
    assert [cell.value for cell in cells if cell.hyperlink] == []
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert [text for text in texts if HARMFUL.search(text)] == []
    assert any("zq04" in text for text in texts)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as packed:
        assert not any("externalLink" in name for name in packed.namelist())


def test_ics_has_no_line_that_the_phone_wrote(case: Path, tmp_path: Path) -> None:
    run(case, "export", "ics", "-o", tmp_path / "a.ics")
    data = (tmp_path / "a.ics").read_bytes()
    lines = data.split(b"\r\n")
    assert b"\n" not in b"".join(lines) and b"\r" not in b"".join(lines)
    whole = data.replace(b"\r\n ", b"").decode()
    assert whole.count("\r\nBEGIN:VEVENT\r\n") == whole.count("\r\nUID:")
    assert whole.splitlines().count("BEGIN:VEVENT") == whole.count("\r\nBEGIN:VEVENT\r\n")
    assert not HARMFUL.search(whole.replace("\r\n", "\n"))
    assert HOSTILE.search(whole)


class Elements(HTMLParser):
    """Every element and attribute of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()
        self.values: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {(tag, ""), *((tag, name) for name, _value in attrs)}
        self.values += [value for _name, value in attrs if value]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_report_has_the_elements_of_an_honest_one_and_no_other(
    case: Path, honest: Path, tmp_path: Path
) -> None:
    load(honest)
    run(case, "export", "html", "-o", tmp_path / "a.html")
    run(honest, "export", "html", "-o", tmp_path / "b.html")
    lying, true = (
        Elements((tmp_path / name).read_text(encoding="utf-8")) for name in ("a.html", "b.html")
    )

    assert lying.found <= true.found
    assert not {tag for tag, _name in lying.found} & {"script", "iframe", "object", "embed", "base"}
    assert not [name for _tag, name in lying.found if name.startswith("on")]
    assert [v for v in lying.values if re.match(r"\s*(javascript|https?|file|//)", v)] == [
        v for v in true.values if re.match(r"\s*(javascript|https?|file|//)", v)
    ]
    assert any(HOSTILE.search(text) for text in lying.texts)
    assert [text for text in lying.texts if HARMFUL.search(text)] == []


def test_json_lines_and_parquet_hold_one_row_an_event_and_the_name_as_it_is(
    case: Path, tmp_path: Path
) -> None:
    run(case, "export", "jsonl", "-o", tmp_path / "a.jsonl")
    run(case, "export", "parquet", "-o", tmp_path / "a.parquet")
    with Store.open(case, read_only=True) as store:
        number = sum(1 for _ in events(store, EventFilter()))

    assert (tmp_path / "a.jsonl").read_bytes().count(b"\n") == number
    rows = pyarrow.parquet.read_table(tmp_path / "a.parquet").to_pylist()
    assert len(rows) == number
    assert any(row["package"] == hostile.PACKAGES["com.babyowl.monitor"] for row in rows)


@pytest.mark.parametrize("name", ["a.svg", "a.png"])
def test_a_picture_is_drawn(case: Path, tmp_path: Path, name: str) -> None:
    run(case, "timeline", "-o", tmp_path / name)
    if name.endswith("svg"):
        page = Elements((tmp_path / name).read_text(encoding="utf-8"))
        assert not {tag for tag, _ in page.found} & {"script", "foreignobject", "a", "b", "img"}
        assert not [name for _tag, name in page.found if name.startswith("on")]
        assert any(HOSTILE.search(text) for text in page.texts)


def test_a_bundle_is_whole_and_stays_in_its_folder(
    case: Path, tmp_path: Path, package: str
) -> None:
    out = tmp_path / "deep" / "b.zip"
    out.parent.mkdir()
    lies = [
        package,
        hostile.PACKAGES["com.meadowtaxi.rider"],
        hostile.PACKAGES["com.thrushmusic.player"],
    ]
    words = [word for each in lies for word in ("--package", each)]
    run(case, "export", "bundle", *words, "-o", out)

    assert [path.name for path in tmp_path.iterdir()] == ["deep"]
    with zipfile.ZipFile(out) as packed:
        names = packed.namelist()
        pages = [packed.read(name).decode() for name in names if name.endswith((".html", ".svg"))]
    assert [
        name for name in names if ".." in name or name.startswith("/") or HOSTILE.search(name)
    ] == []
    for each in pages:
        assert not [name for _tag, name in Elements(each).found if name.startswith("on")]
    result = CliRunner().invoke(cli, ["verify", str(out), "--rederive"], prog_name="auditor")
    assert result.exit_code == 0, result.output
    assert HARMFUL.findall(result.output) == []


@pytest.mark.parametrize("channel", [each.id for each in channels()])
def test_a_complaint_of_every_channel_says_it_harmlessly(
    case: Path, tmp_path: Path, channel: str
) -> None:
    finding = _finding(case)
    out = tmp_path / "complaint"
    run(case, "complaint", "write", channel, "--finding", finding, "--draft", "-o", out)

    assert [path.name for path in tmp_path.iterdir()] == ["complaint"]
    texts = [p.read_text(encoding="utf-8") for p in out.rglob("*.txt") if "raw" not in p.parts]
    assert any(HOSTILE.search(text) for text in texts)
    assert [each for text in texts for each in HARMFUL.findall(text)] == []
    for path in out.rglob("*.docx"):
        with zipfile.ZipFile(path) as packed:
            xml = packed.read("word/document.xml").decode()
            links = [n for n in packed.namelist() if "rels" in n and b"zq" in packed.read(n)]
        assert links == [] and HOSTILE.search(xml)
        assert not re.search(r"w:(instrText|fldSimple|hyperlink|altChunk|object)", xml)
        assert HARMFUL.findall(xml.replace("\r\n", "\n")) == []

    for path in out.rglob("*.pdf"):
        pdf = PdfReader(path)
        assert not re.search(rb"/(JavaScript|JS|Launch|URI|SubmitForm)\b", path.read_bytes())
        told = "".join(page.extract_text() for page in pdf.pages)
        told = told.replace("\u200b", "")  # where our page may break a word
        assert HARMFUL.findall(told) == []
        assert HOSTILE.search(told)


def _finding(case: Path) -> str:
    from auditor.findings.engine import find
    from auditor.findings.rule_files import own_rules

    with Store.open(case, read_only=True) as store:
        found = find(store, own_rules()).items
    return next(each.id for each in found if each.is_open and HOSTILE.search(each.package))


def test_what_an_error_names_is_harmless_too(case: Path, tmp_path: Path) -> None:
    for words in (
        ["app", "\x1b[31mnobody\u202e", "--case", str(case)],
        ["captures", "--case", str(tmp_path / "\x1b[31m\u202e")],
        ["import", str(tmp_path / "a\x1b[31m.txt"), "--case", str(tmp_path / "new")],
        ["event", "999999999999", "--case", str(case)],
    ):
        result = CliRunner().invoke(cli, words, prog_name="auditor")
        assert result.exit_code in (2, 5), result.output
        assert HARMFUL.findall(result.output) == []


def test_json_on_a_terminal_is_escaped_and_means_the_same(case: Path) -> None:
    printed = run(case, "apps", "--json")
    assert HARMFUL.findall(printed) == []
    assert hostile.PACKAGES["com.cinderrecorder.voice"] in {
        row["package"] for row in json.loads(printed)
    }


def test_labels_are_as_long_as_a_label(case: Path) -> None:
    assert len(LABEL) < 120


def test_a_period_at_the_end_of_the_year_9999_is_listed(tmp_path: Path) -> None:
    last_ms = 253_402_300_799_000  # 9999-12-31 23:59:59 UTC
    with Store.create(tmp_path / "case") as store:
        told = event(source=Source.AGGREGATE, time_ms=last_ms, duration_ms=900_000, count=3)
        load_events(store, "one", [told])

    assert "9999-12-31 23:59–?" in run(tmp_path / "case", "events")
    run(tmp_path / "case", "export", "html", "-o", tmp_path / "a.html")
    run(tmp_path / "case", "export", "ics", "-o", tmp_path / "a.ics")
