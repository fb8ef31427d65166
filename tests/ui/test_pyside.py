"""The pin of PySide6: 6.12.0 loses a reference to None at every void call on Python 3.11."""

import sys

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

CALLS = 20_000


def test_twenty_thousand_void_calls_lose_no_reference_to_none(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)

    for number in range(CALLS):
        label.setText(str(number))
        label.update()

    assert abs(sys.getrefcount(None) - before) < CALLS // 10
