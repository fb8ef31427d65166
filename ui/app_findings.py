"""What rules found about one app: a sentence each, that opens the finding."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor.findings import words as said
from auditor.findings.records import Finding
from ui.labels import Labels
from ui.widgets import TextButton, clean, clear_layout, column, label

MOST = 12  # more stand on the Findings page


class AppFindings(QWidget):
    """Buttons for those that count, then those that were dismissed or set aside."""

    finding_chosen = Signal(object)  # finding id (str)

    def __init__(self, labels: Labels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = labels
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._note = label(kind="muted", wraps=True, name="appFindingsNote")
        self.setLayout(column(self._rows, self._note, spacing=4))

    def show_findings(self, found: tuple[Finding, ...] | None) -> None:
        """Show an app's findings; None while rules were not asked yet."""
        clear_layout(self._rows)
        for number, each in enumerate((found or ())[:MOST]):
            self._rows.addWidget(self._row(number, each))
        self._note.setText(self._said(found))
        self._note.setVisible(bool(self._note.text()))

    def _row(self, number: int, finding: Finding) -> TextButton:
        text = f"{self._standing(finding)} · {said.sentence(finding, self._labels.lang)}"
        made = TextButton(clean(text, 400), f"appFinding_{number}", self.tr("Show this finding"))
        made.clicked.connect(lambda _checked=False: self.finding_chosen.emit(finding.id))
        return made

    def _standing(self, finding: Finding) -> str:
        if finding.suppressed:
            return self.tr("Set aside")
        if finding.dismissal is not None:
            return self.tr("Dismissed")
        return said.severity(finding.severity, self._labels.lang)

    def _said(self, found: tuple[Finding, ...] | None) -> str:
        if found is None:
            return self.tr("The rules were not asked yet.")
        if not found:
            return self.tr("No rule found anything about it. That is no proof that nothing was.")
        if len(found) > MOST:
            return self.tr("%Ln more stand(s) on the Findings page.", None, len(found) - MOST)
        return ""
