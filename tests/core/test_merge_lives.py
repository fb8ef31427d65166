"""Random lives, read twice into one case: what is shown is what lines say, and never too much.

The lines are looked up here with a reader of their headers that shares nothing with the parsers.
"""

import hashlib
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from auditor import query
from auditor.filters import EventFilter
from auditor.load import load_capture
from auditor.manifest import ClockReading, Manifest, RawFile, write_manifest
from auditor.query import EventRow
from auditor.records import DeviceInfo
from auditor.sample.phone import SamplePhone
from auditor.sample.recordings import recordings
from auditor.store import Store
from tests.core.sample.random_life import random_phone

HOUR = 3_600_000
MOVED_MS = (0, -HOUR // 2, HOUR)  # by how much somebody set the clock between the readings
EVERYTHING = EventFilter(include_middlemen=True)
LOCATION = ("FINE_LOCATION", "COARSE_LOCATION")
COMMANDS = {
    "appops": "dumpsys -t 60 appops",
    "appops_discrete": "dumpsys -t 60 appops --history --include-discrete 0",
    "appops_history_table": "dumpsys -t 60 appops --history --history-limit 0",
    "audio": "dumpsys -t 60 audio",
}
VERSIONS = ("26", "28", "29", "31", "34", "36sql", "36post")
SEEDS = range(int(os.environ.get("ROUND_TRIPS", "50")) // 16)  # many more in `make nightly`
LIVES = [(name, seed) for name in VERSIONS for seed in SEEDS]
Key = tuple[object, ...]


class Case:
    """A phone with a random life, and the case that two readings of it made."""

    def __init__(self, name: str, seed: int, folder: Path) -> None:
        self.phone = random_phone(name, seed)
        self.phone.clock_shift_ms = 0
        now_ms = self.phone.now()
        self.store = Store.create(folder / "case")
        for capture_id, at_ms in (("first", now_ms - 2 * HOUR), ("second", now_ms)):
            self.phone.now = lambda at_ms=at_ms: at_ms
            shown_ms = at_ms + self.phone.clock_shift_ms
            load_capture(self.store, write(self.store, self.phone, capture_id, shown_ms))
            self.phone.clock_shift_ms = MOVED_MS[seed % len(MOVED_MS)]

    @property
    def texts(self) -> "dict[Path, list[str]]":
        """Every raw file's lines."""
        files = self.store.captures_dir.glob("*/raw/*")
        return {path: path.read_text(encoding="utf-8").split("\n") for path in files}


def write(store: Store, phone: SamplePhone, capture_id: str, at_ms: int) -> Path:
    """Write a capture with the answers to the commands that this phone knows."""
    folder = store.captures_dir / capture_id
    (folder / "raw").mkdir(parents=True)
    files = []
    for name, line in COMMANDS.items():
        reply = phone.answer(line)
        if reply is None or b"Unknown option" in reply.stdout:
            continue
        (folder / "raw" / f"{name}.txt").write_bytes(reply.stdout)
        files.append(raw_file(name, line, reply.stdout, at_ms))
    device = DeviceInfo("LIFE", "LIFE", True, api=phone.version.api, zone=phone.zone)
    clocks = [ClockReading(at_ms, at_ms, at_ms, "boot")]
    times = (at_ms, at_ms)
    manifest = Manifest(capture_id, device, "full", "adb", {}, *times, clocks=clocks, files=files)
    write_manifest(folder, manifest)
    return folder


def raw_file(name: str, line: str, data: bytes, at_ms: int) -> RawFile:
    digest = hashlib.sha256(data).hexdigest()
    what = (name, name, {}, line, f"raw/{name}.txt", len(data), digest)
    return RawFile(*what, at_ms, at_ms, 0, True, None, at_ms, at_ms)


@pytest.fixture(scope="module", params=LIVES, ids=str)
def case(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Case]:
    made = Case(*request.param, tmp_path_factory.mktemp("life"))
    yield made
    made.store.close()


def merged(case: Case) -> list[EventRow]:
    found = list(query.events(case.store, EVERYTHING))
    assert found
    return found


# Headers of the op section, the single accesses and the history: indent, then what they name.
OPS = re.compile(r" {6}(\S+?)(?: \(.*\): | *|: mode=.*)| {14}(\S+):")
PACKAGES = re.compile(r" {4}Package:? (.+?):?| {10}Package (.+):")
UIDS = re.compile(r" {2}Uid:? (\S+?):?| {8}Uid (\S+):")


def above(lines: list[str], number: int, header: re.Pattern[str]) -> str | None:
    """Find the nearest header at or above a line."""
    for line in reversed(lines[:number]):
        if found := header.fullmatch(line):
            return found[1] or found[2]
    return None


@cache
def uid_of(text: str | None) -> int | None:
    found = re.fullmatch(r"u(\d+)([as])(\d+)|(\d+)", text or "")
    if found is None:
        return None
    user, letter, number, plain = found.groups()
    return int(plain) if plain else int(user) * 100_000 + int(number) + 10_000 * (letter == "a")


def named_at(lines: list[str], number: int) -> Key:
    """Give uid, package and op that a line stands for."""
    line = lines[number - 1]
    if line.count("|") > 8 and line.split("|")[0].isdigit():
        cells = line.split("|")
        return int(cells[0]), cells[1], cells[3]
    whose = above(lines, number, UIDS), above(lines, number, PACKAGES), above(lines, number, OPS)
    return uid_of(whose[0]), whose[1], whose[2]


def test_every_event_is_told_by_lines_that_name_its_uid_package_and_op(case: Case) -> None:
    texts = case.texts
    for row in merged(case):
        seen = query.witnesses(case.store, row.id)
        assert seen
        for witness in seen:
            lines = texts[witness.path]
            assert witness.lines == (lines[witness.line - 1],)
            if witness.raw_file.endswith("audio.txt"):
                assert f"uid:{row.uid}" in witness.lines[0]
                assert row.op == "RECORD_AUDIO"
                continue
            uid, package, op = named_at(lines, witness.line)
            assert (uid, package) == (row.uid, row.package), (row, witness.lines)
            assert op == row.op or {op, row.op} == set(LOCATION), (row, witness.lines)


def test_every_record_is_a_witness_of_one_event_and_of_no_other(case: Case) -> None:
    shown = {row.id for row in merged(case)}
    seen = Counter(
        (witness.path, witness.line)
        for number in shown
        for witness in query.witnesses(case.store, number)
    )
    records, hidden = Counter[Key](), []
    for path, line, owner in records_of(case):
        records[path, line] += 1
        if owner not in shown:
            hidden.append((path, line))
            unknown = query.times_unknown(case.store, owner)
            # A count of a period of which every access is listed singly has nothing left to show.
            assert unknown is not None and unknown[0] == 0
    assert seen + Counter(hidden) == records


def records_of(case: Case) -> Iterator[tuple[Path, int, int]]:
    """Every line that was read as a record, but for slots that a later reading tells anew."""
    sql = "SELECT capture_id, raw_file, line, event_id FROM v_records WHERE NOT superseded"
    for capture_id, file, line, owner in case.store.db.execute(sql):
        yield case.store.captures_dir / capture_id / file, line, owner


def test_no_app_is_shown_with_more_accesses_than_it_made(case: Case) -> None:
    shown, true = at_least(case), made(case)
    assert {key: (n, true[key]) for key, n in shown.items() if n > true[key]} == {}
    assert shown.keys() <= true.keys()
    if case.phone.version.api >= 31:
        assert sum(shown.values()) > 0.5 * sum(true.values())


def at_least(case: Case) -> Counter[Key]:
    """What the program says happened at least, by app, op and kind; locations together."""
    columns = query.columns(case.store, EVERYTHING)
    more = dict(zip(columns.ids.tolist(), columns.more.tolist(), strict=True))
    shown: Counter[Key] = Counter()
    for row in merged(case):
        assert row.count is None or row.count >= 0
        assert row.duration_ms is None or row.duration_ms >= 0
        assert row.precision_ms >= 0
        assert more[row.id] >= 0
        unknown = query.times_unknown(case.store, row.id)
        assert unknown is None or 0 <= unknown[0] <= unknown[1]
        if more[row.id]:
            shown[row.uid, row.package, group(row.op), row.kind] += more[row.id]
    return shown


def made(case: Case) -> Counter[Key]:
    """What the apps did, by the phone's own journal.

    Android 9 tells of a run that changed its state only when it began or changed last, and after
    its end only that: read before and after, such a run is shown once more (docs/formats.md).
    """
    found = Counter[Key]()
    for each in recordings(case.phone.journal.entries):
        entry = each.entry
        is_more = each.kind == "end" and entry.what == "finish" and case.phone.version.api == 28
        if each.kind != "end" or is_more:
            kind = "access" if is_more else each.kind
            found[entry.uid, entry.package, group(entry.op), kind] += 1
    return found


def group(op: str) -> str:
    return "LOCATION" if op in LOCATION else op


def test_middlemen_are_never_counted_for_the_app_itself(case: Case) -> None:
    shown = list(query.events(case.store))
    assert not [row for row in shown if row.flags in ("tp", "up")]
    own: dict[Key, int] = defaultdict(int)
    for each in case.phone.journal.entries:
        if each.flag not in ("tp", "up") or case.phone.version.api < 29:
            own[each.uid, each.package] += 1
    assert {(row.uid, row.package) for row in shown} <= own.keys()
    assert {(app.uid, app.package) for app in query.apps(case.store)} <= own.keys()
