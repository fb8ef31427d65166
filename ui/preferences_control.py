"""Carries out what a person changes on the Preferences page."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.case_actions import CaseActions
from ui.labels import Labels
from ui.memory import Memory
from ui.theme import ThemeName

LOOKS = ("language", "theme", "text_percent", "reduced_motion")


class PreferencesControl(QObject):
    """Between the page, what is remembered, and what reads phones."""

    look_changed = Signal()  # the window must be built anew
    theme_chosen = Signal(object)  # ThemeName
    language_chosen = Signal(object)  # str
    forget_chosen = Signal(object)  # tuple[Path, ...]
    welcome_chosen = Signal()
    back_chosen = Signal()
    rules_changed = Signal()

    def __init__(
        self,
        memory: Memory,
        actions: CaseActions,
        usual_cases: Path,
        labels: Labels,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._memory, self._actions, self._labels = memory, actions, labels
        self._usual_cases = usual_cases
        self._page: QWidget | None = None
        self.set_up()

    def set_up(self) -> None:
        """Tell the actions where cases go and how phones are read."""
        settings = self._memory.settings
        cases = settings.cases or self._usual_cases
        self._actions.set_up(cases, settings.plan, settings.bridge)

    def make_page(self) -> QWidget:
        """Give the page; called once for each window."""
        from ui.preferences_page import PreferencesPage  # only when somebody looks at it

        page = PreferencesPage(self._memory.settings, self._usual_cases, self._labels)
        page.changed.connect(self._change)
        page.forget_chosen.connect(self._forget)
        page.welcome_chosen.connect(self._welcome)
        page.back_chosen.connect(self.back_chosen)
        self._page = page
        return page

    def _change(self, change: tuple[str, object]) -> None:
        name, value = change
        if name == "theme":
            self.theme_chosen.emit(ThemeName(value))
        elif name == "language":
            self.language_chosen.emit(value)
        else:
            self._memory.change(**{name: value})
            self.set_up()
            self._renew()
            if name in LOOKS:
                self.look_changed.emit()
            elif name == "rules":
                self.rules_changed.emit()

    def _renew(self) -> None:
        if self._page is not None:
            self._page.show_settings(self._memory.settings)

    def _forget(self) -> None:
        self.forget_chosen.emit(self._memory.recent_cases)
        self._renew()

    def _welcome(self) -> None:
        self._memory.change(welcomed=False)
        self.welcome_chosen.emit()
