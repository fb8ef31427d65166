"""What the commands of `auditor export` do, apart from the bundle (cli_bundle.py)."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from auditor.cli_events import with_span
from auditor.cli_support import opened_case, running_task, writing_to
from auditor.errors import UsageError
from auditor.exports import Format, export_events
from auditor.exports.lab import Dialect, export_lab
from auditor.exports.parquet import export_views
from auditor.filters import EventFilter
from auditor.findings.rule_files import with_own
from auditor.records import Kind
from auditor.summary import NAMED_TYPES

# Without --type they leave out what has no name that a person knows, as pictures do.
FOR_PEOPLE = (Format.HTML, Format.ICS)
_FILTERS = ("types", "packages", "uids", "since", "until", "kind", "background", "unmerged")


def write(
    form: str,
    output: Path,
    is_replacing: bool,
    chosen: dict[str, Any],
    lang: str,
    made_ms: int | None,
) -> None:
    """Write the events of a case that pass the options of the command line into a file."""
    if made_ms is None:
        made_ms = int(time.time() * 1000)
    with opened_case(chosen["case"]) as store, running_task() as task:
        wanted = with_span(store, _filter(chosen), chosen["since"], chosen["until"])
        if form in FOR_PEOPLE and not wanted.types:
            wanted = replace(wanted, types=frozenset(NAMED_TYPES))
        with writing_to(output):
            number = export_events(
                store, wanted, output, Format(form), made_ms, lang, task, is_replacing
            )
    click.echo(f"Written: {output} ({number:,} events)", err=True)


def write_views(output: Path, is_replacing: bool, chosen: dict[str, Any]) -> None:
    """Write every view of a case into a folder; they go whole, so no filter goes with them."""
    if any(chosen[name] for name in (*_FILTERS, "device")):
        raise UsageError(
            "Views are written whole: no filter goes with --views.",
            "Leave the filter out, or write the events alone, without --views.",
        )
    with opened_case(chosen["case"]) as store, running_task() as task, writing_to(output):
        counts = export_views(store, output, task, is_replacing)
    for view, rows in counts.items():
        click.echo(f"{view}.parquet: {rows:,}", err=True)
    click.echo(f"Written: {output}", err=True)


def write_lab(
    case: Path, dialect: str, rules: Path | None, output: Path, is_replacing: bool
) -> None:
    """Write what a laboratory needs to ask the rules itself into a folder."""
    rule_set = with_own(rules)
    with opened_case(case) as store, running_task() as task, writing_to(output):
        counts = export_lab(store, output, rule_set, Dialect(dialect), task, is_replacing)
    for name, rows in counts.items():
        click.echo(f"{name}.parquet: {rows:,}", err=True)
    click.echo(f"Written: {output} ({len(rule_set)} rules)", err=True)


def _filter(chosen: dict[str, Any]) -> EventFilter:
    return EventFilter(
        types=chosen["types"],
        packages=frozenset(chosen["packages"]),
        uids=frozenset(chosen["uids"]),
        kinds=frozenset({Kind(chosen["kind"])} if chosen["kind"] else ()),
        background=True if chosen["background"] else None,
        device_id=chosen["device"],
        unmerged=chosen["unmerged"],
    )
