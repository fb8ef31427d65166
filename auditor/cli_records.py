"""The command `records`: what a case holds beside its events, one kind at a time."""

import json
from pathlib import Path
from typing import TextIO

import click

from auditor.cli_case import framed
from auditor.cli_support import opened_case, output_to
from auditor.cli_tables import lines
from auditor.companions import Rows, rows_of
from auditor.exports.lines import csv_fields
from auditor.query import devices, local_text
from auditor.store import Store

_LENGTHS = ("precision_ms", "duration_ms", "length_ms", "ago_ms")
Value = int | str | None


def write_records(case: Path, kind: str, style: str, output: str) -> None:
    """Write every row of one kind to a file or to standard output."""
    with opened_case(case) as store:
        found = rows_of(store, kind)
        with output_to(output) as out:
            if style == "csv":
                _write_csv(found, out)
            elif style == "jsonl":
                for row in found.rows:
                    record = dict(zip(found.names, row, strict=True))
                    out.write(json.dumps(record, ensure_ascii=False) + "\n")
            else:
                out.writelines(f"{line}\n" for line in _table(store, found))
    if output != "-":
        click.echo(f"Written: {output}", err=True)


def _write_csv(found: Rows, out: TextIO) -> None:
    out.write(csv_fields(found.names) + "\n")
    out.writelines(csv_fields(row) + "\n" for row in found.rows)


def _table(store: Store, found: Rows) -> list[str]:
    zones = {device.device_id: device.zone for device in devices(store)}
    heads = tuple(name.removesuffix("_ms").replace("_", " ").upper() for name in found.names)
    rows = [_cells(found.names, row, zones) for row in found.rows]
    return framed(store, list(lines(heads, rows)))


def _cells(
    names: tuple[str, ...], row: tuple[Value, ...], zones: dict[str, str | None]
) -> tuple[str, ...]:
    zone = zones.get(str(dict(zip(names, row, strict=True)).get("device_id")))
    return tuple(_cell(name, value, zone) for name, value in zip(names, row, strict=True))


def _cell(name: str, value: Value, zone: str | None) -> str:
    if value is None:
        return ""
    if not name.endswith("_ms") or not isinstance(value, int):
        return str(value)
    if name.endswith(_LENGTHS):
        return f"{value:,} ms"
    text = local_text(value, zone) or local_text(value, "UTC") or ""
    return text[:19].replace("T", " ") + text[-6:]
