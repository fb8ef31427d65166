"""The views of events and records, of which views.py makes the documented ones."""

from auditor.event_sql import BEST_LINE, RECORDS, TIME_BITS, TIME_MS

_EVENT_FIELDS = """
  w.kind, {count}, o.data_type, o.name AS op,
  p.name AS package, p.uid, iif(p.uid < 0, NULL, p.uid / 100000) AS user_id, p.label, p.is_system,
  t.name AS attribution_tag, u.name AS uid_state, g.name AS flags,
  CASE WHEN u.is_background IS NULL THEN {usage} WHEN u.is_background > {usage} THEN NULL
    ELSE u.is_background END AS is_background,
  u.is_background AS background_by_state, {usage} AS background_by_usage,
  ifnull(u.is_background <> {usage}, 0) AS background_disagrees,
  ifnull(g.is_middleman, 0) AS is_middleman,
  x.package AS proxy_package, x.uid AS proxy_uid, x.tag AS proxy_tag,
  {source}, {running}, {zone_assumed}, {about},
  n.access_duration_ms, n.printed_begin_ms, n.printed_end_ms,
  n.attribution_flags, n.chain_id, w.virtual_device, w.unattributed,
  ifnull(n.superseded, 0) AS superseded,
  d.device_id, d.is_sample, c.capture_id, r.file AS raw_file, {line}
"""
_BY_USAGE = "(nullif(y.facts >> 10 & 3, 0) - 1)"  # of event_context; NULL: unknown
_EVENT_JOINS = """
JOIN ways w ON w.id = s.way_id
JOIN packages p ON p.id = s.package_id
JOIN devices d ON d.id = p.device_id
JOIN ops o ON o.id = s.op_id
LEFT JOIN tags t ON t.id = s.tag_id
LEFT JOIN uid_states u ON u.id = w.state_id
LEFT JOIN flags g ON g.id = w.flags_id
JOIN raw_files r ON r.id = {file}
JOIN captures c ON c.id = r.capture_id
"""


def _or_merged(column: str, own: str) -> str:
    """An event with several witnesses says what they say together."""
    return f"iif(m.id IS NULL, {own}.{column}, m.{column}) AS {column}"


# An event `e`, what leads it (who and how), and `a`, the one that its time is from.
V_EVENTS = (
    "SELECT e.id AS event_id,"
    f" ifnull(m.time_ms, {TIME_MS.format(series='z', event='e')}) AS time_ms,"
    f" {_or_merged('precision_ms', 'f')}, {_or_merged('duration_ms', 'e')},"
    + _EVENT_FIELDS.format(
        count=_or_merged("count", "f"),
        source="ifnull(m.source, w.source) AS source",
        running=_or_merged("running", "f"),
        zone_assumed=_or_merged("zone_assumed", "f"),
        about="h.about",
        usage=_BY_USAGE,
        line="ifnull(b.line, a.line) AS line",
    )
    + ", ifnull(m.sources, w.source) AS sources, ifnull(k.known, 0) AS known,"
    " ifnull(k.more, ifnull(iif(m.id IS NULL, f.count, m.count), 1)) AS more,"
    " ifnull(k.known >= iif(m.id IS NULL, f.count, m.count), 0) AS is_explained"
    " FROM events e LEFT JOIN merged_events m ON m.id = e.id"
    f" JOIN series z ON z.id = e.id >> {TIME_BITS} JOIN forms f ON f.id = e.form_id"
    " JOIN events q ON q.id = ifnull(m.lead_id, e.id) JOIN forms h ON h.id = q.form_id"
    f" JOIN series s ON s.id = q.id >> {TIME_BITS} LEFT JOIN event_details n ON n.event_id = q.id"
    " JOIN events a ON a.id = ifnull(m.told_id, e.id)"
    + BEST_LINE.format(event="a")
    + " LEFT JOIN known_counts k ON k.event_id = e.id"
    " LEFT JOIN event_context y ON y.event_id = e.id"
    " LEFT JOIN proxies x ON x.id = iif(m.id IS NULL, f.proxy_id, m.proxy_id)"
    + _EVENT_JOINS.format(file="ifnull(b.file_id, a.file_id)")
    + " WHERE NOT EXISTS (SELECT 1 FROM merged_into i WHERE i.event_id = e.id)"
)
V_RECORDS = (
    "SELECT l.id AS record_id, ifnull(i.merged_id, l.event_id) AS event_id,"
    " l.time_ms, f.precision_ms, l.duration_ms,"
    + _EVENT_FIELDS.format(
        count="f.count",
        source="w.source",
        running="f.running",
        zone_assumed="f.zone_assumed",
        about="f.about",
        usage=_BY_USAGE,
        line="l.line",
    )
    + f" FROM ({RECORDS.format(records='true', lines='true')}) l"
    " JOIN forms f ON f.id = l.form_id"
    f" JOIN series s ON s.id = l.event_id >> {TIME_BITS}"
    " LEFT JOIN event_details n ON n.event_id = l.event_id"
    " LEFT JOIN merged_into i ON i.event_id = l.event_id"
    " LEFT JOIN event_context y ON y.event_id = ifnull(i.merged_id, l.event_id)"
    " LEFT JOIN proxies x ON x.id = f.proxy_id" + _EVENT_JOINS.format(file="l.file_id")
)

# What a rule counts with the sum of `more`.
V_COUNTED = (
    "SELECT * FROM v_events WHERE kind = '{kind}'"
    " AND NOT superseded AND NOT is_middleman AND NOT is_explained"
)
