"""Home with a case: sentences first, then a tile for each data type, then what nobody can tell."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from auditor.filters import EventFilter
from auditor.records import DataType
from ui.fact_list import FactList
from ui.flow import FlowLayout
from ui.labels import Labels
from ui.session import CaseInfo
from ui.theme import Theme, when_dressed
from ui.tile import TileCard
from ui.widgets import (
    TextButton,
    card,
    clean,
    clear_layout,
    column,
    icon_label,
    label,
    push_button,
    row,
    scrolled,
    text_width,
)

if TYPE_CHECKING:  # it takes numpy along, which is slow to import
    from auditor.summary import Sentence, Summary
    from ui.reads import SaidFact

TILE_WIDTH_CHARACTERS = 27
ROWS_SHOWN = 6


class CaseView(QWidget):
    """What a summary says. Every sentence and tile is a link to exactly its events."""

    filter_chosen = Signal(object)  # EventFilter
    clear_chosen = Signal()
    findings_chosen = Signal()
    debugging_chosen = Signal()
    keep_more_chosen = Signal()
    watch_chosen = Signal()  # watch the phone live from now on

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("caseView")
        self._labels, self._theme = labels, theme
        self._found = QVBoxLayout()
        self._sentences, self._limits = QVBoxLayout(), QVBoxLayout()
        self._tiles = QGridLayout()
        self._cards: list[TileCard] = []
        self._base = EventFilter()
        self._build()

    def show_summary(self, summary: "Summary", case: CaseInfo, is_part: bool) -> None:
        """Show a summary in place of the last. `is_part`: a filter hides the rest."""
        self._part.setVisible(is_part)
        device_id = summary.device.device_id if summary.device else None
        zone = case.of_phone(device_id).zone
        self._base = EventFilter(since_ms=summary.since_ms, device_id=device_id)
        self._name_phone(case, device_id)
        clear_layout(self._limits)
        clear_layout(self._tiles)
        self._show_sentences(summary.sentences)
        tiles = sorted(summary.tiles, key=lambda tile: not tile.apps)
        self._cards = [TileCard(tile, zone, self._labels, self._theme) for tile in tiles]
        for each in self._cards:
            each.chosen.connect(self._choose_type)
        self._place_cards()
        for limit in summary.limits:
            self._limits.addWidget(self._limit(limit))

    def show_facts(self, facts: "Sequence[SaidFact]") -> None:
        """Show what the phone says beside accesses; of an earlier phone nothing stays."""
        self.facts.show_facts(facts)
        for part in (self.facts, self._beside):
            part.setVisible(bool(facts))

    def show_findings(self, text: str) -> None:
        """Say above all what deserves a look; an empty text says nothing."""
        clear_layout(self._found)
        if not text:
            return
        button = TextButton(text, "homeFindings", self.tr("Show the findings"))
        button.clicked.connect(lambda _checked=False: self.findings_chosen.emit())
        self._found.addLayout(
            self._beside_icon("findings", self._theme.text, column(button), button)
        )

    def show_after_work(self, is_shown: bool) -> None:
        """Offer to switch debugging off again, once a phone was read."""
        self._after.setVisible(is_shown)

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
        self._sentences.setSpacing(6)
        self._rest = QWidget()
        self._rest.setLayout(column(spacing=6))
        self._rest.hide()
        self._more = push_button("", "moreSentences", self.tr("Show or hide the rest"))
        self._more.setCheckable(True)
        self._more.toggled.connect(self._show_rest)
        self._more.hide()
        self._watch = push_button(
            self.tr("Keep watching live"),
            "keepWatching",
            self.tr("Record each access from now on, while the phone is connected"),
            self.watch_chosen.emit,
        )
        below = row(self._more, self._watch, 1, spacing=8)
        said = column(self._sentences, self._rest, below, spacing=4)
        self._tiles.setSpacing(12)
        self._limits.setSpacing(6)
        self.facts = FactList("phoneFacts")
        self._beside = label(self.tr("What else this phone says"), "title", name="besideTitle")
        self.show_facts(())
        self._part = self._part_card()
        layout.addWidget(self._part)
        self._said_title = label("", "title", wraps=True, name="saidTitle")
        self._others = label("", "muted", wraps=True, name="otherPhones")
        self._after = self._after_card()
        said.addSpacing(8)
        said.addWidget(self._after)
        said.insertWidget(0, self._others)
        said.insertLayout(1, self._found)
        more = row(self._keep_more(), 1)
        sections = (
            (self._said_title, said),
            (label(self.tr("By kind of data"), "title"), self._tiles),
            (label(self.tr("What this phone cannot tell"), "title"), column(self._limits, more)),
            (self._beside, column(self.facts)),
        )
        for title, part in sections:
            layout.addWidget(title)
            layout.addLayout(part)
            layout.addSpacing(8)
        layout.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner))

    def _keep_more(self) -> QWidget:
        return push_button(
            self.tr("Have the phone keep more …"),
            "homeKeepMore",
            self.tr("See what it could keep, too. Nothing is changed before you say so."),
            self.keep_more_chosen.emit,
        )

    def _name_phone(self, case: CaseInfo, device_id: str | None) -> None:
        """Where a case holds several phones, the sentences are about this one alone."""
        has_several = len(case.devices) > 1
        self._others.setVisible(has_several)
        told = self.tr("This case holds %1 phones. The first chip above chooses another.")
        told = told.replace("%1", self._labels.number(len(case.devices)))
        self._others.setText(told)
        if not has_several or device_id is None:
            self._said_title.setText(self.tr("What the phone recorded"))
            return
        title = self.tr("What the phone %1 recorded")
        self._said_title.setText(title.replace("%1", clean(case.phone_name(device_id), 80)))

    def _part_card(self) -> QFrame:
        """Who comes back from the timeline must not take a part for the whole."""
        again = push_button(
            self.tr("Show everything again"),
            "showAll",
            self.tr("Clear the filter (Ctrl+Backspace)"),
            self.clear_chosen.emit,
        )
        said = self.tr("Only what passes the filter above is counted here.")
        return self._notice(said, again, "partOnly")

    def _after_card(self) -> QFrame:
        off = push_button(
            self.tr("Turn debugging off again …"),
            "homeDebugging",
            self.tr("Says where, and looks whether it is off"),
            self.debugging_chosen.emit,
        )
        said = self.tr("Done reading? Then debugging need not stay on.")
        made = self._notice(said, off, "afterWork")
        made.hide()
        return made

    def _notice(self, said: str, button: QPushButton, name: str) -> QFrame:
        icon = icon_label("info", self._theme.on_notice, 20)
        line = row(icon, label(said, wraps=True), button, spacing=10)
        line.setStretch(1, 1)
        line.setContentsMargins(14, 8, 14, 8)
        return card(line, "notice", name)

    def _show_sentences(self, sentences: "list[Sentence]") -> None:
        """One row for each data type: what was used, by how many in the background, refusals."""
        clear_layout(self._sentences)
        clear_layout(self._rest.layout())
        numbered = enumerate(sentences)
        groups = [list(each) for _type, each in groupby(numbered, lambda n: n[1].filter.types)]
        for number, group in enumerate(groups):
            place = self._sentences if number < ROWS_SHOWN else self._rest.layout()
            place.addLayout(self._sentence_row(group))
        more = len(groups) - ROWS_SHOWN
        self._more.setVisible(more > 0)
        self._more.setText(self.tr("%Ln more", None, max(more, 0)))
        self._show_rest(self._more.isChecked())

    def _sentence_row(self, group: "list[tuple[int, Sentence]]") -> QHBoxLayout:
        (data_type,) = group[0][1].filter.types or {DataType.OTHER}
        buttons = [self._sentence(*each) for each in group]
        said = FlowLayout(*buttons, spacing=2)
        return self._beside_icon(str(data_type), self._theme.data[data_type], said, buttons[0])

    def _beside_icon(self, name: str, color: str, said: QLayout, first: TextButton) -> QHBoxLayout:
        """Put an icon beside the first line of what is said."""
        picture = icon_label(name, color, 20)
        when_dressed(first, lambda: picture.setFixedHeight(first.sizeHint().height()))
        line = row(picture, said, spacing=4)
        line.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        return line

    def _sentence(self, number: int, sentence: "Sentence") -> TextButton:
        text = self._labels.sentence(sentence.code, sentence.values)
        button = TextButton(text, f"sentence_{number}", self.tr("Show exactly these events"))
        button.clicked.connect(lambda _checked=False: self.filter_chosen.emit(sentence.filter))
        return button

    def _show_rest(self, is_shown: bool) -> None:
        self._rest.setVisible(is_shown and not self._more.isHidden())

    def _limit(self, limit: "Sentence") -> QWidget:
        text: QLabel = label(self._labels.sentence(limit.code, limit.values), wraps=True)
        text.setObjectName(limit.code)
        line = row(icon_label("info", self._theme.on_notice, 20), text, spacing=10)
        line.setContentsMargins(14, 9, 14, 9)
        line.setStretch(1, 1)
        return card(column(line), "notice")

    def _place_cards(self) -> None:
        """As many columns as fit; long lists never jump: the order stays."""
        width_px = text_width(self, TILE_WIDTH_CHARACTERS)
        columns = max((self.width() - 56) // max(width_px + 12, 1), 1)
        for number, each in enumerate(self._cards):
            self._tiles.addWidget(each, number // columns, number % columns)
        for number in range(self._tiles.columnCount()):
            self._tiles.setColumnStretch(number, int(number < columns))

    def _choose_type(self, data_type: DataType) -> None:
        self.filter_chosen.emit(replace(self._base, types=frozenset({data_type})))
