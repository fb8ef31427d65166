"""What survives a restart: window, page, filter; language, theme, cases by auditor.settings."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from auditor import settings
from auditor.errors import StoreError
from auditor.filter_text import from_text, to_text
from auditor.filters import EventFilter
from ui.session import DEFAULT_FILTER
from ui.sidebar import Page
from ui.theme import ThemeName


class Memory:
    """Typed access to one folder's settings; anything unreadable counts as not set."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "settings.json"
        self._common = settings.load_settings(self._path)
        self.trouble: Callable[[StoreError], object] = lambda _error: None
        self._window = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    @property
    def settings(self) -> settings.Settings:
        """Everything that the command line could want to know too."""
        return self._common

    def change(self, **values: object) -> None:
        """Change settings and write them; a file that cannot be written is told, not lost."""
        self._common = replace(self._common, **values)
        try:
            settings.save_settings(self._path, self._common)
        except StoreError as error:
            self.trouble(error)

    @property
    def theme(self) -> ThemeName:
        """Light, dark, or what the desktop says."""
        return ThemeName(self._common.theme)

    @property
    def language(self) -> str:
        """`en`, `zh_CN`, or empty for the desktop's."""
        return self._common.language or ""

    @property
    def recent_cases(self) -> tuple[Path, ...]:
        """Folders of cases, the latest first."""
        return self._common.recent_cases

    def remember_case(self, case_dir: Path) -> None:
        """Put a case on top of the recent ones."""
        if self._common.recent_cases[:1] != (case_dir,):
            self.change(recent_cases=settings.with_recent(self._common, case_dir).recent_cases)

    @property
    def page(self) -> Page:
        """The page that was open."""
        try:
            return Page(self._text("page"))
        except ValueError:
            return Page.HOME

    @page.setter
    def page(self, value: Page) -> None:
        self._window.setValue("page", str(value))

    @property
    def geometry(self) -> QByteArray | None:
        """Size and place of the window."""
        value = self._window.value("geometry")
        return value if isinstance(value, QByteArray) else None

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._window.setValue("geometry", value)

    @property
    def filter(self) -> EventFilter:
        """The filter that was set."""
        return filter_from_json(self._text("filter"))

    @filter.setter
    def filter(self, value: EventFilter) -> None:
        self._window.setValue("filter", filter_to_json(value))

    @property
    def timeline(self) -> str:
        """How the timeline was left, see timeline_state."""
        return self._text("timeline")

    @timeline.setter
    def timeline(self, value: str) -> None:
        self._window.setValue("timeline", value)

    def sync(self) -> None:
        """Write the window's file now."""
        self._window.sync()

    def _text(self, key: str) -> str:
        value = self._window.value(key, "")
        return value if isinstance(value, str) else ""


def filter_to_json(wanted: EventFilter) -> str:
    """Write what differs from what is shown at first.

    Chosen events are left out: their numbers mean something only while the case is open.
    """
    return to_text(replace(wanted, event_ids=frozenset()), DEFAULT_FILTER)


def filter_from_json(text: str) -> EventFilter:
    """Read a filter back; anything odd gives what is shown at first."""
    return from_text(text, DEFAULT_FILTER)
