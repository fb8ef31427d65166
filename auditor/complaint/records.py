"""The nouns of a complaint: a channel and its fields, and what was composed for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from auditor.findings.records import Finding

Words = Mapping[str, str]  # text by language
LANGUAGES = ("en", "zh_CN", "fr")  # a complaint is written in the language of its channel


class Filler(StrEnum):
    """Who knows what belongs into a field."""

    PROGRAM = "program"
    PERSON = "person"


class Shape(StrEnum):
    """How a field is typed: one line, several, or a list of letters to the operator."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    CONTACTS = "contacts"

    @property
    def is_long(self) -> bool:
        """Whether its text stands below its label, not beside it."""
        return self not in (Shape.LINE, Shape.DATE)


@dataclass(frozen=True, slots=True)
class Guide:
    """A sentence for the person who files. `tag` is V where its source was compared, P, G.

    `verified_on` is the ISO date of that comparison; None with P and G where there was none.
    """

    text: Words
    tag: str
    verified_on: str | None

    @property
    def is_to_check(self) -> bool:
        """Whether the person must look it up at the authority before relying on it."""
        return self.tag != "V"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. `longest` counts as a web form does (lengths.form_length)."""

    key: str
    label: Words
    help: Words
    filler: Filler
    shape: Shape
    is_required: bool
    longest: int | None


@dataclass(frozen=True, slots=True)
class PriorContact:
    """Whether the operator must be asked first, and for how many days its answer is awaited."""

    is_required: bool
    wait_days: int | None
    about: Guide


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to complain: who takes it, how, in which languages, and what its form asks for.

    `clauses` are the jurisdictions whose clauses are cited to it. `opening` and `closing` frame
    the text; `{app}`, `{device}`, `{window}` stand for facts.
    """

    id: str
    name: Words
    authority: Words
    languages: tuple[str, ...]
    clauses: tuple[str, ...]
    paper: str  # a4 or us-letter
    how: tuple[Guide, ...]
    fields: tuple[Field, ...]
    prior_contact: PriorContact | None
    attach: tuple[Guide, ...]
    warnings: tuple[Guide, ...]
    opening: Words
    closing: Words

    def field(self, key: str) -> Field | None:
        """Give one of its fields; None if it does not ask for it."""
        return next((each for each in self.fields if each.key == key), None)


@dataclass(frozen=True, slots=True)
class Contact:
    """One letter or call to the operator, as the person tells it. Empty is not told."""

    date: str
    channel: str
    text: str
    answer: str


def date_of(text: str) -> date | None:
    """Read a date as a person writes it into a complaint, 2026-05-31; None if it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class OwnFields:
    """What only the person knows, by key; never in a case. `unknown` are keys of no field."""

    values: Mapping[str, str] = field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()
    unknown: tuple[str, ...] = ()


class Trouble(StrEnum):
    """What stands between a complaint and its channel."""

    MISSING = "missing"  # a required field that the person fills is empty
    NOT_KNOWN = "not_known"  # one that the program fills: the case does not tell it
    TOO_LONG = "too_long"  # the person's own text; the program's is shortened
    NO_DATE = "no_date"  # not written as 2026-05-31
    SHORTENED = "shortened"  # the program's text; what is left out is said in it
    WAIT = "wait"  # the operator's time to answer is not over
    UNKNOWN_KEY = "unknown_key"  # a key of the person's file that is no field
    UNVERIFIED = "unverified"  # clauses nobody compared with the text are not cited
    NOT_SHOWN = "not_shown"  # characters that no font of this computer has
    OTHER_LANGUAGE = "other_language"  # a part that is not in the language of the channel


STOPS = frozenset({Trouble.MISSING, Trouble.TOO_LONG, Trouble.NO_DATE})


@dataclass(frozen=True, slots=True)
class Problem:
    """One trouble, of a field where it has one; `detail` is a number, a date or names."""

    trouble: Trouble
    key: str | None
    detail: str = ""

    @property
    def stops(self) -> bool:
        """Whether only a draft can be written with it."""
        return self.trouble in STOPS


@dataclass(frozen=True, slots=True)
class Part:
    """One field as it is handed in. `length` is counted as `longest` is."""

    field: Field
    label: str
    text: str
    length: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One finding in the words of the complaint. `language` is that of the rule's own words."""

    finding: Finding
    title: str
    sentence: str
    caveat: str
    thresholds: tuple[str, ...]
    clauses: tuple[str, ...]
    grade: str
    language: str


@dataclass(frozen=True, slots=True)
class EventLine:
    """One row of the table of events; both times are written no more exactly than known."""

    number: int  # of the finding it belongs to, from 1
    local: str
    utc: str
    precision: str
    what: str
    state: str
    count: str
    place: str  # raw file and line


@dataclass(frozen=True, slots=True)
class Annex:
    """A bundle that goes with the complaint: its file name and what identifies it."""

    name: str
    manifest_sha256: str
    files: int
    phone: str | None  # the phone's pseudonym


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to the operator, to be sent before the complaint."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Complaint:
    """Everything that would leave, before it is given a form. Times in it are already text."""

    channel: Channel
    lang: str
    guide_lang: str  # of the checklist
    made_on: str  # ISO date
    title: str
    is_sample: bool
    is_draft: bool
    parts: tuple[Part, ...]
    told: tuple[Told, ...]
    events: tuple[EventLine, ...]
    events_left_out: int
    raw_lines: tuple[str, ...]  # of findings that rest on facts, which are no events
    picture_svg: str | None
    limits: tuple[str, ...]  # the statement in the channel's language, then where it is translated
    annex: Annex | None
    letter: Letter | None
    checklist: tuple[str, ...]
    problems: tuple[Problem, ...]
