"""What a case says of a phone and its apps beside accesses: true to the line that tells it."""

from dataclasses import replace
from pathlib import Path

import pytest

from auditor import words
from auditor.companion_records import DozeExemption, Hibernation, SensorSwitch, Setting, Traffic
from auditor.phone_facts import (
    PhoneFact,
    app_facts,
    phone_facts,
    say_fact,
    say_source,
    size_text,
    traffic,
)
from auditor.records import Package, User
from auditor.store import Store
from tests.core.cases import HOUR_MS, NOW_MS, PHONE, event, load

CHAT, UID = "com.example.chat", 10_101
APP = (PHONE.device_id, UID, CHAT)
BUCKET_MS = 2 * HOUR_MS


def setting(key: str, value: str | None, *packages: str, line: int = 1) -> Setting:
    """A setting as the phone answers it."""
    return Setting("secure", key, value, packages, line)


def bucket(uid: int, sent: int, **changes: object) -> Traffic:
    """Bytes sent in the background over Wi-Fi in one bucket."""
    values: dict[str, object] = {
        "uid": uid,
        "network": "[{type=WIFI}]",
        "types": "WIFI",
        "metered": False,
        "uid_set": "DEFAULT",
        "begin_ms": NOW_MS - BUCKET_MS,
        "length_ms": BUCKET_MS,
        "received_bytes": 10,
        "received_packets": 1,
        "sent_bytes": sent,
        "sent_packets": 1,
        "line": 1,
    }
    return Traffic(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty case."""
    with Store.create(tmp_path / "case") as made:
        yield made


def said(facts: list[PhoneFact], lang: str = "en") -> list[str]:
    """Put facts into words; apps are called by the last part of their name."""
    return [
        say_fact(each, lang, PHONE.zone, lambda name: name.rpartition(".")[2]) for each in facts
    ]


def test_a_setting_says_who_may_see_the_screen_with_line_and_reading(store: Store) -> None:
    key = "enabled_accessibility_services"
    load(store, "one", [setting(key, f"{CHAT}/.Service", CHAT, line=7)])

    (fact,) = phone_facts(store, PHONE.device_id)

    assert said([fact])[0].endswith("act on it: chat.")
    assert (fact.raw_file, fact.line, fact.capture_id) == ("raw/appops.txt", 7, "one")
    assert say_source(fact, "en", PHONE.zone) == "appops.txt, line 7, read 2025-11-13 07:58"
    assert [each.code for each in app_facts(store, APP)] == [f"app_{key}"]


def test_the_newest_reading_that_tells_a_setting_holds(store: Store) -> None:
    listeners = "enabled_notification_listeners"
    load(store, "one", [setting(listeners, CHAT, CHAT), setting("auto_time", "0", line=2)])
    load(store, "two", [setting(listeners, None)], at_ms=NOW_MS + HOUR_MS)

    facts = phone_facts(store, PHONE.device_id)

    assert [(each.code, each.capture_id) for each in facts] == [
        (f"{listeners}_none", "two"),
        ("auto_time_off", "one"),
    ]
    assert app_facts(store, APP) == []


def test_a_setting_with_an_unknown_value_is_shown_as_printed(store: Store) -> None:
    load(store, "one", [setting("location_mode", "9")])

    assert "“9”" in said(phone_facts(store, PHONE.device_id))[0]


def test_settings_are_the_owners_and_say_nothing_of_a_work_profile(store: Store) -> None:
    load(store, "one", [setting("assistant", CHAT, CHAT), event(uid=1_010_101, line=2)])

    assert app_facts(store, (PHONE.device_id, 1_010_101, CHAT)) == []


def test_a_person_s_exemptions_are_named_and_the_maker_s_only_on_the_app_s_page(
    store: Store,
) -> None:
    records = [
        DozeExemption(CHAT, UID, "user", False, 3),
        DozeExemption("com.maker.clock", 10_050, "system", False, 4),
        DozeExemption("com.maker.gone", 10_051, "system", True, 5),
    ]
    load(store, "one", records)

    (fact,) = phone_facts(store, PHONE.device_id)

    assert (fact.packages, fact.line) == ((CHAT,), 3)
    assert [each.code for each in app_facts(store, APP)] == ["app_exempt_user"]
    clock = (PHONE.device_id, 10_050, "com.maker.clock")
    assert [each.code for each in app_facts(store, clock)] == ["app_exempt_system"]
    assert app_facts(store, (PHONE.device_id, 10_051, "com.maker.gone")) == []


def test_sleeping_apps_are_counted_and_a_woken_one_says_when(store: Store) -> None:
    woken = Hibernation(0, CHAT, False, NOW_MS - HOUR_MS, 1000, False, 2)
    load(store, "one", [Hibernation(0, "old.game", True, None, 1000, False, 1), woken])

    assert said(phone_facts(store, PHONE.device_id)) == [
        "Put to sleep because nobody used it, and without its permissions since: game."
    ]
    assert said(app_facts(store, APP)) == [
        "It was put to sleep for not being used, and woken again on 2025-11-13 06:58."
    ]


def test_switches_of_sensors_and_users_are_said(store: Store) -> None:
    records = [
        SensorSwitch(0, "microphone", "software", True, 1),
        SensorSwitch(0, "camera", "software", False, 2),
        User(0, "Owner", 0x13, True, 3),
        User(10, "Work", 0x1030, True, 4),
    ]
    load(store, "one", records)

    told = said(phone_facts(store, PHONE.device_id))

    assert told[0] == "The microphone is switched off for every app (user 0)."
    assert "camera" in told[1] and "not used" in told[1]
    assert "2 users and profiles: Owner (0), Work (10)" in told[2]


def test_traffic_in_the_background_is_summed_by_uid_the_most_first(store: Store) -> None:
    records = [
        event(),
        Package("com.other", 10_102, 0, 2),
        bucket(UID, 2_500_000, line=3),
        bucket(UID, 500_000, line=4, begin_ms=NOW_MS - 2 * BUCKET_MS),
        bucket(UID, 9_000_000, line=5, uid_set="FOREGROUND"),
        bucket(10_102, 700, line=6),
        bucket(-4, 99_000_000, line=7),
    ]
    load(store, "one", records)

    (fact,) = phone_facts(store, PHONE.device_id)

    assert "chat (3.0 MB), other (700 B)." in said([fact])[0]
    assert fact.at_ms == NOW_MS - 2 * BUCKET_MS
    mine = traffic(store, APP)
    assert [(each.sent_bytes, each.is_background, each.line) for each in mine] == [
        (2_500_000, True, 3),
        (9_000_000, False, 5),
        (500_000, True, 4),
    ]


def test_the_short_form_of_traffic_is_never_added_to_the_long_one(store: Store) -> None:
    short = bucket(UID, 111, network="wifi", metered=None)
    load(store, "one", [event(), short])
    assert [each.sent_bytes for each in traffic(store, APP)] == [111]

    load(store, "two", [bucket(UID, 222)], at_ms=NOW_MS + HOUR_MS)

    assert [each.sent_bytes for each in traffic(store, APP)] == [222]


def test_another_phone_s_facts_stay_with_it(store: Store) -> None:
    other = replace(PHONE, device_id="PHONE2", serial="PHONE2")
    load(store, "one", [event(), bucket(UID, 5)])
    load(store, "two", [setting("assistant", CHAT, CHAT), bucket(UID, 7)], device=other)

    assert [each.code for each in phone_facts(store, PHONE.device_id)] == ["senders"]
    assert app_facts(store, APP) == []
    assert [each.sent_bytes for each in traffic(store, APP)] == [5]


def test_a_long_list_of_apps_is_cut_with_a_number(store: Store) -> None:
    names = [f"org.app{number}" for number in range(11)]
    load(store, "one", [setting("enabled_notification_listeners", ":".join(names), *names)])

    assert said(phone_facts(store, PHONE.device_id))[0].endswith("app7 and 3 more.")


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (99_449, "99.4 kB"),
        (99_500, "100 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (2_300_000_000, "2.3 GB"),
    ],
)
def test_sizes_have_one_unit(size: int, text: str) -> None:
    assert size_text(size) == text


def test_every_fact_has_a_sentence_in_both_languages() -> None:
    codes = {
        key.split(".")[1] for key in words.catalogue("en") if key.startswith("sentence.phone_")
    }
    chinese = {
        key.split(".")[1] for key in words.catalogue("zh_CN") if key.startswith("sentence.phone_")
    }

    assert codes == chinese and len(codes) > 40
