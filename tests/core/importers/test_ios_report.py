"""An iPhone's App Privacy Report becomes events with the times that it tells."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from auditor import query
from auditor.companion_records import NetworkContact
from auditor.importers import import_paths
from auditor.load import LoadReport, load_capture
from auditor.manifest import Manifest
from auditor.ops import data_type
from auditor.parsers.ios_report import parse_ios_report
from auditor.records import DataType, Event, Unparsed
from auditor.store import Store
from tests.core.importers.writers import saved

BEGIN = datetime(2025, 5, 1, 8, 0, 0, 123_000, timezone(timedelta(hours=2)))
BEGIN_MS = int(BEGIN.timestamp() * 1000)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    Store.create(tmp_path / "case").close()
    return tmp_path / "case"


def load(case: Path, path: Path) -> tuple[Manifest, LoadReport, list[query.EventRow]]:
    (manifest,) = import_paths([path], case)
    with Store.open(case) as store:
        report = load_capture(store, case / "captures" / manifest.capture_id)
        return manifest, report, list(query.events(store))


def access(kind: str, seconds: float = 0, category: str = "camera", name: str = "1") -> str:
    return json.dumps(
        {
            "accessor": {"identifier": "org.example.app", "identifierType": "bundleID"},
            "category": category,
            "identifier": name,
            "kind": kind,
            "timeStamp": (BEGIN + timedelta(seconds=seconds)).isoformat(timespec="milliseconds"),
            "type": "access",
        }
    )


def test_an_interval_is_one_event_with_its_length() -> None:
    lines = [access("intervalBegin"), "", access("intervalEnd", 2.5)]

    (event,) = parse_ios_report(lines)

    assert isinstance(event, Event)
    assert (event.time_ms, event.duration_ms, event.precision_ms) == (BEGIN_MS, 2500, 1)
    assert (event.package, event.op, event.line) == ("org.example.app", "ios:camera", 1)
    assert (event.uid_state, event.zone_assumed) == (None, False)


def test_half_an_interval_is_an_event_of_unknown_length() -> None:
    begun = [access("intervalBegin"), access("intervalBegin", 9), access("event", 1, name="2")]
    ended = [access("intervalEnd", 7)]

    found = [each for each in parse_ios_report(begun + ended) if isinstance(each, Event)]
    alone = [each for each in parse_ios_report(ended) if isinstance(each, Event)]

    assert sorted((each.time_ms or 0) - BEGIN_MS for each in found) == [0, 1000, 9000]
    assert {each.duration_ms for each in found} == {None}
    assert [(each.time_ms, each.duration_ms) for each in alone] == [(BEGIN_MS + 7000, None)]


def test_two_kinds_of_data_under_one_identifier_are_not_paired() -> None:
    lines = [access("intervalBegin"), access("intervalEnd", 1, "photos")]

    assert [each.duration_ms for each in parse_ios_report(lines) if isinstance(each, Event)] == [
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("stream", "service", "op"),
    [
        ("tcc", "kTCCServiceAddressBook", "ios:contacts"),
        ("tcc", "kTCCServicePhotosAdd", "ios:photos"),
        ("location", None, "ios:location"),
        ("tcc", "kTCCServiceOfTomorrow", "ios:kTCCServiceOfTomorrow"),
    ],
)
def test_older_versions_name_streams_and_services(
    stream: str, service: str | None, op: str
) -> None:
    record: dict[str, object] = {
        "stream": f"com.apple.privacy.accounting.stream.{stream}",
        "accessor": {"identifier": "org.example.app", "identifierType": "bundleID"},
        "identifier": "X",
        "kind": "event",
        "timestamp": BEGIN.isoformat(),
        "version": 3,
    }
    if service:
        record["tccService"] = service

    (event,) = parse_ios_report([json.dumps(record)])

    assert isinstance(event, Event)
    assert (event.op, event.time_ms) == (op, BEGIN_MS)


def network(**changes: object) -> str:
    return json.dumps(
        {
            "type": "networkActivity",
            "bundleID": "org.example.app",
            "domain": "ads.example",
            "domainOwner": "",
            "domainType": 1,
            "context": "shop.example",
            "initiatedType": "NonAppInitiated",
            "hits": 3,
            "firstTimeStamp": BEGIN.isoformat(timespec="milliseconds"),
            "timeStamp": (BEGIN + timedelta(hours=1)).isoformat(timespec="milliseconds"),
        }
        | changes
    )


def test_a_domain_is_listed_with_its_app_and_times() -> None:
    (found,) = parse_ios_report([network()])

    assert found == NetworkContact(
        package="org.example.app",
        domain="ads.example",
        first_ms=BEGIN_MS,
        last_ms=BEGIN_MS + 3_600_000,
        hits=3,
        initiated="NonAppInitiated",
        context="shop.example",
        owner=None,
        domain_type=1,
        line=1,
    )


@pytest.mark.parametrize(
    "changes", [{"domain": None}, {"domain": ""}, {"bundleID": 7}, {"bundleID": ["a"]}]
)
def test_a_domain_without_its_name_or_app_is_kept_as_a_line(changes: dict[str, object]) -> None:
    (found,) = parse_ios_report([network(**changes)])

    assert isinstance(found, Unparsed)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"hits": -1}, "hits"),
        ({"hits": True}, "hits"),
        ({"hits": "3"}, "hits"),
        ({"timeStamp": "later"}, "last_ms"),
        ({"firstTimeStamp": None}, "first_ms"),
    ],
)
def test_what_a_domain_s_line_does_not_say_is_unknown(
    changes: dict[str, object], field: str
) -> None:
    (found,) = parse_ios_report([network(**changes)])

    assert getattr(found, field) is None


def test_what_ios_did_for_an_app_is_told_apart_and_counted() -> None:
    begin = json.loads(access("intervalBegin")) | {"outOfProcess": True, "accessCount": 1}
    end = json.loads(access("intervalEnd", 2)) | {"outOfProcess": True, "accessCount": 4}

    (event,) = parse_ios_report([json.dumps(begin), json.dumps(end)])

    assert isinstance(event, Event)
    assert (event.tag, event.count, event.duration_ms) == ("outOfProcess", 4, 2000)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "[" * 100_000,
        '{"type": "access"}',
        access("event").replace("2025-05-01T08:00:00.123+02:00", "yesterday"),
        access("event").replace("+02:00", ""),
        access("somethingNew"),
    ],
)
def test_a_line_that_is_not_understood_is_kept(line: str) -> None:
    (found,) = parse_ios_report([line])

    assert isinstance(found, Unparsed)
    assert found.text == line[:500]


def test_kinds_of_data_have_the_same_names_as_on_android() -> None:
    assert data_type("ios:microphone") is DataType.MICROPHONE
    assert data_type("ios:mediaLibrary") is DataType.PHOTOS
    assert data_type("ios:somethingNew") is DataType.OTHER


def test_a_report_becomes_a_phone_of_its_own(case: Path, tmp_path: Path) -> None:
    lines = [access("intervalBegin"), access("intervalEnd", 1)]

    manifest, report, (row,) = load(case, saved(tmp_path, "x.ndjson", "\n".join(lines)))

    assert (manifest.device.manufacturer, manifest.device.api) == ("Apple", None)
    assert (manifest.zone_assumed, manifest.captured_at_assumed) == (False, False)
    assert (report.unparsed, row.source, row.user) == (0, "ios", None)
    assert row.time_utc == BEGIN.astimezone(UTC).isoformat(timespec="milliseconds").replace(
        "+00:00", "Z"
    )


def test_two_reports_are_two_phones(case: Path, tmp_path: Path) -> None:
    paths = [
        saved(tmp_path, "a.ndjson", access("event")),
        saved(tmp_path, "b.ndjson", access("event", 5)),
    ]

    manifests = import_paths(paths, case)

    assert len({manifest.device.device_id for manifest in manifests}) == 2


@pytest.mark.parametrize(
    ("name", "begins", "types"),
    [
        ("app-privacy-report-part1.txt", 73, {"photos", "contacts", "camera", "microphone"}),
        ("wechat-2021-ios15.txt", 1, {"photos"}),
    ],
)
def test_real_reports_are_read_whole(
    case: Path, shared_dir: Path, name: str, begins: int, types: set[str]
) -> None:
    path = shared_dir / "corpus" / "ios" / name
    text = path.read_text()

    _, report, rows = load(case, path)

    assert report.unparsed == 0
    assert len(rows) == begins == text.count('"intervalBegin"')
    assert {row.data_type for row in rows} == types
    assert all(row.duration_ms is not None for row in rows)
    with Store.open(case, read_only=True) as store:
        found = store.db.execute("SELECT count(*), sum(hits) FROM v_network").fetchone()
    lines = [json.loads(line) for line in text.splitlines() if "networkActivity" in line]
    assert found == (len(lines), sum(line["hits"] for line in lines) or None)
