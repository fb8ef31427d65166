"""The command that lists what a person added to a case."""

import json
from dataclasses import asdict
from pathlib import Path

from auditor.cli_case import framed
from auditor.cli_support import opened_case
from auditor.cli_tables import lines
from auditor.filter_text import to_text
from auditor.notes import Evidence, Notes, OwnMark, notes
from auditor.query import devices
from auditor.timeticks import to_local, zone_or_utc

HEADS = ("WHAT", "BEGIN", "END", "TEXT OR RECORDS")


def note_lines(case: Path, as_json: bool) -> list[str]:
    """List own marks and evidence, each in order of time."""
    with opened_case(case) as store:
        found = notes(store)
        if as_json:
            return [json.dumps(_as_json(found), indent=2, ensure_ascii=False)]
        zone = next((each.zone for each in devices(store) if each.zone), None)
        return framed(store, list(lines(HEADS, _cells(found, zone))))


def _as_json(found: Notes) -> dict[str, list[dict[str, object]]]:
    return {
        "marks": [asdict(mark) for mark in found.marks],
        "evidence": [_evidence(each) for each in found.evidence],
    }


def _evidence(each: Evidence) -> dict[str, object]:
    return {
        "id": each.id,
        "begin_ms": each.begin_ms,
        "end_ms": each.end_ms,
        "filter": json.loads(to_text(each.filter)),
        "event_ids": list(each.event_ids),
        "made_ms": each.made_ms,
    }


def _cells(found: Notes, zone_name: str | None) -> list[tuple[str, ...]]:
    zone = zone_or_utc(zone_name)

    def text(time_ms: int) -> str:
        return to_local(time_ms, zone).isoformat(sep=" ", timespec="seconds")

    marks = [("mark", text(mark.time_ms), "", _said(mark)) for mark in found.marks]
    chosen = [
        ("evidence", text(each.begin_ms), text(each.end_ms), str(len(each.event_ids)))
        for each in found.evidence
    ]
    return [*marks, *chosen]


def _said(mark: OwnMark) -> str:
    return " ".join(part for part in (mark.kind, mark.package, mark.text) if part)
