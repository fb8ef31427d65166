"""What the window's thread waits for: a table of a million events, and work that goes on beside it.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.bench_window --events 1M

Run it from the project's folder. `table`: sorting, filtering and jumping in the events table, with
its paint, beside `numpy.argsort` of as many int64. `open`: reading a stored case's columns and
making lanes of them. `stall`: the longest time between two turns of the event loop while the sample
phone is read and loaded, as the program does it, and while a case of many events is opened and
shown; a timer of 1 ms counts. Times of `table` and `open` are those of the processor; `stall` is
elapsed time and says little on a busy machine, so an idle loop is measured beside it, and how much
of it the thread itself worked. `pages`: the same in
the whole program, while a stored case of many events is opened and one goes through its pages: the
work of the window's own thread alone. `beside`:
frames of the timeline in turns with and without a million events being loaded into a case, in a
child process as the program does it; elapsed time, for that is what the other process takes away.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from auditor.facts import facts_of
from auditor.filters import EventFilter
from auditor.lane_order import LaneTree
from auditor.records import DataType
from auditor.task import Task
from auditor.timeline import Group
from benchmarks import bench_ingest
from benchmarks.bench_timeline import FRAMES, IN_VIEW, SIZES, make_columns, span_of, timeline
from ui import theme, work
from ui.events_table import Column, EventsTable
from ui.jobs import Jobs
from ui.labels import Labels
from ui.options import parse
from ui.program import Program
from ui.sidebar import Page
from ui.timeline_view import TimelineView

ROUNDS = 5
SETTLED_TURNS = 8


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
        self.worst_ms = self.worst_cpu_ms = 0.0
        self._last, self._last_cpu = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setInterval(1)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def _turn(self) -> None:
        now = time.perf_counter()
        self.worst_ms = max(self.worst_ms, (now - self._last) * 1000)
        cpu = time.thread_time()
        self.worst_cpu_ms = max(self.worst_cpu_ms, (cpu - self._last_cpu) * 1000)
        self._last, self._last_cpu = now, cpu


def stalled(during: Callable[[Callable[[], None]], None]) -> str:
    """The worst stall while `during` runs, which is given what to call at its end."""
    loop, watch = QEventLoop(), Watch()
    during(loop.quit)
    loop.exec()
    return f"{watch.worst_ms:6.0f} ms, {watch.worst_cpu_ms:6.0f} of its own work"


def stall(app: QApplication, number: int) -> None:
    """How long the window's thread is away."""
    jobs = Jobs()
    idle = stalled(lambda done: QTimer.singleShot(3000, done))
    print(f"longest time between two turns of the event loop; idle: {idle}")

    def bug(error: object) -> None:
        raise SystemExit(str(error))

    with tempfile.TemporaryDirectory() as name:
        case = Path(name) / "case"

        def read(done: Callable[[], None]) -> None:
            told = {"on_done": lambda _none: load(done), "on_error": bug}
            jobs.run(work.read_sample, case, "35", 1, **told)

        def load(done: Callable[[], None]) -> None:
            jobs.write(work.load_new, case, on_done=lambda _loaded: done(), on_error=bug)

        print(f"  a capture, and loading it   {stalled(read)}")

    with tempfile.TemporaryDirectory() as name:

        def many(done: Callable[[], None]) -> None:
            told = {"on_done": lambda _none: done(), "on_error": bug}
            jobs.write(load_many, Path(name), number, **told)

        print(f"  loading {number:,} events  {stalled(many)}")
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

    print(f"  showing {number:,} events  {stalled(show)}")
    jobs.close()


def pages(app: QApplication, number: int) -> None:
    """How long the window's thread works at a stretch in the whole program."""
    with tempfile.TemporaryDirectory() as name:
        case = Path(name) / "case"
        bench_ingest.whole(case, bench_ingest.make_columns(number), "load")
        options = replace(parse(["--lang=en", "--theme=light", "--size=1280x800"]), case=case)
        program = Program(app, options, Path(name) / "settings", Path(name) / "cases")
        print(f"the window's thread at a stretch, a stored case of {number:,} events")
        print(f"  opened, Home  {busiest(app, program, program.start):6.0f} ms")
        for turn in ("first", "again"):
            for page in (each for each in Page if each is not Page.PREFERENCES):
                worked = busiest(app, program, partial(program.window.show_page, page))
                print(f"  {turn} {page:12} {worked:6.0f} ms")
        some = EventFilter(types=frozenset({DataType.LOCATION}))
        program.window.show_page(Page.TIMELINE)
        worked = busiest(app, program, partial(program.session.set_filter, some))
        print(f"  another filter  {worked:6.0f} ms")
        program.stop()
        program.window.close()


def busiest(app: QApplication, program: Program, action: Callable[[], object]) -> float:
    """The longest work of the thread between two turns until all is shown, in ms."""
    watch, steady = Watch(), 0
    action()
    while steady < SETTLED_TURNS:
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.002)
        steady = steady + 1 if program.is_settled else 0
    return watch.worst_cpu_ms


def load_many(folder: Path, number: int, task: Task) -> None:
    """Load made events into a case, as an import does; runs in a child process."""
    task.step()
    bench_ingest.whole(folder / "case", bench_ingest.make_columns(number), "load")


def beside(app: QApplication, number: int) -> None:
    """Frame times while events are loaded, beside those of an idle program, in turns."""
    jobs = Jobs()
    view, area, look_at = timeline(make_columns(number), IN_VIEW)
    steps = span_of("all")
    times: dict[str, list[float]] = {"idle": [], "loading": []}

    def bug(error: object) -> None:
        raise SystemExit(str(error))

    def frames(kind: str, goes_on: Callable[[], bool]) -> None:
        i = 0
        while goes_on() and i < FRAMES:
            i += 1
            begin = time.perf_counter()
            look_at(*steps(i))
            area.update()
            app.processEvents()
            times[kind].append((time.perf_counter() - begin) * 1000)

    for _ in range(ROUNDS):
        frames("idle", lambda: True)
        with tempfile.TemporaryDirectory() as name:
            told = {"on_done": lambda _none: None, "on_error": bug}
            jobs.write(load_many, Path(name), number, **told)
            until = time.perf_counter() + 1.0  # the child has started
            while time.perf_counter() < until:
                app.processEvents()
            frames("loading", lambda: not jobs.is_idle)
            while not jobs.is_idle:
                app.processEvents()
    jobs.close()
    view.close()
    idle, busy = (float(np.percentile(times[kind], 95)) for kind in ("idle", "loading"))
    print(f"frames, p95: idle {idle:.1f} ms, while {number:,} events are loaded {busy:.1f} ms")
    print(f"  {busy / idle:.2f} times; {len(times['loading'])} frames while loading")


def main() -> None:
    """Measure all of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", choices=tuple(SIZES), default="1M")
    args = parser.parse_args()
    app = QApplication([])
    table(app, SIZES[args.events])
    stall(app, SIZES[args.events])
    pages(app, SIZES[args.events])
    beside(app, SIZES[args.events])


if __name__ == "__main__":
    main()
