"""What stands between this computer and a phone, with the one next step and a button for it."""

from collections.abc import Iterator
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from auditor.adb.doctor import Cause, Diagnosis, Facts, diagnose, udev_commands
from auditor.doctor_words import next_step, said, to_share
from ui.flow import FlowLayout
from ui.labels import Labels
from ui.theme import Theme
from ui.widgets import (
    clean,
    clear_layout,
    column,
    icon_label,
    label,
    push_button,
    row,
    selectable,
)

LONGEST = 600
REFUSALS = (Cause.REFUSED, Cause.OLD_ANDROID)  # of a phone that is ready by its own account


class Deed(StrEnum):
    """What the program can do about a cause."""

    LOOK = "look"  # look again
    ASK_AGAIN = "ask_again"  # let the phone ask once more
    OWN_SERVER = "own_server"
    OPEN_FILE = "open_file"  # a bug report in place of the phone


DEEDS = {
    Cause.UNAUTHORIZED: Deed.ASK_AGAIN,
    Cause.OFFLINE: Deed.ASK_AGAIN,
    Cause.NOT_LISTED: Deed.ASK_AGAIN,
    Cause.WRONG_PORT: Deed.OWN_SERVER,
    Cause.OLD_ANDROID: Deed.OPEN_FILE,
    Cause.REFUSED: Deed.OPEN_FILE,
}


class DoctorCard(QFrame):
    """Hidden while there is nothing to say."""

    deed_chosen = Signal(object)  # Deed
    spoke = Signal(bool)  # whether it says what is in the way
    refused = Signal(bool)  # whether the phone that is listed as ready lets nobody read it

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doctor")
        self.setProperty("kind", "notice")
        self._labels, self._theme = labels, theme
        self._shown: tuple[object, ...] = ()
        self._facts: Facts | None = None
        self._body = column(spacing=8)
        self._again = label("", "muted", wraps=True, name="doctorAgain")
        picture = icon_label("info", theme.on_notice, 22)
        line = row(picture, column(self._body, self._again, spacing=6), spacing=12)
        line.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        line.setContentsMargins(16, 12, 16, 12)
        self.setLayout(line)
        self.hide()

    def show_facts(self, facts: Facts, was_asked: bool = False) -> None:
        """Say what was found; `was_asked`: a person waits for it and wants to hear of no change."""
        found = [each for each in diagnose(facts) if each.cause is not Cause.SEVERAL]
        rules = tuple(_rules(facts))
        shown = (*found, *rules)
        is_same, self._facts = shown == self._shown, facts
        self._again.setVisible(was_asked and is_same)
        self._again.setText(self.tr("Looked again just now: it is still so."))
        if not is_same:
            self._shown = shown
            self._fill(found, rules)
        self.setVisible(bool(found))
        self.refused.emit(any(each.cause in REFUSALS for each in found))
        self.spoke.emit(any(not each.is_note for each in found))

    def show_asked(self) -> None:
        """Say that the phone was let ask again."""
        self._again.setText(self.tr("The phone was told to ask again. Unlock it and look at it."))
        self._again.show()

    def forget(self) -> None:
        """Say nothing: what was found may be true no more."""
        self._shown = ()
        self.hide()
        self.refused.emit(False)
        self.spoke.emit(False)

    def _fill(self, found: list[Diagnosis], rules: tuple[str, ...]) -> None:
        had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
        clear_layout(self._body)
        obstacles = [each for each in found if not each.is_note]
        for number, each in enumerate(obstacles):
            if number == 0:
                self._body.addWidget(self._said(each, "heading"))
                self._body.addWidget(self._told(self._next(each, rules), "doctorNext"))
            else:
                also = self.tr("Also: %1").replace("%1", said(each, self._labels.lang))
                self._body.addWidget(self._told(also, f"doctorAlso_{each.cause}"))
        if rules:
            self._body.addWidget(selectable(label("\n".join(rules), "raw", True, "doctorRule")))
        for each in found:
            if each.is_note:
                told = said(each, self._labels.lang)
                gap = "" if told.endswith("。") else " "
                text = f"{told}{gap}{self._next(each, rules)}"
                self._body.addWidget(self._told(text, f"doctorNote_{each.cause}"))
        buttons = list(self._buttons(obstacles, rules))
        self._body.addLayout(FlowLayout(*buttons, spacing=8))
        first = said(found[0], self._labels.lang) if found else ""
        self.setAccessibleName(clean(first, LONGEST))
        if had_focus and buttons:
            buttons[0].setFocus()

    def _next(self, each: Diagnosis, rules: tuple[str, ...]) -> str:
        has_rule = bool(rules) or each.cause is not Cause.NO_PERMISSION
        return next_step(each, self._labels.lang, in_window=has_rule)

    def _said(self, each: Diagnosis, kind: str) -> QWidget:
        text = clean(said(each, self._labels.lang), LONGEST)
        return label(text, kind, wraps=True, name=f"doctorSaid_{each.cause}")

    def _told(self, text: str, name: str) -> QWidget:
        return label(clean(text, LONGEST), wraps=True, name=name)

    def _buttons(self, obstacles: list[Diagnosis], rules: tuple[str, ...]) -> Iterator[QPushButton]:
        deed = DEEDS.get(obstacles[0].cause) if obstacles else None
        if deed is not None:
            yield self._deed_button(deed)
        if rules:
            tip = self.tr("Copy the commands, to paste them in a terminal")
            text = self.tr("Copy the commands")
            yield push_button(text, "doctorCopyRule", tip, lambda: _copy("\n".join(rules)))
        if obstacles:
            text = self.tr("Test it again") if rules else self.tr("Look again")
            tip = self.tr("Look once more what stands in the way")
            yield push_button(text, "doctorLook", tip, lambda: self.deed_chosen.emit(Deed.LOOK))
        tip = self.tr("A text for whoever helps you: no serial numbers, no names, no addresses")
        yield push_button(self.tr("Copy what was found"), "doctorCopy", tip, self._copy_found)

    def _deed_button(self, deed: Deed) -> QPushButton:
        texts = {
            Deed.ASK_AGAIN: (
                self.tr("Let the phone ask again"),
                self.tr("The adb server connects to the phone anew, and the phone asks once more"),
            ),
            Deed.OWN_SERVER: (
                self.tr("Use the program's own adb server"),
                self.tr("Leave the port aside that was named when the program was started"),
            ),
            Deed.OPEN_FILE: (
                self.tr("Open a bug report …"),
                self.tr("A file that the phone makes itself; it holds most of the same records"),
            ),
        }
        text, tip = texts[deed]
        return push_button(
            text, f"doctor_{deed}", tip, lambda: self.deed_chosen.emit(deed), "primary"
        )

    def _copy_found(self) -> None:
        if self._facts is not None:
            _copy(to_share(self._facts, self._labels.lang))
            self._again.setText(self.tr("Copied: paste it where you ask for help."))
            self._again.show()


def _rules(facts: Facts) -> Iterator[str]:
    """Give what to type for every phone on the bus that this user may not talk to."""
    for vendor in sorted({each.vendor_id for each in facts.bus.phones if each.may_open is False}):
        yield from udev_commands(vendor)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
