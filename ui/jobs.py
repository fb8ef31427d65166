"""The only crossing between threads, processes and the window.

`run` is for reading and for phones (threads), `apart` for reading that burns CPU in Python (a child
process), `write` for what burns CPU and writes to a case (one child process at a time). Callbacks
are called in the GUI thread, in order. Anything that is not an AuditorError is a bug: it is raised
again in the GUI thread, for sys.excepthook.
"""

import contextlib
import multiprocessing
import os
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum, auto
from multiprocessing.connection import Connection
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from auditor.errors import AuditorError
from auditor.task import Cancelled, Task

PROGRESS_PAUSE_S = 0.1
CHILD_NICENESS = 5  # with as few processors as processes, the window comes first
CHILD_LIMIT_S = 10.0  # how long a cancelled child process may take to clean up
THREADS = 8
MOST_WATCHED = 16  # phones at once; more wait
WATCH = "watch"  # the key of the one job that never ends by itself: the list of phones
OPENING = "case"  # the key of the job that opens a case
ASKING = "settings"  # the key of the job that shows an app's settings on its phone
WIRELESS = "wireless"  # the key of the job that looks for a phone in the network
LOOKING = "debugging"  # the key of the job that looks whether debugging is off again
LIVE = "live"  # jobs that watch a phone into the case: live:<phone>
# They are the program's, whatever page is shown.
LASTING = frozenset({WATCH, OPENING, ASKING, LIVE})


def _kind(key: str | None) -> str | None:
    """What a key says before its colon: `live` of `live:<phone>`."""
    return None if key is None else key.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is; `total` is None while unknown."""

    done: int
    total: int | None
    note: str


class _Kind(Enum):
    PROGRESS = auto()
    DONE = auto()
    ERROR = auto()
    CANCELLED = auto()


@dataclass(frozen=True, slots=True)
class _Message:
    job: "Job"
    kind: _Kind
    value: object


class JobTask(Task):
    """The task of a job: progress at most ten times a second, `send` for plain values at once."""

    def __init__(self, send: Callable[[object], None]) -> None:
        super().__init__()
        self.send = send
        self._next_s = 0.0
        self._on_cancel: Callable[[], None] | None = None

    def step(self, done: int = 0, total: int | None = None, note: str = "") -> None:
        """Report progress (throttled); raise Cancelled once somebody called cancel()."""
        super().step(done, total, note)
        now_s = time.monotonic()
        if now_s >= self._next_s:
            self._next_s = now_s + PROGRESS_PAUSE_S
            self.send(Progress(done, total, note))

    def on_cancel(self, action: Callable[[], None] | None) -> None:
        """Name what interrupts a long call that takes no task, such as a query."""
        self._on_cancel = action
        if action is not None and self.is_cancelled:
            action()

    def cancel(self) -> None:
        super().cancel()
        if self._on_cancel is not None:
            self._on_cancel()


@dataclass(eq=False)
class Job:
    """A handle on running work; `cancel` may be called at any time."""

    on_done: Callable[[Any], None]
    on_error: Callable[[AuditorError], None]
    on_progress: Callable[[Any], None] | None
    on_stopped: Callable[[], None] | None
    key: str | None
    task: JobTask = field(init=False)
    superseded: bool = False  # nobody waits for it any more: deliver nothing

    def cancel(self) -> None:
        """Ask the work to stop; `on_stopped` tells when it has."""
        self.task.cancel()

    def leave(self) -> None:
        """Ask it to stop, and hear nothing more of it."""
        self.superseded = True
        self.cancel()


class Jobs(QObject):
    """Runs plain functions elsewhere and hands their results to the GUI thread."""

    error_occurred = Signal(object)  # an AuditorError that no caller handles
    became_idle = Signal()
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="job")
        self._watches = ThreadPoolExecutor(MOST_WATCHED, thread_name_prefix="live")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._running: dict[Job, Future[None]] = {}
        self._closed = False
        self._arrived.connect(self._deliver)

    def run(
        self,
        function: Callable[..., Any],
        *arguments: Any,
        on_done: Callable[[Any], None],
        on_error: Callable[[AuditorError], None] | None = None,
        on_progress: Callable[[Any], None] | None = None,
        on_stopped: Callable[[], None] | None = None,
        key: str | None = None,
    ) -> Job:
        """Call `function(*arguments, task)` in a thread. A newer job of one key ends the older."""
        job = self._job(on_done, on_error, on_progress, on_stopped, key)
        self._start(self._threads, job, lambda: function(*arguments, job.task))
        return job

    def apart(
        self,
        function: Callable[..., Any],
        *arguments: Any,
        on_done: Callable[[Any], None],
        on_error: Callable[[AuditorError], None] | None = None,
        on_progress: Callable[[Any], None] | None = None,
        on_stopped: Callable[[], None] | None = None,
        key: str | None = None,
    ) -> Job:
        """As `run`, but in a child process: for reading that burns CPU. See `write`."""
        job = self._job(on_done, on_error, on_progress, on_stopped, key)
        pool = self._watches if _kind(key) == LIVE else self._threads  # one that never ends
        self._start(pool, job, lambda: _in_child(function, arguments, job.task))
        return job

    def write(
        self,
        function: Callable[..., Any],
        *arguments: Any,
        on_done: Callable[[Any], None],
        on_error: Callable[[AuditorError], None] | None = None,
        on_progress: Callable[[Any], None] | None = None,
        on_stopped: Callable[[], None] | None = None,
    ) -> Job:
        """Call `function(*arguments, task)` in a child process, one after the other.

        The function must be importable, its arguments and result picklable.
        """
        job = self._job(on_done, on_error, on_progress, on_stopped, None)
        self._start(self._writer, job, lambda: _in_child(function, arguments, job.task))
        return job

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs that somebody waits for (a watch never ends and does not count)."""
        return not any(_kind(job.key) not in (WATCH, LOOKING, LIVE) for job in self._running)

    def drop_reads(self) -> None:
        """Stop what pages asked for (all of it has keys): they are about to be built anew."""
        for key in {job.key for job in self._running if job.key is not None}:
            if _kind(key) not in LASTING:
                self._supersede(key)

    def leave(self, key: str) -> None:
        """Ask the job of a key to stop, and hear nothing more of it."""
        self._supersede(key)

    def cancel_all(self) -> None:
        """Stop everything and deliver nothing more of it."""
        for job in list(self._running):
            job.leave()

    def close(self) -> None:
        """Cancel all and wait until every thread and process has ended."""
        self._closed = True
        self.cancel_all()
        for pool in (self._threads, self._watches):
            pool.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True, cancel_futures=True)
        self._running.clear()

    def _job(
        self,
        on_done: Callable[[Any], None],
        on_error: Callable[[AuditorError], None] | None,
        on_progress: Callable[[Any], None] | None,
        on_stopped: Callable[[], None] | None,
        key: str | None,
    ) -> Job:
        if key is not None:
            self._supersede(key)
        job = Job(on_done, on_error or self.error_occurred.emit, on_progress, on_stopped, key)
        job.task = JobTask(lambda value: self._send(job, _Kind.PROGRESS, value))
        return job

    def _supersede(self, key: str | None) -> None:
        for job in list(self._running):
            if job.key == key:
                job.leave()

    def _start(self, pool: ThreadPoolExecutor, job: Job, work: Callable[[], object]) -> None:
        if self._closed:
            return
        self._running[job] = pool.submit(self._work, job, work)

    def _work(self, job: Job, work: Callable[[], object]) -> None:
        try:
            if job.task.is_cancelled:  # while it waited for a thread
                raise Cancelled
            self._send(job, _Kind.DONE, work())
        except Cancelled:
            self._send(job, _Kind.CANCELLED, None)
        except BaseException as error:  # noqa: BLE001 - handed on to the GUI thread, all of them
            self._send(job, _Kind.ERROR, error)

    def _send(self, job: Job, kind: _Kind, value: object) -> None:
        if not self._closed:
            self._arrived.emit(_Message(job, kind, value))

    @Slot(object)
    def _deliver(self, message: _Message) -> None:
        job = message.job
        if message.kind is not _Kind.PROGRESS:
            self._running.pop(job, None)
        try:
            if not job.superseded and not self._closed:
                _call(message)
        finally:
            if self.is_idle:
                self.became_idle.emit()


def _call(message: _Message) -> None:
    """Call the one callback a message is for; raise bugs again."""
    job, value = message.job, message.value
    match message.kind:
        case _Kind.PROGRESS if job.on_progress is not None:
            job.on_progress(value)
        case _Kind.DONE:
            job.on_done(value)
        case _Kind.CANCELLED if job.on_stopped is not None:
            job.on_stopped()
        case _Kind.ERROR if isinstance(value, AuditorError):
            job.on_error(value)
        case _Kind.ERROR if isinstance(value, BaseException):
            if job.on_stopped is not None:
                job.on_stopped()
            raise value


def _in_child(function: Callable[..., Any], arguments: tuple[Any, ...], task: JobTask) -> object:
    """Run a function in a fresh process; called in the writer's thread."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_child_main, args=(theirs, function, arguments), daemon=True)
    child.start()
    theirs.close()
    try:
        return _listen(ours, task)
    finally:
        ours.close()
        child.join(CHILD_LIMIT_S)
        if child.exitcode is None:
            child.kill()
            child.join()
        child.close()


def _listen(pipe: Connection, task: JobTask) -> object:
    """Hand progress on until the child gives its result; pass a cancel over to it once."""
    told = False
    while True:
        if task.is_cancelled and not told:
            told = True
            pipe.send("cancel")
        if not pipe.poll(0.05):
            continue
        try:
            kind, value = pipe.recv()
        except EOFError:
            raise RuntimeError("the child process ended without a result") from None
        if kind == "progress":
            task.send(value)
        elif kind == "error":
            raise value
        else:
            return value


def _child_main(pipe: Connection, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """What the child process does: the work, then one last message."""
    _be_nice()
    lock = threading.Lock()

    def send(kind: str, value: object) -> None:
        with lock:
            pipe.send((kind, value))

    task = JobTask(lambda value: send("progress", value))
    threading.Thread(target=_obey, args=(pipe, task), daemon=True).start()
    try:
        send("done", function(*arguments, task))
    except BaseException as error:  # noqa: BLE001 - handed on to the parent, all of them
        error.add_note(_trace(error))
        send("error", error)


def _be_nice() -> None:
    if hasattr(os, "nice"):  # not on Windows
        with contextlib.suppress(OSError):
            os.nice(CHILD_NICENESS)


def _trace(error: BaseException) -> str:
    return "In the child process:\n" + "".join(traceback.format_exception(error))


def _obey(pipe: Connection, task: Task) -> None:
    """Wait for the parent's word; a parent that is gone counts as a cancel."""
    with contextlib.suppress(EOFError, OSError):
        pipe.recv()
    task.cancel()
