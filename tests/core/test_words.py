"""The catalogue of words: complete in every language, true to the codes of the core."""

import re
import string
import tomllib

import pytest

from auditor import ops, words
from auditor.parsers.notices import _PATTERNS
from auditor.records import DataType, Kind, Outcome, Source
from tests.conftest import PROJECT

FLAGS = ("s", "tp", "up", "tpd", "upd")
MODES = ("allow", "ignore", "deny", "default", "foreground", "ask")  # formats.md 0.5
PERMISSION_FLAGS = (  # formats.md 6.3
    "GRANTED_BY_DEFAULT POLICY_FIXED SYSTEM_FIXED USER_SET USER_FIXED REVIEW_REQUIRED "
    "REVOKE_WHEN_REQUESTED REVOKE_ON_UPGRADE USER_SENSITIVE_WHEN_GRANTED "
    "USER_SENSITIVE_WHEN_DENIED RESTRICTION_INSTALLER_EXEMPT RESTRICTION_SYSTEM_EXEMPT "
    "RESTRICTION_UPGRADE_EXEMPT APPLY_RESTRICTION GRANTED_BY_ROLE REVOKED_COMPAT ONE_TIME "
    "AUTO_REVOKED 524288"
)
LITERAL = re.compile(r'"([a-z_]+)"')


def keys(lang: str) -> set[str]:
    """The catalogue's keys; a language without plurals has no `.one`."""
    return {key for key in words.catalogue(lang) if not key.endswith(".one")}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_language_has_the_same_keys() -> None:
    assert keys("zh_CN") == keys("en")


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_what_is_found_key_by_key_is_what_the_whole_catalogue_says(lang: str) -> None:
    every = words.catalogue(lang)

    # A key in two parts would have two texts.
    assert {key: words.find(key, lang) for key in every} == every
    assert words.find("no such key", lang) is None
    with pytest.raises(KeyError, match="no such key"):
        words.word("no such key", lang)


def test_every_language_fills_the_same_placeholders() -> None:
    english, chinese = words.catalogue("en"), words.catalogue("zh_CN")

    wrong = [key for key in keys("en") if placeholders(english[key]) != placeholders(chinese[key])]

    assert wrong == []


def test_no_text_is_empty_or_the_same_in_both_languages() -> None:
    english, chinese = words.catalogue("en"), words.catalogue("zh_CN")
    neutral = {"picture.uid", "trial.yes"}

    assert [key for key in keys("en") if not english[key].strip()] == []
    assert {key for key in keys("en") if english[key] == chinese[key]} <= neutral


def test_english_text_is_free_of_chinese_and_chinese_text_has_some() -> None:
    han = re.compile("[\u4e00-\u9fff]")
    english, chinese = words.catalogue("en"), words.catalogue("zh_CN")
    neutral = {"picture.uid", "picture.day_format", "list.comma", "sentence.phone_sender.other"}
    neutral |= {"trial.yes"}  # two of two
    neutral |= {"threshold.text"}  # names and marks only, as each threshold has a text of its own

    assert [key for key, text in english.items() if han.search(text)] == []
    assert [
        key for key, text in chinese.items() if not han.search(text) and key not in neutral
    ] == []


def test_chinese_has_one_word_for_each_thing() -> None:
    errors = PROJECT / "auditor" / "words" / "errors.zh_CN.toml"
    said = "".join(tomllib.loads(errors.read_text(encoding="utf-8")).values())
    told = "".join(words.catalogue("zh_CN").values())
    # Beside the words of other programs: last access, usage history, single access, you.
    others = (
        "案例",
        "案件",
        "样机",
        "本软件",
        "最后一次访问",
        "使用记录",
        "逐次访问",
        "你",
        "权利",
    )

    assert [word for word in others if word in told + said] == []


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
        ("mode", MODES),
        ("permission_state", ("requested", "granted", "not_granted")),
        ("permission_flag", tuple(PERMISSION_FLAGS.split())),
        ("precision", ("exact", "second", "minute", "slot", "about", "unknown")),
        ("background", ("yes", "no", "unknown", "disputed", "contradictory")),
        ("outcome", tuple(Outcome)),
    ):
        for code in codes:
            assert words.word(f"{group}.{code}", lang)
            assert len(words.about(group, code, lang)) > 5


def codes_given(call: str) -> set[str]:
    """The codes that the core's source gives to calls whose text matches."""
    calls = re.compile(call, re.DOTALL)
    texts = [path.read_text(encoding="utf-8") for path in (PROJECT / "auditor").rglob("*.py")]
    return {
        code for text in texts for found in calls.findall(text) for code in LITERAL.findall(found)
    }


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_every_reason_and_notice_of_the_parsers_has_a_word_and_an_explanation(lang: str) -> None:
    reasons = codes_given(r"(?:[uU]nparsed\([^\n]*|return \"(?:bad_|no_)\w+\"[^\n]*)")
    reasons |= codes_given(r"reason = (\"line_cut\")")
    notices = codes_given(r"Notice\((\"\w+\")") | set(_PATTERNS)

    assert {"unknown_line", "no_op", "line_cut", "number_too_large", "bad_json"} <= reasons
    assert {"buckets_omitted", "cut"} <= notices
    for group, codes in (("unparsed", reasons), ("notice", notices)):
        assert {code for code in codes if not words.find(f"{group}.{code}", lang)} == set()
        assert {code for code in codes if not words.about(group, code, lang)} == set()


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_every_op_of_the_catalogue_is_said_and_explained(lang: str) -> None:
    named = set(ops.catalogue()) | {
        name for data_type in DataType for name in ops.ops_of(data_type)
    }
    fallbacks = {"unknown_op", "nameless_op", "xiaomi_op"}

    said, explained = (
        {key.removeprefix(group) for key in words.catalogue(lang) if key.startswith(group)}
        for group in ("op.", "op_about.")
    )

    assert len({op.code for op in ops.catalogue().values() if op.since_api}) == 163
    assert said - fallbacks == named
    assert explained - fallbacks == {name for name in named if not name.startswith("MIUIOP(")}
    assert all(words.op(name, lang) and words.op_about(name, lang) for name in named)


def test_an_op_that_nobody_knows_is_said_to_be_unknown() -> None:
    assert words.op("MIUIOP(10039)", "en") == words.op("Unknown(200)", "en")
    assert "not known to this program" in words.op_about("Unknown(200)", "en")
    assert words.op("", "en") == "operation without a name"
    assert "has not been checked" in words.op_about("MIUIOP(10008)", "en")


def test_withdrawn_and_renamed_ops_say_the_same_under_both_names() -> None:
    by_code: dict[int, set[str]] = {}
    for name, op in ops.catalogue().items():
        by_code.setdefault(op.code, set()).add(words.op(name, "en"))

    assert {code for code, texts in by_code.items() if len(texts) > 1} == set()


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_a_word_is_short_and_an_explanation_is_sentences(lang: str) -> None:
    texts = words.catalogue(lang)
    groups = ("op", "notice", "unparsed", "mode", "permission_flag", "permission_state", "outcome")
    short = {key: text for key, text in texts.items() if key.split(".")[0] in groups}
    long = {key: text for key, text in texts.items() if key.split(".")[0].endswith("_about")}

    assert [key for key, text in short.items() if len(text) > 50 or text[-1] in ".。"] == []
    assert [key for key, text in long.items() if text[-1] not in ".。"] == []


def test_explanations_agree_with_what_counts_as_background() -> None:
    for state in ops.UID_STATES:
        wanted = "background." if ops.is_background(state) else "foreground."

        assert f"counts it as {wanted}" in words.about("uid_state", state, "en")


def test_an_allowed_mode_is_never_said_to_be_enough() -> None:
    # The mode of an op stands beside the permission: CAMERA is "allow" in apps that lack it.
    for lang, permission in (("en", "permission"), ("zh_CN", "权限")):
        assert permission in words.about("mode", "allow", lang)


def test_the_source_of_single_accesses_says_which_data_it_leaves_out() -> None:
    assert "mostly of microphone, camera and location only" in words.about(
        "source", "discrete", "en"
    )
    assert "通常只有麦克风、相机和位置" in words.about("source", "discrete", "zh_CN")


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


def test_a_list_is_written_as_the_language_does() -> None:
    assert words.listed(["A", "B"], "en") == "A, B"
    assert words.listed(["A", "B"], "zh_CN") == "A、B"
    assert words.parted(["A, B", "C"], "en") == "A, B; C"
    assert words.parted(["A、B", "C"], "zh_CN") == "A、B；C"


def test_nothing_that_is_read_is_listed_with_english_commas_in_every_language() -> None:
    said = [*(PROJECT / "ui").glob("*.py"), PROJECT / "auditor" / "event_words.py"]
    pattern = re.compile(r'"[,;] "\.join')
    found = [path.name for path in said if pattern.search(path.read_text(encoding="utf-8"))]

    assert found == ["palette.py"]  # a screen reader's pause between words of one command


def test_latin_names_stand_apart_from_chinese_words_and_are_never_changed() -> None:
    assert (
        words.put_in("{app}在后台使用{object}", app="Chat", object="麦克风")
        == "Chat 在后台使用麦克风"
    )
    assert words.put_in("{app}在后台", app="QQ音乐") == "QQ音乐在后台"
    assert words.put_in("应用{app}：", app="X") == "应用 X："
    assert words.put_in("{app} used it{{", app="小猫") == "小猫 used it{"


def test_a_value_with_a_place_in_it_is_not_filled_again() -> None:
    assert words.put_in("{app}: {op}", app="{op}", op="CAMERA") == "{op}: CAMERA"
