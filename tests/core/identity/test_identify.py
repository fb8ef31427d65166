"""Apps of a phone read into a case over ADB: as they are, in good order, whatever fails."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.adb.bridge import Bridge, make_bridge
from auditor.adb.commands import find
from auditor.adb.server import ServerAddress
from auditor.adb.stream import Limits
from auditor.capture import capture
from auditor.errors import DeviceError, UsageError
from auditor.event_sql import TIME_BITS
from auditor.identity import (
    Identity,
    IdentityKey,
    LabelSource,
    SignerCheck,
    icon_png,
    icons,
    identify,
    identities,
    label_in,
)
from auditor.load import load_capture
from auditor.query import apps
from auditor.rebuild import reload_case
from auditor.sample.adb_server import SampleServer
from auditor.sample.answers import Reply
from auditor.sample.apk_files import apk_of
from auditor.sample.apk_signing import key_of
from auditor.sample.apps import cast
from auditor.sample.dump_packages import code_path, version_of
from auditor.sample.faults import parse_faults
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from auditor.task import Cancelled, Task, silent

NOW_MS = 1_763_000_000_000
SERIAL = "SAMPLE-4"
CHAT = "com.pebblechat.messenger"
WORK_UID = 1_000_000


def _phone() -> SamplePhone:
    return SamplePhone(35, seed=4, now=lambda: NOW_MS, days=3)


@pytest.fixture(scope="module")
def read_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with one reading of a sample phone, before anybody looked at its apps. Copy it."""
    case = tmp_path_factory.mktemp("identify") / "case"
    with SampleServer(_phone()) as server, Store.create(case) as store:
        manifest = capture(_bridge(server), SERIAL, case, "full", silent(), now_ms=lambda: NOW_MS)
        load_capture(store, store.captures_dir / manifest.capture_id)
    return case


@pytest.fixture
def case(read_case: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(read_case, tmp_path / "case"))


@pytest.fixture
def phone() -> SamplePhone:
    return _phone()


@pytest.fixture
def server(phone: SamplePhone) -> Iterator[SampleServer]:
    with SampleServer(phone) as server:
        yield server


def _bridge(server: SampleServer) -> Bridge:
    return make_bridge("adbutils", ServerAddress("127.0.0.1", server.port))


def _who(case: Path) -> dict[IdentityKey, Identity]:
    with Store.open(case, read_only=True) as store:
        return identities(store)


def _named(case: Path) -> list[str]:
    """Apps whose names were read from the phone; others are on the built-in list."""
    known = [who for who in _who(case).values() if who.label_source is LabelSource.PHONE]
    return [who.key.package for who in known]


def test_every_app_with_a_record_is_known_by_its_own_file(case: Path, server: SampleServer) -> None:
    report = identify(_bridge(server), SERIAL, case, None, silent())

    who = _who(case)
    with Store.open(case, read_only=True) as store:
        used = {IdentityKey(row.device_id, row.uid, row.package) for row in apps(store)}
        labels = {row.package: row.label for row in apps(store) if row.uid >= 0}
        shown = dict(icons(store))
    assert (report.failed, report.not_found) == (0, ())
    assert report.total == report.read > 50
    for app in cast():
        for key in (k for k in used if k.package == app.package and k.uid >= 0):
            assert (who[key].label, who[key].label_source) == (app.name, LabelSource.PHONE)
            assert label_in(who[key], "zh_CN") == app.name_zh
            assert labels[app.package] == app.name
            assert (who[key].version_code, who[key].version_name) == version_of(app)
            assert who[key].file is not None
            assert who[key].file.path == f"{code_path(app)}/base.apk"
            assert shown[key].startswith(b"\x89PNG")
            company = app.package.split(".")[:2][-1]
            certificate = key_of(company).certificate
            assert who[key].signer_sha256 == hashlib.sha256(certificate).hexdigest()
            assert who[key].check is not SignerCheck.MISMATCH
            assert who[key].installer == app.installer
            assert who[key].update_owner == app.installer


def test_only_lines_of_the_table_are_sent(
    case: Path, server: SampleServer, phone: SamplePhone
) -> None:
    identify(_bridge(server), SERIAL, case, None, silent())

    assert phone.dumps
    assert [line for line, _ms in phone.dumps if find(line) is None] == []


def test_a_profile_shares_the_file_and_the_identity(case: Path, server: SampleServer) -> None:
    identify(_bridge(server), SERIAL, case, [CHAT], silent())

    uids = {who.key.uid // WORK_UID: who for who in _who(case).values() if who.key.package == CHAT}
    assert uids[0].label == uids[1].label == "Pebble Chat"
    assert uids[0].file == uids[1].file


def test_a_known_file_is_not_read_again(
    case: Path, server: SampleServer, phone: SamplePhone
) -> None:
    identify(_bridge(server), SERIAL, case, [CHAT], silent())
    before = _who(case)
    phone.dumps.clear()

    report = identify(_bridge(server), SERIAL, case, [CHAT], silent())

    assert (report.read, report.known) == (0, 1)
    assert _who(case) == before
    assert not any(line.startswith("dd ") for line, _ms in phone.dumps)


def test_the_most_used_come_first(case: Path, server: SampleServer) -> None:
    report = identify(_bridge(server), SERIAL, case, None, silent(), most=5)

    with Store.open(case, read_only=True) as store:
        most = store.db.execute(
            "SELECT p.name FROM events e JOIN series s ON s.id = e.id >> ?"
            " JOIN packages p ON p.id = s.package_id WHERE p.uid >= 0"
            " GROUP BY p.id ORDER BY count(*) DESC, p.name LIMIT 5",
            (TIME_BITS,),
        ).fetchall()
    assert report.total == 5
    assert {row[0] for row in most} <= set(_named(case))


def test_a_pulled_cable_leaves_what_was_read(case: Path, server: SampleServer) -> None:
    def pull(done: int, _total: int | None, _note: str) -> None:
        if done >= 24:
            server.stop()

    with pytest.raises(DeviceError):
        identify(_bridge(server), SERIAL, case, None, Task(pull))

    assert len(set(_named(case))) == 24


def test_a_cable_pulled_within_a_file_spoils_nothing(case: Path) -> None:
    faults = parse_faults(["apk_bytes=vanish:400000"])

    with SampleServer(_phone(), faults=faults) as server, pytest.raises(DeviceError):
        identify(_bridge(server), SERIAL, case, None, silent())

    assert _named(case) == []


def test_a_phone_that_goes_silent_is_told_as_such(case: Path) -> None:
    limits = Limits(silence_s=0.2, total_s=2.0, size_bytes=1 << 24)
    faults = parse_faults(["apk_bytes=hang:100"])

    with (
        SampleServer(_phone(), faults=faults) as server,
        pytest.raises(DeviceError, match="stopped answering"),
    ):
        identify(_bridge(server), SERIAL, case, None, silent(), limits=limits)

    assert _named(case) == []


def test_cancelling_leaves_what_was_read(case: Path, server: SampleServer) -> None:
    task = Task(lambda done, _total, _note: task.cancel() if done >= 12 else None)

    with pytest.raises(Cancelled):
        identify(_bridge(server), SERIAL, case, None, task)

    assert len(set(_named(case))) == 12


class Odd(SamplePhone):
    """A phone on which one app's file is not what it should be."""

    broken: bytes | None = None  # None: it may not be read

    def answer(self, line: str) -> Reply | None:
        path = f"{code_path(_app(CHAT))}/base.apk"
        if path not in line or not line.startswith(("dd ", "stat ")):
            return super().answer(line)
        if line.startswith("stat ") and self.broken is not None:
            found = super().answer(line)
            assert found is not None
            size, time, name = f"{len(self.broken)}", "1700000000", path
            lines = [row for row in found.stdout.decode().splitlines() if path not in row]
            return Reply("\n".join([*lines, f"{size},{time},{name}", ""]).encode())
        if line.startswith("stat "):
            return super().answer(line)
        output = b""
        for part in line.split("; "):
            if path in part:
                if self.broken is not None:
                    words = dict(word.split("=", 1) for word in part.split()[1:])
                    begin = int(words["skip"]) * 4096
                    output += self.broken[begin : begin + int(words["count"]) * 4096]
            else:
                found = super().answer(part)
                assert found is not None
                output += found.stdout
        return Reply(output)


def _app(package: str):  # type: ignore[no-untyped-def]
    return next(app for app in cast() if app.package == package)


@pytest.mark.parametrize(
    ("broken", "trouble"),
    [
        (None, "unreadable"),
        (b"\0" * 9000, "bad_zip"),
        (b"", "bad_zip"),
        ("another", "other_package"),
    ],
)
def test_one_app_that_fails_stops_no_other(
    case: Path, broken: bytes | str | None, trouble: str
) -> None:
    phone = Odd(35, seed=4, now=lambda: NOW_MS, days=3)
    other = apk_of(_app("com.lanternmaps.app"), 1, "1", 30)
    phone.broken = other if isinstance(broken, str) else broken

    with SampleServer(phone) as server:
        report = identify(_bridge(server), SERIAL, case, None, silent())

    found = [who for who in _who(case).values() if who.key.package == CHAT and who.key.uid >= 0]
    assert report.failed == 1
    assert report.read > 50
    assert {(who.label, who.trouble) for who in found} == {(None, trouble)}
    assert CHAT not in _named(case)


def test_a_phone_that_the_case_does_not_hold_is_refused(tmp_path: Path, case: Path) -> None:
    with (
        SampleServer(SamplePhone(35, seed=9, now=lambda: NOW_MS, days=3)) as server,
        pytest.raises(UsageError, match="no reading of this phone"),
    ):
        identify(_bridge(server), "SAMPLE-9", case, None, silent())


def test_a_name_that_is_no_app_is_told(case: Path, server: SampleServer) -> None:
    report = identify(_bridge(server), SERIAL, case, ["com.example.nobody"], silent())

    assert report.not_found == ("com.example.nobody",)


def test_what_was_read_stays_when_the_case_is_worked_out_anew(
    case: Path, server: SampleServer
) -> None:
    identify(_bridge(server), SERIAL, case, None, silent(), most=12)
    before = _who(case)
    with Store.open(case, read_only=True) as store:
        labels = store.db.execute("SELECT name, uid, label FROM packages ORDER BY 1, 2").fetchall()

    reload_case(case)

    with Store.open(case, read_only=True) as store:
        assert (
            labels
            == store.db.execute("SELECT name, uid, label FROM packages ORDER BY 1, 2").fetchall()
        )
    assert _who(case) == before


def test_the_evidence_of_what_was_read_is_kept(case: Path, server: SampleServer) -> None:
    app = _app(CHAT)
    identify(_bridge(server), SERIAL, case, [CHAT], silent())

    with Store.open(case, read_only=True) as store:
        certificate, ranges, size = store.db.execute(
            "SELECT certificate, ranges, size_bytes FROM apks"
        ).fetchone()
        assert icon_png(store, IdentityKey(SERIAL, app.uid, CHAT)) is not None
        assert icon_png(store, IdentityKey(SERIAL, app.uid, "com.example.nobody")) is None
    data = apk_of(app, *version_of(app), 34)
    assert len(data) == size
    assert certificate == key_of("pebblechat").certificate
    for each in json.loads(ranges):
        part = data[each["begin"] : each["end"]]
        assert each["sha256"] == hashlib.sha256(part).hexdigest()
