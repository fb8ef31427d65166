"""The command `event`: everything about one event, and every raw line that tells of it."""

import json
from dataclasses import asdict
from pathlib import Path

from auditor.cli_case import framed
from auditor.cli_support import clean, opened_case
from auditor.context import raw_line
from auditor.errors import UsageError
from auditor.event_details import EventDetails, PermissionReading, Witness, event_details
from auditor.event_text import event_text
from auditor.event_words import event_facts
from auditor.exports.lines import FIELDS
from auditor.store import Store


def event_lines(case: Path, event_id: int, around: int, lang: str, as_json: bool) -> list[str]:
    """Say everything about an event; a negative number is one raw record."""
    with opened_case(case) as store:
        try:
            details = event_details(store, event_id, lang)
        except KeyError as error:
            raise UsageError(
                f"The case holds no event {event_id}.", "List them: auditor events."
            ) from error
        if as_json:
            found = _json(store, details, around, lang)
            return [json.dumps(found, indent=2, ensure_ascii=False)]
        return framed(store, [clean(line) for line in event_text(store, details, lang, around)])


def _json(store: Store, details: EventDetails, around: int, lang: str) -> dict[str, object]:
    found: dict[str, object] = {name: getattr(details.row, name) for name in FIELDS}
    return found | {
        "permission": details.permission,
        "permission_readings": [_reading(each) for each in (details.before, details.after) if each],
        "front": details.front,
        "times_unknown": details.more,
        "facts": [asdict(fact) for fact in event_facts(details, lang)],
        "witnesses": [_witness(store, each, around) for each in details.witnesses],
    }


def _reading(reading: PermissionReading) -> dict[str, object]:
    return asdict(reading.state) | {"read_ms": reading.read_ms}


def _witness(store: Store, witness: Witness, around: int) -> dict[str, object]:
    context = raw_line(store, witness.raw_file_id, witness.line, around)
    place = {"first_line": context.first_line, "lines": context.lines}
    text = context.lines[context.line - context.first_line] if context.lines else None
    told = {key: value for key, value in asdict(witness).items() if key != "raw_file_id"}
    return told | {"command_line": context.command_line, "text": text} | place
