"""The JSON Schemas in docs/schemas/, made from the types of the code, never by hand.

    make tables      writes them anew, with the tables of the documents

tests/test_doc_schemas.py holds every file against what is made now, and real output against them.
The number in a schema's `$id` goes up when a field goes, is renamed or changes its type; a field
that comes is no new version.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from auditor.exports.columns import KINDS
from auditor.exports.views import columns_of_view
from auditor.findings.records import Finding, Reference, Skipped
from auditor.manifest import Manifest
from auditor.notes import MarkKind
from auditor.records import DataType
from auditor.store import Store
from auditor.trials import plain
from auditor.trials.records import Clock
from auditor.views import VIEWS
from tests.conftest import PROJECT

FOLDER = PROJECT / "docs" / "schemas"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
_NAMES = {str: "string", int: "integer", bool: "boolean", float: "number", type(None): "null"}
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
TRUTH: Schema = {"type": "boolean"}
SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
BY_LANGUAGE: Schema = {"type": "object", "additionalProperties": TEXT, "required": ["en", "zh_CN"]}
# What a bundle leaves out of the rows of views: numbers and names of the case.
_INNER = ("event_id", "record_id", "label", "is_system", "device_id", "is_sample")
_FACTS = {
    "records": "v_records",
    "sessions": "v_sessions",
    "packages": "v_packages",
    "permissions": "v_permissions",
    "modes": "v_op_modes",
    "usage": "v_usage",
}


def schema_of(hint: Any) -> Schema:
    """Describe what a type looks like as JSON."""
    if isinstance(hint, UnionType):
        return _either([schema_of(part) for part in get_args(hint)])
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return an_object({f.name: schema_of(hints[f.name]) for f in fields(hint)})
    origin = get_origin(hint)
    if origin in (list, tuple):
        return a_list(schema_of(get_args(hint)[0]))
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": schema_of(get_args(hint)[1])}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"type": "string", "enum": [each.value for each in hint]}
    return {"type": _NAMES[hint]}


def _either(parts: list[Schema]) -> Schema:
    plain = [part for part in parts if part != {"type": "null"}]
    if len(plain) == 1 and plain[0].keys() == {"type"}:
        return {"type": [plain[0]["type"], "null"]}
    return {"anyOf": parts}


def an_object(properties: Mapping[str, Schema], **more: Schema) -> Schema:
    """An object that holds exactly these, and perhaps `more`."""
    return {
        "type": "object",
        "properties": {**properties, **more},
        "required": list(properties),
        "additionalProperties": False,
    }


def a_list(items: Schema) -> Schema:
    """A list of things of one kind."""
    return {"type": "array", "items": items}


def or_null(schema: Schema) -> Schema:
    """The same, or unknown."""
    return _either([schema, {"type": "null"}])


def _named(name: str, version: int, title: str, schema: Schema) -> Schema:
    head = {"$schema": DRAFT, "$id": f"urn:permission-auditor:{name}:{version}", "title": title}
    return {**head, **schema}


def _event_fields() -> dict[str, Schema]:
    told = _descriptions()
    found = {}
    for name, (kind, may_be_unknown) in KINDS.items():
        plain: Schema = {"type": _NAMES[kind]}
        found[name] = {**(or_null(plain) if may_be_unknown else plain), "description": told[name]}
    return found


def _descriptions() -> dict[str, str]:
    """What docs/cli.md says about each field of an event."""
    text = (PROJECT / "docs" / "cli.md").read_text(encoding="utf-8")
    table = text.partition("### Fields")[2].partition("## auditor event\n")[0]
    told = {}
    for row in table.splitlines():
        if row.startswith("| `"):
            _, names, about, _ = row.split("|", 3) if row.count("|") == 3 else _wide(row)
            told.update(dict.fromkeys(re.findall(r"`(\w+)`", names), about.strip()))
    return told


def _wide(row: str) -> list[str]:
    first, names, *rest = row.split("|")
    return [first, names, "|".join(rest[:-1]), ""]


def events_row() -> Schema:
    """One line of `auditor export jsonl` and of `auditor events --format jsonl`."""
    return _named("events-row", 1, "One event", an_object(_event_fields()))


def _view_row(store: Store, view: str) -> dict[str, Schema]:
    kinds = {"text": "string", "integer": "integer"}
    return {
        each.name: {"type": [kinds[each.kind], "null"]} for each in columns_of_view(store, view)
    }


def views(store: Store) -> Schema:
    """A row of each documented view: `auditor records --format jsonl`, and columns of Parquet."""
    rows = {view: an_object(_view_row(store, view)) for view in VIEWS}
    return _named("views", 1, "Rows of the documented views", {"$defs": rows})


def _finding() -> Schema:
    hints = get_type_hints(Finding)
    own = {f.name: schema_of(hints[f.name]) for f in fields(Finding) if f.name != "rule"}
    rule = {"id": TEXT, "version": NUMBER, "file": TEXT, "sha256": SHA256, "is_own": TRUTH}
    said = dict.fromkeys(("title", "sentence", "shows", "cannot_show"), TEXT)
    references = a_list(schema_of(Reference))
    more = {"rule": an_object(rule), **said, "references": references, "thresholds": a_list(TEXT)}
    return an_object({**own, **more})


def findings() -> Schema:
    """The object of `auditor findings --json`."""
    skipped = an_object({"rule": TEXT, "reason": TEXT, "text": TEXT})
    assert {f.name for f in fields(Skipped)} == {"rule_id", "reason"}
    whole = an_object(
        {
            "rule_set_sha256": SHA256,
            "findings": a_list({"$ref": "#/$defs/finding"}),
            "suppressed": a_list({"$ref": "#/$defs/finding"}),
            "skipped": a_list(skipped),
        }
    )
    return _named("findings", 1, "Findings", {**whole, "$defs": {"finding": _finding()}})


def bundle(store: Store) -> Schema:
    """Each file of an evidence bundle that is JSON or JSON Lines (of these, one line)."""
    file = an_object(
        {"path": TEXT, "role": TEXT, "sha256": SHA256, "size_bytes": NUMBER},
        redacted=TRUTH,
        source_sha256=SHA256,
    )
    manifest = an_object(
        {
            "format": {"const": "permission-auditor-bundle"},
            "version": NUMBER,
            "is_sample": TRUTH,
            "packages": a_list(TEXT),
            "files": a_list(file),
        }
    )
    facts = {kind: an_object(_fact(store, view)) for kind, view in _FACTS.items()}
    logs = {"command_log": _command(), "custody": _custody(), "redaction": _redaction()}
    whole = {"event": NUMBER, "witnesses": a_list(_place()), "withheld": NUMBER}
    event = an_object({**_event_fields(), **whole})
    defs = {
        "manifest": manifest,
        "capture": schema_of(Manifest),
        "environment": _environment(),
        "findings": _bundled_findings(),
        "events": event,
        **facts,
        **logs,
    }
    return _named("bundle", 1, "Files of an evidence bundle", {"$defs": defs})


def _fact(store: Store, view: str) -> dict[str, Schema]:
    return {name: told for name, told in _view_row(store, view).items() if name not in _INNER}


def _place() -> Schema:
    """A raw file and a line of it."""
    return {"type": "array", "prefixItems": [TEXT, NUMBER], "minItems": 2, "maxItems": 2}


def _command() -> Schema:
    numbers = ("seq", "started_utc_ms", "ended_utc_ms", "size_bytes")
    unknown = ("phone_before_ms", "phone_after_ms", "exit_code")
    return an_object(
        {
            **dict.fromkeys(numbers, NUMBER),
            **dict.fromkeys(unknown, or_null(NUMBER)),
            **dict.fromkeys(("capture", "command", "line"), TEXT),
            "sha256": SHA256,
            "whole": TRUTH,
            "reason": or_null(TEXT),
            "file": or_null(TEXT),
        }
    )


def _custody() -> Schema:
    head = {"seq": NUMBER, "at_utc_ms": NUMBER, "what": TEXT, "prev_sha256": SHA256}
    more = {"capture": TEXT, "files": NUMBER, "outcome": TEXT, "stretches": NUMBER}
    lists = {"rules": a_list(TEXT), "types": a_list(TEXT)}
    return an_object(head, **more, **lists, events=NUMBER, longer=TRUTH)


def _redaction() -> Schema:
    return an_object({"file": TEXT, "first": NUMBER, "last": NUMBER, "rule": TEXT})


def _environment() -> Schema:
    texts = ("manufacturer", "model", "release", "fingerprint", "zone", "locale")
    device = {"pseudonym": TEXT, "is_sample": TRUTH, "api": or_null(NUMBER)}
    return an_object(
        {
            "tool": an_object({"name": TEXT, "version": TEXT}),
            "schema": NUMBER,
            "system": TEXT,
            "device": an_object({**device, **dict.fromkeys(texts, or_null(TEXT))}),
            "packages": a_list(TEXT),
        }
    )


def _bundled_findings() -> Schema:
    rule = an_object({"id": TEXT, "version": NUMBER, "sha256": SHA256, "is_own": TRUTH})
    return {
        "type": "object",
        "properties": {
            "engine": NUMBER,
            "rule_set_sha256": SHA256,
            "rules": a_list(rule),
            "findings": a_list(_bundled_finding()),
        },
        "required": ["engine", "rule_set_sha256", "rules", "findings"],
    }


def _bundled_finding() -> Schema:
    hints = get_type_hints(Finding)
    same = ("id", "package", "uid", "user_id", "op", "data_type", "severity", "capped_from")
    same += ("grade", "carried", "first_ms", "first_precision_ms", "last_ms", "last_precision_ms")
    same += ("precision_ms", "count", "is_at_least", "days")
    same += ("states", "fired", "suppressed", "category", "expected", "dismissal")
    own: dict[str, Schema] = {name: schema_of(hints[name]) for name in same}
    own |= {"rule": TEXT, "lines": a_list(_place()), "events": a_list(NUMBER)}
    own |= {"event_count": NUMBER, "events_left_out": NUMBER}
    own |= {"sentence": BY_LANGUAGE, "cannot_show": BY_LANGUAGE}
    reference = an_object({"id": TEXT, "jurisdiction": TEXT, "tag": TEXT})
    return an_object({**own, "references": a_list(reference)})


def _session_head() -> Schema:
    step = an_object({"id": TEXT, "title": TEXT, "minimum_seconds": NUMBER})
    plan = an_object({"id": TEXT, "title": TEXT, "sha256": SHA256, "steps": a_list(step)})
    own = {"number": NUMBER, "title": or_null(TEXT), "is_sample": TRUTH}
    return an_object({**own, "begun_ms": NUMBER, "ended_ms": or_null(NUMBER), "plan": plan})


def _session_app() -> Schema:
    unknown = dict.fromkeys(("version", "zone"), or_null(TEXT))
    numbers = dict.fromkeys(("number", "uid", "user"), NUMBER)
    return an_object({**numbers, "phone": TEXT, "package": TEXT, **unknown, "is_read_after": TRUTH})


def _session_use(**more: Schema) -> Schema:
    counts = ("accesses", "singly", "rejects", "in_front", "in_background", "unsure")
    own = {"step": TEXT, "data_type": schema_of(DataType), "is_at_least": TRUTH}
    return an_object({**own, **dict.fromkeys(counts, NUMBER), **more})


def _session_phase(**more: Schema) -> Schema:
    span = {"type": "array", "prefixItems": [NUMBER, NUMBER], "minItems": 2, "maxItems": 2}
    own = {"step": TEXT, "spans": a_list(span), "lasted_ms": NUMBER, "is_short": TRUTH}
    return an_object({**own, **more})


def _session_change(**more: Schema) -> Schema:
    own = {"permission": TEXT, "data_type": schema_of(DataType)}
    return an_object({**own, "before": or_null(TEXT), "after": or_null(TEXT), **more})


def _session_finding(**more: Schema) -> Schema:
    hints = get_type_hints(Finding)
    own = {
        name: schema_of(hints[name]) for name in ("severity", "grade", "carried", "op", "data_type")
    }
    texts = dict.fromkeys(("rule", "title", "sentence", "cannot_show"), TEXT)
    numbers = {"rule_version": NUMBER, "count": NUMBER, "is_at_least": TRUTH}
    return an_object({**texts, **own, **numbers, **more})


def _session_mark() -> Schema:
    return an_object(
        {
            **dict.fromkeys(("click", "app", "time_ms", "host_ms"), NUMBER),
            **dict.fromkeys(("uncertainty_ms", "struck_ms"), or_null(NUMBER)),
            **dict.fromkeys(("step", "text", "time_utc"), or_null(TEXT)),
            "kind": or_null(schema_of(MarkKind)),
            "title": TEXT,
            "clock": schema_of(Clock),
        }
    )


def _made_with(name: str) -> dict[str, Schema]:
    tool = an_object({"name": TEXT, "version": TEXT})
    return {"format": {"const": name}, "version": {"const": plain.VERSION}, "tool": tool}


def session() -> Schema:
    """The object of `auditor session export` and `auditor session show --json`."""
    numbers = dict.fromkeys(("click", "size_bytes", "taken_ms"), NUMBER)
    whole = an_object(
        {
            **_made_with(plain.SESSION),
            "session": _session_head(),
            "apps": a_list(_session_app()),
            "marks": a_list(_session_mark()),
            "phases": a_list(_session_phase(app=NUMBER)),
            "uses": a_list(_session_use(app=NUMBER)),
            "changes": or_null(a_list(_session_change(app=NUMBER))),
            "findings": a_list(_session_finding(app=NUMBER)),
            "not_asked": a_list(an_object({"rule": TEXT, "reason": TEXT, "text": TEXT})),
            "screenshots": a_list(an_object({**numbers, "phone": TEXT, "sha256": SHA256})),
            "phone_was_told": a_list(TEXT),
            "limits": TEXT,
        }
    )
    return _named("session", 1, "A test session", whole)


def session_comparison() -> Schema:
    """The object of `auditor session compare`."""
    side = {"label": TEXT, "session": _session_head(), "app": _session_app()}
    both = dict.fromkeys(("in_left", "in_right", "is_reproduced"), TRUTH)
    use, finding = or_null(_session_use()), or_null(_session_finding())
    row = {"step": TEXT, "data_type": schema_of(DataType), "left": use, "right": use, **both}
    found = {"rule": TEXT, "about": TEXT, "left": finding, "right": finding}
    sides = an_object({**side, "phases": a_list(_session_phase()), "phone_was_told": a_list(TEXT)})
    whole = an_object(
        {
            **_made_with(plain.COMPARISON),
            "left": sides,
            "right": sides,
            "rows": a_list(an_object(row)),
            "findings": a_list(an_object({**found, "is_reproduced": TRUTH})),
            "changes": or_null(a_list(_session_change(left=TRUTH, right=TRUTH))),
            "limits": TEXT,
        }
    )
    return _named("session-comparison", 1, "Two test sessions compared", whole)


def made(store: Store) -> dict[str, str]:
    """Every schema as the text of its file, by name."""
    found = {
        "events-row.json": events_row(),
        "views.json": views(store),
        "findings.json": findings(),
        "bundle.json": bundle(store),
        "session.json": session(),
        "session-comparison.json": session_comparison(),
    }
    return {name: json.dumps(each, indent=1) + "\n" for name, each in found.items()}


def main(scratch: Path) -> None:
    """Write the files anew; `scratch` holds an empty case meanwhile."""
    FOLDER.mkdir(exist_ok=True)
    with Store.create(scratch / "case") as store:
        for name, text in made(store).items():
            (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder))
