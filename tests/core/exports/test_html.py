"""Reports: one file that runs nothing, fetches nothing, and says what it holds and what not."""

import base64
import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from auditor.exports import Format, export_events, html
from auditor.exports.pictures import with_own_ids
from auditor.filters import EventFilter
from auditor.findings.engine import find
from auditor.findings.rule_files import own_rules
from auditor.sample.adb_server import SampleServer
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from auditor.task import Task
from tests.core.cases import NOW_MS, event, load, random_events

SVG = "http://www.w3.org/2000/svg"
ALL = EventFilter(include_middlemen=True)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>alert(1)</script>",
    "</svg><iframe src=https://example.com>",
    "&lt;b&gt;",
    "\u202egnp.exe",
    'x="url(#clip0)"',
]


class Page(HTMLParser):
    """What a browser would find: elements with their attributes, text, and what is left open."""

    VOID = frozenset({"meta", "br", "rect", "line", "path", "use", "stop", "circle", "polygon"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return " ".join(self.texts)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "case") as store:
        yield store


def written(store: Store, tmp_path: Path, lang: str = "en", wanted: EventFilter = ALL) -> str:
    path = tmp_path / f"{lang}.html"
    export_events(store, wanted, path, Format.HTML, NOW_MS, lang, is_replacing=True)
    return path.read_text(encoding="utf-8")


def test_it_runs_nothing_and_fetches_nothing(store: Store, tmp_path: Path) -> None:
    load(store, "one", [*random_events(3, 200), *map_events(HOSTILE)])

    text = written(store, tmp_path)
    page = Page(text)

    assert page.open == []
    allowed = {"html", "head", "meta", "title", "style", "body", "header", "main", "section"}
    allowed |= {"article", "div", "span", "p", "h1", "h2", "h3", "ul", "li", "dl", "dt", "dd"}
    allowed |= {"table", "thead", "tbody", "tr", "th", "td", "strong", "br"}
    allowed |= {"svg", "defs", "g", "rect", "line", "path", "text", "circle", "polygon", "stop"}
    allowed |= {"clippath", "pattern", "lineargradient", "tspan"}
    assert {name for name, _ in page.elements} <= allowed
    for _, attributes in page.elements:
        assert not [key for key in attributes if key.startswith("on") or key in ("href", "src")]
        assert "style" not in attributes
        assert all("//" not in str(value) for value in attributes.values() if value != SVG)


def map_events(texts: list[str]) -> list[object]:
    return [event(package=text, tag=text, line=300 + i) for i, text in enumerate(texts)]


def test_its_policy_allows_its_own_style_and_nothing_else(store: Store, tmp_path: Path) -> None:
    load(store, "one", [event()])

    text = written(store, tmp_path)

    style = text.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policies = [
        each["content"]
        for each in Page(text).named("meta")
        if each.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policies == [
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    ]
    assert text.index("Content-Security-Policy") < text.index("<style>")
    assert "url(" not in style and "@import" not in style


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_of_a_phone_stays_text(store: Store, tmp_path: Path, name: str) -> None:
    load(store, "one", [event(package=name)])

    page = Page(written(store, tmp_path))

    assert name.replace("\u202e", "[U+202E]") in page.text
    assert "\u202e" not in page.text


def test_both_pictures_have_ids_of_their_own(store: Store, tmp_path: Path) -> None:
    load(store, "one", random_events(3, 200))

    page = Page(written(store, tmp_path))

    ids = [str(attributes["id"]) for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert len(page.named("svg")) == 2
    assert any(each.startswith("dark-") for each in ids)


def test_renaming_ids_changes_no_text_of_a_picture() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><text fill="url(#a)">x="url(#a)"</text></svg>'

    assert 'fill="url(#b-a)"' in with_own_ids(svg, "b-")
    assert 'x="url(#a)"' in with_own_ids(svg, "b-").replace("&quot;", '"')


def test_more_events_than_are_listed_are_counted_honestly(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html, "MOST_EVENTS", 10)
    load(store, "one", [event(time_ms=NOW_MS - i * 60_000, line=i + 1) for i in range(25)])

    text = written(store, tmp_path)

    rows = text.split("<tbody>")[1].split("</tbody>")[0]
    assert "The newest 10 of 25 events." in text
    assert rows.count("<tr>") == 10
    assert "appops.txt:1<" in rows and "appops.txt:25<" not in rows


def test_every_row_names_its_raw_line_and_is_no_more_exact_than_known(
    store: Store, tmp_path: Path
) -> None:
    load(store, "one", [event(precision_ms=60_000, line=77)])

    text = written(store, tmp_path)

    assert "capture-1 · raw/appops.txt:77" in text
    row = text.split("<tbody>")[1].split("</tbody>")[0]
    assert "1 min" in row
    assert not re.search(r"\d\d:\d\d:\d\d", row)


@pytest.mark.parametrize(("lang", "tag"), [("en", "en"), ("zh_CN", "zh-Hans")])
def test_it_speaks_its_language_and_says_what_it_does_not_show(
    store: Store, tmp_path: Path, lang: str, tag: str
) -> None:
    load(store, "one", random_events(3, 50))

    page = Page(written(store, tmp_path, lang))

    assert page.named("html") == [{"lang": tag}]
    statement = "Missing entries do not mean" if lang == "en" else "没有记录不等于没有发生"
    assert statement in page.text
    han = re.search(r"[\u4e00-\u9fff]", page.text)
    assert bool(han) == (lang == "zh_CN")


def test_nothing_that_passes_is_said_not_to_prove_anything(store: Store, tmp_path: Path) -> None:
    load(store, "one", [event()])

    text = written(store, tmp_path, wanted=EventFilter(packages=frozenset({"no.such.app"})))

    assert "No event passes the filter. That is no proof that nothing happened." in text
    assert "<tbody>" not in text


def test_a_case_without_a_reading_is_a_report_too(store: Store, tmp_path: Path) -> None:
    text = written(store, tmp_path)

    assert "no event with a known time" in text
    assert "<svg" not in text


@pytest.fixture(scope="module")
def sample_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from auditor.adb.bridge import make_bridge
    from auditor.adb.server import ServerAddress
    from auditor.cli_phone import read_and_load

    folder = tmp_path_factory.mktemp("sample") / "case"
    with SampleServer(SamplePhone(34, 3)) as server:
        bridge = make_bridge("adbutils", ServerAddress(port=server.port))
        read_and_load(bridge, "SAMPLE-3", folder, "full", Task())
    return folder


def test_findings_are_told_with_what_they_cannot_show(sample_case: Path, tmp_path: Path) -> None:
    with Store.open(sample_case) as store:
        found = find(store, own_rules())
        text = written(store, tmp_path)
        one = EventFilter(packages=frozenset({found.items[0].package}))
        of_one = written(store, tmp_path, "zh_CN", one)

    articles = text.count('<article class="finding')
    assert articles == len(found.items) > 0
    assert found.rule_set_sha256 in text
    wanted = sum(each.package == found.items[0].package for each in found.items)
    assert of_one.count('<article class="finding') == wanted
    assert "violation" not in text.lower()


NOTHING = [EventFilter(text="no such app"), EventFilter(event_ids=frozenset({1}))]


@pytest.mark.parametrize("of", NOTHING)
def test_a_finding_that_the_filter_does_not_show_is_not_told(
    sample_case: Path, tmp_path: Path, of: EventFilter
) -> None:
    with Store.open(sample_case) as store:
        packages = {each.package for each in find(store, own_rules()).items}
        text = written(store, tmp_path, wanted=of)

    assert packages
    assert '<article class="finding' not in text
    assert not [each for each in packages if each in text]


def test_a_sample_phone_says_so_at_both_ends(sample_case: Path, tmp_path: Path) -> None:
    with Store.open(sample_case) as store:
        text = written(store, tmp_path)

    assert text.count('<p class="banner">SAMPLE') == 2
    assert "SAMPLE-3" not in text
