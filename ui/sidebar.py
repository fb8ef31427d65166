"""The narrow bar on the left: a click or Ctrl and a digit for each page; testers have a seventh."""

from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui import icons
from ui.actions import add_action
from ui.theme import Theme
from ui.widgets import text_width


class Page(StrEnum):
    """The pages, in the order of the sidebar; the values are those of `--page`."""

    HOME = "home"
    TIMELINE = "timeline"
    APPS = "apps"
    FINDINGS = "findings"
    COMPLAINT = "complaint"
    CAPTURES = "captures"
    SESSIONS = "sessions"  # in the sidebar only once a case has one, or where it is shown
    PREFERENCES = "preferences"  # by the menu, not in the sidebar


class Sidebar(QFrame):
    """Buttons of which one is down."""

    page_chosen = Signal(object)  # Page

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Pages"))
        self._buttons: dict[Page, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._build(theme)

    def show_page(self, page: Page) -> None:
        """Press the button of a page without asking for it again."""
        if page not in self._buttons:
            self._release()
            return
        self._buttons[page].show()
        self._buttons[page].setChecked(True)
        focused = self.window().focusWidget()
        if focused is None or focused in self._buttons.values():
            self._buttons[page].setFocus()

    def offer(self, page: Page, is_offered: bool) -> None:
        """Show the button of a page that not everybody needs, or hide it while it is not down."""
        button = self._buttons[page]
        button.setVisible(is_offered or button.isChecked())

    def set_compact(self, is_compact: bool) -> None:
        """In a narrow window only the icons stand there; their words are names and tooltips."""
        style = Qt.ToolButtonStyle
        for button in self._buttons.values():
            button.setToolButtonStyle(
                style.ToolButtonIconOnly if is_compact else style.ToolButtonTextBesideIcon
            )
            button.setMinimumWidth(0 if is_compact else text_width(self, 19))
        self.layout().setContentsMargins(*((4, 10, 4, 10) if is_compact else (10, 14, 10, 14)))

    def show_number(self, page: Page, number: str, spoken: str) -> None:
        """Show a number behind a page's name; none if it is empty. `spoken` says what it counts."""
        text = self._titles()[page]
        self._buttons[page].setText(f"  {text}  {number}" if number else f"  {text}")
        self._buttons[page].setAccessibleName(f"{text}: {spoken}" if number else text)
        self._buttons[page].setAccessibleDescription(spoken if number else text)

    def _release(self) -> None:
        """Show no page as chosen."""
        self._group.setExclusive(False)
        for button in self._buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)

    def _build(self, theme: Theme) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 14, 10, 14)
        layout.setSpacing(4)
        for number, (page, text) in enumerate(self._titles().items(), start=1):
            button = self._button(page, text, f"Ctrl+{number}", theme)
            layout.addWidget(button)
            self._buttons[page] = button
        self._buttons[Page.SESSIONS].hide()
        layout.addStretch(1)

    def _titles(self) -> dict[Page, str]:
        return {
            Page.HOME: self.tr("Home"),
            Page.TIMELINE: self.tr("Timeline"),
            Page.APPS: self.tr("Apps"),
            Page.FINDINGS: self.tr("Findings"),
            Page.COMPLAINT: self.tr("Complaint"),
            Page.CAPTURES: self.tr("Captures"),
            Page.SESSIONS: self.tr("Test sessions"),
        }

    def _button(self, page: Page, text: str, keys: str, theme: Theme) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"page_{page}")
        button.setText(f"  {text}")  # a style sheet has no gap between icon and word
        native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{text} ({native})")
        button.setAccessibleName(text)
        button.setIcon(icons.icon(str(page), theme.text))
        button.setIconSize(QSize(20, 20))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setMinimumWidth(text_width(self, 19))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setCheckable(True)
        self._group.addButton(button)
        button.clicked.connect(lambda _checked=False: self.page_chosen.emit(page))
        add_action(self, f"go_{page}", self.tr("Pages"), text, (keys,), button.click)
        return button
