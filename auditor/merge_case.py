"""What the merging of a case needs of it, read into arrays."""

import sqlite3
from dataclasses import dataclass

import numpy as np

from auditor.bulk import UNKNOWN, Int64, numbers_of
from auditor.event_sql import TIME_BITS, TIME_MASK
from auditor.families import COARSE, FINE, numbered, sources, use_of
from auditor.merge import AGGREGATE, AUDIO, CAMERA, Bool, EventFacts, SeriesFacts
from auditor.series import SeriesTable
from auditor.shown import times

FLAG_BITS = {"s": 1, "tp": 2, "up": 4, "tpd": 8, "upd": 16}
OTHER_FLAG = 32
RUNNING, ASSUMED, ABOUT = 1, 2, 4  # bits of a row

# Loads come one after the other, so captures have the order in which they brought events.
# A watched capture grows: what its texts bring is decided text by text, as if each were one.
_READ = f"""
SELECT e.id, iif(c.plan = 'watch', r.id, c.first_file), f.precision_ms,
  ifnull(e.duration_ms, {UNKNOWN}), ifnull(f.count, {UNKNOWN}),
  ifnull(d.chain_id, -1), ifnull(d.attribution_flags, 0), ifnull(d.slot_id, -1),
  f.running + 2 * f.zone_assumed + 4 * f.about, ifnull(f.proxy_id, -1)
FROM json_each(?) j
CROSS JOIN events e ON e.id BETWEEN j.value << {TIME_BITS} AND j.value << {TIME_BITS} | {TIME_MASK}
JOIN forms f ON f.id = e.form_id JOIN raw_files r ON r.id = e.file_id
JOIN (SELECT c.id, c.plan, min(q.id) AS first_file FROM captures c
  JOIN raw_files q ON q.capture_id = c.id GROUP BY c.id) c ON c.id = r.capture_id
LEFT JOIN event_details d ON d.event_id = e.id
WHERE NOT ifnull(d.superseded, 0)
"""


@dataclass(frozen=True, slots=True)
class Case:
    """Events that count, as arrays, the oldest first: in the order of loading, then of ids."""

    ids: Int64
    facts: EventFacts
    series: SeriesFacts
    slot: Int64
    bits: Int64
    proxy: Int64  # -1: none
    exact: Int64  # by series: equal but for the source
    sibling: Int64  # by series: `exact` of the same request's other location, -1 for none
    is_vague: Bool  # by series: state or flags are not told, or several flags are

    @property
    def source(self) -> Int64:
        return self.series.source[self.facts.series]


def read_case(db: sqlite3.Connection, table: SeriesTable, wanted: Int64) -> Case:
    """Read the events of some series, the smallest number first."""
    columns = numbers_of(db, _READ, 10, wanted)
    ids, capture, precision_ms, duration_ms, count, chain, flags, slot, bits, proxy = columns[
        :, np.lexsort((columns[0], columns[1]))
    ]
    chains, flag_sets = (np.unique(each, return_inverse=True)[1] for each in (chain, flags))
    series, exact, sibling, vague = _series_facts(table.part(wanted))
    of = series.head[np.searchsorted(wanted, ids >> TIME_BITS)]
    is_bucket = (series.source[of] == AGGREGATE) & (slot < 0)
    facts = EventFacts(
        of,
        capture,
        times(db, ids),
        precision_ms,
        duration_ms,
        count,
        numbered(chains, flag_sets),
        is_bucket,
    )
    return Case(ids, facts, series, slot, bits, proxy, exact, sibling, vague)


def _series_facts(table: SeriesTable) -> tuple[SeriesFacts, Int64, Int64, Bool]:
    packages, ops, ways = table.packages, table.ops, table.ways
    package, op, tag, way = table.package, table.op, table.tag, table.way
    device = packages.codes(lambda p: p.device_id)[package]
    name = packages.codes(lambda p: p.name)[package]
    uid = packages.numbers(lambda p: max(p.uid, -1))[package]
    use = ops.codes(lambda o: use_of(o.name))[op]
    kind = ways.codes(lambda w: w.kind)[way]
    more = ways.codes(lambda w: (w.virtual_device or "", w.unattributed))[way]
    how = ways.codes(
        lambda w: (w.kind, w.uid_state, w.flags, w.virtual_device or "", w.unattributed)
    )[way]
    is_fine = ops.passing(lambda o: o.name == FINE)[op]
    is_place = ops.passing(lambda o: o.name in (FINE, COARSE))[op]
    state_codes = ways.codes(lambda w: w.uid_state)[way]
    no_state = ways.passing(lambda w: w.uid_state is None)[way]
    place = numbered(package, tag, how)
    exact = numbered(place, op)
    source = sources(table)
    facts = SeriesFacts(
        head=_heads(numbered(exact, source)),
        source=source,
        note=numbered(package, op, tag, kind, more),
        by_name=numbered(device, name, use, kind),
        by_uid=numbered(device, uid + 1, use, kind),
        place=np.where(is_place, place, -1),
        op=op,
        uid=uid,
        state=np.where(no_state, -1, state_codes),
        flags=ways.numbers(lambda w: _flag_bits(w.flags))[way],
        is_fine=is_fine,
        is_named=packages.passing(lambda p: p.name != "")[package],
        is_sure=ways.passing(lambda w: not w.unattributed)[way],
    )
    is_session = (source == AUDIO) | (source == CAMERA)
    joined = (facts.flags & (facts.flags - 1)) != 0
    vague = is_session | joined | (facts.flags == 0) | (facts.state < 0)
    return facts, exact, _siblings(place, exact, is_place, is_fine), vague


def _siblings(place: Int64, exact: Int64, is_place: Bool, is_fine: Bool) -> Int64:
    """Give the `exact` of the other location of the same place, -1 where it was never noted."""
    sibling = np.full(len(place), -1)
    of_fine, of_coarse = np.full((2, int(place.max(initial=0)) + 1), -1)
    is_coarse = is_place & ~is_fine
    of_fine[place[is_fine]] = exact[is_fine]
    of_coarse[place[is_coarse]] = exact[is_coarse]
    sibling[is_fine] = of_coarse[place[is_fine]]
    sibling[is_coarse] = of_fine[place[is_coarse]]
    return sibling


def _heads(code: Int64) -> Int64:
    """Give for each series the first that is equal: twins and other eras are the same series."""
    _, first, inverse = np.unique(code, return_index=True, return_inverse=True)
    heads: Int64 = first[inverse]
    return heads


def _flag_bits(flags: str | None) -> int:
    bits = 0
    for each in (flags or "").split("|"):
        bits |= FLAG_BITS.get(each, OTHER_FLAG) if each else 0
    return bits
