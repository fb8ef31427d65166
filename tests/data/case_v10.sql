-- A case as the tenth schema wrote it (two marks, a span of evidence, a kind of app). Never
-- edit: it stands for cases that people have.
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'permission_auditor','m0001_first_tables','2026-11-30 22:32:46+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'permission_auditor','m0002_event_columns','2026-11-30 22:32:46+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'permission_auditor','m0003_companions','2026-11-30 22:32:46+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'permission_auditor','m0004_merged_events','2026-11-30 22:32:46+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'permission_auditor','m0005_more_records','2026-11-30 22:32:46+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'permission_auditor','m0006_identities','2026-11-30 22:32:46+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'permission_auditor','m0007_context','2026-11-30 22:32:46+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'permission_auditor','m0008_small_events','2026-11-30 22:32:46+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'permission_auditor','m0009_notes','2026-11-30 22:32:46+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'permission_auditor','m0010_findings','2026-11-30 22:32:46+00:00');
CREATE TABLE apks (
  id INTEGER PRIMARY KEY,
  device_id TEXT NOT NULL,
  path TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  locale TEXT NOT NULL,
  read_ms INTEGER NOT NULL,
  tool_version TEXT NOT NULL,
  package TEXT, version_name TEXT, version_code INTEGER, target_sdk INTEGER,
  label TEXT,
  labels TEXT NOT NULL,
  icon BLOB, icon_kind TEXT,
  signer_scheme TEXT, signer_sha256 TEXT, signer_check TEXT,
  past_signers TEXT NOT NULL,
  certificate BLOB,
  troubles TEXT NOT NULL,
  ranges TEXT NOT NULL,
  UNIQUE (device_id, path, size_bytes, modified_ms, locale)
) STRICT;
CREATE TABLE app_files (
  device_id TEXT NOT NULL,
  uid INTEGER NOT NULL,
  package TEXT NOT NULL,
  apk_id INTEGER REFERENCES apks,
  trouble TEXT,
  tried_ms INTEGER NOT NULL,
  PRIMARY KEY (device_id, uid, package)
) STRICT, WITHOUT ROWID;
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
INSERT INTO "captures" VALUES(1,'one',1,'captures/one','0c42f98f0f3317efe9b9affa3cb488bd5875895a8d6137835f14c4c347c13c4c','full','adb','{"name": "test"}','whole',1763000000000,1763000001000,34,'14','acme/one','Asia/Kathmandu',NULL,0,0);
CREATE TABLE categories (
  device_id TEXT NOT NULL,
  uid INTEGER NOT NULL,
  package TEXT NOT NULL,
  category TEXT NOT NULL,
  reason TEXT NOT NULL,
  made_ms INTEGER NOT NULL,
  PRIMARY KEY (device_id, uid, package)
) STRICT, WITHOUT ROWID;
INSERT INTO "categories" VALUES('PHONE1',10101,'com.example.chat','messaging','it is',1763000000000);
CREATE TABLE clock_readings (
  capture_id INTEGER NOT NULL REFERENCES captures,
  host_utc_ms INTEGER NOT NULL,
  phone_utc_ms INTEGER, uptime_ms INTEGER, boot_id TEXT
) STRICT;
INSERT INTO "clock_readings" VALUES(1,1763000000000,1763000000000,1763000000000,'boot');
CREATE TABLE devices (
  id INTEGER PRIMARY KEY,
  device_id TEXT NOT NULL UNIQUE,
  serial TEXT NOT NULL,
  is_sample INTEGER NOT NULL,
  manufacturer TEXT, model TEXT, api INTEGER, release TEXT, fingerprint TEXT,
  zone TEXT, locale TEXT,
  seen_ms INTEGER NOT NULL
) STRICT;
INSERT INTO "devices" VALUES(1,'PHONE1','PHONE1',0,'Acme','One',34,'14','acme/one','Asia/Kathmandu',NULL,1763000000000);
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
CREATE TABLE doze_exemptions (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  package TEXT, app_id INTEGER,
  granted_by TEXT NOT NULL,
  removed INTEGER NOT NULL
) STRICT;
CREATE TABLE event_columns (
  id INTEGER PRIMARY KEY,
  begin_ms INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
INSERT INTO "event_columns" VALUES(1,1762996400000,X'0102000000802FC67A9A01000000000000000000000000080000007801030000000001010000000000000001000A00000078016360040000030002000000000000000000000800000078010300000000010100000000000000000008000000780103000000000100000000000000800000080000007801030000000001010000000000000000000800000078010300000000010000000000000000000008000000780103000000000101000000000000000000080000007801030000000001FFFFFFFFFFFFFFFF000008000000780103000000000100000000000000000000080000007801030000000001');
CREATE TABLE event_context (
  event_id INTEGER PRIMARY KEY,
  facts INTEGER NOT NULL,
  left_ago_ms INTEGER, left_ago_precision_ms INTEGER
) STRICT;
CREATE TABLE event_details (
  event_id INTEGER PRIMARY KEY REFERENCES events,
  access_duration_ms INTEGER,
  printed_begin_ms INTEGER,
  printed_end_ms INTEGER,
  attribution_flags INTEGER,
  chain_id INTEGER,
  slot_id INTEGER REFERENCES slots,
  superseded INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE event_lines (
  id INTEGER PRIMARY KEY,
  event_id INTEGER NOT NULL,
  file_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  time_ms INTEGER,
  duration_ms INTEGER,
  form_id INTEGER NOT NULL
) STRICT;
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  file_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  duration_ms INTEGER,
  form_id INTEGER NOT NULL
) STRICT;
INSERT INTO "events" VALUES(1762996400000,1,1,NULL,1);
INSERT INTO "events" VALUES(2862508027776,1,2,NULL,1);
CREATE TABLE evidence (
  id INTEGER PRIMARY KEY,
  begin_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  filter TEXT NOT NULL,
  event_ids BLOB NOT NULL,
  made_ms INTEGER NOT NULL,
  UNIQUE (begin_ms, end_ms, filter)
) STRICT;
INSERT INTO "evidence" VALUES(1,1762999995000,1763000000000,'{}',X'802FC67A9A010000802FC67A9A020000',1763000000000);
CREATE TABLE flags (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, is_middleman INTEGER NOT NULL
) STRICT;
INSERT INTO "flags" VALUES(1,'s',0);
CREATE TABLE foreground (
  device_id INTEGER NOT NULL REFERENCES devices,
  user_id INTEGER NOT NULL,
  package TEXT NOT NULL,
  begin_ms INTEGER NOT NULL, begin_precision_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL, end_precision_ms INTEGER NOT NULL,
  ends_known INTEGER NOT NULL
) STRICT;
CREATE TABLE forms (
  id INTEGER PRIMARY KEY,
  precision_ms INTEGER NOT NULL,
  count INTEGER,
  running INTEGER NOT NULL,
  zone_assumed INTEGER NOT NULL,
  about INTEGER NOT NULL,
  proxy_id INTEGER REFERENCES proxies
) STRICT;
INSERT INTO "forms" VALUES(1,1,1,0,0,0,NULL);
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
CREATE TABLE known_counts (
  event_id INTEGER PRIMARY KEY,
  known INTEGER NOT NULL,
  more INTEGER NOT NULL
) STRICT;
CREATE TABLE merged_events (
  id INTEGER PRIMARY KEY,
  lead_id INTEGER NOT NULL,
  told_id INTEGER NOT NULL,
  source TEXT NOT NULL,
  sources TEXT NOT NULL,
  time_ms INTEGER NOT NULL,
  precision_ms INTEGER NOT NULL,
  duration_ms INTEGER,
  count INTEGER,
  running INTEGER NOT NULL,
  zone_assumed INTEGER NOT NULL,
  proxy_id INTEGER
) STRICT;
CREATE TABLE merged_into (
  event_id INTEGER PRIMARY KEY,
  merged_id INTEGER NOT NULL
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
CREATE TABLE networks (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, types TEXT NOT NULL, metered INTEGER
) STRICT;
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
CREATE TABLE own_marks (
  id INTEGER PRIMARY KEY,
  time_ms INTEGER NOT NULL,
  text TEXT NOT NULL,
  made_ms INTEGER NOT NULL
, kind TEXT, device_id TEXT, uid INTEGER, package TEXT) STRICT;
INSERT INTO "own_marks" VALUES(1,1762999999000,'kept words',1763000000000,NULL,NULL,NULL,NULL);
INSERT INTO "own_marks" VALUES(2,1762999999500,'microphone',1763000000000,'permission_denied','PHONE1',10101,'com.example.chat');
CREATE TABLE package_facts (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  package_id INTEGER NOT NULL REFERENCES packages,
  version_name TEXT, version_code INTEGER, target_sdk INTEGER,
  installer TEXT, initiating_package TEXT, code_path TEXT,
  is_system INTEGER, is_hidden_system INTEGER NOT NULL,
  first_install_local TEXT, last_update_local TEXT,
  shared_user TEXT, enabled INTEGER
, originating_package TEXT, update_owner TEXT) STRICT;
CREATE TABLE packages (
  id INTEGER PRIMARY KEY,
  device_id INTEGER NOT NULL REFERENCES devices,
  uid INTEGER NOT NULL,
  name TEXT NOT NULL,
  label TEXT,
  is_system INTEGER,
  UNIQUE (device_id, uid, name)
) STRICT;
INSERT INTO "packages" VALUES(1,1,10101,'com.example.chat',NULL,NULL);
CREATE TABLE permission_names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE permissions (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  package_id INTEGER NOT NULL REFERENCES packages,
  name_id INTEGER NOT NULL REFERENCES permission_names,
  granted INTEGER,
  flags TEXT NOT NULL,
  runtime INTEGER
) STRICT;
CREATE TABLE phone_states (
  device_id INTEGER NOT NULL REFERENCES devices,
  what TEXT NOT NULL,
  is_on INTEGER NOT NULL,
  begin_ms INTEGER NOT NULL, begin_precision_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL, end_precision_ms INTEGER NOT NULL,
  ends_known INTEGER NOT NULL
) STRICT;
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
INSERT INTO "raw_files" VALUES(1,1,'appops','appops','{}','dumpsys appops','raw/appops.txt',34,'e654d2edf03f18109290962828f21ef865abc6919053887687f04c3d226c6cea',1763000000000,1763000000100,0,1,NULL,1763000000000,1763000000100,1,2);
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
CREATE TABLE screen_states (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  wakefulness TEXT NOT NULL,
  last_wake_ms INTEGER, last_sleep_ms INTEGER,
  precision_ms INTEGER NOT NULL,
  sleep_reason TEXT,
  powered INTEGER, battery_level INTEGER
) STRICT;
CREATE TABLE sensor_switches (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  user_id INTEGER,
  sensor TEXT NOT NULL,
  switch TEXT,
  is_blocked INTEGER NOT NULL
) STRICT;
CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  package_id INTEGER NOT NULL,
  op_id INTEGER NOT NULL,
  tag_id INTEGER,
  way_id INTEGER NOT NULL,
  turn INTEGER NOT NULL,
  era INTEGER
) STRICT;
INSERT INTO "series" VALUES(1,1,1,NULL,1,0,1);
INSERT INTO "series" VALUES(2,1,2,NULL,1,0,1);
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
CREATE TABLE settings (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  namespace TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT,
  packages TEXT NOT NULL
) STRICT;
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
CREATE TABLE unparsed (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  text TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
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
  line INTEGER NOT NULL, activity TEXT, instance INTEGER,
  UNIQUE (device_id, user_id, time_ms, type, package, twin)
) STRICT;
CREATE TABLE usage_spans (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  begin_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE users (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  flags INTEGER NOT NULL,
  running INTEGER NOT NULL
) STRICT;
CREATE TABLE ways (
  id INTEGER PRIMARY KEY,
  state_id INTEGER REFERENCES uid_states,
  flags_id INTEGER REFERENCES flags,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  virtual_device TEXT,
  unattributed INTEGER NOT NULL,
  vague_ms INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO "ways" VALUES(1,1,1,'access','last',NULL,0,0);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX slots_raw_file ON slots (raw_file_id);
CREATE INDEX package_facts_package ON package_facts (package_id);
CREATE INDEX permissions_package ON permissions (package_id);
CREATE INDEX sessions_raw_file ON sessions (raw_file_id);
CREATE INDEX app_files_apk ON app_files (apk_id);
CREATE INDEX event_details_slot ON event_details (slot_id) WHERE slot_id IS NOT NULL;
CREATE INDEX event_lines_of_event ON event_lines (event_id);
PRAGMA application_id = 1346458948;
PRAGMA user_version = 10;
COMMIT;
