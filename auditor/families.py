"""Which series can hold records of the same access at all: most of a dump's cannot."""

import numpy as np

from auditor.bulk import Int64
from auditor.records import Source
from auditor.series import SeriesTable
from auditor.shown import SOURCES

FINE, COARSE = "FINE_LOCATION", "COARSE_LOCATION"
# The service's logs do not tell a call from any other use.
SESSION_OPS = {"PHONE_CALL_MICROPHONE": "RECORD_AUDIO", "PHONE_CALL_CAMERA": "CAMERA"}


def mergeable(table: SeriesTable, touched: Int64) -> Int64:
    """Give the series whose events must be looked at again, when those of some were touched.

    Every rule joins records of one phone, one use of one thing, and one kind only; a count is told
    singly by the same. Where all of that are last accesses, of one op, there is nothing to join.
    """
    family, number = _families(table)
    source = sources(table)
    is_fine = table.ops.passing(lambda op: op.name == FINE)[table.op]
    is_coarse = table.ops.passing(lambda op: op.name == COARSE)[table.op]
    several, fine, coarse, wanted = np.zeros((4, number), dtype=np.bool_)
    several[family[source != SOURCES.index(Source.LAST)]] = True
    fine[family[is_fine]] = True
    coarse[family[is_coarse]] = True
    wanted[family[touched]] = True
    is_wanted = (wanted & (several | (fine & coarse)))[family]
    is_wanted[0] = False
    return np.flatnonzero(is_wanted)


def _families(table: SeriesTable) -> tuple[Int64, int]:
    """Number what can be joined at all, one device, one use, one kind; and say up to where."""
    device = table.packages.codes(lambda package: package.device_id)
    use = table.ops.codes(lambda op: FINE if op.name == COARSE else use_of(op.name))
    kind = table.ways.codes(lambda way: way.kind)
    uses, kinds = int(use.max()) + 1, int(kind.max()) + 1
    family = (device[table.package] * uses + use[table.op]) * kinds + kind[table.way]
    return family, (int(device.max()) + 1) * uses * kinds


def sources(table: SeriesTable) -> Int64:
    """Give the source of each series, as a place in SOURCES."""
    return table.ways.numbers(lambda way: SOURCES.index(way.source))[table.way]


def numbered(*columns: Int64) -> Int64:
    """Number rows so that equal ones are equal numbers, from 0 on."""
    code = columns[0]
    for column in columns[1:]:
        code = code * (int(column.max(initial=0)) + 1) + column
        _, code = np.unique(code, return_inverse=True)
    return code


def use_of(op: str) -> str:
    """Give the op that a service's log tells an op by."""
    return SESSION_OPS.get(op, op)
