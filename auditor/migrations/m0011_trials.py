"""Test sessions (auditor/trials): what was done, when each mark was made, and by which clock.

A mark of a session is an own mark of the case; what more is known of it stands beside it. One that
was struck out stays, and counts for nothing.
"""

_TABLES = """
ALTER TABLE own_marks ADD COLUMN struck_ms INTEGER;
CREATE TABLE trials (
  id INTEGER PRIMARY KEY,
  plan TEXT NOT NULL,
  title TEXT NOT NULL,
  begun_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  step TEXT NOT NULL,
  step_begun_ms INTEGER,
  takes_screenshots INTEGER NOT NULL
) STRICT;
CREATE TABLE trial_apps (
  trial_id INTEGER NOT NULL REFERENCES trials,
  number INTEGER NOT NULL,
  device_id TEXT NOT NULL,
  uid INTEGER NOT NULL,
  package TEXT NOT NULL,
  PRIMARY KEY (trial_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE trial_marks (
  mark_id INTEGER PRIMARY KEY REFERENCES own_marks,
  trial_id INTEGER NOT NULL REFERENCES trials,
  click INTEGER NOT NULL,
  step TEXT,
  clock TEXT NOT NULL,
  host_ms INTEGER NOT NULL,
  uncertainty_ms INTEGER,
  asked_ms INTEGER,
  answered_ms INTEGER,
  phone_ms INTEGER
) STRICT;
CREATE INDEX trial_marks_of_trial ON trial_marks (trial_id, click);
CREATE TABLE trial_screenshots (
  trial_id INTEGER NOT NULL REFERENCES trials,
  click INTEGER NOT NULL,
  device_id TEXT NOT NULL,
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  taken_ms INTEGER NOT NULL,
  PRIMARY KEY (trial_id, click, device_id)
) STRICT, WITHOUT ROWID;
"""

SCRIPTS = (_TABLES,)
