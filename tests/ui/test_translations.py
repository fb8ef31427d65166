"""English and Chinese are complete: nothing untranslated, nothing left over, compiled anew."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from auditor import words
from tests.conftest import PROJECT
from tests.core.test_error_words import untranslated
from ui import translations as translations_module
from ui.labels import Labels
from ui.translations import Translations, choose_language


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = PROJECT / "packaging" / "make_translations.py"
    spec = importlib.util.spec_from_file_location("make_translations", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_nothing_is_due(script: ModuleType) -> None:
    assert script.check() == []


def test_what_errors_say_is_translated_too() -> None:
    assert untranslated() == [], "say these in auditor/words/errors.zh_CN.toml"


def test_an_unfinished_text_is_noticed(script: ModuleType, tmp_path: Path) -> None:
    target = tmp_path / "ui_zh_CN.ts"
    script.update(target, "zh_CN")

    assert "Sidebar: Home" in script.missing(target)


def test_chinese_is_set_as_chinese_is() -> None:
    """One sign for what goes on, no blanks between characters or after a full stop."""
    wrong = re.compile("……|[。，]\\s|[\u4e00-\u9fff] [\u4e00-\u9fff]")
    root = ElementTree.parse(PROJECT / "resources" / "i18n" / "ui_zh_CN.ts").getroot()
    texts = ["".join(each.itertext()) for each in root.iter("translation")]
    texts += words.catalogue("zh_CN").values()

    assert [text for text in texts if wrong.search(text.strip())] == []


def test_placeholders_are_the_same_in_chinese() -> None:
    root = ElementTree.parse(PROJECT / "resources" / "i18n" / "ui_zh_CN.ts").getroot()
    pattern = re.compile(r"%(?:\d|L?n)")

    pairs = [
        (message.findtext("source") or "", form.text or "")
        for message in root.iter("message")
        for translation in message.iter("translation")
        for form in translation.findall("numerusform") or [translation]
    ]

    assert len(pairs) > 200
    assert [
        source
        for source, chinese in pairs
        if sorted(pattern.findall(source)) != sorted(pattern.findall(chinese))
    ] == []


def test_words_outside_widgets_are_translated_too(qapp: QApplication) -> None:
    translations = Translations(qapp)

    translations.use("zh_CN")
    chinese = Labels("zh_CN").duration(125_000)
    translations.clear()

    assert chinese == "2 分 5 秒"
    assert Labels("en").duration(125_000) == "2 min 5 s"


def test_a_catalogue_may_be_replaced_while_it_is_in_use(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ui_zh_CN.qm"
    path.write_bytes((translations_module.FOLDER / "ui_zh_CN.qm").read_bytes())
    monkeypatch.setattr(translations_module, "FOLDER", tmp_path)
    translations = Translations(qapp)
    translations.use("zh_CN")

    path.write_bytes(b"")  # what was mapped would be gone now: reading it would end the process
    told = Labels("zh_CN").duration(125_000)
    translations.clear()

    assert told == "2 分 5 秒"


def test_english_has_plurals(qapp: QApplication) -> None:
    translations = Translations(qapp)
    translations.use("en")

    told = [QCoreApplication.translate("Header", "%Ln reading(s)", None, n) for n in (1, 2)]
    translations.clear()

    assert told == ["1 reading", "2 readings"]


@pytest.mark.parametrize(
    ("wanted", "given"), [("en", "en"), ("zh_CN", "zh_CN"), ("zh-Hans", "zh_CN"), ("de_DE", "en")]
)
def test_a_language_without_words_falls_back_to_english(wanted: str, given: str) -> None:
    assert choose_language(wanted) == given


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_labels_explain_flags_that_stand_together(lang: str) -> None:
    labels = Labels(lang)

    told = labels.flags_about("s|tpd")

    assert labels.about("flag", "s") in told and labels.about("flag", "tpd") in told
    assert labels.flags_about(None) == labels.flags_about("new") == ""
    assert labels.code("notice", "cut") != "cut"
    assert labels.code("notice", "new") == "new"


@pytest.mark.parametrize(
    ("precision_ms", "is_slot", "code"),
    [(1, False, "exact"), (1000, False, "second"), (60_000, False, "minute"), (1, True, "slot")],
)
def test_each_grade_of_exactness_is_named_and_explained(
    precision_ms: int, is_slot: bool, code: str
) -> None:
    labels = Labels("en")

    assert labels.precision(precision_ms, is_slot) == labels.code("precision", code)
    assert labels.precision_about(precision_ms, is_slot) == labels.about("precision", code)
