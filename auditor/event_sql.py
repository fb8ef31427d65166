"""Pieces of SQL that several modules read events with: what an id holds, the lines of an event."""

TIME_BITS = 40  # of an event's id: the time within its era, below the number of its series
TIME_MASK = (1 << TIME_BITS) - 1

# The time of an event is in its id: below the number of its series, within the series' era.
TIME_MS = "{series}.era * 1099511627776 + ({event}.id & 1099511627775)"
# The line that explains event `e` best, where that is not its first: the longest duration, then
# the newest reading. The first record has a line of its own only if it tells less than the event.
BEST_LINE = """
LEFT JOIN event_lines b ON b.id = (
  SELECT l.id FROM event_lines l JOIN raw_files r ON r.id = l.file_id WHERE l.event_id = {event}.id
  ORDER BY ifnull(l.duration_ms, -1) DESC, r.started_ms DESC, l.id = l.event_id, l.id DESC LIMIT 1)
AND (EXISTS (SELECT 1 FROM event_lines own WHERE own.id = {event}.id)
  OR ifnull(b.duration_ms, -1) > ifnull({event}.duration_ms, -1)
  OR ifnull(b.duration_ms, -1) = ifnull({event}.duration_ms, -1)
    AND (SELECT started_ms FROM raw_files WHERE id = b.file_id)
      >= (SELECT started_ms FROM raw_files WHERE id = {event}.file_id))
"""
# Every raw line that tells of an event, as it tells it. The first is the event itself as long as
# nothing else was learned of it.
RECORDS = f"""
SELECT e.id, e.id AS event_id, e.file_id, e.line,
  {TIME_MS.format(series="s", event="e")} AS time_ms, e.duration_ms, e.form_id
FROM events e JOIN series s ON s.id = e.id >> {TIME_BITS}
WHERE {{records}} AND NOT EXISTS (SELECT 1 FROM event_lines own WHERE own.id = e.id)
UNION ALL
SELECT l.id, l.event_id, l.file_id, l.line,
  ifnull(l.time_ms, s.era * 1099511627776 + (l.event_id & 1099511627775)),
  l.duration_ms, l.form_id
FROM event_lines l JOIN series s ON s.id = l.event_id >> {TIME_BITS} WHERE {{lines}}
"""
