"""One event as plain text: its facts in words, then every raw line with its file and hash."""

import textwrap

from auditor import words
from auditor.context import RawContext, raw_line
from auditor.event_details import EventDetails, Witness
from auditor.event_words import event_facts, event_title
from auditor.store import Store

WIDTH = 100


def event_text(store: Store, details: EventDetails, lang: str, around: int = 0) -> list[str]:
    """Give the lines of the text; `around` lines stand about each raw line. StoreError."""
    found = [*event_title(details.row, lang), ""]
    for fact in event_facts(details, lang):
        found.append(f"{fact.name}: {fact.value}")
        found += textwrap.wrap(fact.about, WIDTH, initial_indent="    ", subsequent_indent="    ")
    for witness in details.witnesses:
        context = raw_line(store, witness.raw_file_id, witness.line, around)
        place = f"{context.capture_id}/{context.raw_file}:{context.line}"
        found += ["", f"{place} · {witness_text(witness, lang)}"]
        found += [f"SHA-256 {context.sha256} · $ {context.command_line}", *_numbered(context)]
    return found


def witness_text(witness: Witness, lang: str) -> str:
    """Say which record a line is of, and what is to be known about it."""
    notes = {"best": witness.is_best, "end": witness.is_other_end, "cut": not witness.is_whole}
    said = [words.word(f"event.{code}", lang) for code, is_so in notes.items() if is_so]
    return " · ".join([words.word(f"source.{witness.source}", lang), *said])


def _numbered(context: RawContext) -> list[str]:
    return [
        f"{'>' if number == context.line else ' '}{number:>7}  {line}"
        for number, line in enumerate(context.lines, start=context.first_line)
    ]
