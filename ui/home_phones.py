"""Connecting: a live checklist for each phone that this computer sees, or for one it does not."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from auditor import words
from auditor.adb.devices import DeviceRow, State
from auditor.adb.usb import Bus
from auditor.connecting import how_to_allow, what_to_do
from auditor.error_words import say_error
from auditor.errors import AuditorError
from auditor.makers import maker, maker_codes
from ui.checklist import Checklist
from ui.doctor_card import DoctorCard
from ui.flow import FlowLayout
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
    retry_chosen = Signal()
    wireless_chosen = Signal()
    maker_chosen = Signal(object)  # a code of makers.toml

    def __init__(
        self,
        labels: Labels,
        theme: Theme,
        maker_code: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("phones")
        self.labels, self.theme = labels, theme
        self._maker = maker_code
        self._is_on_bus = self._is_refused = False
        self._listed: list[DeviceRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(10)
        self._state = label(kind="muted", wraps=True, name="phonesState")
        self._own = self._own_server_line()
        self.doctor = DoctorCard(labels, theme)
        self.doctor.refused.connect(self._follow_refusal)
        self.doctor.spoke.connect(self._say_once)
        self._build()
        self.show_looking()

    def show_maker(self, code: str | None) -> None:
        """Use another maker's wording."""
        self._maker = code

    def show_bus(self, bus: Bus) -> None:
        """Follow what is plugged in before any server lists it: the first step, the maker."""
        makers = {phone.maker for phone in bus.phones if phone.maker in maker_codes()}
        before = (self._is_on_bus, self._maker)
        self._is_on_bus = bool(bus.phones)
        if self._maker is None and len(makers) == 1:
            self._maker = makers.pop()
        first = self._rows.itemAt(0)
        is_none_listed = first is not None and first.widget().objectName() == "connectHelp"
        if is_none_listed and before != (self._is_on_bus, self._maker):
            self._show([self._no_phone()])

    def show_own_server(self, is_own: bool) -> None:
        """Say that this program's own server keeps the phones from other programs, if it does."""
        self._own.setVisible(is_own)

    def show_looking(self) -> None:
        """Say that the search has begun."""
        self._state.setText(self.tr("Looking for phones …"))
        self._show([self._no_phone()])

    def show_rows(self, rows: list[DeviceRow]) -> None:
        """Show the whole list as it is now."""
        found = self.tr("%Ln phone(s) found. The list follows the cable.", None, len(rows))
        none = self.tr("No phone is connected yet. This list changes as soon as one is.")
        self._state.setText(found if rows else none)
        ready = [each for each in rows if each.state is State.DEVICE]
        if len(ready) > 1:
            many = self.tr("Several phones can be read: each has a case of its own.")
            self._state.setText(f"{found} {many}")
        self._listed = rows
        self._show([self._phone(each) for each in rows] or [self._no_phone()])

    def show_trouble(self, error: AuditorError) -> None:
        """Say why this computer cannot look for phones at all, and what to do."""
        self._state.setText(self.tr("This computer cannot look for phones."))
        again = push_button(
            self.tr("Try again"),
            "phonesRetry",
            self.tr("Look for phones once more"),
            self.retry_chosen.emit,
            "primary",
        )
        lang = self.labels.lang
        said, step = say_error(error.sentence, lang), say_error(error.next_step or "", lang)
        texts = [label(clean(said), "heading", wraps=True)]
        if step:
            texts.append(label(clean(step), wraps=True))
        picture = icon_label("warning", self.theme.on_alarm, 28)
        line = row(picture, column(*texts, row(again, 1), spacing=8), spacing=14, margin=16)
        line.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        self._show([card(line, "alarm", "phonesTrouble")])

    def _follow_refusal(self, is_refused: bool) -> None:
        """A phone that answers and shows nothing is not one that can be read."""
        if is_refused != self._is_refused:
            self._is_refused = is_refused
            if self._listed and self._rows.count() == len(self._listed):
                self._show([self._phone(each) for each in self._listed])

    def _say_once(self, has_doctor: bool) -> None:
        """Where the doctor speaks, the cards do not say the same in other words."""
        for each in self.findChildren(QWidget):
            if each.objectName() == "phonesTrouble" or each.objectName().startswith("todo_"):
                each.setVisible(not has_doctor)

    def _show(self, cards: list[QFrame]) -> None:
        had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
        clear_layout(self._rows)
        for each in cards:
            self._rows.addWidget(each)
        if had_focus and self.isVisible():
            self._back.setFocus()  # what had it is gone: the keyboard must not be lost with it

    def _build(self) -> None:
        self._back = push_button(
            self.tr("Back"), "phonesBack", self.tr("Back to the choices"), self.back_chosen.emit
        )
        sample = push_button(
            self.tr("Use the sample phone instead"),
            "phonesSample",
            self.tr("Look around without a phone"),
            self.sample_chosen.emit,
        )
        wireless = push_button(
            self.tr("Connect over Wi-Fi …"),
            "phonesWireless",
            self.tr("By QR code or six digits, without a cable (Android 11 and later)"),
            self.wireless_chosen.emit,
        )
        inner = QWidget()
        inner.setObjectName("content")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(36, 26, 36, 30)
        layout.setSpacing(12)
        layout.addWidget(label(self.tr("Connect a phone"), "title"))
        layout.addWidget(self._state)
        layout.addWidget(self.doctor)
        layout.addLayout(self._rows)
        layout.addWidget(self._own)
        layout.addLayout(FlowLayout(self._back, wireless, sample, spacing=10))
        layout.addStretch(1)
        readable_width(inner, 130)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner))

    def _phone(self, phone: DeviceRow) -> QFrame:
        is_ready = phone.state is State.DEVICE
        model = clean((phone.model or "").replace("_", " "), 80) or self.tr("Android phone")
        refuses = is_ready and self._is_refused  # the doctor asks where one phone is ready
        code = "refuses" if refuses else phone.state.name.lower()
        state = words.word(f"device_state.{code}", self.labels.lang)
        name = clean(phone.serial, 60)
        title, serial = label(model, "heading"), label(name, "muted")
        told = label(state, "fine" if is_ready and not refuses else "", name=f"state_{name}")
        head = row(title, serial, told, 1, spacing=10)
        if is_ready:
            head.addWidget(self._read_button(phone, model, "" if refuses else "primary"))
        details = None
        if not is_ready:
            details = label(what_to_do(phone.state, self.labels.lang), wraps=True)
            details.setObjectName(f"todo_{name}")
        lang, over_air = self.labels.lang, phone.is_wireless
        steps = Checklist(
            f"steps_{name}", phone.state, details, lang, self.theme, over_air, refuses
        )
        content = column(head, steps, spacing=12, margin=16)
        made = card(content, name=f"phone_{name}")
        made.setAccessibleName(f"{model}, {state}")
        return made

    def _read_button(self, phone: DeviceRow, model: str, kind: str) -> QWidget:
        button = push_button(
            self.tr("Read this phone"),
            f"read_{clean(phone.serial, 60)}",
            self.tr("Read what the phone recorded. Nothing on the phone is changed."),
            lambda: self.read_chosen.emit(phone.serial),
            kind,
        )
        button.setAccessibleName(self.tr("Read %1").replace("%1", model))
        return button

    def _own_server_line(self) -> QWidget:
        told = self.tr(
            "The program runs an adb server of its own now, so other programs may not get the "
            "phone. It ends when you leave this page."
        )
        end = push_button(
            self.tr("End it now"),
            "phonesEndServer",
            self.tr("End the own adb server and go back to the choices"),
            self.back_chosen.emit,
        )
        line = row(label(told, "muted", wraps=True), end, spacing=12)
        line.setStretch(0, 1)
        made = QWidget()
        made.setObjectName("ownServer")
        made.setLayout(line)
        made.hide()
        return made

    def _no_phone(self) -> QFrame:
        """The same steps for a phone that is not seen yet, in its maker's words."""
        lang = self.labels.lang
        chooser = self._maker_chooser()
        line = row(label(self.tr("The phone is from")), chooser, 1, spacing=8)
        lines = [
            row(label("•"), label(text, wraps=True), spacing=8)
            for text in how_to_allow(self._maker, lang)
        ]
        for each in lines:
            each.setStretch(1, 1)
            each.setAlignment(each.itemAt(0).widget(), Qt.AlignmentFlag.AlignTop)
        details = QWidget()
        details.setLayout(column(line, *lines, spacing=7))
        state = State.UNAUTHORIZED if self._is_on_bus else None
        steps = Checklist("stepsNoPhone", state, details, lang, self.theme)
        title = label(words.word("connect_step.title", lang), "heading", wraps=True)
        after = self.tr("You can switch USB debugging off again when the reading is done.")
        parts = (title, steps, label(after, "muted", wraps=True))
        return card(column(*parts, spacing=12, margin=18), name="connectHelp")

    def _maker_chooser(self) -> QComboBox:
        made = QComboBox()
        made.setObjectName("makerChooser")
        made.setAccessibleName(self.tr("Who made the phone"))
        made.setToolTip(self.tr("Menus have other names on other makers' phones"))
        made.setMinimumHeight(28)
        codes = sorted(maker_codes(), key=lambda code: code == "other")
        for code in codes:
            made.addItem(maker(code, self.labels.lang).name, code)
        made.setCurrentIndex(codes.index(self._maker or "other"))
        made.activated.connect(lambda place: self._choose_maker(made.itemData(place)))
        return made

    def _choose_maker(self, code: str) -> None:
        self._maker = code
        self.maker_chosen.emit(code)
        self._show([self._no_phone()])
        self.findChild(QComboBox, "makerChooser").setFocus()
