"""A bug report is cut into what its services printed, wherever the report comes from."""

import io
import os
import tracemalloc
import zipfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from auditor import query
from auditor.cli import cli
from auditor.errors import WrongFormat
from auditor.importers import board as cutting
from auditor.importers import import_paths
from auditor.load import LoadReport, load_capture
from auditor.manifest import Manifest, check_hashes
from auditor.store import Store
from auditor.summary import last_capture_ms, say, summarize
from auditor.task import Task
from tests.core.importers.writers import board, saved

APPOPS = """Current AppOps Service state:

  Uid u0a101:
    state=top
    Package org.example.chat:
      RECORD_AUDIO (allow):
        null=[
          Access: [top-s] 2025-03-04 05:00:00.250 (-6m30s0ms)
        ]

"""
USAGE = 'user=0 \n    time="2025-03-04 05:00:00" type=ACTIVITY_RESUMED package=a.b flags=0x0 \n'
USERS = "Users:\n  UserInfo{0:Owner:13} serialNo=0\n"
EVENT_MS = int(datetime(2025, 3, 4, 5, 0, 0, 250_000, ZoneInfo("Europe/Berlin")).timestamp() * 1000)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    Store.create(tmp_path / "case").close()
    return tmp_path / "case"


def load(case: Path, path: Path, *more: object) -> tuple[Manifest, LoadReport]:
    (manifest,) = import_paths([path], case, *more)  # type: ignore[arg-type]
    folder = case / "captures" / manifest.capture_id
    assert check_hashes(folder, manifest) == []
    with Store.open(case) as store:
        return manifest, load_capture(store, folder)


def rows(case: Path) -> list[query.EventRow]:
    with Store.open(case) as store:
        return list(query.events(store))


def assumed(case: Path) -> set[int]:
    with Store.open(case) as store:
        return {row[0] for row in store.db.execute("SELECT zone_assumed FROM v_events")}


def zipped(entries: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_report_becomes_what_its_services_printed(case: Path, tmp_path: Path) -> None:
    text = board([("appops", APPOPS), ("wifi", "Uid u0a9:\n"), ("user", USERS)])

    manifest, _ = load(case, saved(tmp_path, "report.txt", text))

    kept = {raw.command: raw for raw in manifest.files}
    assert set(kept) == {"dumpstate_header", "getprop", "appops", "users"}
    folder = case / "captures" / manifest.capture_id
    assert (folder / kept["appops"].file).read_text() == APPOPS.rstrip("\n") + "\n"
    assert kept["getprop"].line == "getprop"
    device = manifest.device
    assert (device.device_id, device.api, device.release) == ("R1", 34, "14")
    assert device.fingerprint == "maker/name/device:14/UP1A/1:user/release-keys"


def test_times_are_exact_from_the_zone_and_the_stamp_of_the_section(
    case: Path, tmp_path: Path
) -> None:
    manifest, _ = load(case, saved(tmp_path, "r.txt", board([("appops", APPOPS)])))

    (row,) = rows(case)
    assert (row.time_ms, row.precision_ms) == (EVENT_MS, 1)
    assert assumed(case) == {0}
    assert (manifest.zone_assumed, manifest.captured_at_assumed) == (False, False)


def test_without_a_zone_the_told_time_gives_it(case: Path, tmp_path: Path) -> None:
    text = board([("appops", APPOPS)], zone=None)
    told = EVENT_MS + 360_000  # the start of the report, a few minutes off

    load(case, saved(tmp_path, "r.txt", text), None, told)

    assert [row.time_ms for row in rows(case)] == [EVENT_MS]


def test_with_nothing_that_tells_the_zone_times_are_assumed(case: Path, tmp_path: Path) -> None:
    text = board([("appops", APPOPS)], started=None, zone=None, ended=None)

    manifest, _ = load(case, saved(tmp_path, "r.txt", text))

    assert (manifest.zone_assumed, manifest.captured_at_assumed) == (True, True)
    assert assumed(case) == {1}


def test_the_form_before_android_8_without_stamps_is_read(case: Path, tmp_path: Path) -> None:
    load(case, saved(tmp_path, "r.txt", board([("appops", APPOPS)], ended=None)))

    assert [row.time_ms for row in rows(case)] == [EVENT_MS]


def test_an_event_list_with_milliseconds_is_taken_for_the_one_with_seconds(
    case: Path, tmp_path: Path
) -> None:
    text = board([("appops", APPOPS), ("usagestats", USAGE)])
    text += (
        "------ CHECKIN USAGESTATS (/system/bin/dumpsys -T 30000 usagestats -c) ------\n"
        f"user=0 \n    time={EVENT_MS} type=ACTIVITY_RESUMED package=a.b flags=0x0 \n"
        "------ 0.1s was the duration of 'CHECKIN USAGESTATS' ------\n"
    )

    manifest, _ = load(case, saved(tmp_path, "r.txt", text))

    commands = [raw.command for raw in manifest.files]
    assert "usagestats" in commands and "usagestats_seconds" in commands
    assert [(each.command, each.reason) for each in manifest.skipped] == [
        ("usagestats.txt", "not_needed")
    ]
    with Store.open(case) as store:
        times = store.db.execute("SELECT time_ms, precision_ms FROM usage_events").fetchall()
    assert [tuple(row) for row in times] == [(EVENT_MS, 1)]


def test_a_section_that_breaks_off_is_marked_as_cut(case: Path, tmp_path: Path) -> None:
    text = board([("appops", APPOPS)])
    cut = text[: text.index("--------- 0.250s")]

    _, report = load(case, saved(tmp_path, "r.txt", cut))

    assert (report.files_cut, report.events_added) == (1, 1)


def test_nothing_is_read_beyond_what_is_wanted() -> None:
    class Endless(io.RawIOBase):
        def __init__(self, begin: bytes) -> None:
            self.left, self.read_on = begin, 0

        def read(self, size: int = -1) -> bytes:
            if self.left:
                chunk, self.left = self.left, b""
                return chunk
            self.read_on += 1
            assert self.read_on < 3, "the rest of the report is read"
            return b"log line\n" * 1000

    end = "------ APP SERVICES PLATFORM (/system/bin/dumpsys activity service all) ------\n"
    stream = Endless((board([("appops", APPOPS)]) + end).encode())

    found = list(cutting.cut(stream, "r.txt", Task()))  # type: ignore[arg-type]

    begun = [each.part.name for each in found if isinstance(each, cutting.Began)]
    assert begun == ["dumpstate", "SYSTEM PROPERTIES", "appops"]


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_sections_do_not_depend_on_how_the_bytes_arrive(size: int) -> None:
    data = board([("appops", APPOPS), ("user", USERS)]).encode()

    class Slow(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            return super().read(size)

    def parts(stream: io.BytesIO) -> list[tuple[str, bytes]]:
        found: list[tuple[str, bytes]] = []
        for each in cutting.cut(stream, "r.txt", Task()):
            if isinstance(each, cutting.Began):
                found.append((each.part.name, b""))
            elif isinstance(each, cutting.Bytes):
                found[-1] = (found[-1][0], found[-1][1] + each.data)
        return found

    assert parts(Slow(data)) == parts(io.BytesIO(data))


def test_the_report_in_a_zip_is_found_by_its_content(case: Path, tmp_path: Path) -> None:
    entries = {
        "version.txt": "2.0",
        "FS/data/anr/anr_1": "Current AppOps Service state:\n",
        "what-a-name.txt": board([("appops", APPOPS)]),
    }

    manifest, report = load(case, saved(tmp_path, "r.zip", zipped(entries)))

    assert report.events_added == 1
    assert [each.command for each in manifest.skipped] == ["version.txt", "FS/data/anr/anr_1"]


def test_a_report_without_any_service_that_keeps_records_is_refused(
    case: Path, tmp_path: Path
) -> None:
    path = saved(tmp_path, "r.txt", board([("wifi", "on\n")], zone=None))

    with pytest.raises(WrongFormat, match="none of the services that keep records"):
        import_paths([path], case)


def test_a_line_of_absurd_length_is_refused(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cutting, "LINE_LIMIT_BYTES", 1 << 20)
    path = saved(tmp_path, "r.txt", board([("appops", APPOPS)]) + "x" * (3 << 20))

    with pytest.raises(WrongFormat, match="has a line of more than 1 MiB"):
        import_paths([path], case)
    assert list((case / "captures").iterdir()) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_report_that_windows_saved_is_read(case: Path, tmp_path: Path, encoding: str) -> None:
    text = board([("appops", APPOPS)]).replace("\n", "\r\n")

    load(case, saved(tmp_path, "r.txt", text.encode(encoding)))

    assert [row.time_ms for row in rows(case)] == [EVENT_MS]


def test_a_report_of_any_length_needs_no_more_memory_than_a_few_chunks() -> None:
    class Long(io.RawIOBase):
        left = 200

        def read(self, size: int = -1) -> bytes:
            self.left -= 1
            return b"DUMP OF SERVICE appops:\n" + b"a line\n" * 100_000 if self.left else b""

    tracemalloc.start()
    try:
        size = sum(
            len(each.data)
            for each in cutting.cut(Long(), "r.txt", Task())  # type: ignore[arg-type]
            if isinstance(each, cutting.Bytes)
        )
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size == 199 * 700_000
    assert peak < 16 << 20


def test_a_report_of_four_gigabytes_is_read_without_loading_it(case: Path, tmp_path: Path) -> None:
    rest = "------ CHECKIN PACKAGE (pm dump) ------\n"
    path = saved(tmp_path, "bugreport.txt", board([("appops", APPOPS), ("user", USERS)]) + rest)
    os.truncate(path, 4 << 30)  # what follows takes no room on the disk

    tracemalloc.start()
    try:
        _, report = load(case, path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert report.events_added == 1
    assert peak < 64 << 20


def test_the_command_line_says_what_a_report_cannot_show(case: Path, tmp_path: Path) -> None:
    entries = {f"FS/{number}": "x" for number in range(12)}
    data = zipped({**entries, "r.txt": board([("appops", APPOPS)])})
    path = saved(tmp_path, "r.zip", data)

    result = CliRunner().invoke(cli, ["import", str(path), "--case", str(case)])

    assert result.exit_code == 0
    assert "1 new records" in result.stdout
    assert "A bug report holds only the last access" in result.stdout
    assert result.stderr.count("Left out: FS/") == 10
    assert "Left out: 2 more" in result.stderr


def test_the_summary_says_what_a_report_cannot_show(case: Path, tmp_path: Path) -> None:
    load(case, saved(tmp_path, "r.txt", board([("appops", APPOPS)])))

    with Store.open(case) as store:
        limits = summarize(store, last_capture_ms(store) or 0).limits
        said = [say(each, lang) for each in limits for lang in ("en", "zh_CN")]

    assert any("bug report holds only the last access" in text for text in said)
    assert any("错误报告" in text for text in said)


@pytest.mark.parametrize(
    ("name", "events", "apps"),
    [
        ("emulator-psr1-9-bugreport.zip", 250, 20),
        ("mtk-tablet-13-bugreport-trimmed.txt", 51, 5),
        ("vivo-x9-7.1.2-bugreport-trimmed.txt", 2048, 50),
        ("mvt-fixture-dumpstate.txt", 16, 1),
    ],
)
def test_reports_of_real_phones_give_events_and_apps(
    case: Path, shared_dir: Path, name: str, events: int, apps: int
) -> None:
    _, report = load(case, shared_dir / "corpus" / "bugreport" / name)

    found = rows(case)
    assert report.events_added >= events
    assert len({row.package for row in found}) >= apps
    # Android 9 prints how long an op ran also where it prints no time.
    assert all(row.time_ms is not None for row in found if row.count != 0)
    with Store.open(case) as store:
        unread = store.db.execute(
            "SELECT u.reason, u.text FROM unparsed u JOIN raw_files r ON r.id = u.raw_file_id"
            " WHERE r.command = 'appops'"
        ).fetchall()
    assert [tuple(row) for row in unread] == []


def test_the_whole_real_report_has_its_phone_zone_and_foreground(
    case: Path, shared_dir: Path
) -> None:
    path = shared_dir / "corpus" / "bugreport" / "emulator-psr1-9-bugreport.zip"

    manifest, _ = load(case, path)

    device = manifest.device
    assert (device.device_id, device.api, device.zone) == ("EMULATOR29X0X11X0", 28, "Asia/Shanghai")
    assert (manifest.zone_assumed, manifest.captured_at_assumed) == (False, False)
    assert assumed(case) == {0}
    # Printed as 2019-08-15 12:07:32 in one section, as milliseconds of UTC in the other.
    with Store.open(case) as store:
        first = store.db.execute("SELECT min(time_ms) FROM usage_events").fetchone()[0]
    assert first == 1_565_842_052_157
    assert len(manifest.skipped) > 50  # what else is in the report is named
