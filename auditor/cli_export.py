"""Commands that write what may be handed on: a sealed bundle, and events in several formats."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from auditor.cli_options import (
    BACKGROUND,
    CASE,
    DEVICE,
    KIND,
    LANG,
    PACKAGE,
    RULES,
    SINCE,
    TYPE,
    UID,
    UNMERGED,
    UNTIL,
    iso_time,
)
from auditor.cli_support import tell
from auditor.records import DataType

Command = TypeVar("Command", bound=Callable[..., Any])
FILTER = (CASE, TYPE, PACKAGE, UID, SINCE, UNTIL, KIND, BACKGROUND, UNMERGED, DEVICE)
MADE = click.option("--exported-at", metavar="ISO", help="Instead of now, where it is written.")
OVERWRITE = click.option(
    "--overwrite", "is_replacing", is_flag=True, help="Replace a file that stands there."
)


def _output(help_text: str) -> Callable[[Command], Command]:
    place = click.Path(path_type=Path, readable=False)
    return click.option("-o", "--output", type=place, required=True, help=help_text)


def _with(options: tuple[Callable[[Command], Command], ...]) -> Callable[[Command], Command]:
    """Put several options on a command, in this order."""

    def put(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return put


@click.group()
def export() -> None:
    """Write what is recorded so that it can be handed on: no serial number, no names of files."""


@export.command()
@CASE
@PACKAGE
@TYPE
@SINCE
@UNTIL
@DEVICE
@_output("A new folder, or FILE.zip.")
@click.option("--finding", "finding_id", metavar="ID", help="The events of this finding.")
@RULES
@click.option("--sign", "is_signed", is_flag=True, help="Sign with this computer's key.")
@click.option("--exported-at", metavar="ISO", help="Instead of now, in the custody log.")
def bundle(
    case: Path,
    packages: tuple[str, ...],
    types: frozenset[DataType],
    since: str | None,
    until: str | None,
    device: str | None,
    output: Path,
    finding_id: str | None,
    rules: Path | None,
    is_signed: bool,
    exported_at: str | None,
) -> None:
    """Seal what is recorded about an app as an evidence bundle that anybody can check."""
    from auditor import cli_bundle
    from auditor.filters import EventFilter

    wanted = EventFilter(types=types, packages=frozenset(packages))
    at_ms = iso_time(exported_at, None) if exported_at else None
    told = cli_bundle.export(
        case, wanted, since, until, device, output, at_ms, is_signed, finding_id, rules
    )
    for line in told:
        tell(line)


@export.command()
@_with(FILTER)
@_output("FILE.csv.")
@OVERWRITE
def csv(output: Path, is_replacing: bool, **chosen: Any) -> None:
    """Write events as CSV, one line each."""
    _write("csv", output, is_replacing, chosen)


@export.command()
@_with(FILTER)
@_output("FILE.jsonl.")
@OVERWRITE
def jsonl(output: Path, is_replacing: bool, **chosen: Any) -> None:
    """Write events as JSON Lines, one object each."""
    _write("jsonl", output, is_replacing, chosen)


@export.command()
@_with(FILTER)
@click.option("--views", "is_views", is_flag=True, help="Every documented view, whole, not events.")
@_output("FILE.parquet; with --views a folder.")
@OVERWRITE
def parquet(output: Path, is_replacing: bool, is_views: bool, **chosen: Any) -> None:
    """Write events, or all views of a case, as Parquet for a laboratory (needs pyarrow)."""
    from auditor import cli_export_work

    if is_views:
        cli_export_work.write_views(output, is_replacing, chosen)
    else:
        _write("parquet", output, is_replacing, chosen)


@export.command()
@CASE
@click.option(
    "--for",
    "dialect",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="The database that the rules are written for.",
)
@click.option(
    "--rules",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Your own rule files, besides.",
)
@_output("A folder.")
@OVERWRITE
def lab(case: Path, dialect: str, rules: Path | None, output: Path, is_replacing: bool) -> None:
    """Write a case and the rules for a laboratory's database: Parquet and SQL (needs [lab])."""
    from auditor import cli_export_work

    cli_export_work.write_lab(case, dialect, rules, output, is_replacing)


@export.command()
@_with(FILTER)
@_output("FILE.xlsx.")
@OVERWRITE
@MADE
@LANG
def xlsx(
    output: Path, is_replacing: bool, exported_at: str | None, lang: str, **chosen: Any
) -> None:
    """Write events as an Excel workbook, with a sheet that says what it is."""
    _write("xlsx", output, is_replacing, chosen, lang, exported_at)


@export.command()
@_with(FILTER)
@_output("FILE.html.")
@OVERWRITE
@MADE
@LANG
def html(
    output: Path, is_replacing: bool, exported_at: str | None, lang: str, **chosen: Any
) -> None:
    """Write a report that any browser shows and prints: sentences, findings, timeline, events."""
    _write("html", output, is_replacing, chosen, lang, exported_at)


@export.command()
@_with(FILTER)
@_output("FILE.ics.")
@OVERWRITE
@MADE
@LANG
def ics(
    output: Path, is_replacing: bool, exported_at: str | None, lang: str, **chosen: Any
) -> None:
    """Write events as a calendar that any calendar program opens."""
    _write("ics", output, is_replacing, chosen, lang, exported_at)


def _write(
    form: str,
    output: Path,
    is_replacing: bool,
    chosen: dict[str, Any],
    lang: str = "en",
    exported_at: str | None = None,
) -> None:
    from auditor import cli_export_work

    made_ms = iso_time(exported_at, None) if exported_at else None
    cli_export_work.write(form, output, is_replacing, chosen, lang, made_ms)
