"""What one frame of the timeline costs, against an empty plot and against pyqtgraph's bars.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.bench_timeline --sizes 1M,10M --rounds 3
    xvfb-run -s "-screen 0 1920x1080x24" python -m benchmarks.bench_timeline

Run it from the project's folder. A frame is: change the visible span, then run the event loop until
the 1920x1080 window has painted once. Every candidate runs in a process of its own, the rounds take
turns, and what is printed are ratios of one run: a single time says little on a shared machine.
Times are those of the processor, which waits of a busy machine do not stretch; `--clock wall` gives
the others.

Views: `all` pans everything, `day` and `hour` pan that much at the dense end, `zoom` goes from
everything down to minutes. Candidates: `empty` is a PlotWidget with a date axis, `bars` a
BarGraphItem with all events (1M only: ten million need minutes), `timeline` the whole view with
lanes, context, axis and overview, 40 of 200 lanes in view. `timeline200` has all 200 in view.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from auditor.columns import DATA_TYPES, SOURCES, UNKNOWN, EventColumns, PackageKey
from auditor.records import DataType, Source

LANES, IN_VIEW, DAY_MS = 200, 40, 86_400_000
END_MS = 1_770_372_000_000
BEGIN_MS = END_MS - 400 * DAY_MS
SIZES = {"10k": 10_000, "100k": 100_000, "1M": 1_000_000, "10M": 10_000_000}
VIEWS = ("all", "day", "hour", "zoom")
FRAMES, LIMIT_S = 60, 4.0


def make_columns(number: int, seed: int = 5) -> EventColumns:
    """Events of 200 apps, few of them very busy, denser towards the end; 3 in 10 with a length."""
    random = np.random.default_rng(seed)
    app = np.minimum(random.zipf(1.2, number) - 1, LANES - 1).astype(np.int32)
    age = np.minimum(random.exponential(60 * DAY_MS, number), 400 * DAY_MS)
    times = np.sort(END_MS - age.astype(np.int64))
    has_length = random.random(number) < 0.3
    length = np.where(has_length, random.exponential(20_000, number).astype(np.int64) + 1, UNKNOWN)
    kind = random.random(number)
    return EventColumns(
        ids=np.arange(1, number + 1, dtype=np.int64),
        time_ms=times,
        end_ms=times + np.where(has_length, length, 0),
        precision_ms=np.ones(number, np.int64),
        duration_ms=length,
        count=np.ones(number, np.int64),
        kind=(kind < 0.1).astype(np.int8),
        data_type=np.full(number, DATA_TYPES.index(DataType.MICROPHONE), np.int8),
        op=np.zeros(number, np.int32),
        package=app,
        background=(kind > 0.8).astype(np.int8),
        by_usage=np.full(number, -1, np.int8),
        source=np.full(number, SOURCES.index(Source.DISCRETE), np.int8),
        sources=np.full(number, 1 << SOURCES.index(Source.DISCRETE), np.int8),
        running=np.zeros(number, np.bool_),
        more=np.ones(number, np.int64),
        ops=("RECORD_AUDIO",),
        packages=tuple(
            PackageKey("SAMPLE-1", 10_000 + i, f"com.example.app{i}", f"App {i}", False)
            for i in range(LANES)
        ),
    )


SetSpan = Callable[[float, float], None]


def plain_plot(columns: EventColumns, with_bars: bool) -> tuple[object, object, SetSpan]:
    """A PlotWidget with a date axis, empty or with every event as a bar."""
    import pyqtgraph as pg

    plot = pg.PlotWidget(axisItems={"bottom": pg.DateAxisItem()})
    plot.hideButtons()
    plot.plotItem.vb.disableAutoRange()
    if with_bars:
        begin = columns.time_ms / 1000
        width = np.maximum((columns.end_ms - columns.time_ms) / 1000, 1.0)
        low = columns.package + 0.1
        bars = pg.BarGraphItem(x0=begin, width=width, y0=low, height=0.8, pen=None, brush="c")
        plot.addItem(bars)
    plot.setYRange(0, IN_VIEW, padding=0)

    def set_span(begin_ms: float, end_ms: float) -> None:
        plot.setXRange(begin_ms / 1000, end_ms / 1000, padding=0)

    return plot, plot.viewport(), set_span


def timeline(columns: EventColumns, lanes: int) -> tuple[object, object, SetSpan]:
    """The whole timeline with `lanes` of its lanes in view."""
    from ui.timeline_view import TimelineView

    view = TimelineView()
    view.resize(1920, 1080)
    view.show_columns(columns, "Europe/Berlin")
    view.build_plot()
    view.show()
    stage = view.stage
    stage.size.row_px = max(4, (1080 - 180) // lanes)
    return view, view._plot.viewport(), stage.look_at


def measure(candidate: str, number: int, clock: str) -> dict[str, object]:
    """Frame times in milliseconds for each view, and what it took to set up."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    columns = make_columns(number)
    begin = time.perf_counter()
    if candidate.startswith("timeline"):
        window, area, set_span = timeline(columns, 200 if candidate.endswith("200") else IN_VIEW)
    else:
        window, area, set_span = plain_plot(columns, candidate == "bars")
    window.resize(1920, 1080)
    window.show()
    for _ in range(5):
        app.processEvents()
    setup_s = time.perf_counter() - begin

    class Counter(QObject):
        paints = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            self.paints += event.type() is QEvent.Type.Paint
            return False

    counter = Counter()
    area.installEventFilter(counter)

    def paint() -> None:
        before = counter.paints
        while counter.paints == before:
            app.processEvents()

    now = time.perf_counter if clock == "wall" else time.process_time
    times = {view: frames(view, set_span, paint, now) for view in VIEWS}
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"setup_s": setup_s, "peak_mb": peak_mb, "frames": times}


def frames(
    view: str, set_span: SetSpan, paint: Callable[[], None], now: Callable[[], float]
) -> list[float]:
    """The times of up to 60 frames of one view."""
    steps = span_of(view)
    set_span(*steps(0))
    paint()
    out: list[float] = []
    stop = time.perf_counter() + LIMIT_S
    for i in range(1, FRAMES + 1):
        begin = now()
        set_span(*steps(i))
        paint()
        out.append((now() - begin) * 1000)
        if time.perf_counter() > stop:
            break
    return out


def span_of(view: str) -> Callable[[int], tuple[float, float]]:
    """The visible span of each frame of a view."""
    whole, busy = END_MS - BEGIN_MS, END_MS - 3 * DAY_MS
    if view == "all":
        return lambda i: tuple(e + (i % 20 - 10) * 0.005 * whole for e in (BEGIN_MS, END_MS))
    if view == "zoom":
        return lambda i: (END_MS - whole * 0.97 ** (i * 4 % 300), END_MS)
    length = DAY_MS if view == "day" else DAY_MS / 24
    return lambda i: tuple(busy + i * 0.02 * length + e for e in (0, length))


def run(candidate: str, size: str, clock: str) -> dict[str, object]:
    """Measure one candidate in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.bench_timeline", "--clock", clock]
    command += ["--one", candidate, size]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return float(np.percentile(times, 95))


def report(size: str, results: dict[str, list[dict[str, object]]]) -> None:
    """Print milliseconds and the ratios that matter."""
    print(f"\n{size} events: median / p95 ms (p95 as multiple of the empty plot's)")
    merged = {
        name: {view: [t for one in runs for t in one["frames"][view]] for view in VIEWS}
        for name, runs in results.items()
    }
    for name, views in merged.items():
        cells = [
            f"{view} {statistics.median(times):6.1f} /{p95(times):6.1f}"
            f" ({p95(times) / p95(merged['empty'][view]):4.1f}x)"
            for view, times in views.items()
        ]
        setup = statistics.median(one["setup_s"] for one in results[name])
        peak = statistics.median(one["peak_mb"] for one in results[name])
        print(f"  {name:12} {'  '.join(cells)}  set up {setup:5.2f} s, peak {peak:5.0f} MB")
    if "bars" in merged:
        faster = p95(merged["bars"]["all"]) / p95(merged["timeline"]["all"])
        print(f"  the timeline is {faster:.1f} times faster than bars, whole range")


def main() -> None:
    """Run the candidates in turns and print the ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="1M,10M")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clock", choices=("cpu", "wall"), default="cpu")
    parser.add_argument("--one", nargs=2, metavar=("CANDIDATE", "SIZE"), help="used by itself")
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.one[0], SIZES[args.one[1]], args.clock)))
        return
    compare(args.sizes.split(","), args.rounds, args.clock)


def compare(sizes: list[str], rounds: int, clock: str) -> None:
    """Run the candidates in turns and print the ratios."""
    for size in sizes:
        names = ["empty", "timeline", "timeline200"]
        names += ["bars"] if SIZES[size] <= 1_000_000 else []
        results: dict[str, list[dict[str, object]]] = {name: [] for name in names}
        for _ in range(rounds):
            for name in names:
                results[name].append(run(name, size, clock))
        report(size, results)


if __name__ == "__main__":
    main()
