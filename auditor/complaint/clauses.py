"""Clauses by their names in a language, and which of them may be cited at all."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from auditor.complaint.phrases import phrase
from auditor.findings.records import Reference

COMPARED, NOT_COMPARED = "V", "G"  # what nobody held against its text is put before no authority


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of a finding: those that are cited, and the ids of those that are not."""

    cited: tuple[str, ...]
    unverified: tuple[str, ...]


def clauses(references: Iterable[Reference], jurisdictions: Iterable[str], lang: str) -> Clauses:
    """Choose and name the clauses of some jurisdictions. Drafts are neither cited nor missed."""
    wanted = frozenset(jurisdictions)
    drafts = tuple(_table()["drafts"])
    mine = [
        each
        for each in references
        if each.jurisdiction in wanted and not each.id.startswith(drafts)
    ]
    cited = [_said(each, lang) for each in mine if _tag(each) != NOT_COMPARED]
    left = [each.id for each in mine if _tag(each) == NOT_COMPARED]
    return Clauses(tuple(dict.fromkeys(cited)), tuple(dict.fromkeys(left)))


def clause_name(clause_id: str, lang: str) -> str:
    """Name a clause; one of an unknown kind keeps its id."""
    for names in _table()["clause"]:
        begins = names["begins"]
        if clause_id.startswith(begins):
            return str(names[lang]).format(item=clause_id.removeprefix(begins))
    return clause_id


def _tag(reference: Reference) -> str:
    return COMPARED if reference.id in _table()["compared"]["ids"] else reference.tag


def _said(reference: Reference, lang: str) -> str:
    name = clause_name(reference.id, lang)
    if _tag(reference) == COMPARED:
        return name
    return phrase("told.clause_partly", lang, clause=name)


@cache
def _table() -> dict[str, Any]:
    path = files("auditor.complaint").joinpath("clauses.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
