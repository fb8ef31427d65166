"""What a person adds; no load and no deletion of a capture changes it."""

_TABLES = """
CREATE TABLE own_marks (
  id INTEGER PRIMARY KEY,
  time_ms INTEGER NOT NULL,
  text TEXT NOT NULL,
  made_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE evidence (
  id INTEGER PRIMARY KEY,
  begin_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  filter TEXT NOT NULL,
  event_ids BLOB NOT NULL,
  made_ms INTEGER NOT NULL,
  UNIQUE (begin_ms, end_ms, filter)
) STRICT;
"""

SCRIPTS = (_TABLES,)
