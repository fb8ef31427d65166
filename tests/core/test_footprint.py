"""What our own reading left: the shell's records in its time, and in no earlier reading."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.cli import cli
from auditor.footprint import Footprint, footprints, said
from auditor.records import Event, Source
from auditor.store import Store
from tests.core.cases import HOUR_MS, NOW_MS, event, load


def shell(**changes: object) -> Event:
    values = {"uid": 2000, "package": "com.android.shell", "op": "READ_CLIPBOARD"}
    return event(**(values | {"time_ms": NOW_MS + 300} | changes))


def measured(case: Path) -> list[Footprint]:
    with Store.open(case) as store:
        return list(footprints(store))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Two readings an hour apart; the second still lists what the first one left."""
    mine = shell(line=1)
    before = shell(line=2, op="READ_LOGS", time_ms=NOW_MS - 2 * HOUR_MS)
    others = [event(line=3, time_ms=NOW_MS + 200), shell(line=4, uid=1_002_000)]
    later = NOW_MS + HOUR_MS
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [mine, before, *others])
        load(store, "two", [mine, before, shell(line=5, time_ms=later + 500)], at_ms=later)
    return tmp_path / "case"


def test_a_reading_left_what_lies_in_its_time_and_in_no_earlier_reading(case: Path) -> None:
    one, two = measured(case)

    assert [(each.op, each.time_ms, each.line) for each in one.traces] == [
        ("READ_CLIPBOARD", NOW_MS + 300, 1)
    ]
    assert [each.line for each in two.traces] == [5]
    assert one.ops_were_whole
    assert "noted 1 uses by its shell, through which ADB reads: READ_CLIPBOARD" in said(one, "en")
    assert "1 次使用：READ_CLIPBOARD" in said(one, "zh_CN")


def test_nothing_found_is_said_only_of_a_list_that_was_read_to_the_end(tmp_path: Path) -> None:
    with Store.create(tmp_path / "case") as store:
        load(store, "whole", [event()])
        load(store, "cut", [event()], at_ms=NOW_MS + HOUR_MS, cut=frozenset({"appops"}))
    whole, cut = measured(tmp_path / "case")

    assert (whole.traces, cut.traces) == ((), ())
    assert said(whole, "en").startswith("In the time of this reading the phone noted no use")
    assert said(cut, "en").startswith("What this reading left cannot be told")


def test_counts_over_periods_are_told_apart(tmp_path: Path) -> None:
    slot = shell(source=Source.AGGREGATE, count=3, time_ms=NOW_MS - 60_000, precision_ms=900_000)
    with Store.create(tmp_path / "case") as store:
        load(store, "one", [slot])
    (found,) = measured(tmp_path / "case")

    assert (found.traces, found.periods) == ((), 1)
    assert "1 counts over longer periods" in said(found, "en")


def test_the_command_lists_them_and_what_cannot_be_measured(case: Path) -> None:
    told = CliRunner().invoke(cli, ["footprint", "--case", str(case)])
    assert told.exit_code == 0, told.output
    assert "READ_CLIPBOARD  raw/appops.txt:1" in told.output
    assert "This cannot be measured" in told.output

    data = json.loads(CliRunner().invoke(cli, ["footprint", "--case", str(case), "--json"]).output)
    assert [each["capture_id"] for each in data] == ["one", "two"]
    assert data[0]["traces"][0]["op"] == "READ_CLIPBOARD"
