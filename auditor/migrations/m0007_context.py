"""When the phone was used, from its usage history; the derived part is rebuildable."""

_TABLES = """
ALTER TABLE usage_events ADD COLUMN activity TEXT;
ALTER TABLE usage_events ADD COLUMN instance INTEGER;
CREATE TABLE usage_spans (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  begin_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL
) STRICT;
INSERT INTO usage_spans (raw_file_id, line, user_id, begin_ms, end_ms)
SELECT raw_file_id, min(line), user_id, min(time_ms), max(time_ms + precision_ms - 1)
FROM usage_events GROUP BY raw_file_id, user_id;
CREATE TABLE foreground (
  device_id INTEGER NOT NULL REFERENCES devices,
  user_id INTEGER NOT NULL,
  package TEXT NOT NULL,
  begin_ms INTEGER NOT NULL, begin_precision_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL, end_precision_ms INTEGER NOT NULL,
  ends_known INTEGER NOT NULL
) STRICT;
CREATE TABLE phone_states (
  device_id INTEGER NOT NULL REFERENCES devices,
  what TEXT NOT NULL,
  is_on INTEGER NOT NULL,
  begin_ms INTEGER NOT NULL, begin_precision_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL, end_precision_ms INTEGER NOT NULL,
  ends_known INTEGER NOT NULL
) STRICT;
CREATE TABLE event_context (
  event_id INTEGER PRIMARY KEY,
  facts INTEGER NOT NULL,
  left_ago_ms INTEGER, left_ago_precision_ms INTEGER
) STRICT;
"""

SCRIPTS = (_TABLES,)
