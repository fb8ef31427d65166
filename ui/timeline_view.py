"""The timeline: lanes and marks, context above, overview below, one sentence at the bottom.

It holds no facts of its own: records come in as columns, what a person does goes out as signals.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QMenu,
    QScrollBar,
    QSizePolicy,
    QStackedWidget,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from auditor import words
from auditor.band import Band
from auditor.columns import EventColumns
from auditor.coverage import Reading
from auditor.facts import Facts, facts_of
from auditor.lane_order import LaneTree
from auditor.notes import Notes
from auditor.permissions import AppKey
from auditor.timeline import Group
from auditor.timeticks import to_local, zone_or_utc
from ui.labels import Labels
from ui.phrases import fill, tr
from ui.theme import LIGHT, Theme
from ui.timeline_band import BandNames, ContextBand
from ui.timeline_bar import Presets, TimelineBar
from ui.timeline_deeds import TimelineActions
from ui.timeline_frame import TimeRange
from ui.timeline_hands import Hands
from ui.timeline_history import ViewHistory
from ui.timeline_labels import LaneLabels
from ui.timeline_overview import OverviewStrip
from ui.timeline_picture import Caption, Picture
from ui.timeline_stage import Stage
from ui.timeline_status import StatusLine
from ui.timeline_words import lane_title, zone_text

if TYPE_CHECKING:  # pyqtgraph takes 0.3 s to import: only after the first paint
    from ui.timeline_plot import TimelinePlot

LEAST_ROW_PX = 26
ZONE_MARGIN_PX = 6
LANE_MENU = ("openLane", "pinLane", "unfoldAll", "foldAll")


class TimelineView(QWidget):
    """The widget that a page places.

    The plot is built after the first paint, so that a window is shown without waiting for it.
    """

    event_selected = Signal(object)  # event id (int) | None, by the person
    range_selected = Signal(object)  # TimeRange | None
    view_changed = Signal(object)  # TimeRange that is visible now
    mark_wanted = Signal(object)  # OwnMark to change | None: a new one
    LEFT_OUT: frozenset[str] = frozenset()  # names of deeds that a view does not offer

    def __init__(
        self,
        parent: QWidget | None = None,
        labels: Labels | None = None,
        theme: Theme = LIGHT,
    ) -> None:
        super().__init__(parent)
        self.stage = Stage(self)
        self.history = ViewHistory(self.stage)
        self._labels = labels or Labels("en")
        self._theme = theme
        self._zone_name: str | None = None
        self._plot: TimelinePlot | None = None
        self._is_told = False  # a selection that came from outside is not told back
        self.setObjectName("timeline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.stage.size.row_px = max(LEAST_ROW_PX, self.fontMetrics().height() + 10)
        self._build()
        self.deeds = TimelineActions(self)
        self._connect()
        self._retranslate()
        self._dress()

    # -- for the page -------------------------------------------------------------------------

    def show_columns(
        self,
        columns: EventColumns,
        zone: str | None,
        doubtful: NDArray[np.int64] | None = None,
    ) -> None:
        """Show these records in this zone (IANA name; None: unknown, shown in UTC).

        `doubtful` are the ids of those whose time rests on something that nobody confirmed.
        """
        self.show_facts(facts_of(columns, doubtful), zone)

    def show_facts(self, facts: Facts, zone: str | None, tree: LaneTree | None = None) -> None:
        """Show these records; `tree` are their lanes if somebody has made them already."""
        self._zone_name = zone
        with self._quietly():
            is_first = self.stage.facts is None
            self.status.forget()
            self.stage.show(facts, zone_or_utc(zone), tree)
            if is_first:
                self.history.forget()

    def show_icons(self, icons: dict[AppKey, bytes]) -> None:
        """Show these pictures of apps (PNG) on their lanes; an app without one has a letter."""
        self._lanes.show_icons(icons)

    def show_readings(self, readings: Sequence[Reading]) -> None:
        """Show when the phone was read."""
        self.stage.set_readings(readings)

    def show_band(self, band: Band | None, are_several: bool = False) -> None:
        """Show what the phone itself did; None where there is no one phone."""
        self._band.show_band(band, are_several)

    def show_notes(self, notes: Notes) -> None:
        """Show a person's own marks, and the spans chosen as evidence."""
        self._band.show_notes(notes)

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
        self.stage.set_group(Group(group))

    def visible_range(self) -> TimeRange:
        """The stretch of time on the screen."""
        span = self.stage.span
        return TimeRange(int(span.begin_ms), int(span.end_ms))

    def picture(self, lines: Sequence[str], mark: str = "") -> Picture:
        """What is shown, with lines of a caption; `mark` stands out, such as SAMPLE."""
        self.build_plot()
        assert self._plot is not None
        self._overview.draw_now()
        parts = (self._lanes, self._band_names, self._band, self._overview, self._zone_label)
        return Picture(parts, self._plot, Caption(tuple(lines), mark, self._theme, self.font()))

    # -- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        stage, theme, labels = self.stage, self._theme, self._labels
        self.bar = TimelineBar(stage, self.history, theme, self)
        self.presets = Presets(stage, self)
        self.status = StatusLine(stage, theme, labels, self)
        self._lanes = LaneLabels(stage, theme, labels, self)
        self._band = ContextBand(stage, theme, labels, self)
        self._band_names = BandNames(self._band, theme, self)
        self._overview = OverviewStrip(stage, theme, self)
        self._scroll_bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._zone_label = QLabel(self)
        self._zone_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._zone_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._empty = QLabel(self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._plot_place = QVBoxLayout()
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._build_body())
        self._pages.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(4)
        layout.addWidget(self.bar)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.status)

    def _build_body(self) -> QWidget:
        body = QWidget(self)
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._lanes, 1)
        self._lanes.setMinimumHeight(self.stage.size.row_px)
        left.addWidget(self._zone_label)
        grid.addWidget(self._band_names, 0, 0)
        grid.addWidget(self._band, 0, 1)
        grid.addLayout(left, 1, 0)
        grid.addLayout(self._plot_place, 1, 1)
        grid.addWidget(self._scroll_bar, 1, 2)
        grid.addWidget(self.presets, 2, 0)
        grid.addWidget(self._overview, 2, 1)
        grid.setRowStretch(1, 1)
        grid.setColumnStretch(1, 1)
        return body

    def _connect(self) -> None:
        self.stage.moved.connect(self._on_moved)
        self.stage.scrolled.connect(self._follow_scroll)
        self.stage.lanes_changed.connect(self._on_lanes_changed)
        self.stage.selected.connect(self._on_selected)
        self.stage.ranged.connect(self._on_ranged)
        self._band.mark_clicked.connect(self.mark_wanted)
        self._lanes.lane_clicked.connect(self._on_lane_clicked)
        self._lanes.menu_wanted.connect(self._on_lane_menu)
        self._scroll_bar.valueChanged.connect(self.stage.scroll_to)
        self.bar.found.connect(lambda: self.setFocus(Qt.FocusReason.ShortcutFocusReason))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the timeline while it has the keys; after the first paint, build the plot."""
        if self.hasFocus():
            with QPainter(self) as painter:
                painter.setPen(QPen(QColor(self._theme.accent), 2))
                painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        if self._plot is None:
            QTimer.singleShot(0, self, self.build_plot)

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
        bands = (self._band, self._band_names)
        for part in (*bands, self._lanes, self._overview, self.status, self.bar, self._plot):
            if part is not None:
                part.set_theme(theme)
        self._zone_label.setStyleSheet(
            f"background: {theme.surface}; color: {theme.muted}; padding: 0 {ZONE_MARGIN_PX}px;"
        )
        self._empty.setStyleSheet(f"color: {theme.muted};")
        self.update()

    def _retranslate(self) -> None:
        labels = self._labels
        self.setAccessibleName(tr("Timeline"))
        self.stage.name_lanes(lambda key: lane_title(key, labels))
        for part in (self._lanes, self._band, self.status):
            part.set_labels(labels)
        for part in (self._overview, self.bar, self.presets, self.deeds):
            part.retranslate()
        if self._plot is not None:
            self._plot.set_locale(labels.locale)
        self._say_empty()
        self._tell()

    def _say_empty(self) -> None:
        """Why there are no lanes."""
        text = words.word("picture.no_events", self._labels.lang)
        if self.stage.lane_text and self.stage.tops:
            text = fill(tr('No lane has "%1" in its name.'), self.stage.lane_text)
        self._empty.setText(text)

    def _tell(self, hovered: str = "") -> None:
        """Say the hovered sentence, else what is selected, else what can be seen."""
        told = self.status.selected_text()
        self.status.say(hovered or told)
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
        if text != self._zone_label.toolTip():
            self._zone_label.setToolTip(text)
            room = self._lanes.width() - 2 * ZONE_MARGIN_PX
            metrics = self._zone_label.fontMetrics()
            self._zone_label.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))

    # -- slots --------------------------------------------------------------------------------

    def _on_moved(self) -> None:
        self._tell_zone()
        self.view_changed.emit(self.visible_range())

    def _on_lanes_changed(self) -> None:
        self._say_empty()
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
        name, note = self._lanes.texts(self.stage.lanes[self.stage.lane_index])
        self._lanes.setAccessibleDescription(f"{name} {note}".strip())

    def _on_lane_menu(self, index: int, at: QPoint) -> None:
        self.lane_menu(index).popup(at)

    def lane_menu(self, index: int) -> QMenu:
        """What can be done with one lane, by the actions that have keys too."""
        self.stage.lane_index = index
        self._lanes.update()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.deeds.action(name) for name in LANE_MENU])
        return menu

    def _on_range_drawn(self, drawn: TimeRange | None) -> None:
        assert self._plot is not None
        self._plot.marks.drag_range = drawn
        self._plot.marks.update()

    def _on_hovered(self, at: QPointF | None) -> None:
        is_over = at is not None and self._plot is not None
        text = self.status.hover_text(at, self._plot.marks.shows_bins) if is_over else ""
        self._tell(text)
        if is_over:
            area = self._plot.viewport()
            QToolTip.showText(area.mapToGlobal(at.toPoint()), text, area)

    # -- focus --------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys act here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they no longer do."""
        super().focusOutEvent(event)
        self.update()
