"""A block of columns as rows: the same rows that rows.py makes of its records one by one."""

import sqlite3
from collections.abc import Iterable
from itertools import repeat

from auditor.blocks import NONE, ActorTexts, Block
from auditor.codes import Codes, SeriesKey
from auditor.records import Source

# What an op section never tells is left NULL. One access is one row: no variants.
_EVENTS = """
INSERT INTO incoming (raw_file_id, line, series_id, time_ms, key_ms, precision_ms, duration_ms,
  running, zone_assumed, proxy_id, about, variant, is_last)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', 1)
"""
_MODES = """
INSERT INTO op_modes (raw_file_id, line, uid, package, op_id, mode, switch_op, switch_mode)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_UID_ROWS = "INSERT INTO uid_rows (raw_file_id, line, uid, state) VALUES (?, ?, ?, ?)"
_RUNNING = """
INSERT INTO running_ops (raw_file_id, line, uid, package, op_id, tag, started_ms, nesting)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


def write(db: sqlite3.Connection, codes: Codes, file: int, block: Block) -> None:
    """Write all records of a block. Its numbers are never too large: see parsers.bytewise."""
    db.executemany(_EVENTS, _events(codes, file, block))
    db.executemany(_MODES, _modes(codes, file, block))
    db.executemany(_UID_ROWS, [(file, row.line, row.uid, row.state) for row in block.uid_rows])
    db.executemany(
        _RUNNING,
        [
            (file, r.line, r.uid, r.package, codes.ops.code(r.op), r.tag, r.started_ms, r.nesting)
            for _, r in block.running
        ],
    )


def _events(codes: Codes, file: int, block: Block) -> Iterable[tuple[object, ...]]:
    events = block.events
    durations = [None if each == NONE else each for each in events.duration_ms.tolist()]
    times = events.time_ms.tolist()
    proxy_ids = [*codes.proxies.codes(block.proxies), None]  # NONE is the last place
    return zip(
        repeat(file),
        events.line.tolist(),
        _series(codes, block),
        times,
        times,  # the key of an exact time is the time itself
        events.precision_ms.tolist(),
        durations,
        events.running.tolist(),
        events.zone_assumed.tolist(),
        [proxy_ids[place] for place in events.proxy.tolist()],
    )


def _series(codes: Codes, block: Block) -> list[int]:
    """Give the series of each event: who did what how."""
    events = block.events
    owners, ops, tags, actors = (
        column.tolist() for column in (events.owner, events.op, events.tag, events.actor)
    )
    # Only what events name: a header with nothing below it makes nothing known.
    packages = {place: block.owners[place] for place in dict.fromkeys(owners)}
    names = [(uid, package) for uid, package in packages.values() if package is not None]
    package_ids = dict(zip(packages, codes.packages.codes(names), strict=True))
    op_ids = codes.ops.codes(block.ops)
    tag_ids = {place: _tag(codes, block.tags[place]) for place in dict.fromkeys(tags)}
    actor_ids = {place: _actor(codes, block.actors[place]) for place in dict.fromkeys(actors)}
    keys: list[SeriesKey] = [
        (package_ids[owner], op_ids[op], tag_ids[tag], *actor_ids[actor], None, 0)
        for owner, op, tag, actor in zip(owners, ops, tags, actors, strict=True)
    ]
    return codes.series_keys.codes(keys)


def _tag(codes: Codes, tag: str | None) -> int | None:
    return None if tag is None else codes.tags.code(tag)


def _actor(codes: Codes, actor: ActorTexts) -> tuple[int, int, str, str]:
    kind, state, flags = actor
    return codes.states.code(state), codes.flags.code(flags), kind.value, Source.LAST.value


def _modes(codes: Codes, file: int, block: Block) -> Iterable[tuple[object, ...]]:
    modes = block.modes
    op_ids = codes.ops.codes([texts[0] for texts in block.mode_texts])
    owners = [block.owners[place] for place in modes.owner.tolist()]
    texts = [(op_ids[place], *block.mode_texts[place][1:]) for place in range(len(op_ids))]
    for line, (uid, package), place in zip(
        modes.line.tolist(), owners, modes.texts.tolist(), strict=True
    ):
        yield (file, line, uid, package, *texts[place])
