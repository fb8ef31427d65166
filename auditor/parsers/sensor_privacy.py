"""`dumpsys sensor_privacy`: microphone and camera switched off for all apps (Android 12 on)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from auditor.companion_records import SensorSwitch
from auditor.parsers.cursor import unparsed
from auditor.parsers.notices import notice
from auditor.records import Notice, Unparsed

_HEADER = re.compile(r"SENSOR PRIVACY MANAGER STATE .*").fullmatch
_OPEN = re.compile(r"\s*(?:(\w{1,60})\s*=?\s*)?([{\[])\s*").fullmatch
_CLOSE = re.compile(r"\s*[}\]],?\s*").fullmatch
_FIELD = re.compile(r"\s*(\w{1,60})=(.{0,300})").fullmatch
_NUMBER = re.compile(r"-?\d{1,9}").fullmatch
_SENSORS = {"1": "microphone", "2": "camera"}
_SWITCHES = {"1": "software", "2": "hardware"}
_IS_BLOCKED = {"1": True, "2": False, "true": True, "false": False}
_DEEPEST = 20


@dataclass
class _Block:
    """One `name={ … }`. A switch waits until its user, which may be printed later, is known."""

    name: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    switches: list[tuple[dict[str, str], int]] = field(default_factory=list)


def parse_sensor_privacy(
    lines: Iterable[str],
) -> Iterator[SensorSwitch | Unparsed | Notice]:
    """Read the switches of each user, in the forms of Android 12 and of 13 and later."""
    stack: list[_Block] = []
    is_state = False
    for number, line in enumerate(lines, 1):
        if _HEADER(line):
            is_state, stack = True, []
        elif answer := notice(number, line):
            yield answer
        elif not is_state or not line.strip():
            continue
        elif match := _OPEN(line):
            if len(stack) >= _DEEPEST:
                is_state = False
                yield unparsed(number, line, "too_deep")
            else:
                name = match[1] or (stack[-1].name if stack else "")
                stack.append(_Block(name, number))
        elif _CLOSE(line) and stack:
            yield from _close(stack)
        elif (match := _FIELD(line)) and stack:
            stack[-1].fields[match[1]] = match[2].strip()
            if match[1] in ("is_enabled", "state_type"):
                stack[-1].line = number
        else:
            yield unparsed(number, line, "unknown_line")
    while stack:  # the text was cut
        yield from _close(stack)


def _close(stack: list[_Block]) -> Iterator[SensorSwitch]:
    """Leave a block: what it knows (sensor, user) is said of every switch within it."""
    block = stack.pop()
    switches = [({**block.fields, **fields}, line) for fields, line in block.switches]
    if "is_enabled" in block.fields or "state_type" in block.fields:
        switches.append((dict(block.fields), block.line))
    if stack:
        stack[-1].switches += switches
        return
    for fields, line in switches:
        state = fields.get("state_type", fields.get("is_enabled", ""))
        if "sensor" in fields and state in _IS_BLOCKED:
            yield _switch(fields, _IS_BLOCKED[state], line)


def _switch(fields: dict[str, str], is_blocked: bool, line: int) -> SensorSwitch:
    user, sensor = fields.get("user_id", ""), fields["sensor"]
    switch = fields.get("toggle_type")
    return SensorSwitch(
        user_id=int(user) if _NUMBER(user) else None,
        sensor=_SENSORS.get(sensor, sensor),
        switch=None if switch is None else _SWITCHES.get(switch, switch),
        is_blocked=is_blocked,
        line=line,
    )
