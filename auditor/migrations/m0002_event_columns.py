"""Every event as numpy columns, so that a window opens fast: derived and rebuildable."""

_TABLES = """
CREATE TABLE event_columns (name TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT, WITHOUT ROWID;
"""

SCRIPTS = (_TABLES,)
