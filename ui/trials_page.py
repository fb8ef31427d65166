"""The Test sessions page: those of a case and what they show; a new one; the one that goes on."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from auditor import words
from auditor.trials.clocks import host_ms
from auditor.trials.marking import Clicked
from auditor.trials.records import Trial
from auditor.trials.results import Results
from ui import trial_jobs
from ui.ask import Ask
from ui.blank_page import BlankPage
from ui.case_actions import CaseActions
from ui.found import Found, Stage
from ui.jobs import Jobs
from ui.labels import Labels
from ui.live import LiveWatch
from ui.phrases import fill
from ui.rows_table import choose_row
from ui.session import CaseInfo, Session
from ui.theme import Theme
from ui.trial_jobs import Click, Phone, phones_of
from ui.trial_list import TrialsTable
from ui.trial_marks import MarkRow, open_screenshot
from ui.trial_results import TrialResults
from ui.trial_run import TrialRun, Wanted
from ui.trial_saving import TrialSaving
from ui.trial_setup import Setup, TrialSetup
from ui.trial_watch import TrialWatch
from ui.widgets import clean, column, label, push_button, row, stacked

if TYPE_CHECKING:  # numpy takes 0.1 s to import
    from auditor.query import CaptureRow


class TrialsPage(QWidget):
    """Which of its views is shown follows from the case: a session that goes on comes first."""

    failed = Signal(object)  # AuditorError
    begin_chosen = Signal(object)  # a page's name: go there
    finding_chosen = Signal(object)  # finding id (str)
    told = Signal(object)  # a sentence
    events_chosen = Signal(object, object)  # EventFilter, event id | None: show the timeline

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        found: Found,
        actions: CaseActions,
        live: LiveWatch,
        labels: Labels,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._session, self._jobs, self._found, self._actions = session, jobs, found, actions
        self._labels, self._theme = labels, theme
        self._watch = TrialWatch(live, session, self)
        self._sessions: tuple[Trial, ...] = ()
        self._shown: int | None = None  # the session whose results are shown
        self._readings: tuple[object, ...] = ()  # what they rest on, and what rules found
        self._rules: list[object] = []
        self._is_old = True
        self._is_reading = False  # for a session that has begun: come back after it
        self._ending: tuple[int, int] | None = None  # session and when End was clicked
        self.run, self.setup = TrialRun(live, labels, theme), TrialSetup(labels)
        self.results = TrialResults(labels, theme)
        self.ask = Ask("askTrial", theme)
        self._saving = TrialSaving(self, session, jobs, labels, theme)
        self._build()
        self._connect()
        self._show_case(session.case)

    def _build(self) -> None:
        self.list = TrialsTable(
            self._session, self._labels, self.tr("Test sessions"), self.tr("Called")
        )
        lower = QWidget()
        lower.setLayout(column(self._bar(), self.results, spacing=8))
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(lower)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 3)
        self.list.setMinimumHeight(self.fontMetrics().height() * 7)
        self._body = QWidget()
        self._body.setLayout(column(split, margin=14))
        self._running = QWidget()
        self._running.setLayout(column(self.ask, self.run))
        self._none = BlankPage(
            self._theme,
            "emptyTrials",
            "sessions",
            self.tr("No test session yet"),
            self.tr(
                "Follow a test plan over an app: first start, refusal, agreement, hands off, "
                "background. One click marks each step, and the phone's own records say what the "
                "app did meanwhile. A second session shows whether it does so again."
            ),
            (("new", self.tr("New test session")),),
        )
        self._no_case = BlankPage(
            self._theme,
            "trialsWithoutCase",
            "sessions",
            self.tr("No phone was read yet"),
            self.tr("A test session is about an app of a phone: read the phone first."),
            (("home", self.tr("To Home")),),
        )
        states = (self._no_case, self._none, self._body, self.setup, self._running)
        self._stack = stacked(self, *states)

    def _bar(self) -> QHBoxLayout:
        self._title = label(kind="heading", wraps=True, name="trialShownTitle")
        new = push_button(
            self.tr("New test session"),
            "trialNew",
            self.tr("Choose a plan and an app"),
            self._set_up,
            "primary",
        )
        self._save = push_button(
            self.tr("Save the results …"),
            "saveTrial",
            self.tr("As JSON: phones have pseudonyms, what you typed stays here"),
            lambda: self._saving.save_session(self.results.found),
        )
        line = row(self._title, self._save, new, spacing=8)
        line.setStretch(0, 1)
        return line

    def _connect(self) -> None:
        self._session.case_changed.connect(self._show_case)
        self._found.changed.connect(self._follow_findings)
        self._actions.reading_ended.connect(self._after_reading)
        self._none.action_chosen.connect(lambda _code: self._set_up())
        self._no_case.action_chosen.connect(self.begin_chosen)
        self.list.row_chosen.connect(self._show_session)
        self.setup.begin_chosen.connect(self._begin)
        self.setup.left.connect(self._show_state)
        self.run.mark_chosen.connect(self._mark)
        self.run.step_chosen.connect(self._go_to_step)
        self.run.undo_chosen.connect(self._undo)
        self.run.end_chosen.connect(self._end)
        self.run.marks.row_opened.connect(self._open_screenshot)
        self.results.marks.row_opened.connect(self._open_screenshot)
        self.results.finding_chosen.connect(self.finding_chosen)
        self.results.needs_room_changed.connect(self.list.setHidden)
        comparison = self.results.comparison
        comparison.other_chosen.connect(self._compare)
        comparison.save_chosen.connect(lambda k: self._saving.save_comparison(comparison, k))
        comparison.timelines.events_chosen.connect(self.events_chosen)
        for part in (self.setup, self._saving):
            part.failed.connect(self.failed)
        self._saving.told.connect(self.told)

    def _show_case(self, case: CaseInfo | None) -> None:
        if case is None or not case.captures:
            self._sessions = ()
            self._stack.setCurrentWidget(self._no_case)
            return
        self.setup.show_case(case)
        readings = (case.path, *map(_settled, case.captures))
        self._is_old, self._readings = self._readings != readings, readings
        self._read_sessions()

    def _read_sessions(self) -> None:
        case = self._session.case
        if case is not None:
            told = {"on_done": self._take, "on_error": self.failed.emit}
            self._jobs.run(trial_jobs.sessions, case.path, **told, key="trials")

    def _take(self, found: tuple[Trial, ...]) -> None:
        if found == self._sessions and not self._is_old:
            return  # a watch that goes on brought news: what is shown stays until it has ended
        self._sessions, self._is_old = found, False
        ended = [each for each in found if not each.is_open]
        self.list.rows.show_rows(ended)
        if self._stack.currentWidget() is not self.setup or self.open_trial is not None:
            self._show_state()  # who is setting one up goes on, whatever a watch brings
        if ended and self._stack.currentWidget() is self._body:
            place = next((i for i, e in enumerate(self.list.rows.rows()) if e.id == self._shown), 0)
            choose_row(self.list, place)

    @property
    def open_trial(self) -> Trial | None:
        """The session that goes on."""
        return next((each for each in self._sessions if each.is_open), None)

    def _show_state(self) -> None:
        case, found = self._session.case, self.open_trial
        if case is None or not case.captures:
            self._stack.setCurrentWidget(self._no_case)
        elif found is not None:
            self.run.show_trial(found, case)
            self._stack.setCurrentWidget(self._running)
        else:
            self._stack.setCurrentWidget(self._body if self._sessions else self._none)

    def _set_up(self) -> None:
        self._stack.setCurrentWidget(self.setup)

    def _begin(self, wanted: Setup) -> None:
        self._with_case(
            trial_jobs.begin,
            (wanted.plan, wanted.apps, wanted.title, wanted.takes_screenshots),
            lambda found: self._begun(found, wanted),
        )

    def _begun(self, found: Trial, wanted: Setup) -> None:
        self._replace(found)
        self.setup.forget_consent()
        if wanted.is_watched:
            self._watch.want(found)
        if wanted.is_read_first:
            self._read_phones(found)
        else:
            self._watch.begin()

    def _read_phones(self, found: Trial) -> None:
        self._is_reading = True
        self._actions.read_again(self._phones(found))

    def _phones(self, found: Trial) -> tuple[Phone, ...]:
        return phones_of(found, self._session.case.devices if self._session.case else ())

    def _after_reading(self) -> None:
        """Come back after a reading that a session asked for; end the session if it asked so."""
        if self._is_reading:
            self._is_reading = False
            self.begin_chosen.emit("sessions")
            self._watch.begin_after_reading()
            if self._ending is not None:
                self._session.case_changed.connect(
                    self._end_if_read, Qt.ConnectionType.SingleShotConnection
                )

    def _end_if_read(self, case: CaseInfo | None) -> None:
        """End the session if every phone of it was read; else ask what to do."""
        ending, self._ending = self._ending, None
        found = self.open_trial
        if ending is None or found is None or case is None or found.id != ending[0]:
            return
        read = {c.device_id for c in case.captures if c.started_ms >= ending[1]}
        unread = [each for each in found.phones if each not in read]
        if not unread:
            self._finish(*ending)
            return
        question = self.tr("%1 could not be read, so the session goes on. End it without reading?")
        names = self._labels.listed(clean(case.phone_name(each), 80) for each in unread)
        question = fill(question, names)
        yes = self.tr("End without reading")
        self.ask.ask(question, yes, lambda: self._finish(*ending))

    def _end(self, is_read: bool) -> None:
        found = self.open_trial
        if found is None:
            return
        if not is_read:
            self._finish(found.id, host_ms())
            return
        self._ending = (found.id, host_ms())
        self._read_phones(found)

    def _finish(self, trial_id: int, ended_ms: int) -> None:
        self._shown = trial_id
        self._with_case(trial_jobs.end, (trial_id, ended_ms), self._finished)

    def _finished(self, _found: Trial) -> None:
        self._watch.end()
        self._found.ask()  # its marks answer rules that could not be asked before
        self._read_sessions()

    def _mark(self, wanted: Wanted) -> None:
        found = self.open_trial
        if found is None:
            return
        click = Click(
            found.id, wanted.kind, wanted.text, wanted.app, wanted.step, wanted.clicked_ms
        )

        def keep(kept: tuple[int, Trial]) -> None:
            number, after = kept
            self._replace(after)
            self._complete(after, number, wanted.with_screenshot)

        self._with_case(trial_jobs.keep_click, (click,), keep)

    def _complete(self, found: Trial, number: int, with_screenshot: bool) -> None:
        """Ask the phones for their time; the mark is kept already."""
        self._with_case(
            trial_jobs.complete_click,
            ((found.id, number), self._phones(found), self._actions.phones.server, with_screenshot),
            self._completed,
        )

    def _completed(self, clicked: Clicked) -> None:
        for trouble in clicked.troubles:
            self.failed.emit(trouble)
        self._read_sessions()

    def _go_to_step(self, step: str) -> None:
        found = self.open_trial
        if found is not None:
            self._with_case(trial_jobs.go_to_step, (found.id, step), self._replace)

    def _undo(self) -> None:
        found = self.open_trial
        if found is not None:
            self._with_case(trial_jobs.strike, (found.id, None), self._replace)

    def _open_screenshot(self, row: MarkRow) -> None:
        if self._session.case is not None:
            open_screenshot(self._session.case.path, row)

    def _replace(self, found: Trial) -> None:
        """Show a session as it is now, before the list is read again."""
        others = tuple(each for each in self._sessions if each.id != found.id)
        self._sessions = (*others, found)
        self._show_state()

    def _with_case(
        self, function: Callable[..., object], arguments: Sequence[object], then: Callable
    ) -> None:
        """Do something to the case, one quick transaction. Without a key: nothing may end it."""
        case = self._session.case
        if case is not None:
            told = {"on_done": then, "on_error": self.failed.emit}
            self._jobs.run(function, case.path, *arguments, **told)

    def _show_session(self, found: Trial) -> None:
        case = self._session.case
        if case is None:
            return
        self._shown = found.id
        name = f"{words.word('trial.session', self._labels.lang)} {found.id}"
        self._title.setText(clean(f"{name}: {found.title}" if found.title else name, 200))
        rules = self._found.findings if self._found.stage is Stage.THERE else None
        self._rules = self._rules_of(found)
        self._save.setEnabled(False)
        told = {"on_done": self._show_results, "on_error": self.failed.emit}
        self._jobs.run(trial_jobs.results, case.path, found.id, rules, **told, key="trial results")

    def _show_results(self, found: Results) -> None:
        case = self._session.case
        if case is None:
            return
        self.results.show_results(found, case)
        self._save.setEnabled(True)
        ended = [each for each in self._sessions if not each.is_open]
        first = self.results.comparison.show_choices(ended, found.trial)
        if first is not None:
            self._compare(first)

    def _follow_findings(self) -> None:
        """What was found after a session's marks were there belongs to its results."""
        if self._found.stage is Stage.THERE and self._stack.currentWidget() is self._body:
            chosen = next((e for e in self._sessions if e.id == self._shown), None)
            if chosen is not None and not chosen.is_open and self._rules_of(chosen) != self._rules:
                self._show_session(chosen)

    def _rules_of(self, found: Trial) -> list[object]:
        """What rules found about each app of a session; None until they were asked."""
        return [self._found.of_app((app.device_id, app.uid, app.package)) for app in found.apps]

    def _compare(self, other: tuple[int, int]) -> None:
        """The earlier session is the first one."""
        case, shown = self._session.case, self.results.found
        if case is None or shown is None:
            return
        wanted = tuple(sorted(((shown.trial.id, 1), tuple(other))))
        asked = (case.path, wanted, shown.rules, self._labels.lang)
        show = self.results.comparison.show_comparison
        told = {"on_done": lambda found: show(found, case), "on_error": self.failed.emit}
        self._jobs.run(trial_jobs.compare, *asked, **told, key="trial comparison")


def _settled(capture: "CaptureRow") -> object:
    """What results rest on of a reading; of a watch that goes on, only that it does."""
    return (capture.capture_id, capture.outcome) if capture.outcome == "running" else capture
