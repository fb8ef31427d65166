-- A case as the sixth schema wrote it. Never edit: it stands for cases that people have.
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'permission_auditor','m0001_first_tables','2026-01-01 00:00:00.000000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'permission_auditor','m0002_event_columns','2026-01-01 00:00:00.000000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'permission_auditor','m0003_companions','2026-01-01 00:00:00.000000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'permission_auditor','m0004_merged_events','2026-01-01 00:00:00.000000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'permission_auditor','m0005_more_records','2026-01-01 00:00:00.000000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'permission_auditor','m0006_identities','2026-01-01 00:00:00.000000+00:00');
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
INSERT INTO "captures" VALUES(1,'old-1',1,'captures/old-1','bba5646cdf424cb3639b77636f14e75caf5fdcb09dae8ef49fec267634a8abe7','full','adb','{"name": "test"}','whole',1763000000000,1763000001000,34,'14','acme/one','Asia/Kathmandu',NULL,0,0);
CREATE TABLE clock_readings (
  capture_id INTEGER NOT NULL REFERENCES captures,
  host_utc_ms INTEGER NOT NULL,
  phone_utc_ms INTEGER, uptime_ms INTEGER, boot_id TEXT
) STRICT;
INSERT INTO "clock_readings" VALUES(1,1763000000000,1763000000000,1000,'boot');
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
CREATE TABLE doze_exemptions (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  package TEXT, app_id INTEGER,
  granted_by TEXT NOT NULL,
  removed INTEGER NOT NULL
) STRICT;
CREATE TABLE event_columns (name TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "event_columns" VALUES('count',X'010000000000000001000000000000000100000000000000');
INSERT INTO "event_columns" VALUES('duration_ms',X'C0D401000000000000000000000000800000000000000080');
INSERT INTO "event_columns" VALUES('ids',X'010000000000000002000000000000000300000000000000');
INSERT INTO "event_columns" VALUES('more',X'010000000000000001000000000000000100000000000000');
INSERT INTO "event_columns" VALUES('precision_ms',X'010000000000000001000000000000000000000000000000');
INSERT INTO "event_columns" VALUES('running',X'000000000000000000000000000000000000000000000000');
INSERT INTO "event_columns" VALUES('series',X'040000000000000002000000000000000300000000000000');
INSERT INTO "event_columns" VALUES('time_ms',X'802FC67A9A010000802FC67A9A0100000000000000000080');
INSERT INTO "event_columns" VALUES('told_by',X'0003000000000000FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF');
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
INSERT INTO "event_lines" VALUES(1,1,1,1,2,1762996400000,1,NULL,0,0,NULL);
INSERT INTO "event_lines" VALUES(2,2,1,1,3,1762996400000,1,NULL,0,0,NULL);
INSERT INTO "event_lines" VALUES(3,3,1,1,4,NULL,0,NULL,0,0,NULL);
INSERT INTO "event_lines" VALUES(4,4,1,1,8,1762996380000,60000,NULL,0,0,NULL);
INSERT INTO "event_lines" VALUES(5,5,1,1,9,1762996380000,60000,120000,0,0,NULL);
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
INSERT INTO "events" VALUES(1,1,1762996400000,1,NULL,1,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'',0,1);
INSERT INTO "events" VALUES(2,2,1762996400000,1,NULL,1,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'',0,2);
INSERT INTO "events" VALUES(3,3,NULL,0,NULL,1,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'',0,3);
INSERT INTO "events" VALUES(4,4,1762996380000,60000,NULL,NULL,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,',,,',0,4);
INSERT INTO "events" VALUES(5,4,1762996380000,60000,120000,NULL,0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'120000,,,',0,5);
CREATE TABLE flags (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, is_middleman INTEGER NOT NULL
) STRICT;
INSERT INTO "flags" VALUES(1,'s',0);
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
  series_id INTEGER NOT NULL,
  source TEXT NOT NULL,
  sources TEXT NOT NULL,
  time_ms INTEGER NOT NULL,
  precision_ms INTEGER NOT NULL,
  duration_ms INTEGER,
  count INTEGER,
  running INTEGER NOT NULL,
  zone_assumed INTEGER NOT NULL,
  proxy_id INTEGER,
  line_id INTEGER NOT NULL
) STRICT;
INSERT INTO "merged_events" VALUES(1,4,4,'last','last|discrete',1762996400000,1,120000,1,0,0,NULL,1);
CREATE TABLE merged_into (
  event_id INTEGER PRIMARY KEY,
  merged_id INTEGER NOT NULL
) STRICT;
INSERT INTO "merged_into" VALUES(4,1);
INSERT INTO "merged_into" VALUES(5,1);
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
, originating_package TEXT, update_owner TEXT) STRICT;
INSERT INTO "package_facts" VALUES(1,5,1,'2.1',NULL,NULL,NULL,NULL,NULL,0,0,NULL,NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "permissions" VALUES(1,6,1,1,1,'USER_SET',1);
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
INSERT INTO "raw_files" VALUES(1,1,'appops','appops','{}','dumpsys appops','raw/appops.txt',119,'04d9698c93655844812d8a6738a11ba5cc00eb055d7503bc7da454dc37284efa',1763000000000,1763000000100,0,1,NULL,1763000000000,1763000000100,1,8);
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
INSERT INTO "series" VALUES(2,1,2,NULL,2,1,'access','last',NULL,0);
INSERT INTO "series" VALUES(3,1,3,NULL,1,1,'access','last',NULL,0);
INSERT INTO "series" VALUES(4,1,1,NULL,1,1,'access','discrete',NULL,0);
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
INSERT INTO "uid_states" VALUES(2,'bg',1);
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
  line INTEGER NOT NULL,
  UNIQUE (device_id, user_id, time_ms, type, package, twin)
) STRICT;
INSERT INTO "usage_events" VALUES(1,1,0,1762999999000,1,'ACTIVITY_RESUMED','com.example.chat',0,1,7);
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
CREATE INDEX sessions_raw_file ON sessions (raw_file_id);
CREATE INDEX app_files_apk ON app_files (apk_id);
CREATE VIEW "v_events" AS SELECT w.id AS event_id,
  w.time_ms, w.precision_ms, w.duration_ms,
  s.kind, w.count, o.data_type, o.name AS op,
  p.name AS package, p.uid, p.uid / 100000 AS user_id, p.label, p.is_system,
  t.name AS attribution_tag, u.name AS uid_state, f.name AS flags,
  u.is_background, ifnull(f.is_middleman, 0) AS is_middleman,
  x.package AS proxy_package, x.uid AS proxy_uid, x.tag AS proxy_tag,
  ifnull(w.source, s.source) AS source, w.running, w.zone_assumed, e.about,
  e.access_duration_ms, e.printed_begin_ms, e.printed_end_ms,
  e.attribution_flags, e.chain_id, s.virtual_device, s.unattributed,
  e.superseded,
  d.device_id, d.is_sample, c.capture_id, r.file AS raw_file, l.line
, ifnull(w.sources, s.source) AS sources, ifnull(k.known, 0) AS known, ifnull(k.more, ifnull(w.count, 1)) AS more, ifnull(k.known >= w.count, 0) AS is_explained FROM 
(SELECT e.id, e.series_id, e.time_ms, e.precision_ms, e.duration_ms, e.count, e.running,
   e.zone_assumed, e.proxy_id, e.line_id, NULL AS source, NULL AS sources, e.id AS lead_id
 FROM events e
 WHERE NOT EXISTS (SELECT 1 FROM merged_events m WHERE m.id = e.id)
   AND NOT EXISTS (SELECT 1 FROM merged_into i WHERE i.event_id = e.id)
 UNION ALL
 SELECT id, series_id, time_ms, precision_ms, duration_ms, count, running,
   zone_assumed, proxy_id, line_id, source, sources, lead_id
 FROM merged_events)
 w JOIN events e ON e.id = w.lead_id JOIN event_lines l ON l.id = w.line_id LEFT JOIN known_counts k ON k.event_id = w.id
JOIN series s ON s.id = w.series_id
JOIN packages p ON p.id = s.package_id
JOIN devices d ON d.id = p.device_id
JOIN ops o ON o.id = s.op_id
LEFT JOIN tags t ON t.id = s.tag_id
LEFT JOIN uid_states u ON u.id = s.state_id
LEFT JOIN flags f ON f.id = s.flags_id
LEFT JOIN proxies x ON x.id = w.proxy_id
JOIN captures c ON c.id = l.capture_id
JOIN raw_files r ON r.id = l.raw_file_id;
CREATE VIEW "v_records" AS SELECT l.id AS record_id, ifnull(i.merged_id, e.id) AS event_id,
  l.time_ms, l.precision_ms, l.duration_ms,
  s.kind, e.count, o.data_type, o.name AS op,
  p.name AS package, p.uid, p.uid / 100000 AS user_id, p.label, p.is_system,
  t.name AS attribution_tag, u.name AS uid_state, f.name AS flags,
  u.is_background, ifnull(f.is_middleman, 0) AS is_middleman,
  x.package AS proxy_package, x.uid AS proxy_uid, x.tag AS proxy_tag,
  s.source, l.running, l.zone_assumed, e.about,
  e.access_duration_ms, e.printed_begin_ms, e.printed_end_ms,
  e.attribution_flags, e.chain_id, s.virtual_device, s.unattributed,
  e.superseded,
  d.device_id, d.is_sample, c.capture_id, r.file AS raw_file, l.line
 FROM event_lines l JOIN events e ON e.id = l.event_id LEFT JOIN merged_into i ON i.event_id = e.id
JOIN series s ON s.id = e.series_id
JOIN packages p ON p.id = s.package_id
JOIN devices d ON d.id = p.device_id
JOIN ops o ON o.id = s.op_id
LEFT JOIN tags t ON t.id = s.tag_id
LEFT JOIN uid_states u ON u.id = s.state_id
LEFT JOIN flags f ON f.id = s.flags_id
LEFT JOIN proxies x ON x.id = l.proxy_id
JOIN captures c ON c.id = l.capture_id
JOIN raw_files r ON r.id = l.raw_file_id;
CREATE VIEW "v_packages" AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  p.name AS package, p.uid, p.uid / 100000 AS user_id, p.label,
  k.version_name, k.version_code, k.target_sdk, k.installer, k.initiating_package,
  k.code_path, k.is_system, k.is_hidden_system, k.first_install_local, k.last_update_local,
  k.shared_user, k.enabled, k.originating_package, k.update_owner,
  r.file AS raw_file, k.line
FROM package_facts k
JOIN packages p ON p.id = k.package_id
JOIN devices d ON d.id = p.device_id
JOIN raw_files r ON r.id = k.raw_file_id
JOIN captures c ON c.id = r.capture_id;
CREATE VIEW "v_identities" AS 
WITH newest AS (
  SELECT p.device_id, p.uid, p.name AS package, k.*,
    row_number() OVER (PARTITION BY k.package_id ORDER BY c.started_ms DESC, c.id DESC,
      k.is_hidden_system, k.version_name IS NULL, k.raw_file_id DESC, k.line DESC) AS place
  FROM package_facts k
  JOIN packages p ON p.id = k.package_id
  JOIN raw_files r ON r.id = k.raw_file_id
  JOIN captures c ON c.id = r.capture_id
)
SELECT d.device_id, p.uid, p.uid / 100000 AS user_id, p.name AS package,
  a.label, a.labels,
  n.version_name, n.version_code, n.target_sdk, p.is_system,
  n.installer, n.initiating_package, n.originating_package, n.update_owner,
  n.first_install_local, n.last_update_local,
  a.signer_sha256, a.signer_scheme, a.signer_check, a.past_signers,
  a.icon IS NOT NULL AS has_icon, a.path AS apk_path, a.size_bytes AS apk_size_bytes,
  a.modified_ms AS apk_modified_ms, a.version_name AS apk_version_name,
  a.version_code AS apk_version_code, a.read_ms, i.trouble, a.troubles
FROM packages p
JOIN devices d ON d.id = p.device_id
LEFT JOIN newest n ON n.package_id = p.id AND n.place = 1
LEFT JOIN app_files i
  ON i.device_id = d.device_id AND i.uid = p.uid AND i.package = p.name
LEFT JOIN apks a ON a.id = i.apk_id;
CREATE VIEW "v_permissions" AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  p.name AS package, p.uid, n.name AS permission, m.granted, m.flags, m.runtime,
  r.file AS raw_file, m.line
FROM permissions m
JOIN packages p ON p.id = m.package_id
JOIN permission_names n ON n.id = m.name_id
JOIN devices d ON d.id = p.device_id
JOIN raw_files r ON r.id = m.raw_file_id
JOIN captures c ON c.id = r.capture_id;
CREATE VIEW "v_op_modes" AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  m.uid, m.package, o.name AS op, o.data_type, m.mode, m.switch_op, m.switch_mode,
  r.file AS raw_file, m.line
FROM op_modes m
JOIN ops o ON o.id = m.op_id
JOIN raw_files r ON r.id = m.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW "v_usage" AS 
SELECT d.device_id, g.user_id, g.time_ms, g.precision_ms, g.type, g.package,
  c.capture_id, r.file AS raw_file, g.line
FROM usage_events g
JOIN devices d ON d.id = g.device_id
JOIN raw_files r ON r.id = g.raw_file_id
JOIN captures c ON c.id = r.capture_id;
CREATE VIEW "v_sessions" AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.source, n.uid, n.package, n.what, n.number, n.begin_ms, n.end_ms, n.precision_ms,
  n.zone_assumed, n.outcome, n.silenced, n.reason,
  r.file AS raw_file, n.line, n.begin_line, n.end_line
FROM sessions n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW "v_screen" AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.wakefulness, n.last_wake_ms, n.last_sleep_ms, n.precision_ms, n.sleep_reason,
  n.powered, n.battery_level, r.file AS raw_file, n.line
FROM screen_states n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW "v_doze_exemptions" AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.package, n.app_id, n.granted_by, n.removed, r.file AS raw_file, n.line
FROM doze_exemptions n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW "v_traffic" AS 
SELECT d.device_id, n.uid, n.uid / 100000 AS user_id, w.types, w.metered, w.name AS network,
  n.uid_set, n.begin_ms, n.length_ms,
  n.received_bytes, n.received_packets, n.sent_bytes, n.sent_packets,
  c.capture_id, r.file AS raw_file, n.line
FROM traffic n
JOIN networks w ON w.id = n.network_id
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW "v_sensor_switches" AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.user_id, n.sensor, n.switch, n.is_blocked, r.file AS raw_file, n.line
FROM sensor_switches n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW "v_settings" AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.namespace, n.key, n.value, n.packages, r.file AS raw_file, n.line
FROM settings n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW "v_process_starts" AS 
SELECT d.device_id, n.user_id, n.uid, n.process, n.pid, n.time_ms, n.precision_ms,
  n.zone_assumed, n.cause, n.component,
  CASE WHEN n.next_what <> 'start' AND n.next_process = n.process THEN n.next_ms END AS ended_ms,
  CASE WHEN n.next_what = 'kill' AND n.next_process = n.process THEN n.next_cause END
    AS killed_for,
  c.capture_id, r.file AS raw_file, n.line
FROM (
  SELECT e.*, lead(e.what) OVER of_pid AS next_what, lead(e.process) OVER of_pid AS next_process,
    lead(e.time_ms) OVER of_pid AS next_ms, lead(e.cause) OVER of_pid AS next_cause
  FROM process_events e WHERE e.time_ms IS NOT NULL
  WINDOW of_pid AS (PARTITION BY e.device_id, e.pid ORDER BY e.time_ms, e.id)
  UNION ALL
  SELECT e.*, NULL, NULL, NULL, NULL FROM process_events e WHERE e.time_ms IS NULL
) n
JOIN devices d ON d.id = n.device_id
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
WHERE n.what = 'start';
CREATE VIEW "v_hibernation" AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.user_id, n.package, n.is_hibernated, n.last_woken_ms, n.precision_ms, n.zone_assumed,
  r.file AS raw_file, n.line
FROM hibernation n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW "v_network" AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.package, n.domain, n.first_ms, n.last_ms, n.hits, n.initiated, n.context, n.owner,
  n.domain_type, r.file AS raw_file, n.line
FROM network_contacts n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW "v_clock_changes" AS 
SELECT device_id, before_ms + min(0, by_ms) AS begin_ms, after_ms - min(0, by_ms) AS end_ms, by_ms,
  before_capture, capture_id
FROM (
  SELECT d.device_id, c.capture_id, lag(c.capture_id) OVER of_start AS before_capture,
    lag(k.phone_utc_ms) OVER of_start AS before_ms, k.phone_utc_ms AS after_ms,
    k.phone_utc_ms - lag(k.phone_utc_ms) OVER of_start
      - (k.uptime_ms - lag(k.uptime_ms) OVER of_start) AS by_ms
  FROM clock_readings k
  JOIN captures c ON c.id = k.capture_id
  JOIN devices d ON d.id = c.device_id
  WHERE k.phone_utc_ms IS NOT NULL AND k.uptime_ms IS NOT NULL AND k.boot_id IS NOT NULL
  WINDOW of_start AS (PARTITION BY c.device_id, k.boot_id ORDER BY k.uptime_ms)
)
WHERE abs(by_ms) > 10000;
CREATE VIEW "v_raw_files" AS 
SELECT d.device_id, c.capture_id, c.origin, c.started_ms AS captured_ms,
  r.name, r.command, r.command_line, r.file, r.size_bytes, r.sha256,
  r.started_ms, r.ended_ms, r.exit_code, r.whole, r.reason, r.is_read, r.records,
  (SELECT count(*) FROM unparsed n WHERE n.raw_file_id = r.id) AS unparsed,
  (SELECT count(*) FROM notices n WHERE n.raw_file_id = r.id) AS notices
FROM raw_files r
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
COMMIT;
PRAGMA application_id = 1346458948;
PRAGMA user_version = 6;
