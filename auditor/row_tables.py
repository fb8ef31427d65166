"""Which columns the rows of a raw file have, and what happens to one that a case holds already."""

# Table and columns, in the order of the rows that FileRows builds.
COLUMNS = {
    "running_ops": "raw_file_id, line, uid, package, op_id, tag, started_ms, nesting",
    "op_modes": "raw_file_id, line, uid, package, op_id, mode, switch_op, switch_mode",
    "uid_rows": "raw_file_id, line, uid, state",
    "unparsed": "raw_file_id, line, text, reason",
    "notices": "raw_file_id, line, code, text",
    "users": "raw_file_id, line, user_id, name, flags, running",
    "package_facts": "raw_file_id, line, package_id, version_name, version_code, target_sdk,"
    " installer, initiating_package, code_path, is_system, is_hidden_system,"
    " first_install_local, last_update_local, shared_user, enabled, originating_package,"
    " update_owner",
    "permissions": "raw_file_id, line, package_id, name_id, granted, flags, runtime",
    "usage_events": "raw_file_id, line, device_id, user_id, time_ms, precision_ms, type, package,"
    " twin, activity, instance",
    "usage_spans": "raw_file_id, line, user_id, begin_ms, end_ms",
    "sessions": "raw_file_id, line, source, uid, package, what, number, begin_ms, end_ms,"
    " precision_ms, zone_assumed, outcome, silenced, reason, begin_line, end_line",
    "screen_states": "raw_file_id, line, wakefulness, last_wake_ms, last_sleep_ms, precision_ms,"
    " sleep_reason, powered, battery_level",
    "doze_exemptions": "raw_file_id, line, package, app_id, granted_by, removed",
    "traffic": "raw_file_id, line, device_id, uid, network_id, uid_set, begin_ms, length_ms,"
    " received_bytes, received_packets, sent_bytes, sent_packets",
    "sensor_switches": "raw_file_id, line, user_id, sensor, switch, is_blocked",
    "settings": "raw_file_id, line, namespace, key, value, packages",
    "process_events": "raw_file_id, line, device_id, what, user_id, pid, uid, process, cause,"
    " component, time_ms, precision_ms, zone_assumed",
    "hibernation": "raw_file_id, line, user_id, package, is_hibernated, last_woken_ms,"
    " precision_ms, zone_assumed",
    "network_contacts": "raw_file_id, line, package, domain, first_ms, last_ms, hits, initiated,"
    " context, owner, domain_type",
}
_ASSUMED = (
    "(SELECT c.zone_assumed FROM raw_files r JOIN captures c ON c.id = r.capture_id"
    " WHERE r.id = {}raw_file_id)"
)
IF_KNOWN = {
    # A usage event is printed twice, in the last day and in its file: once is enough. The text
    # that is kept as its witness is one whose time is sure, if there is any.
    "usage_events": "ON CONFLICT (device_id, user_id, time_ms, type, package, twin)"
    " DO UPDATE SET raw_file_id = excluded.raw_file_id, line = excluded.line,"
    " precision_ms = excluded.precision_ms, activity = excluded.activity,"
    " instance = excluded.instance"
    " WHERE precision_ms > 1 AND (excluded.precision_ms <= 1"
    f" OR ({_ASSUMED.format('usage_events.')} AND NOT {_ASSUMED.format('excluded.')}))",
    # The log of events is a ring: the next reading brings most of it again.
    "process_events": "ON CONFLICT DO NOTHING",
    # A bucket of traffic grows until it is over: the fullest reading is the last one.
    "traffic": "ON CONFLICT (device_id, uid, begin_ms, length_ms, network_id, uid_set)"
    " DO UPDATE SET received_bytes = excluded.received_bytes,"
    " received_packets = excluded.received_packets, sent_bytes = excluded.sent_bytes,"
    " sent_packets = excluded.sent_packets, raw_file_id = excluded.raw_file_id,"
    " line = excluded.line"
    " WHERE excluded.received_bytes + excluded.sent_bytes > received_bytes + sent_bytes",
}
