"""The line above every page: which phone, how many readings, which span; SAMPLE; one action."""

from datetime import datetime

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QToolButton, QWidget

from ui.labels import Labels, zone_of
from ui.session import CaseInfo
from ui.theme import Theme
from ui.widgets import ElidedLabel, clean, icon_button, label, push_button, row


class Header(QFrame):
    """Says what is open, and offers the one thing to do next."""

    action_triggered = Signal()

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self._labels = labels
        self._title = ElidedLabel(name="caseTitle")
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._facts = ElidedLabel(kind="muted", name="caseFacts")
        self._sample = label(self.tr("SAMPLE"), "sample", name="sampleBadge")
        tip = self.tr("This is the made-up sample phone. Nothing here is evidence about anybody.")
        self._sample.setToolTip(tip)
        self._sample.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._sample.setAccessibleDescription(tip)
        self._action = push_button("", "primaryAction", "", self.action_triggered.emit, "primary")
        self._menu = icon_button("menu", "mainMenu", self.tr("Menu (F10)"), theme)
        self._menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        layout = row(self._title, self._sample, self._facts, self._action, self._menu, spacing=10)
        layout.setContentsMargins(18, 8, 12, 8)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_case(None)

    def set_menu(self, menu: QMenu) -> None:
        """Give the menu button its menu."""
        self._menu.setMenu(menu)

    def open_menu(self) -> None:
        """Open the menu by key."""
        self._menu.showMenu()

    def popup_below_action(self, menu: QMenu) -> None:
        """Open a menu under the primary action."""
        menu.popup(self._action.mapToGlobal(self._action.rect().bottomLeft()))

    def set_action(self, text: str, tip: str, enabled: bool = True) -> None:
        """Set the one primary action; no text, no button."""
        self._action.setVisible(bool(text))
        self._action.setText(text)
        self._action.setToolTip(tip)
        self._action.setEnabled(enabled)

    def show_case(self, case: CaseInfo | None, device_id: str | None = None) -> None:
        """Say which phone, how many readings and which span; of several phones the chosen one."""
        self._sample.setVisible(case is not None and case.is_sample)
        if case is None:
            self._title.set_whole(self.tr("Permission Auditor"))
            self._facts.set_whole(self.tr("No case is open"))
            return
        shown = case.of_phone(device_id)
        self._title.set_whole(self._title_of(shown))
        facts = [self.tr("%Ln reading(s)", None, len(shown.captures)), self._span_of(shown)]
        if len(case.devices) > len(shown.devices):
            facts.insert(
                0, self.tr("one of %1 phones").replace("%1", self._labels.number(len(case.devices)))
            )
        self._facts.set_whole("  ·  ".join(fact for fact in facts if fact))

    def _title_of(self, case: CaseInfo) -> str:
        if not case.devices:
            return clean(case.path.name, 60)
        if len(case.devices) > 1:
            return self.tr("%Ln phone(s)", None, len(case.devices))
        device = case.devices[0]
        release = f"Android {device.release}" if device.release else ""
        name = case.phone_name(device.device_id)
        return clean("  ·  ".join(part for part in (name, release) if part), 80)

    def _span_of(self, case: CaseInfo) -> str:
        if case.since_ms is None or case.until_ms is None:
            return self.tr("no dated records")
        pattern = self.tr("d MMM yyyy", "how a date is written, see QDate")
        days = [_day(ms, case.zone) for ms in (case.since_ms, case.until_ms)]
        return " – ".join(self._labels.locale.toString(day, pattern) for day in days)


def _day(time_ms: int, zone: str | None) -> QDate:
    day = datetime.fromtimestamp(time_ms / 1000, zone_of(zone))
    return QDate(day.year, day.month, day.day)
