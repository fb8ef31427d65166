"""Connecting over Wi-Fi: a QR code, six digits or a phone known from before, with live steps."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QTabWidget, QVBoxLayout, QWidget

from auditor.error_words import say_error
from auditor.errors import AuditorError
from auditor.settings import WirelessPhone
from auditor.wireless import Step
from ui.checklist import StepList
from ui.labels import Labels
from ui.qr_code import QrCode
from ui.theme import Theme
from ui.widgets import (
    card,
    clean,
    clear_layout,
    column,
    icon_label,
    label,
    push_button,
    row,
    scrolled,
    text_width,
)

CODE_DIGITS = 6
LONGEST_ADDRESS = 300


class Way(StrEnum):
    """How a phone comes to this computer."""

    KNOWN = "known"
    QR = "qr"
    CODE = "code"


STEPS = {
    Way.QR: (Step.SCAN, Step.PAIR, Step.CONNECT, Step.READ),
    Way.CODE: (Step.PAIR, Step.CONNECT, Step.READ),
    Way.KNOWN: (Step.CONNECT, Step.READ),
}


class WirelessWindow(QDialog):
    """Asks and shows; what is chosen goes out as signals. Esc closes it and ends the search."""

    way_shown = Signal(object)  # Way: nothing of another way goes on
    pair_chosen = Signal(str, str)  # address and code, as typed
    phone_chosen = Signal(object)  # WirelessPhone
    phone_forgotten = Signal(object)  # WirelessPhone
    address_chosen = Signal(str)  # of the phone that is paired now
    read_chosen = Signal(object)  # serial
    left = Signal()

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("wirelessWindow")
        self.setWindowTitle(self.tr("Connect over Wi-Fi"))
        self._labels, self._theme = labels, theme
        self._step_layout, self._told, self._known = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._known.setSpacing(8)
        self._serial = ""
        self._now: Step | None = None
        self.qr = QrCode(self.tr("QR code for the phone's camera; the six digits do the same"))
        self._address = self._field("pairAddress", self.tr("Address and port in the dialog"))
        self._code = self._field("pairCode", self.tr("Six digits"))
        self._connect_address = self._field("connectAddress", self.tr("Address and port"))
        self._tabs = QTabWidget()
        self._tabs.setObjectName("wirelessTabs")
        self._tabs.setAccessibleName(self.tr("How to connect"))
        self._ways = {
            Way.KNOWN: self._known_tab(),
            Way.QR: self._qr_tab(),
            Way.CODE: self._code_tab(),
        }
        self._elsewhere = self._elsewhere_row()
        self._build()

    @property
    def way(self) -> Way:
        """Which way is shown."""
        shown = self._tabs.currentWidget()
        return next(way for way, page in self._ways.items() if page is shown)

    def open_with(self, known: Sequence[WirelessPhone]) -> None:
        """Open with the phones of before, else with a QR code."""
        self._tabs.blockSignals(True)
        self._tabs.clear()
        titles = {
            Way.KNOWN: self.tr("Paired before"),
            Way.QR: self.tr("QR code"),
            Way.CODE: self.tr("Six digits"),
        }
        for way, page in self._ways.items():
            if way is not Way.KNOWN or known:
                self._tabs.addTab(page, titles[way])
        self._tabs.blockSignals(False)
        self._show_known(known)
        self.show()
        self.raise_()
        self.activateWindow()
        self._tabs.tabBar().setFocus()
        self._show_way()

    def show_offer(self, text: str) -> None:
        """Show another QR code."""
        self.qr.show_text(text)

    def show_step(self, step: Step) -> None:
        """Say what is waited for now."""
        self._forget_trouble()
        self._show_steps(step)

    def show_error(self, error: AuditorError, can_type_address: bool = False) -> None:
        """Say what went wrong and the next step; the way on stands below."""
        self._forget_trouble()
        if self._now is not None:
            self._show_steps(self._now, is_waiting=False)
        lang = self._labels.lang
        parts = (part for part in (error.sentence, error.next_step) if part)
        said = "\n".join(clean(say_error(part, lang), 400) for part in parts)
        told = label(said, wraps=True, name="wirelessError")
        line = row(icon_label("warning", self._theme.on_alarm, 22), told, spacing=12)
        line.setStretch(1, 1)
        if self.way is Way.QR and not can_type_address:
            line.addWidget(self._again_button())
        line.setContentsMargins(12, 9, 12, 9)
        shown = card(line, "alarm", "wirelessTrouble")
        shown.setAccessibleName(told.text())
        self._told.addWidget(shown)
        self._elsewhere.setVisible(can_type_address)
        if can_type_address:
            self._connect_address.setFocus()

    def show_connected(self, serial: str, name: str) -> None:
        """Say that the phone can be read."""
        self._forget_trouble()
        self._show_steps(None)
        self._serial = serial
        text = self.tr("%1 is connected. It is let go of after the reading.")
        told = label(text.replace("%1", clean(name, 60) or serial), wraps=True, name="wirelessDone")
        self._told.addWidget(told)
        self._read.show()
        self._read.setFocus()

    def done(self, result: int) -> None:
        """Every way to close it comes through here."""
        self.qr.show_text("")  # a password that nobody needs any more
        self.left.emit()
        super().done(result)

    def _build(self) -> None:
        said = self.tr(
            "For Android 11 and later. On the phone: Developer options → Wireless debugging, and "
            "switch it on. Phone and computer must be in the same Wi-Fi."
        )
        inside = QWidget()
        inside.setObjectName("content")
        parts = (label(said, wraps=True), self._tabs, self._step_layout, self._told)
        inside.setLayout(column(*parts, self._elsewhere, 1, spacing=12, margin=16))
        tip = self.tr("Read what the phone recorded. Nothing on the phone is changed.")
        self._read = push_button(
            self.tr("Read this phone"), "wirelessRead", tip, self._choose_read, "primary"
        )
        tip = self.tr("Close this window (Esc); nothing is looked for any more")
        leave = push_button(self.tr("Close"), "wirelessClose", tip, self.close)
        for button in (self._read, leave):
            button.setAutoDefault(False)
        buttons = row(1, leave, self._read)
        buttons.setContentsMargins(16, 4, 16, 14)
        layout = column(scrolled(inside), buttons, spacing=6)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.resize(text_width(self, 82), self.fontMetrics().height() * 40)
        self._tabs.currentChanged.connect(lambda _place: self._show_way())

    def _show_way(self) -> None:
        self._forget_trouble()
        self._show_steps(STEPS[self.way][0] if self.way is Way.QR else None, is_idle=True)
        self.way_shown.emit(self.way)

    def _qr_tab(self) -> QWidget:
        lines = (
            self.tr("1. On the phone tap “Pair device with QR code”."),
            self.tr("2. Point its camera at this code."),
        )
        hint = self.tr(
            "Not found? A firewall on this computer, or a guest network, keeps phones from being "
            "found (multicast DNS, UDP port 5353). The six digits do without."
        )
        texts = [label(text, wraps=True) for text in lines]
        told = column(*texts, label(hint, "muted", wraps=True), 1, spacing=8)
        line = row(self.qr, told, spacing=16, margin=14)
        line.setAlignment(self.qr, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        return _page(line, "qrTab")

    def _code_tab(self) -> QWidget:
        said = self.tr(
            "On the phone tap “Pair device with pairing code” and leave its dialog open. Take the "
            "address in that dialog, not the one on the page behind it."
        )
        self._address.setPlaceholderText("192.168.1.23:37251")
        self._code.setPlaceholderText("123456")
        self._code.setMaxLength(CODE_DIGITS)
        tip = self.tr("Pair with the phone at this address (Enter)")
        pair = push_button(self.tr("Pair"), "pairNow", tip, self._pair, "primary")
        pair.setAutoDefault(False)
        self._address.returnPressed.connect(self._code.setFocus)
        self._code.returnPressed.connect(self._pair)
        fields = (
            label(self.tr("Address and port in the dialog")),
            self._address,
            label(self.tr("Six digits")),
            row(self._code, pair, 1, spacing=8),
        )
        return _page(column(label(said, wraps=True), *fields, 1, spacing=7, margin=14), "codeTab")

    def _known_tab(self) -> QWidget:
        said = self.tr(
            "These phones know this computer. Wireless debugging must be on; its port changes "
            "each time, so the phone is looked for in the network first."
        )
        return _page(
            column(label(said, wraps=True), self._known, 1, spacing=10, margin=14), "knownTab"
        )

    def _show_known(self, known: Sequence[WirelessPhone]) -> None:
        clear_layout(self._known)
        for number, phone in enumerate(known):
            name = clean(phone.name, 60) or self.tr("Android phone")
            tip = self.tr("Look for it in this network and connect it")
            connect = push_button(
                self.tr("Connect"),
                f"connectKnown_{number}",
                tip,
                lambda phone=phone: self.phone_chosen.emit(phone),
                "primary",
            )
            connect.setAccessibleName(self.tr("Connect %1").replace("%1", name))
            tip = self.tr(
                "Take it off this list. The phone keeps this computer until you remove it there: "
                "Wireless debugging → Paired devices"
            )
            forget = push_button(
                self.tr("Forget"),
                f"forgetKnown_{number}",
                tip,
                lambda phone=phone: self.phone_forgotten.emit(phone),
            )
            forget.setAccessibleName(self.tr("Forget %1").replace("%1", name))
            where = label(clean(phone.address, 60), "muted")
            for button in (connect, forget):
                button.setAutoDefault(False)
            self._known.addLayout(row(label(name), where, 1, connect, forget, spacing=10))

    def _elsewhere_row(self) -> QWidget:
        said = label(self.tr("Address and port on the phone's page Wireless debugging"), wraps=True)
        self._connect_address.setPlaceholderText("192.168.1.23:37251")
        tip = self.tr("Connect the paired phone at this address (Enter)")
        go = push_button(self.tr("Connect"), "connectNow", tip, self._choose_address, "primary")
        go.setAutoDefault(False)
        self._connect_address.returnPressed.connect(self._choose_address)
        made = QWidget()
        made.setLayout(column(said, row(self._connect_address, go, spacing=8), spacing=6))
        made.hide()
        return made

    def _field(self, name: str, spoken: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setAccessibleName(spoken)
        made.setToolTip(spoken)
        made.setMaxLength(LONGEST_ADDRESS)
        return made

    def _again_button(self) -> QPushButton:
        tip = self.tr("Show another QR code and look for the phone once more")
        again = push_button(
            self.tr("Try again"), "wirelessAgain", tip, lambda: self.way_shown.emit(self.way)
        )
        again.setAutoDefault(False)
        return again

    def _show_steps(self, now: Step | None, is_idle: bool = False, is_waiting: bool = True) -> None:
        """Show the steps of this way; `now` None: all are done, or none where nothing runs."""
        self._now = now
        clear_layout(self._step_layout)
        texts = {
            Step.SCAN: self.tr("The phone has read the code"),
            Step.PAIR: self.tr("Phone and computer are paired"),
            Step.CONNECT: self.tr("The phone is connected"),
            Step.READ: self.tr("The phone can be read"),
        }
        waits = {
            Step.SCAN: self.tr("Waiting for the phone …"),
            Step.PAIR: self.tr("Pairing …"),
            Step.FIND: self.tr("Looking for the phone in this network …"),
            Step.CONNECT: self.tr("Connecting …"),
            Step.READ: self.tr("Asking the phone …"),
        }
        steps = STEPS[self.way]
        if now is None:
            done = 0 if is_idle else len(steps)
        else:
            done = steps.index(Step.CONNECT if now is Step.FIND else now)
        is_waiting = is_waiting and now is not None
        waiting = label(waits[now], "muted", wraps=True) if is_waiting else None
        shown = [texts[step] for step in steps]
        self._step_layout.addWidget(StepList("wirelessSteps", shown, done, self._theme, waiting))

    def _forget_trouble(self) -> None:
        clear_layout(self._told)
        self._elsewhere.hide()
        self._read.hide()

    def _pair(self) -> None:
        self.pair_chosen.emit(self._address.text().strip(), self._code.text().strip())

    def _choose_address(self) -> None:
        self.address_chosen.emit(self._connect_address.text().strip())

    def _choose_read(self) -> None:
        self.read_chosen.emit(self._serial)
        self.close()


def _page(content, name: str) -> QWidget:
    made = QWidget()
    made.setObjectName(name)
    made.setLayout(content)
    return made
