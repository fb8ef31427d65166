"""What stands beside the events of one app or one reading: notices, processes, domains."""

from pathlib import Path

from auditor.companion_records import NetworkContact, ProcessChange, ProcessEvent
from auditor.companions import Domain, Notice, ProcessStart, domains, notices, process_starts
from auditor.records import Notice as NoticeRecord
from auditor.store import Store
from tests.core.cases import NOW_MS, event, load

APP = ("PHONE1", 10_101, "com.example.chat")


def process(what: ProcessChange, uid: int | None, time_ms: int, line: int) -> ProcessEvent:
    why = "service" if what is ProcessChange.START else "empty #3"
    name = "com.example.chat:push"
    return ProcessEvent(what, 0, 77, uid, name, why, None, time_ms, 1, False, line)


def test_the_starts_of_an_app_are_those_of_its_uid_with_their_end(tmp_path: Path) -> None:
    records = [
        event(),
        process(ProcessChange.START, 10_101, NOW_MS - 9_000, 2),
        process(ProcessChange.KILL, None, NOW_MS - 4_000, 3),
        process(ProcessChange.START, 10_102, NOW_MS - 3_000, 4),
    ]
    with Store.create(tmp_path / "case") as store:
        load(store, "one", records)

        found = process_starts(store, APP)

    begun, ended = NOW_MS - 9_000, NOW_MS - 4_000
    name = "com.example.chat:push"
    assert found == [ProcessStart(begun, 1, name, "service", None, ended, "empty #3")]


def test_the_domains_of_an_app_are_its_own_and_each_line_counts_once(tmp_path: Path) -> None:
    def met(package: str, line: int) -> NetworkContact:
        return NetworkContact(package, "ads.example", 1, 2, 3, "AppInitiated", None, None, 1, line)

    records = [event(), met(APP[2], 2), met("org.other", 3)]
    with Store.create(tmp_path / "case") as store:
        load(store, "one", records)
        load(store, "two", records, at_ms=NOW_MS + 1)

        found = domains(store, APP)

    assert found == [Domain("ads.example", None, 3, 1, 2, "AppInitiated", None)]


def test_the_notices_of_a_reading_are_not_those_of_another(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [event(), NoticeRecord("cut", "… end", 4)])
        load(store, "two", [event()], at_ms=NOW_MS + 1)

        found, others = notices(store, "one"), notices(store, "two")

    assert found == [Notice("raw/appops.txt", 4, "cut", "… end")]
    assert others == []
