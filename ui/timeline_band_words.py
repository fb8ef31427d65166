"""What the band above the lanes says: under the pointer, to a screen reader, in a stretch."""

from collections.abc import Iterator

import numpy as np

from auditor import words
from auditor.band import Band, Stretches
from auditor.changes import Change
from auditor.coverage import Keeps, Stretch
from auditor.mark_words import mark_text
from auditor.notes import Evidence, Notes, OwnMark
from auditor.watches import Unseen, WatchSpan
from ui.labels import Labels
from ui.phrases import fill, tr
from ui.timeline_stage import Stage
from ui.timeline_words import moment, span_text, tell_change
from ui.widgets import clean

HIT_PX = 6
MOST_SPOKEN = 8


class BandWords:
    """Knows what is shown above the lanes and puts it into words."""

    def __init__(self, stage: Stage, labels: Labels) -> None:
        self.stage, self.labels = stage, labels
        self.band: Band | None = None
        self.are_several = False  # phones, and none of them is the one that is meant
        self.notes = Notes()

    def why_nothing(self) -> str:
        """Why there is neither screen nor app in front."""
        return tr("Several phones: screen and app in front belong to one phone alone")

    def stretch_texts(self, stretch: Stretch) -> tuple[str, str]:
        """What a stretch says, at length and in short."""
        if stretch.keeps is Keeps.LAST_ONLY:
            short = words.word("picture.legend_last_only", self.labels.lang)
            return tr("only last accesses are recorded here: a gap says nothing"), short
        short = words.word("picture.legend_nothing", self.labels.lang)
        if stretch.end_ms is None and stretch.begin_ms is not None:
            return tr("no data: the phone was not read after this"), short
        return tr("no data: nothing that is shown here was recorded earlier"), short

    def front_name(self, front: Stretches, i: int) -> str:
        """What the app of a stretch in front is called."""
        assert self.band is not None
        app = self.band.packages[front.package[i]]
        return _with_user(clean(app.label or app.package, 80), app.user)

    def changes_in_view(self) -> Iterator[Change]:
        """Installs, updates and permission changes that may have happened in the span."""
        span = self.stage.span
        for change in self.band.changes if self.band else ():
            if change.end_ms >= span.begin_ms and change.begin_ms <= span.end_ms:
                yield change

    def watches_in_view(self) -> Iterator[WatchSpan]:
        """The live watches that reach into the span."""
        span = self.stage.span
        for watch in self.band.watches if self.band else ():
            if watch.end_ms >= span.begin_ms and watch.begin_ms <= span.end_ms:
                yield watch

    def _watch_texts(self, time_ms: float) -> Iterator[str]:
        for watch in self.watches_in_view():
            if not watch.begin_ms <= time_ms <= watch.end_ms:
                continue
            gaps = [gap for gap in watch.gaps if gap.begin_ms <= time_ms < gap.end_ms]
            if gaps:
                yield from (self._unseen_text(gap) for gap in gaps)
            else:
                span = span_text(watch.begin_ms, watch.end_ms, self.stage.zone)
                yield fill(tr("Watched live: %1"), span)

    def _unseen_text(self, gap: Unseen) -> str:
        span = span_text(gap.begin_ms, gap.end_ms, self.stage.zone)
        reason = words.word(f"live_gap_short.{gap.reason}", self.labels.lang)
        return fill(tr("The watch saw nothing: %1 (%2)"), span, reason)

    def mark_at(self, x: float) -> OwnMark | None:
        """The own mark nearest to a pixel."""
        near = [m for m in self.notes.marks if -HIT_PX <= x - self.stage.x_of(m.time_ms) <= 12]
        return min(near, key=lambda m: abs(self.stage.x_of(m.time_ms) - x), default=None)

    def text_of(self, mark: OwnMark) -> str:
        """What a mark says: of a test session, which step it is."""
        return mark_text(mark, self.labels.lang)

    def evidence_at(self, x: float) -> Evidence | None:
        """The shortest span kept as evidence around a pixel."""
        time_ms = self.stage.time_at(x)
        around = [e for e in self.notes.evidence if e.begin_ms <= time_ms < e.end_ms]
        return min(around, key=lambda e: e.end_ms - e.begin_ms, default=None)

    def text_at(self, x: float) -> str:
        """What is under a point, a sentence a line."""
        time_ms = self.stage.time_at(x)
        lines = list(self._moment_texts(x))
        if self.band is not None and not lines:
            lines = [*self._screen_texts(time_ms), *self._front_texts(time_ms)]
        lines += self._watch_texts(time_ms)
        if self.are_several:
            lines.append(self.why_nothing())
        lines += [
            self.stretch_texts(stretch)[0]
            for stretch in self.stage.stretches
            if stretch.keeps is not Keeps.ALL and _is_within(stretch, time_ms)
        ]
        return "\n".join(lines)

    def _moment_texts(self, x: float) -> Iterator[str]:
        zone = self.stage.zone
        for reading in self.stage.readings:
            if abs(self.stage.x_of(reading.end_ms) - x) <= HIT_PX:
                yield fill(tr("The phone was read at %1."), moment(reading.end_ms, 1000, zone))
        mark, evidence = self.mark_at(x), self.evidence_at(x)
        if mark is not None:
            told = clean(self.text_of(mark))
            yield fill(tr("My mark at %1: %2"), moment(mark.time_ms, 1000, zone), told)
        if evidence is not None:
            yield self._evidence_text(evidence)
        for change in self.changes_in_view():
            if abs(self.stage.x_of(change.end_ms) - x) <= HIT_PX:
                yield tell_change(change, self._label_of(change), zone)

    def _evidence_text(self, evidence: Evidence) -> str:
        span = span_text(evidence.begin_ms, evidence.end_ms, self.stage.zone)
        number = self.labels.number(len(evidence.event_ids))
        return fill(tr("Kept as evidence: %1, records: %2"), span, number)

    def _label_of(self, change: Change) -> str:
        assert self.band is not None
        wanted = (change.user, change.package)
        named = (p for p in self.band.packages if (p.user, p.package) == wanted)
        found = next((p.label for p in named if p.label), None)
        name = clean(f"{found} ({change.package})" if found else change.package, 120)
        return _with_user(name, change.user)

    def _screen_texts(self, time_ms: float) -> Iterator[str]:
        assert self.band is not None
        texts = {
            (0, True): tr("Screen on: %1"),
            (0, False): tr("Screen off: %1"),
            (1, True): tr("Locked: %1"),
        }
        for kind, runs in enumerate((self.band.screen, self.band.lock)):
            for i in _around(runs, time_ms):
                text = texts.get((kind, bool(runs.is_on[i])))
                if text:
                    yield fill(text, self._span(runs, i))
        if not len(_around(self.band.screen, time_ms)):
            yield tr("Screen: not recorded here")

    def _front_texts(self, time_ms: float) -> Iterator[str]:
        assert self.band is not None
        front = self.band.front
        for i in _around(front, time_ms)[:4]:
            yield fill(tr("In front: %1, %2"), self.front_name(front, i), self._span(front, i))

    def _span(self, runs: Stretches, i: int) -> str:
        text = span_text(int(runs.begin_ms[i]), int(runs.end_ms[i]), self.stage.zone)
        return text if runs.ends_known[i] else fill(tr("%1 or later"), text)

    def description(self) -> str:
        """What happened in the span that is shown."""
        zone, span = self.stage.zone, self.stage.span
        told = [
            fill(
                tr("My mark at %1: %2"), moment(mark.time_ms, 1000, zone), clean(self.text_of(mark))
            )
            for mark in self.notes.marks
            if span.begin_ms <= mark.time_ms < span.end_ms
        ]
        told += [
            self._evidence_text(each)
            for each in self.notes.evidence
            if each.begin_ms < span.end_ms and each.end_ms > span.begin_ms
        ]
        told += [
            tell_change(each, self._label_of(each), self.stage.zone)
            for each in self.changes_in_view()
        ]
        told += [
            self._unseen_text(gap)
            for watch in self.watches_in_view()
            for gap in watch.gaps
            if gap.begin_ms < span.end_ms and gap.end_ms > span.begin_ms
        ]
        more = len(told) - MOST_SPOKEN
        if more > 0:
            told = [*told[:MOST_SPOKEN], fill(tr("and %1 more changes"), self.labels.number(more))]
        if self.are_several:
            told.insert(0, self.why_nothing())
        return " ".join(told)


def _with_user(name: str, user: int) -> str:
    """A work profile or a second user is named: its app of one name is another app."""
    return f"{name}, {fill(tr('user %1'), str(user))}" if user else name


def _around(runs: Stretches, time_ms: float) -> list[int]:
    """Which stretches a time is in."""
    found: list[int] = np.flatnonzero((runs.begin_ms <= time_ms) & (runs.end_ms > time_ms)).tolist()
    return found


def _is_within(stretch: Stretch, time_ms: float) -> bool:
    is_after = stretch.begin_ms is None or stretch.begin_ms <= time_ms
    return is_after and (stretch.end_ms is None or time_ms < stretch.end_ms)
