"""Some lines of a raw file with the one that matters marked: where it is, what it says, a copy."""

from PySide6.QtGui import QColor, QGuiApplication, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from auditor.context import RawContext
from ui.labels import Labels
from ui.theme import Theme
from ui.widgets import clean, label, selectable

RAW_LINES = 7
LONGEST_LINE = 2_000


class RawLines(QPlainTextEdit):
    """Shows a `RawContext`. `where` is a label for the place that stands above it."""

    def __init__(
        self, name: str, labels: Labels, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._labels, self._theme = labels, theme
        self._line = ""
        self.where = selectable(label(kind="muted", wraps=True, name=f"{name}Where"))
        self.where.setMinimumWidth(1)  # a long word is cut off rather than everything
        self.setObjectName(f"{name}Lines")
        self.setProperty("kind", "raw")
        self.setAccessibleName(self.tr("The raw lines of the phone"))
        self.setAccessibleDescription(
            self.tr("The line that recorded this event is marked; around it are its neighbours.")
        )
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFixedHeight(self.fontMetrics().height() * (RAW_LINES + 2))

    def show_context(self, context: RawContext) -> None:
        """Show one raw line among those around it in its file."""
        self._line = context.lines[context.line - context.first_line] if context.lines else ""
        place = self.tr("%1, line %2").replace("%1", f"{context.capture_id}/{context.raw_file}")
        place = place.replace("%2", self._labels.number(context.line))
        cut = "" if context.whole else self.tr("This file was cut while it was read.")
        command = f"$ {context.command_line}" if context.command_line else ""
        half = len(context.sha256) // 2  # whole it is wider than the drawer
        digest = f"SHA-256 {context.sha256[:half]}\n{context.sha256[half:]}"
        parts = [place, command, digest, cut]
        self.where.setText("\n".join(clean(line) for part in parts for line in part.splitlines()))
        numbered = [
            f"{number:>6}  {clean(line, LONGEST_LINE)}"
            for number, line in enumerate(context.lines, start=context.first_line)
        ]
        self.setPlainText("\n".join(numbered))
        self._highlight(context.line - context.first_line)

    def copy_line(self) -> None:
        """Put the line that matters on the clipboard, exactly as the phone wrote it."""
        QGuiApplication.clipboard().setText(self._line)

    def _highlight(self, number: int) -> None:
        block = self.document().findBlockByNumber(number)
        cursor = QTextCursor(block)
        mark = QTextEdit.ExtraSelection()
        style = QTextCharFormat()
        style.setBackground(QColor(self._theme.selection))
        style.setProperty(QTextFormat.Property.FullWidthSelection, True)
        mark.format, mark.cursor = style, cursor
        self.setExtraSelections([mark])
        self.setTextCursor(cursor)
        self.centerCursor()
