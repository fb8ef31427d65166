"""The documented SQL views of a case: what rules and people with an SQL shell read.

Views are dropped and made again when a case is migrated, so they may change with any release;
docs/schema.md lists their columns, and a test compares.
"""

from auditor.event_views import V_COUNTED, V_EVENTS, V_RECORDS

VIEWS = {
    "v_events": V_EVENTS,
    "v_accesses": V_COUNTED.format(kind="access"),
    "v_rejects": V_COUNTED.format(kind="reject"),
    "v_records": V_RECORDS,
    "v_event_context": """
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
JOIN devices d ON d.id = p.device_id
""",
    "v_foreground": """
SELECT d.device_id, f.user_id, f.package, f.begin_ms, f.begin_precision_ms,
  f.end_ms, f.end_precision_ms, f.ends_known
FROM foreground f JOIN devices d ON d.id = f.device_id
""",
    "v_screen_intervals": """
SELECT d.device_id, s.is_on, s.begin_ms, s.begin_precision_ms, s.end_ms, s.end_precision_ms,
  s.ends_known
FROM phone_states s JOIN devices d ON d.id = s.device_id WHERE s.what = 'screen'
""",
    "v_lock_intervals": """
SELECT d.device_id, s.is_on AS is_locked, s.begin_ms, s.begin_precision_ms, s.end_ms,
  s.end_precision_ms, s.ends_known
FROM phone_states s JOIN devices d ON d.id = s.device_id WHERE s.what = 'lock'
""",
    "v_usage_covered": """
SELECT d.device_id, s.user_id, s.begin_ms, s.end_ms, c.capture_id, r.file AS raw_file, s.line
FROM usage_spans s
JOIN raw_files r ON r.id = s.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id
""",
    "v_users": """
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.user_id, n.name, n.flags, n.running, r.file AS raw_file, n.line
FROM users n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id
""",
    "v_running": """
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.uid, n.package, o.name AS op, o.data_type, n.tag, n.started_ms, n.nesting,
  r.file AS raw_file, n.line
FROM running_ops n
JOIN ops o ON o.id = n.op_id
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id
""",
    "v_uid_states": """
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.uid, n.state, r.file AS raw_file, n.line
FROM uid_rows n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id
""",
    "v_packages": """
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
JOIN captures c ON c.id = r.capture_id
""",
    "v_identities": """
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
LEFT JOIN apks a ON a.id = i.apk_id
""",
    "v_permissions": """
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  p.name AS package, p.uid, n.name AS permission, m.granted, m.flags, m.runtime,
  r.file AS raw_file, m.line
FROM permissions m
JOIN packages p ON p.id = m.package_id
JOIN permission_names n ON n.id = m.name_id
JOIN devices d ON d.id = p.device_id
JOIN raw_files r ON r.id = m.raw_file_id
JOIN captures c ON c.id = r.capture_id
""",
    "v_installs": """
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
GROUP BY p.id, f.what, f.at_local
""",
    "v_package_changes": """
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
JOIN captures c ON c.id = r.capture_id
""",
    "v_permission_changes": """
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
WHERE k.after_ms IS NOT NULL AND (k.granted <> k.granted_before OR k.flags <> k.flags_before)
""",
    "v_op_modes": """
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  m.uid, m.package, o.name AS op, o.data_type, m.mode, m.switch_op, m.switch_mode,
  r.file AS raw_file, m.line
FROM op_modes m
JOIN ops o ON o.id = m.op_id
JOIN raw_files r ON r.id = m.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id
""",
    "v_usage": """
SELECT d.device_id, g.user_id, g.time_ms, g.precision_ms, g.type, g.package,
  g.activity, g.instance,
  c.capture_id, r.file AS raw_file, g.line
FROM usage_events g
JOIN devices d ON d.id = g.device_id
JOIN raw_files r ON r.id = g.raw_file_id
JOIN captures c ON c.id = r.capture_id
""",
    "v_sessions": """
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.source, n.uid, n.package, n.what, n.number, n.begin_ms, n.end_ms, n.precision_ms,
  n.zone_assumed, n.outcome, n.silenced, n.reason,
  r.file AS raw_file, n.line, n.begin_line, n.end_line
FROM sessions n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id
""",
    "v_screen": """
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.wakefulness, n.last_wake_ms, n.last_sleep_ms, n.precision_ms, n.sleep_reason,
  n.powered, n.battery_level, r.file AS raw_file, n.line
FROM screen_states n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id
""",
    "v_doze_exemptions": """
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.package, n.app_id, n.granted_by, n.removed, r.file AS raw_file, n.line
FROM doze_exemptions n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id
""",
    "v_traffic": """
SELECT d.device_id, n.uid, iif(n.uid < 0, NULL, n.uid / 100000) AS user_id, w.types,
  w.metered, w.name AS network,
  n.uid_set, n.begin_ms, n.length_ms,
  n.received_bytes, n.received_packets, n.sent_bytes, n.sent_packets,
  c.capture_id, r.file AS raw_file, n.line
FROM traffic n
JOIN networks w ON w.id = n.network_id
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id
""",
    "v_sensor_switches": """
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.user_id, n.sensor, n.switch, n.is_blocked, r.file AS raw_file, n.line
FROM sensor_switches n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id
""",
    "v_settings": """
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.namespace, n.key, n.value, n.packages, r.file AS raw_file, n.line
FROM settings n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id
""",
    "v_process_starts": """
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
WHERE n.what = 'start'
""",
    "v_hibernation": """
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.user_id, n.package, n.is_hibernated, n.last_woken_ms, n.precision_ms, n.zone_assumed,
  r.file AS raw_file, n.line
FROM hibernation n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id
""",
    "v_network": """
SELECT d.device_id, c.capture_id, c.started_ms AS captured_ms,
  n.package, n.domain, n.first_ms, n.last_ms, n.hits, n.initiated, n.context, n.owner,
  n.domain_type, r.file AS raw_file, n.line
FROM network_contacts n
JOIN raw_files r ON r.id = n.raw_file_id
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id
""",
    # The two answers of one look may come seconds apart over a slow link: less is no change.
    "v_clock_changes": """
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
WHERE abs(by_ms) > 10000
""",
    "v_raw_files": """
SELECT d.device_id, c.capture_id, c.origin, c.started_ms AS captured_ms,
  r.name, r.command, r.command_line, r.file, r.size_bytes, r.sha256,
  r.started_ms, r.ended_ms, r.exit_code, r.whole, r.reason, r.is_read, r.records,
  (SELECT count(*) FROM unparsed n WHERE n.raw_file_id = r.id) AS unparsed,
  (SELECT count(*) FROM notices n WHERE n.raw_file_id = r.id) AS notices
FROM raw_files r
JOIN captures c ON c.id = r.capture_id
JOIN devices d ON d.id = c.device_id
""",
    "v_marks": """
SELECT device_id, time_ms, kind, text, package, uid,
  iif(uid < 0, NULL, uid / 100000) AS user_id, made_ms
FROM own_marks WHERE struck_ms IS NULL
""",
    "v_categories": """
SELECT device_id, uid, iif(uid < 0, NULL, uid / 100000) AS user_id, package, category, reason,
  made_ms
FROM categories
""",
    "v_dismissals": """
SELECT rule_id, device_id, uid, iif(uid < 0, NULL, uid / 100000) AS user_id, package,
  nullif(op, '') AS op, nullif(data_type, '') AS data_type, reason, made_ms
FROM dismissals
""",
}
