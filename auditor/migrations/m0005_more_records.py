"""What the log of events, the hibernation service and an iPhone's report tell beside accesses."""

_TABLES = """
CREATE TABLE process_events (
  id INTEGER PRIMARY KEY,
  device_id INTEGER NOT NULL REFERENCES devices,
  what TEXT NOT NULL,
  user_id INTEGER NOT NULL,
  pid INTEGER NOT NULL,
  uid INTEGER,
  process TEXT NOT NULL,
  cause TEXT, component TEXT,
  time_ms INTEGER,
  precision_ms INTEGER NOT NULL,
  zone_assumed INTEGER NOT NULL,
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  UNIQUE (device_id, time_ms, pid, what, process)
) STRICT;

CREATE TABLE hibernation (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  user_id INTEGER,
  package TEXT NOT NULL,
  is_hibernated INTEGER NOT NULL,
  last_woken_ms INTEGER,
  precision_ms INTEGER NOT NULL,
  zone_assumed INTEGER NOT NULL
) STRICT;

CREATE TABLE network_contacts (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  package TEXT NOT NULL,
  domain TEXT NOT NULL,
  first_ms INTEGER, last_ms INTEGER,
  hits INTEGER,
  initiated TEXT, context TEXT, owner TEXT,
  domain_type INTEGER
) STRICT;
"""

SCRIPTS = (_TABLES,)
