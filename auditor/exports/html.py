"""A report for people: one HTML file that any browser shows and prints, without a network.

It holds no script and takes nothing from elsewhere, and its content security policy forbids both:
whatever a phone wrote into a name stays text. Light and dark, on paper always light.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from typing import TextIO

from auditor import words
from auditor.event_cells import duration_text, exactness, local_span, utc_span
from auditor.exports.about import About
from auditor.exports.pictures import timelines
from auditor.exports.report_findings import findings_part
from auditor.exports.shown import Shown
from auditor.identity.inert_text import inert
from auditor.query import EventRow, last_capture_ms
from auditor.records import Source
from auditor.summary import Sentence, joined, say, summarize

MOST_EVENTS = 1_000  # in the table: the newest; some fifty pages on paper
_HEADS = ("time", "exactness", "app", "type", "what", "where", "times", "lasted", "source", "line")
_LANGUAGE = {"en": "en", "zh_CN": "zh-Hans"}


def write_html(what: Shown, out: TextIO) -> int:
    """Write the report. Gives the number of events that are shown, also of those not listed."""
    about = About(what)
    out.writelines(_head(about))
    for part in (_intro(about), _sentences(what), findings_part(what)):
        out.writelines(f"{line}\n" for line in part)
        what.task.step(0, about.count, "events")
    out.writelines(f"{line}\n" for line in (*_picture(what), *_events(what, about.count)))
    out.writelines(f"{line}\n" for line in _end(what, about))
    return about.count


def text(untrusted_text: str) -> str:
    """Make a text of a phone fit for HTML: inert, and nothing of it is markup."""
    return escape(inert(untrusted_text, 4_000) or "–")


def word(key: str, lang: str, **values: str) -> str:
    """Give a word of the report, with its places filled, as HTML."""
    return escape(words.word(f"report.{key}", lang).format(**values))


def _head(about: About) -> Iterator[str]:
    style = files("auditor.exports").joinpath("report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = word("title", about.lang)
    yield f'<!DOCTYPE html>\n<html lang="{_LANGUAGE[about.lang]}">\n'
    yield '<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="referrer" content="no-referrer">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    if about.is_sample:
        yield f'<p class="banner">{escape(words.word("export.sample", about.lang))}</p>\n'
    yield f"<header><h1>{title}</h1>\n"


def _intro(about: About) -> Iterator[str]:
    yield f'<p class="note">{word("generated", about.lang, time=about.made())}</p>'
    yield "<dl>"
    for head, value in about.lines():
        if head:
            yield f"<dt>{escape(head)}</dt><dd>{text(value)}</dd>"
    yield "</dl></header>\n<main>"


def section(name: str, lang: str, lines: Iterable[str]) -> Iterator[str]:
    """Wrap lines into a section with its heading."""
    yield f'<section id="{name}"><h2>{word(name, lang)}</h2>'
    yield from lines
    yield "</section>"


def _sentences(what: Shown) -> Iterator[str]:
    found = summarize(what.store, last_capture_ms(what.store) or what.made_ms, what.wanted)
    said = [_said(each, what) for each in found.sentences]
    rows = joined(found.sentences, said, what.lang)
    shown = ['<ul class="sentences">', *(f"<li>{text(row)}</li>" for row in rows), "</ul>"]
    nothing = [f"<p>{word('sentences_none', what.lang)}</p>"]
    yield from section("sentences", what.lang, shown if rows else nothing)
    told = (f"<li>{text(_said(each, what))}</li>" for each in found.limits)
    yield from section("limits", what.lang, ("<ul>", *told, "</ul>"))


def _said(sentence: Sentence, what: Shown) -> str:
    """Say a sentence; a phone that has no name but its id is called by its pseudonym."""
    names = what.names
    known = names.devices if names else {}
    values = {key: known.get(str(value), value) for key, value in sentence.values.items()}
    return say(Sentence(sentence.code, values, sentence.filter), what.lang)


def _picture(what: Shown) -> Iterator[str]:
    light, dark = timelines(what)
    if light:
        lines = (f'<div class="light">{light}</div>', f'<div class="dark">{dark}</div>')
        yield from section("picture", what.lang, ('<div class="wide">', *lines, "</div>"))


def _events(what: Shown, total: int) -> Iterator[str]:
    lang = what.lang
    shown = min(total, MOST_EVENTS)
    code = "events_none" if not total else "events_all" if shown == total else "events_note"
    yield f'<section id="events"><h2>{word("events", lang)}</h2>'
    yield f"<p>{word(code, lang, shown=f'{shown:,}', total=f'{total:,}')}</p>"
    if total:
        heads = "".join(f'<th scope="col">{word(name, lang)}</th>' for name in _HEADS)
        yield f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>'
        yield from (_row(row, lang) for row in what.events(MOST_EVENTS))
        yield "</tbody></table></div>"
    yield "</section>"


def _row(row: EventRow, lang: str) -> str:
    time = local_span(row) or words.word("report.time_unknown", lang)
    utc = _sub(utc_span(row) or "") if row.time_local else ""
    app = text(row.label or row.package)
    name = _sub(row.package, "code") if row.label else ""
    user = _sub(words.word("picture.profile", lang).format(user=row.user)) if row.user else ""
    lasted = "" if row.source == Source.AGGREGATE else duration_text(row.duration_ms)
    cells = (
        f'<td class="time">{escape(time)}{utc}</td>',
        f'<td class="number">{escape(exactness(row))}</td>',
        f"<td>{app}{name}{user}</td>",
        f"<td>{escape(words.data_type(row.data_type, lang))}{_sub(row.op, 'code')}</td>",
        f'<td class="word">{escape(words.word(f"kind.{row.kind}", lang))}</td>',
        f'<td class="word">{_where(row, lang)}</td>',
        f'<td class="number">{"" if row.count is None else f"{row.count:,}"}</td>',
        f'<td class="number">{escape(lasted)}</td>',
        f"<td>{escape(words.word(f'source.{row.source}', lang))}</td>",
        f'<td class="code">{text(f"{row.capture_id} · {row.raw_file}:{row.line}")}</td>',
    )
    return f"<tr>{''.join(cells)}</tr>"


def _sub(untrusted_text: str, kind: str = "time") -> str:
    """A second, smaller line of a cell."""
    return f'<span class="sub {kind}">{text(untrusted_text)}</span>'


def _where(row: EventRow, lang: str) -> str:
    key = {True: "background", False: "foreground", None: "unknown_where"}[row.is_background]
    return word(key, lang)


def _end(what: Shown, about: About) -> Iterator[str]:
    yield from section("statement", what.lang, [f"<p>{escape(about.limits()[1])}</p>"])
    yield from section("how", what.lang, [f"<p>{word('how_text', what.lang)}</p>"])
    if about.is_sample:
        yield f'<p class="banner">{escape(words.word("export.sample", what.lang))}</p>'
    yield "</main>\n</body>\n</html>"
