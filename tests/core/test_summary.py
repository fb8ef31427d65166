"""Sentences of Home: every number is what its own filter returns, and limits are told."""

from dataclasses import replace
from pathlib import Path

import pytest

from auditor.columns import DATA_TYPES
from auditor.filters import EventFilter
from auditor.importers import import_paths
from auditor.load import load_capture
from auditor.manifest import read_manifest, write_manifest
from auditor.ops import data_type
from auditor.query import events
from auditor.record_numbers import Record
from auditor.records import DataType, DeviceInfo, Kind, Source, Unparsed
from auditor.store import Store
from auditor.summary import DAY_MS, Sentence, Summary, last_capture_ms, say, summarize
from tests.core.cases import event, handing_out, write_capture
from tests.core.lives import DAY, HOUR, NOW_MS, PHONE, SAMPLE, a_full_life, access, make_case, slot


def summary_of(
    folder: Path,
    records: list[Record],
    device: DeviceInfo = PHONE,
    wanted: EventFilter = EventFilter(),
) -> Summary:
    with make_case(folder, records, device) as store:
        return summarize(store, last_capture_ms(store) or 0, wanted)


def english(found: Summary) -> list[str]:
    return [say(sentence, "en") for sentence in found.sentences]


def limits(found: Summary) -> set[str]:
    return {sentence.code.removeprefix("limit_") for sentence in found.limits}


def apps_behind(store: Store, sentence: Sentence) -> set[tuple[int, str]]:
    """Ask the sentence's own filter again, row by row."""
    return {(row.uid, row.package) for row in events(store, sentence.filter)}


def test_every_count_is_what_its_filter_returns(tmp_path: Path) -> None:
    with make_case(tmp_path / "case", a_full_life(), SAMPLE) as store:
        found = summarize(store, NOW_MS)

        counted = [each for each in found.sentences if "count" in each.values]
        assert len(counted) >= 7
        for sentence in counted:
            assert len(apps_behind(store, sentence)) == sentence.values["count"], sentence


def test_every_tile_is_what_its_filter_returns(tmp_path: Path) -> None:
    with make_case(tmp_path / "case", a_full_life()) as store:
        found = summarize(store, NOW_MS)

        for tile in found.tiles:
            wanted = EventFilter(
                types=frozenset({tile.data_type}),
                kinds=frozenset({Kind.ACCESS}),
                since_ms=NOW_MS - 7 * DAY_MS,
            )
            rows = list(events(store, wanted))
            assert tile.records == len(rows)
            assert tile.apps == len({(row.uid, row.package) for row in rows})
            known = [row for row in rows if row.is_background is not None]
            number = sum(row.count or 1 for row in known)
            behind = sum(row.count or 1 for row in known if row.is_background)
            assert tile.background_share == (behind / number if number else None)


def test_apps_and_background_are_told_in_plain_words(tmp_path: Path) -> None:
    records = [
        access("com.example.chat"),
        access("com.example.news", state="bg", uid=10_200),
        access("com.example.shop", state="cch", uid=10_300),
    ]

    found = english(summary_of(tmp_path / "case", [*records]))

    assert found[:2] == [
        "In the last 7 days 3 apps used the microphone.",
        "2 of them did it in the background.",
    ]


def test_the_only_app_is_not_one_of_them(tmp_path: Path) -> None:
    found = english(summary_of(tmp_path / "case", [access(state="bg")]))

    assert found[:2] == [
        "In the last 7 days 1 app used the microphone.",
        "It did it in the background.",
    ]


def test_a_work_profile_counts_as_an_app_of_its_own(tmp_path: Path) -> None:
    records = [access(uid=10_100), access(uid=1_010_100)]

    found = english(summary_of(tmp_path / "case", [*records]))

    assert found[0] == "In the last 7 days 2 apps used the microphone."


def test_last_accesses_alone_say_at_least(tmp_path: Path) -> None:
    records = [access(source=Source.LAST, state="bg"), access("b.b", source=Source.LAST, uid=10_2)]

    found = english(summary_of(tmp_path / "case", [*records]))

    assert found[:2] == [
        "In the last 7 days at least 2 apps used the microphone.",
        "At least 1 of them did it in the background.",
    ]


def test_a_refusal_is_not_a_use(tmp_path: Path) -> None:
    found = english(summary_of(tmp_path / "case", [access(kind=Kind.REJECT)]))

    assert found[:2] == [
        "In the last 7 days no use of the microphone is recorded.",
        "In the last 7 days 1 app asked for the microphone and was refused.",
    ]


def test_middle_men_are_not_counted(tmp_path: Path) -> None:
    records = [
        access("com.example.chat", "READ_CONTACTS", flags="tpd"),
        access("com.android.providers.contacts", "READ_CONTACTS", flags="tp", uid=10_001),
    ]

    found = english(summary_of(tmp_path / "case", [*records]))

    assert "In the last 7 days 1 app used contacts." in found


def test_the_last_seven_days_end_with_the_last_reading(tmp_path: Path) -> None:
    records = [access(ago_ms=6 * DAY + 23 * HOUR), access("b.b", ago_ms=7 * DAY + HOUR, uid=10_2)]

    with make_case(tmp_path / "case", [*records]) as store:
        found = summarize(store, last_capture_ms(store) or 0)

    assert found.since_ms == NOW_MS - 7 * DAY_MS
    assert say(found.sentences[0], "en") == "In the last 7 days 1 app used the microphone."


def test_a_span_of_ones_own_is_named_in_the_zone_of_the_phone(tmp_path: Path) -> None:
    wanted = EventFilter(since_ms=NOW_MS - 2 * DAY, until_ms=NOW_MS - DAY)

    found = summary_of(tmp_path / "case", [access(ago_ms=36 * HOUR)], wanted=wanted)

    assert english(found)[0] == (
        "Between 2025-04-29 12:00 and 2025-04-30 12:00, 1 app used the microphone."
    )


def test_a_filter_by_type_leaves_the_other_types_out(tmp_path: Path) -> None:
    wanted = EventFilter(types=frozenset({DataType.CAMERA}))

    found = summary_of(tmp_path / "case", a_full_life(), wanted=wanted)

    assert [tile.data_type for tile in found.tiles] == [DataType.CAMERA]
    assert {each for s in found.sentences for each in s.filter.types} == {DataType.CAMERA}


def test_unnamed_operations_are_no_tile_unless_asked_for(tmp_path: Path) -> None:
    records = [access(op="WAKE_LOCK")]
    assert data_type("WAKE_LOCK") is DataType.OTHER

    plain = summary_of(tmp_path / "plain", [*records])
    wanted = EventFilter(types=frozenset({DataType.OTHER}))
    asked = summary_of(tmp_path / "asked", [*records], wanted=wanted)

    assert DataType.OTHER not in {tile.data_type for tile in plain.tiles}
    assert len(plain.tiles) == len(DATA_TYPES) - 1
    assert english(asked) == ["In the last 7 days 1 app used other operations."]


def test_the_spark_line_has_one_number_for_each_day_with_the_oldest_first(tmp_path: Path) -> None:
    records = [
        access(ago_ms=HOUR),
        access("b.b", ago_ms=2 * HOUR, uid=10_2),
        access(ago_ms=2 * HOUR),
        slot("com.example.chat", "RECORD_AUDIO", 6 * DAY + HOUR, 25 * HOUR, 4),
    ]

    tile = summary_of(tmp_path / "case", [*records]).tiles[0]

    assert tile.spark == (1, 1, 0, 0, 0, 0, 2)


def test_the_last_use_is_a_single_access_rather_than_a_later_period(tmp_path: Path) -> None:
    records = [
        access(ago_ms=5 * HOUR),
        slot("com.example.chat", "RECORD_AUDIO", 2 * HOUR, 2 * HOUR, 4),
    ]

    tile = summary_of(tmp_path / "case", [*records]).tiles[0]

    assert (tile.last_ms, tile.last_precision_ms) == (NOW_MS - 5 * HOUR, 1)


@pytest.mark.parametrize(
    ("api", "wanted"),
    [
        (26, {"only_last", "no_states"}),
        (28, {"only_last"}),
        (30, {"only_last"}),
        (31, {"day", "contacts_photos"}),
        (33, {"week", "contacts_photos"}),
        (35, {"week", "contacts_photos"}),
        (36, {"week", "contacts_photos"}),
        (None, {"version_unknown"}),
    ],
)
def test_each_android_version_says_what_it_cannot_tell(
    tmp_path: Path, api: int | None, wanted: set[str]
) -> None:
    device = replace(PHONE, api=api, release=None)
    source = Source.LAST if api and api < 31 else Source.DISCRETE

    found = summary_of(tmp_path / "case", [access(source=source)], device)

    assert limits(found) == wanted | {"no_proof"}


def test_a_phone_that_lists_contacts_is_not_said_to_keep_none(tmp_path: Path) -> None:
    device = replace(PHONE, api=36)
    records = [access(), access(op="READ_CONTACTS")]

    found = summary_of(tmp_path / "case", [*records], device)

    assert limits(found) == {"week", "contacts_photos_listed", "no_proof"}


def test_late_android_16_keeps_counts_of_each_minute(tmp_path: Path) -> None:
    device = replace(PHONE, api=36)
    records = [access(count=1), access(op="READ_CONTACTS", count=1)]

    found = summary_of(tmp_path / "case", [*records], device)

    assert limits(found) == {"week_counts", "contacts_photos_slots", "no_proof"}


def test_refusals_known_only_by_the_last_one_say_at_least(tmp_path: Path) -> None:
    record = access(kind=Kind.REJECT, source=Source.LAST)

    found = english(summary_of(tmp_path / "case", [record]))

    assert found[1] == "In the last 7 days at least 1 app asked for the microphone and was refused."


def test_a_phone_of_today_without_any_history_says_so(tmp_path: Path) -> None:
    found = summary_of(tmp_path / "case", [access(source=Source.LAST)])

    assert limits(found) == {"history_empty", "no_proof"}


def test_a_sample_phone_says_so_first(tmp_path: Path) -> None:
    found = summary_of(tmp_path / "case", [access()], SAMPLE)

    assert say(found.limits[0], "en").startswith("SAMPLE")
    assert "SAMPLE" in say(found.limits[0], "zh_CN")


def test_cut_readings_unread_lines_and_unknown_times_are_counted(tmp_path: Path) -> None:
    records = [access(), access(timed=False), Unparsed(1, "?", "odd"), Unparsed(1, "!", "odd")]

    with make_case(tmp_path / "case", [*records], is_cut=True) as store:
        found = summarize(store, NOW_MS)

    counted = {s.code: s.values["count"] for s in found.limits if "count" in s.values}
    assert counted == {"limit_cut": 1, "limit_unparsed": 2, "limit_unknown_time": 1}


def test_a_period_that_begins_before_the_span_is_told(tmp_path: Path) -> None:
    records = [access(), slot("b.b", "RECORD_AUDIO", 7 * DAY + 12 * HOUR, 25 * HOUR, 3)]

    found = summary_of(tmp_path / "case", [*records])

    assert "straddling" in limits(found)


def test_only_one_phone_of_a_case_is_summed_up(tmp_path: Path) -> None:
    other = replace(PHONE, device_id="OTHER", serial="OTHER")
    make_case(tmp_path / "case", [access("a.a")], at_ms=NOW_MS - DAY).close()

    with make_case(tmp_path / "case", [access("b.b")], other, capture_id="second") as store:
        found = summarize(store, last_capture_ms(store) or 0)
        behind = apps_behind(store, found.sentences[0])

    assert found.device is not None and found.device.device_id == "OTHER"
    assert {package for _, package in behind} == {"b.b"}
    assert "several_devices" in limits(found)


def test_a_case_without_readings_has_a_summary_too(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        found = summarize(store, NOW_MS)

    assert found.device is None
    assert limits(found) == {"no_proof"}


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_everything_can_be_said_in_every_language(tmp_path: Path, lang: str) -> None:
    found = summary_of(tmp_path / "case", a_full_life(), SAMPLE)

    said = [say(sentence, lang) for sentence in [*found.sentences, *found.limits]]

    assert all(said) and not [text for text in said if "{" in text]


def test_the_last_week_is_that_of_the_phones_own_clock(tmp_path: Path) -> None:
    """A phone that believes it is years ago still tells what it did in its last seven days."""
    years_ms = 2_000 * DAY_MS
    with Store.create(tmp_path / "case") as store:
        recent = event(time_ms=NOW_MS - years_ms - HOUR)
        folder = write_capture(store.path, "one", {"appops": [recent]}, NOW_MS)
        manifest = read_manifest(folder)
        clocks = [replace(clock, phone_utc_ms=NOW_MS - years_ms) for clock in manifest.clocks]
        write_manifest(folder, replace(manifest, clocks=clocks))
        load_capture(store, folder, None, handing_out({"appops": [recent]}))

        found = summarize(store, last_capture_ms(store) or 0)

    assert found.until_ms == NOW_MS - years_ms + 1000  # it took a second
    used = {s.values["data_type"] for s in found.sentences if s.code.startswith("used")}
    assert used == {"microphone"}


def test_a_file_that_does_not_say_when_it_was_made_is_seen_from_its_last_event(
    tmp_path: Path,
) -> None:
    """Its own date may be that of a download years later: nothing is known of the time between."""
    years_ms = 2_000 * DAY_MS
    with Store.create(tmp_path / "case") as store:
        old = event(time_ms=NOW_MS - years_ms)
        folder = write_capture(store.path, "one", {"appops": [old]}, NOW_MS)
        manifest = read_manifest(folder)
        write_manifest(folder, replace(manifest, captured_at_assumed=True, clocks=[]))
        load_capture(store, folder, None, handing_out({"appops": [old]}))

        found = summarize(store, last_capture_ms(store) or 0)

    assert found.until_ms < NOW_MS - years_ms + DAY_MS
    used = {s.values["data_type"] for s in found.sentences if s.code.startswith("used")}
    assert used == {"microphone"}


def test_an_iphones_report_is_seen_from_its_last_event(tmp_path: Path) -> None:
    report = tmp_path / "App_Privacy_Report.ndjson"
    report.write_text(
        '{"accessor":{"identifier":"com.example.app","identifierType":"bundleID"},'
        '"broadcaster":{"identifier":"x","identifierType":"bundleID"},"category":"camera",'
        '"identifier":"A1","kind":"intervalBegin","timeStamp":"2024-04-05T08:37:57.580+02:00",'
        '"type":"access"}\n',
        encoding="utf-8",
    )
    import_paths([report], tmp_path / "case")
    with Store.create(tmp_path / "case") as store:
        for folder in (tmp_path / "case" / "captures").iterdir():
            load_capture(store, folder)

        found = summarize(store, last_capture_ms(store) or 0)

    used = {s.values["data_type"] for s in found.sentences if s.code.startswith("used")}
    assert used == {"camera"}
