"""One event in words, for the window's drawer and the command line: when, who, how, whence.

Each fact has a name, a value and, where it helps, an explanation. A time is written no more
exactly than it is known, and what is not known is said to be so.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from auditor import words
from auditor.event_context import background_code
from auditor.event_details import EventDetails, PermissionReading
from auditor.ops import is_middleman
from auditor.permissions import set_by
from auditor.query import EventRow
from auditor.records import Kind, Source

MINUTE_MS, SECOND_MS = 60_000, 1000


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is about, in words, and a longer explanation where there is one."""

    code: str
    name: str
    value: str
    about: str = ""


def event_title(row: EventRow, lang: str) -> tuple[str, str]:
    """Give the head of what is said: data type and kind, then the app and whose it is."""
    kind = words.word(f"kind.{row.kind}", lang)
    app = f"{row.label} · {row.package}" if row.label else row.package
    user = f" · {_event('user', lang, user=str(row.user))}" if row.user else ""
    return f"{words.data_type(row.data_type, lang)} · {kind}", app + user


def event_facts(details: EventDetails, lang: str) -> list[Fact]:
    """Put an event into words, in the order a person asks."""
    row = details.row
    told = [
        *_time_facts(details, lang),
        _fact("op", f"{words.op(row.op, lang)} ({row.op})", _op_about(row, lang), lang),
        *_state_facts(details, lang),
        *_asking_facts(row, lang),
        *_permission_facts(details, lang),
        *_power_facts(row, lang),
        *_source_facts(details, lang),
    ]
    return [fact for fact in told if fact.value]


def _fact(code: str, value: str, about: str, lang: str) -> Fact:
    return Fact(code, words.word(f"fact.{code}", lang), value, about)


def _event(code: str, lang: str, **values: str) -> str:
    return words.word(f"event.{code}", lang).format(**values)


def _about(code: str, lang: str, **values: str) -> str:
    return words.about("event", code, lang).format(**values)


# --- when --------------------------------------------------------------------------------------


def _time_facts(details: EventDetails, lang: str) -> list[Fact]:
    row = details.row
    unknown = words.about("precision", "unknown", lang)
    if row.time_ms is None:
        return [_fact("time", _event("time_unknown", lang), unknown, lang)]
    zone = _zone(details.zone)
    doubts = {
        "zone_assumed": row.zone_assumed,
        "about": row.about and not _is_slot(row),  # of a period the grade says so
        "clock_changed": row.clock_changed,
    }
    grade = _grade(row)
    exact = [words.word(f"precision.{grade}", lang)]
    exact += [words.word(f"doubt.{code}", lang) for code, is_so in doubts.items() if is_so]
    local = f"{_moment(row, zone or UTC)} ({_place(details, zone, row.time_ms, lang)})"
    return [
        _fact("time", local, "", lang),
        _fact("utc", _moment(row, UTC), "", lang),
        _fact("precision", words.parted(exact, lang), words.about("precision", grade, lang), lang),
        _length(row, lang),
        _fact("count", _count(details, lang), "", lang),
    ]


def _zone(name: str | None) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _is_slot(row: EventRow) -> bool:
    return row.source == Source.AGGREGATE


def _grade(row: EventRow) -> str:
    if _is_slot(row):
        return "about" if row.about else "slot"
    if row.precision_ms >= MINUTE_MS:
        return "minute"
    return "second" if row.precision_ms >= SECOND_MS else "exact"


def _moment(row: EventRow, zone: tzinfo) -> str:
    """Write the time of an event, a period with both ends, in a zone."""
    begin_ms = row.time_ms or 0
    begin = _at(begin_ms, zone)
    if begin is None:
        return f"{begin_ms} ms"  # a year that no calendar has
    if _is_slot(row) and row.duration_ms is not None:
        end = _at(begin_ms + row.duration_ms, zone)
        is_same_day = end is not None and end.date() == begin.date()
        layout = "%H:%M" if is_same_day else "%Y-%m-%d %H:%M"
        return f"{begin:%Y-%m-%d %H:%M} – {f'{end:{layout}}' if end else '…'}"
    if row.precision_ms >= MINUTE_MS:
        return f"{begin:%Y-%m-%d %H:%M}"
    if row.precision_ms >= SECOND_MS:
        return f"{begin:%Y-%m-%d %H:%M:%S}"
    return f"{begin:%Y-%m-%d %H:%M:%S}.{begin_ms % 1000:03d}"


def _at(time_ms: int, zone: tzinfo) -> datetime | None:
    try:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=time_ms)).astimezone(zone)
    except OverflowError:
        return None


def _place(details: EventDetails, zone: tzinfo | None, time_ms: int, lang: str) -> str:
    if zone is None:
        return _event("utc_only", lang)
    moment = _at(time_ms, zone)
    offset = f"{moment:%z}" if moment else ""
    name = f"{details.zone}, UTC{offset[:3]}:{offset[3:5]}" if offset else f"{details.zone}"
    assumed = _event("place_assumed", lang)
    return f"{name}, {assumed}" if details.zone_assumed else name


def _length(row: EventRow, lang: str) -> Fact:
    if _is_slot(row):
        return _fact("period", duration(row.duration_ms, lang), "", lang)
    if row.running:
        return _fact("duration", words.word("running.yes", lang), "", lang)
    return _fact("duration", duration(row.duration_ms, lang), "", lang)


def duration(duration_ms: int | None, lang: str) -> str:
    """Write a length of time with its two largest units; says so where it is not recorded."""
    if duration_ms is None:
        return _event("not_recorded", lang)
    unit, parts = duration_parts(duration_ms)
    return words.word(f"unit.{unit}", lang).format(**parts)


def duration_parts(duration_ms: int) -> tuple[str, dict[str, int | str]]:
    """Give the largest unit of a length of time, and how many it has of each."""
    minutes, seconds = divmod(duration_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    unit = "d" if days else "h" if hours else "min" if minutes else "s" if seconds else "ms"
    return unit, {"d": f"{days:,}", "h": hours, "min": minutes, "s": seconds, "ms": duration_ms}


def _count(details: EventDetails, lang: str) -> str:
    count = details.row.count
    if count is None:
        return _event("not_recorded", lang)
    if details.more is None:
        return f"{count:,}"
    least, most = details.more
    if most == 0:
        return _event("more_all_known", lang, all=f"{count:,}")
    if least == most == count:
        return _event("more_none_known", lang, all=f"{count:,}")
    if least == most:
        known = f"{count - most:,}"
        return _event("more", lang, all=f"{count:,}", known=known, count=f"{most:,}")
    return _event("more_range", lang, all=f"{count:,}", least=f"{least:,}", most=f"{most:,}")


# --- who and how -------------------------------------------------------------------------------


def _op_about(row: EventRow, lang: str) -> str:
    """An access is explained by its op; a reject first by what a reject is."""
    if row.kind == Kind.REJECT:
        return words.about("kind", row.kind, lang)
    return words.op_about(row.op, lang)


def _state_facts(details: EventDetails, lang: str) -> list[Fact]:
    row = details.row
    state = words.find(f"uid_state.{row.uid_state or 'none'}", lang) or str(row.uid_state)
    printed = f" ({row.uid_state})" if row.uid_state else ""
    about = words.about("uid_state", row.uid_state or "none", lang)
    facts = [_fact("state", state + printed, about, lang)]
    if not _is_slot(row):
        facts += _usage_facts(details, lang)
    facts.append(_background(row, lang))
    return facts


def _usage_facts(details: EventDetails, lang: str) -> list[Fact]:
    row = details.row
    front = f"front_{_answer(row.in_front)}"
    if row.in_front is False and details.front:
        said = _event("front_other", lang, apps=words.listed(details.front, lang))
    else:
        said = _event(front, lang)
    return [
        _fact("front", said, _about("front", lang), lang),
        _fact("left", _left(row, lang), _about("left", lang), lang),
        _fact("screen", _event(f"screen_{_answer(row.screen_on)}", lang), "", lang),
        _fact("lock", _event(f"lock_{_answer(row.locked)}", lang), "", lang),
    ]


def _answer(value: bool | None) -> str:
    return {True: "yes", False: "no", None: "unknown"}[value]


def _left(row: EventRow, lang: str) -> str:
    if row.left_ago_ms is None or row.left_ago_precision_ms is None:
        return ""
    least = duration(row.left_ago_ms, lang)
    most = duration(row.left_ago_ms + row.left_ago_precision_ms - 1, lang)
    if least == most:
        return _event("left_exact", lang, least=least)
    return _event("left_range", lang, least=least, most=most)


def _code(answer: bool | None) -> int:
    return -1 if answer is None else int(answer)


def _background(row: EventRow, lang: str) -> Fact:
    code = background_code(_code(row.is_background), _code(row.background_by_usage))
    said = words.word(f"background.{code}", lang)
    about = ""
    if row.background_disagrees:
        is_dark = row.screen_on is False
        away = "disagree_dark" if is_dark else "disagree_away"
        code = "disagree_front" if row.background_by_state else away
        about = _about(code, lang, state=row.uid_state or "")
    elif row.background_by_state is None and row.is_background is not None:
        about = _about("by_usage", lang)
    return _fact("background", said, about, lang)


def _asking_facts(row: EventRow, lang: str) -> list[Fact]:
    parts = [part for part in (row.flags or "").split("|") if part]
    said = words.listed((words.find(f"flag.{part}", lang) or part for part in parts), lang)
    about = " ".join(filter(None, (words.about("flag", part, lang) for part in parts)))
    value = f"{said} ({row.flags})" if parts else _event("not_recorded", lang)
    return [
        _fact("flags", value, about, lang),
        *_proxy(row, lang),
        _fact("tag", row.attribution_tag or _event("tag_none", lang), "", lang),
    ]


def _proxy(row: EventRow, lang: str) -> list[Fact]:
    """Say who did it for whom: read backwards it would accuse the wrong app."""
    if row.proxy_package is None and row.proxy_uid is None:
        return []
    uid = "" if row.proxy_uid is None else _event("uid", lang, uid=str(row.proxy_uid))
    proxy = " · ".join(filter(None, (row.proxy_package, row.proxy_tag, uid)))
    code = "proxy_middleman" if is_middleman(row.flags) else "proxy_reach"
    names = {"proxy": row.proxy_package or uid, "app": row.label or row.package}
    return [_fact("proxy", proxy, _event(code, lang, **names), lang)]


# --- what it was allowed -----------------------------------------------------------------------


def _permission_facts(details: EventDetails, lang: str) -> list[Fact]:
    before, after = details.before, details.after
    if details.permission is None or (before is None and after is None):
        return []
    if before and after and _grant(before, lang) == _grant(after, lang):
        said = [_event("permission_same", lang, state=_grant(before, lang))]
    elif details.row.time_ms is None and after:
        said = [_at_reading("permission_newest", after, details, lang)]
    else:
        pair = (("permission_before", before), ("permission_after", after))
        said = [_at_reading(code, each, details, lang) for code, each in pair if each]
    name = details.permission.removeprefix("android.permission.")
    about = _about("permission", lang)
    return [_fact("permission", f"{name}: {'; '.join(said)}", about, lang)]


def _grant(reading: PermissionReading, lang: str) -> str:
    said = words.word(f"grant.{reading.state.grant}", lang)
    by = set_by(reading.state, lang)
    return _event("permission_set_by", lang, state=said, by=by) if by else said


def _at_reading(code: str, reading: PermissionReading, details: EventDetails, lang: str) -> str:
    moment = _at(reading.read_ms, _zone(details.zone) or UTC)
    time = f"{moment:%Y-%m-%d %H:%M}" if moment else ""
    return _event(code, lang, state=_grant(reading, lang), time=time)


def _power_facts(row: EventRow, lang: str) -> list[Fact]:
    said = []
    if row.powered is not None:
        said.append(_event("power_yes" if row.powered else "power_no", lang))
    if row.battery_level is not None:
        said.append(_event("power_level", lang, percent=str(row.battery_level)))
    return [_fact("power", words.listed(said, lang), "", lang)]


# --- whence ------------------------------------------------------------------------------------


def _source_facts(details: EventDetails, lang: str) -> list[Fact]:
    row = details.row
    sources = dict.fromkeys([row.source, *(witness.source for witness in details.witnesses)])
    names = words.listed((words.word(f"source.{source}", lang) for source in sources), lang)
    about = " ".join(words.about("source", source, lang) for source in sources)
    count = words.sentence("witnesses_count", lang, len(details.witnesses))
    return [
        _fact("source", names, about, lang),
        _fact("witnesses", count, "", lang),
        _fact("device", row.device_id, "", lang),
        _fact("reading", row.capture_id, "", lang),
    ]
