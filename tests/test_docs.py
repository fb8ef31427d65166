"""The documents: every picture is there or made by the script, every link leads somewhere, every
button that the guides name is in the window."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from tests.conftest import PROJECT

DOCUMENTS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md")])
GUIDES = {"en": "user-guide.md", "zh_CN": "user-guide.zh_CN.md"}
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
EMPHASIS = re.compile(r"\*\*([^*]+)\*\*")


def text_of(path: Path) -> str:
    """A document without its blocks of code, in which brackets mean other things."""
    return re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def anchors(path: Path) -> set[str]:
    """The anchors of a document's headings, as code hosts make them."""
    headings = re.findall(r"^#+ +(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.fixture(scope="module")
def pictures() -> ModuleType:
    path = PROJECT / "packaging" / "make_pictures.py"
    spec = importlib.util.spec_from_file_location("make_pictures", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path, pictures: ModuleType) -> None:
    made = {PROJECT / "docs" / "images" / name for name in pictures.names()}
    broken = []
    for is_picture, target in LINK.findall(text_of(path)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        is_there = found.exists() or (is_picture and found in made)
        if not is_there or (anchor and anchor not in anchors(found)):
            broken.append(target)

    assert broken == []


def test_every_picture_that_is_kept_is_made_by_the_script(pictures: ModuleType) -> None:
    kept = {path.name for path in (PROJECT / "docs" / "images").glob("*.png")}

    assert kept - pictures.names() == set()


def test_every_made_scene_is_shown_in_a_guide(pictures: ModuleType) -> None:
    shown = "".join(text_of(PROJECT / "docs" / name) for name in GUIDES.values())

    assert [scene for scene in pictures.SCENES if f"{scene}-en-light.png" not in shown] == []


def words_of_the_window(lang: str) -> set[str]:
    root = ElementTree.parse(PROJECT / "resources" / "i18n" / "ui_zh_CN.ts").getroot()
    tag = "source" if lang == "en" else "translation"
    texts = {(message.findtext(tag) or "").strip() for message in root.iter("message")}
    steps = {re.sub(r"^\d  ", "", text) for text in texts}  # of a complaint are numbered
    return {text.replace("……", "…") for text in texts | steps}


@pytest.mark.parametrize("lang", GUIDES)
def test_every_button_that_a_guide_names_is_in_the_window(lang: str) -> None:
    text = text_of(PROJECT / "docs" / GUIDES[lang])
    questions = ("What to do about it.", "怎么办？")

    named = {re.sub(r"\s+", " ", each) for each in EMPHASIS.findall(text.replace("……", "…"))}
    named -= set(questions)

    assert len(named) > 20
    assert named - words_of_the_window(lang) == set()


def test_both_guides_have_the_same_steps_and_pictures() -> None:
    english, chinese = (text_of(PROJECT / "docs" / name) for name in GUIDES.values())

    for pattern in (r"^#+ ", r"^\d\. ", r"^\| ", r"images/(\w+)-"):
        counts = [len(re.findall(pattern, text, re.MULTILINE)) for text in (english, chinese)]
        assert counts[0] == counts[1], pattern
