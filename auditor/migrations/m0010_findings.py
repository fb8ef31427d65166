"""What a person says about findings, and about moments of a guided session.

The keys are names, not ids, so that they stay when everything else is worked out anew.
"""

_TABLES = """
ALTER TABLE own_marks ADD COLUMN kind TEXT;
ALTER TABLE own_marks ADD COLUMN device_id TEXT;
ALTER TABLE own_marks ADD COLUMN uid INTEGER;
ALTER TABLE own_marks ADD COLUMN package TEXT;
CREATE TABLE dismissals (
  rule_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  uid INTEGER NOT NULL,
  package TEXT NOT NULL,
  op TEXT NOT NULL,
  data_type TEXT NOT NULL,
  reason TEXT NOT NULL,
  made_ms INTEGER NOT NULL,
  PRIMARY KEY (rule_id, device_id, uid, package, op, data_type)
) STRICT, WITHOUT ROWID;
CREATE TABLE categories (
  device_id TEXT NOT NULL,
  uid INTEGER NOT NULL,
  package TEXT NOT NULL,
  category TEXT NOT NULL,
  reason TEXT NOT NULL,
  made_ms INTEGER NOT NULL,
  PRIMARY KEY (device_id, uid, package)
) STRICT, WITHOUT ROWID;
"""

SCRIPTS = (_TABLES,)
