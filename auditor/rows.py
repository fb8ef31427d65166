"""Records of one raw file as rows: which table, which columns. No merging here: see writer.py."""

import sqlite3
from collections import Counter, defaultdict
from dataclasses import replace

from auditor import block_rows
from auditor.arrivals import Arrivals, Sort
from auditor.blocks import Block
from auditor.codes import Codes
from auditor.companion_records import (
    DozeExemption,
    Hibernation,
    NetworkContact,
    ProcessEvent,
    ScreenState,
    SensorSwitch,
    Setting,
    Traffic,
)
from auditor.event_ids import sort_of
from auditor.event_sql import TIME_BITS, TIME_MASK, TIME_MS
from auditor.record_numbers import Record, numbers_of
from auditor.records import (
    UNKNOWN_UID,
    Event,
    Notice,
    OpMode,
    Package,
    Permission,
    Running,
    Session,
    Snapshot,
    Source,
    UidRow,
    Unparsed,
    UsageEvent,
    UsageSpan,
    User,
)
from auditor.row_tables import COLUMNS, IF_KNOWN

MOST = 1 << 53  # larger numbers are nonsense, and no JSON reader keeps them exact

Row = tuple[object, ...]

_OF_CAMERA = f"""
SELECT p.name, w.kind, {TIME_MS.format(series="s", event="e")}, p.uid
FROM series s CROSS JOIN ways w ON w.id = s.way_id CROSS JOIN packages p ON p.id = s.package_id
CROSS JOIN events e ON e.id BETWEEN s.id << {TIME_BITS} AND s.id << {TIME_BITS} | {TIME_MASK}
WHERE w.source = '{Source.CAMERA}' AND p.device_id = ? ORDER BY p.uid
"""
_UIDS_ELSEWHERE = (Source.CAMERA, Source.LAST)  # some of their texts name apps without uids


class FileRows:
    """Collects the rows of one raw file and writes them in batches; accesses it only hands on."""

    def __init__(
        self,
        db: sqlite3.Connection,
        codes: Codes,
        arrivals: Arrivals,
        device_id: int,
        raw_file_id: int,
        whole: bool,
    ) -> None:
        self._db = db
        self._arrivals = arrivals
        self._codes = codes
        self._device_id = device_id
        self._file = raw_file_id
        self._whole = whole
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._twins: Counter[Row] = Counter()
        self._uids: dict[str, int] | None = None  # package name -> its only uid
        # Package, kind and time of what earlier readings have of the camera's log -> its uid.
        self._told: dict[tuple[str, str, int | None], int] | None = None
        self._slot: int | None = None  # the slot whose rows are being read

    def add(self, record: Record) -> None:
        """Take one record. One with a number beyond all reason counts as not understood."""
        if isinstance(record, Block):
            self.flush()
            block_rows.write(self._db, self._codes, self._arrivals, self._file, record)
            return
        if any(isinstance(n, int) and abs(n) > MOST for n in numbers_of(record)):
            record = Unparsed(record.line, "", "number_too_large")
        start = (self._file, record.line)
        match record:
            case Event():
                self._event(record)
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
            case UsageSpan(user_id, begin_ms, end_ms):
                self._put("usage_spans", (*start, user_id, begin_ms, end_ms))
            case Session():
                self._put("sessions", start + self._session(record))
            case ScreenState():
                self._put("screen_states", start + _screen(record))
            case DozeExemption(package, app_id, by, removed):
                self._put("doze_exemptions", (*start, package, app_id, by, removed))
            case Traffic():
                self._put("traffic", start + self._traffic(record))
            case SensorSwitch(user_id, sensor, switch, is_blocked):
                self._put("sensor_switches", (*start, user_id, sensor, switch, is_blocked))
            case Setting(namespace, key, value, packages):
                names = "|".join(packages)
                self._put("settings", (*start, namespace, key, value, names))
            case ProcessEvent():
                self._put("process_events", (*start, self._device_id, *_process(record)))
            case Hibernation():
                self._put("hibernation", start + _hibernation(record))
            case NetworkContact():
                self._put("network_contacts", start + _contact(record))

    def flush(self) -> None:
        """Write what was collected."""
        for table, rows in self._rows.items():
            marks = ", ".join("?" * len(rows[0]))
            self._db.executemany(
                f"INSERT INTO {table} ({COLUMNS[table]}) VALUES ({marks})"
                f" {IF_KNOWN.get(table, '')}",
                rows,
            )
        self._rows.clear()

    def close_slots(self) -> None:
        """Mark the slot that a cut file breaks off in: its rows are not all there."""
        if self._slot is not None and not self._whole:
            self._db.execute("UPDATE slots SET is_cut = 1 WHERE id = ?", (self._slot,))

    def _put(self, table: str, row: Row) -> None:
        self._rows[table].append(row)

    def _event(self, event: Event) -> None:
        if event.uid == UNKNOWN_UID and event.source in _UIDS_ELSEWHERE and event.package:
            told = self._told_uid(event) if event.source is Source.CAMERA else None
            event = replace(event, uid=self._uid_of(event.package) if told is None else told)
        slot = self._slot if event.source is Source.AGGREGATE else None
        self._arrivals.add(
            self._codes.who(event),
            self._codes.form(event),
            (self._file, event.line),
            event.time_ms,
            event.duration_ms,
            _sort(event, slot),
            (
                event.access_duration_ms,
                event.printed_begin_ms,
                event.printed_end_ms,
                event.attribution_flags,
                event.chain_id,
                slot,
            ),
        )

    def _uid_of(self, package: str) -> int:
        """Give the uid of a package that only one user has; the camera's log names none."""
        if self._uids is None:
            self._uids = self._codes.uids_by_name()
        return self._uids.get(package, UNKNOWN_UID)

    def _told_uid(self, event: Event) -> int | None:
        """Give the uid under which an earlier reading has this line of the camera's log.

        An app that was installed anew since has another one: it is still the same event.
        """
        if self._told is None:
            rows = self._db.execute(_OF_CAMERA, (self._device_id,))
            self._told = {(name, kind, time): uid for name, kind, time, uid in rows}
        return self._told.get((event.package, event.kind.value, event.time_ms))

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
            package.originating_package,
            package.update_owner,
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
            usage.activity,
            usage.instance,
        )

    def _session(self, session: Session) -> Row:
        uid = session.uid
        if uid is None and session.source is Source.CAMERA:
            found = self._uid_of(session.package)
            uid = None if found == UNKNOWN_UID else found
        return (
            session.source.value,
            uid,
            session.package,
            session.what,
            session.number,
            session.begin_ms,
            session.end_ms,
            session.precision_ms,
            session.zone_assumed,
            session.outcome.value,
            session.silenced,
            session.reason,
            session.begin_line,
            session.end_line,
        )

    def _traffic(self, traffic: Traffic) -> Row:
        return (
            self._device_id,
            traffic.uid,
            self._codes.networks.code((traffic.network, traffic.types, traffic.metered)),
            traffic.uid_set,
            traffic.begin_ms,
            traffic.length_ms,
            traffic.received_bytes,
            traffic.received_packets,
            traffic.sent_bytes,
            traffic.sent_packets,
        )


def _sort(event: Event, slot: int | None) -> Sort | None:
    """A last access is one per series and time: its duration grows while it runs."""
    if event.source is Source.LAST:
        return None
    return sort_of(
        event.duration_ms,
        event.count,
        event.attribution_flags,
        event.chain_id,
        slot or 0,
        event.source in (Source.AUDIO, Source.CAMERA),
    )


def _screen(screen: ScreenState) -> Row:
    return (
        screen.wakefulness,
        screen.last_wake_ms,
        screen.last_sleep_ms,
        screen.precision_ms,
        screen.sleep_reason,
        screen.powered,
        screen.battery_level,
    )


def _process(event: ProcessEvent) -> Row:
    return (
        event.what.value,
        event.user_id,
        event.pid,
        event.uid,
        event.process,
        event.cause,
        event.component,
        event.time_ms,
        event.precision_ms,
        event.zone_assumed,
    )


def _hibernation(state: Hibernation) -> Row:
    return (
        state.user_id,
        state.package,
        state.is_hibernated,
        state.last_woken_ms,
        state.precision_ms,
        state.zone_assumed,
    )


def _contact(contact: NetworkContact) -> Row:
    return (
        contact.package,
        contact.domain,
        contact.first_ms,
        contact.last_ms,
        contact.hits,
        contact.initiated,
        contact.context,
        contact.owner,
        contact.domain_type,
    )
