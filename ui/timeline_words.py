"""What the timeline says in words: one sentence for a record, names for lanes and times."""

from datetime import tzinfo

from auditor import words
from auditor.changes import Change, What
from auditor.columns import DATA_TYPES, UNKNOWN, PackageKey
from auditor.event_context import background_code
from auditor.facts import Facts, MarkClass
from auditor.range_stats import RangeStats
from auditor.timeline import Lane, LaneKey
from auditor.timeticks import to_local
from ui.labels import Labels, offset_text
from ui.phrases import fill, tr
from ui.widgets import clean

LONGEST_NAME = 255  # characters; Android's own limit for a package


def app_name(app: PackageKey) -> str:
    """What a person calls the app: its label, else its package."""
    return clean(app.label or app.package, LONGEST_NAME)


def app_note(app: PackageKey) -> str:
    """What tells apart apps of one name: package, and the user where it is not the owner."""
    user = fill(tr("user %1"), str(app.user)) if app.user else ""
    package = clean(app.package, LONGEST_NAME) if app.label else ""
    return " · ".join(part for part in (package, user) if part)


def lane_texts(lane: Lane, labels: Labels) -> tuple[str, str]:
    """The name of a lane and what stands behind it in grey."""
    key = lane.key
    if lane.depth:
        return _part_texts(lane, labels)
    if key.app:
        return app_name(key.app), app_note(key.app)
    assert key.data_type is not None
    return labels.data_type(key.data_type), fill(tr("apps: %1"), labels.number(len(lane.apps)))


def _part_texts(lane: Lane, labels: Labels) -> tuple[str, str]:
    key = lane.key
    assert key.app is not None and key.data_type is not None
    return labels.data_type(key.data_type), app_name(key.app)


def lane_title(key: LaneKey, labels: Labels) -> str:
    """What is read first on a lane."""
    if key.app and key.data_type is None:
        return app_name(key.app)
    return labels.data_type(key.data_type) if key.data_type else ""


def number_text(number: int, is_lower_bound: bool, labels: Labels) -> str:
    """`≥ 12` where it may be more."""
    return ("≥ " if is_lower_bound else "") + labels.number(number)


def times_text(number: int, is_lower_bound: bool, labels: Labels) -> str:
    """`at least 12 times`."""
    code = "times_at_least" if is_lower_bound else "times_exactly"
    return words.sentence(code, labels.lang, number)


def lane_note(lane: Lane, labels: Labels, zone: tzinfo, is_pinned: bool) -> str:
    """What a lane holds, in a sentence."""
    parts = [
        words.sentence("records_count", labels.lang, lane.records),
        times_text(lane.times, lane.is_lower_bound, labels),
        fill(tr("last at %1"), moment(lane.last_use_ms, 60_000, zone)),
    ]
    if lane.background_share is not None:
        parts.append(fill(tr("%1 in the background"), labels.share(lane.background_share)))
    if is_pinned:
        parts.append(tr("pinned to the top"))
    return " · ".join(parts)


def tell_range(stats: RangeStats, labels: Labels, zone: tzinfo) -> str:
    """One sentence about a stretch of time: how many apps did what how often."""
    span = span_text(stats.begin_ms, stats.end_ms, zone)
    if not stats.ids:
        return fill(tr("%1: no record. That is no proof that nothing happened."), span)
    apps = words.sentence("apps_count", labels.lang, stats.apps)
    used = times_text(stats.accesses, stats.is_lower_bound, labels)
    refused = times_text(stats.rejects, stats.is_lower_bound, labels)
    if stats.rejects and stats.accesses:
        return fill(tr("%1: %2; used %3; refused %4."), span, apps, used, refused)
    if stats.rejects:
        return fill(tr("%1: %2; refused %3."), span, apps, refused)
    return fill(tr("%1: %2; used %3."), span, apps, used)


def tell_change(change: Change, app: str, zone: tzinfo) -> str:
    """One sentence about an install, an update or a permission."""
    texts = {
        What.INSTALLED: tr("%1 was installed %2."),
        What.UPDATED: tr("%1 was updated %2."),
        What.GRANTED: tr("%1 was given the permission %3 %2."),
        What.REVOKED: tr("%1 lost the permission %3 %2."),
        What.FLAGS: tr("%1: how the permission %3 is set was changed %2."),
    }
    begin, end = (moment(ms, 1000, zone) for ms in (change.begin_ms, change.end_ms))
    is_exact = change.end_ms - change.begin_ms < 2000
    when = fill(tr("at %1"), begin) if is_exact else fill(tr("between %1 and %2"), begin, end)
    return fill(texts[change.what], app, when, (change.permission or "").rpartition(".")[2])


def span_text(begin_ms: int, end_ms: int, zone: tzinfo) -> str:
    """A stretch of time, to the second only where it is short."""
    precision_ms = 60_000 if end_ms - begin_ms >= 3_600_000 else 1000
    begin, end = (moment(ms, precision_ms, zone) for ms in (begin_ms, end_ms))
    return f"{begin} – {end}"


def moment(time_ms: int, precision_ms: int, zone: tzinfo) -> str:
    """A time as exactly as it was recorded and no exacter."""
    local = to_local(time_ms, zone)
    if precision_ms >= 60_000:
        return local.strftime("%Y-%m-%d %H:%M")
    if precision_ms >= 1000:
        return local.strftime("%Y-%m-%d %H:%M:%S")
    return local.strftime("%Y-%m-%d %H:%M:%S.") + f"{time_ms % 1000:03d}"


def zone_text(zone: tzinfo, zone_name: str | None, time_ms: int, labels: Labels) -> str:
    """The zone that times are shown in, with its offset at a time."""
    if zone_name is None or str(zone) != zone_name:
        return words.word("picture.zone_unknown_short", labels.lang)
    near = min(max(time_ms, 0), 4_000_000_000_000)
    return f"{zone_name} ({offset_text(near, zone)})"


def tell(facts: Facts, row: int, labels: Labels, zone: tzinfo) -> str:
    """One sentence about one record: who, what, when, how exactly, in front or not."""
    app = app_name(facts.apps[facts.app_code[row]])
    what = words.word(f"object.{DATA_TYPES[facts.type_code[row]]}", labels.lang)
    op = facts.ops[facts.op_code[row]] or tr("unnamed operation")
    what = f"{what} ({op})"
    start = int(facts.start_ms[row])
    precision = int(facts.precision_ms[row])
    if facts.mark_class[row] == MarkClass.AGGREGATE:
        return _tell_aggregate(facts, row, labels, zone, app, what) + _doubt(facts, row)
    when = moment(start, precision, zone)
    if facts.is_reject[row]:
        text = fill(
            tr("%1 asked for %2 at %3 and was refused%4."), app, what, when, _state(facts, row)
        )
    else:
        text = fill(
            tr("%1 used %2 at %3%4%5."),
            app,
            what,
            when,
            _length(facts, row, labels),
            _state(facts, row),
        )
    return text + _doubt(facts, row)


def _doubt(facts: Facts, row: int) -> str:
    return tr(" That time is not certain.") if facts.is_doubtful[row] else ""


def _tell_aggregate(
    facts: Facts, row: int, labels: Labels, zone: tzinfo, app: str, what: str
) -> str:
    begin, end = int(facts.start_ms[row]), int(facts.last_ms[row]) + 1
    count = int(facts.count[row])
    times = tr("an unknown number of times") if count == UNKNOWN else labels.number(count) + "×"
    slot = f"{moment(begin, 60_000, zone)} – {moment(end, 60_000, zone)}"
    if facts.is_reject[row]:
        text = tr("%1 asked for %2 %3 between %4 and was refused; single times are not recorded.")
    else:
        text = tr("%1 used %2 %3 between %4; single times are not recorded.")
    return fill(text, app, what, times, slot)


def _length(facts: Facts, row: int, labels: Labels) -> str:
    if facts.is_running[row]:
        return tr(", still in use when the phone was read")
    duration = int(facts.duration_ms[row])
    count = int(facts.count[row])
    text = fill(tr(" for %1"), labels.duration(duration)) if duration > 0 else ""
    return text + (fill(tr(", %1 times"), labels.number(count)) if count > 1 else "")


def _state(facts: Facts, row: int) -> str:
    texts = {
        "yes": tr(", in the background"),
        "no": tr(", in the foreground"),
        "disputed": tr(", in the foreground by its state, but not by the usage history"),
        "contradictory": tr(", in the background by its state, but in front by the usage history"),
        "unknown": tr(", in front or not is not recorded"),
    }
    return texts[background_code(int(facts.background[row]), int(facts.by_usage[row]))]


def tell_many(lane: Lane, begin_ms: int, end_ms: int, labels: Labels) -> str:
    """A sentence about marks that lie too close to be told apart, and what their signs say."""
    name, _ = lane_texts(lane, labels)
    kinds = labels.listed(labels.data_type(one) for one in lane.data_types)
    count = labels.number(lane.count(begin_ms, end_ms))
    text = fill(tr("%1: %2 records here (%3). Zoom in to see each."), name, count, kinds)
    signs = (
        (lane.classes[MarkClass.BACKGROUND], tr(" In the background: %1.")),
        (lane.classes[MarkClass.REJECT], tr(" Refused: %1.")),
        (lane.running, tr(" Still in use when the phone was read: %1.")),
        (lane.doubtful, tr(" Time not certain: %1.")),
    )
    for marks, told in signs:
        if found := marks.count(begin_ms, end_ms):
            text += fill(told, labels.number(found))
    return text
