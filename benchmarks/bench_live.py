"""How long an access of a phone takes until its mark is drawn on the timeline (docs/live.md).

    QT_QPA_PLATFORM=offscreen python -m benchmarks.bench_live [--minutes 5]

Run it from the project's folder. The whole program in real time: the sample phone lives by this
computer's clock, so the stamp of an access is when it happened; the watch runs in its child
process; the timeline shows the newest records. Of each access that the watch told it measures
from the stamp to the end of the answer that showed it (the wait for the next look), from there to
the news in the window, and from there to the first paint of the plot that holds the mark.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject
from PySide6.QtWidgets import QApplication

from auditor.live.news import News, State
from ui.live import OnePhone
from ui.options import parse
from ui.program import Program
from ui.timeline_plot import TimelinePlot


class Drawn(QObject):
    """Notes when the plot is painted with a record for the first time."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._view = program.pages.timeline.view
        self.told: dict[int, tuple[int, int, float]] = {}  # id: stamp, end of answer, told
        self.drawn: dict[int, float] = {}
        self.state: State | None = None
        plot = self._view.findChild(TimelinePlot)
        assert plot is not None
        plot.viewport().installEventFilter(self)

    def take(self, value: object) -> None:
        """Hear what the window is told by the watch."""
        if isinstance(value, News):
            for row in value.events:
                assert row.time_ms is not None
                self.told[row.id] = (row.time_ms, value.answered_ms, time.time() * 1000)
        elif isinstance(value, State):
            self.state = value

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt
        """Look at each paint of the plot."""
        missing = self.told.keys() - self.drawn.keys()
        facts = self._view.stage.facts
        if event.type() == QEvent.Type.Paint and missing and facts is not None:
            now, shown = time.time() * 1000, set(facts.ids.tolist())
            self.drawn |= dict.fromkeys(missing & shown, now)
        return super().eventFilter(watched, event)


def row(title: str, found: list[float]) -> str:
    """Give the middle, most and all of some times."""
    ordered = sorted(found)
    most = ordered[min(len(ordered) - 1, round(len(ordered) * 0.9))]
    return (
        f"{title}: {statistics.median(ordered):,.0f} ms in the middle, 90 % within {most:,.0f} ms,"
        f" at most {ordered[-1]:,.0f} ms"
    )


def turn(app: QApplication, until: Callable[[], bool], at_most_s: float) -> None:
    """Let the window live until something is so, or the time is over."""
    end = time.monotonic() + at_most_s
    while not until() and time.monotonic() < end:
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.002)


def watch(app: QApplication, program: Program, minutes: float) -> None:
    """Watch the sample phone, and print how long its news took."""
    program.start()
    turn(app, lambda: program.session.case is not None and program.is_settled, 120)
    drawn = Drawn(program)
    hear = program.live._take

    def take(one: OnePhone, value: object) -> None:
        drawn.take(value)
        hear(one, value)

    program.live._take = take  # type: ignore[method-assign]
    program.live.failed.connect(lambda error: print(error.sentence))
    program.live.start()
    turn(app, lambda: not program.live.is_on, minutes * 60)
    seen = {number: drawn.told[number] for number in drawn.drawn}
    print(f"{len(drawn.told)} accesses told, {len(seen)} of them drawn")
    if seen:
        print(row("stamp to end of the answer", [end - at for at, end, _ in seen.values()]))
        print(row("answer to news in the window", [now - end for _, end, now in seen.values()]))
        print(row("news to mark", [drawn.drawn[n] - now for n, (_, _, now) in seen.items()]))
        print(row("answer to mark", [drawn.drawn[n] - end for n, (_, end, _) in seen.items()]))
        print(row("stamp to mark", [drawn.drawn[n] - at for n, (at, _, _) in seen.items()]))
    print(f"last told: {drawn.state}")
    program.live.stop()
    turn(app, lambda: not program.live.is_on, 60)
    program.stop()
    program.window.close()


def main() -> None:
    """Watch, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=5)
    wanted = parser.parse_args()
    app = QApplication([])
    with tempfile.TemporaryDirectory() as name:
        options = parse(["--sample", "--page", "timeline", "--lang", "en", "--size", "1280x800"])
        program = Program(app, options, Path(name) / "settings", Path(name) / "cases")
        watch(app, program, wanted.minutes)


if __name__ == "__main__":
    main()
