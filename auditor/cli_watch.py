"""The command `watch`: what is typed, checked."""

import re
from pathlib import Path

import click

from auditor.cli_options import ADB_PORT, BRIDGE, CASE, CONNECT, JSON, data_types
from auditor.records import DataType

_UNITS_MS = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_LONGEST_MS = 60 * 86_400_000


def _length(_ctx: click.Context, _param: click.Parameter, text: str | None) -> int | None:
    """Read `90s`, `30m`, `8h` or `2d` as milliseconds."""
    if text is None:
        return None
    found = re.fullmatch(r"([0-9]{1,6})([smhd])", text.strip())
    length_ms = int(found[1]) * _UNITS_MS[found[2]] if found else 0
    if not 0 < length_ms <= _LONGEST_MS:
        raise click.BadParameter(f"{text!r} is no length of time. Write 90s, 30m, 8h or 2d.")
    return length_ms


@click.command()
@CASE
@click.option(
    "-s",
    "--serial",
    "serials",
    multiple=True,
    help="Which phone, if several are connected; several times for several phones at once.",
)
@click.option(
    "--for",
    "for_ms",
    metavar="LENGTH",
    callback=_length,
    help="End after this time: 90s, 30m, 8h, 2d. Otherwise Ctrl-C ends it.",
)
@click.option(
    "--types",
    callback=lambda _ctx, _param, value: data_types(value),
    metavar="TYPE,…",
    help="Ask for these data types every few seconds, and print only them: "
    + ", ".join(DataType)
    + ".",
)
@click.option(
    "--alert",
    "alert_types",
    callback=lambda _ctx, _param, value: data_types(value),
    metavar="TYPE,…",
    help="Say it loudly when an app uses one of these in the background.",
)
@click.option(
    "--every",
    "fastest_s",
    type=click.FloatRange(1, 3600),
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    help="How often to ask at best; less often where it would cost the phone over 2 %.",
)
@JSON
@CONNECT
@BRIDGE
@ADB_PORT
def watch(
    case: Path,
    serials: tuple[str, ...],
    for_ms: int | None,
    types: frozenset[DataType],
    alert_types: frozenset[DataType],
    fastest_s: float,
    as_json: bool,
    wireless: str | None,
    bridge_name: str,
    adb_port: int | None,
) -> None:
    """Watch a phone live, or several: print each access as it happens, until Ctrl-C."""
    from auditor import cli_watch_work as work

    wanted = work.Wanted(case, types, alert_types, round(fastest_s * 1000), for_ms, as_json)
    if len(serials) > 1 and wireless is None:
        work.watch_phones(wanted, serials, bridge_name, adb_port)
    else:
        serial = serials[0] if serials else None
        work.watch_phone(wanted, serial, wireless, bridge_name, adb_port)
