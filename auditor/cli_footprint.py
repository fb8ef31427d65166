"""The command that lists what our own reading left on the phone."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from auditor import words
from auditor.cli_case import framed
from auditor.cli_support import clean, opened_case
from auditor.footprint import Footprint, footprints, said
from auditor.query import utc_text


def footprint_lines(case: Path, lang: str, as_json: bool) -> list[str]:
    """List each reading with the shell's records in its time, and what cannot be measured."""
    with opened_case(case) as store:
        found = list(footprints(store))
        if as_json:
            return [json.dumps([asdict(each) for each in found], indent=2, ensure_ascii=False)]
        lines = [clean(line) for each in found for line in _lines(each, lang)]
        lines += [words.word("footprint.limits", lang)]
        return framed(store, lines)


def _lines(found: Footprint, lang: str) -> Iterator[str]:
    yield f"{found.capture_id}: {said(found, lang)}"
    for each in found.traces:
        yield f"  {utc_text(each.time_ms)}  {each.op}  {each.raw_file}:{each.line}"
