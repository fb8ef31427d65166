"""Events without an index of their own, and what they were before.

What makes an event small: its id is its series and its time, so the table is its own index; what
many events have in common is told once; and a line of its own is kept only for what a later
reading tells again. A series of the schemas before is the same one for every time and twin; now
`turn` tells twins apart and `era` is which stretch of 2^40 ms the times lie in, NULL for unknown.
"""

# The large tables name no others with REFERENCES: to look each up costs a sixth of a load.
TABLES = """
CREATE TABLE ways (
  id INTEGER PRIMARY KEY,
  state_id INTEGER REFERENCES uid_states,
  flags_id INTEGER REFERENCES flags,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  virtual_device TEXT,
  unattributed INTEGER NOT NULL,
  vague_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  package_id INTEGER NOT NULL,
  op_id INTEGER NOT NULL,
  tag_id INTEGER,
  way_id INTEGER NOT NULL,
  turn INTEGER NOT NULL,
  era INTEGER
) STRICT;
CREATE TABLE forms (
  id INTEGER PRIMARY KEY,
  precision_ms INTEGER NOT NULL,
  count INTEGER,
  running INTEGER NOT NULL,
  zone_assumed INTEGER NOT NULL,
  about INTEGER NOT NULL,
  proxy_id INTEGER REFERENCES proxies
) STRICT;
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  file_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  duration_ms INTEGER,
  form_id INTEGER NOT NULL
) STRICT;
CREATE TABLE event_details (
  event_id INTEGER PRIMARY KEY REFERENCES events,
  access_duration_ms INTEGER,
  printed_begin_ms INTEGER,
  printed_end_ms INTEGER,
  attribution_flags INTEGER,
  chain_id INTEGER,
  slot_id INTEGER REFERENCES slots,
  superseded INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX event_details_slot ON event_details (slot_id) WHERE slot_id IS NOT NULL;
CREATE TABLE event_lines (
  id INTEGER PRIMARY KEY,
  event_id INTEGER NOT NULL,
  file_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  time_ms INTEGER,
  duration_ms INTEGER,
  form_id INTEGER NOT NULL
) STRICT;
CREATE INDEX event_lines_of_event ON event_lines (event_id);
CREATE TABLE merged_events (
  id INTEGER PRIMARY KEY,
  lead_id INTEGER NOT NULL,
  told_id INTEGER NOT NULL,
  source TEXT NOT NULL,
  sources TEXT NOT NULL,
  time_ms INTEGER NOT NULL,
  precision_ms INTEGER NOT NULL,
  duration_ms INTEGER,
  count INTEGER,
  running INTEGER NOT NULL,
  zone_assumed INTEGER NOT NULL,
  proxy_id INTEGER
) STRICT;
CREATE TABLE event_columns (
  id INTEGER PRIMARY KEY,
  begin_ms INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
"""

_SET_ASIDE = """
ALTER TABLE series RENAME TO old_series;
ALTER TABLE events RENAME TO old_events;
ALTER TABLE event_lines RENAME TO old_lines;
DROP TABLE merged_events;
DROP TABLE event_columns;
DELETE FROM merged_into;
DELETE FROM known_counts;
DELETE FROM event_context;
"""

# One series for all of one key, with its old number; further ones for twins, slots and other eras.
_SERIES = """
INSERT INTO ways (state_id, flags_id, kind, source, virtual_device, unattributed)
SELECT DISTINCT state_id, flags_id, kind, source, virtual_device, unattributed FROM old_series
ORDER BY kind, source, state_id, flags_id;
INSERT INTO series
SELECT o.id, o.package_id, o.op_id, o.tag_id, w.id, 0, 1 FROM old_series o JOIN ways w
  ON w.state_id IS o.state_id AND w.flags_id IS o.flags_id AND w.kind = o.kind
  AND w.source = o.source AND w.virtual_device IS o.virtual_device
  AND w.unattributed = o.unattributed
ORDER BY o.id;
CREATE TEMP TABLE placed AS
SELECT id AS old_id, series_id AS head, time_ms, time_ms >> 40 AS era,
  ifnull(slot_id, 0) + ((row_number() OVER (
    PARTITION BY series_id, time_ms, slot_id ORDER BY id) - 1) << 32) AS turn
FROM old_events;
CREATE TEMP TABLE lanes AS
SELECT head, turn, era, (SELECT max(id) FROM series) + row_number() OVER (
  ORDER BY head, turn, era) AS series_id
FROM (SELECT DISTINCT head, turn, era FROM placed WHERE turn <> 0 OR era IS NOT 1);
INSERT INTO series
SELECT l.series_id, s.package_id, s.op_id, s.tag_id, s.way_id, l.turn, l.era
FROM lanes l JOIN series s ON s.id = l.head ORDER BY l.series_id;
CREATE INDEX temp.lanes_key ON lanes (head, turn, era);
CREATE TEMP TABLE numbers (old_id INTEGER PRIMARY KEY, new_id INTEGER);
INSERT INTO numbers
SELECT p.old_id, (ifnull(l.series_id, p.head) << 40) + ifnull(p.time_ms & 1099511627775, 0)
FROM placed p LEFT JOIN lanes l ON l.head = p.head AND l.turn = p.turn AND l.era IS p.era
ORDER BY p.old_id;
"""

_FORMS = """
INSERT INTO forms (precision_ms, count, running, zone_assumed, about, proxy_id)
SELECT precision_ms, count, running, zone_assumed, about, proxy_id FROM old_events
UNION
SELECT l.precision_ms, e.count, l.running, l.zone_assumed, e.about, l.proxy_id
FROM old_lines l JOIN old_events e ON e.id = l.event_id;
CREATE INDEX forms_key ON forms (precision_ms, count, running, zone_assumed, about, proxy_id);
UPDATE ways SET vague_ms = v.longest_ms FROM (
  SELECT s.way_id, max(e.precision_ms) AS longest_ms FROM old_events e
  JOIN series s ON s.id = e.series_id WHERE e.precision_ms > 1 GROUP BY s.way_id) v
WHERE v.way_id = ways.id AND source = 'last';
"""
_FORM = """
  f.count IS e.count AND f.about = e.about AND f.precision_ms = {row}.precision_ms
  AND f.running = {row}.running AND f.zone_assumed = {row}.zone_assumed
  AND f.proxy_id IS {row}.proxy_id
"""

# The first record is the event itself, and has a line of its own only where the event has
# learned more since.
_EVENTS = f"""
INSERT INTO events
SELECT n.new_id, l.raw_file_id, l.line, e.duration_ms, f.id
FROM old_events e JOIN numbers n ON n.old_id = e.id
JOIN old_lines l ON l.id = (SELECT min(id) FROM old_lines WHERE event_id = e.id)
JOIN forms f ON {_FORM.format(row="e")}
ORDER BY n.new_id;
INSERT INTO event_lines
SELECT CASE WHEN l.id = e.first_id THEN n.new_id ELSE l.id END, n.new_id, l.raw_file_id, l.line,
  nullif(l.time_ms, e.time_ms), l.duration_ms, f.id
FROM old_lines l
JOIN (SELECT *, (SELECT min(id) FROM old_lines WHERE event_id = o.id) AS first_id
  FROM old_events o) e ON e.id = l.event_id
JOIN numbers n ON n.old_id = e.id
JOIN forms f ON {_FORM.format(row="l")}
WHERE l.id <> e.first_id OR l.duration_ms IS NOT e.duration_ms OR l.running <> e.running
  OR l.precision_ms <> e.precision_ms OR l.zone_assumed <> e.zone_assumed
  OR l.proxy_id IS NOT e.proxy_id;
INSERT INTO event_details
SELECT n.new_id, e.access_duration_ms, e.printed_begin_ms, e.printed_end_ms,
  e.attribution_flags, e.chain_id, e.slot_id, e.superseded
FROM old_events e JOIN numbers n ON n.old_id = e.id
WHERE e.superseded OR coalesce(e.access_duration_ms, e.printed_begin_ms, e.printed_end_ms,
  e.attribution_flags, e.chain_id, e.slot_id) IS NOT NULL
ORDER BY n.new_id;
"""

_CLEAN_UP = """
DROP INDEX forms_key;
DROP TABLE old_lines;
DROP TABLE old_events;
DROP TABLE old_series;
DROP TABLE temp.placed;
DROP TABLE temp.lanes;
DROP TABLE temp.numbers;
"""

SCRIPTS = (_SET_ASIDE, TABLES, _SERIES, _FORMS, _EVENTS, _CLEAN_UP)
