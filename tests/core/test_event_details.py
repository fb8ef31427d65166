"""One event from all sides: witnesses, permission, what was in front; in both languages."""

from pathlib import Path

import pytest

from auditor.context import raw_line
from auditor.event_details import EventDetails, event_details
from auditor.event_text import event_text
from auditor.event_words import Fact, duration, event_facts, event_title
from auditor.filters import EventFilter
from auditor.query import columns
from auditor.record_numbers import Record
from auditor.records import (
    Kind,
    OpMode,
    Outcome,
    Permission,
    Proxy,
    Session,
    Snapshot,
    Source,
    UsageEvent,
    UsageSpan,
)
from auditor.store import Store
from auditor.words import LANGUAGES
from tests.core.cases import NOW_MS, event, load

CHAT = "com.example.chat"
T = NOW_MS - 1_000_000
HISTORY: list[Record] = [
    UsageSpan(0, T, NOW_MS, 1),
    UsageEvent(0, T, 1, "SCREEN_INTERACTIVE", "android", 1),
    UsageEvent(0, T + 100_000, 1, "ACTIVITY_RESUMED", CHAT, 1, "A"),
    UsageEvent(0, T + 200_000, 1, "ACTIVITY_PAUSED", CHAT, 1, "A"),
    UsageEvent(0, T + 210_000, 1, "ACTIVITY_RESUMED", "org.example.maps", 1, "M"),
    UsageEvent(0, T + 900_000, 1, "SCREEN_NON_INTERACTIVE", "android", 1),
]


def first(store: Store, unmerged: bool = False) -> int:
    wanted = EventFilter(include_middlemen=True, unmerged=unmerged)
    return int(columns(store, wanted).ids[0])


def told(
    folder: Path, *records: Record, lang: str = "en", unmerged: bool = False
) -> tuple[EventDetails, dict[str, Fact]]:
    with Store.create(folder / "case") as store:
        load(store, "one", list(records))
        details = event_details(store, first(store, unmerged), "en")
    return details, {fact.code: fact for fact in event_facts(details, lang)}


def permission(granted: bool, *flags: str) -> Permission:
    return Permission(CHAT, 10_101, "android.permission.RECORD_AUDIO", granted, flags, True, 1)


def test_time_is_told_in_the_phones_zone_and_in_utc_no_more_exactly_than_known(
    tmp_path: Path,
) -> None:
    minute = event(time_ms=1_763_000_040_000, precision_ms=60_000, source=Source.DISCRETE)

    _, facts = told(tmp_path, minute)

    assert facts["time"].value == "2025-11-13 07:59 (Asia/Kathmandu, UTC+05:45)"
    assert facts["utc"].value == "2025-11-13 02:14"
    assert facts["precision"].value == "exact to the minute"


def test_another_app_in_front_is_named_and_the_time_since_it_left_is_told(tmp_path: Path) -> None:
    late = event(time_ms=T + 500_000, uid_state="fgsvc")

    details, facts = told(tmp_path, *HISTORY, late)

    assert details.front == ("org.example.maps",)
    assert facts["front"].value == "no, org.example.maps was in front"
    assert facts["left"].value == "5 min 0 s before"
    assert (facts["screen"].value, facts["lock"].value) == ("on", "not known")


@pytest.mark.parametrize(
    ("state", "second", "said"),
    [
        ("fgsvc", 500, "was not on the screen"),
        ("fgsvc", 950, "the screen was off"),
        ("bg", 150, "contradict each other"),
        (None, 500, "By the usage history this is so"),
        ("top", 150, ""),
        ("cch", 500, ""),
    ],
)
def test_a_disagreement_is_said_in_a_plain_sentence(
    tmp_path: Path, state: str | None, second: int, said: str
) -> None:
    _, facts = told(tmp_path, *HISTORY, event(time_ms=T + second * 1000, uid_state=state))

    about = facts["background"].about
    assert said in about if said else about == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_proxy_and_app_are_never_mixed_up(tmp_path: Path, lang: str) -> None:
    received = event(flags="tpd", proxy=Proxy(10_088, "com.example.provider", None))

    _, facts = told(tmp_path, received, lang=lang)

    about = facts["proxy"].about
    assert facts["proxy"].value.startswith("com.example.provider")
    assert about.index("com.example.provider") < about.index(CHAT)


def test_a_middleman_is_said_to_have_passed_it_on(tmp_path: Path) -> None:
    passed = event(flags="tp", proxy=Proxy(10_088, "com.example.provider", None))

    _, facts = told(tmp_path, passed)

    assert facts["proxy"].about.startswith(f"{CHAT} only passed it on.")


def test_the_permission_is_told_with_the_readings_next_to_the_event(tmp_path: Path) -> None:
    mode = OpMode(10_101, CHAT, "RECORD_AUDIO", "foreground", None, None, 1)
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [permission(True, "USER_SET"), mode], at_ms=T)
        load(store, "two", [permission(False, "USER_FIXED")], at_ms=T + 5_000_000)
        load(store, "three", [event(time_ms=T + 100_000)], at_ms=T + 5_001_000)
        load(store, "four", [permission(True, "ONE_TIME")], at_ms=T + 9_000_000)
        details = event_details(store, first(store), "en")
    said = {fact.code: fact.value for fact in event_facts(details, "en")}["permission"]

    assert details.before and details.before.read_ms == T
    assert details.after and details.after.read_ms == T + 5_000_000
    assert said.startswith("RECORD_AUDIO: only while in use (")
    assert "not granted" in said and "before; " in said


def test_a_permission_that_stayed_the_same_is_known(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [permission(True)], at_ms=T)
        load(store, "two", [permission(True), event(time_ms=T + 100)], at_ms=T + 5_000_000)
        details = event_details(store, first(store), "en")
    said = {fact.code: fact.value for fact in event_facts(details, "en")}["permission"]

    assert said == "RECORD_AUDIO: granted, at the readings before and after"


def test_every_witness_is_listed_with_its_file_line_and_hash(tmp_path: Path) -> None:
    at = NOW_MS - NOW_MS % 60_000
    minute = event(time_ms=at, precision_ms=60_000, source=Source.DISCRETE, line=3)
    log = event(time_ms=at + 400, source=Source.AUDIO, uid_state=None, flags=None, line=5)
    session = Session(
        Source.AUDIO, 10_101, CHAT, "MIC", 7, at + 400, at + 900, 1, False, Outcome.ENDED, None,
        None, 5, 6, 5,
    )  # fmt: skip
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event(time_ms=at + 400, line=2), minute, log, session])
        load(store, "two", [event(time_ms=at + 400, line=4)], at_ms=NOW_MS + 1000)
        details = event_details(store, first(store), "en")
        texts = [
            raw_line(store, witness.raw_file_id, witness.line).lines
            for witness in details.witnesses
        ]
        text = event_text(store, details, "en")

    lines = [(witness.capture_id, witness.line, witness.source) for witness in details.witnesses]
    assert lines == [
        ("one", 2, "last"),
        ("one", 3, "discrete"),
        ("one", 5, "audio"),
        ("two", 4, "last"),
        ("one", 6, "audio"),
    ]
    assert [witness.is_other_end for witness in details.witnesses] == [False] * 4 + [True]
    assert sum(witness.is_best for witness in details.witnesses) == 1
    assert texts[1] == ("line 3 of appops",)
    assert all(f"SHA-256 {witness.sha256}" in "\n".join(text) for witness in details.witnesses)


def test_a_count_says_how_many_of_it_are_listed_singly(tmp_path: Path) -> None:
    slot = Snapshot(1, T, T + 900_000, T, T + 900_000, False, 1)
    counted = event(
        source=Source.AGGREGATE, time_ms=T, precision_ms=900_000, duration_ms=900_000, count=5,
        line=2,
    )  # fmt: skip
    single = event(source=Source.DISCRETE, time_ms=T + 60_000, precision_ms=1, line=9)

    details, facts = told(tmp_path, slot, counted, single)

    assert details.more == (4, 4)
    assert facts["count"].value == "5: 1 listed singly, and 4 more in this period, times unknown"
    assert "front" not in facts and "duration" not in facts
    assert facts["period"].value == "15 min 0 s"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_event_of_which_nothing_is_known_is_told_as_such(tmp_path: Path, lang: str) -> None:
    nothing = event(
        time_ms=None, uid_state=None, flags=None, count=None, kind=Kind.REJECT, op="Unknown(7)"
    )

    details, facts = told(tmp_path, nothing, lang=lang)

    assert {"time", "op", "state", "front", "background", "source"} <= set(facts)
    assert "duration" not in facts
    assert all("None" not in fact.value + fact.about for fact in facts.values())
    assert all(event_title(details.row, lang))


def test_a_record_is_told_by_its_negative_number(tmp_path: Path) -> None:
    details, _ = told(tmp_path, event(line=2), unmerged=True)

    assert [witness.line for witness in details.witnesses] == [2]
    with Store.open(tmp_path / "case") as store, pytest.raises(KeyError):
        event_details(store, 99, "en")


def test_lengths_have_two_units_at_most() -> None:
    said = [duration(each, "en") for each in (0, 999, 1000, 65_000, 3_660_000, 90_000_000, None)]

    assert said == ["0 ms", "999 ms", "1 s", "1 min 5 s", "1 h 1 min", "1 d 1 h", "not recorded"]
