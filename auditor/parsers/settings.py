"""`settings get` and `settings list`: accessibility, listeners, automatic time (formats.md 6.7)."""

import re
from collections.abc import Iterable, Iterator

from auditor.companion_records import Setting
from auditor.parsers.cursor import unparsed
from auditor.parsers.notices import notice
from auditor.records import Notice, Unparsed

# Settings that hold components, `package/class`, joined with ":", or a package alone.
_COMPONENTS = frozenset(
    {
        "enabled_accessibility_services",
        "enabled_notification_listeners",
        "default_input_method",
        "assistant",
        "sms_default_application",
        "dialer_default_application",
    }
)
NAMESPACES = {  # of the settings that are read from a list, which names none
    "auto_time": "global",
    "auto_time_zone": "global",
    "development_settings_enabled": "global",
    "location_mode": "secure",
    "default_input_method": "secure",
    "assistant": "secure",
    "sms_default_application": "secure",
    "dialer_default_application": "secure",
    "enabled_accessibility_services": "secure",
    "enabled_notification_listeners": "secure",
}
_LONGEST = 10_000  # characters of a value
_PAIR = re.compile(rf"({'|'.join(NAMESPACES)})=(.*)").fullmatch


def parse_settings(lines: Iterable[str], key: str) -> Iterator[Setting | Unparsed | Notice]:
    """Read the one line that answers for `key`, a namespace and a name: `secure assistant`."""
    namespace, _, name = key.partition(" ")
    found = False
    for number, line in enumerate(lines, 1):
        if answer := notice(number, line):
            yield answer
        elif not line.strip():
            continue
        elif found or len(line) > _LONGEST:
            yield unparsed(number, line, "unknown_line")
        else:
            found = True
            value = _value(line)
            packages = _packages(value) if value and name in _COMPONENTS else ()
            yield Setting(namespace, name, value, packages, number)


def parse_settings_list(lines: Iterable[str]) -> Iterator[Setting | Unparsed | Notice]:
    """Read lines of `KEY=VALUE`, as `settings list` prints them, for the settings that matter.

    Another setting is counted without its text: many are nobody's business.
    """
    for number, line in enumerate(lines, 1):
        if answer := notice(number, line):
            yield answer
        elif len(line) <= _LONGEST and (match := _PAIR(line)):
            value = _value(match[2])
            packages = _packages(value) if value and match[1] in _COMPONENTS else ()
            yield Setting(NAMESPACES[match[1]], match[1], value, packages, number)
        elif line.strip():
            yield unparsed(number, "", "other_setting")


def _value(text: str) -> str | None:
    """Read a value; what is not set is printed as `null`, or as nothing."""
    value = text.strip()
    return None if value in ("", "null") else value


def _packages(value: str) -> tuple[str, ...]:
    parts = (part.partition("/")[0].strip() for part in value.split(":"))
    return tuple(dict.fromkeys(part for part in parts if part))
