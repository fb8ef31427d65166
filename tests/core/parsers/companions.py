"""The samples of other services' texts that were written for these tests, and their parsers."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from auditor.clock import PhoneClock
from auditor.parsers.appops_get import parse_appops_get
from auditor.parsers.audio import parse_audio
from auditor.parsers.camera import parse_camera
from auditor.parsers.deviceidle import parse_deviceidle
from auditor.parsers.hibernation import parse_hibernation
from auditor.parsers.lines import decode_lines
from auditor.parsers.netstats import parse_netstats
from auditor.parsers.power import parse_power
from auditor.parsers.processes import parse_processes
from auditor.parsers.sensor_privacy import parse_sensor_privacy
from auditor.parsers.settings import parse_settings, parse_settings_list
from auditor.parsers.usagestats import parse_usagestats
from auditor.record_numbers import Record

FOLDER = Path(__file__).resolve().parents[2] / "data" / "companions"
ZONE = "Europe/Berlin"

Parser = Callable[[Iterable[str], PhoneClock], Iterator[Record]]
PARSERS: dict[str, Parser] = {
    "appops_get": partial(parse_appops_get, package="com.example.chat"),
    "audio": parse_audio,
    "camera": parse_camera,
    "power": parse_power,
    "deviceidle": lambda lines, clock: parse_deviceidle(lines),
    "netstats": lambda lines, clock: parse_netstats(lines),
    "sensor_privacy": lambda lines, clock: parse_sensor_privacy(lines),
    "processes": parse_processes,
    "usagestats": parse_usagestats,
    "hibernation": parse_hibernation,
    "settings_list": lambda lines, clock: parse_settings_list(lines),
    "settings": lambda lines, clock: parse_settings(lines, "secure assistant"),
}
# When the samples say they were printed.
ASKED = {
    "audio_9": "2025-01-01T21:15:07",
    "camera_7": "2024-03-02T18:01:00",
}
USUALLY = "2025-05-01T12:00:30"


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def at(local: str, zone: str = ZONE) -> int:
    moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
    return round(moment.timestamp() * 1000)


def parse(name: str) -> list[Record]:
    now_ms = at(ASKED.get(name, USUALLY))
    with (FOLDER / f"{name}.txt").open("rb") as stream:
        clock = PhoneClock(ZONE, True, now_ms, now_ms)
        return list(parser_of(name)(decode_lines(stream), clock))


def parser_of(name: str) -> Parser:
    return PARSERS[name.rpartition("_")[0]]
