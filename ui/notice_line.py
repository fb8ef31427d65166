"""A line on a coloured ground that says what one must know, with what can be done about it."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from ui.theme import Theme
from ui.widgets import icon_label, label, push_button, row


class NoticeLine(QFrame):
    """Hidden until somebody has something to say; `said` is its text."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        text: str,
        tip: str,
        do: Callable[[], object],
        is_alarm: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("kind", "alarm" if is_alarm else "notice")
        icon, color = ("warning", theme.on_alarm) if is_alarm else ("info", theme.on_notice)
        self.said = label(wraps=True, name=f"{name}Text")
        button = push_button(text, f"{name}Do", tip, do)
        line = row(icon_label(icon, color, 20), self.said, button)
        line.setStretch(1, 1)
        line.setContentsMargins(14, 8, 14, 8)
        self.setLayout(line)
        self.hide()
