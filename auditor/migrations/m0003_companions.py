"""What other services tell beside the accesses: sessions, screen, traffic, switches, settings."""

_TABLES = """
CREATE TABLE sessions (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  source TEXT NOT NULL,
  uid INTEGER,
  package TEXT NOT NULL,
  what TEXT NOT NULL,
  number INTEGER NOT NULL,
  begin_ms INTEGER, end_ms INTEGER,
  precision_ms INTEGER NOT NULL,
  zone_assumed INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  silenced INTEGER,
  reason TEXT,
  begin_line INTEGER, end_line INTEGER
) STRICT;
CREATE INDEX sessions_raw_file ON sessions (raw_file_id);

CREATE TABLE screen_states (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  wakefulness TEXT NOT NULL,
  last_wake_ms INTEGER, last_sleep_ms INTEGER,
  precision_ms INTEGER NOT NULL,
  sleep_reason TEXT,
  powered INTEGER, battery_level INTEGER
) STRICT;

CREATE TABLE doze_exemptions (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  package TEXT, app_id INTEGER,
  granted_by TEXT NOT NULL,
  removed INTEGER NOT NULL
) STRICT;

CREATE TABLE networks (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, types TEXT NOT NULL, metered INTEGER
) STRICT;
CREATE TABLE traffic (
  id INTEGER PRIMARY KEY,
  device_id INTEGER NOT NULL REFERENCES devices,
  uid INTEGER NOT NULL,
  network_id INTEGER NOT NULL REFERENCES networks,
  uid_set TEXT NOT NULL,
  begin_ms INTEGER NOT NULL,
  length_ms INTEGER NOT NULL,
  received_bytes INTEGER NOT NULL, received_packets INTEGER NOT NULL,
  sent_bytes INTEGER NOT NULL, sent_packets INTEGER NOT NULL,
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  UNIQUE (device_id, uid, begin_ms, length_ms, network_id, uid_set)
) STRICT;

CREATE TABLE sensor_switches (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  user_id INTEGER,
  sensor TEXT NOT NULL,
  switch TEXT,
  is_blocked INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  namespace TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT,
  packages TEXT NOT NULL
) STRICT;
"""

SCRIPTS = (_TABLES,)
