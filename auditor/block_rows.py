"""A block of columns as rows: the same rows that rows.py makes of its records one by one."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from auditor.arrivals import Arrivals
from auditor.blocks import NONE, ActorTexts, Block
from auditor.bulk import UNKNOWN, Int64, insert
from auditor.codes import Codes
from auditor.records import Source

NO_TAG = 0

Text = TypeVar("Text")


def write(
    db: sqlite3.Connection, codes: Codes, arrivals: Arrivals, file: int, block: Block
) -> None:
    """Write all records of a block. Its numbers are never too large: see parsers.bytewise."""
    arrivals.add_columns(_events(codes, file, block))
    insert(db, "op_modes", _modes(codes, file, block))
    db.executemany(
        "INSERT INTO uid_rows (raw_file_id, line, uid, state) VALUES (?, ?, ?, ?)",
        [(file, row.line, row.uid, row.state) for row in block.uid_rows],
    )
    db.executemany(
        "INSERT INTO running_ops (raw_file_id, line, uid, package, op_id, tag, started_ms,"
        " nesting) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (file, r.line, r.uid, r.package, codes.ops.code(r.op), r.tag, r.started_ms, r.nesting)
            for _, r in block.running
        ],
    )


def _events(codes: Codes, file: int, block: Block) -> list[Int64]:
    events = block.events
    # Only what events name: a header with nothing below it makes nothing known.
    packages = _coded(events.owner, block.owners, lambda owners: _packages(codes, owners))
    tags = _coded(events.tag, block.tags, lambda tags: _tags(codes, tags))
    ways = _coded(events.actor, block.actors, lambda actors: [_way(codes, a) for a in actors])
    ops = np.array(codes.ops.codes(block.ops), dtype=np.int64)
    duration_ms = np.where(events.duration_ms == NONE, UNKNOWN, events.duration_ms)
    forms = _forms(codes, block)
    files = np.full(len(forms), file)
    who = (packages, ops[events.op], tags, ways)
    return [*who, forms, files, events.line, events.time_ms, duration_ms]


def _coded(
    places: NDArray[np.int32], texts: Sequence[Text], code: Callable[[list[Text]], list[int]]
) -> Int64:
    """Give the code of the text at each place, asking once for all that are named."""
    named = np.flatnonzero(np.bincount(places))
    codes = np.zeros(len(texts), dtype=np.int64)
    codes[named] = code([texts[place] for place in named.tolist()])
    found: Int64 = codes[places]
    return found


def _forms(codes: Codes, block: Block) -> Int64:
    """Give the form of each event: what is left of it."""
    events = block.events
    precisions, of = np.unique(events.precision_ms, return_inverse=True)
    proxies = [*codes.proxies.codes(block.proxies), None]  # NONE is the last place
    sizes = (len(precisions), 2, 2, len(proxies))
    parts = (of, events.running, events.zone_assumed, events.proxy % len(proxies))
    forms, inverse = np.unique(np.ravel_multi_index(parts, sizes), return_inverse=True)
    rows = zip(*(part.tolist() for part in np.unravel_index(forms, sizes)), strict=True)
    numbers = [
        codes.forms.code((int(precisions[a]), None, running, assumed, 0, proxies[proxy]))
        for a, running, assumed, proxy in rows
    ]
    found: Int64 = np.array(numbers, dtype=np.int64)[inverse]
    return found


def _packages(codes: Codes, owners: list[tuple[int, str | None]]) -> list[int]:
    keys = [(uid, name) for uid, name in owners if name is not None]
    assert len(keys) == len(owners)  # a whole uid has modes, no events
    return codes.packages.codes(keys)


def _tags(codes: Codes, tags: list[str | None]) -> list[int]:
    codes.tags.codes([tag for tag in tags if tag is not None])
    return [NO_TAG if tag is None else codes.tags.code(tag) for tag in tags]


def _way(codes: Codes, actor: ActorTexts) -> int:
    kind, state, flags = actor
    state_id, flags_id = codes.states.code(state), codes.flags.code(flags)
    return codes.ways.code((state_id, flags_id, kind.value, Source.LAST.value, None, 0))


def _modes(codes: Codes, file: int, block: Block) -> list[Sequence[object]]:
    modes = block.modes
    ops = codes.ops.codes([texts[0] for texts in block.mode_texts])
    _, mode, switch_op, switch_mode = zip(*block.mode_texts, strict=True) if ops else [()] * 4
    uid, package = zip(*block.owners, strict=True)
    return [
        [file] * len(modes.line),
        modes.line.tolist(),
        *(_at(modes.owner, column) for column in (uid, package)),
        *(_at(modes.texts, column) for column in (ops, mode, switch_op, switch_mode)),
    ]


def _at(places: NDArray[np.int32], column: Sequence[object]) -> list[object]:
    """Give the value at each place: numpy hands objects over faster than a loop does."""
    values = np.empty(len(column), dtype=np.object_)
    values[:] = column
    found: list[object] = values[places].tolist()
    return found
