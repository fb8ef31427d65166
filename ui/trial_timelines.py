"""The two timelines of a comparison, one above the other: moved as one, laid upon a mark of both.

They are the window's timeline (ui/timeline_view.py) without its bar and overview.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from auditor.app_page import app_filter
from auditor.facts import MarkClass
from auditor.filters import PERSONAL, EventFilter
from auditor.lane_order import Sort
from auditor.mark_words import kind_title
from auditor.notes import Notes, OwnMark
from auditor.timeline import Group
from auditor.trials.comparison import Marks, Side, room_around
from auditor.trials.records import TrialMark
from auditor.trials.results import marks_of
from ui.actions import add_action
from ui.labels import Labels
from ui.no_wheel import NoWheel
from ui.theme import Theme
from ui.timeline_link import Link
from ui.timeline_status import StatusLine
from ui.timeline_view import TimelineView
from ui.trial_jobs import Compared, ShownSide
from ui.widgets import clean, column, label, push_button, row

EXACT_MS = 1_000  # a distance from a mark is told of what is known so exactly, and not of others


class SideView(TimelineView):
    """One of the two: lanes, marks and context; what moves it moves the other."""

    LEFT_OUT = frozenset(
        {"findLane", "addMark", "preset_hour", "preset_day", "preset_week", "preset_all"}
    )

    spoken_changed = Signal()

    def __init__(self, name: str, labels: Labels, theme: Theme, parent: QWidget) -> None:
        self.spoken = ""  # what is hovered, else what is selected, in a sentence
        super().__init__(parent, labels, theme)
        self.setObjectName(name)
        for part in (self.bar, self.presets, self._overview, self.status):
            part.hide()
        self.stage.set_group(Group.TYPE)
        self.stage.set_sort(Sort.NAME)  # so that the lanes of both stand in one order

    def show_side(self, side: ShownSide, marks: tuple[TrialMark, ...]) -> None:
        """Show the records, the context and the marks of one side."""
        self.stage.select_range(None)
        self.show_readings(side.readings)
        self.show_facts(side.facts, side.zone)
        self.show_band(side.band)
        self.show_notes(Notes(tuple(_own_mark(each) for each in marks)))

    def _tell(self, hovered: str = "") -> None:
        """Both have one line below them."""
        super()._tell(hovered)
        self.spoken = hovered or self.status.selected_text()
        self.spoken_changed.emit()

    def _on_lanes_changed(self) -> None:
        """Without a record too: its marks stand there, and that there is none says something."""
        super()._on_lanes_changed()
        self._pages.setCurrentIndex(0)


class TrialTimelines(QWidget):
    """Both timelines, the choice of the mark, and the way to the timeline of the case."""

    events_chosen = Signal(object, object)  # EventFilter, event id (int) | None

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trialTimelines")
        self._labels = labels
        self._compared: Compared | None = None
        self.pair: Marks | None = None  # what both are laid upon
        self.views = (
            SideView("trialTimelineFirst", labels, theme, self),
            SideView("trialTimelineSecond", labels, theme, self),
        )
        self._titles = (
            label(kind="muted", name="trialTitleFirst"),
            label(kind="muted", name="trialTitleSecond"),
        )
        self.line = StatusLine(self.views[0].stage, theme, labels, self)
        self._link = Link(self.views[0].stage, self.views[1].stage, self)
        self._build()
        for number, view in enumerate(self.views):
            view.event_selected.connect(lambda found, n=number: self._follow(n, found))
            view.mark_wanted.connect(self._align_at)
            view.spoken_changed.connect(self._speak)

    def _build(self) -> None:
        self.choose = QComboBox()
        self.choose.setObjectName("trialAlign")
        told = self.tr("The mark of both that stands at the same place")
        self.choose.setAccessibleName(told)
        self.choose.setToolTip(told)
        self.choose.setMinimumHeight(28)
        self.choose.installEventFilter(NoWheel(self))
        self.choose.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.choose.activated.connect(lambda _place: self._lay())
        self._distance = label(kind="muted", name="trialDistance")
        self._open = push_button(
            self.tr("Show on the timeline"),
            "trialToTimeline",
            self.tr("This stretch, with the details of what is selected (Ctrl+Return)"),
            self._go,
        )
        add_action(
            self,
            "trialKeyTimeline",
            self.tr("Test session"),
            self.tr("Show on the timeline"),
            ("Ctrl+Return",),
            self._go,
            Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        head = row(
            label(self.tr("Laid upon the mark")),
            self.choose,
            self._distance,
            1,
            self._open,
            spacing=8,
        )
        layout = column(head, spacing=2, margin=4)
        for title, view in zip(self._titles, self.views, strict=True):
            layout.addWidget(title)
            layout.addWidget(view, 1)
        layout.addWidget(self.line)
        self.setLayout(layout)

    def show_comparison(self, compared: Compared, titles: tuple[str, str]) -> None:
        """Show both sides; they stay laid upon the same kind of mark where both have one.

        The same two, read anew as while a phone is watched, stay where they were looked at.
        """
        before = self.pair[0].kind if self.pair else None
        about, span = self._about(), self.views[0].stage.span
        self._compared = compared
        self.pair = None
        self.choose.clear()
        if compared.shown is None:
            return
        lang = self._labels.lang
        for pair in compared.marks:
            self.choose.addItem(kind_title(pair[0].kind, "", lang), pair)
        kinds = [pair[0].kind for pair in compared.marks]
        self.choose.setCurrentIndex(kinds.index(before) if before in kinds else 0)
        found = compared.found
        for number, side in enumerate((found.left, found.right)):
            view, shown = self.views[number], compared.shown[number]
            view.show_side(shown, tuple(marks_of(side.results.trial, side.app)))
            told = [titles[number]]
            if shown.facts.span is None:
                told.append(
                    self.tr("nothing recorded here, which is no proof that nothing happened")
                )
            text = clean("  ·  ".join(told), 300)
            self._titles[number].setText(text)
            view.setAccessibleName(text)
        self._lay()
        if about is not None and about == self._about():
            self.views[0].stage.look_at(span.begin_ms, span.end_ms)

    def _about(self) -> tuple[object, ...] | None:
        """Which two sides are shown, and upon which marks they are laid."""
        if self._compared is None or self.pair is None:
            return None
        sides = tuple((side.results.trial.id, side.app) for side in self._sides())
        return (*sides, *(mark.id for mark in self.pair))

    def _lay(self) -> None:
        """Lay both upon the chosen mark, and draw the marks through the lanes."""
        self.pair = self.choose.currentData()
        if self.pair is None or self._compared is None:
            return
        sides = self._sides()
        moments = self.pair[0].at.time_ms, self.pair[1].at.time_ms
        for view, side, at_ms in zip(self.views, sides, moments, strict=True):
            marks = marks_of(side.results.trial, side.app)
            others = (each.at.time_ms for each in marks if each.at.time_ms != at_ms)
            view.stage.lines_ms = (at_ms, *others)
        self._link.lay(moments, *room_around(sides, self.pair))
        for view in self.views:
            view.history.forget()
            view.stage.scrolled.emit()  # the lines are drawn anew also where nothing moved
        self._tell_distance()

    def _sides(self) -> tuple[Side, Side]:
        assert self._compared is not None
        return self._compared.found.left, self._compared.found.right

    def _align_at(self, mark: OwnMark | None) -> None:
        """Lay both upon a mark that was clicked, where both have one of its kind."""
        for place in range(self.choose.count()):
            if mark is not None and self.choose.itemData(place)[0].kind is mark.kind:
                self.choose.setCurrentIndex(place)
                self._lay()
                return
        self.line.say(self.tr("Only one of the two sessions has this mark."))

    def _speak(self) -> None:
        """Say what is hovered or selected on either; else the line explains the marks."""
        self.line.say(next((view.spoken for view in self.views if view.spoken), ""))

    def _follow(self, number: int, event_id: int | None) -> None:
        """One event of both is selected."""
        if event_id is not None:
            self.views[1 - number].select_event(None)
        self._tell_distance()

    def _chosen(self) -> int | None:
        """Which of both holds what is selected, else which has the keys."""
        for number, view in enumerate(self.views):
            if view.stage.selection is not None:
                return number
        return next((n for n, view in enumerate(self.views) if view.hasFocus()), None)

    def _tell_distance(self) -> None:
        """Say how long before or after the mark the selected record lies, if that is known."""
        self._distance.setText(self._distance_text())

    def _distance_text(self) -> str:
        number = self._chosen()
        if number is None or self.pair is None:
            return ""
        stage, mark = self.views[number].stage, self.pair[number]
        facts, chosen = stage.facts, stage.selection
        place = None if facts is None or chosen is None else facts.row_of(chosen)
        if facts is None or place is None or facts.is_doubtful[place]:
            return ""
        is_counted = facts.mark_class[place] == MarkClass.AGGREGATE
        if is_counted or facts.precision_ms[place] > EXACT_MS:
            return ""
        far = int(facts.start_ms[place]) - mark.at.time_ms
        told = self.tr("%1 after the mark") if far >= 0 else self.tr("%1 before the mark")
        return told.replace("%1", self._labels.duration(abs(far)))

    def _go(self) -> None:
        """Show this stretch of one side, and what is selected, on the timeline of the case."""
        if self._compared is None or self.pair is None:
            return
        number = self._chosen() or 0
        side, stage = self._sides()[number], self.views[number].stage
        key = (side.app.device_id, side.app.uid, side.app.package)
        begin_ms, end_ms = int(stage.span.begin_ms), int(stage.span.end_ms)
        chosen = None if stage.selection is None else stage.facts.row_of(stage.selection)
        if chosen is not None:  # it may have been left by zooming
            begin_ms = min(begin_ms, int(stage.facts.start_ms[chosen]))
            end_ms = max(end_ms, int(stage.facts.last_ms[chosen]) + 1)
        asked = EventFilter(types=PERSONAL, since_ms=begin_ms, until_ms=end_ms)
        self.events_chosen.emit(app_filter(key, asked), stage.selection)


def _own_mark(mark: TrialMark) -> OwnMark:
    """A mark of a session as the timeline shows it."""
    return OwnMark(
        mark.id,
        mark.at.time_ms,
        mark.text,
        mark.at.host_ms,
        mark.kind,
        mark.app.device_id,
        mark.app.package,
        mark.app.uid,
    )
