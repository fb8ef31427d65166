"""What the merging of a case needs of it, read into arrays."""

import sqlite3
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from itertools import chain

import numpy as np

from auditor.columns import SOURCES, UNKNOWN
from auditor.filters import Series, all_series
from auditor.merge import AGGREGATE, AUDIO, CAMERA, Bool, EventFacts, Int64, SeriesFacts

FINE, COARSE = "FINE_LOCATION", "COARSE_LOCATION"
# The service's logs do not tell a call from any other use.
SESSION_OPS = {"PHONE_CALL_MICROPHONE": "RECORD_AUDIO", "PHONE_CALL_CAMERA": "CAMERA"}
FLAG_BITS = {"s": 1, "tp": 2, "up": 4, "tpd": 8, "upd": 16}
OTHER_FLAG = 32
RUNNING, ASSUMED, ABOUT, WITH_PROXY = 1, 2, 4, 8  # bits of a row

_READ = f"""
SELECT id, series_id, ifnull(time_ms, {UNKNOWN}), precision_ms,
  ifnull(duration_ms, {UNKNOWN}), ifnull(count, {UNKNOWN}),
  ifnull(chain_id, -1) * 65536 + ifnull(attribution_flags, 0), ifnull(slot_id, -1),
  running + 2 * zone_assumed + 4 * about + 8 * (proxy_id IS NOT NULL)
FROM events WHERE NOT superseded ORDER BY id
"""
_FIELDS = 9
# Loads come one after the other, so the events that one brought have the numbers up to its last.
_STAGES = "SELECT max(event_id) FROM event_lines GROUP BY capture_id ORDER BY capture_id"
_DETAILS = "SELECT id, ifnull(virtual_device, ''), unattributed FROM series"


@dataclass(frozen=True, slots=True)
class Case:
    """Every event that counts, as arrays in the order of the ids."""

    ids: Int64
    facts: EventFacts
    series: SeriesFacts
    slot: Int64
    bits: Int64
    exact: Int64  # by series: equal but for the source
    sibling: Int64  # by series: `exact` of the same request's other location, -1 for none
    is_vague: Bool  # by series: state or flags are not told, or several flags are

    @property
    def source(self) -> Int64:
        return self.series.source[self.facts.series]


def read_case(db: sqlite3.Connection) -> Case:
    cursor = db.execute(_READ)
    flat = np.fromiter(chain.from_iterable(cursor), dtype=np.int64)
    table = np.ascontiguousarray(flat.reshape(-1, _FIELDS).T)
    last = np.array([row[0] for row in db.execute(_STAGES)], dtype=np.int64)
    stage = np.searchsorted(np.maximum.accumulate(last), table[0])
    series, exact, sibling, vague = _series_facts(db)
    is_bucket = (series.source[table[1]] == AGGREGATE) & (table[7] < 0)
    facts = EventFacts(table[1], stage, table[2], table[3], table[4], table[5], table[6], is_bucket)
    return Case(table[0], facts, series, table[7], table[8], exact, sibling, vague)


def _series_facts(db: sqlite3.Connection) -> tuple[SeriesFacts, Int64, Int64, Bool]:
    every = all_series(db)
    more = {row[0]: (row[1], bool(row[2])) for row in db.execute(_DETAILS)}
    size = max(every, default=0) + 1

    def note(s: Series) -> Hashable:
        return (s.package_id, s.op, s.tag, s.kind, more[s.id])

    def place(s: Series, op: str = "") -> Hashable:
        return (s.package_id, s.tag, s.kind, s.uid_state, s.flags, more[s.id], op)

    def use(s: Series) -> str:
        return SESSION_OPS.get(s.op, s.op)

    def numbers(value: Callable[[Series], int]) -> Int64:
        found = np.zeros(size, dtype=np.int64)
        for each in every.values():
            found[each.id] = value(each)
        return found

    def keys(key: Callable[[Series], Hashable]) -> Int64:
        codes: dict[Hashable, int] = {}
        return numbers(lambda s: codes.setdefault(key(s), len(codes)))

    def is_place(s: Series) -> bool:
        return s.op in (FINE, COARSE)

    states: dict[str | None, int] = {None: -1}
    exact = {each.id: place(each, each.op) for each in every.values()}
    code = {key: number for number, key in enumerate(dict.fromkeys(exact.values()))}
    other = {FINE: COARSE, COARSE: FINE}
    facts = SeriesFacts(
        source=numbers(lambda s: SOURCES.index(s.source)),
        note=keys(note),
        by_name=keys(lambda s: (s.device_id, s.package, use(s), s.kind)),
        by_uid=keys(lambda s: (s.device_id, s.uid, use(s), s.kind)),
        place=np.where(numbers(is_place) != 0, keys(place), -1),
        op=keys(lambda s: s.op),
        uid=numbers(lambda s: max(s.uid, -1)),
        state=numbers(lambda s: states.setdefault(s.uid_state, len(states))),
        flags=numbers(lambda s: _flag_bits(s.flags)),
        is_fine=numbers(lambda s: s.op == FINE) != 0,
        is_named=numbers(lambda s: s.package != "") != 0,
        is_sure=numbers(lambda s: not more[s.id][1]) != 0,
    )
    sibling = numbers(lambda s: code.get(place(s, other.get(s.op, "")), -1) if is_place(s) else -1)
    is_session = (facts.source == AUDIO) | (facts.source == CAMERA)
    joined = (facts.flags & (facts.flags - 1)) != 0
    vague = is_session | joined | (facts.flags == 0) | (facts.state < 0)
    return facts, numbers(lambda s: code[exact[s.id]]), sibling, vague


def _flag_bits(flags: str | None) -> int:
    bits = 0
    for each in (flags or "").split("|"):
        bits |= FLAG_BITS.get(each, OTHER_FLAG) if each else 0
    return bits
