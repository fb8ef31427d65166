"""The command line: each command gathers its options, calls the core and prints (docs/cli.md)."""

from pathlib import Path

import click

from auditor import __version__, cli_findings
from auditor.cli_complaint import complaint
from auditor.cli_export import export
from auditor.cli_keep_more import keep_more
from auditor.cli_options import (
    ADB_PORT,
    BACKGROUND,
    BRIDGE,
    CASE,
    CONNECT,
    DEVICE,
    JSON,
    KIND,
    LANG,
    LANGUAGES,
    PACKAGE,
    SINCE,
    TYPE,
    UID,
    UNMERGED,
    UNTIL,
    picture_size,
)
from auditor.cli_rebuild import rebuild
from auditor.cli_sample import sample
from auditor.cli_session import session
from auditor.cli_support import AuditorGroup, set_up_logging, tell
from auditor.cli_watch import watch
from auditor.companions import KINDS
from auditor.errors import UsageError
from auditor.makers import maker_codes
from auditor.records import DataType, Kind

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=AuditorGroup, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="auditor")
@click.option("-v", "--verbose", count=True, help="Say more on stderr; -vv says everything.")
@click.option(
    "--lang",
    type=LANGUAGES,
    envvar="AUDITOR_LANG",
    help="Language of errors, and of every command that speaks in sentences.",
)
@click.pass_context
def cli(ctx: click.Context, verbose: int, lang: str | None) -> None:
    """Which apps touched the microphone, photos or contacts of a phone, and when?

    Exit codes: 0 ok, 1 a mistake of this program, 2 wrong usage, 3 no phone or not allowed,
    4 the reading was cut, 5 unreadable input, 130 cancelled.
    """
    set_up_logging(ctx, verbose)


cli.add_command(export)
cli.add_command(sample)
cli.add_command(keep_more)
cli.add_command(watch)
cli_findings.add_to(cli)
cli.add_command(complaint)
cli.add_command(rebuild)
cli.add_command(session)


@cli.command()
@JSON
@ADB_PORT
@BRIDGE
def devices(as_json: bool, adb_port: int | None, bridge_name: str) -> None:
    """List the phones that ADB sees, and whether each can be read."""
    from auditor import cli_phone

    for line in cli_phone.device_lines(bridge_name, adb_port, as_json):
        tell(line)


@cli.command()
@click.option(
    "--maker",
    type=click.Choice(maker_codes()),
    default="other",
    show_default=True,
    help="Who made the phone: menus have other names.",
)
@LANG
def connect(maker: str, lang: str) -> None:
    """Say what to tap on a phone so that this computer may read it."""
    from auditor import cli_connect

    for line in cli_connect.step_lines(maker, lang):
        tell(line)


@cli.command()
@JSON
@click.option(
    "--share", is_flag=True, help="Print what was found for a helper: without serial numbers."
)
@click.option(
    "--udev-rule", is_flag=True, help="Linux: print the rule that lets you use the phone."
)
@click.option("--address", metavar="IP:PORT", help="Try a phone's address of wireless debugging.")
@click.option("--off", is_flag=True, help="After the work: say how to switch debugging off, check.")
@click.option(
    "--maker",
    type=click.Choice(maker_codes()),
    default="other",
    show_default=True,
    help="With --off: who made the phone.",
)
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


@cli.command()
@click.argument("address", required=False, metavar="[IP:PORT]")
@click.option("--code", metavar="DIGITS", help="The six digits on the phone; else it is asked for.")
@click.option("--qr", "as_qr", is_flag=True, help="Show a QR code here for the phone to read.")
@ADB_PORT
def pair(address: str | None, code: str | None, as_qr: bool, adb_port: int | None) -> None:
    """Pair with a phone by wireless debugging (Android 11 and later): no cable is needed then."""
    from auditor import cli_pair

    cli_pair.pair_phone(address, code, as_qr, adb_port)


@cli.command()
@CASE
@click.option("--serial", help="Which phone, if several are connected.")
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


@cli.command()
@CASE
@click.option("--serial", help="Which phone, if several are connected.")
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


@cli.command("import")
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


@cli.command()
@CASE
@TYPE
@PACKAGE
@UID
@DEVICE
@SINCE
@UNTIL
@KIND
@BACKGROUND
@UNMERGED
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "csv", "jsonl"]),
    default="table",
    show_default=True,
    help="A table to read, or CSV or JSON Lines with every field.",
)
@click.option("-o", "--output", default="-", metavar="FILE", help="Write to FILE; - is stdout.")
def events(
    case: Path,
    types: frozenset[DataType],
    packages: tuple[str, ...],
    uids: tuple[int, ...],
    device: str | None,
    since: str | None,
    until: str | None,
    kind: str | None,
    background: bool,
    unmerged: bool,
    style: str,
    output: str,
) -> None:
    """List the events of a case: what was accessed or refused, by whom, when."""
    from auditor import cli_events
    from auditor.filters import EventFilter

    wanted = EventFilter(
        types=types,
        packages=frozenset(packages),
        uids=frozenset(uids),
        device_id=device,
        kinds=frozenset({Kind(kind)} if kind else ()),
        background=True if background else None,
        unmerged=unmerged,
    )
    cli_events.write_events(case, wanted, since, until, style, output)


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("event_id", metavar="ID", type=int)
@CASE
@click.option("--around", type=click.IntRange(0, 100), default=0, help="Lines before and after.")
@LANG
@JSON
def event(event_id: int, case: Path, around: int, lang: str, as_json: bool) -> None:
    """Say everything about one event, and show every raw line that tells of it."""
    from auditor import cli_event

    for line in cli_event.event_lines(case, event_id, around, lang, as_json):
        tell(line)


@cli.command()
@CASE
@click.option("--all", "with_unused", is_flag=True, help="Installed apps without a record too.")
@DEVICE
@JSON
def apps(case: Path, with_unused: bool, device: str | None, as_json: bool) -> None:
    """List the apps of a case with what they used and when last."""
    from auditor import cli_app

    for line in cli_app.app_lines(case, as_json, with_unused, device):
        tell(line)


@cli.command()
@click.argument("package")
@CASE
@click.option("--user", type=int, help="The Android user or work profile, if it is in several.")
@JSON
def app(package: str, case: Path, user: int | None, as_json: bool) -> None:
    """Say all about one app: who it is, what it may do, how that changed, what it used."""
    from auditor import cli_app

    for line in cli_app.page_lines(case, package, user, as_json):
        tell(line)


@cli.command()
@CASE
@JSON
def captures(case: Path, as_json: bool) -> None:
    """List the readings of a case: when, how much, what was cut."""
    from auditor import cli_case

    for line in cli_case.capture_lines(case, as_json):
        tell(line)


@cli.command()
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@CASE
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "csv", "jsonl"]),
    default="table",
    show_default=True,
    help="A table to read, or CSV or JSON Lines with every field.",
)
@click.option("-o", "--output", default="-", metavar="FILE", help="Write to FILE; - is stdout.")
def records(kind: str, case: Path, style: str, output: str) -> None:
    """List what a case holds beside its events: permissions, settings, domains, processes …"""
    from auditor import cli_records

    cli_records.write_records(case, kind, style, output)


@cli.command()
@CASE
@click.option("--before", metavar="CAPTURE", help="The earlier reading.")
@click.option("--after", metavar="CAPTURE", help="The later reading.")
@JSON
def compare(case: Path, before: str | None, after: str | None, as_json: bool) -> None:
    """Say what differs between two readings of one phone (default: the newest two)."""
    from auditor import cli_readings

    for line in cli_readings.comparison_lines(case, before, after, as_json):
        tell(line)


@cli.command()
@CASE
@JSON
def notes(case: Path, as_json: bool) -> None:
    """List what a person added in the window: own marks and spans kept as evidence."""
    from auditor import cli_notes

    for line in cli_notes.note_lines(case, as_json):
        tell(line)


@cli.command()
@click.argument(
    "bundle", required=False, type=click.Path(path_type=Path, readable=False), metavar="[BUNDLE]"
)
@click.option(
    "--case",
    type=click.Path(path_type=Path, readable=False),
    help="Check the raw files of this case instead.",
)
@click.option("--capture", "capture_id", metavar="CAPTURE", help="Only this reading of the case.")
@click.option("--rederive", "is_rederived", is_flag=True, help="Read the raw files anew as well.")
@click.option(
    "--authority",
    type=click.Path(path_type=Path, readable=False),
    metavar="ROOTS.pem",
    help="Check the bundle's time stamp against these root certificates.",
)
def verify(
    bundle: Path | None,
    case: Path | None,
    capture_id: str | None,
    is_rederived: bool,
    authority: Path | None,
) -> None:
    """Check an evidence bundle, or the raw files of a case; exit code 5 when anything differs."""
    from auditor import cli_bundle, cli_readings

    if (bundle is None) == (case is None):
        raise UsageError("Name either a bundle or a case.", "auditor verify BUNDLE | --case DIR")
    if case is not None and (is_rederived or authority is not None):
        raise UsageError("--rederive and --authority are about a bundle.", "Name a bundle.")
    lines = (
        cli_bundle.check(bundle, authority, is_rederived)
        if bundle is not None
        else cli_readings.verify_lines(case or Path(), capture_id)
    )
    for line in lines:
        tell(line)


@cli.command()
@click.argument("bundle", type=click.Path(path_type=Path, readable=False))
@click.option(
    "--reply",
    type=click.Path(path_type=Path, readable=False),
    metavar="FILE.tsr",
    help="Add the authority's reply to the bundle.",
)
def timestamp(bundle: Path, reply: Path | None) -> None:
    """Write the request for a trusted time stamp (RFC 3161), or add the reply. Sends nothing."""
    from auditor import cli_bundle

    click.echo(cli_bundle.timestamp(bundle, reply))


@cli.command()
@CASE
def reload(case: Path) -> None:
    """Parse every raw file of a case again with this version of the program."""
    from auditor import cli_readings

    for line in cli_readings.reload_lines(case):
        tell(line)


@cli.command()
@click.argument("capture_id", metavar="CAPTURE")
@CASE
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask.")
def delete(capture_id: str, case: Path, is_sure: bool) -> None:
    """Delete a reading and its raw files for good; what the others tell is worked out anew."""
    from auditor import cli_readings

    cli_readings.delete(case, capture_id, is_sure)


@cli.command()
@CASE
@DEVICE
@JSON
@LANG
def summary(case: Path, device: str | None, as_json: bool, lang: str) -> None:
    """Say in sentences who used what in the last 7 days, and what the phone cannot tell."""
    from auditor import cli_case

    for line in cli_case.summary_lines(case, as_json, lang, device):
        tell(line)


@cli.command()
@CASE
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, readable=False),
    required=True,
    help="FILE.png or FILE.svg.",
)
@SINCE
@UNTIL
@TYPE
@PACKAGE
@DEVICE
@click.option(
    "--size",
    callback=picture_size,
    default="1280x800",
    show_default=True,
    metavar="WxH",
    help="Width and height in pixels.",
)
@click.option(
    "--theme",
    type=click.Choice(["light", "dark"]),
    default="light",
    show_default=True,
    help="Colours.",
)
@LANG
def timeline(
    case: Path,
    output: Path,
    since: str | None,
    until: str | None,
    types: frozenset[DataType],
    packages: tuple[str, ...],
    device: str | None,
    size: tuple[int, int],
    theme: str,
    lang: str,
) -> None:
    """Draw a timeline of a case as a PNG or SVG file."""
    from auditor import cli_case
    from auditor.filters import EventFilter

    wanted = EventFilter(types=types, packages=frozenset(packages), device_id=device)
    cli_case.draw_timeline(case, output, wanted, since, until, size, theme, lang)
    click.echo(f"Drawn: {output}", err=True)


@cli.command()
@CASE
@JSON
@LANG
def footprint(case: Path, as_json: bool, lang: str) -> None:
    """List what our own readings left on the phone, as far as it can be measured."""
    from auditor import cli_footprint

    for line in cli_footprint.footprint_lines(case, lang, as_json):
        click.echo(line)


PASSPHRASE_FILE = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, readable=False),
    metavar="FILE",
    help="Take the passphrase from its first line; else it is asked for.",
)


@cli.command()
@click.argument("case", type=click.Path(path_type=Path, readable=False))
@PASSPHRASE_FILE
def lock(case: Path, passphrase_file: Path | None) -> None:
    """Put a case into one encrypted file and remove its folder."""
    from auditor import cli_lock

    cli_lock.lock_case(case, passphrase_file)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, readable=False))
@PASSPHRASE_FILE
def unlock(file: Path, passphrase_file: Path | None) -> None:
    """Open a locked case into a folder beside its file."""
    from auditor import cli_lock

    cli_lock.unlock_case(file, passphrase_file)


def main() -> None:
    """Run the command line (entry point)."""
    cli(prog_name="auditor")


if __name__ == "__main__":
    main()
