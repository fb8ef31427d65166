"""From a phone to a sealed bundle and back: what it holds, and what it must not hold."""

import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.bundle import export_bundle
from auditor.bundle.rederive import rederive
from auditor.bundle.selection import AROUND_MS, NEVER_TAKEN
from auditor.bundle.verify import verify
from auditor.errors import BundleError, UsageError
from auditor.filters import EventFilter
from auditor.findings.tables import NEEDS
from auditor.query import apps, captures, devices, events
from auditor.records import DataType
from auditor.store import Store
from tests.core.bundle.conftest import APP, EXPORTED_MS, sample_case

Export = Callable[..., Path]
IN_USE_MS = 1_750_007_200_000  # when an app of the sample phone has an op in use


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_fresh_bundle_is_intact_and_its_records_can_be_derived_again(
    case: Path, export: Export
) -> None:
    bundle = export(case)

    found = verify(bundle)

    assert found.is_intact
    assert found.is_sample
    assert rederive(bundle) == []


def test_a_bundle_holds_exactly_the_events_of_the_filter(case: Path, export: Export) -> None:
    bundle = export(case, types=frozenset({DataType.CONTACTS, DataType.MICROPHONE}))

    with Store.open(case) as store:
        wanted = EventFilter(
            packages=frozenset({APP}), types=frozenset({DataType.CONTACTS, DataType.MICROPHONE})
        )
        expected = [(e.time_ms, e.op, e.kind, e.count) for e in events(store, wanted)]
    told = rows(bundle / "derived" / "events.jsonl")
    assert [(e["time_ms"], e["op"], e["kind"], e["count"]) for e in told] == expected
    assert expected
    assert all(event["withheld"] == 0 and event["witnesses"] for event in told)


def test_every_row_names_a_raw_line_that_says_it(case: Path, export: Export) -> None:
    bundle = export(case)

    for row in rows(bundle / "derived" / "records.jsonl"):
        lines = (bundle / str(row["raw_file"])).read_bytes().split(b"\n")
        assert lines[int(str(row["line"])) - 1].strip()


def test_no_other_persons_app_is_named_anywhere(case: Path, export: Export) -> None:
    bundle = export(case)

    with Store.open(case) as store:
        found = {row.package for row in apps(store) if not row.is_system} - {APP}
        proxies = {row.proxy_package for row in events(store) if row.package == APP}
    text = b"".join(path.read_bytes() for path in bundle.rglob("*") if path.is_file()).decode()
    assert len(found) > 20
    assert [name for name in sorted(found - proxies) if name in text] == []


def test_foreground_and_screen_are_told_only_near_the_events(case: Path, export: Export) -> None:
    bundle = export(case)

    singles = [
        (int(str(e["time_ms"])), int(str(e["duration_ms"] or 0)))
        for e in rows(bundle / "derived" / "events.jsonl")
        if e["time_ms"] is not None and e["source"] != "aggregate"
    ]
    for row in rows(bundle / "derived" / "usage.jsonl"):
        at = int(str(row["time_ms"]))
        assert any(t - AROUND_MS <= at <= t + d + AROUND_MS for t, d in singles)
        assert row["package"] in (APP, "android")


def test_starts_of_processes_are_never_taken(case: Path, export: Export) -> None:
    bundle = export(case)

    raw = b"".join(path.read_bytes() for path in bundle.rglob("raw/*/*"))
    assert [*NEVER_TAKEN] == ["process_starts"]
    assert raw and b"am_proc_start" not in raw
    with Store.open(case) as store:
        assert store.db.execute(NEEDS["process_starts"]).fetchone()


def test_neither_phone_nor_computer_is_named(
    case: Path, export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER", "plantedusername")
    bundle = export(case)

    with Store.open(case) as store:
        device = devices(store)[0]
        secrets = [device.device_id, device.serial, str(tmp_path), str(case)]
        secrets += [row.capture_id for row in captures(store)]
    with_boot = next((case / "captures").glob("*/raw/boot_id*.txt")).read_text().strip()
    secrets += [with_boot, "plantedusername"]
    for path in bundle.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert [s for s in secrets if s.encode() in data] == [], path


def test_the_pseudonym_is_the_cases_own(case: Path, export: Export, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(case, other, ignore=shutil.ignore_patterns("pseudonym.key"))

    names = {
        json.loads((bundle / "environment.json").read_bytes())["device"]["pseudonym"]
        for bundle in (export(case, "a"), export(case, "b"), export(other, "c"))
    }

    assert len(names) == 2
    assert (case / "pseudonym.key").stat().st_mode & 0o077 == 0


def test_the_same_input_gives_the_same_bytes(case: Path, export: Export) -> None:
    first, second = export(case, "a.zip"), export(case, "b.zip")

    assert first.read_bytes() == second.read_bytes()


def test_a_zip_holds_what_a_folder_holds(case: Path, export: Export) -> None:
    folder, archive = export(case, "a"), export(case, "b.zip")

    with zipfile.ZipFile(archive) as opened:
        packed = {name: opened.read(name) for name in opened.namelist()}
    loose = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert packed == loose
    assert verify(archive).is_intact


def test_the_command_log_tells_of_every_command_also_of_those_left_out(
    case: Path, export: Export
) -> None:
    told = rows(export(case) / "command_log.jsonl")

    with Store.open(case) as store:
        assert len(told) == sum(row.files for row in captures(store))
    left_out = {row["command"] for row in told if row["file"] is None}
    assert {"users", "boot_id"} <= left_out


def test_the_same_app_of_another_user_is_another_app(case: Path, export: Export) -> None:
    with Store.open(case) as store:
        uids = {row.uid for row in apps(store) if row.package == APP and row.uid > 0}
    one = min(uids)
    whole, part = export(case, "whole"), export(case, "part", uids=frozenset({one}))

    def told(bundle: Path, kind: str) -> set[object]:
        return {row.get("uid") for row in rows(bundle / "derived" / f"{kind}.jsonl")}

    assert len(uids) > 1
    for kind in ("events", "records", "packages", "permissions"):
        assert told(part, kind) == {one}
        assert told(whole, kind) >= uids
    assert {row["user_id"] for row in rows(part / "derived" / "usage.jsonl")} <= {one // 100_000}
    assert verify(part).is_intact


def test_nothing_chosen_is_said(case: Path, export: Export) -> None:
    with pytest.raises(UsageError, match="none was chosen"):
        export(case, packages=frozenset())
    with pytest.raises(UsageError, match="Nothing is recorded"):
        export(case, packages=frozenset({"com.example.nobody"}))


def test_what_is_there_is_never_replaced(case: Path, export: Export) -> None:
    export(case)

    with pytest.raises(BundleError, match="there already"):
        export(case)


def test_a_place_that_cannot_be_written_is_a_sentence_and_leaves_nothing(
    case: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")

    with Store.open(case) as store, pytest.raises(BundleError, match="could not be written"):
        wanted = EventFilter(packages=frozenset({APP}))
        export_bundle(store, wanted, blocked / "bundle", EXPORTED_MS)

    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_case_of_two_phones_asks_which(case: Path, export: Export, tmp_path: Path) -> None:
    both = Path(shutil.copytree(case, tmp_path / "both"))
    with Store.open(both) as store, store.transaction() as db:
        known = devices(store)[0]
        db.execute(
            "INSERT INTO devices (device_id, serial, is_sample, seen_ms) VALUES (?, ?, 1, 0)",
            ("SAMPLE-other", "SAMPLE-other"),
        )

    with pytest.raises(UsageError, match="2 phones"):
        export(both)
    assert verify(export(both, device_id=known.device_id)).is_intact


def test_a_real_phone_is_not_called_a_sample(sealed_folder: Path) -> None:
    manifest = json.loads((sealed_folder / "manifest.json").read_bytes())

    assert manifest["is_sample"] is True
    limits = (sealed_folder / "limits.md").read_text(encoding="utf-8")
    assert "SAMPLE" in limits
    assert "## What reading left on the phone · 读取在手机上留下了什么" in limits
    assert "In the time of this reading the phone noted" in limits
    assert "在这次读取期间，手机" in limits
    assert replace(verify(sealed_folder), is_sample=False).is_intact


@pytest.mark.parametrize("api", ["28", "34"])
def test_an_access_that_still_runs_is_derived_again(
    tmp_path: Path, export: Export, api: str
) -> None:
    """A line of its own says that it runs, and for how long."""
    case = sample_case(tmp_path / "case", api, IN_USE_MS)
    with Store.open(case) as store:
        (app, *_), *_ = store.db.execute("SELECT DISTINCT package FROM v_records WHERE running")

    bundle = export(case, packages=frozenset({app}))

    assert any(row["running"] for row in rows(bundle / "derived/records.jsonl"))
    assert rederive(bundle) == []
