"""A filter as a short text that a person's settings and a case's notes keep."""

import json
from dataclasses import fields, replace
from typing import Any

from auditor.filters import EventFilter
from auditor.records import DataType, Kind, Source

_SETS = {
    "types": DataType,
    "kinds": Kind,
    "sources": Source,
    "packages": str,
    "uids": int,
    "event_ids": int,
}


def to_text(wanted: EventFilter, base: EventFilter = EventFilter()) -> str:
    """Write what differs from a base, equal filters alike."""
    parts = {field.name: getattr(wanted, field.name) for field in fields(wanted)}
    changed = {name: value for name, value in parts.items() if value != getattr(base, name)}
    return json.dumps({k: sorted(v) if isinstance(v, frozenset) else v for k, v in changed.items()})


def from_text(text: str, base: EventFilter = EventFilter()) -> EventFilter:
    """Read a filter back; anything odd gives the base."""
    try:
        parts = json.loads(text or "{}")
        made: dict[str, Any] = {
            k: frozenset(map(_SETS[k], v)) if k in _SETS else v for k, v in parts.items()
        }
        return replace(base, **made)
    except (ValueError, TypeError, AttributeError):
        return base
