"""The line below the timeline: one sentence about what is hovered or selected, else the legend."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedWidget, QWidget

from auditor import words
from auditor.range_stats import RangeStats, range_stats
from ui.labels import Labels
from ui.theme import Theme
from ui.timeline_frame import TimeRange
from ui.timeline_legend import Legend
from ui.timeline_stage import Stage
from ui.timeline_words import tell, tell_many, tell_range


class StatusLine(QStackedWidget):
    """Says one thing at a time; when there is nothing to say it explains the marks."""

    def __init__(self, stage: Stage, theme: Theme, labels: Labels, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage, self._labels = stage, labels
        self._stats: RangeStats | None = None
        self.legend = Legend(theme, labels, self)
        self.sentence = QLabel(self)
        self.sentence.setObjectName("timeline_sentence")
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)  # it names apps
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.addWidget(self.legend)
        self.addWidget(self.sentence)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self.fontMetrics().height() + 10)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.legend.set_theme(theme)
        self.sentence.setStyleSheet(f"color: {theme.text}; padding: 2px 6px;")

    def set_labels(self, labels: Labels) -> None:
        """Speak another language."""
        self._labels = labels
        self.legend.set_labels(labels)

    def say(self, text: str) -> None:
        """Say this; nothing shows the legend."""
        self.sentence.setText(text)
        self.sentence.setToolTip(text)
        self.setCurrentWidget(self.sentence if text else self.legend)

    def selected_text(self) -> str:
        """What is selected, in a sentence; else which records the picture cannot show."""
        stage = self._stage
        if stage.facts is None:
            return ""
        if stage.range is not None:
            return tell_range(self.stats(stage.range), self._labels, stage.zone)
        row = None if stage.selection is None else stage.facts.row_of(stage.selection)
        if row is not None:
            return tell(stage.facts, row, self._labels, stage.zone)
        if stage.facts.untimed:
            return words.sentence("unknown_time", self._labels.lang, stage.facts.untimed)
        return ""

    def forget(self) -> None:
        """Count anew: what is shown are other records."""
        self._stats = None

    def stats(self, chosen: TimeRange) -> RangeStats:
        """What the stretch holds, counted once."""
        facts, stats = self._stage.facts, self._stats
        assert facts is not None
        if stats is None or (stats.begin_ms, stats.end_ms) != (chosen.begin_ms, chosen.end_ms):
            stats = self._stats = range_stats(facts, chosen.begin_ms, chosen.end_ms)
        return stats

    def hover_text(self, at: QPointF, shows_bins: bool) -> str:
        """What is under the pointer, in a sentence."""
        stage = self._stage
        index = stage.lane_at(at.y())
        if index is None or stage.facts is None:
            return ""
        if shows_bins:
            lane = stage.lanes[index]
            half = max(1.0, stage.ms_per_px)
            time_ms = stage.time_at(at.x())
            begin_ms, end_ms = int(time_ms - half), int(time_ms + half) + 1
            if lane.count(begin_ms, end_ms) > 1:
                return tell_many(lane, begin_ms, end_ms, self._labels)
        found = stage.hit(at.x(), at.y())
        row = None if found is None else stage.facts.row_of(found)
        return "" if row is None else tell(stage.facts, row, self._labels, stage.zone)
