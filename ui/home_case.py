"""Home with a case: sentences first, then a tile for each data type, then what nobody can tell."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from auditor.filters import EventFilter
from auditor.records import DataType
from ui.labels import Labels
from ui.theme import Theme
from ui.tile import TileCard
from ui.widgets import (
    TextButton,
    card,
    clear_layout,
    column,
    icon_label,
    label,
    row,
    scrolled,
)

if TYPE_CHECKING:  # it takes numpy along, which is slow to import
    from auditor.summary import Sentence, Summary

TILE_WIDTH_CHARACTERS = 27
INDENTED = ("background", "background_at_least", "background_only")


class CaseView(QWidget):
    """What a summary says. Every sentence and tile is a link to exactly its events."""

    filter_chosen = Signal(object)  # EventFilter

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("caseView")
        self._labels, self._theme = labels, theme
        self._sentences, self._limits = QVBoxLayout(), QVBoxLayout()
        self._tiles = QGridLayout()
        self._cards: list[TileCard] = []
        self._base = EventFilter()
        self._build()

    def show_summary(self, summary: "Summary", zone: str | None) -> None:
        """Show a summary in place of the last."""
        self._base = EventFilter(since_ms=summary.since_ms)
        clear_layout(self._sentences)
        clear_layout(self._limits)
        clear_layout(self._tiles)
        for number, sentence in enumerate(summary.sentences):
            self._sentences.addLayout(self._sentence(number, sentence))
        tiles = sorted(summary.tiles, key=lambda tile: not tile.apps)
        self._cards = [TileCard(tile, zone, self._labels, self._theme) for tile in tiles]
        for each in self._cards:
            each.chosen.connect(self._choose_type)
        self._place_cards()
        for limit in summary.limits:
            self._limits.addWidget(self._limit(limit))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._place_cards()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._place_cards()

    def _build(self) -> None:
        inner = QWidget()
        inner.setObjectName("content")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(28, 22, 28, 28)
        layout.setSpacing(12)
        self._sentences.setSpacing(0)
        self._tiles.setSpacing(12)
        self._limits.setSpacing(6)
        sections = (
            (self.tr("What the phone recorded"), self._sentences),
            (self.tr("By kind of data"), self._tiles),
            (self.tr("What this phone cannot tell"), self._limits),
        )
        for title, part in sections:
            layout.addWidget(label(title, "title"))
            layout.addLayout(part)
            layout.addSpacing(8)
        layout.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner))

    def _sentence(self, number: int, sentence: "Sentence"):
        text = self._labels.sentence(sentence.code, sentence.values)
        button = TextButton(text, f"sentence_{number}", self.tr("Show exactly these events"))
        button.clicked.connect(lambda _checked=False: self.filter_chosen.emit(sentence.filter))
        is_indented = sentence.code in INDENTED
        (data_type,) = sentence.filter.types or {DataType.OTHER}
        icon_name = "background" if is_indented else str(data_type)
        color = self._theme.muted if is_indented else self._theme.data[data_type]
        line = row(icon_label(icon_name, color, 20), button, spacing=6)
        line.setContentsMargins(26 if is_indented else 0, 0, 0, 0)
        line.setStretch(1, 1)
        return line

    def _limit(self, limit: "Sentence") -> QWidget:
        text: QLabel = label(self._labels.sentence(limit.code, limit.values), wraps=True)
        text.setObjectName(limit.code)
        line = row(icon_label("info", self._theme.on_notice, 20), text, spacing=10)
        line.setContentsMargins(14, 9, 14, 9)
        line.setStretch(1, 1)
        return card(column(line), "notice")

    def _place_cards(self) -> None:
        """As many columns as fit; long lists never jump: the order stays."""
        width_px = self.fontMetrics().averageCharWidth() * TILE_WIDTH_CHARACTERS
        columns = max((self.width() - 56) // max(width_px + 12, 1), 1)
        for number, each in enumerate(self._cards):
            self._tiles.addWidget(each, number // columns, number % columns)
        for number in range(self._tiles.columnCount()):
            self._tiles.setColumnStretch(number, int(number < columns))

    def _choose_type(self, data_type: DataType) -> None:
        self.filter_chosen.emit(replace(self._base, types=frozenset({data_type})))
