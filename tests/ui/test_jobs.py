"""Jobs: results and trouble arrive in the GUI thread, cancel is prompt, closing leaves nothing."""

import multiprocessing
import os
import threading
import time

import pytest
from pytestqt.qtbot import QtBot

from auditor.errors import WrongFormat
from auditor.task import Task
from ui.jobs import Job, Jobs, Progress


@pytest.fixture
def jobs(qtbot: QtBot) -> Jobs:
    made = Jobs()
    yield made
    made.close()


def double(number: int, task: Task) -> int:
    task.step()
    return number * 2


def refuse(task: Task) -> None:
    raise WrongFormat("This is no dump.", "Choose another file.")


def break_down(task: Task) -> None:
    raise ZeroDivisionError("a bug")


def wait_for_cancel(task: Task) -> None:
    while True:
        task.step(1, 2, "waiting")
        time.sleep(0.005)


def count(task: Task) -> int:
    for number in range(100):
        task.step(number, 100, "counting")
    return os.getpid()


def die(task: Task) -> None:
    os._exit(3)


def test_a_result_arrives_in_the_gui_thread(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[tuple[int, threading.Thread]] = []

    jobs.run(double, 21, on_done=lambda value: seen.append((value, threading.current_thread())))

    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(42, threading.main_thread())]
    assert jobs.is_idle


def test_the_worlds_trouble_goes_to_on_error_with_its_next_step(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[WrongFormat] = []

    jobs.run(refuse, on_done=seen.append, on_error=seen.append)

    qtbot.waitUntil(lambda: bool(seen))
    assert (seen[0].sentence, seen[0].next_step) == ("This is no dump.", "Choose another file.")


def test_trouble_that_nobody_handles_is_told_once(qtbot: QtBot, jobs: Jobs) -> None:
    with qtbot.waitSignal(jobs.error_occurred) as told:
        jobs.run(refuse, on_done=lambda _nothing: None)

    assert isinstance(told.args[0], WrongFormat)


def test_a_bug_in_a_job_reaches_the_excepthook_and_ends_the_job(qtbot: QtBot, jobs: Jobs) -> None:
    stopped: list[bool] = []

    with qtbot.captureExceptions() as caught:
        jobs.run(break_down, on_done=print, on_stopped=lambda: stopped.append(True))
        qtbot.waitUntil(lambda: bool(caught))

    assert caught[0][0] is ZeroDivisionError
    assert stopped == [True]
    assert jobs.is_idle


def test_a_newer_job_of_one_key_ends_the_older(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[object] = []
    jobs.run(wait_for_cancel, on_done=seen.append, key="columns")

    jobs.run(double, 1, on_done=seen.append, key="columns")

    qtbot.waitUntil(lambda: jobs.is_idle)
    assert seen == [2]


def test_a_cancelled_job_says_so_when_it_has_ended(qtbot: QtBot, jobs: Jobs) -> None:
    stopped: list[bool] = []
    job = jobs.run(wait_for_cancel, on_done=print, on_stopped=lambda: stopped.append(True))

    job.cancel()

    qtbot.waitUntil(lambda: bool(stopped))
    assert jobs.is_idle


def test_progress_comes_at_most_ten_times_a_second(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[Progress] = []
    began = time.monotonic()
    job = jobs.run(wait_for_cancel, on_done=print, on_progress=seen.append)

    qtbot.waitUntil(lambda: len(seen) >= 4)
    job.cancel()

    assert len(seen) <= (time.monotonic() - began) / 0.1 + 2
    assert seen[0] == Progress(1, 2, "waiting")


def test_a_write_runs_in_another_process_and_reports(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[int] = []
    progress: list[Progress] = []

    jobs.write(count, on_done=seen.append, on_progress=progress.append)

    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    assert seen[0] != os.getpid()
    assert progress and progress[0].total == 100


def test_a_child_process_can_be_cancelled(qtbot: QtBot, jobs: Jobs) -> None:
    stopped: list[bool] = []
    progress: list[Progress] = []
    job = jobs.write(
        wait_for_cancel,
        on_done=print,
        on_progress=progress.append,
        on_stopped=lambda: stopped.append(True),
    )
    qtbot.waitUntil(lambda: bool(progress), timeout=20_000)

    job.cancel()

    qtbot.waitUntil(lambda: bool(stopped), timeout=5_000)
    assert multiprocessing.active_children() == []


def test_trouble_in_a_child_process_keeps_its_next_step(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[WrongFormat] = []

    jobs.write(refuse, on_done=print, on_error=seen.append)

    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    assert seen[0].next_step == "Choose another file."


def test_a_child_process_that_dies_is_a_bug_and_not_a_hang(qtbot: QtBot, jobs: Jobs) -> None:
    with qtbot.captureExceptions() as caught:
        jobs.write(die, on_done=print)
        qtbot.waitUntil(lambda: bool(caught), timeout=20_000)

    assert "ended without a result" in str(caught[0][1])


def test_closing_ends_every_thread_and_process(qtbot: QtBot) -> None:
    jobs = Jobs()
    progress: list[Progress] = []
    running: list[Job] = [jobs.run(wait_for_cancel, on_done=print) for _each in range(3)]
    jobs.write(wait_for_cancel, on_done=print, on_progress=progress.append)
    qtbot.waitUntil(lambda: bool(progress), timeout=20_000)

    jobs.close()

    assert all(job.task.is_cancelled for job in running)
    assert multiprocessing.active_children() == []
    names = [thread.name for thread in threading.enumerate()]
    assert not [name for name in names if name.startswith(("job", "writer"))]
