"""Rule files: TOML in, rules out; a file that is not right is refused with its line.

docs/findings.md describes the format. A rule's query is prepared against an empty case while the
file is read, so that a wrong column or a forbidden table is told before any case is opened.
"""

import hashlib
import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

from auditor.errors import WrongFormat
from auditor.findings.records import Reference, Rule, Severity, Threshold
from auditor.findings.sandbox import prepare, shapes
from auditor.findings.tables import NEEDS
from auditor.findings.toml_file import Table, TomlFile
from auditor.findings.toml_places import Place
from auditor.findings.words import template_trouble
from auditor.words import LANGUAGES

MOST_RULES = 500
JURISDICTIONS = ("CN", "EU", "UK", "US")
TAGS = ("V", "P", "G")
ENGINE_VERSION = 2  # what the same rule finds in the same case may change with it
_ID = re.compile(r"[A-Z][A-Z0-9]{0,7}[0-9]{2,4}", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_TEXTS = ("title", "sentence", "explanation", "shows", "caveat")
_KEYS = frozenset(
    ("id", "version", "base", "needs", "count_based", "sql", "threshold", "reference", *_TEXTS)
)


def own_rules() -> tuple[Rule, ...]:
    """Give the rules that come with the program, in the order of their ids."""
    with as_file(files("auditor.findings").joinpath("rules")) as folder:
        return _read(folder, is_own=True)


def read_rules(folder: Path) -> tuple[Rule, ...]:
    """Read all `.toml` files of a person's folder. WrongFormat with file, line and one sentence."""
    if not folder.is_dir():
        raise WrongFormat(
            f"There is no folder {folder}.", "Name the folder that holds the rule files."
        )
    found = _read(folder, is_own=False)
    if not found:
        raise WrongFormat(
            f"The folder {folder} holds no rule file.", "A rule file's name ends in .toml."
        )
    return found


def with_own(folder: Path | None) -> tuple[Rule, ...]:
    """Give the program's rules, and those of a folder; one of the same id takes the place."""
    own = {rule.id: rule for rule in own_rules()}
    more = {rule.id: rule for rule in read_rules(folder)} if folder else {}
    both = own | more
    return tuple(both[name] for name in sorted(both))


def rule_set_sha256(rules: Sequence[Rule]) -> str:
    """Give the SHA-256 that names a rule set: its rules and the version of the engine."""
    parts = [f"{rule.id} {rule.sha256}\n" for rule in sorted(rules, key=lambda rule: rule.id)]
    return hashlib.sha256("".join([f"engine {ENGINE_VERSION}\n", *parts]).encode()).hexdigest()


def _read(folder: Path, is_own: bool) -> tuple[Rule, ...]:
    paths = sorted(folder.glob("*.toml"))
    if len(paths) > MOST_RULES:
        raise WrongFormat(f"{folder} holds more than {MOST_RULES} files.", "Use fewer rules.")
    found: dict[str, Rule] = {}
    with closing(shapes()) as db:
        for path in paths:
            rule = _RuleFile(path, is_own).read(db)
            if rule.id in found:
                raise WrongFormat(
                    f"{path}, line 1: the rule {rule.id} is also in {found[rule.id].file}.",
                    "Give each rule an id of its own.",
                )
            found[rule.id] = rule
    return tuple(found[name] for name in sorted(found))


class _RuleFile(TomlFile):
    """One file while it is read."""

    def __init__(self, path: Path, is_own: bool) -> None:
        super().__init__(path)
        self._is_own = is_own

    def read(self, db: sqlite3.Connection) -> Rule:
        table = self.table()
        for key in table:
            if key not in _KEYS:
                self._refuse((key,), f"{key!r} is no key of a rule file")
        texts = {name: self._words(table, name) for name in _TEXTS}
        sql = self.text(table, "sql").strip()
        rule = Rule(
            id=self._matching(table, "id", _ID, "letters and digits such as R04"),
            version=self.number(table, "version"),
            base=Severity(self.one_of(table, "base", tuple(Severity))),
            thresholds=tuple(self._threshold(*each) for each in self.tables(table, "threshold")),
            references=tuple(self._reference(*each) for each in self.tables(table, "reference")),
            needs=self._needs(table),
            sql=sql,
            file=self.path.name,
            sha256=_canonical_sha256(table),
            text=self.content,
            is_own=self._is_own,
            is_count_based=self.flag(table, "count_based"),
            **texts,
        )
        for lang, text in texts["sentence"].items():
            if trouble := template_trouble(text):
                self._refuse(("sentence", lang), trouble)
        names = [threshold.name for threshold in rule.thresholds]
        for number, name in enumerate(names):
            if name in names[:number]:
                self._refuse(("threshold", number, "name"), f"the threshold {name} is there twice")
        trouble = prepare(db, rule)
        if trouble:
            self._refuse(("sql",), trouble)
        return rule

    def _matching(self, table: Table, key: str, pattern: re.Pattern[str], hint: str) -> str:
        value = self.text(table, key)
        if not pattern.fullmatch(value):
            self._refuse((key,), f"{key!r} must be {hint}")
        return value

    def _words(self, table: Table, key: str) -> Mapping[str, str]:
        value = self.languages(table, key)
        return {lang: self.text(value, lang, (key,)).strip() for lang in LANGUAGES}

    def _threshold(self, number: int, table: Table) -> Threshold:
        place: Place = ("threshold", number)
        self.only(table, ("name", "value", "unit", "source", *LANGUAGES), place)
        name = self.text(table, "name", place)
        if not _NAME.fullmatch(name):
            self._refuse((*place, "name"), "a threshold's name is of small letters, digits and _")
        wording = {lang: self.text(table, lang, place) for lang in LANGUAGES if lang in table}
        return Threshold(
            name,
            self.number(table, "value", place),
            self.text(table, "unit", place),
            self.text(table, "source", place),
            wording,
        )

    def _reference(self, number: int, table: Table) -> Reference:
        place: Place = ("reference", number)
        self.only(table, ("id", "jurisdiction", "tag", "verified_on"), place)
        verified = table.get("verified_on")
        if verified is not None and not _is_date(verified):
            self._refuse((*place, "verified_on"), "'verified_on' must be a date, 2026-01-31")
        return Reference(
            self.text(table, "id", place),
            self.one_of(table, "jurisdiction", JURISDICTIONS, place),
            None if verified is None else str(verified),
            self.one_of(table, "tag", TAGS, place),
        )

    def _needs(self, table: Table) -> tuple[str, ...]:
        value = table.get("needs", [])
        if not isinstance(value, list) or not set(value) <= set(NEEDS):
            self._refuse(("needs",), f"'needs' is a list of: {', '.join(NEEDS)}")
        return tuple(value)


def _is_date(value: object) -> bool:
    if isinstance(value, date):
        return True
    try:
        return bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


def _canonical_sha256(table: Mapping[str, object]) -> str:
    """Hash a rule by what it says: neither comments nor the order of keys nor line ends count."""
    return hashlib.sha256(_canonical(table).encode()).hexdigest()


def _canonical(value: object) -> str:
    if isinstance(value, Mapping):
        pairs = (f"{_canonical(key)}:{_canonical(value[key])}" for key in sorted(value))
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_canonical, value)) + "]"
    if isinstance(value, str):
        plain = "\n".join(line.rstrip() for line in value.strip().splitlines())
        return json.dumps(plain, ensure_ascii=False)
    return str(value)
