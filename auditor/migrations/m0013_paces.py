"""How often a watch asked from when on, and why: as wished, or less to spare the phone."""

_TABLES = """
CREATE TABLE live_paces (
  capture_id INTEGER NOT NULL REFERENCES captures,
  since_ms INTEGER NOT NULL,
  every_ms INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;
"""

SCRIPTS = (_TABLES,)
