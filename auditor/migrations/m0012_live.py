"""What a watch tells beside its texts: when it saw nothing, and how often it asked for what."""

_TABLES = """
CREATE TABLE live_gaps (
  capture_id INTEGER NOT NULL REFERENCES captures,
  begin_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE TABLE live_rhythm (
  capture_id INTEGER NOT NULL REFERENCES captures,
  asked TEXT NOT NULL,
  polls INTEGER NOT NULL,
  kept INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  typical_ms INTEGER,
  longest_ms INTEGER,
  cost_ms INTEGER NOT NULL
) STRICT;
"""

SCRIPTS = (_TABLES,)
