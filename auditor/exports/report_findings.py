"""The part of a report that tells what the rules found, what that shows, and what it cannot."""

from collections.abc import Iterator
from html import escape

from auditor import words
from auditor.exports.shown import Shown
from auditor.findings import words as told
from auditor.findings.engine import find
from auditor.findings.passing import passing
from auditor.findings.records import Finding
from auditor.findings.rule_files import own_rules
from auditor.identity.inert_text import inert

MOST_LINES = 5  # raw lines named with a finding; all of them are in a bundle


def findings_part(what: Shown) -> Iterator[str]:
    """Tell the findings about what is shown, then those with a known honest reason."""
    lang = what.lang
    found = find(what.store, own_rules(), what.task)
    passed = passing(what.store, found, what.wanted)
    items = [each for each in found.items if each.id in passed]
    yield f'<section id="findings"><h2>{_word("findings", lang)}</h2>'
    yield f'<p class="note">{_word("findings_note", lang)}</p>'
    if not items:
        yield f"<p>{_word('findings_none', lang)}</p>"
    for each in items:
        yield from _finding(each, what)
    suppressed = [each for each in found.suppressed if each.id in passed]
    if suppressed:
        yield f"<h3>{_word('suppressed', lang)}</h3><ul>"
        yield from (f"<li>{_suppressed(each, lang)}</li>" for each in suppressed)
        yield "</ul>"
    if found.skipped:
        yield f"<h3>{_word('skipped', lang)}</h3><ul>"
        for skipped in found.skipped:
            yield f"<li>{escape(skipped.rule_id)}: {_text(told.skipped_text(skipped, lang))}</li>"
        yield "</ul>"
    yield f'<p class="note">{_word("rules", lang)}: SHA-256 {escape(found.rule_set_sha256)}</p>'
    yield "</section>"


def _finding(finding: Finding, what: Shown) -> Iterator[str]:
    lang = what.lang
    name = _text(finding.label or finding.package)
    yield f'<article class="finding {escape(finding.severity)}">'
    yield f"<h3>{escape(finding.rule.title[lang])} – {name}</h3>"
    tags = f"{_word('severity', lang)}: {escape(told.severity(finding.severity, lang))}"
    tags += f" · {_word('grade', lang)}: {escape(finding.grade)}"
    yield f'<p class="tags">{tags} · {escape(finding.rule.id)} · {_text(finding.package)}</p>'
    yield f"<p>{_text(told.sentence(finding, lang))} {_text(told.cap_text(finding, lang), '')}</p>"
    if finding.dismissal is not None:
        said = words.word("report.dismissed", lang).format(reason=finding.dismissal.reason)
        yield f"<p><strong>{_text(said)}</strong></p>"
    yield "<dl>"
    for head, value in _facts(finding, what):
        yield f"<dt>{_word(head, lang)}</dt><dd>{value}</dd>"
    yield "</dl></article>"


def _facts(finding: Finding, what: Shown) -> Iterator[tuple[str, str]]:
    lang = what.lang
    live = told.live_texts(finding, lang)
    yield "grade", "<br>".join(_text(each) for each in (told.grade(finding, lang), *live))
    yield "shows", _text(told.what_it_shows(finding, lang))
    yield "cannot_show", _text(told.what_it_cannot_show(finding, lang))
    if finding.fired:
        yield "thresholds", "<br>".join(_text(each) for each in told.fired_texts(finding, lang))
    if finding.rule.references:
        clauses = (_text(told.reference_text(each, lang)) for each in finding.rule.references)
        yield "references", "<br>".join(clauses)
    if finding.samples:
        yield "raw_lines", _places(finding, what)


def _places(finding: Finding, what: Shown) -> str:
    places = []
    for line in finding.samples[:MOST_LINES]:
        capture, file = line.capture_id, line.raw_file
        if what.names:
            capture, file = what.names.capture(capture), what.names.raw_file(capture, file)
        places.append(f'<span class="code">{_text(f"{capture} · {file}:{line.line}")}</span>')
    more = len(finding.samples) - MOST_LINES
    return "<br>".join(places) + (f" (+{more})" if more > 0 else "")


def _suppressed(finding: Finding, lang: str) -> str:
    reasons = " ".join(told.suppressor_text(each, lang) for each in finding.suppressed)
    return _text(f"{told.sentence(finding, lang)} {reasons}")


def _text(untrusted_text: str, nothing: str = "–") -> str:
    return escape(inert(untrusted_text, 4_000) or nothing)


def _word(key: str, lang: str) -> str:
    return escape(words.word(f"report.{key}", lang))
