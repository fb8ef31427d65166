"""The catalogue of words: complete in every language, true to the codes of the core."""

import re
import string

import pytest

from auditor import ops, words
from auditor.records import DataType, Kind, Source

FLAGS = ("s", "tp", "up", "tpd", "upd")


def keys(lang: str) -> set[str]:
    """The catalogue's keys; a language without plurals has no `.one`."""
    return {key for key in words.catalogue(lang) if not key.endswith(".one")}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_language_has_the_same_keys() -> None:
    assert keys("zh_CN") == keys("en")


def test_every_language_fills_the_same_placeholders() -> None:
    english, chinese = words.catalogue("en"), words.catalogue("zh_CN")

    wrong = [key for key in keys("en") if placeholders(english[key]) != placeholders(chinese[key])]

    assert wrong == []


def test_no_text_is_empty_or_the_same_in_both_languages() -> None:
    english, chinese = words.catalogue("en"), words.catalogue("zh_CN")
    neutral = {"picture.uid"}

    assert [key for key in keys("en") if not english[key].strip()] == []
    assert {key for key in keys("en") if english[key] == chinese[key]} <= neutral


def test_english_text_is_free_of_chinese_and_chinese_text_has_some() -> None:
    han = re.compile("[\u4e00-\u9fff]")
    english, chinese = words.catalogue("en"), words.catalogue("zh_CN")
    neutral = {"picture.uid", "picture.day_format"}

    assert [key for key, text in english.items() if han.search(text)] == []
    assert [
        key for key, text in chinese.items() if not han.search(text) and key not in neutral
    ] == []


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_nobody_is_accused(lang: str) -> None:
    accusing = re.compile(r"violat|illegal|spy|steal|违法|违规|侵犯|窃取|偷", re.IGNORECASE)

    assert [text for text in words.catalogue(lang).values() if accusing.search(text)] == []


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_every_code_of_the_core_has_a_word_and_an_explanation(lang: str) -> None:
    for data_type in DataType:
        assert words.data_type(data_type, lang)
        assert words.word(f"object.{data_type}", lang)
    for group, codes in (
        ("kind", tuple(Kind)),
        ("source", tuple(Source)),
        ("uid_state", (*ops.UID_STATES, "gone", "unknown", "none")),
        ("flag", FLAGS),
    ):
        for code in codes:
            assert words.word(f"{group}.{code}", lang)
            assert len(words.about(group, code, lang)) > 5


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_every_op_of_a_data_type_is_said_in_words(lang: str) -> None:
    named = {name for data_type in DataType for name in ops.ops_of(data_type)}

    assert {name for name in named if not words.op(name, lang)} == set()
    assert words.op("WAKE_LOCK", lang) == ""
    said = {key.removeprefix("op.") for key in words.catalogue(lang) if key.startswith("op.")}
    assert said == named


def test_explanations_agree_with_what_counts_as_background() -> None:
    for state in ops.UID_STATES:
        wanted = "background." if ops.is_background(state) else "foreground."

        assert f"counts it as {wanted}" in words.about("uid_state", state, "en")


def test_one_and_many_are_told_apart() -> None:
    values = {"span": "span_last", "days": 7, "data_type": "microphone"}

    one = words.sentence("used", "en", 1, **values)
    many = words.sentence("used", "en", 11, **values)

    assert one == "In the last 7 days 1 app used the microphone."
    assert many == "In the last 7 days 11 apps used the microphone."
    assert words.sentence("used", "zh_CN", 1, **values) == "过去 7 天内，有 1 个应用使用了麦克风。"


def test_large_numbers_are_grouped() -> None:
    assert "12,345 lines" in words.sentence("limit_unparsed", "en", 12345)


def test_text_of_a_phone_cannot_act_as_a_placeholder() -> None:
    text = words.sentence("limit_several_devices", "en", 2, device="{count} {0} {nonsense}")

    assert "{count} {0} {nonsense}" in text


@pytest.mark.parametrize(
    ("wanted", "given"),
    [("zh-Hans-CN", "zh_CN"), ("zh_CN.UTF-8", "zh_CN"), ("en_GB", "en"), ("de", "en"), ("C", "en")],
)
def test_a_locale_name_finds_its_catalogue(wanted: str, given: str) -> None:
    assert words.known_language(wanted) == given


def test_a_key_that_is_not_there_is_a_bug() -> None:
    with pytest.raises(KeyError):
        words.word("data_type.nonsense", "en")
    assert words.find("uid_state.vendor", "en") is None
    assert words.about("uid_state", "vendor", "en") == ""
