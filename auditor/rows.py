"""Records of one raw file as rows: which table, which columns. No merging here: see writer.py."""

import sqlite3
from collections import Counter, defaultdict

from auditor.codes import Codes
from auditor.records import (
    AppOpsRecord,
    DozeExemption,
    Event,
    Notice,
    OpMode,
    Package,
    Permission,
    Running,
    ScreenState,
    SensorSwitch,
    Session,
    Setting,
    Snapshot,
    Source,
    Traffic,
    UidRow,
    Unparsed,
    UsageEvent,
    User,
)

MOST = 1 << 53  # larger numbers are nonsense, and no JSON reader keeps them exact

Record = (
    AppOpsRecord
    | User
    | Package
    | Permission
    | UsageEvent
    | Session
    | ScreenState
    | DozeExemption
    | Traffic
    | SensorSwitch
    | Setting
)
Row = tuple[object, ...]

STAGING = """
CREATE TEMP TABLE IF NOT EXISTS incoming (
  id INTEGER PRIMARY KEY,
  raw_file_id INTEGER, line INTEGER, series_id INTEGER,
  time_ms INTEGER, key_ms INTEGER, precision_ms INTEGER, duration_ms INTEGER, count INTEGER,
  running INTEGER, zone_assumed INTEGER, about INTEGER, access_duration_ms INTEGER,
  printed_begin_ms INTEGER, printed_end_ms INTEGER, proxy_id INTEGER,
  attribution_flags INTEGER, chain_id INTEGER, slot_id INTEGER, variant TEXT, is_last INTEGER
)
"""
# Table and columns, in the order of the rows that FileRows builds.
_COLUMNS = {
    "incoming": "raw_file_id, line, series_id, time_ms, key_ms, precision_ms, duration_ms, count,"
    " running, zone_assumed, about, access_duration_ms, printed_begin_ms, printed_end_ms,"
    " proxy_id, attribution_flags, chain_id, slot_id, variant, is_last",
    "running_ops": "raw_file_id, line, uid, package, op_id, tag, started_ms, nesting",
    "op_modes": "raw_file_id, line, uid, package, op_id, mode, switch_op, switch_mode",
    "uid_rows": "raw_file_id, line, uid, state",
    "unparsed": "raw_file_id, line, text, reason",
    "notices": "raw_file_id, line, code, text",
    "users": "raw_file_id, line, user_id, name, flags, running",
    "package_facts": "raw_file_id, line, package_id, version_name, version_code, target_sdk,"
    " installer, initiating_package, code_path, is_system, is_hidden_system,"
    " first_install_local, last_update_local, shared_user, enabled",
    "permissions": "raw_file_id, line, package_id, name_id, granted, flags, runtime",
    "usage_events": "raw_file_id, line, device_id, user_id, time_ms, precision_ms, type, package,"
    " twin",
}


class FileRows:
    """Collects the rows of one raw file and writes them in batches."""

    def __init__(
        self,
        db: sqlite3.Connection,
        codes: Codes,
        device_id: int,
        raw_file_id: int,
        whole: bool,
    ) -> None:
        self._db = db
        self._codes = codes
        self._device_id = device_id
        self._file = raw_file_id
        self._whole = whole
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._twins: Counter[Row] = Counter()
        self._slot: int | None = None  # the slot whose rows are being read

    def add(self, record: Record) -> None:
        """Take one record. One with a number beyond all reason counts as not understood."""
        if any(isinstance(n, int) and abs(n) > MOST for n in _numbers(record)):
            record = Unparsed(record.line, "", "number_too_large")
        start = (self._file, record.line)
        match record:
            case Event():
                self._put("incoming", start + self._event(record))
            case Snapshot():
                self._open_slot(record)
            case Running(uid, package, op, tag, started_ms, nesting):
                op_id = self._codes.ops.code(op)
                self._put("running_ops", (*start, uid, package, op_id, tag, started_ms, nesting))
            case OpMode(uid, name, op, mode, switch_op, switch_mode):
                op_id = self._codes.ops.code(op)
                self._put("op_modes", (*start, uid, name, op_id, mode, switch_op, switch_mode))
            case UidRow(uid, state):
                self._put("uid_rows", (*start, uid, state))
            case Unparsed(_, text, reason):
                self._put("unparsed", (*start, text, reason))
            case Notice(code, text):
                self._put("notices", (*start, code, text))
            case User(user_id, name, flags, running):
                self._put("users", (*start, user_id, name, flags, running))
            case Package():
                self._put("package_facts", start + self._package(record))
            case Permission():
                self._put("permissions", start + self._permission(record))
            case UsageEvent():
                self._put("usage_events", start + self._usage(record))

    def flush(self) -> None:
        """Write what was collected."""
        for table, rows in self._rows.items():
            marks = ", ".join("?" * len(rows[0]))
            # A usage event is printed twice, in the last day and in its file: once is enough.
            verb = "INSERT OR IGNORE" if table == "usage_events" else "INSERT"
            self._db.executemany(f"{verb} INTO {table} ({_COLUMNS[table]}) VALUES ({marks})", rows)
        self._rows.clear()

    def close_slots(self) -> None:
        """Mark the slot that a cut file breaks off in: its rows are not all there."""
        if self._slot is not None and not self._whole:
            self._db.execute("UPDATE slots SET is_cut = 1 WHERE id = ?", (self._slot,))

    def _put(self, table: str, row: Row) -> None:
        self._rows[table].append(row)

    def _event(self, event: Event) -> Row:
        series = self._codes.series(event)
        slot = self._slot_of(event)
        return (
            series,
            event.time_ms,
            event.time_ms,
            event.precision_ms,
            event.duration_ms,
            event.count,
            event.running,
            event.zone_assumed,
            event.about,
            event.access_duration_ms,
            event.printed_begin_ms,
            event.printed_end_ms,
            self._codes.proxy(event.proxy),
            event.attribution_flags,
            event.chain_id,
            slot,
            self._variant(event, series, slot),
            event.source is Source.LAST,
        )

    def _variant(self, event: Event, series: int, slot: int | None) -> str:
        """Tell apart what the phone keeps apart within one series and time.

        A last access is one per series and time: its duration grows while it runs. A row of a
        history stays as it is, and equal rows are as many accesses: numbered as twins.
        """
        if event.source is Source.LAST:
            return ""
        parts = (event.duration_ms, event.count, event.attribution_flags, event.chain_id)
        text = f"slot {slot}" if slot else ",".join("" if p is None else str(p) for p in parts)
        key = (series, event.time_ms, text)
        twin = self._twins[key]
        self._twins[key] += 1
        return f"{text},{twin}" if twin else text

    def _slot_of(self, event: Event) -> int | None:
        return self._slot if event.source is Source.AGGREGATE else None

    def _open_slot(self, snapshot: Snapshot) -> None:
        end_ms = max(snapshot.begin_ms, snapshot.end_ms)
        self._slot = self._db.execute(
            "INSERT INTO slots (raw_file_id, slot_index, begin_ms, end_ms, printed_begin_ms,"
            " printed_end_ms, about, is_closed, is_cut, line)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
            (
                self._file,
                snapshot.index,
                snapshot.begin_ms,
                end_ms,
                snapshot.printed_begin_ms,
                snapshot.printed_end_ms,
                snapshot.about,
                snapshot.index > 0,  # slot 0 is still in memory and grows
                snapshot.line,
            ),
        ).lastrowid

    def _package(self, package: Package) -> Row:
        number = self._codes.packages.code((package.uid, package.name))
        return (
            number,
            package.version_name,
            package.version_code,
            package.target_sdk,
            package.installer,
            package.initiating_package,
            package.code_path,
            package.is_system,
            package.is_hidden_system,
            package.first_install_local,
            package.last_update_local,
            package.shared_user,
            package.enabled,
        )

    def _permission(self, permission: Permission) -> Row:
        return (
            self._codes.packages.code((permission.uid, permission.package)),
            self._codes.permissions.code(permission.name),
            permission.granted,
            "|".join(permission.flags),
            permission.runtime,
        )

    def _usage(self, usage: UsageEvent) -> Row:
        key = (usage.user_id, usage.time_ms, usage.type, usage.package)
        twin = self._twins[key]
        self._twins[key] += 1
        return (
            self._device_id,
            usage.user_id,
            usage.time_ms,
            usage.precision_ms,
            usage.type,
            usage.package,
            twin,
        )


def _numbers(record: Record) -> tuple[object, ...]:
    """Give the numbers of a record that come from the text as they stand there."""
    match record:
        case Event():
            proxy_uid = None if record.proxy is None else record.proxy.uid
            return (
                record.uid,
                record.time_ms,
                record.precision_ms,
                record.duration_ms,
                record.count,
                record.access_duration_ms,
                record.printed_begin_ms,
                record.printed_end_ms,
                record.chain_id,
                record.attribution_flags,
                proxy_uid,
            )
        case Snapshot():
            return (
                record.begin_ms,
                record.end_ms,
                record.printed_begin_ms,
                record.printed_end_ms,
            )
        case Running():
            return (record.uid, record.started_ms, record.nesting)
        case User():
            return (record.user_id, record.flags)
        case Package():
            return (record.uid, record.version_code, record.target_sdk, record.enabled)
        case UsageEvent():
            return (record.user_id, record.time_ms, record.precision_ms)
        case OpMode() | UidRow() | Permission():
            return (record.uid,)
    return ()
