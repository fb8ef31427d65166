"""The table of docs/formats.md: which ops are counted as which data."""

from collections.abc import Iterator

from auditor.ops import catalogue, ops_of
from auditor.records import DataType


def rows() -> Iterator[tuple[object, ...]]:
    """One line for each data type; an op of later Androids with the API level it came with."""
    yield "data type", "ops"
    for data_type in DataType:
        if data_type is not DataType.OTHER:
            yield f"`{data_type.value}`", ", ".join(map(_named, ops_of(data_type)))


def _named(op: str) -> str:
    known = catalogue().get(op)
    since = known.since_api if known else None
    return f"`{op}`" + (f" ({since})" if since and since > 23 else "")
