"""Connecting: the phones this computer sees, each with its state in words and what to tap next."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from auditor import words
from auditor.adb.devices import DeviceRow, State
from ui.labels import Labels
from ui.theme import Theme
from ui.widgets import (
    card,
    clean,
    clear_layout,
    column,
    icon_label,
    label,
    push_button,
    readable_width,
    row,
    scrolled,
)


class PhonesView(QWidget):
    """A live list. It changes by itself the moment a phone changes its state."""

    read_chosen = Signal(object)  # serial (str)
    back_chosen = Signal()
    sample_chosen = Signal()

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("phones")
        self._labels, self._theme = labels, theme
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self._state = label(kind="muted", wraps=True, name="phonesState")
        self._help = self._help_card()
        self._build()
        self.show_looking()

    def show_looking(self) -> None:
        """Say that the search has begun."""
        self._state.setText(self.tr("Looking for phones …"))
        clear_layout(self._rows)
        self._help.show()

    def show_rows(self, rows: list[DeviceRow]) -> None:
        """Show the whole list as it is now."""
        clear_layout(self._rows)
        found = self.tr("%Ln phone(s) found. The list follows the cable.", None, len(rows))
        none = self.tr("No phone is connected yet. This list changes as soon as one is.")
        self._state.setText(found if rows else none)
        for each in rows:
            self._rows.addWidget(self._phone(each))
        self._help.setVisible(not any(each.state is State.DEVICE for each in rows))

    def _build(self) -> None:
        back = push_button(
            self.tr("Back"), "phonesBack", self.tr("Back to the choices"), self.back_chosen.emit
        )
        sample = push_button(
            self.tr("Use the sample phone instead"),
            "phonesSample",
            self.tr("Look around without a phone"),
            self.sample_chosen.emit,
        )
        inner = QWidget()
        inner.setObjectName("content")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(36, 30, 36, 30)
        layout.setSpacing(14)
        layout.addWidget(label(self.tr("Connect a phone"), "title"))
        layout.addWidget(self._state)
        layout.addLayout(self._rows)
        layout.addWidget(self._help)
        layout.addLayout(row(back, sample, 1, spacing=10))
        layout.addStretch(1)
        readable_width(inner, 130)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner))

    def _phone(self, phone: DeviceRow) -> QFrame:
        is_ready = phone.state is State.DEVICE
        model = clean((phone.model or "").replace("_", " "), 80) or self.tr("Android phone")
        state = words.word(f"device_state.{phone.state.name.lower()}", self._labels.lang)
        picture = icon_label(
            "check" if is_ready else "warning",
            self._theme.fine if is_ready else self._theme.on_notice,
            28,
        )
        title = label(model, "heading")
        serial = label(clean(phone.serial, 60), "muted")
        told = label(state, "fine" if is_ready else "")
        told.setObjectName(f"state_{clean(phone.serial, 60)}")
        text = [row(title, serial, 1, spacing=10), told]
        if not is_ready:
            text.append(label(self._next_step(phone.state), wraps=True))
        words_column = column(*text, spacing=4)
        line = row(picture, words_column, spacing=14)
        line.setStretch(1, 1)
        if is_ready:
            line.addWidget(self._read_button(phone, model))
        line.setContentsMargins(16, 14, 16, 14)
        made = card(line, "card" if is_ready else "notice", f"phone_{clean(phone.serial, 60)}")
        made.setAccessibleName(f"{model}, {state}")
        return made

    def _read_button(self, phone: DeviceRow, model: str) -> QWidget:
        button = push_button(
            self.tr("Read this phone"),
            f"read_{clean(phone.serial, 60)}",
            self.tr("Read what the phone recorded. Nothing on the phone is changed."),
            lambda: self.read_chosen.emit(phone.serial),
            "primary",
        )
        button.setAccessibleName(self.tr("Read %1").replace("%1", model))
        return button

    def _next_step(self, state: State) -> str:
        match state:
            case State.UNAUTHORIZED | State.AUTHORIZING:
                return self.tr(
                    'Unlock the phone. It asks "Allow USB debugging?": tap "Allow". No question? '
                    "Unplug the cable and plug it in again."
                )
            case State.OFFLINE:
                return self.tr("Unlock the phone, unplug the cable and plug it in again.")
            case State.CONNECTING:
                return self.tr("Wait a moment; this changes by itself.")
            case State.NO_PERMISSIONS:
                return self.tr(
                    "On Linux, install the package android-sdk-platform-tools-common, which holds "
                    "the udev rules for Android, then plug the phone in again."
                )
            case State.RECOVERY | State.SIDELOAD | State.BOOTLOADER:
                return self.tr("Start Android on the phone and unlock it.")
            case _:
                return self.tr("Unlock the phone, unplug the cable and plug it in again.")

    def _help_card(self) -> QFrame:
        steps = (
            self.tr("On the phone open Settings → About phone."),
            self.tr(
                'Tap "Build number" seven times (on Xiaomi: "MIUI version" or "OS version"), until '
                "it says that you are a developer."
            ),
            self.tr("Open Settings → System → Developer options and switch on USB debugging."),
            self.tr("Plug the phone in with a cable that carries data, not only power."),
            self.tr('Unlock the phone and tap "Allow" when it asks about USB debugging.'),
        )
        lines = [
            row(label(f"{number}.", "heading"), label(step, wraps=True), spacing=10)
            for number, step in enumerate(steps, start=1)
        ]
        for line in lines:
            line.setStretch(1, 1)
        title = label(self.tr("How to let this computer read the phone"), "heading")
        after = label(
            self.tr("You can switch USB debugging off again when the reading is done."), "muted"
        )
        return card(column(title, *lines, after, spacing=8, margin=18), name="connectHelp")
