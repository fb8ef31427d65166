"""What a parser may hand out, and the numbers in it that come from a text as they stand there."""

from auditor.blocks import Block
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
from auditor.records import (
    AppOpsRecord,
    Event,
    OpMode,
    Package,
    Permission,
    Running,
    Session,
    Snapshot,
    UidRow,
    UsageEvent,
    UsageSpan,
    User,
)

Record = (
    AppOpsRecord
    | Block
    | User
    | Package
    | Permission
    | UsageEvent
    | UsageSpan
    | Session
    | ScreenState
    | DozeExemption
    | Traffic
    | SensorSwitch
    | Setting
    | ProcessEvent
    | Hibernation
    | NetworkContact
)


def numbers_of(record: Record) -> tuple[object, ...]:
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
                record.index,
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
            return (record.user_id, record.time_ms, record.precision_ms, record.instance)
        case UsageSpan():
            return (record.user_id, record.begin_ms, record.end_ms)
        case SensorSwitch():
            return (record.user_id,)
        case Session():
            return (record.uid, record.number, record.begin_ms, record.end_ms, record.precision_ms)
        case ScreenState():
            return (
                record.last_wake_ms,
                record.last_sleep_ms,
                record.precision_ms,
                record.battery_level,
            )
        case DozeExemption():
            return (record.app_id,)
        case Traffic():
            return (
                record.uid,
                record.begin_ms,
                record.length_ms,
                record.received_bytes,
                record.received_packets,
                record.sent_bytes,
                record.sent_packets,
            )
        case ProcessEvent():
            return (record.user_id, record.pid, record.uid, record.time_ms, record.precision_ms)
        case Hibernation():
            return (record.user_id, record.last_woken_ms, record.precision_ms)
        case NetworkContact():
            return (record.first_ms, record.last_ms, record.hits, record.domain_type)
        case OpMode() | UidRow() | Permission():
            return (record.uid,)
    return ()
