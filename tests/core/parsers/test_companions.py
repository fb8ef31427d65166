"""Screen, doze, traffic, switches, settings: what the samples do not hold, and a real report."""

import re
import zipfile
from collections.abc import Iterator

import pytest

from auditor.clock import PhoneClock
from auditor.companion_records import DozeExemption, ScreenState, SensorSwitch, Setting
from auditor.parsers.deviceidle import parse_deviceidle
from auditor.parsers.netstats import parse_netstats
from auditor.parsers.power import parse_power
from auditor.parsers.sensor_privacy import parse_sensor_privacy
from auditor.parsers.settings import parse_settings
from auditor.records import Notice, Unparsed
from tests.conftest import shared_or_skip

CLOCK = PhoneClock(None, False, 1_000_000, 1_000_400)
REPORT = "emulator-psr1-9-bugreport.zip"


@pytest.fixture(scope="module")
def report() -> str:
    path = shared_or_skip("corpus", "bugreport") / REPORT
    with zipfile.ZipFile(path) as archive:
        name = archive.read("main_entry.txt").decode().strip()
        return archive.read(name).decode("utf-8", "replace")


def section(report: str, service: str) -> list[str]:
    begin = report.index(f"\nDUMP OF SERVICE {service}:\n")
    end = report.index(f"s was the duration of dumpsys {service}, ", begin)
    return report[begin:end].split("\n")[2:-1]


@pytest.mark.shared
def test_the_screen_of_a_real_report_is_read(report: str) -> None:
    (found,) = parse_power(section(report, "power"), CLOCK)
    assert isinstance(found, ScreenState)
    assert (found.wakefulness, found.powered, found.battery_level) == ("Awake", False, 100)
    assert found.last_wake_ms == found.last_sleep_ms == 1_000_000 - 10_909_123
    assert found.precision_ms == 401


@pytest.mark.shared
def test_the_exemptions_of_a_real_report_are_read(report: str) -> None:
    text = section(report, "deviceidle")
    found = list(parse_deviceidle(text))
    apps = [line.strip() for line in text if re.fullmatch(r" {4}com\.[\w.]+", line)]
    assert [record.package for record in found if isinstance(record, DozeExemption)] == apps
    assert len(found) == len(apps) == 11


@pytest.mark.shared
def test_a_real_report_without_uids_has_no_traffic(report: str) -> None:
    assert list(parse_netstats(section(report, "netstats"))) == []


@pytest.mark.shared
def test_the_totals_of_a_real_report_read_as_a_uid_give_every_bucket(report: str) -> None:
    # The report has interface totals only: as the rows of a uid they have the same form.
    text = [line.replace("Xt stats:", "UID stats:") for line in section(report, "netstats")]
    begin = text.index("UID stats:")
    found = list(parse_netstats(text))
    assert len(found) == sum(" st=" in line for line in text[begin:])
    assert not [record for record in found if isinstance(record, Unparsed)]


@pytest.mark.shared
def test_a_service_that_refuses_an_option_has_no_switches() -> None:
    path = shared_or_skip("corpus", "other") / "mtk-tablet-13-sensor_privacy.txt"
    found = list(parse_sensor_privacy(path.read_text(encoding="utf-8").split("\n")))
    assert found == []


def test_a_screen_without_a_capture_time_has_no_times() -> None:
    lines = ["  mWakefulness=Awake", "  mLastWakeTime=5 (10 ms ago)"]
    (found,) = parse_power(lines, PhoneClock(None, False, None, None))
    assert isinstance(found, ScreenState)
    assert (found.wakefulness, found.last_wake_ms, found.precision_ms) == ("Awake", None, 0)


def test_a_time_of_the_screen_that_is_no_time_is_said() -> None:
    found = list(parse_power(["  mWakefulness=Awake", "  mLastWakeTime=never"], CLOCK))
    assert [type(record) for record in found] == [Unparsed, ScreenState]


def test_a_refusal_is_a_notice() -> None:
    line = "Permission Denial: can't dump NetworkStats from pid=1, uid=2000"
    for found in (parse_netstats([line]), parse_deviceidle([line]), parse_power([line], CLOCK)):
        assert [type(record) for record in found] == [Notice]


def test_traffic_below_a_damaged_header_is_nobodys() -> None:
    lines = [
        "UID stats:",
        "  ident=[{type=1}] uid=10001 set=DEFAULT tag=0x0",
        "    NetworkStatsHistory: bucketDuration=7200",
        "  ident=[{type=1}] uid= set=DEFAULT tag=0x0",
        "      st=1 rb=1 rp=1 tb=1 tp=1 op=0",
    ]
    assert [type(record) for record in parse_netstats(lines)] == [Unparsed, Unparsed]


def test_switches_of_a_text_that_is_cut_are_kept() -> None:
    lines = ["SENSOR PRIVACY MANAGER STATE (x)", "{", "user={", "sensor=1", "is_enabled=true"]
    assert list(parse_sensor_privacy(lines)) == [SensorSwitch(None, "microphone", None, True, 5)]


@pytest.mark.parametrize(
    ("line", "value", "packages"),
    [
        ("null", None, ()),
        ("a.b/.C:d.e/d.e.F:a.b/.G", "a.b/.C:d.e/d.e.F:a.b/.G", ("a.b", "d.e")),
        ("", None, None),
    ],
)
def test_a_list_of_services_names_their_apps_once(
    line: str, value: str | None, packages: tuple[str, ...] | None
) -> None:
    found = list(read_setting("secure enabled_accessibility_services", line))
    namespace, name = "secure", "enabled_accessibility_services"
    wanted = [] if packages is None else [Setting(namespace, name, value, packages, 1)]
    assert found == wanted


def test_a_number_is_no_list_of_services() -> None:
    assert list(read_setting("global auto_time", "1")) == [
        Setting("global", "auto_time", "1", (), 1)
    ]


def test_a_second_line_of_a_setting_is_not_understood() -> None:
    found = list(read_setting("global auto_time", "1", "2"))
    assert [type(record) for record in found] == [Setting, Unparsed]


def read_setting(key: str, *lines: str) -> Iterator[Setting | Unparsed | Notice]:
    return parse_settings(lines, key)
