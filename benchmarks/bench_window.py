"""What the window's thread waits for: a table of a million events, and work that goes on beside it.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.bench_window --events 1M

Run it from the project's folder. `table`: sorting, filtering and jumping in the events table, with
its paint, beside `numpy.argsort` of as many int64. `open`: reading a stored case's columns and
making lanes of them. `stall`: the longest time between two turns of the event loop while the sample
phone is read and loaded, as the program does it, and while a case of many events is opened and
shown; a timer of 1 ms counts. Times of `table` and `open` are those of the processor; `stall` is
elapsed time and says little on a busy machine, so an idle loop is measured beside it.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from auditor.facts import facts_of
from auditor.lane_order import LaneTree
from auditor.timeline import Group
from benchmarks.bench_timeline import SIZES, make_columns
from ui import theme, work
from ui.events_table import Column, EventsTable
from ui.jobs import Jobs
from ui.labels import Labels
from ui.timeline_view import TimelineView

ROUNDS = 5


def cpu_ms(action: Callable[[], object]) -> float:
    """The median processor time of an action."""
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        action()
        times.append((time.process_time() - begin) * 1000)
    return statistics.median(times)


def table(app: QApplication, number: int) -> None:
    """Sort, filter and jump in a table that is shown."""
    columns = make_columns(number)
    shown = EventsTable(Labels("en"), theme.LIGHT)
    shown.resize(1400, 900)
    shown.events.show_columns(columns, "Europe/Berlin")
    shown.show()
    app.processEvents()
    model = shown.events

    def sorting(column: Column) -> Callable[[], None]:
        def sort() -> None:
            model.sort(column, Qt.SortOrder.DescendingOrder)
            model.sort(column, Qt.SortOrder.AscendingOrder)

        return sort

    def jump() -> None:
        row = int(np.random.default_rng().integers(number))
        shown.scrollTo(model.index(row, 0))
        shown.viewport().repaint()

    floor = cpu_ms(lambda: np.argsort(columns.time_ms))
    print(f"table of {number:,} events; argsort of int64: {floor:.0f} ms of the processor")
    for column in (Column.TIME, Column.APP, Column.DURATION):
        print(f"  sort by {column.name.lower():9} {cpu_ms(sorting(column)) / 2:6.0f} ms")
    keep = columns.background == 1
    print(f"  filter (a mask)   {cpu_ms(lambda: columns.time_ms[keep]):6.1f} ms a column")
    print(f"  show what passes  {cpu_ms(lambda: model.show_columns(columns, None)):6.0f} ms")
    print(f"  jump and paint    {cpu_ms(jump):6.1f} ms")
    print(f"  find a row by id  {cpu_ms(lambda: model.row_of(number // 2)):6.1f} ms")


class Watch(QObject):
    """The longest time between two turns of the event loop."""

    def __init__(self) -> None:
        super().__init__()
        self.worst_ms = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setInterval(1)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def _turn(self) -> None:
        now = time.perf_counter()
        self.worst_ms = max(self.worst_ms, (now - self._last) * 1000)
        self._last = now


def stalled(during: Callable[[Callable[[], None]], None]) -> float:
    """The worst stall while `during` runs, which is given what to call at its end."""
    loop, watch = QEventLoop(), Watch()
    during(loop.quit)
    loop.exec()
    return watch.worst_ms


def stall(app: QApplication, number: int) -> None:
    """How long the window's thread is away."""
    jobs = Jobs()
    idle = stalled(lambda done: QTimer.singleShot(3000, done))
    print(f"longest time between two turns of the event loop; idle: {idle:.0f} ms")

    def bug(error: object) -> None:
        raise SystemExit(str(error))

    with tempfile.TemporaryDirectory() as name:
        case = Path(name) / "case"

        def read(done: Callable[[], None]) -> None:
            told = {"on_done": lambda _none: load(done), "on_error": bug}
            jobs.run(work.read_sample, case, "35", 1, **told)

        def load(done: Callable[[], None]) -> None:
            jobs.write(work.load_new, case, on_done=lambda _loaded: done(), on_error=bug)

        print(f"  a capture, and loading it   {stalled(read):6.0f} ms")
    facts = facts_of(make_columns(number))
    tree = LaneTree(facts, Group.APP)  # as a worker of the program does
    tree.warm()
    view = TimelineView()
    view.resize(1920, 1080)
    view.show()
    app.processEvents()
    view.build_plot()

    def show(done: Callable[[], None]) -> None:
        def now() -> None:
            view.show_facts(facts, "Europe/Berlin", tree)
            QTimer.singleShot(200, done)

        QTimer.singleShot(50, now)

    print(f"  showing {number:,} events  {stalled(show):6.0f} ms")
    jobs.close()


def main() -> None:
    """Measure all of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", choices=tuple(SIZES), default="1M")
    args = parser.parse_args()
    app = QApplication([])
    table(app, SIZES[args.events])
    stall(app, SIZES[args.events])


if __name__ == "__main__":
    main()
