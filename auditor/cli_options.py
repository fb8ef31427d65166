"""What people type: data types, times, sizes, checked and turned into values."""

import datetime
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from auditor.errors import UsageError
from auditor.records import DataType, Kind

_UNITS_MS = {"m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000}
LARGEST_PX = 8192
SMALLEST_PX = (640, 400)

CASE = click.option(
    "--case",
    type=click.Path(path_type=Path, readable=False),  # what cannot be read is told by who reads
    required=True,
    help="The folder of the case.",
)
LANGUAGES = click.Choice(["en", "zh_CN"])


def program_language() -> str:
    """Give the language that `auditor --lang` was told; English otherwise."""
    context = click.get_current_context(silent=True)
    chosen = context.find_root().params.get("lang") if context else None
    return chosen or "en"


LANG = click.option(
    "--lang",
    type=LANGUAGES,
    default=program_language,
    show_default="that of auditor --lang, else en",
    help="Language.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for a script.")
TYPE = click.option(
    "--type",
    "types",
    callback=lambda _ctx, _param, value: data_types(value),
    metavar="TYPE,…",
    help="Data types, with commas: " + ", ".join(DataType) + ".",
)
SINCE = click.option("--since", metavar="TIME", help="From this time on: 2025-05-01, 7d, 24h.")
UNTIL = click.option("--until", metavar="TIME", help="Before this time; a date means its end.")
UID = click.option("--uid", "uids", type=int, multiple=True, help="Only this Linux user.")
KIND = click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    help="Only accesses, or only rejects.",
)
BACKGROUND = click.option(
    "--background", is_flag=True, help="Only what is known to be in the background."
)
UNMERGED = click.option(
    "--unmerged", is_flag=True, help="Every record of every raw line, before merging."
)
DEVICE = click.option("--device", metavar="ID", help="Which phone, if the case holds several.")
PACKAGE = click.option("--package", "packages", multiple=True, help="Only this package.")
RULES = click.option(
    "--rules",
    type=click.Path(path_type=Path, readable=False),
    metavar="FOLDER",
    help="Ask the rules of this folder as well; one of the same id takes the place of ours.",
)
OUTPUT = click.option(
    "-o", "--output", default="-", metavar="FILE", help="Write to FILE; - is stdout."
)
SERIAL = click.option("--serial", help="Which phone, if several are connected.")
ADB_PORT = click.option(
    "--adb-port",
    type=click.IntRange(1, 65535),
    help="Port of the ADB server to talk to (default: a running one, else an own private one).",
)
CONNECT = click.option(
    "--connect",
    "wireless",
    metavar="IP:PORT",
    help="Read a paired phone without a cable: the address under Wireless debugging.",
)
BRIDGE = click.option(
    "--bridge",
    "bridge_name",
    type=click.Choice(["adbutils", "ppadb"]),
    default="adbutils",
    show_default=True,
    help="The library that opens connections to the ADB server.",
)


def data_types(text: str | None) -> frozenset[DataType]:
    """Read `microphone,photos`; a word that is no data type is a usage error with all of them."""
    names = [name.strip().lower().replace("-", "_") for name in (text or "").split(",")]
    wrong = [name for name in names if name and name not in set(DataType)]
    if wrong:
        known = ", ".join(DataType)
        raise click.BadParameter(f"{', '.join(wrong)} is no data type. There are: {known}.")
    return frozenset(DataType(name) for name in names if name)


def when(text: str, now_ms: int, zone: str | None, is_end: bool = False) -> int:
    """Turn a time into UTC milliseconds.

    `7d`, `24h`, `90m`, `2w` count back from `now_ms`. An ISO date or time without an offset is in
    `zone` (UTC when None). With `is_end` a date alone means the end of that day.
    """
    relative = re.fullmatch(r"(\d{1,6})([mhdw])", text.strip())
    if relative:
        return now_ms - int(relative[1]) * _UNITS_MS[relative[2]]
    return iso_time(text, zone, is_end, "Write 2025-05-01, 2025-05-01T14:30, 7d or 24h.")


def iso_time(
    text: str,
    zone: str | None,
    is_end: bool = False,
    hint: str = "Write 2025-05-01T14:30 or 2025-05-01T14:30+02:00.",
) -> int:
    """Turn an ISO date or time into UTC milliseconds; see `when`. `hint` tells how to write it."""
    place = _zone(zone)
    try:
        moment = datetime.datetime.fromisoformat(text.strip())
        if is_end and re.fullmatch(r"[\d-]+", text.strip()):
            moment += datetime.timedelta(days=1)
        return round((moment if moment.tzinfo else moment.replace(tzinfo=place)).timestamp() * 1000)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{text!r} is no time.", hint) from error


def _zone(name: str | None) -> datetime.tzinfo:
    try:
        return ZoneInfo(name) if name else datetime.UTC
    except (KeyError, ValueError, OSError) as error:
        raise UsageError(
            f"There is no time zone {name}.", "Give a name like Europe/Berlin."
        ) from error


def picture_size(_ctx: click.Context, _param: click.Parameter, text: str) -> tuple[int, int]:
    """Read `1280x800`."""
    found = re.fullmatch(r"(\d{1,5})[x×](\d{1,5})", text.strip())
    if not found:
        raise click.BadParameter(f"{text!r} is no size. Write 1280x800.")
    width, height = int(found[1]), int(found[2])
    if not (SMALLEST_PX[0] <= width <= LARGEST_PX and SMALLEST_PX[1] <= height <= LARGEST_PX):
        small = "x".join(map(str, SMALLEST_PX))
        raise click.BadParameter(f"A picture is between {small} and {LARGEST_PX}x{LARGEST_PX}.")
    return width, height
