"""Commands that tell a phone to keep more single accesses, and take it back."""

from pathlib import Path

import click

from auditor.cli_options import ADB_PORT, BRIDGE, CASE, CONNECT, JSON, LANG, SERIAL
from auditor.cli_support import tell

OTHER_CASE = click.option(
    "--case",
    type=click.Path(path_type=Path, readable=False),
    help="The case that knows of it, if it was done on another computer.",
)
YES = click.option(
    "--yes-change-this-phone", "is_sure", is_flag=True, help="Do it; else it is only told."
)


@click.group("keep-more")
def keep_more() -> None:
    """Have a phone keep single accesses to contacts, photos … too. Changes the phone.

    The one thing of this program that does: only `on` and `off`, only with
    --yes-change-this-phone. It is noted in the case and can be taken back exactly.
    """


@keep_more.command()
@OTHER_CASE
@SERIAL
@CONNECT
@LANG
@JSON
@BRIDGE
@ADB_PORT
def status(
    case: Path | None,
    serial: str | None,
    wireless: str | None,
    lang: str,
    as_json: bool,
    bridge_name: str,
    adb_port: int | None,
) -> None:
    """Say what a phone was told to keep, and whether it does. Only reads."""
    from auditor import cli_keep_more_work as work

    phone = work.Phone(bridge_name, adb_port, serial, wireless)
    for line in work.status_lines(phone, case, lang, as_json):
        tell(line)


@keep_more.command()
@CASE
@click.option("--longer", is_flag=True, help="Keep them for 30 days; counts from its next start.")
@YES
@SERIAL
@CONNECT
@LANG
@BRIDGE
@ADB_PORT
def on(
    case: Path,
    longer: bool,
    is_sure: bool,
    serial: str | None,
    wireless: str | None,
    lang: str,
    bridge_name: str,
    adb_port: int | None,
) -> None:
    """Say what would be changed, before and after; with --yes-change-this-phone do it."""
    from auditor import cli_keep_more_work as work

    phone = work.Phone(bridge_name, adb_port, serial, wireless)
    for line in work.on_lines(phone, case, longer, is_sure, lang):
        tell(line)


@keep_more.command()
@OTHER_CASE
@YES
@SERIAL
@CONNECT
@LANG
@BRIDGE
@ADB_PORT
def off(
    case: Path | None,
    is_sure: bool,
    serial: str | None,
    wireless: str | None,
    lang: str,
    bridge_name: str,
    adb_port: int | None,
) -> None:
    """Put back exactly what was there before, with --yes-change-this-phone."""
    from auditor import cli_keep_more_work as work

    phone = work.Phone(bridge_name, adb_port, serial, wireless)
    for line in work.off_lines(phone, case, is_sure, lang):
        tell(line)
