"""Commands that show what a case holds, and write or draw it."""

from pathlib import Path

import click

from auditor.cli_options import (
    BACKGROUND,
    CASE,
    DEVICE,
    JSON,
    KIND,
    LANG,
    OUTPUT,
    PACKAGE,
    SINCE,
    TYPE,
    UID,
    UNMERGED,
    UNTIL,
    picture_size,
)
from auditor.cli_support import tell
from auditor.companions import KINDS
from auditor.records import DataType, Kind


def add_to(cli: click.Group) -> None:
    """Add the commands of this file to the program."""
    for command in (
        events,
        event,
        apps,
        app,
        captures,
        records,
        compare,
        notes,
        summary,
        timeline,
        footprint,
    ):
        cli.add_command(command)


@click.command()
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
@OUTPUT
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


@click.command(context_settings={"ignore_unknown_options": True})
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


@click.command()
@CASE
@click.option("--all", "with_unused", is_flag=True, help="Installed apps without a record too.")
@DEVICE
@JSON
def apps(case: Path, with_unused: bool, device: str | None, as_json: bool) -> None:
    """List the apps of a case with what they used and when last."""
    from auditor import cli_app

    for line in cli_app.app_lines(case, as_json, with_unused, device):
        tell(line)


@click.command()
@click.argument("package")
@CASE
@click.option("--user", type=int, help="The Android user or work profile, if it is in several.")
@JSON
def app(package: str, case: Path, user: int | None, as_json: bool) -> None:
    """Say all about one app: who it is, what it may do, how that changed, what it used."""
    from auditor import cli_app

    for line in cli_app.page_lines(case, package, user, as_json):
        tell(line)


@click.command()
@CASE
@JSON
def captures(case: Path, as_json: bool) -> None:
    """List the readings of a case: when, how much, what was cut."""
    from auditor import cli_case

    for line in cli_case.capture_lines(case, as_json):
        tell(line)


@click.command()
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
@OUTPUT
def records(kind: str, case: Path, style: str, output: str) -> None:
    """List what a case holds beside its events: permissions, settings, domains, processes …"""
    from auditor import cli_records

    cli_records.write_records(case, kind, style, output)


@click.command()
@CASE
@click.option("--before", metavar="CAPTURE", help="The earlier reading.")
@click.option("--after", metavar="CAPTURE", help="The later reading.")
@JSON
def compare(case: Path, before: str | None, after: str | None, as_json: bool) -> None:
    """Say what differs between two readings of one phone (default: the newest two)."""
    from auditor import cli_readings

    for line in cli_readings.comparison_lines(case, before, after, as_json):
        tell(line)


@click.command()
@CASE
@JSON
def notes(case: Path, as_json: bool) -> None:
    """List what a person added in the window: own marks and spans kept as evidence."""
    from auditor import cli_notes

    for line in cli_notes.note_lines(case, as_json):
        tell(line)


@click.command()
@CASE
@DEVICE
@JSON
@LANG
def summary(case: Path, device: str | None, as_json: bool, lang: str) -> None:
    """Say in sentences who used what in the last 7 days, and what the phone cannot tell."""
    from auditor import cli_case

    for line in cli_case.summary_lines(case, as_json, lang, device):
        tell(line)


@click.command()
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


@click.command()
@CASE
@JSON
@LANG
def footprint(case: Path, as_json: bool, lang: str) -> None:
    """List what our own readings left on the phone, as far as it can be measured."""
    from auditor import cli_footprint

    for line in cli_footprint.footprint_lines(case, lang, as_json):
        click.echo(line)
