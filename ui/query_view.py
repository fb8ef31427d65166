"""The query of a rule: folded until somebody wants to read it, and copied whole."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.widgets import column, push_button, row

MOST_LINES = 16


class QueryView(QWidget):
    """A button that unfolds the text, one that copies it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QPlainTextEdit()
        self._text.setObjectName("queryText")
        self._text.setProperty("kind", "raw")
        self._text.setAccessibleName(self.tr("The rule's query"))
        self._text.setAccessibleDescription(
            self.tr("SQL over the documented views of the case (docs/schema.md)")
        )
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._turn = push_button(
            self.tr("Show the query"),
            "queryShow",
            self.tr("Show or hide exactly what is asked of the records"),
        )
        self._turn.setCheckable(True)
        self._turn.toggled.connect(self._text.setVisible)
        copy = push_button(
            self.tr("Copy the query"),
            "queryCopy",
            self.tr("Copy the SQL, to ask it of the case yourself"),
            lambda: QGuiApplication.clipboard().setText(self._text.toPlainText()),
        )
        self._text.hide()
        self.setLayout(column(row(self._turn, copy, 1), self._text, spacing=6))

    def turn(self) -> None:
        """Unfold the text, or fold it again."""
        self._turn.toggle()

    def show_query(self, sql: str) -> None:
        """Show another query, folded or not as the last one was."""
        self._text.setPlainText(sql)
        lines = min(sql.count("\n") + 2, MOST_LINES)
        self._text.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 20)
