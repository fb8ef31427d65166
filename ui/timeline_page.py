"""The Timeline page: the picture above, the same events as a table below, details on the right."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from auditor.coverage import readings_of
from auditor.errors import AuditorError
from auditor.event_details import Witness
from auditor.filters import EventFilter
from ui import reads
from ui.actions import Context, add_action
from ui.blank_page import BlankPage
from ui.drawer import Drawer
from ui.events_table import EventsTable
from ui.jobs import Jobs
from ui.labels import Labels
from ui.live import LiveWatch
from ui.live_bar import LiveBar
from ui.live_follow import NowFollower
from ui.memory import filter_to_json
from ui.range_panel import RangePanel
from ui.row_evidence import RowEvidence
from ui.session import CaseInfo, Session
from ui.theme import Theme
from ui.timeline_frame import TimeRange
from ui.timeline_notes import TimelineNotes
from ui.timeline_saving import TimelineSaving
from ui.timeline_stack import TimelineStack
from ui.timeline_state import StateKeeper
from ui.timeline_view import TimelineView
from ui.widgets import column, icon_button, label, row

AROUND = Context.WidgetWithChildrenShortcut


class TimelinePage(QWidget):
    """Shows what passes the session's filter; picture and table keep one selection."""

    failed = Signal(object)  # AuditorError
    export_chosen = Signal(object)  # the kind: a Format of auditor.exports, png or svg
    bundle_chosen = Signal(object)  # EventFilter: about the apps of it
    begin_chosen = Signal(object)  # a blank page's action
    app_chosen = Signal(object)  # AppKey: go to its page
    part_shown = Signal(object)  # QWidget: details opened, perhaps beyond the window's edge
    state_changed = Signal(object)  # str: how the timeline is left, see timeline_state

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        labels: Labels,
        theme: Theme,
        live: LiveWatch | None = None,
        alerts: tuple[str, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._session, self._jobs, self._labels, self._theme = session, jobs, labels, theme
        self._is_stale = True
        self._range: TimeRange | None = None
        self.view = TimelineView(self, labels, theme)
        self.table = EventsTable(labels, theme)
        self.drawer = Drawer(labels, theme)
        self.range_panel = RangePanel(labels, theme)
        self._count = label(kind="muted", name="eventsCount")
        self.live_bar = LiveBar(live, labels, theme, alerts) if live is not None else None
        self._follower = NowFollower(self.view.stage)
        self.notes = TimelineNotes(session, jobs, self.view)
        self._build()
        self._keeper = StateKeeper(self.view.stage, self._swap.isChecked, self._shown)
        self._keeper.changed.connect(self.state_changed)
        self._connect()

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is what the filter says."""
        return not self._is_stale

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self._renew()

    def _build(self) -> None:
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        lower = QWidget()
        lower.setLayout(column(self._bar(), self.table, spacing=4))
        self._split.addWidget(self.view)
        self._split.addWidget(lower)
        QWidget.setTabOrder(self.table, self._evidence)  # it needs a row first
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._split.setSizes([600, 360])
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.setChildrenCollapsible(False)
        self._across.addWidget(self._split)
        self._side = QSplitter(Qt.Orientation.Vertical)
        self._side.setChildrenCollapsible(False)
        self._side.addWidget(self.range_panel)
        self._side.addWidget(self.drawer)
        self._across.addWidget(self._side)
        self._across.setStretchFactor(0, 1)
        for part in (self._side, self.range_panel, self.drawer):
            part.hide()
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(14, 8, 14, 12)
        layout.setSpacing(6)
        layout.addWidget(self._across, 1)
        self._stack = TimelineStack(body, self._theme)
        self._stack.action_chosen.connect(self._begin)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _bar(self) -> QHBoxLayout:
        self._swap = icon_button(
            "table", "toggleTable", self.tr("Show or hide the table (T)"), self._theme
        )
        self._swap.setCheckable(True)
        self._swap.setChecked(True)
        self._swap.toggled.connect(self._show_table)
        add_action(
            self,
            "swapTable",
            self.tr("Timeline"),
            self.tr("Show or hide the table"),
            ("T",),
            self._swap.toggle,
            AROUND,
        )
        self._evidence = evidence = RowEvidence(self.table, self.notes)
        add_action(
            self,
            "swapRowEvidence",
            self.tr("Timeline"),
            self.tr("Use the selected events as evidence, or take them back"),
            ("E",),
            evidence.swap,
            AROUND,
        )
        self.saving = TimelineSaving(
            self, self._session, self.view, self._labels.lang, lambda: self._stack.shows_body
        )
        self.saving.export_chosen.connect(self.export_chosen)
        self.saving.bundle_chosen.connect(self.bundle_chosen)
        live = [] if self.live_bar is None else [self._live_part(self.live_bar)]
        return row(self._count, 1, *live, evidence, self._swap, spacing=8)

    def _live_part(self, bar: LiveBar) -> LiveBar:
        add_action(
            self,
            "swapLive",
            self.tr("Timeline"),
            self.tr("Watch the phone live, or stop"),
            ("L",),
            bar.swap,
            AROUND,
        )
        bar.ticked.connect(self._follow_now)
        return bar

    def _follow_now(self) -> None:
        case = self._session.case
        newest = (
            max(case.captures, key=lambda each: each.started_ms, default=None) if case else None
        )
        if newest is not None:
            self._follower.go_on(newest.clock_difference_ms or 0)

    def restore(self, text: str) -> None:
        """Put the timeline as it was left; its span only if the same events are shown again."""
        self._swap.setChecked(self._keeper.restore(text).shows_table)

    def _shown(self) -> str:
        case = self._session.case
        return f"{case.path} {filter_to_json(self._session.filter)}" if case else ""

    def _connect(self) -> None:
        self._session.case_changed.connect(self._on_case)
        self._session.filter_changed.connect(self._on_filter)
        self._session.selection_changed.connect(self._on_selection)
        self.view.event_selected.connect(self._session.select)
        self.view.range_selected.connect(self._on_range)
        self.table.event_selected.connect(self._session.select)
        self.drawer.closed.connect(lambda: self._session.select(None))
        self.drawer.witness_chosen.connect(self._read_witness)
        self.drawer.copy_asked.connect(self._copy_event)
        self.drawer.app_chosen.connect(self.app_chosen)
        self.range_panel.closed.connect(lambda: self.view.stage.select_range(None))
        self.range_panel.filter_chosen.connect(self._filter_range)
        self.range_panel.evidence_chosen.connect(self._swap_evidence)
        self.notes.failed.connect(self.failed)
        self.notes.changed.connect(self._show_kept)
        self._swap.toggled.connect(self._keeper.tell)
        self._on_case(self._session.case)
        self._on_selection(self._session.selection)

    def _on_case(self, _case: CaseInfo | None) -> None:
        self._is_stale = True
        self._renew()

    def _on_filter(self, _wanted: EventFilter) -> None:
        self._is_stale = True
        self._renew()

    def _renew(self) -> None:
        """Read again what the filter lets through; a page that is not seen waits."""
        case = self._session.case
        if case is None:
            self._is_stale = False
            self._stack.setCurrentWidget(self._stack.nothing)
            return
        if not self._is_stale or not self.isVisible():
            return
        if self._stack.currentWidget() is self._stack.nothing:
            self._stack.setCurrentWidget(self._stack.waiting)
        wanted = self._session.filter
        self._jobs.run(
            reads.shown,
            case.path,
            wanted,
            self.view.stage.group,
            self._labels.lang,
            on_done=lambda shown: self._show(shown, case, wanted),
            on_error=self._fail_whole,
            key="columns",
        )

        self._read_band(case)
        self.notes.read()

    def _read_band(self, case: CaseInfo) -> None:
        """The context of the one phone that is shown; of several it would be nobody's."""
        part = case.of_phone(self._session.filter.device_id)
        shown = [each.device_id for each in part.devices]
        if len(shown) != 1:
            self.view.show_band(None, len(shown) > 1)
            return
        self._jobs.run(
            reads.band,
            case.path,
            shown[0],
            self._labels.lang,
            on_done=self.view.show_band,
            on_error=self._fail,
            key="band",
        )

    def _show(self, shown: reads.Shown, case: CaseInfo, wanted: EventFilter) -> None:
        if case is not self._session.case or wanted != self._session.filter:
            return  # a newer question is on its way
        self._is_stale = False
        columns = shown.columns
        part = case.of_phone(wanted.device_id)
        self.view.show_readings(readings_of(part.captures))
        self.view.show_icons(shown.icons)
        with self._follower.held():
            self.view.show_facts(shown.facts, part.zone, shown.tree)
        self.table.events.show_columns(columns, part.zone)
        self._count.setText(self.tr("%Ln event(s)", None, len(columns)))
        self._stack.setCurrentWidget(self._stack.body if len(columns) else self._blank_for(part))
        if self._keeper.go_where_left():
            self.view.history.forget()
        self._follow(self._session.selection)
        self._show_range()

    def _blank_for(self, case: CaseInfo) -> BlankPage:
        if case.since_ms is None:
            return self._stack.no_events
        is_default = self._session.filter == self._session.default_filter
        return self._stack.no_personal if is_default else self._stack.no_match

    def _on_selection(self, event_id: int | None) -> None:
        self._follow(event_id)
        case = self._session.case
        self.drawer.setVisible(event_id is not None)
        self._show_side()
        if event_id is None or case is None:
            return
        self._jobs.run(
            reads.details,
            case.path,
            event_id,
            self._labels.lang,
            on_done=self.drawer.show_details,
            on_error=self._fail,
            key="details",
        )

    def _read_witness(self, witness: Witness) -> None:
        if self._session.case is not None:
            self._jobs.run(
                reads.witness,
                self._session.case.path,
                witness,
                on_done=self.drawer.show_raw,
                on_error=self._fail,
                key="details",
            )

    def _copy_event(self) -> None:
        case, event_id = self._session.case, self._session.selection
        if case is not None and event_id is not None:
            self._jobs.run(
                reads.whole_event,
                case.path,
                event_id,
                self._labels.lang,
                on_done=QGuiApplication.clipboard().setText,
                on_error=self._fail,
                key="copy_event",
            )

    def _follow(self, event_id: int | None) -> None:
        self.view.select_event(event_id)
        self.table.select_event(event_id)

    def _on_range(self, chosen: TimeRange | None) -> None:
        self._range = chosen
        self._show_range()

    def _show_range(self) -> None:
        """Say what the selected span holds."""
        stage = self.view.stage
        is_shown = self._range is not None and stage.facts is not None
        if self._range is not None and stage.facts is not None:
            self.range_panel.show_stats(self.view.status.stats(self._range), stage.zone)
        self._show_kept()
        self.range_panel.setVisible(is_shown)
        self._show_side()

    def _show_kept(self) -> None:
        kept = self.notes.evidence_of(self._range) if self._range else None
        self.range_panel.show_kept(kept is not None)

    def _swap_evidence(self) -> None:
        if self._range is not None:
            self.notes.swap_evidence(self._range)

    def _show_side(self) -> None:
        parts = (self.range_panel, self.drawer)
        self._side.setVisible(any(not part.isHidden() for part in parts))
        self.part_shown.emit(self._side)

    def _filter_range(self) -> None:
        if self._range is not None:
            begin_ms, end_ms = self._range.begin_ms, self._range.end_ms
            wanted = replace(self._session.filter, since_ms=begin_ms, until_ms=end_ms)
            self._session.set_filter(wanted)

    def _show_table(self, is_shown: bool) -> None:
        """Give the picture all the room, or share it with the table again."""
        self.table.setVisible(is_shown)
        total = sum(self._split.sizes())
        self._split.setSizes([total * 3 // 5, total * 2 // 5] if is_shown else [total, 0])

    def _begin(self, action: str) -> None:
        if action == "clear":
            self._session.clear_filter()
        elif action == "everything":
            self._session.set_filter(EventFilter())
        elif action == "again":
            self._is_stale = True
            self._renew()
        else:
            self.begin_chosen.emit(action)

    def _fail_whole(self, error: AuditorError) -> None:
        if self._stack.currentWidget() is self._stack.waiting:
            self._stack.setCurrentWidget(self._stack.unread)
        self._fail(error)

    def _fail(self, error: AuditorError) -> None:
        self._is_stale = False
        self.failed.emit(error)
