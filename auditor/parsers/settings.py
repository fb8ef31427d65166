"""`settings get NAMESPACE KEY`: accessibility, listeners, automatic time (formats.md 6.7)."""

from collections.abc import Iterable, Iterator

from auditor.parsers.cursor import unparsed
from auditor.parsers.notices import notice
from auditor.parsers.props import parse_setting
from auditor.records import Notice, Setting, Unparsed

# Settings that hold components, `package/class`, joined with ":".
_COMPONENTS = frozenset(
    {
        "enabled_accessibility_services",
        "enabled_notification_listeners",
        "default_input_method",
        "assistant",
    }
)
_LONGEST = 10_000  # characters of a value


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
            value = parse_setting(line)
            packages = _packages(value) if value and name in _COMPONENTS else ()
            yield Setting(namespace, name, value, packages, number)


def _packages(value: str) -> tuple[str, ...]:
    parts = (part.partition("/")[0].strip() for part in value.split(":"))
    return tuple(dict.fromkeys(part for part in parts if part))
