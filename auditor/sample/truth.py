"""The ground truth of a dump: what it must say, worked out from the journal on another path.

Nothing here uses the slots, tables or writers of the phone, so that a test can hold a parser's
rows, or `auditor events`, against it.
"""

from auditor.sample.phone import SamplePhone
from auditor.sample.truth_counts import aggregate_rows, bucket_rows, discrete_rows
from auditor.sample.truth_last import last_rows
from auditor.sample.truth_rows import TrueRow

_HOUR = 3_600_000


def truth(phone: SamplePhone, dump: int = -1) -> list[TrueRow]:
    """Work out what one of `phone.dumps` must have shown; empty for a command without ops."""
    line, now = phone.dumps[dump]
    words, version = line.split(), phone.version
    if words[:1] != ["dumpsys"] or "appops" not in words:
        return []
    lived = now - phone.clock_shift_ms
    every = phone.journal.until(min(now, lived))
    entries, newest = every, phone.journal.until(lived)
    if "--op" in words:
        op = words[words.index("--op") + 1]
        entries = [entry for entry in every if entry.op == op]
        newest = [entry for entry in newest if entry.op == op]
    is_history, is_discrete = "--history" in words, "--include-discrete" in words
    rows = [] if is_history else last_rows(newest, now, lived, version)
    if version.grammar == "post":
        table = bucket_rows(every, now, phone.config.kept, is_short=is_discrete or not is_history)
        if not is_history and not is_discrete:
            table = [row for row in table if row.time_ms > now - _HOUR - row.precision_ms]
        return rows + table
    if is_history:
        rows += aggregate_rows(entries, now, phone.phase)
    if is_discrete:
        rows += discrete_rows(entries, now, version, phone.config.kept)
    return rows
