"""Several phones watched into one case at once, each by itself: one that fails ends no other."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from auditor.errors import AuditorError
from auditor.live.news import News, State, Watched
from auditor.live.watcher import Watcher
from auditor.task import Task

LOOK_S = 0.2  # how often the main thread looks up, so that Ctrl-C is heard on every system


@dataclass(frozen=True, slots=True)
class Heard:
    """Who is told what, with the name of the phone. One call at a time, from other threads."""

    on_news: Callable[[str, News], None]
    on_state: Callable[[str, State], None]
    on_error: Callable[[str, AuditorError], None]  # that phone is not watched any more
    on_end: Callable[[str, Watched], None]


def watch_several(
    watchers: Mapping[str, Watcher], task: Task, heard: Heard, for_ms: int | None = None
) -> None:
    """Watch phones, by their names, until the task is cancelled or `for_ms` have passed.

    Blocks until the last of them has ended. An error of one goes to `on_error`; whatever is no
    AuditorError is raised here after the others have ended.
    """
    lock = threading.Lock()
    runs = [_Run(name, watcher, task, heard, lock) for name, watcher in watchers.items()]
    try:
        for run in runs:
            run.begin(for_ms)
            run.wait_until_begun()
        for run in runs:
            run.wait()
    except BaseException:
        task.cancel()
        raise
    for run in runs:
        if run.unforeseen is not None:
            raise run.unforeseen


class _Run:
    """The watch of one phone in a thread of its own."""

    def __init__(
        self, name: str, watcher: Watcher, task: Task, heard: Heard, lock: threading.Lock
    ) -> None:
        self._name, self._watcher, self._task = name, watcher, task
        self._heard, self._lock = heard, lock
        self._has_begun = threading.Event()
        self._thread: threading.Thread | None = None
        self.unforeseen: BaseException | None = None

    def begin(self, for_ms: int | None) -> None:
        self._thread = threading.Thread(
            target=self._run, args=(for_ms,), name=f"watch {self._name}", daemon=True
        )
        self._thread.start()

    def wait_until_begun(self) -> None:
        """Wait for the first word of it.

        A watch that begins finishes what killed ones left: it must not meet a half-begun one.
        """
        while not self._has_begun.wait(LOOK_S):
            pass

    def wait(self) -> None:
        while self._thread is not None and self._thread.is_alive():
            self._thread.join(LOOK_S)

    def _run(self, for_ms: int | None) -> None:
        try:
            # It reports progress to nobody: several bars on one line would be read by nobody.
            watched = self._watcher.run(_Quiet(self._task), self._news, self._state, for_ms)
            with self._lock:
                self._heard.on_end(self._name, watched)
        except AuditorError as error:
            with self._lock:
                self._heard.on_error(self._name, error)
        except BaseException as error:  # noqa: BLE001 - raised where the others have ended
            self.unforeseen = error
        finally:
            self._has_begun.set()

    def _news(self, news: News) -> None:
        with self._lock:
            self._heard.on_news(self._name, news)

    def _state(self, state: State) -> None:
        self._has_begun.set()
        with self._lock:
            self._heard.on_state(self._name, state)


class _Quiet(Task):
    """Stops with another task and reports nothing."""

    def __init__(self, whole: Task) -> None:
        super().__init__()
        self._whole = whole

    def step(self, done: int = 0, total: int | None = None, note: str = "") -> None:
        if self._whole.is_cancelled:
            self.cancel()
        super().step(done, total, note)

    @property
    def is_cancelled(self) -> bool:
        return self._whole.is_cancelled or super().is_cancelled
