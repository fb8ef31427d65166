"""Builds a complaint: findings, facts of the case and the person's own answers, for one channel."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from auditor.bundle.selection import NEVER_TAKEN
from auditor.complaint.checklist import checklist
from auditor.complaint.clauses import clauses
from auditor.complaint.event_rows import EventTable, event_lines, event_table, raw_lines
from auditor.complaint.lengths import Narrative, fit, form_length
from auditor.complaint.letter import letter_to_operator
from auditor.complaint.limits import changes, statement, statements
from auditor.complaint.own_fields import CONTACTS
from auditor.complaint.phrases import chosen, phrase
from auditor.complaint.records import (
    Annex,
    Channel,
    Complaint,
    Contact,
    EventLine,
    Field,
    Filler,
    OwnFields,
    Part,
    Problem,
    Shape,
    Told,
    Trouble,
    date_of,
)
from auditor.complaint.subject import (
    Subject,
    app_text,
    device_text,
    program_values,
    subject_of,
    window_text,
)
from auditor.complaint.telling import brief_text, fact_times, full_text, told_finding
from auditor.errors import UsageError
from auditor.filters import EventFilter
from auditor.findings.records import Finding
from auditor.identity.inert_text import inert
from auditor.picture import timeline_svg
from auditor.pseudonyms import pseudonyms
from auditor.records import DataType
from auditor.store import Store
from auditor.task import Task
from auditor.words import known_language

AROUND = 20  # the picture shows this share of the span more at each end, one part in so many
LEAST_AROUND_MS = 3_600_000
PICTURE_WIDTH_PX, HEAD_PX, ROW_PX = 1100, 300, 34


@dataclass(frozen=True, slots=True)
class Request:
    """What a complaint is made of beside the case. `made_on` is the date it bears.

    `lang` None is the channel's first language. `guide_lang` is that of the checklist, which
    speaks to the person; None is the language of the complaint.
    """

    channel: Channel
    findings: tuple[Finding, ...]
    own: OwnFields
    made_on: date
    lang: str | None = None
    guide_lang: str | None = None
    annex: Annex | None = None


def compose(store: Store, request: Request, task: Task | None = None) -> Complaint:
    """Build everything that would leave, and say what stands in the way.

    It only reads, but for the key of the case's pseudonyms, which is made on first use.

    Raises UsageError when the findings are of several apps, suppressed or dismissed, or when the
    channel does not take the language; Cancelled.
    """
    return _Composing(store, request, task or Task()).run()


class _Composing:
    def __init__(self, store: Store, request: Request, task: Task) -> None:
        self._store, self._request, self._task = store, request, task
        self._channel, self._own = request.channel, request.own
        self._lang = _language(request)
        self._findings = sorted(_open_ones(request.findings), key=lambda each: -each.severity.rank)
        self._names = pseudonyms(store)
        self._subject = subject_of(store, self._names, self._findings, self._lang)
        _same_phone(request.annex, self._subject)
        times = [t for f in self._findings for t in (f.first_ms, f.last_ms) if t is not None]
        begin_ms, end_ms = min(times, default=None), max(times, default=None)
        device = self._findings[0].device_id
        self._changes = changes(store.path, device, begin_ms, end_ms, self._lang)

    def run(self) -> Complaint:
        table = event_table(self._store, self._findings, self._task)
        told = self._told(table)
        events = tuple(event_lines(table, self._names, self._subject, self._lang))
        self._task.step(0, None, "picture")
        picture = self._picture()
        parts = tuple(self._parts(told, events, table))
        problems = (*(p for part in parts for p in part.problems), *self._problems(told))
        lang, channel, device = self._lang, self._channel, self._subject.device
        guide_lang = self._request.guide_lang or lang
        return Complaint(
            channel=channel,
            lang=lang,
            guide_lang=guide_lang,
            made_on=self._request.made_on.isoformat(),
            title=phrase("frame.title", lang, app=self._subject.label),
            is_sample=device.is_sample,
            is_draft=any(each.stops for each in problems),
            parts=parts,
            told=told,
            events=events,
            events_left_out=table.left_out,
            raw_lines=tuple(raw_lines(self._findings, self._names)),
            picture_svg=picture,
            limits=(*self._changes, *statements(lang)),
            annex=self._request.annex,
            letter=letter_to_operator(
                channel, self._subject, told, self._own, self._request.made_on, lang
            ),
            checklist=checklist(channel, problems, self._request.annex, guide_lang),
            problems=problems,
        )

    def _told(self, table: EventTable) -> tuple[Told, ...]:
        return tuple(
            told_finding(finding, self._subject, rows, self._channel.clauses, self._lang)
            for finding, rows in zip(self._findings, table.rows, strict=True)
        )

    def _picture(self) -> str | None:
        first = self._findings[0]
        times = [
            t for each in self._findings for t in (each.first_ms, each.last_ms) if t is not None
        ]
        if not times:
            return None
        around = max((max(times) - min(times)) // AROUND, LEAST_AROUND_MS)
        types = {each.data_type for each in self._findings if each.data_type}
        wanted = EventFilter(
            types=frozenset(DataType(each) for each in types),
            packages=frozenset({first.package}),
            uids=frozenset({first.uid}),
            device_id=first.device_id,
            since_ms=min(times) - around,
            until_ms=max(times) + around,
        )
        lang = known_language(self._lang)
        size = (PICTURE_WIDTH_PX, HEAD_PX + ROW_PX * max(1, len(types)))
        return timeline_svg(self._store, wanted, size, "light", lang, self._subject.phone)

    # --- the fields of the form ----------------------------------------------------------------

    def _parts(
        self, told: Sequence[Told], events: Sequence[EventLine], table: EventTable
    ) -> Iterator[Part]:
        values = program_values(self._subject, self._findings, self._lang)
        values |= self._texts(told, events, table)
        for field in self._channel.fields:
            if field.filler is Filler.PERSON:
                yield self._persons(field)
            elif field.key in ("facts", "summary"):
                yield self._narrated(field, told)
            else:
                yield _part(field, values.get(field.key, ""), self._lang)

    def _texts(
        self, told: Sequence[Told], events: Sequence[EventLine], table: EventTable
    ) -> dict[str, str]:
        lang = self._lang
        cited = dict.fromkeys(name for each in told for name in each.clauses)
        return {
            "events": "\n".join(self._first_and_last(told, events)),
            "clauses": "\n".join(cited),
            "cannot_prove": "\n\n".join((*self._changes, *statements(lang))),
            "evidence": self._evidence(),
        }

    def _first_and_last(self, told: Sequence[Told], events: Sequence[EventLine]) -> Iterator[str]:
        """List first and last event of each finding; of a fact, its own first and last time."""
        for number, each in enumerate(told, 1):
            mine = [line for line in events if line.number == number]
            lines = [(line.local, line.utc, line.what) for line in mine[:1] + mine[1:][-1:]]
            for local, utc, what in lines or fact_times(each, self._subject):
                yield phrase(
                    "text.event", self._lang, number=number, local=local, utc=utc, what=what
                )

    def _evidence(self) -> str:
        annex, lang = self._request.annex, self._lang
        if annex is None:
            return phrase("text.annex_none", lang)
        named = phrase(
            "text.annex",
            lang,
            name=inert(annex.name) or "?",
            files=annex.files,
            sha256=annex.manifest_sha256,
        )
        lacking = [
            f"{number}"
            for number, each in enumerate(self._findings, 1)
            if not NEVER_TAKEN.isdisjoint(each.rule.needs)
        ]
        if not lacking:
            return named
        numbers = phrase("frame.comma", lang).join(lacking)
        return f"{named}\n{phrase('text.annex_lacks', lang, numbers=numbers)}"

    def _narrated(self, field: Field, told: Sequence[Told]) -> Part:
        fitted = fit(self._narrative(told), field.longest)
        problems: list[Problem] = []
        if not fitted.fits:
            problems.append(Problem(Trouble.TOO_LONG, field.key, str(field.longest)))
        elif fitted.is_shortened:
            problems.append(Problem(Trouble.SHORTENED, field.key, str(field.longest)))
        return _part(field, fitted.text, self._lang, problems)

    def _narrative(self, told: Sequence[Told]) -> Narrative:
        lang = self._lang
        numbered = list(enumerate(told, 1))
        return Narrative(
            opening=self._opening(is_long=True),
            short_opening=self._opening(is_long=False),
            full=tuple(full_text(number, each, lang) for number, each in numbered),
            brief=tuple(brief_text(number, each, lang) for number, each in numbered),
            closing=self._closing(),
            limits="\n\n".join((*self._changes, statement(lang))),
            app_note=phrase("text.shortened_app", lang),
            brief_note=lambda count: phrase("text.shortened_details", lang, count=count),
            gone_note=lambda count: phrase("text.shortened_findings", lang, count=count),
        )

    def _opening(self, is_long: bool) -> str:
        return self._channel.opening[self._lang].format(
            window=window_text(self._subject, self._findings, self._lang),
            device=device_text(self._subject.device, self._lang),
            app=app_text(self._subject, self._lang, is_long),
        )

    def _closing(self) -> str:
        closing = self._channel.closing[self._lang]
        if self._request.annex is None or self._channel.field("evidence") is None:
            return closing  # it names no list that is not there
        listed = phrase("text.annex_listed", self._lang)
        return phrase("frame.sentences", self._lang, first=closing, second=listed)

    def _persons(self, field: Field) -> Part:
        if field.shape is Shape.CONTACTS:
            text = "\n".join(_contact(each, self._lang) for each in self._own.contacts)
            dates = [each.date for each in self._own.contacts]
        else:
            text = self._own.values.get(field.key, "")
            dates = [text] if field.shape is Shape.DATE else []
        wrong = [each for each in dates if each and date_of(each) is None]
        problems = [Problem(Trouble.NO_DATE, field.key, each) for each in wrong]
        if field.longest is not None and form_length(text) > field.longest:
            problems.append(Problem(Trouble.TOO_LONG, field.key, str(field.longest)))
        return _part(field, text, self._lang, problems)

    # --- what stands in the way ----------------------------------------------------------------

    def _problems(self, told: Sequence[Told]) -> Iterator[Problem]:
        yield from (Problem(Trouble.UNKNOWN_KEY, None, key) for key in self._own.unknown)
        left = dict.fromkeys(
            name
            for each in told
            for name in clauses(
                each.finding.rule.references, self._channel.clauses, self._lang
            ).unverified
        )
        if left:
            yield Problem(Trouble.UNVERIFIED, None, ", ".join(left))
        foreign = [each.title for each in told if each.language != self._lang]
        yield from (Problem(Trouble.OTHER_LANGUAGE, None, title) for title in foreign)
        until = _waiting_until(self._channel, self._own.contacts, self._request.made_on)
        if until is not None:
            yield Problem(Trouble.WAIT, CONTACTS, until.isoformat())


def _language(request: Request) -> str:
    lang = request.lang or request.channel.languages[0]
    if lang not in request.channel.languages:
        known = ", ".join(request.channel.languages)
        raise UsageError(
            f"The channel {request.channel.id} does not take a complaint in {lang}.",
            f"Choose one of: {known}.",
        )
    return lang


def _open_ones(findings: Sequence[Finding]) -> Sequence[Finding]:
    for each in findings:
        if each.suppressed:
            raise UsageError(
                f"The finding {each.id} has a known honest reason and is no ground to complain.",
                "Choose others: auditor findings --case DIR",
            )
        if each.dismissal is not None:
            raise UsageError(
                f"The finding {each.id} was dismissed.", "Take the dismissal back first."
            )
    return tuple({each.id: each for each in findings}.values())


def _same_phone(annex: Annex | None, subject: Subject) -> None:
    if annex is not None and annex.phone is not None and annex.phone != subject.phone:
        raise UsageError(
            "The bundle is of another phone or another case than the findings.",
            "Export a bundle of this case.",
        )


def _part(field: Field, text: str, lang: str, problems: Sequence[Problem] = ()) -> Part:
    found = list(problems)
    if field.is_required and not text:
        is_persons = field.filler is Filler.PERSON
        found.append(Problem(Trouble.MISSING if is_persons else Trouble.NOT_KNOWN, field.key))
    if field.filler is Filler.PROGRAM and field.longest and form_length(text) > field.longest:
        found += [] if found else [Problem(Trouble.TOO_LONG, field.key, str(field.longest))]
    return Part(field, chosen(field.label, lang), text, form_length(text), tuple(found))


def _contact(contact: Contact, lang: str) -> str:
    blank = phrase("frame.to_fill", lang)
    said = phrase(
        "text.contact_line",
        lang,
        date=contact.date or blank,
        channel=contact.channel or blank,
        text=contact.text or blank,
    )
    if not contact.answer:
        return f"{said} – {phrase('text.contact_no_answer', lang)}"
    return f"{said} – {phrase('text.contact_answer', lang, answer=contact.answer)}"


def _waiting_until(channel: Channel, contacts: Sequence[Contact], made_on: date) -> date | None:
    """Give the day until which the operator may still answer; None if nothing is waited for."""
    prior = channel.prior_contact
    if prior is None or prior.wait_days is None or any(each.answer for each in contacts):
        return None
    sent = [found for each in contacts if (found := date_of(each.date)) is not None]
    if not sent:
        return None
    until = min(sent) + timedelta(days=prior.wait_days)
    return until if until > made_on else None
