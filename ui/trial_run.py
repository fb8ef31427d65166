"""A test session while it goes on: the step, its marks as large buttons, what was marked."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QWidget,
)

from auditor.mark_words import NAMING_DATA, kind_title
from auditor.notes import LONGEST_TEXT, MarkKind, known_kind
from auditor.permissions import types_with_permission
from auditor.trials.clocks import host_ms
from auditor.trials.keeping import next_step
from auditor.trials.records import Clock, Step, Trial, TrialApp, said
from ui.actions import add_action
from ui.ask import Ask
from ui.flow import FlowLayout
from ui.labels import Labels, local_time, zone_of
from ui.live import LiveWatch
from ui.live_bar import LiveBar
from ui.no_wheel import NoWheel
from ui.session import CaseInfo
from ui.theme import Theme
from ui.trial_marks import MarksTable, app_names
from ui.trial_watch import watched_phones
from ui.widgets import card, clean, clear_layout, column, label, push_button, row

TICK_MS = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person clicked. `app` None: all apps of the session."""

    kind: MarkKind | None
    text: str
    app: TrialApp | None
    step: str | None
    with_screenshot: bool
    clicked_ms: int


class TrialRun(QWidget):
    """Digits click the marks of the step, N goes on, U undoes, Enter in the line marks a note."""

    mark_chosen = Signal(object)  # Wanted
    step_chosen = Signal(object)  # a step's id (str)
    undo_chosen = Signal()
    end_chosen = Signal(object)  # whether the phones are read before (bool)

    def __init__(
        self, live: LiveWatch, labels: Labels, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("trialRun")
        self.live_bar = LiveBar(live, labels, theme, None)
        self._labels, self._theme = labels, theme
        self._trial: Trial | None = None
        self._case: CaseInfo | None = None
        self._buttons: list[QPushButton] = []
        self.ask = Ask("askEnd", theme)
        self.marks = MarksTable(labels)
        self._build()
        self._add_keys()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def show_trial(self, found: Trial, case: CaseInfo) -> None:
        """Show a session as it is now."""
        before = self._trial
        self._trial, self._case = found, case
        self.live_bar.phones = watched_phones(found, case)
        names = app_names(case, self._labels.lang)
        is_other = before is None or (before.id, before.step) != (found.id, found.step)
        if is_other or not self._buttons:
            self._show_step(found)
        if before is None or before.id != found.id:
            self._show_apps(found, case, names)
            self._note.clear()
        zones = {device.device_id: device.zone for device in case.devices}
        self.marks.show_trial(found, zones, names)
        self._undo.setEnabled(any(mark.counts for mark in found.marks))
        self._tick()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _build(self) -> None:
        self._head = label(kind="muted", wraps=True, name="trialHead")
        self._clock = label(kind="muted", name="trialClock")
        self._place = label(kind="muted", name="trialPlace")
        self._step = label(kind="title", wraps=True, name="trialStep")
        self._told = label(wraps=True, name="trialInstruction")
        self._watch = label(kind="muted", wraps=True, name="trialWatch")
        self._elapsed = label(name="trialElapsed")
        self._bar = QProgressBar()
        self._bar.setObjectName("trialProgress")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How much of the planned time has passed"))
        self._marks_of_step = QWidget()
        self._marks_of_step.setLayout(FlowLayout(spacing=8))
        head = row(self._head, self.live_bar, self._clock, spacing=12)
        head.setStretch(0, 1)
        time = row(self._elapsed, self._bar, spacing=10)
        time.setStretch(1, 1)
        content = column(
            self._place,
            self._step,
            self._told,
            self._watch,
            time,
            self._marks_of_step,
            self._choices(),
            self._deeds(),
            spacing=10,
            margin=16,
        )
        step = card(content, name="trialCard")
        layout = column(head, step, self.ask, self.marks, spacing=10, margin=14)
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self.marks.setMinimumHeight(self.fontMetrics().height() * 7)

    def _choices(self) -> QHBoxLayout:
        """Which kind of data and which app a mark is about, other marks, and a note."""
        self._data = self._combo("trialData", self.tr("Which permission or kind of data"))
        self._data.addItem(self.tr("Which permission? (none said)"), "")
        for each in sorted(types_with_permission(), key=self._labels.data_type):
            self._data.addItem(self._labels.data_type(each), str(each))
        self._app = self._combo("trialApp", self.tr("Which app the mark is about"))
        self._shot = QCheckBox(self.tr("Screenshot"))
        self._shot.setObjectName("trialShot")
        self._shot.setToolTip(self.tr("With the mark take a picture of the phone's screen"))
        self._shot.setMinimumHeight(28)
        self._note = QLineEdit()
        self._note.setObjectName("trialNote")
        self._note.setMaxLength(LONGEST_TEXT)
        self._note.setPlaceholderText(self.tr("Note: what happens now (Enter marks it)"))
        self._note.setAccessibleName(self.tr("Note"))
        self._note.returnPressed.connect(self._mark_note)
        self._others = QToolButton()
        self._others.setObjectName("trialOthers")
        self._others.setText(self.tr("Other mark"))
        self._others.setToolTip(self.tr("Marks that this step does not ask for"))
        self._others.setProperty("kind", "button")
        self._others.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._others.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        line = row(self._data, self._app, self._shot, self._note, self._others, spacing=8)
        line.setStretch(3, 1)
        return line

    def _combo(self, name: str, spoken: str) -> QComboBox:
        made = QComboBox()
        made.setObjectName(name)
        made.setAccessibleName(spoken)
        made.setToolTip(spoken)
        made.setMinimumHeight(28)
        made.installEventFilter(NoWheel(self))
        return made

    def _deeds(self) -> QHBoxLayout:
        self._back = push_button(
            self.tr("Step back"), "trialBack", self.tr("To the step before (B)"), self._go_back
        )
        self._next = push_button(
            self.tr("Next step"), "trialNext", self.tr("To the next step (N)"), self._go_on
        )
        self._undo = push_button(
            self.tr("Undo the last mark"),
            "trialUndo",
            self.tr("Strike the last mark out: it stays in the case, and counts no more (U)"),
            self.undo_chosen.emit,
        )
        self._end = push_button(
            self.tr("End …"),
            "trialEnd",
            self.tr("Read the phone once more and end the session"),
            lambda: self._ask_to_end(is_read=True),
        )
        self._end_unread = push_button(
            self.tr("End without reading …"),
            "trialEndUnread",
            self.tr("End now: what happened since the last reading is not known"),
            lambda: self._ask_to_end(is_read=False),
        )
        return row(self._back, self._next, self._undo, 1, self._end_unread, self._end, spacing=8)

    def _add_keys(self) -> None:
        group = self.tr("Test session")
        for number in range(1, 10):
            text = self.tr("Mark %1 of the step").replace("%1", str(number))
            add_action(
                self, f"trialMark{number}", group, text, (str(number),), self._pressing(number)
            )
        keys = (
            ("trialKeyNext", self.tr("Next step"), "N", self._go_on),
            ("trialKeyBack", self.tr("Step back"), "B", self._go_back),
            ("trialKeyUndo", self.tr("Undo the last mark"), "U", self._undo.click),
            ("trialKeyLive", self.tr("Watch the phone live, or stop"), "L", self.live_bar.swap),
            ("trialKeyNote", self.tr("Write a note"), "T", self._note.setFocus),
        )
        for name, text, key, do in keys:
            add_action(self, name, group, text, (key,), do)

    def _pressing(self, number: int):
        def press() -> None:
            if number <= len(self._buttons):
                self._buttons[number - 1].click()

        return press

    def _show_step(self, found: Trial) -> None:
        step, lang = found.current, self._labels.lang
        place = found.plan.steps.index(step) + 1
        told = self.tr("Step %1 of %2").replace("%1", str(place))
        self._place.setText(told.replace("%2", str(len(found.plan.steps))))
        self._step.setText(clean(said(step.title, lang)))
        self._told.setText(clean(said(step.instruction, lang), 2000))
        self._watch.setText(clean(said(step.watch, lang), 2000))
        self._watch.setVisible(bool(step.watch))
        self._back.setEnabled(place > 1)
        self._next.setEnabled(next_step(found) is not None)
        self._show_buttons(step)

    def _show_buttons(self, step: Step) -> None:
        lang = self._labels.lang
        had_focus = any(button.hasFocus() for button in self._buttons)
        clear_layout(self._marks_of_step.layout())
        self._buttons = []
        for number, mark in enumerate(step.marks, start=1):
            kind = known_kind(mark)
            text = kind_title(kind, "", lang) if kind else said(step.title, lang)
            tip = self.tr("Mark this moment (%1)").replace("%1", str(number))
            button = push_button(
                clean(f"{number}   {text}", 80).replace("&", "&&"),
                f"trialDo_{mark}",
                tip,
                lambda kind=kind, text=text: self._mark(kind, text),
                "primary" if number == 1 else "",
            )
            button.setMinimumHeight(44)
            self._marks_of_step.layout().addWidget(button)
            self._buttons.append(button)
        self._marks_of_step.setVisible(bool(self._buttons))
        menu = QMenu(self._others)
        menu.setTitle(self.tr("Other mark"))
        for kind in MarkKind:
            if kind not in step.marks:
                action = menu.addAction(kind_title(kind, "", lang))
                action.triggered.connect(lambda _on=False, kind=kind: self._mark(kind, ""))
        self._others.setMenu(menu)
        if had_focus and self._buttons:
            self._buttons[0].setFocus()

    def _show_apps(self, found: Trial, case: CaseInfo, names: dict[TrialApp, str]) -> None:
        several = len(found.phones) > 1
        self._app.clear()
        self._app.addItem(self.tr("All apps of the session"), None)
        titles = []
        for app in found.apps:
            title = names.get(app, app.package)
            phone = case.phone_name(app.device_id)
            titles.append(f"{title} – {phone}")
            self._app.addItem(clean(f"{title} – {phone}" if several else title, 80), app)
        self._app.setVisible(len(found.apps) > 1)
        self._shot.setVisible(found.takes_screenshots)
        self._shot.setChecked(False)
        named = f"{found.title}: " if found.title else ""
        self._head.setText(clean(named + self._labels.listed(titles), 300))

    def _mark(self, kind: MarkKind | None, text: str) -> None:
        data = str(self._data.currentData()) if kind in NAMING_DATA else ""
        told = self._note.text().strip() if kind is not None and not data else data
        self._emit(kind, told if kind is not None else text)
        if kind is not None and not data:
            self._note.clear()

    def _mark_note(self) -> None:
        text = self._note.text().strip()
        if text:
            self._emit(None, text)
            self._note.clear()

    def _emit(self, kind: MarkKind | None, text: str) -> None:
        """Hand on what was clicked, with the moment of the click."""
        if self._trial is None:
            return
        offered = self._trial.current.marks
        step = self._trial.step if kind is None or kind in offered else None
        app = self._app.currentData() if self._app.count() > 2 else None
        shot = self._trial.takes_screenshots and self._shot.isChecked()
        self.mark_chosen.emit(Wanted(kind, text, app, step, shot, host_ms()))

    def _go_on(self) -> None:
        after = next_step(self._trial) if self._trial else None
        if after is not None:
            self.step_chosen.emit(after.id)

    def _go_back(self) -> None:
        if self._trial is not None:
            steps = self._trial.plan.steps
            place = steps.index(self._trial.current)
            if place > 0:
                self.step_chosen.emit(steps[place - 1].id)

    def _ask_to_end(self, is_read: bool) -> None:
        if is_read:
            question = self.tr("Read the phone once more and end the session?")
            yes = self.tr("Read and end")
        else:
            question = self.tr(
                "End the session without reading the phone? What the app did since the last "
                "reading is then missing until you read the phone again."
            )
            yes = self.tr("End without reading")
        self.ask.ask(question, yes, lambda: self.end_chosen.emit(is_read))

    def _tick(self) -> None:
        """Bring the elapsed time and the phone's clock in step."""
        found = self._trial
        if found is None or self._case is None:
            return
        least = found.current.minimum_s
        since = None if found.step_begun_ms is None else max(0, host_ms() - found.step_begun_ms)
        seconds = 0 if since is None else since // 1000
        if least:
            text = self.tr("%1 of at least %2")
            text = text.replace("%1", _clock(seconds)).replace("%2", _clock(least))
        else:
            text = _clock(seconds)
        if since is None:
            text = self.tr("The time of the step begins with its first mark.")
            if least:
                told = self.tr("At least %1; the time begins with the first mark.")
                text = told.replace("%1", _clock(least))
        self._elapsed.setText(text)
        self._bar.setVisible(bool(least))
        self._bar.setRange(0, max(least, 1))
        self._bar.setValue(min(seconds, least))
        self._tell_clocks(found, self._case)

    def _tell_clocks(self, found: Trial, case: CaseInfo) -> None:
        """The phones' clocks now, as the last mark of each told how far it is off."""
        zones = {device.device_id: zone_of(device.zone) for device in case.devices}
        last = {m.app.device_id: m.at for m in found.marks if m.at.clock is not Clock.HOST}
        now_ms = host_ms()
        told = {
            phone: local_time(now_ms + at.time_ms - at.host_ms, 1000, zones[phone]).split(" ")[-1]
            for phone, at in last.items()
            if phone in zones
        }
        text = self.tr("Phone's clock: %1") if len(told) < 2 else self.tr("Phones' clocks: %1")
        self._clock.setText(text.replace("%1", "  ·  ".join(told.values())) if told else "")
        names = (f"{clean(case.phone_name(phone), 80)}: {time}" for phone, time in told.items())
        self._clock.setToolTip("\n".join(names) if len(told) > 1 else "")


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02d}"
