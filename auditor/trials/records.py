"""The nouns of test sessions: a plan and its steps; a session, its apps, marks and screenshots."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from auditor.notes import MarkKind

NOTE = "note"  # in a plan: a mark that is only a text


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan. Texts are by language; at least one language is there.

    `marks` are the marks that a click makes in this step, in their usual order: kinds, or NOTE.
    """

    id: str
    title: Mapping[str, str]
    instruction: Mapping[str, str]
    watch: Mapping[str, str]  # what to look out for; may be empty
    marks: tuple[str, ...]
    minimum_s: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done in a session, in which order and for how long."""

    id: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    steps: tuple[Step, ...]
    text: str  # the whole file, which is kept with each session
    sha256: str  # of that text

    def step(self, step_id: str | None) -> Step | None:
        """Give a step by its id."""
        return next((each for each in self.steps if each.id == step_id), None)

    @property
    def minimum_s(self) -> int:
        """How long it takes at least, in seconds."""
        return sum(each.minimum_s for each in self.steps)


def said(texts: Mapping[str, str], lang: str) -> str:
    """Give a plan's text in a language, else in one that it is written in; empty without any."""
    return texts.get(lang) or texts.get("en") or next(iter(texts.values()), "")


@dataclass(frozen=True, slots=True, order=True)
class TrialApp:
    """One app on one phone that a session is about."""

    device_id: str
    uid: int
    package: str


class Clock(StrEnum):
    """How the phone's time of a mark is known."""

    PHONE = "phone"  # the phone was asked at the mark
    OFFSET = "offset"  # this computer's time and the difference known before
    HOST = "host"  # this computer's time alone: nobody knows how far the phone's clock is off


@dataclass(frozen=True, slots=True)
class MarkTime:
    """When a mark was made, by the phone's clock. It lies within `uncertainty_ms` either way.

    `host_ms` is this computer's clock at the click, `phone_ms` what the phone answered, and
    `asked_ms` … `answered_ms` this computer's clock around that. UTC milliseconds.
    """

    time_ms: int
    clock: Clock
    host_ms: int
    uncertainty_ms: int | None = None
    asked_ms: int | None = None
    answered_ms: int | None = None
    phone_ms: int | None = None


@dataclass(frozen=True, slots=True)
class TrialMark:
    """One mark about one app. A click makes one for each app that it is about.

    `id` is the own mark of the case (auditor.notes); `struck_ms` says when it was struck out.
    """

    id: int
    click: int  # numbered from 1 within the session
    step: str | None
    kind: MarkKind | None
    text: str
    app: TrialApp
    at: MarkTime
    struck_ms: int | None

    @property
    def counts(self) -> bool:
        """Whether it was not struck out."""
        return self.struck_ms is None


@dataclass(frozen=True, slots=True)
class Screenshot:
    """A picture of a phone's screen at a mark, kept in the case; `file` is relative to it."""

    click: int
    device_id: str
    file: str
    sha256: str
    size_bytes: int
    taken_ms: int  # this computer's clock


@dataclass(frozen=True, slots=True)
class Trial:
    """One session. `begun_ms`, `ended_ms` by this computer's clock; without an end it is open."""

    id: int
    plan: Plan
    title: str
    begun_ms: int
    ended_ms: int | None
    step: str  # the step that it is at
    step_begun_ms: int | None  # this computer's clock; None before its first mark
    takes_screenshots: bool
    apps: tuple[TrialApp, ...]
    marks: tuple[TrialMark, ...]  # in the order of clicks, also those struck out
    screenshots: tuple[Screenshot, ...]

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.ended_ms is None

    @property
    def current(self) -> Step:
        """The step that it is at; the last one where a plan does not name it."""
        return self.plan.step(self.step) or self.plan.steps[-1]

    @property
    def phones(self) -> tuple[str, ...]:
        """The ids of its phones, each once."""
        return tuple(dict.fromkeys(app.device_id for app in self.apps))
