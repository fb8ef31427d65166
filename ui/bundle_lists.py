"""What of a bundle leaves this computer and what stays, as short lists in words."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from auditor.bundle.preview import Preview
from ui.labels import Labels
from ui.widgets import card, column, label, row


class BundleLists(QWidget):
    """Two cards: what leaves, what is taken out."""

    def __init__(self, told: Preview, labels: Labels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = labels
        leaves, stays = self.tr("What leaves this computer"), self.tr("What is taken out")
        self.setLayout(
            column(
                self._list(leaves, "bundleLeaves", self._leaves(told)),
                self._list(stays, "bundleStays", self._stays(told)),
                spacing=10,
            )
        )

    def _list(self, title: str, name: str, texts: Iterator[str]) -> QWidget:
        lines = column(label(title, "heading"), spacing=5)
        for text in texts:
            line = row(label("•", "muted"), label(text, wraps=True), spacing=8)
            line.setStretch(1, 1)
            line.setAlignment(line.itemAt(0).widget(), Qt.AlignmentFlag.AlignTop)
            lines.addLayout(line)
        lines.setContentsMargins(14, 10, 14, 12)
        return card(lines, name=name)

    def _leaves(self, told: Preview) -> Iterator[str]:
        number = self._labels.number
        yield self.tr("%Ln event(s), as records and as a table", None, told.events)
        if told.evidence:
            yield self.tr("%Ln of these event(s) you chose as evidence", None, told.evidence)
        if told.evidence_left_out:
            yield self.tr(
                "Not in it: %Ln event(s) that you chose as evidence and that the filter hides. "
                "Change the filter, then open this again.",
                None,
                told.evidence_left_out,
            )
        yield self.tr(
            "From %Ln answer(s) of the phone the lines that tell of it, with what stands above "
            "them; phone model, version, zone and clocks",
            None,
            told.raw_kept,
        )
        size = self.tr("Together %1 files, %2 before they are packed")
        size = size.replace("%1", number(told.files))
        yield size.replace("%2", self._labels.size(told.size_bytes))

    def _stays(self, told: Preview) -> Iterator[str]:
        yield self.tr("%Ln answer(s) of the phone, as a whole", None, told.raw_left_out)
        yield self.tr(
            "%Ln line(s) of the others, which are about nothing that was chosen",
            None,
            told.lines_not_needed,
        )
        if told.lines_other_app:
            yield self.tr("%Ln line(s) that name another app as well", None, told.lines_other_app)
        yield self.tr(
            "The serial number: the phone has a pseudonym that only this case can tell. The name "
            "of this computer, its folders, and your own marks."
        )
