"""Keeps the selected rows of the table as evidence: a single event is often the whole proof."""

import numpy as np
from PySide6.QtWidgets import QPushButton, QWidget

from ui.events_table import EventsTable
from ui.timeline_notes import TimelineNotes


class RowEvidence(QPushButton):
    """Chooses the events of the selected rows, or takes back the choice of exactly these."""

    def __init__(
        self, table: EventsTable, notes: TimelineNotes, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rowEvidence")
        self._table, self._notes = table, notes
        self.clicked.connect(self.swap)
        table.selectionModel().selectionChanged.connect(self._follow)
        table.events.modelReset.connect(self._follow)
        notes.changed.connect(self._follow)
        self._follow()

    def swap(self) -> None:
        """Keep the rows, or take them back; without a row nothing happens."""
        rows = self._rows()
        if len(rows):
            self._notes.swap_events(*self._table.events.chosen(rows))

    def _rows(self) -> np.ndarray:
        """The selected rows from the top; asked at each change, also of a very large table."""
        is_chosen = np.zeros(self._table.events.rowCount(), np.bool_)
        for part in self._table.selectionModel().selection():
            is_chosen[part.top() : part.bottom() + 1] = True
        return np.flatnonzero(is_chosen)

    def _follow(self, *_changed: object) -> None:
        rows = self._rows()
        ids = self._table.events.chosen(rows)[0] if len(rows) else ()
        if ids and self._notes.choice_of(ids) is not None:
            text = self.tr("Take back as evidence")
            tip = self.tr("The selected events are evidence in this case; take that back")
        else:
            text = self.tr("Use as evidence")
            tip = self.tr("Keep the selected events as evidence in this case")
        self.setEnabled(bool(ids))
        self.setText(text)
        self.setToolTip(tip if ids else self.tr("Select a row of the table first"))
        self.setAccessibleDescription(self.toolTip())
