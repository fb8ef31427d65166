"""Settling a list of phones, with a clock of the test's own."""

import socket
import threading
import time

import pytest

from auditor.adb.watch import Settled, watch_devices
from auditor.task import Cancelled, Task


def test_a_list_is_given_once_when_it_has_stood_still() -> None:
    settled = Settled(0.3)

    settled.see("A", 10.0)

    assert settled.due(10.2) is None
    assert settled.due(10.3) == "A"
    assert settled.due(11.0) is None


def test_a_change_starts_the_wait_again_and_a_repetition_does_not() -> None:
    settled = Settled(0.3)

    settled.see("A", 10.0)
    settled.see("B", 10.2)
    settled.see("B", 10.4)

    assert settled.due(10.4) is None
    assert settled.due(10.5) == "B"


def test_a_list_that_comes_back_within_moments_is_no_change() -> None:
    settled = Settled(0.3)
    settled.see("A", 10.0)
    settled.due(10.3)

    settled.see("B", 11.0)
    settled.see("A", 11.1)

    assert settled.due(12.0) is None


def test_nothing_is_due_before_anything_was_seen() -> None:
    assert Settled(0.3).due(99.0) is None


def test_polling_finds_a_state_that_an_old_server_does_not_push(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("auditor.adb.watch._POLL_S", 0.2)
    ours, theirs = socket.socketpair()
    theirs.sendall(b"000a" + b"A\toffline\n")
    task = Task()
    seen: list[str] = []

    def note(text: str) -> None:
        seen.append(text)
        if len(seen) == 2:
            task.cancel()

    began = time.monotonic()
    with theirs, pytest.raises(Cancelled):
        watch_devices(
            track=lambda: ours,
            poll=lambda: "A\tunauthorized\n" if time.monotonic() > began + 0.5 else "A\toffline\n",
            on_list=note,
            task=task,
        )

    assert seen == ["A\toffline\n", "A\tunauthorized\n"]


def test_lists_cut_anywhere_are_put_together() -> None:
    ours, theirs = socket.socketpair()
    task = Task()
    seen: list[str] = []

    def send() -> None:
        for byte in b"0009A\tdevice\n0000":
            theirs.sendall(bytes([byte]))

    def note(text: str) -> None:
        seen.append(text)
        task.cancel()

    sender = threading.Thread(target=send)
    sender.start()
    with theirs, pytest.raises(Cancelled):
        watch_devices(track=lambda: ours, poll=lambda: "", on_list=note, task=task)
    sender.join()

    assert seen == [""]
