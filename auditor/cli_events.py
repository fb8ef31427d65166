"""The command `events`: a table for people, CSV and JSON Lines for programs."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from auditor import words
from auditor.cli_options import when
from auditor.cli_support import appears_whole, opened_case, output_to, running_task, writing_to
from auditor.cli_tables import SAMPLE_LINE, stream
from auditor.errors import UsageError
from auditor.event_cells import duration_text, exactness, local_span
from auditor.exports import Format, Shown
from auditor.exports import write_events as export_events
from auditor.exports.lines import write_csv, write_jsonl
from auditor.filters import EventFilter
from auditor.query import EventRow, devices, events
from auditor.store import Store
from auditor.summary import chosen_device, last_capture_ms

HEADS = (
    "TIME",
    "EXACT TO",
    "APP",
    "DATA TYPE",
    "OPERATION",
    "WHERE",
    "WHAT",
    "COUNT",
    "LASTED",
    "SOURCE",
    "ID",
)
WIDTHS = (29, 8, 38, 11, 24, 11, 6, 6, 8, 22)
TABLE = "table"
NO_TIME = "time not known"


def with_span(
    store: Store, wanted: EventFilter, since: str | None, until: str | None
) -> EventFilter:
    """Add the times that were typed; naive ones are in the zone of the phone that was read last.

    UsageError for a phone that is not in the case.
    """
    check_phone(store, wanted.device_id)
    now_ms = last_capture_ms(store, wanted.device_id) or 0
    device = chosen_device(store, wanted)
    zone = device.zone if device else None
    since_ms = when(since, now_ms, zone) if since else None
    until_ms = when(until, now_ms, zone, is_end=True) if until else None
    if since_ms is not None and until_ms is not None and since_ms >= until_ms:
        raise UsageError("The span ends before it begins.", "Choose an earlier begin.")
    return replace(wanted, since_ms=since_ms, until_ms=until_ms)


def check_phone(store: Store, device_id: str | None) -> None:
    """Raise UsageError for a phone that is not in the case."""
    known = [device.device_id for device in devices(store)]
    if device_id is not None and device_id not in known:
        names = ", ".join(known) or "-"
        raise UsageError(f"The case holds no phone {device_id}.", f"Name one of {names}.")


def several_phones(store: Store, device_id: str | None) -> list[str]:
    """Say that a list is about more than one phone: nobody shall take them for one."""
    names = [device.device_id for device in devices(store)]
    if device_id is not None or len(names) < 2:
        return []
    return [f"Of {len(names)} phones together: {', '.join(names)}. Choose one with --device."]


def write_events(
    case: Path, wanted: EventFilter, since: str | None, until: str | None, style: str, output: str
) -> None:
    """Write the events that pass to a file or to standard output."""
    with opened_case(case) as store:
        wanted = with_span(store, wanted, since, until)
        if style == TABLE:
            with output_to(output) as out:
                out.writelines(f"{line}\n" for line in table_lines(store, wanted))
        elif output == "-" or not appears_whole(Path(output)):
            write = write_csv if style == Format.CSV else write_jsonl
            with output_to(output) as out:
                write(events(store, wanted), out)
        else:
            with writing_to(Path(output)), running_task() as task:
                what = Shown(store, wanted, None, 0, task=task)
                export_events(what, Path(output), Format(style), is_replacing=True)
    if output != "-":
        click.echo(f"Written: {output}", err=True)


def table_lines(store: Store, wanted: EventFilter) -> Iterator[str]:
    """Give the table line by line; on a sample phone it begins and ends with that word."""
    is_sample = any(device.is_sample for device in devices(store))
    if is_sample:
        yield SAMPLE_LINE
    yield from several_phones(store, wanted.device_id)
    count = 0

    def rows() -> Iterator[tuple[str, ...]]:
        nonlocal count
        for count, row in enumerate(events(store, wanted), start=1):  # noqa: B007
            yield table_row(row)

    yield from stream(HEADS, WIDTHS, rows())
    yield words.sentence("records_count", "en", count)
    if is_sample:
        yield SAMPLE_LINE


def table_row(row: EventRow) -> tuple[str, ...]:
    """Put one event into the cells of the table."""
    app = row.label or row.package
    return (
        local_span(row) or NO_TIME,
        exactness(row),
        f"{app} (user {row.user})" if row.user else app,
        row.data_type,
        row.op,
        {True: "background", False: "foreground", None: "-"}[row.is_background]
        + ("!" if row.background_disagrees else ""),
        row.kind,
        "" if row.count is None else f"{row.count:,}",
        "" if row.source == "aggregate" else duration_text(row.duration_ms),
        words.word(f"source.{row.source}", "en") + (", in use" if row.running else ""),
        str(row.id),
    )
