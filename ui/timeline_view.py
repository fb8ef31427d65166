"""The timeline: lanes and marks, context above, overview below, one sentence at the bottom.

It holds no facts of its own: records come in as columns, what a person does goes out as signals.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollBar,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from auditor import words
from auditor.columns import EventColumns
from auditor.coverage import Reading
from auditor.timeline import Group, facts_of
from auditor.timeticks import DAY_MS, HOUR_MS, to_local, zone_or_utc
from ui.labels import Labels
from ui.theme import LIGHT, Theme
from ui.timeline_band import ContextBand
from ui.timeline_hands import Hands, press_key
from ui.timeline_labels import LaneLabels
from ui.timeline_legend import Legend
from ui.timeline_overview import OverviewStrip
from ui.timeline_stage import Stage, TimeRange
from ui.timeline_words import lane_texts, moment, tell, tell_many, tr, zone_text

if TYPE_CHECKING:  # pyqtgraph takes 0.3 s to import: only after the first paint
    from ui.timeline_plot import TimelinePlot

LEAST_ROW_PX = 26


class TimelineView(QWidget):
    """The widget that a page places.

    The plot is built after the first paint, so that a window is shown without waiting for it.
    """

    event_selected = Signal(object)  # event id (int) | None, by the person
    range_selected = Signal(object)  # TimeRange | None
    view_changed = Signal(object)  # TimeRange that is visible now

    def __init__(
        self,
        parent: QWidget | None = None,
        labels: Labels | None = None,
        theme: Theme = LIGHT,
    ) -> None:
        super().__init__(parent)
        self.stage = Stage(self)
        self._labels = labels or Labels("en")
        self._theme = theme
        self._zone_name: str | None = None
        self._plot: TimelinePlot | None = None
        self._is_told = False  # a selection that came from outside is not told back
        self.setObjectName("timeline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.stage.size.row_px = max(LEAST_ROW_PX, self.fontMetrics().height() + 10)
        self._build()
        self._connect()
        self._retranslate()
        self._dress()

    # -- for the page -------------------------------------------------------------------------

    def show_columns(self, columns: EventColumns, zone: str | None) -> None:
        """Show these records in this zone (IANA name; None: unknown, shown in UTC)."""
        self._zone_name = zone
        with self._quietly():
            self.stage.show(facts_of(columns), zone_or_utc(zone))

    def show_readings(self, readings: Sequence[Reading]) -> None:
        """Show when the phone was read."""
        self.stage.set_readings(readings)

    def select_event(self, event_id: int | None) -> None:
        """Select an event (none if it is not shown) without telling it back."""
        with self._quietly():
            self.stage.select(event_id)

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Only what the person selects is told; what the page selects, it knows."""
        self._is_told = True
        try:
            yield
        finally:
            self._is_told = False

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._dress()

    def set_labels(self, labels: Labels) -> None:
        """Speak another language."""
        self._labels = labels
        self._retranslate()

    def set_group(self, group: str) -> None:
        """Lanes by `app` or by data `type`."""
        self._groups.setCurrentIndex(list(Group).index(Group(group)))

    def visible_range(self) -> TimeRange:
        """The stretch of time on the screen."""
        span = self.stage.span
        return TimeRange(int(span.begin_ms), int(span.end_ms))

    def grab_picture(self) -> QPixmap:
        """What is shown, as a picture."""
        self.build_plot()
        return self.grab()

    # -- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        self._lanes = LaneLabels(self.stage, self._theme, self._labels, self)
        self._band = ContextBand(self.stage, self._theme, self._labels, self)
        self._overview = OverviewStrip(self.stage, self._theme, self)
        self._legend = Legend(self._theme, self._labels, self)
        self._scroll_bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._zone_label = QLabel(self)
        self._zone_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._zone_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._sentence = QLabel(self)
        self._sentence.setObjectName("timeline_sentence")
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._empty = QLabel(self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._plot_place = QVBoxLayout()
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._build_body())
        self._pages.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(4)
        layout.addLayout(self._build_bar())
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._sentence)

    def _build_body(self) -> QWidget:
        body = QWidget(self)
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._lanes, 1)
        self._lanes.setMinimumHeight(self.stage.size.row_px * 3)
        left.addWidget(self._zone_label)
        grid.addWidget(self._band, 0, 1)
        grid.addLayout(left, 1, 0)
        grid.addLayout(self._plot_place, 1, 1)
        grid.addWidget(self._scroll_bar, 1, 2)
        grid.addWidget(self._overview, 2, 1)
        grid.setRowStretch(1, 1)
        grid.setColumnStretch(1, 1)
        return body

    def _build_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        self._groups = QComboBox(self)
        self._groups.setObjectName("timeline_group")
        self._groups.addItems(["", ""])
        bar.addWidget(self._groups)
        bar.addWidget(self._legend, 1)
        self._presets = QButtonGroup(self)
        self._presets.setExclusive(False)
        for i in range(4):
            button = QToolButton(self)
            button.setObjectName(f"timeline_preset_{('hour', 'day', 'week', 'all')[i]}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._presets.addButton(button, i)
            bar.addWidget(button)
        return bar

    def _connect(self) -> None:
        self.stage.moved.connect(self._on_moved)
        self.stage.scrolled.connect(self._follow_scroll)
        self.stage.lanes_changed.connect(self._on_lanes_changed)
        self.stage.selected.connect(self._on_selected)
        self.stage.ranged.connect(self._on_ranged)
        self._lanes.lane_clicked.connect(self._on_lane_clicked)
        self._scroll_bar.valueChanged.connect(self.stage.scroll_to)
        self._presets.idClicked.connect(self._on_preset)
        self._groups.currentIndexChanged.connect(self._on_group)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the timeline while it has the keys; after the first paint, build the plot."""
        if self.hasFocus():
            with QPainter(self) as painter:
                painter.setPen(QPen(QColor(self._theme.accent), 2))
                painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        if self._plot is None:
            QTimer.singleShot(0, self.build_plot)

    def build_plot(self) -> None:
        """Build the plot now; does nothing when it is there."""
        if self._plot is not None:
            return
        from ui.timeline_plot import TimelinePlot

        self._plot = TimelinePlot(self.stage, self._theme, self._labels.locale, self)
        self._plot_place.addWidget(self._plot)
        self._zone_label.setFixedHeight(self._plot.axis_height_px)
        self._hands = Hands(self.stage, self._plot.viewport())
        self._hands.hovered.connect(self._on_hovered)
        self._hands.range_drawn.connect(self._on_range_drawn)
        self._plot.plotItem.vb.sigResized.connect(self._follow_scroll)
        self._plot.setAccessibleName(self.accessibleName())
        self._tell()

    # -- looks and words ----------------------------------------------------------------------

    def _dress(self) -> None:
        theme = self._theme
        for part in (self._lanes, self._band, self._overview, self._legend, self._plot):
            if part is not None:
                part.set_theme(theme)
        self._zone_label.setStyleSheet(
            f"background: {theme.surface}; color: {theme.muted}; padding: 0 6px;"
        )
        self._sentence.setStyleSheet(f"color: {theme.text}; padding: 2px 6px;")
        self._empty.setStyleSheet(f"color: {theme.muted};")
        self.update()

    def _retranslate(self) -> None:
        labels = self._labels
        self._groups.setItemText(0, tr("Lanes by app"))
        self._groups.setItemText(1, tr("Lanes by data type"))
        self._groups.setAccessibleName(tr("What a lane stands for"))
        texts = (tr("1 h"), tr("24 h"), tr("7 days"), tr("All"))
        tips = (tr("Show the last hour"), tr("Show the last 24 hours"), tr("Show the last 7 days"))
        for i, tip in enumerate((*tips, tr("Show everything (F)"))):
            self._presets.button(i).setText(texts[i])
            self._presets.button(i).setToolTip(tip)
            self._presets.button(i).setAccessibleName(tip)
        self._empty.setText(words.word("picture.no_events", labels.lang))
        self.setAccessibleName(tr("Timeline"))
        self._lanes.set_labels(labels)
        self._band.set_labels(labels)
        self._legend.set_labels(labels)
        self._overview.retranslate()
        if self._plot is not None:
            self._plot.set_locale(labels.locale)
        self._tell()

    def _tell(self, hovered: str = "") -> None:
        """Say the hovered sentence, else what is selected, else what can be seen."""
        told = self._selected_text()
        self._sentence.setText(hovered or told)
        self._sentence.setToolTip(hovered or told)
        self._tell_zone()
        if told != self.accessibleDescription():
            self.setAccessibleDescription(told)
            changed = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(changed)

    def _tell_zone(self) -> None:
        """The day at the left edge and the zone, for the axis may name hours only."""
        begin_ms = int(self.stage.span.begin_ms)
        day = to_local(begin_ms, self.stage.zone).strftime("%Y-%m-%d")
        zone = zone_text(self.stage.zone, self._zone_name, begin_ms, self._labels)
        text = f"{day}  ·  {zone}"
        if text != self._zone_label.text():
            self._zone_label.setText(text)
            self._zone_label.setToolTip(text)

    def _selected_text(self) -> str:
        stage, labels = self.stage, self._labels
        if stage.facts is None:
            return ""
        if stage.range is not None:
            return self._range_text(stage.range)
        row = None if stage.selection is None else stage.facts.row_of(stage.selection)
        if row is not None:
            return tell(stage.facts, row, labels, stage.zone)
        if stage.facts.untimed:
            return words.sentence("unknown_time", labels.lang, stage.facts.untimed)
        return ""

    def _range_text(self, chosen: TimeRange) -> str:
        lanes = [lane for lane in self.stage.lanes if lane.depth == 0]
        count = sum(lane.count(chosen.begin_ms, chosen.end_ms) for lane in lanes)
        ends = [moment(ms, 1000, self.stage.zone) for ms in (chosen.begin_ms, chosen.end_ms)]
        text = words.sentence("records_count", self._labels.lang, count)
        return f"{ends[0]} – {ends[1]}: {text}"

    # -- slots --------------------------------------------------------------------------------

    def _on_moved(self) -> None:
        self._tell_zone()
        self.view_changed.emit(self.visible_range())

    def _on_lanes_changed(self) -> None:
        self._pages.setCurrentIndex(0 if self.stage.lanes else 1)
        self._follow_scroll()
        self._tell()

    def _follow_scroll(self) -> None:
        size = self.stage.size
        self._scroll_bar.setRange(0, self.stage.most_scroll_px)
        self._scroll_bar.setEnabled(self.stage.most_scroll_px > 0)
        self._scroll_bar.setPageStep(size.height_px)
        self._scroll_bar.setSingleStep(size.row_px)
        self._scroll_bar.setValue(size.scroll_px)

    def _on_selected(self, event_id: int | None) -> None:
        self._tell()
        if not self._is_told:
            self.event_selected.emit(event_id)

    def _on_ranged(self, chosen: TimeRange | None) -> None:
        self._tell()
        self.range_selected.emit(chosen)

    def _on_lane_clicked(self, index: int) -> None:
        self.stage.lane_index = index
        self.stage.toggle(index)
        self._lanes.update()
        name, note = lane_texts(self.stage.lanes[self.stage.lane_index], self._labels)
        self._lanes.setAccessibleDescription(f"{name} {note}".strip())

    def _on_preset(self, index: int) -> None:
        shows: tuple[Callable[[], None], ...] = (
            lambda: self.stage.show_last(HOUR_MS),
            lambda: self.stage.show_last(DAY_MS),
            lambda: self.stage.show_last(7 * DAY_MS),
            self._show_all,
        )
        shows[index]()

    def _show_all(self) -> None:
        whole = self.stage.whole()
        self.stage.look_at(whole.begin_ms, whole.end_ms)

    def _on_group(self, index: int) -> None:
        self.stage.set_group(list(Group)[index])

    def _on_range_drawn(self, drawn: TimeRange | None) -> None:
        assert self._plot is not None
        self._plot.marks.drag_range = drawn
        self._plot.marks.update()

    def _on_hovered(self, at: QPointF | None) -> None:
        text = "" if at is None else self._hover_text(at)
        self._tell(text)
        if at is not None and self._plot is not None:
            area = self._plot.viewport()
            QToolTip.showText(area.mapToGlobal(at.toPoint()), text, area)

    def _hover_text(self, at: QPointF) -> str:
        stage = self.stage
        index = stage.lane_at(at.y())
        if index is None or stage.facts is None or self._plot is None:
            return ""
        if self._plot.marks.shows_bins:
            lane = stage.lanes[index]
            half = max(1.0, stage.ms_per_px)
            time_ms = stage.time_at(at.x())
            count = lane.count(int(time_ms - half), int(time_ms + half) + 1)
            if count > 1:
                return tell_many(lane, lane.data_types, count, self._labels)
        found = stage.hit(at.x(), at.y())
        row = None if found is None else stage.facts.row_of(found)
        return "" if row is None else tell(stage.facts, row, self._labels, stage.zone)

    # -- keys and focus -----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """W S A D F . , arrows, Enter, Esc; anything else goes to the page."""
        if not press_key(self.stage, event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys act here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they no longer do."""
        super().focusOutEvent(event)
        self.update()
