-- A case as the first schema wrote it. Never edit: it stands for cases that people have.
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'permission_auditor','m0001_first_tables','2026-01-01 00:00:00.000000+00:00');
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
INSERT INTO "captures" VALUES(1,'old-1',1,'captures/old-1','1f4d82747a9579b39e6292004b6f6c67c1c79dfaa87a456212303174f999612b','full','adb','{"name": "test"}','whole',1763000000000,1763000001000,34,'14','acme/one','Asia/Kathmandu',NULL,0,0);
INSERT INTO "captures" VALUES(2,'old-2',1,'captures/old-2','7b3c73efcc25e99495ae4a3e80a35b79c224f7920c7294eb9bd4d62f161c7bc3','full','adb','{"name": "test"}','whole',1763000060000,1763000061000,34,'14','acme/one','Asia/Kathmandu',NULL,0,0);
CREATE TABLE clock_readings (
  capture_id INTEGER NOT NULL REFERENCES captures,
  host_utc_ms INTEGER NOT NULL,
  phone_utc_ms INTEGER, uptime_ms INTEGER, boot_id TEXT
) STRICT;
INSERT INTO "clock_readings" VALUES(1,1763000000000,1763000000000,1000,'boot');
INSERT INTO "clock_readings" VALUES(2,1763000060000,1763000060000,1000,'boot');
CREATE TABLE devices (
  id INTEGER PRIMARY KEY,
  device_id TEXT NOT NULL UNIQUE,
  serial TEXT NOT NULL,
  is_sample INTEGER NOT NULL,
  manufacturer TEXT, model TEXT, api INTEGER, release TEXT, fingerprint TEXT,
  zone TEXT, locale TEXT,
  seen_ms INTEGER NOT NULL
) STRICT;
INSERT INTO "devices" VALUES(1,'PHONE1','PHONE1',0,'Acme','One',34,'14','acme/one','Asia/Kathmandu',NULL,1763000060000);
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
INSERT INTO "event_lines" VALUES(1,1,1,1,3,1762996400000,1,5000,1,0,NULL);
INSERT INTO "event_lines" VALUES(2,2,1,1,5,1762996400000,60000,NULL,0,0,NULL);
INSERT INTO "event_lines" VALUES(3,3,1,1,8,NULL,1,NULL,0,0,NULL);
INSERT INTO "event_lines" VALUES(4,1,2,2,4,1762996400000,1,9000,0,0,NULL);
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
INSERT INTO "events" VALUES(1,1,1762996400000,1,9000,1,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'',0,4);
INSERT INTO "events" VALUES(2,2,1762996400000,60000,NULL,1,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,',1,,',0,2);
INSERT INTO "events" VALUES(3,3,NULL,1,NULL,1,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'',0,3);
CREATE TABLE flags (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, is_middleman INTEGER NOT NULL
) STRICT;
INSERT INTO "flags" VALUES(1,'s',0);
INSERT INTO "flags" VALUES(2,'tp',1);
CREATE TABLE notices (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  code TEXT NOT NULL,
  text TEXT NOT NULL
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
CREATE TABLE ops (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, data_type TEXT NOT NULL
) STRICT;
INSERT INTO "ops" VALUES(1,'RECORD_AUDIO','microphone');
INSERT INTO "ops" VALUES(2,'CAMERA','camera');
INSERT INTO "ops" VALUES(3,'READ_CONTACTS','contacts');
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
INSERT INTO "package_facts" VALUES(1,11,1,'1.0',NULL,NULL,NULL,NULL,NULL,0,0,NULL,NULL,NULL,NULL);
CREATE TABLE packages (
  id INTEGER PRIMARY KEY,
  device_id INTEGER NOT NULL REFERENCES devices,
  uid INTEGER NOT NULL,
  name TEXT NOT NULL,
  label TEXT,
  is_system INTEGER,
  UNIQUE (device_id, uid, name)
) STRICT;
INSERT INTO "packages" VALUES(1,1,10101,'com.example.chat',NULL,0);
CREATE TABLE permission_names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO "permission_names" VALUES(1,'android.permission.CAMERA');
CREATE TABLE permissions (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  package_id INTEGER NOT NULL REFERENCES packages,
  name_id INTEGER NOT NULL REFERENCES permission_names,
  granted INTEGER,
  flags TEXT NOT NULL,
  runtime INTEGER
) STRICT;
INSERT INTO "permissions" VALUES(1,12,1,1,1,'',1);
CREATE TABLE proxies (id INTEGER PRIMARY KEY, uid INTEGER, package TEXT, tag TEXT) STRICT;
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
INSERT INTO "raw_files" VALUES(1,1,'appops','appops','{}','dumpsys appops','raw/appops.txt',207,'7644b65ce19fed7fa554eca1aa7fec5c5ea28c2d30c6e9d126c38b8a7cc91d89',1763000000000,1763000000100,0,1,NULL,1763000000000,1763000000100,1,6);
INSERT INTO "raw_files" VALUES(2,2,'appops','appops','{}','dumpsys appops','raw/appops.txt',68,'9018962e8b71bb100a691df18d2bc176dc12fbbbec7c89d9cc9625274d47a159',1763000060000,1763000060100,0,1,NULL,1763000060000,1763000060100,1,1);
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
INSERT INTO "series" VALUES(1,1,1,NULL,1,1,'access','last',NULL,0);
INSERT INTO "series" VALUES(2,1,2,1,2,1,'access','discrete',NULL,0);
INSERT INTO "series" VALUES(3,1,3,NULL,1,2,'reject','last',NULL,0);
CREATE TABLE skipped (
  capture_id INTEGER NOT NULL REFERENCES captures,
  command TEXT NOT NULL,
  reason TEXT NOT NULL
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
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO "tags" VALUES(1,'scan');
CREATE TABLE uid_rows (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  uid INTEGER NOT NULL,
  state TEXT
) STRICT;
CREATE TABLE uid_states (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, is_background INTEGER
) STRICT;
INSERT INTO "uid_states" VALUES(1,'top',0);
INSERT INTO "uid_states" VALUES(2,'bg',1);
CREATE TABLE unparsed (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  text TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
INSERT INTO "unparsed" VALUES(1,9,'?','unknown line');
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
CREATE TABLE users (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  flags INTEGER NOT NULL,
  running INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX slots_raw_file ON slots (raw_file_id);
CREATE UNIQUE INDEX events_key
  ON events (series_id, ifnull(time_ms, -9223372036854775808), variant);
CREATE INDEX events_time ON events (time_ms);
CREATE INDEX events_slot ON events (slot_id) WHERE slot_id IS NOT NULL;
CREATE INDEX event_lines_event ON event_lines (event_id);
CREATE INDEX event_lines_capture ON event_lines (capture_id);
CREATE INDEX package_facts_package ON package_facts (package_id);
CREATE INDEX permissions_package ON permissions (package_id);
COMMIT;
PRAGMA application_id = 1346458948;
PRAGMA user_version = 1;
