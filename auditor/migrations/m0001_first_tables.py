"""The first tables: phones, captures, their raw files, events and what stands beside them."""

_TABLES = """
CREATE TABLE devices (
  id INTEGER PRIMARY KEY,
  device_id TEXT NOT NULL UNIQUE,
  serial TEXT NOT NULL,
  is_sample INTEGER NOT NULL,
  manufacturer TEXT, model TEXT, api INTEGER, release TEXT, fingerprint TEXT,
  zone TEXT, locale TEXT,
  seen_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE captures (
  id INTEGER PRIMARY KEY,
  capture_id TEXT NOT NULL UNIQUE,
  device_id INTEGER NOT NULL REFERENCES devices,
  folder TEXT NOT NULL,
  manifest_sha256 TEXT NOT NULL,
  plan TEXT NOT NULL,
  origin TEXT NOT NULL,
  tool TEXT NOT NULL,
  outcome TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  api INTEGER, release TEXT, fingerprint TEXT, zone TEXT, locale TEXT,
  zone_assumed INTEGER NOT NULL,
  captured_at_assumed INTEGER NOT NULL
) STRICT;

CREATE TABLE clock_readings (
  capture_id INTEGER NOT NULL REFERENCES captures,
  host_utc_ms INTEGER NOT NULL,
  phone_utc_ms INTEGER, uptime_ms INTEGER, boot_id TEXT
) STRICT;

CREATE TABLE skipped (
  capture_id INTEGER NOT NULL REFERENCES captures,
  command TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TABLE raw_files (
  id INTEGER PRIMARY KEY,
  capture_id INTEGER NOT NULL REFERENCES captures,
  name TEXT NOT NULL,
  command TEXT NOT NULL,
  parameters TEXT NOT NULL,
  command_line TEXT NOT NULL,
  file TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  exit_code INTEGER,
  whole INTEGER NOT NULL,
  reason TEXT,
  phone_before_ms INTEGER, phone_after_ms INTEGER,
  is_read INTEGER NOT NULL DEFAULT 0,
  records INTEGER NOT NULL DEFAULT 0,
  UNIQUE (capture_id, file)
) STRICT;

CREATE TABLE packages (
  id INTEGER PRIMARY KEY,
  device_id INTEGER NOT NULL REFERENCES devices,
  uid INTEGER NOT NULL,
  name TEXT NOT NULL,
  label TEXT,
  is_system INTEGER,
  UNIQUE (device_id, uid, name)
) STRICT;
CREATE TABLE ops (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, data_type TEXT NOT NULL
) STRICT;
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE uid_states (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, is_background INTEGER
) STRICT;
CREATE TABLE flags (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, is_middleman INTEGER NOT NULL
) STRICT;
CREATE TABLE proxies (id INTEGER PRIMARY KEY, uid INTEGER, package TEXT, tag TEXT) STRICT;
CREATE TABLE permission_names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  package_id INTEGER NOT NULL REFERENCES packages,
  op_id INTEGER NOT NULL REFERENCES ops,
  tag_id INTEGER REFERENCES tags,
  state_id INTEGER REFERENCES uid_states,
  flags_id INTEGER REFERENCES flags,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  virtual_device TEXT,
  unattributed INTEGER NOT NULL
) STRICT;

CREATE TABLE slots (
  id INTEGER PRIMARY KEY,
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  slot_index INTEGER NOT NULL,
  begin_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  printed_begin_ms INTEGER NOT NULL,
  printed_end_ms INTEGER NOT NULL,
  about INTEGER NOT NULL,
  is_closed INTEGER NOT NULL,
  is_cut INTEGER NOT NULL,
  superseded INTEGER NOT NULL DEFAULT 0,
  line INTEGER NOT NULL
) STRICT;
CREATE INDEX slots_raw_file ON slots (raw_file_id);

CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  series_id INTEGER NOT NULL REFERENCES series,
  time_ms INTEGER,
  precision_ms INTEGER NOT NULL,
  duration_ms INTEGER,
  count INTEGER,
  running INTEGER NOT NULL,
  zone_assumed INTEGER NOT NULL,
  about INTEGER NOT NULL,
  access_duration_ms INTEGER,
  printed_begin_ms INTEGER,
  printed_end_ms INTEGER,
  proxy_id INTEGER REFERENCES proxies,
  attribution_flags INTEGER,
  chain_id INTEGER,
  slot_id INTEGER REFERENCES slots,
  variant TEXT NOT NULL,
  superseded INTEGER NOT NULL DEFAULT 0,
  line_id INTEGER
) STRICT;
CREATE UNIQUE INDEX events_key
  ON events (series_id, ifnull(time_ms, -9223372036854775808), variant);
CREATE INDEX events_time ON events (time_ms);
CREATE INDEX events_slot ON events (slot_id) WHERE slot_id IS NOT NULL;

CREATE TABLE event_lines (
  id INTEGER PRIMARY KEY,
  event_id INTEGER NOT NULL REFERENCES events,
  capture_id INTEGER NOT NULL REFERENCES captures,
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  time_ms INTEGER,
  precision_ms INTEGER NOT NULL,
  duration_ms INTEGER,
  running INTEGER NOT NULL,
  zone_assumed INTEGER NOT NULL,
  proxy_id INTEGER REFERENCES proxies
) STRICT;
CREATE INDEX event_lines_event ON event_lines (event_id);
CREATE INDEX event_lines_capture ON event_lines (capture_id);

CREATE TABLE users (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  flags INTEGER NOT NULL,
  running INTEGER NOT NULL
) STRICT;

CREATE TABLE package_facts (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  package_id INTEGER NOT NULL REFERENCES packages,
  version_name TEXT, version_code INTEGER, target_sdk INTEGER,
  installer TEXT, initiating_package TEXT, code_path TEXT,
  is_system INTEGER, is_hidden_system INTEGER NOT NULL,
  first_install_local TEXT, last_update_local TEXT,
  shared_user TEXT, enabled INTEGER
) STRICT;
CREATE INDEX package_facts_package ON package_facts (package_id);

CREATE TABLE permissions (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  package_id INTEGER NOT NULL REFERENCES packages,
  name_id INTEGER NOT NULL REFERENCES permission_names,
  granted INTEGER,
  flags TEXT NOT NULL,
  runtime INTEGER
) STRICT;
CREATE INDEX permissions_package ON permissions (package_id);

CREATE TABLE usage_events (
  id INTEGER PRIMARY KEY,
  device_id INTEGER NOT NULL REFERENCES devices,
  user_id INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  precision_ms INTEGER NOT NULL,
  type TEXT NOT NULL,
  package TEXT NOT NULL,
  twin INTEGER NOT NULL,
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  UNIQUE (device_id, user_id, time_ms, type, package, twin)
) STRICT;

CREATE TABLE op_modes (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  uid INTEGER NOT NULL,
  package TEXT,
  op_id INTEGER NOT NULL REFERENCES ops,
  mode TEXT NOT NULL,
  switch_op TEXT, switch_mode TEXT
) STRICT;
CREATE TABLE uid_rows (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  uid INTEGER NOT NULL,
  state TEXT
) STRICT;
CREATE TABLE running_ops (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  uid INTEGER NOT NULL,
  package TEXT NOT NULL,
  op_id INTEGER NOT NULL REFERENCES ops,
  tag TEXT,
  started_ms INTEGER,
  nesting INTEGER
) STRICT;

CREATE TABLE unparsed (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  text TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE TABLE notices (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  code TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
"""

SCRIPTS = (_TABLES,)
