"""The fields of an exported event and what kind of value each holds; all but few may be unknown."""

from types import UnionType
from typing import get_args, get_type_hints

from auditor.exports.lines import FIELDS
from auditor.query import EventRow

Kind = type[str] | type[int] | type[bool]


def _kind(hint: object) -> tuple[Kind, bool]:
    parts = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    (kind,) = (part for part in parts if part is not type(None))
    return kind, type(None) in parts


_HINTS = get_type_hints(EventRow)
# Field -> what it holds, and whether it may be unknown.
KINDS: dict[str, tuple[Kind, bool]] = {name: _kind(_HINTS[name]) for name in FIELDS}
