"""Clauses by their names in a language, and which of them may be cited at all."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from auditor.complaint.phrases import phrase
from auditor.findings.records import Reference

NOT_COMPARED = "G"  # nobody held the clause against its text: it is not put before an authority


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of a finding: those that are cited, and the ids of those that are not."""

    cited: tuple[str, ...]
    unverified: tuple[str, ...]


def clauses(references: Iterable[Reference], jurisdictions: Iterable[str], lang: str) -> Clauses:
    """Choose and name the clauses of some jurisdictions."""
    wanted = frozenset(jurisdictions)
    mine = [each for each in references if each.jurisdiction in wanted]
    cited = [_said(each, lang) for each in mine if each.tag != NOT_COMPARED]
    left = [each.id for each in mine if each.tag == NOT_COMPARED]
    return Clauses(tuple(dict.fromkeys(cited)), tuple(dict.fromkeys(left)))


def clause_name(clause_id: str, lang: str) -> str:
    """Name a clause; one of an unknown kind keeps its id."""
    for begins, names in _names():
        if clause_id.startswith(begins):
            return names[lang].format(item=clause_id.removeprefix(begins))
    return clause_id


def _said(reference: Reference, lang: str) -> str:
    name = clause_name(reference.id, lang)
    return name if reference.tag == "V" else phrase("told.clause_partly", lang, clause=name)


@cache
def _names() -> tuple[tuple[str, dict[str, str]], ...]:
    path = files("auditor.complaint").joinpath("clauses.toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["clause"]
    return tuple((row.pop("begins"), row) for row in rows)
