"""Commands that show a case: captures, summary, timeline."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import click

from auditor import words
from auditor.cli_events import check_phone, with_span
from auditor.cli_support import clean, opened_case, writing_to
from auditor.cli_tables import SAMPLE_LINE, lines
from auditor.errors import UsageError
from auditor.filters import EventFilter
from auditor.live.lock import unfinished
from auditor.live.words import length_text, pace_text
from auditor.manifest import MANIFEST
from auditor.phone_facts import app_names, phone_facts, say_fact, say_source
from auditor.picture import timeline_svg, write_picture
from auditor.query import CaptureRow, captures, devices, local_text
from auditor.store import Store
from auditor.summary import (
    NAMED_TYPES,
    Sentence,
    Summary,
    joined,
    last_capture_ms,
    say,
    summarize,
)
from auditor.watches import WatchSpan, watch_spans

CAPTURE_HEADS = (
    "CAPTURE",
    "PHONE",
    "BEGUN",
    "PLAN",
    "FILES",
    "CUT",
    "ENDED",
    "RECORDS",
    "NOT UNDERSTOOD",
)


def framed(store: Store, body: list[str]) -> list[str]:
    """Say SAMPLE before and after what comes from a sample phone."""
    if not any(device.is_sample for device in devices(store)):
        return body
    return [SAMPLE_LINE, *body, SAMPLE_LINE]


def capture_lines(case: Path, as_json: bool) -> list[str]:
    """List the captures of a case."""
    with opened_case(case) as store:
        rows = captures(store)
        watches = watch_spans(store.db, rows)
        _tell_of_unloaded(store, {row.capture_id for row in rows})
        _tell_of_killed(store)
        if as_json:
            by_id = {watch.capture_id: watch for watch in watches}
            told = [asdict(row) | _watch_fields(by_id.get(row.capture_id)) for row in rows]
            return [json.dumps(told, indent=2, ensure_ascii=False)]
        listed = list(lines(CAPTURE_HEADS, [_capture_cells(row) for row in rows]))
        return framed(store, [*listed, *(line for each in watches for line in _watch_lines(each))])


def _watch_fields(watch: WatchSpan | None) -> dict[str, object]:
    """Give when a watch saw nothing, and how often it asked; of any other reading nothing."""
    return {
        "gaps": [asdict(gap) for gap in watch.gaps] if watch else [],
        "paces": [asdict(pace) for pace in watch.paces] if watch else [],
    }


def _watch_lines(watch: WatchSpan) -> Iterator[str]:
    """Say how often a watch asked, and when it could see nothing."""
    if any(pace.reason != "wished" for pace in watch.paces):
        yield f"{watch.capture_id} asked not always as often as wished:"
        for pace in watch.paces:
            since = (local_text(pace.since_ms, "UTC") or "?")[:19].replace("T", " ")
            yield f"  from {since} UTC: {pace_text(pace, 'en')}"
    yield from _gap_lines(watch)


def _gap_lines(watch: WatchSpan) -> Iterator[str]:
    """Say when a watch could see nothing, and why."""
    if not watch.gaps:
        return
    yield f"{watch.capture_id} saw nothing for {length_text(watch.unseen_ms, 'en')} in all:"
    for gap in watch.gaps:
        reason = words.word(f"live_gap_short.{gap.reason}", "en")
        begin, end = (local_text(ms, "UTC") or "?" for ms in (gap.begin_ms, gap.end_ms))
        yield f"  {begin[:19].replace('T', ' ')} to {end[:19].replace('T', ' ')} UTC: {reason}"


def _tell_of_unloaded(store: Store, loaded: set[str]) -> None:
    """Name readings that lie in the case and were not loaded: the program was killed, or a full
    disk stopped it."""
    if not store.captures_dir.is_dir():
        return
    for folder in sorted(store.captures_dir.iterdir()):
        if (folder / MANIFEST).is_file() and folder.name[0] != "." and folder.name not in loaded:
            click.echo(f"The reading {clean(folder.name)} is kept but not loaded.", err=True)
            click.echo(f"Load it: auditor import {folder} --case {store.path}", err=True)


def _tell_of_killed(store: Store) -> None:
    """Name watches whose program was killed: what came last is on the disk, not in the case yet."""
    for folder in unfinished(store.captures_dir):
        click.echo(f"The watch {clean(folder.name)} was killed before it ended.", err=True)
        click.echo(f"Finish it from its journal: auditor reload --case {store.path}", err=True)


def _capture_cells(row: CaptureRow) -> tuple[str, ...]:
    begun = local_text(row.started_ms, row.zone) or local_text(row.started_ms, "UTC") or ""
    return (
        row.capture_id,
        row.device_id,
        begun[:19].replace("T", " ") + begun[-6:],
        row.plan,
        str(row.files),
        str(row.files_cut),
        row.outcome,
        f"{row.records:,}",
        f"{row.unparsed:,}",
    )


def summary_lines(case: Path, as_json: bool, lang: str, device_id: str | None = None) -> list[str]:
    """Say what Home says about a phone; without one, about that which was read last."""
    with opened_case(case) as store:
        check_phone(store, device_id)
        found = _summary(store, device_id)
        beside = _beside(store, found, lang)
        if as_json:
            told = {**summary_json(found, lang), "phone": beside}
            return [json.dumps(told, indent=2, ensure_ascii=False)]
        said = [f"{each['text']} [{each['source']}]" for each in beside]
        text = summary_text(found, lang)
        return framed(store, [*_whose(store, found, lang), *text, *([""] if said else []), *said])


def _beside(store: Store, found: Summary, lang: str) -> list[dict[str, object]]:
    """What the phone says beside accesses; documented in docs/cli.md."""
    if found.device is None:
        return []
    device_id, zone = found.device.device_id, found.device.zone
    names = app_names(store, device_id, lang)
    return [
        {
            **asdict(fact),
            "text": say_fact(fact, lang, zone, lambda name: names.get(name, name)),
            "source": say_source(fact, lang, zone),
        }
        for fact in phone_facts(store, device_id)
    ]


def _whose(store: Store, found: Summary, lang: str) -> list[str]:
    """Name the phone where the case holds several."""
    if found.device is None or len(devices(store)) < 2:
        return []
    device = found.device
    name = " ".join(part for part in (device.manufacturer, device.model) if part)
    told = f"{name} ({device.device_id})" if name else device.device_id
    return [f"{words.word('picture.device', lang)}: {told}", ""]


def _summary(store: Store, device_id: str | None) -> Summary:
    now_ms = last_capture_ms(store, device_id)
    if now_ms is None:
        raise UsageError("This case holds no reading yet.", "Read a phone first: auditor capture.")
    return summarize(store, now_ms, EventFilter(device_id=device_id))


def summary_text(found: Summary, lang: str) -> list[str]:
    """Give the sentences, then, after an empty line, what the phone cannot tell."""
    said = [say(sentence, lang) for sentence in found.sentences]
    return [*joined(found.sentences, said, lang), "", *(say(each, lang) for each in found.limits)]


def summary_json(found: Summary, lang: str) -> dict[str, object]:
    """Give a summary as plain values for a script; documented in docs/cli.md."""
    device = found.device
    return {
        "device_id": device.device_id if device else None,
        "is_sample": device.is_sample if device else None,
        "since_ms": found.since_ms,
        "until_ms": found.until_ms,
        "sentences": [_sentence_json(each, lang) for each in found.sentences],
        "tiles": [asdict(tile) for tile in found.tiles],
        "limits": [_sentence_json(each, lang) for each in found.limits],
    }


def _sentence_json(sentence: Sentence, lang: str) -> dict[str, object]:
    return {"code": sentence.code, "values": sentence.values, "text": say(sentence, lang)}


def draw_timeline(
    case: Path,
    output: Path,
    wanted: EventFilter,
    since: str | None,
    until: str | None,
    size: tuple[int, int],
    theme: str,
    lang: str,
) -> None:
    """Draw a timeline into a file. Without times it shows the seven days before the last reading.

    Without data types it shows all that have a name, not the phone's other operations.
    """
    with opened_case(case) as store:
        timed = with_span(store, wanted, since, until)
        typed = replace(timed, types=timed.types or frozenset(NAMED_TYPES))
        svg = timeline_svg(store, typed, size, theme, lang)
    with writing_to(output):
        write_picture(svg, output)
