"""Garbage that holds widgets is collected in the GUI thread and nowhere else."""

import gc
import threading

from pytestqt.qtbot import QtBot

from ui.garbage import GarbageCollector


class Node:
    """Garbage that only the collector can find: it points at itself."""

    collected_in: list[threading.Thread] = []  # noqa: RUF012 - shared on purpose

    def __init__(self) -> None:
        self.me = self

    def __del__(self) -> None:
        self.collected_in.append(threading.current_thread())


def test_a_worker_that_makes_garbage_does_not_collect_it(qtbot: QtBot) -> None:
    Node.collected_in.clear()
    collector = GarbageCollector()

    worker = threading.Thread(target=lambda: [Node() for _each in range(20_000)])
    worker.start()
    worker.join()
    in_worker = list(Node.collected_in)
    collector.look()
    collector.close()

    assert in_worker == []
    assert set(Node.collected_in) == {threading.main_thread()}


def test_closing_gives_the_task_back_to_python(qtbot: QtBot) -> None:
    collector = GarbageCollector()
    assert not gc.isenabled()

    collector.close()

    assert gc.isenabled()
    gc.disable()  # as the fixture wants it
