"""The switch *Live*: on and off, how the watch stands, and what to be told about."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from auditor import words
from auditor.live.words import pace_text
from ui import icons
from ui.labels import Labels
from ui.live import ALERT_TYPES, LiveWatch, OnePhone
from ui.phrases import fill
from ui.theme import Theme
from ui.widgets import ElidedLabel, clean, icon_button, push_button, row, text_width

if TYPE_CHECKING:  # numpy takes 0.1 s to import
    from auditor.live.news import State

TICK_MS = 1_000
NAME_LETTERS = 26  # of a phone, where several share one line; its tooltip names all whole


class LiveBar(QWidget):
    """Follows a `LiveWatch` and turns it on and off. Without `alerts` it offers no choice of them.

    `phones` are the ids of the phones to watch; none: the one that is shown.
    """

    ticked = Signal()  # once a second while it is on: the picture goes on to now
    alerts_chosen = Signal(object)  # tuple[str, ...]: data types

    def __init__(
        self,
        live: LiveWatch,
        labels: Labels,
        theme: Theme,
        alerts: tuple[str, ...] | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("liveBar")
        self.phones: tuple[str, ...] = ()
        self._live, self._labels, self._theme = live, labels, theme
        self._text = ElidedLabel(kind="muted", name="liveState")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        whole = QSizePolicy.Policy.Preferred  # as long as there is room
        self._text.setSizePolicy(whole, whole)
        self.button = push_button(
            self.tr("Live"),
            "liveSwitch",
            self.tr("Watch the connected phone live, or stop (L)"),
            self.swap,
        )
        self.button.setCheckable(True)
        self.button.setAccessibleName(self.tr("Watch the phone live"))
        told = self.tr("Choose what to be told about while the phone is watched")
        self.bell = icon_button("bell", "liveBell", told, theme)
        self.bell.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.bell.setMenu(self._make_menu(alerts or ()))
        self.bell.setHidden(alerts is None)
        self.setLayout(row(self._text, self.button, self.bell, spacing=8))
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        live.changed.connect(self._follow)
        self._follow()

    def _make_menu(self, alerts: tuple[str, ...]) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("liveAlerts")
        title = menu.addAction(self.tr("Tell me when an app uses this in the background:"))
        title.setObjectName("liveAlertsTitle")
        title.setEnabled(False)
        self._alerts: dict[str, QAction] = {}
        for each in ALERT_TYPES:
            action = menu.addAction(words.data_type(str(each), self._labels.lang))
            action.setObjectName(f"liveAlert_{each}")
            action.setCheckable(True)
            action.setChecked(str(each) in alerts)
            action.toggled.connect(lambda _checked: self._choose_alerts())
            self._alerts[str(each)] = action
        return menu

    def _choose_alerts(self) -> None:
        chosen = tuple(name for name, each in self._alerts.items() if each.isChecked())
        self.alerts_chosen.emit(chosen)

    def swap(self) -> None:
        """Begin, or end."""
        self._live.swap(self.phones)
        self._follow()

    def _tick(self) -> None:
        self._say()
        self.ticked.emit()

    def _follow(self) -> None:
        is_on = self._live.is_on
        self.button.setEnabled(not self._live.is_stopping)
        if is_on != self._timer.isActive():
            self._timer.start() if is_on else self._timer.stop()
        self._say()

    def _say(self) -> None:
        live = self._live
        if len(live.phones) < 2:
            self.show_as(live.is_on, self.sentence(live.state), self.explanation(live.state))
            return
        lines = [
            f"{clean(live.name_of(one.phone), 60)}: {self.sentence(one.state, one)}"
            for one in live.watches
        ]
        self.show_as(True, self._sentence_of_all(), "\n".join(lines))

    def _sentence_of_all(self) -> str:
        """Say how several stand: how many are seen, and why one is not."""
        live = self._live
        if live.is_stopping:
            return self.tr("Ending the watch …")
        seen = [one for one in live.watches if one.state and one.state.standing == "watching"]
        numbers = str(len(seen)), str(len(live.phones))
        for one in live.watches:
            if one.state is not None and one.state.standing == "away":
                name = self.fontMetrics().elidedText(
                    clean(live.name_of(one.phone), 200),
                    Qt.TextElideMode.ElideMiddle,
                    text_width(self, NAME_LETTERS),
                )
                reason = words.word(f"live_gap_short.{one.state.reason}", self._labels.lang)
                return fill(self.tr("%1 of %2 phones are watched. %3: %4"), *numbers, name, reason)
        told = self.tr("%1 of %2 phones are watched for %3, %n new event(s)", None, live.events)
        return fill(told, *numbers, _clock(live.elapsed_s))

    def show_as(self, is_on: bool, text: str, tip: str = "") -> None:
        """Show the switch on or off, and beside it how the watch stands, at length in its tip."""
        self.button.setChecked(is_on)
        name, color = ("live-on", self._theme.accent) if is_on else ("live", self._theme.text)
        self.button.setIcon(icons.icon(name, color))
        self._text.tip = tip
        self._text.set_whole(text)
        self._text.setVisible(is_on)

    def sentence(self, state: "State | None", one: OnePhone | None = None) -> str:
        """Say how the watch stands, or that of one of several phones."""
        live = one or self._live
        if live.is_stopping:
            return self.tr("Ending the watch …")
        if state is None or state.standing == "reading":
            return self.tr("Reading what the phone kept until now …")
        passed = _clock(live.elapsed_s)
        if state.standing == "away":
            reason = words.word(f"live_gap_short.{state.reason}", self._labels.lang)
            since = f"{datetime.fromtimestamp(state.since_ms / 1000):%H:%M:%S}"
            return self.tr("Paused since %1: %2").replace("%1", since).replace("%2", reason)
        told = self.tr("Watching for %1, %n new event(s)", None, live.events)
        told = told.replace("%1", passed)
        if state.pace is None or state.pace.reason == "wished":  # what nobody wonders about
            return told
        return f"{told} · {pace_text(state.pace, self._labels.lang, is_short=True)}"

    def explanation(self, state: "State | None") -> str:
        """Say at length how often the phone is asked and why."""
        if state is None or state.pace is None or state.standing != "watching":
            return ""
        return pace_text(state.pace, self._labels.lang)


def _clock(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}"
