"""Test sessions and comparisons as text, made of what plain.py gives: tables under headings."""

from collections.abc import Callable, Iterator, Sequence

from auditor.cli_tables import lines
from auditor.event_cells import duration_text
from auditor.timeticks import to_local, zone_or_utc
from auditor.trials.comparison import REPRODUCED
from auditor.trials.plain import Plain
from auditor.words import data_type, find, word


def session_text(told: Plain, lang: str) -> Iterator[str]:
    """Say everything about a session."""
    head, say = told["session"], _Say(lang)
    yield f"{say('session')} {head['number']}{_title(head)}"
    yield f"{say('plan')}: {head['plan']['title']} ({head['plan']['id']})"
    yield ""
    yield from say.table("apps", ("number", "app", "version", "phone"), _apps(told))
    yield ""
    zones = {each["number"]: each["zone"] for each in told["apps"]}
    steps = {each["id"]: each["title"] for each in head["plan"]["steps"]}
    of_marks = ("number", "app", "time", "uncertainty", "kind", "text", "step")
    yield from say.table("marks", of_marks, [_mark(m, zones, steps, say) for m in told["marks"]])
    yield ""
    phases = [_phase(each, steps, say) for each in told["phases"]]
    yield from say.table("phases", ("app", "step", "lasted"), phases)
    yield ""
    of_uses = ("app", "step", "data", "accesses", "singly", "refused", "background", "unsure")
    uses = [(str(u["app"]), steps.get(u["step"], ""), *_use(u, say)) for u in told["uses"]]
    yield from say.table("uses", of_uses, uses, "no_uses")
    yield say("counts")
    for app in told["apps"]:
        if not app["is_read_after"]:
            yield say("unread").format(app=app["package"])
    yield ""
    of_findings = ("app", "severity", "grade", "rule", "found")
    findings = [(str(f["app"]), *_finding(f, say)) for f in told["findings"]]
    yield from say.table("findings", of_findings, findings, "no_findings")
    yield ""
    yield from _changes(told["changes"], say, lambda each: (str(each["app"]),), ("app",))
    if told["not_asked"]:
        yield ""
        rules = [(each["rule"], each["text"]) for each in told["not_asked"]]
        yield from say.table("not_asked", ("rule", "text"), rules)
    if told["screenshots"]:
        yield ""
        shots = [(str(s["click"]), s["phone"], s["sha256"]) for s in told["screenshots"]]
        yield from say.table("screenshots", ("number", "phone", "sha256"), shots)
    yield from told["phone_was_told"]
    yield ""
    yield told["limits"]


def comparison_text(told: Plain, lang: str) -> Iterator[str]:
    """Say what two sides have in common and what not."""
    say = _Say(lang)
    yield say("comparison")
    for side in (told["left"], told["right"]):
        head, app = side["session"], side["app"]
        version = f" {app['version']}" if app["version"] else ""
        yield (
            f"{side['label']}: {say('session')} {head['number']}{_title(head)}, "
            f"{app['package']}{version}, {app['phone']}"
        )
        yield from side["phone_was_told"]
    yield ""
    steps = {
        step["id"]: step["title"]
        for side in (told["right"], told["left"])
        for step in side["session"]["plan"]["steps"]
    }
    heads = ("step", "data", "first", "second", "reproduced")
    rows = [
        (
            steps.get(row["step"], row["step"]),
            data_type(row["data_type"], lang),
            _count(row["left"], row["in_left"], say),
            _count(row["right"], row["in_right"], say),
            REPRODUCED if row["is_reproduced"] else "",
        )
        for row in told["rows"]
    ]
    yield from say.table("uses", heads, rows, "no_uses")
    yield say("counts")
    yield ""
    findings = [
        (
            _which(row["left"] is not None, row["right"] is not None, say),
            *_finding(row["left"] or row["right"], say),
        )
        for row in told["findings"]
    ]
    heads = ("reproduced", "severity", "grade", "rule", "found")
    yield from say.table("findings", heads, findings, "no_findings")
    yield ""
    yield from _changes(
        told["changes"],
        say,
        lambda each: (_which(each["left"], each["right"], say),),
        ("reproduced",),
    )
    yield ""
    yield told["limits"]


class _Say:
    """Words and tables of one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, key: str) -> str:
        return word(f"trial.{key}", self.lang)

    def table(
        self,
        title: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        nothing: str = "nothing",
    ) -> Iterator[str]:
        """Lay out a table under its title; without a row say so."""
        yield self(title)
        if rows:
            yield from lines([self(each) for each in heads], rows)
        else:
            yield self(nothing)


def _title(head: Plain) -> str:
    return f": {head['title']}" if head["title"] else ""


def _apps(told: Plain) -> list[tuple[str, ...]]:
    return [
        (
            str(each["number"]),
            each["package"] + (f" ({each['user']})" if each["user"] else ""),
            each["version"] or "",
            each["phone"],
        )
        for each in told["apps"]
    ]


def _mark(mark: Plain, zones: dict[int, str | None], steps: dict[str, str], say: _Say) -> list[str]:
    zone = zone_or_utc(zones.get(mark["app"]))
    local = to_local(mark["time_ms"], zone)
    told = f"{local:%Y-%m-%d %H:%M:%S}.{local.microsecond // 1000:03d} {local:%z}"
    width = mark["uncertainty_ms"]
    sure = word(f"trial_clock.{mark['clock']}", say.lang) if width is None else f"±{width} ms"
    struck = f" ({say('struck')})" if mark["struck_ms"] is not None else ""
    return [
        str(mark["click"]),
        str(mark["app"]),
        told,
        sure,
        mark["title"] + struck,
        mark["text"] or "",
        steps.get(mark["step"] or "", ""),
    ]


def _phase(phase: Plain, steps: dict[str, str], say: _Say) -> tuple[str, ...]:
    short = f" ({say('short')})" if phase["is_short"] else ""
    lasted = duration_text(phase["lasted_ms"])
    return str(phase["app"]), steps.get(phase["step"], ""), lasted + short


def _use(use: Plain, say: _Say) -> tuple[str, ...]:
    numbers = (use["singly"], use["rejects"], use["in_background"], use["unsure"])
    return data_type(use["data_type"], say.lang), _accesses(use, say), *map(str, numbers)


def _accesses(use: Plain, say: _Say) -> str:
    if use["is_at_least"] and not use["accesses"]:
        return say("none_sure")
    number = f"{use['accesses']:,}"
    return say("at_least").format(number=number) if use["is_at_least"] else number


def _count(use: Plain | None, is_done: bool, say: _Say) -> str:
    """Say how often, or why there is no number: a step that was not done says nothing."""
    if not is_done:
        return say("no_step")
    if use is None:
        return say("nothing")
    refused = f", {say('refused')}: {use['rejects']}" if use["rejects"] else ""
    unsure = f", {say('unsure')}: {use['unsure']}" if use["unsure"] else ""
    return _accesses(use, say) + refused + unsure


def _finding(finding: Plain, say: _Say) -> tuple[str, ...]:
    severity = word(f"severity.{finding['severity']}", say.lang)
    return severity, finding["grade"], finding["rule"], finding["sentence"]


def _which(in_left: bool, in_right: bool, say: _Say) -> str:
    return say("both" if in_left and in_right else "only_first" if in_left else "only_second")


def _changes(
    found: list[Plain] | None,
    say: _Say,
    first: Callable[[Plain], tuple[str, ...]],
    heads: tuple[str, ...],
) -> Iterator[str]:
    if found is None:
        yield say("changes_unknown")
        return
    rows = [(*first(each), each["permission"], _grants(each, say.lang)) for each in found]
    yield from say.table("changes", (*heads, "permission", "text"), rows, "no_changes")


def _grants(change: Plain, lang: str) -> str:
    told = [
        "–" if each is None else find(f"grant.{each}", lang) or str(each)
        for each in (change["before"], change["after"])
    ]
    return " → ".join(told)
