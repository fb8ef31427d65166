"""A timeline as a picture without a window: one row per app and data type, SVG or PNG."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from importlib.resources import as_file, files
from pathlib import Path

from auditor import words
from auditor.columns import DATA_TYPES, UNKNOWN
from auditor.coverage import Reading, Stretch, readings_of, stretches
from auditor.doubt import doubtful_ids
from auditor.errors import UsageError
from auditor.facts import facts_of
from auditor.filters import EventFilter
from auditor.identity.names import name_columns, names_in
from auditor.picture_colors import PALETTES, Palette
from auditor.query import captures, columns
from auditor.records import DeviceInfo, Kind
from auditor.store import Store
from auditor.summary import DAY_MS, DAYS, NAMED_TYPES, chosen_device, last_capture_ms
from auditor.svg import FONT
from auditor.timeline import Group, Lane, make_lanes
from auditor.timeticks import to_local, zone_or_utc


@dataclass(frozen=True, slots=True)
class Moment:
    """A person's mark, drawn as a line through all rows; one of them may be told apart."""

    time_ms: int
    text: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Scene:
    """Everything that is painted, decided; the painter only places it."""

    begin_ms: int
    end_ms: int
    zone: tzinfo
    groups: list[list[Lane]]  # the rows of each app
    stretches: tuple[Stretch, ...]
    readings: list[Reading]
    caption: list[list[str]]  # lines of parts
    is_sample: bool
    palette: Palette
    lang: str
    title: str = ""  # in place of the picture's own
    moments: tuple[Moment, ...] = ()  # marks that a person made


def timeline_svg(
    store: Store,
    wanted: EventFilter,
    size: tuple[int, int],
    theme: str,
    lang: str,
    phone: str | None = None,
) -> str:
    """Draw the events that pass a filter. Without times: the seven days before the last reading.

    `size` is width and height in pixels, `theme` light or dark. A case with several phones shows
    the filter's, else the one that was read last. `phone` is a pseudonym to name it by.
    """
    from auditor.picture_paint import paint

    return paint(make_scene(store, wanted, theme, lang, phone), size)


def write_picture(svg: str, path: Path) -> None:
    """Write a picture as the name's ending says: .svg or .png. Raises UsageError, OSError."""
    write_whole(path, picture_bytes(svg, path.suffix))


def picture_bytes(svg: str, ending: str) -> bytes:
    """Give a picture as the ending of a name says: .svg or .png. UsageError."""
    match ending.lower():
        case ".svg":
            return svg.encode()
        case ".png":
            return to_png(svg)
        case other:
            raise UsageError(
                f"A picture cannot be written as {other or 'a file without an ending'}.",
                "Use a name that ends in .png or .svg.",
            )


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that appears only when it is whole; what is no file is written as it is.

    Raises OSError.
    """
    if path.is_symlink() or (path.exists() and not path.is_file()):
        path.write_bytes(data)
        return
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def to_png(svg: str) -> bytes:
    """Render with the bundled font, so that it looks the same on a machine without any."""
    import resvg_py

    with as_file(files("auditor").joinpath("fonts", "PermissionAuditorSans.otf")) as font:
        return resvg_py.svg_to_bytes(
            svg_string=svg,
            skip_system_fonts=True,
            font_files=[str(font)],
            font_family=FONT,
            sans_serif_family=FONT,
        )


def make_scene(
    store: Store, wanted: EventFilter, theme: str, lang: str, phone: str | None = None
) -> Scene:
    """Decide what the picture shows."""
    device = chosen_device(store, wanted)
    named = replace(device, device_id=phone) if device and phone else device
    base = replace(wanted, device_id=device.device_id if device else wanted.device_id)
    taken = [c for c in captures(store) if device and c.device_id == device.device_id]
    begin_ms, until_ms = _span(store, base)
    end_ms = until_ms + (until_ms - begin_ms) // 80  # a little air right of the last mark
    # Without an end in the filter a record may lie after the reading: the phone's clock is ahead.
    shown = replace(base, since_ms=begin_ms, until_ms=wanted.until_ms or end_ms)
    names = names_in(store, lang)
    found = name_columns(columns(store, shown), names)
    facts = facts_of(found, doubtful_ids(store, found))
    whole = columns(store, replace(base, since_ms=None, until_ms=None))
    everything = facts_of(columns(store, EventFilter(device_id=base.device_id)))
    readings = readings_of(taken)
    zone = zone_or_utc(device.zone if device else None)
    untimed = int((whole.time_ms == UNKNOWN).sum())
    titles = {package: name for (_, _, package), name in names.items()}
    counts = _counts(len(facts), len(whole) - len(facts) - untimed, len(taken), untimed, lang)
    return Scene(
        begin_ms=begin_ms,
        end_ms=end_ms,
        zone=zone,
        groups=_groups(make_lanes(facts)),
        stretches=stretches(everything, readings),
        readings=readings,
        caption=_with_counts(
            caption([named] if named else [], begin_ms, until_ms, wanted, lang, titles), counts
        ),
        is_sample=bool(device and device.is_sample),
        palette=PALETTES[theme],
        lang=lang,
    )


def _span(store: Store, wanted: EventFilter) -> tuple[int, int]:
    now_ms = last_capture_ms(store, wanted.device_id)
    until_ms = wanted.until_ms if wanted.until_ms is not None else now_ms
    if until_ms is None:
        raise UsageError("This case holds no reading yet.", "Read a phone first: auditor capture.")
    begin_ms = wanted.since_ms if wanted.since_ms is not None else until_ms - DAYS * DAY_MS
    if begin_ms >= until_ms:
        raise UsageError("The span ends before it begins.", "Choose an earlier begin.")
    return begin_ms, until_ms


def _groups(lanes: list[Lane]) -> list[list[Lane]]:
    """Split the lanes of apps into one row per data type.

    Installed apps come before those of the system; among both the last used come first.
    """
    if not lanes:
        return []
    rows = make_lanes(lanes[0].facts, Group.APP, frozenset(lane.key for lane in lanes))
    groups: list[list[Lane]] = []
    for lane in rows:
        if lane.depth == 0:
            groups.append([])
        else:
            groups[-1].append(lane)
    return sorted(groups, key=_is_system)


def _is_system(group: list[Lane]) -> bool:
    app = group[0].key.app
    return app is not None and app.is_system


def caption(
    devices: Sequence[DeviceInfo],
    begin_ms: int,
    until_ms: int,
    wanted: EventFilter,
    lang: str,
    titles: Mapping[str, str],
) -> list[list[str]]:
    """What stands on every picture: phones and span with zone, then the filter; lines of parts.

    `titles` are the names of apps by package.
    """
    named = next((each for each in devices if each.zone), None)
    zone = zone_or_utc(named.zone if named else None)
    span = _span_text(begin_ms, until_ms, zone, named, lang)
    return [[*_device_texts(devices, lang), span], [filter_text(wanted, lang, titles)]]


def _with_counts(lines: list[list[str]], counts: list[str]) -> list[list[str]]:
    return [*lines[:-1], [*lines[-1], *counts]]


def _device_texts(devices: Sequence[DeviceInfo], lang: str) -> list[str]:
    phone = words.word("picture.device", lang)
    return [f"{phone}: {_device_text(each, lang)}" for each in devices] or [f"{phone}: –"]


def _device_text(device: DeviceInfo, lang: str) -> str:
    """Name a phone by what it is, never by its id: a picture is made to be handed on."""
    name = " ".join(part for part in (device.manufacturer, device.model) if part)
    release = f"Android {device.release}" if device.release else ""
    return words.listed((part for part in (name, release) if part), lang) or "–"


def _span_text(
    begin_ms: int, until_ms: int, zone: tzinfo, device: DeviceInfo | None, lang: str
) -> str:
    begin, end = to_local(begin_ms, zone), to_local(until_ms, zone)
    offsets = "/".join(dict.fromkeys(_offset(moment) for moment in (begin, end)))
    name = f"{device.zone} ({offsets})" if device and device.zone else None
    zone_text = name or words.word("picture.zone_unknown", lang)
    span = f"{begin:%Y-%m-%d %H:%M} – {end:%Y-%m-%d %H:%M}"
    return f"{words.word('picture.span', lang)}: {span}, {zone_text}"


def _offset(moment: datetime) -> str:
    digits = f"{moment:%z}"
    return f"UTC{digits[:3]}:{digits[3:5]}"


def filter_text(wanted: EventFilter, lang: str, titles: Mapping[str, str] | None = None) -> str:
    """Put a filter into words; every field that filters is named, apps by title and package."""

    def told(key: str) -> str:
        return words.word(f"picture.{key}", lang)

    parts: list[str] = []
    if not wanted.types or wanted.types == set(NAMED_TYPES):
        parts.append(told("filter_types_all"))
    else:
        parts += [words.data_type(each, lang) for each in DATA_TYPES if each in wanted.types]
    named = (((titles or {}).get(package), package) for package in sorted(wanted.packages))
    parts += [f"{title} ({package})" if title else package for title, package in named]
    parts += [words.word("picture.uid", lang).format(uid=uid) for uid in sorted(wanted.uids)]
    parts += [words.word(f"kind.{kind}", lang) for kind in Kind if wanted.kinds == {kind}]
    parts += [words.word(f"source.{each}", lang) for each in sorted(wanted.sources)]
    if wanted.background is not None:
        parts.append(told("filter_background" if wanted.background else "filter_foreground"))
    if wanted.event_ids:
        parts.append(words.sentence("filter_events", lang, len(wanted.event_ids)))
    if wanted.text:
        parts.append(f"{told('filter_text')} “{wanted.text}”")
    if not wanted.include_system:
        parts.append(told("filter_no_system"))
    if wanted.include_middlemen:
        parts.append(told("filter_middlemen"))
    if wanted.unmerged:
        parts.append(told("filter_unmerged"))
    return f"{told('filter')}: {', '.join(parts)}"


def _counts(shown: int, elsewhere: int, readings: int, untimed: int, lang: str) -> list[str]:
    parts = [
        words.sentence("records_count", lang, shown),
        words.sentence("captures_count", lang, readings),
    ]
    if elsewhere:
        parts.append(words.sentence("outside_span", lang, elsewhere))
    if untimed:
        parts.append(words.sentence("unknown_time", lang, untimed))
    return parts
