"""Which events are one, what they say together, how much of a period's count is known singly.

Derived and rebuildable.
"""

_TABLES = """
CREATE TABLE merged_events (
  id INTEGER PRIMARY KEY,
  lead_id INTEGER NOT NULL,
  series_id INTEGER NOT NULL,
  source TEXT NOT NULL,
  sources TEXT NOT NULL,
  time_ms INTEGER NOT NULL,
  precision_ms INTEGER NOT NULL,
  duration_ms INTEGER,
  count INTEGER,
  running INTEGER NOT NULL,
  zone_assumed INTEGER NOT NULL,
  proxy_id INTEGER,
  line_id INTEGER NOT NULL
) STRICT;
CREATE TABLE merged_into (
  event_id INTEGER PRIMARY KEY,
  merged_id INTEGER NOT NULL
) STRICT;
CREATE TABLE known_counts (
  event_id INTEGER PRIMARY KEY,
  known INTEGER NOT NULL,
  more INTEGER NOT NULL
) STRICT;
"""

SCRIPTS = (_TABLES,)
