"""Plans of test sessions: TOML in, a plan out; a file that is not right is refused with its line.

docs/sessions.md describes the format. The plans that come with the program lie in plans/.
"""

import hashlib
import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from auditor.errors import UsageError
from auditor.findings.toml_file import Table, TomlFile
from auditor.findings.toml_places import Place
from auditor.notes import MarkKind
from auditor.trials.records import NOTE, Plan, Step
from auditor.words import LANGUAGES

FORMAT, VERSION = "permission-auditor-test-plan", 1
RECOMMENDED = "recommended"
OWN = (RECOMMENDED, "short", "ask-again")  # files of plans/, in the order in which they are offered
MARKS = (*MarkKind, NOTE)
MOST_STEPS = 100
LONGEST_TITLE, LONGEST_TEXT = 120, 2000  # characters
LONGEST_STEP_S = 7 * 24 * 3600
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
KEYS = ("format", "version", "id", "title", "about", "step")
STEP_KEYS = ("id", "title", "instruction", "watch", "marks", "minimum_seconds")


@cache
def own_plans() -> tuple[Plan, ...]:
    """Give the plans that come with the program."""
    return tuple(own_plan(name) for name in OWN)


def own_plan(name: str) -> Plan:
    """Give one of OWN."""
    with as_file(files("auditor.trials").joinpath("plans", f"{name}.toml")) as path:
        return read_plan(path)


def choose_plan(wanted: str) -> Plan:
    """Give the plan of a name of ours, else of a file. UsageError, WrongFormat."""
    if wanted in OWN:
        return own_plan(wanted)
    path = Path(wanted)
    if not path.suffix and not path.exists():
        raise UsageError(
            f"There is no test plan {wanted}.", f"Use one of {', '.join(OWN)}, or name a file."
        )
    return read_plan(path)


def read_plan(path: Path) -> Plan:
    """Read a plan. WrongFormat with file, line and one sentence."""
    file = _PlanFile(path)
    return file.plan(file.table())


def kept_plan(text: str) -> Plan:
    """Read a plan that was kept with a session. WrongFormat."""
    file = _PlanFile(Path("plan.toml"))
    return file.plan(file.parsed(text.encode()))


def template() -> str:
    """Give a small plan to write one's own from; it is a plan that can be run."""
    path = files("auditor.trials").joinpath("plans", "template.toml")
    return path.read_text(encoding="utf-8")


class _PlanFile(TomlFile):
    """One plan while it is read."""

    def plan(self, table: Table) -> Plan:
        for key in table:
            if key not in KEYS:
                self._refuse((key,), f"{key!r} is no key of a test plan")
        self.one_of(table, "format", (FORMAT,))
        if self.number(table, "version") != VERSION:
            self._refuse(("version",), f"this program knows version {VERSION} of test plans only")
        steps = tuple(self._step(*each) for each in self.tables(table, "step"))
        if not 1 <= len(steps) <= MOST_STEPS:
            self._refuse(("step",), f"a plan has 1 to {MOST_STEPS} steps, each as [[step]]")
        ids = [step.id for step in steps]
        for number, step_id in enumerate(ids):
            if step_id in ids[:number]:
                self._refuse(("step", number, "id"), f"the step {step_id!r} is there twice")
        return Plan(
            id=self._id(table, ()),
            title=self._texts(table, "title", (), LONGEST_TITLE),
            about=self._texts(table, "about", ()) if "about" in table else {},
            steps=steps,
            text=self.content,
            sha256=hashlib.sha256(self.content.encode()).hexdigest(),
        )

    def _step(self, number: int, table: Table) -> Step:
        place: Place = ("step", number)
        self.only(table, STEP_KEYS, place)
        has_minimum = "minimum_seconds" in table
        minimum_s = self.number(table, "minimum_seconds", place) if has_minimum else 0
        if minimum_s > LONGEST_STEP_S:
            self._refuse((*place, "minimum_seconds"), "a step lasts a week at most")
        return Step(
            id=self._id(table, place),
            title=self._texts(table, "title", place, LONGEST_TITLE),
            instruction=self._texts(table, "instruction", place),
            watch=self._texts(table, "watch", place) if "watch" in table else {},
            marks=self._marks(table, place),
            minimum_s=minimum_s,
        )

    def _id(self, table: Table, place: Place) -> str:
        value = self.text(table, "id", place)
        if not _ID.fullmatch(value):
            self._refuse((*place, "id"), "an id is of small letters, digits and hyphens")
        return value

    def _texts(
        self, table: Table, key: str, place: Place, longest: int = LONGEST_TEXT
    ) -> Mapping[str, str]:
        """Give texts by language: one language is enough."""
        value = self.languages(table, key, place)
        found = {lang: self.text(value, lang, (*place, key)).strip() for lang in value}
        if not found:
            self._refuse((*place, key), f"{key!r} needs a text in {' or '.join(LANGUAGES)}")
        for lang, text in found.items():
            if len(text) > longest:
                self._refuse((*place, key, lang), f"this text is longer than {longest} characters")
        return found

    def _marks(self, table: Table, place: Place) -> tuple[str, ...]:
        value = table.get("marks", [])
        names = ", ".join(MARKS)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self._refuse((*place, "marks"), f"'marks' is a list of: {names}")
        for mark in value:
            if mark not in MARKS:
                near = get_close_matches(mark, MARKS, 1)
                if near:
                    self._refuse(
                        (*place, "marks"),
                        f"{mark!r} is no mark; perhaps {near[0]} is meant, of {names}",
                    )
                self._refuse((*place, "marks"), f"{mark!r} is no mark; there are {names}")
        return tuple(dict.fromkeys(value))
