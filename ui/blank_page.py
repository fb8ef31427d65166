"""A page that has nothing to show yet: one sentence why, and what one can do now."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets import icon_label, label, push_button, row, text_width


class BlankPage(QWidget):
    """An icon, a title, a sentence and at most two buttons, in the middle of the page."""

    action_chosen = Signal(object)  # the name of an action, as given

    def __init__(
        self,
        theme: Theme,
        name: str,
        icon_name: str,
        title: str,
        text: str,
        actions: tuple[tuple[str, str], ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.text = text
        picture = icon_label(icon_name, theme.muted, 56)
        heading, said = label(title, "title", name=f"{name}Title"), label(text, "muted", wraps=True)
        self._heading, self._said = heading, said
        said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        said.setObjectName(f"{name}Text")
        said.setFixedWidth(text_width(said, 62))
        buttons = [self._button(*each, is_first=not i) for i, each in enumerate(actions)]
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.setContentsMargins(40, 40, 40, 40)
        layout.addStretch(2)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(heading, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(row(1, said, 1))
        layout.addLayout(row(1, *buttons, 1, spacing=12))
        layout.addStretch(3)

    def show_text(self, text: str, title: str | None = None) -> None:
        """Say something else."""
        self.text = text
        self._said.setText(text)
        if title is not None:
            self._heading.setText(title)

    def _button(self, code: str, text: str, is_first: bool) -> QWidget:
        kind = "primary" if is_first else ""
        return push_button(text, f"do_{code}", text, lambda: self.action_chosen.emit(code), kind)
