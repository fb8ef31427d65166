"""What the commands about finished test sessions do: list, show, compare, write files."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from auditor.cli_case import framed
from auditor.cli_session_text import comparison_text, session_text
from auditor.cli_support import opened_case, running_task
from auditor.cli_tables import lines
from auditor.errors import UsageError
from auditor.mark_words import kind_named
from auditor.pseudonyms import pseudonyms
from auditor.query import utc_text
from auditor.store import Store
from auditor.trials.comparison import Side, aligned_at, choose_side, compare_sides
from auditor.trials.keeping import trial, trials
from auditor.trials.plain import Plain, Words, plain_comparison, plain_session
from auditor.trials.records import Trial, said
from auditor.trials.results import results
from auditor.trials.screenshots import copy_screenshots
from auditor.whole_file import refuse_taken, text_of, whole_file
from auditor.words import word

HEADS = ("NUMBER", "BEGUN", "ENDED", "PLAN", "APPS", "MARKS", "TITLE")
PICTURE = (1280, 1100)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides to compare: of each the case, the session's number and the app's."""

    first: tuple[Path, int, int | None]
    second: tuple[Path, int, int | None]
    align: str | None


@dataclass(frozen=True, slots=True)
class Export:
    """What goes into a file to hand on."""

    number: int | None
    with_texts: bool
    with_screenshots: bool
    is_replacing: bool


def session_lines(case: Path, lang: str, as_json: bool) -> list[str]:
    """List the sessions of a case."""
    with opened_case(case) as store:
        found = trials(store)
        if as_json:
            told = [_listed(each, lang) for each in found]
            return [json.dumps(told, indent=2, ensure_ascii=False)]
        cells = [tuple("" if v is None else str(v) for v in _cells(each, lang)) for each in found]
        return framed(store, list(lines(HEADS, cells)))


def _listed(found: Trial, lang: str) -> Plain:
    return {
        "number": found.id,
        "title": found.title,
        "plan": {"id": found.plan.id, "title": said(found.plan.title, lang)},
        "begun_ms": found.begun_ms,
        "ended_ms": found.ended_ms,
        "apps": [each.package for each in found.apps],
        "marks": len({each.click for each in found.marks if each.counts}),
    }


def _cells(found: Trial, lang: str) -> tuple[object, ...]:
    told = _listed(found, lang)
    begun, ended = _minute(found.begun_ms), _minute(found.ended_ms) or word("trial.goes_on", lang)
    plan, apps = found.plan.id, ", ".join(dict.fromkeys(told["apps"]))
    return found.id, begun, ended, plan, apps, told["marks"], found.title


def _minute(time_ms: int | None) -> str:
    """Write a moment of this computer's clock to the minute."""
    text = utc_text(time_ms)
    return f"{text[:16].replace('T', ' ')} UTC" if text else ""


def result_lines(case: Path, number: int | None, lang: str, as_json: bool) -> list[str]:
    """Say what a session shows, for the computer that holds the case."""
    with opened_case(case) as store:
        told = _session(store, number, Words(lang))
        if as_json:
            return [json.dumps(told, indent=2, ensure_ascii=False)]
        return framed(store, list(session_text(told, lang)))


def _session(store: Store, number: int | None, how: Words) -> Plain:
    with running_task() as task:
        return plain_session(results(store, _chosen(store, number), task), how)


def _chosen(store: Store, number: int | None) -> Trial:
    if number is not None:
        return trial(store, number)
    found = trials(store)
    if not found:
        raise UsageError(
            "The case holds no test session.", "Begin one: auditor session start --case DIR"
        )
    return found[-1]


def export_session(case: Path, wanted: Export, output: Path, lang: str) -> str:
    """Write what a session shows for handing on, and its screenshots only if asked."""
    _check_ending(output, (".json", ".txt"))
    refuse_taken(output, wanted.is_replacing)
    with opened_case(case) as store:
        found = _chosen(store, wanted.number)
        how = Words(lang, pseudonyms(store), wanted.with_texts)
        told = _session(store, found.id, how)
        body = framed(store, list(session_text(told, lang)))
        more = ""
        if wanted.with_screenshots:
            pictures = output.with_name(f"{output.stem}-screenshots")
            copy_screenshots(store, found, pictures)
            more = f"\nScreenshots: {pictures}. Look at each before you hand it on."
    _write(output, told, body, wanted.is_replacing)
    return f"Written: {output}{more}"


def comparison_lines(wanted: Pair, lang: str, as_json: bool) -> list[str]:
    """Say what two sides have in common, for the computer that holds the cases."""
    how = Words(lang)
    left, right = _sides(wanted)
    told = plain_comparison(compare_sides(left, right), how, _labels(lang))
    if as_json:
        return [json.dumps(told, indent=2, ensure_ascii=False)]
    return _framed(told, list(comparison_text(told, lang)))


def export_comparison(
    wanted: Pair, lang: str, with_texts: bool, output: Path, is_replacing: bool
) -> str:
    """Write a comparison for handing on: as JSON, as text, or as two timelines in a picture."""
    _check_ending(output, (".json", ".txt", ".svg", ".png"))
    left, right = _sides(wanted)
    with opened_case(wanted.first[0]) as ours, opened_case(wanted.second[0]) as theirs:
        if output.suffix in (".svg", ".png"):
            _draw(wanted, (ours, theirs), (left, right), output, is_replacing, lang)
            return f"Drawn: {output}"
        names = pseudonyms(ours)
        more = pseudonyms(theirs)
    how = Words(lang, replace(names, devices={**more.devices, **names.devices}), with_texts)
    told = plain_comparison(compare_sides(left, right), how, _labels(lang))
    _write(output, told, _framed(told, list(comparison_text(told, lang))), is_replacing)
    return f"Written: {output}"


def _draw(
    wanted: Pair,
    stores: tuple[Store, Store],
    sides: tuple[Side, Side],
    output: Path,
    is_replacing: bool,
    lang: str,
) -> None:
    from auditor.picture import picture_bytes
    from auditor.trials.picture import comparison_svg

    kind = None if wanted.align is None else kind_named(wanted.align)
    marks = aligned_at(*sides, kind)
    svg = comparison_svg(stores, sides, marks, PICTURE, "light", lang)
    with whole_file(output, is_replacing) as stream:
        stream.write(picture_bytes(svg, output.suffix))


def _sides(wanted: Pair) -> tuple[Side, Side]:
    left = _side(wanted.first, None)
    is_same = wanted.first[0] == wanted.second[0]
    return left, _side(wanted.second, left if is_same else None)


def _side(wanted: tuple[Path, int, int | None], of_same_case: Side | None) -> Side:
    """Work out one side; the rules are asked of a case once."""
    case, number, app = wanted
    rules = None if of_same_case is None else of_same_case.results.rules
    with opened_case(case) as store, running_task() as task:
        return choose_side(results(store, trial(store, number), task, rules), app)


def _labels(lang: str) -> tuple[str, str]:
    return word("trial.first", lang), word("trial.second", lang)


def _framed(told: Plain, body: list[str]) -> list[str]:
    """Say SAMPLE before and after what comes from a sample phone, of either side."""
    from auditor.cli_tables import SAMPLE_LINE

    is_sample = any(told[side]["session"]["is_sample"] for side in ("left", "right"))
    return [SAMPLE_LINE, *body, SAMPLE_LINE] if is_sample else body


def _check_ending(output: Path, endings: tuple[str, ...]) -> None:
    if output.suffix.lower() not in endings:
        raise UsageError(
            f"A test session cannot be written as {output.suffix or 'a file without an ending'}.",
            f"Use a name that ends in {' or '.join(endings)}.",
        )


def _write(output: Path, told: Plain, body: list[str], is_replacing: bool) -> None:
    with whole_file(output, is_replacing) as stream, text_of(stream) as out:
        if output.suffix.lower() == ".json":
            out.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
        else:
            out.write("\n".join(body) + "\n")
