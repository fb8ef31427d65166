-- A case as the thirteenth schema wrote it (case_v12.sql brought up to date by it, and how often a watch asked).
-- Never edit: it stands for cases that people have.
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
INSERT INTO "_sqlite_migrations" VALUES(11,'permission_auditor','m0011_trials','2026-11-30 23:37:42.074776+00:00');
INSERT INTO "_sqlite_migrations" VALUES(12,'permission_auditor','m0012_live','2026-12-01 03:30:10.731886+00:00');
INSERT INTO "_sqlite_migrations" VALUES(13,'permission_auditor','m0013_paces','2026-12-01 03:58:07.890052+00:00');
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
CREATE TABLE live_gaps (
  capture_id INTEGER NOT NULL REFERENCES captures,
  begin_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;
INSERT INTO "live_gaps" VALUES(1,1763000001000,1763000061000,'unplugged');
CREATE TABLE live_paces (
  capture_id INTEGER NOT NULL REFERENCES captures,
  since_ms INTEGER NOT NULL,
  every_ms INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;
INSERT INTO "live_paces" VALUES(1,1763000000000,2000,'wished');
CREATE TABLE live_rhythm (
  capture_id INTEGER NOT NULL REFERENCES captures,
  asked TEXT NOT NULL,
  polls INTEGER NOT NULL,
  kept INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  typical_ms INTEGER,
  longest_ms INTEGER,
  cost_ms INTEGER NOT NULL
) STRICT;
INSERT INTO "live_rhythm" VALUES(1,'appops_op CAMERA',900,12,1,2000,4100,36000);
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
, kind TEXT, device_id TEXT, uid INTEGER, package TEXT, struck_ms INTEGER) STRICT;
INSERT INTO "own_marks" VALUES(1,1762999999000,'kept words',1763000000000,NULL,NULL,NULL,NULL,1763000005000);
INSERT INTO "own_marks" VALUES(2,1762999999500,'microphone',1763000000000,'permission_denied','PHONE1',10101,'com.example.chat',NULL);
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
CREATE TABLE trial_apps (
  trial_id INTEGER NOT NULL REFERENCES trials,
  number INTEGER NOT NULL,
  device_id TEXT NOT NULL,
  uid INTEGER NOT NULL,
  package TEXT NOT NULL,
  PRIMARY KEY (trial_id, number)
) STRICT, WITHOUT ROWID;
INSERT INTO "trial_apps" VALUES(1,1,'PHONE1',10101,'com.example.chat');
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
INSERT INTO "trial_marks" VALUES(1,1,1,'launch','phone',1763000002000,120,1763000001950,1763000002070,1763000002003);
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
INSERT INTO "trial_screenshots" VALUES(1,1,'PHONE1','screens/1.png','0000000000000000000000000000000000000000000000000000000000000000',1234,1763000002100);
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
INSERT INTO "trials" VALUES(1,'# Ten minutes: what an app does before and after agreement, and right after it is left.
format = "permission-auditor-test-plan"
version = 1
id = "short"

[title]
en = "Ten minutes"
zh_CN = "十分钟"

[about]
en = "A first look: the notice, agreement, the basic function, a few minutes in the background. Too short for the rule about silent use."
zh_CN = "初步查看：隐私提示、同意、基本功能、后台几分钟。时间太短，不足以使用“静默状态”的规则。"

[[step]]
id = "notice"
marks = ["first_launch", "notice_shown", "permission_asked"]
minimum_seconds = 120
[step.title]
en = "First start, nothing touched"
zh_CN = "首次启动，不操作"
[step.instruction]
en = "Open the app and mark the first start at the same moment. Mark when its privacy notice is shown. Then touch nothing for two minutes."
zh_CN = "打开应用，同时标记“首次启动应用”。隐私提示出现时请标记。之后两分钟内不要操作。"
[step.watch]
en = "Is a permission asked for before you agreed?"
zh_CN = "是否在您同意之前就索要权限？"

[[step]]
id = "agree"
marks = ["agree", "permission_asked", "permission_allowed", "permission_denied"]
minimum_seconds = 60
[step.title]
en = "Agree"
zh_CN = "同意"
[step.instruction]
en = "Agree to the notice and mark it. Mark each question for a permission and your answer with its kind."
zh_CN = "同意隐私提示并标记。每次索权及您的回答都请标记种类。"

[[step]]
id = "use"
marks = ["feature_used", "permission_asked", "permission_allowed", "permission_denied"]
minimum_seconds = 120
[step.title]
en = "Use the basic function"
zh_CN = "使用基本功能"
[step.instruction]
en = "Use what the app is for. Mark it when you begin."
zh_CN = "使用应用的基本功能，开始时请标记。"

[[step]]
id = "background"
marks = ["home_pressed"]
minimum_seconds = 180
[step.title]
en = "In the background, screen on"
zh_CN = "后台，亮屏"
[step.instruction]
en = "Press Home and mark it. Do not open the app for three minutes."
zh_CN = "按主屏幕键并标记。三分钟内不要打开该应用。"

[[step]]
id = "screen-off"
marks = ["screen_off", "screen_on"]
minimum_seconds = 120
[step.title]
en = "In the background, screen off"
zh_CN = "后台，熄屏"
[step.instruction]
en = "Switch the screen off and mark it. After two minutes switch it on and mark that."
zh_CN = "熄屏并标记。两分钟后亮屏并标记。"
','Before the update',1763000000000,1763000600000,'launch',1763000001000,1);
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
CREATE INDEX trial_marks_of_trial ON trial_marks (trial_id, click);
CREATE VIEW v_events AS SELECT e.id AS event_id, ifnull(m.time_ms, z.era * 1099511627776 + (e.id & 1099511627775)) AS time_ms, iif(m.id IS NULL, f.precision_ms, m.precision_ms) AS precision_ms, iif(m.id IS NULL, e.duration_ms, m.duration_ms) AS duration_ms,
  w.kind, iif(m.id IS NULL, f.count, m.count) AS count, o.data_type, o.name AS op,
  p.name AS package, p.uid, iif(p.uid < 0, NULL, p.uid / 100000) AS user_id, p.label, p.is_system,
  t.name AS attribution_tag, u.name AS uid_state, g.name AS flags,
  CASE WHEN u.is_background IS NULL THEN (nullif(y.facts >> 10 & 3, 0) - 1) WHEN u.is_background > (nullif(y.facts >> 10 & 3, 0) - 1) THEN NULL
    ELSE u.is_background END AS is_background,
  u.is_background AS background_by_state, (nullif(y.facts >> 10 & 3, 0) - 1) AS background_by_usage,
  ifnull(u.is_background <> (nullif(y.facts >> 10 & 3, 0) - 1), 0) AS background_disagrees,
  ifnull(g.is_middleman, 0) AS is_middleman,
  x.package AS proxy_package, x.uid AS proxy_uid, x.tag AS proxy_tag,
  ifnull(m.source, w.source) AS source, iif(m.id IS NULL, f.running, m.running) AS running, iif(m.id IS NULL, f.zone_assumed, m.zone_assumed) AS zone_assumed, h.about,
  n.access_duration_ms, n.printed_begin_ms, n.printed_end_ms,
  n.attribution_flags, n.chain_id, w.virtual_device, w.unattributed,
  ifnull(n.superseded, 0) AS superseded,
  d.device_id, d.is_sample, c.capture_id, r.file AS raw_file, ifnull(b.line, a.line) AS line
, ifnull(m.sources, w.source) AS sources, ifnull(k.known, 0) AS known, ifnull(k.more, ifnull(iif(m.id IS NULL, f.count, m.count), 1)) AS more, ifnull(k.known >= iif(m.id IS NULL, f.count, m.count), 0) AS is_explained FROM events e LEFT JOIN merged_events m ON m.id = e.id JOIN series z ON z.id = e.id >> 40 JOIN forms f ON f.id = e.form_id JOIN events q ON q.id = ifnull(m.lead_id, e.id) JOIN forms h ON h.id = q.form_id JOIN series s ON s.id = q.id >> 40 LEFT JOIN event_details n ON n.event_id = q.id JOIN events a ON a.id = ifnull(m.told_id, e.id)
LEFT JOIN event_lines b ON b.id = (
  SELECT l.id FROM event_lines l JOIN raw_files r ON r.id = l.file_id WHERE l.event_id = a.id
  ORDER BY ifnull(l.duration_ms, -1) DESC, r.started_ms DESC, l.id = l.event_id, l.id DESC LIMIT 1)
AND (EXISTS (SELECT 1 FROM event_lines own WHERE own.id = a.id)
  OR ifnull(b.duration_ms, -1) > ifnull(a.duration_ms, -1)
  OR ifnull(b.duration_ms, -1) = ifnull(a.duration_ms, -1)
    AND (SELECT started_ms FROM raw_files WHERE id = b.file_id)
      >= (SELECT started_ms FROM raw_files WHERE id = a.file_id))
 LEFT JOIN known_counts k ON k.event_id = e.id LEFT JOIN event_context y ON y.event_id = e.id LEFT JOIN proxies x ON x.id = iif(m.id IS NULL, f.proxy_id, m.proxy_id)
JOIN ways w ON w.id = s.way_id
JOIN packages p ON p.id = s.package_id
JOIN devices d ON d.id = p.device_id
JOIN ops o ON o.id = s.op_id
LEFT JOIN tags t ON t.id = s.tag_id
LEFT JOIN uid_states u ON u.id = w.state_id
LEFT JOIN flags g ON g.id = w.flags_id
JOIN raw_files r ON r.id = ifnull(b.file_id, a.file_id)
JOIN captures c ON c.id = r.capture_id
 WHERE NOT EXISTS (SELECT 1 FROM merged_into i WHERE i.event_id = e.id);
CREATE VIEW v_accesses AS SELECT * FROM v_events WHERE kind = 'access' AND NOT superseded AND NOT is_middleman AND NOT is_explained;
CREATE VIEW v_rejects AS SELECT * FROM v_events WHERE kind = 'reject' AND NOT superseded AND NOT is_middleman AND NOT is_explained;
CREATE VIEW v_records AS SELECT l.id AS record_id, ifnull(i.merged_id, l.event_id) AS event_id, l.time_ms, f.precision_ms, l.duration_ms,
  w.kind, f.count, o.data_type, o.name AS op,
  p.name AS package, p.uid, iif(p.uid < 0, NULL, p.uid / 100000) AS user_id, p.label, p.is_system,
  t.name AS attribution_tag, u.name AS uid_state, g.name AS flags,
  CASE WHEN u.is_background IS NULL THEN (nullif(y.facts >> 10 & 3, 0) - 1) WHEN u.is_background > (nullif(y.facts >> 10 & 3, 0) - 1) THEN NULL
    ELSE u.is_background END AS is_background,
  u.is_background AS background_by_state, (nullif(y.facts >> 10 & 3, 0) - 1) AS background_by_usage,
  ifnull(u.is_background <> (nullif(y.facts >> 10 & 3, 0) - 1), 0) AS background_disagrees,
  ifnull(g.is_middleman, 0) AS is_middleman,
  x.package AS proxy_package, x.uid AS proxy_uid, x.tag AS proxy_tag,
  w.source, f.running, f.zone_assumed, f.about,
  n.access_duration_ms, n.printed_begin_ms, n.printed_end_ms,
  n.attribution_flags, n.chain_id, w.virtual_device, w.unattributed,
  ifnull(n.superseded, 0) AS superseded,
  d.device_id, d.is_sample, c.capture_id, r.file AS raw_file, l.line
 FROM (
SELECT e.id, e.id AS event_id, e.file_id, e.line,
  s.era * 1099511627776 + (e.id & 1099511627775) AS time_ms, e.duration_ms, e.form_id
FROM events e JOIN series s ON s.id = e.id >> 40
WHERE true AND NOT EXISTS (SELECT 1 FROM event_lines own WHERE own.id = e.id)
UNION ALL
SELECT l.id, l.event_id, l.file_id, l.line,
  ifnull(l.time_ms, s.era * 1099511627776 + (l.event_id & 1099511627775)),
  l.duration_ms, l.form_id
FROM event_lines l JOIN series s ON s.id = l.event_id >> 40 WHERE true
) l JOIN forms f ON f.id = l.form_id JOIN series s ON s.id = l.event_id >> 40 LEFT JOIN event_details n ON n.event_id = l.event_id LEFT JOIN merged_into i ON i.event_id = l.event_id LEFT JOIN event_context y ON y.event_id = ifnull(i.merged_id, l.event_id) LEFT JOIN proxies x ON x.id = f.proxy_id
JOIN ways w ON w.id = s.way_id
JOIN packages p ON p.id = s.package_id
JOIN devices d ON d.id = p.device_id
JOIN ops o ON o.id = s.op_id
LEFT JOIN tags t ON t.id = s.tag_id
LEFT JOIN uid_states u ON u.id = w.state_id
LEFT JOIN flags g ON g.id = w.flags_id
JOIN raw_files r ON r.id = l.file_id
JOIN captures c ON c.id = r.capture_id;
CREATE VIEW v_event_context AS 
SELECT d.device_id, q.event_id,
  nullif(q.facts & 3, 0) - 1 AS in_front,
  nullif(q.facts >> 2 & 3, 0) - 1 AS screen_on,
  nullif(q.facts >> 4 & 3, 0) - 1 AS locked,
  q.left_ago_ms, q.left_ago_precision_ms,
  nullif(q.facts >> 10 & 3, 0) - 1 AS background_by_usage,
  CASE WHEN q.facts >> 6 & 3 = q.facts >> 8 & 3 THEN nullif(q.facts >> 6 & 3, 0) - 1 END
    AS permission_granted,
  nullif(q.facts >> 6 & 3, 0) - 1 AS permission_before,
  nullif(q.facts >> 8 & 3, 0) - 1 AS permission_after,
  nullif(q.facts >> 12 & 3, 0) - 1 AS powered,
  nullif(q.facts >> 14, 0) - 1 AS battery_level
FROM event_context q
JOIN series s ON s.id = q.event_id >> 40
JOIN packages p ON p.id = s.package_id
JOIN devices d ON d.id = p.device_id;
CREATE VIEW v_foreground AS 
SELECT d.device_id, f.user_id, f.package, f.begin_ms, f.begin_precision_ms,
  f.end_ms, f.end_precision_ms, f.ends_known
FROM foreground f JOIN devices d ON d.id = f.device_id;
CREATE VIEW v_screen_intervals AS 
SELECT d.device_id, s.is_on, s.begin_ms, s.begin_precision_ms, s.end_ms, s.end_precision_ms,
  s.ends_known
FROM phone_states s JOIN devices d ON d.id = s.device_id WHERE s.what = 'screen';
CREATE VIEW v_lock_intervals AS 
SELECT d.device_id, s.is_on AS is_locked, s.begin_ms, s.begin_precision_ms, s.end_ms,
  s.end_precision_ms, s.ends_known
FROM phone_states s JOIN devices d ON d.id = s.device_id WHERE s.what = 'lock';
CREATE VIEW v_usage_covered AS 
SELECT d.device_id, s.user_id, s.begin_ms, s.end_ms, c.capture_id, r.file AS raw_file, s.line
FROM usage_spans s
JOIN raw_files r ON r.id = s.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW v_users AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.user_id, n.name, n.flags, n.running, r.file AS raw_file, n.line
FROM users n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW v_running AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.uid, n.package, o.name AS op, o.data_type, n.tag, n.started_ms, n.nesting,
  r.file AS raw_file, n.line
FROM running_ops n
JOIN ops o ON o.id = n.op_id
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW v_uid_states AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.uid, n.state, r.file AS raw_file, n.line
FROM uid_rows n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW v_packages AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  p.name AS package, p.uid, iif(p.uid < 0, NULL, p.uid / 100000) AS user_id, p.label,
  k.version_name, k.version_code, k.target_sdk, k.installer, k.initiating_package,
  k.code_path, k.is_system, k.is_hidden_system, k.first_install_local, k.last_update_local,
  k.shared_user, k.enabled, k.originating_package, k.update_owner,
  r.file AS raw_file, k.line
FROM package_facts k
JOIN packages p ON p.id = k.package_id
JOIN devices d ON d.id = p.device_id
JOIN raw_files r ON r.id = k.raw_file_id
JOIN captures c ON c.id = r.capture_id;
CREATE VIEW v_identities AS 
WITH newest AS (
  SELECT p.device_id, p.uid, p.name AS package, k.*,
    row_number() OVER (PARTITION BY k.package_id ORDER BY k.version_name IS NULL,
      k.is_hidden_system, c.started_ms DESC, c.id DESC, k.raw_file_id DESC, k.line DESC) AS place
  FROM package_facts k
  JOIN packages p ON p.id = k.package_id
  JOIN raw_files r ON r.id = k.raw_file_id
  JOIN captures c ON c.id = r.capture_id
)
SELECT d.device_id, p.uid, iif(p.uid < 0, NULL, p.uid / 100000) AS user_id, p.name AS package,
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
CREATE VIEW v_permissions AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  p.name AS package, p.uid, n.name AS permission, m.granted, m.flags, m.runtime,
  r.file AS raw_file, m.line
FROM permissions m
JOIN packages p ON p.id = m.package_id
JOIN permission_names n ON n.id = m.name_id
JOIN devices d ON d.id = p.device_id
JOIN raw_files r ON r.id = m.raw_file_id
JOIN captures c ON c.id = r.capture_id;
CREATE VIEW v_installs AS 
SELECT d.device_id, p.name AS package, p.uid,
  iif(p.uid < 0, NULL, p.uid / 100000) AS user_id, f.what, f.at_local,
  min(f.version_name) FILTER (WHERE f.what = 'updated') AS version_name,
  c.zone, min(c.started_ms) AS first_read_ms
FROM (
  SELECT package_id, raw_file_id, 'installed' AS what, first_install_local AS at_local,
    version_name
  FROM package_facts WHERE first_install_local IS NOT NULL AND NOT is_hidden_system
  UNION ALL
  SELECT package_id, raw_file_id, 'updated', last_update_local, version_name
  FROM package_facts WHERE last_update_local IS NOT NULL AND NOT is_hidden_system
    AND last_update_local IS NOT first_install_local) f
JOIN packages p ON p.id = f.package_id
JOIN devices d ON d.id = p.device_id
JOIN raw_files r ON r.id = f.raw_file_id
JOIN captures c ON c.id = r.capture_id
GROUP BY p.id, f.what, f.at_local;
CREATE VIEW v_package_changes AS 
WITH dumps AS (
  SELECT r.id, c.id AS capture, c.device_id, ifnull(r.phone_before_ms, r.started_ms) AS read_ms
  FROM raw_files r JOIN captures c ON c.id = r.capture_id
  WHERE r.command = 'package_dump' AND r.whole
    AND EXISTS (SELECT 1 FROM package_facts k WHERE k.raw_file_id = r.id)
), pairs AS (
  SELECT id AS later, lag(id) OVER told AS earlier, device_id, capture,
    lag(read_ms) OVER told AS after_ms, read_ms AS until_ms
  FROM dumps WINDOW told AS (PARTITION BY device_id ORDER BY read_ms, id)
), known AS (
  SELECT raw_file_id, package_id, version_name, version_code, installer, min(line) AS line
  FROM package_facts WHERE NOT is_hidden_system GROUP BY raw_file_id, package_id
), found AS (
  SELECT q.*, b.package_id, iif(a.package_id IS NULL, 'appeared', 'changed') AS what,
    a.version_name AS version_before, b.version_name, a.installer AS installer_before,
    b.installer, q.later AS raw_file_id, b.line
  FROM pairs q JOIN known b ON b.raw_file_id = q.later
  LEFT JOIN known a ON a.raw_file_id = q.earlier AND a.package_id = b.package_id
  WHERE q.earlier IS NOT NULL AND (a.package_id IS NULL
    OR a.version_name IS NOT b.version_name OR a.version_code IS NOT b.version_code
    OR a.installer IS NOT b.installer)
  UNION ALL
  SELECT q.*, a.package_id, 'disappeared', a.version_name, NULL, a.installer, NULL,
    q.earlier, a.line
  FROM pairs q JOIN known a ON a.raw_file_id = q.earlier
  WHERE NOT EXISTS (
    SELECT 1 FROM known b WHERE b.raw_file_id = q.later AND b.package_id = a.package_id)
)
SELECT d.device_id, c.capture_id, p.name AS package, p.uid,
  iif(p.uid < 0, NULL, p.uid / 100000) AS user_id, f.what,
  f.version_before, f.version_name, f.installer_before, f.installer, f.after_ms, f.until_ms,
  r.file AS raw_file, f.line
FROM found f
JOIN packages p ON p.id = f.package_id
JOIN devices d ON d.id = p.device_id
JOIN raw_files r ON r.id = f.raw_file_id
JOIN captures c ON c.id = r.capture_id;
CREATE VIEW v_permission_changes AS 
WITH readings AS (
  SELECT m.raw_file_id, m.package_id, m.name_id, max(m.granted) AS granted, m.flags, m.line,
    ifnull(r.phone_before_ms, r.started_ms) AS read_ms
  FROM permissions m JOIN raw_files r ON r.id = m.raw_file_id
  WHERE m.granted IS NOT NULL
  GROUP BY m.package_id, m.name_id, m.raw_file_id
), steps AS (
  SELECT *, lag(granted) OVER told AS granted_before, lag(flags) OVER told AS flags_before,
    lag(read_ms) OVER told AS after_ms
  FROM readings WINDOW told AS (PARTITION BY package_id, name_id ORDER BY read_ms, raw_file_id)
)
SELECT d.device_id, c.capture_id, p.name AS package, p.uid,
  iif(p.uid < 0, NULL, p.uid / 100000) AS user_id,
  n.name AS permission, k.granted_before, k.granted, k.flags_before, k.flags,
  k.after_ms, k.read_ms AS until_ms, r.file AS raw_file, k.line
FROM steps k
JOIN packages p ON p.id = k.package_id
JOIN permission_names n ON n.id = k.name_id
JOIN devices d ON d.id = p.device_id
JOIN raw_files r ON r.id = k.raw_file_id
JOIN captures c ON c.id = r.capture_id
WHERE k.after_ms IS NOT NULL AND (k.granted <> k.granted_before OR k.flags <> k.flags_before);
CREATE VIEW v_op_modes AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  m.uid, m.package, o.name AS op, o.data_type, m.mode, m.switch_op, m.switch_mode,
  r.file AS raw_file, m.line
FROM op_modes m
JOIN ops o ON o.id = m.op_id
JOIN raw_files r ON r.id = m.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW v_usage AS 
SELECT d.device_id, g.user_id, g.time_ms, g.precision_ms, g.type, g.package,
  g.activity, g.instance,
  c.capture_id, r.file AS raw_file, g.line
FROM usage_events g
JOIN devices d ON d.id = g.device_id
JOIN raw_files r ON r.id = g.raw_file_id
JOIN captures c ON c.id = r.capture_id;
CREATE VIEW v_sessions AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.source, n.uid, n.package, n.what, n.number, n.begin_ms, n.end_ms, n.precision_ms,
  n.zone_assumed, n.outcome, n.silenced, n.reason,
  r.file AS raw_file, n.line, n.begin_line, n.end_line
FROM sessions n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW v_screen AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.wakefulness, n.last_wake_ms, n.last_sleep_ms, n.precision_ms, n.sleep_reason,
  n.powered, n.battery_level, r.file AS raw_file, n.line
FROM screen_states n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW v_doze_exemptions AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.package, n.app_id, n.granted_by, n.removed, r.file AS raw_file, n.line
FROM doze_exemptions n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW v_traffic AS 
SELECT d.device_id, n.uid, iif(n.uid < 0, NULL, n.uid / 100000) AS user_id, w.types,
  w.metered, w.name AS network,
  n.uid_set, n.begin_ms, n.length_ms,
  n.received_bytes, n.received_packets, n.sent_bytes, n.sent_packets,
  c.capture_id, r.file AS raw_file, n.line
FROM traffic n
JOIN networks w ON w.id = n.network_id
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW v_sensor_switches AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.user_id, n.sensor, n.switch, n.is_blocked, r.file AS raw_file, n.line
FROM sensor_switches n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW v_settings AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.namespace, n.key, n.value, n.packages, r.file AS raw_file, n.line
FROM settings n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW v_process_starts AS 
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
CREATE VIEW v_hibernation AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.user_id, n.package, n.is_hibernated, n.last_woken_ms, n.precision_ms, n.zone_assumed,
  r.file AS raw_file, n.line
FROM hibernation n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW v_network AS 
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.package, n.domain, n.first_ms, n.last_ms, n.hits, n.initiated, n.context, n.owner,
  n.domain_type, r.file AS raw_file, n.line
FROM network_contacts n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW v_clock_changes AS 
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
CREATE VIEW v_raw_files AS 
SELECT d.device_id, c.capture_id, c.origin, c.started_ms AS captured_ms,
  r.name, r.command, r.command_line, r.file, r.size_bytes, r.sha256,
  r.started_ms, r.ended_ms, r.exit_code, r.whole, r.reason, r.is_read, r.records,
  (SELECT count(*) FROM unparsed n WHERE n.raw_file_id = r.id) AS unparsed,
  (SELECT count(*) FROM notices n WHERE n.raw_file_id = r.id) AS notices
FROM raw_files r
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id;
CREATE VIEW v_marks AS 
SELECT device_id, time_ms, kind, text, package, uid,
  iif(uid < 0, NULL, uid / 100000) AS user_id, made_ms
FROM own_marks WHERE struck_ms IS NULL;
CREATE VIEW v_categories AS 
SELECT device_id, uid, iif(uid < 0, NULL, uid / 100000) AS user_id, package, category, reason,
  made_ms
FROM categories;
CREATE VIEW v_dismissals AS 
SELECT rule_id, device_id, uid, iif(uid < 0, NULL, uid / 100000) AS user_id, package,
  nullif(op, '') AS op, nullif(data_type, '') AS data_type, reason, made_ms
FROM dismissals;
PRAGMA application_id = 1346458948;
PRAGMA user_version = 13;
COMMIT;
