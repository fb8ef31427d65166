"""One place says what an app is called, for lanes, tables, the drawer, pictures and tips alike."""

from pathlib import Path

import pytest

from auditor.band import context_band
from auditor.event_details import event_details
from auditor.filters import EventFilter
from auditor.identity.names import name_columns, names_in
from auditor.picture import make_scene, timeline_svg
from auditor.query import columns
from auditor.store import Store
from tests.core.lives import PHONE, access, make_case

CHAT = "com.tencent.mm"


def with_label(store: Store, label: str | None, labels: str = "[]") -> None:
    """What the file of every app on the phone says."""
    store.db.execute(
        "INSERT INTO apks (id, device_id, path, size_bytes, modified_ms, locale, read_ms,"
        " tool_version, label, labels, past_signers, troubles, ranges)"
        " VALUES (1, ?, '/a', 1, 1, 'de', 1, '1', ?, ?, '', '', '')",
        (PHONE.device_id, label, labels),
    )
    store.db.execute(
        "INSERT INTO app_files (device_id, uid, package, apk_id, tried_ms)"
        " SELECT ?, uid, name, 1, 1 FROM packages WHERE uid >= 0",
        (PHONE.device_id,),
    )


def case(folder: Path) -> Store:
    return make_case(folder, [access(CHAT, ago_ms=60_000)])


@pytest.mark.parametrize(("lang", "name"), [("en", "Natter"), ("zh_CN", "闲聊")])
def test_a_name_in_the_windows_language_comes_before_that_of_the_phone(tmp_path, lang, name):
    with case(tmp_path) as store:
        with_label(store, "Plauderei", '[["en", "Natter"], ["zh-Hans", "闲聊"]]')
        named = name_columns(columns(store, EventFilter()), names_in(store, lang))
        scene = make_scene(store, EventFilter(), "light", lang)
        wanted = EventFilter(packages=frozenset({CHAT}))
        svg = timeline_svg(store, wanted, (1280, 800), "light", lang)
        [event_id] = named.ids.tolist()
        details = event_details(store, event_id, lang)
        band = context_band(store, PHONE.device_id, lang)

    assert {each.label for each in named.packages if each.package == CHAT} == {name}
    assert scene.groups[0][0].key.app is not None
    assert scene.groups[0][0].key.app.label == name
    assert details.row.label == name
    assert f"{name} ({CHAT})" in svg.replace("\u00a0", " ")
    assert all(each.label in (None, name) for each in band.packages)


def test_without_one_in_that_language_the_phones_own_name_stands(tmp_path):
    with case(tmp_path) as store:
        with_label(store, "Plauderei")
        assert set(names_in(store, "en").values()) == {"Plauderei"}


def test_where_the_phone_tells_no_name_the_built_in_list_may(tmp_path):
    with case(tmp_path) as store:
        english, chinese = names_in(store, "en"), names_in(store, "zh_CN")
    assert set(english.values()) == {"WeChat"}
    assert set(chinese.values()) == {"微信"}


def test_an_app_nobody_names_keeps_its_package(tmp_path):
    with make_case(tmp_path, [access("org.example.none", ago_ms=60_000)]) as store:
        named = name_columns(columns(store, EventFilter()), names_in(store, "en"))
        assert names_in(store, "en") == {}
    assert {each.label for each in named.packages} == {None}


@pytest.mark.parametrize("text", ["Natter", "闲聊", "plauderei", CHAT])
def test_a_text_finds_an_app_by_its_name_in_any_language(tmp_path, text):
    with case(tmp_path) as store:
        with_label(store, "Plauderei", '[["en", "Natter"], ["zh-Hans", "闲聊"]]')
        store.db.execute("UPDATE packages SET label = 'Plauderei'")
        found = columns(store, EventFilter(text=text))
        nothing = columns(store, EventFilter(text="Geplapper"))

    assert len(found) == 1
    assert len(nothing) == 0


@pytest.mark.parametrize(("text", "number"), [("微信", 1), ("wechat", 1), ("支付宝", 0)])
def test_a_text_finds_an_app_by_the_name_that_the_built_in_list_shows(tmp_path, text, number):
    with case(tmp_path) as store:
        assert len(columns(store, EventFilter(text=text))) == number


def test_a_name_of_the_built_in_list_is_not_looked_for_where_the_phone_tells_one(tmp_path):
    with case(tmp_path) as store:
        store.db.execute("UPDATE packages SET label = 'Natter'")

        assert len(columns(store, EventFilter(text="微信"))) == 0
