"""`auditor doctor`: one cause, one next step, an exit code; and debugging off again."""

import json

import pytest
from click.testing import CliRunner, Result

from auditor import cli_doctor
from auditor.adb.devices import DeviceRow, State
from auditor.adb.doctor import Cause, Facts, diagnose
from auditor.adb.usb import Bus, Offer, UsbPhone
from auditor.cli import cli
from auditor.cli_doctor import report
from auditor.sample.adb_server import SampleServer
from auditor.sample.phone import SamplePhone
from tests.core.adb.doctor_table import DETECTED, TESTED
from tests.core.adb.phones import free_port
from tests.core.adb.test_doctor import CASES, NOTHING, READY


def doctor(*args: object) -> Result:
    return CliRunner().invoke(cli, ["doctor", *map(str, args)], prog_name="auditor")


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Facts]:
    """What the doctor sees, one after the other."""
    facts: list[Facts] = []
    monkeypatch.setattr(cli_doctor, "look_around", lambda *_, **__: facts.pop(0))
    return facts


def test_the_sample_phone_can_be_read() -> None:
    with SampleServer(SamplePhone(35, 1)) as server:
        result = doctor("--adb-port", server.port)

    assert result.exit_code == 0
    assert result.stdout.startswith("A phone is connected and can be read.\nGo on: read it.\n")


def test_what_is_in_the_way_is_one_sentence_and_one_next_step(seen: list[Facts]) -> None:
    seen.append(next(iter(CASES.values())))

    result = doctor()

    assert result.exit_code == 3
    assert result.stdout.splitlines()[0].startswith("This computer has no adb program")
    assert result.stdout.count("What to do: ") == 1


def test_it_speaks_chinese_too(seen: list[Facts]) -> None:
    seen.append(NOTHING)

    assert "下一步: " in doctor("--lang", "zh_CN").stdout


def test_what_a_phone_made_up_cannot_move_the_terminal(seen: list[Facts]) -> None:
    evil = UsbPhone("18d1", "0001", "a\x1b[2J{detail}", "pixel", frozenset({Offer.FILES}))
    seen.append(Facts(None, None, 41, False, None, None, (), Bus(True, (evil,))))

    shown = doctor().stdout

    assert "\x1b" not in shown
    assert "[2J{detail}" in shown


def test_json_holds_causes_and_everything_that_was_looked_at(seen: list[Facts]) -> None:
    seen.append(READY)

    data = json.loads(doctor("--json").stdout)

    assert data["readable"] is True
    assert data["causes"] == []
    assert data["facts"]["bus"]["phones"][0]["offers"] == ["adb"]


def test_the_udev_rule_is_printed_for_what_is_plugged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    buses = iter([READY.bus, NOTHING.bus, Bus(True)])
    monkeypatch.setattr("auditor.adb.usb.look", lambda: next(buses))

    assert 'ATTR{idVendor}=="18d1"' in doctor("--udev-rule").stdout
    assert doctor("--udev-rule").exit_code == 0
    none = doctor("--udev-rule")
    assert (none.exit_code, none.stdout) == (2, "")


def test_an_address_is_tried_and_explained() -> None:
    result = doctor("--address", f"127.0.0.1:{free_port()}")

    assert result.exit_code == 0
    assert "it changes each time" in result.stdout


@pytest.mark.parametrize(
    ("bus", "code", "text"),
    [
        (Bus(True, (UsbPhone("18d1", "0", "P", "pixel", frozenset({Offer.FILES})),)), 0, "is off"),
        (Bus(True), 3, "cannot be told"),
        (READY.bus, 3, "still on"),
    ],
)
def test_after_the_work_debugging_is_looked_at(
    seen: list[Facts], bus: Bus, code: int, text: str
) -> None:
    seen.append(Facts(None, None, 41, False, None, None, (), bus))

    result = doctor("--off", "--wait", 0, "--maker", "pixel")

    assert result.exit_code == code
    assert 'switch off "USB debugging"' in result.stdout
    assert text in result.stdout.splitlines()[-1]


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_a_report_never_has_two_next_steps_and_never_none(lang: str) -> None:
    for cause, facts in CASES.items():
        lines = list(report(facts, diagnose(facts), lang))

        assert len(lines) >= 2, cause
        assert "{" not in "".join(lines)


def test_every_cause_says_how_it_is_found() -> None:
    assert list(DETECTED) == list(TESTED) == list(CASES) == list(Cause)


def test_the_text_to_share_holds_no_serial_number(seen: list[Facts]) -> None:
    seen.append(CASES[Cause.UNAUTHORIZED])

    result = doctor("--share")

    assert result.exit_code == 3
    assert "unauthorized: The phone has not allowed" in result.stdout
    assert READY.rows[0].serial not in result.stdout


def test_a_phone_in_two_states_is_told_by_the_worse_one_only_if_none_is_ready() -> None:
    rows = (DeviceRow("A", State.OFFLINE, "offline"), DeviceRow("B", State.DEVICE, "device"))
    facts = Facts(None, None, 41, False, None, None, rows, Bus(True))

    assert next(report(facts, diagnose(facts), "en")) == "A phone is connected and can be read."
