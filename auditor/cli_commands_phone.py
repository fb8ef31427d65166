"""Commands that find a phone, and read it or files of it into a case."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from auditor.cli_options import ADB_PORT, BRIDGE, CASE, CONNECT, JSON, LANG, PACKAGE, SERIAL
from auditor.cli_support import tell
from auditor.makers import maker_codes


def add_to(cli: click.Group) -> None:
    """Add the commands of this file to the program."""
    for command in (devices, connect, doctor, pair, capture, identify, import_):
        cli.add_command(command)


def _maker(told: str) -> Callable[..., Any]:
    """The option that names who made the phone; `told` says what for."""
    return click.option(
        "--maker",
        type=click.Choice(maker_codes()),
        default="other",
        show_default=True,
        help=told,
    )


@click.command()
@JSON
@ADB_PORT
@BRIDGE
def devices(as_json: bool, adb_port: int | None, bridge_name: str) -> None:
    """List the phones that ADB sees, and whether each can be read."""
    from auditor import cli_phone

    for line in cli_phone.device_lines(bridge_name, adb_port, as_json):
        tell(line)


@click.command()
@_maker("Who made the phone: menus have other names.")
@LANG
def connect(maker: str, lang: str) -> None:
    """Say what to tap on a phone so that this computer may read it."""
    from auditor import cli_connect

    for line in cli_connect.step_lines(maker, lang):
        tell(line)


@click.command()
@JSON
@click.option(
    "--share", is_flag=True, help="Print what was found for a helper: without serial numbers."
)
@click.option(
    "--udev-rule", is_flag=True, help="Linux: print the rule that lets you use the phone."
)
@click.option("--address", metavar="IP:PORT", help="Try a phone's address of wireless debugging.")
@click.option("--off", is_flag=True, help="After the work: say how to switch debugging off, check.")
@_maker("With --off: who made the phone.")
@click.option(
    "--wait",
    "wait_s",
    type=click.IntRange(0, 3600),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="With --off: how long to wait for it.",
)
@LANG
@ADB_PORT
@click.pass_context
def doctor(
    ctx: click.Context,
    as_json: bool,
    share: bool,
    udev_rule: bool,
    address: str | None,
    off: bool,
    maker: str,
    wait_s: int,
    lang: str,
    adb_port: int | None,
) -> None:
    """Find out why a phone cannot be read, and say the one next step. Changes nothing."""
    from auditor import cli_doctor

    if off:
        ctx.exit(cli_doctor.check_off(adb_port, maker, wait_s, lang))
    if not udev_rule and address is None:
        form = "json" if as_json else "share" if share else "text"
        ctx.exit(cli_doctor.examine(adb_port, form, lang))
    lines = cli_doctor.rule_lines(lang) if udev_rule else None
    for line in lines or cli_doctor.reach_lines(str(address), lang):
        tell(line)


@click.command()
@click.argument("address", required=False, metavar="[IP:PORT]")
@click.option("--code", metavar="DIGITS", help="The six digits on the phone; else it is asked for.")
@click.option("--qr", "as_qr", is_flag=True, help="Show a QR code here for the phone to read.")
@ADB_PORT
def pair(address: str | None, code: str | None, as_qr: bool, adb_port: int | None) -> None:
    """Pair with a phone by wireless debugging (Android 11 and later): no cable is needed then."""
    from auditor import cli_pair

    cli_pair.pair_phone(address, code, as_qr, adb_port)


@click.command()
@CASE
@SERIAL
@click.option(
    "--plan",
    type=click.Choice(["full", "quick"]),
    default="full",
    show_default=True,
    help="full: everything the phone tells; quick: only the accesses.",
)
@click.option(
    "--identify",
    "most",
    type=click.IntRange(0),
    default=60,
    show_default=True,
    metavar="N",
    help="Then read name, icon and signer of the N most used apps; 0 reads none.",
)
@CONNECT
@BRIDGE
@ADB_PORT
def capture(
    case: Path,
    serial: str | None,
    plan: str,
    most: int,
    wireless: str | None,
    bridge_name: str,
    adb_port: int | None,
) -> None:
    """Read a phone into a case. A second reading of the same phone extends it."""
    from auditor import cli_phone

    cli_phone.capture_phone(case, serial, plan, most, bridge_name, adb_port, wireless)


@click.command()
@CASE
@SERIAL
@PACKAGE
@CONNECT
@BRIDGE
@ADB_PORT
def identify(
    case: Path,
    serial: str | None,
    packages: tuple[str, ...],
    wireless: str | None,
    bridge_name: str,
    adb_port: int | None,
) -> None:
    """Read who the apps of a case are from their files on the phone: name, icon, signer.

    Without --package every app with a record, the most used first. Known files are not read again.
    """
    from auditor import cli_phone

    cli_phone.identify_apps(case, serial, packages, bridge_name, adb_port, wireless)


@click.command("import")
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="PATH…",
    type=click.Path(path_type=Path, readable=False),
)
@CASE
@click.option("--timezone", metavar="ZONE", help="The phone's zone, for dumps that do not say it.")
@click.option("--captured-at", metavar="ISO", help="When a loose dump was taken.")
@click.option("--package", metavar="NAME", help="Whose answer a text of `appops get` is.")
def import_(
    paths: tuple[Path, ...],
    case: Path,
    timezone: str | None,
    captured_at: str | None,
    package: str | None,
) -> None:
    """Read a capture folder or loose dumps into a case."""
    from auditor import cli_import

    cli_import.import_paths(paths, case, timezone, captured_at, package)
