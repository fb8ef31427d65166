"""The built-in list: names for cases without a phone, and never more than that."""

import re
import tomllib
from pathlib import Path

from auditor.adb.commands import PACKAGE
from auditor.identity import IdentityKey, LabelSource, identities, label_in
from auditor.identity.inert_text import inert
from auditor.identity.keeping import keep_facts, keep_files, relabel
from auditor.identity.known import known_labels
from auditor.identity.records import ApkFile
from auditor.sample.apps import cast
from auditor.store import Store
from tests.conftest import PROJECT
from tests.core.cases import NOW_MS, PHONE, event, load
from tests.core.identity.apks import facts_of, whole_apk

LIST = PROJECT / "auditor" / "identity" / "known_labels.toml"
WECHAT = IdentityKey(PHONE.device_id, 10_200, "com.tencent.mm")


def with_wechat(store: Store) -> None:
    load(store, "one", [event(uid=WECHAT.uid, package=WECHAT.package), event(line=2)])


def test_every_name_is_of_a_package_and_can_be_shown() -> None:
    table = tomllib.loads(LIST.read_text(encoding="utf-8"))["labels"]

    assert 150 <= len(table) <= 300
    for package, names in table.items():
        assert re.fullmatch(PACKAGE, package, re.ASCII), package
        assert 1 <= len(names) <= 2
        assert len(set(names)) == len(names), package
        assert all(inert(name) == name for name in names), package
        assert len(names) == 1 or re.search("[\u4e00-\u9fff]", names[1]), package


def test_no_app_of_the_sample_is_a_real_one() -> None:
    invented = {app.package for app in cast() if not app.package.startswith("com.android.")}

    assert not invented & known_labels().keys()


def test_a_case_without_a_phone_knows_well_known_apps_and_says_whence(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        with_wechat(store)
        found = identities(store)

    assert (found[WECHAT].label, found[WECHAT].label_source) == ("WeChat", LabelSource.KNOWN_LIST)
    assert label_in(found[WECHAT], "zh_CN") == "微信"
    other = next(who for key, who in found.items() if key != WECHAT)
    assert (other.label, other.label_source) == (None, None)


def test_a_name_from_the_phone_is_never_overridden(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        with_wechat(store)
        file = ApkFile("/data/app/x/base.apk", 1, 1000)
        with store.transaction() as db:
            apk = keep_facts(db, PHONE.device_id, file, "en-US", facts_of(whole_apk()), NOW_MS)
            keep_files(db, [WECHAT], apk, None, NOW_MS)
            relabel(db)
        who = identities(store)[WECHAT]
        (label,) = store.db.execute(
            "SELECT label FROM packages WHERE name = ?", (WECHAT.package,)
        ).fetchone()

    assert (who.label, who.label_source) == ("聊天", LabelSource.PHONE)
    assert label == "聊天"
