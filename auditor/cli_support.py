"""What every command shares: how errors, Ctrl-C and progress meet the terminal."""

import contextlib
import io
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, TextIO, cast

import click

from auditor.cli_options import program_language
from auditor.errors import AuditorError, StoreError, UsageError, WrongFormat
from auditor.task import Cancelled, Task

if TYPE_CHECKING:
    from auditor.store import Store

EXIT_OUR_FAULT = 1
EXIT_CANCELLED = 130
READING = ("capture", "sample", "identify")

log = logging.getLogger(__name__)


class AuditorGroup(click.Group):
    """A command group that turns every way to fail into one sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; the only place where the command line catches everything."""
        if ctx.parent is not None:  # a group inside a group: the outermost one answers
            return super().invoke(ctx)
        speak_utf8()
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException):
            raise
        except AuditorError as error:
            show_error(error)
            ctx.exit(error.exit_code)
        except (Cancelled, KeyboardInterrupt, click.Abort):
            kept = ctx.invoked_subcommand in READING
            click.echo("Cancelled." + " What was read by then is kept." * kept, err=True)
            ctx.exit(EXIT_CANCELLED)
        except BrokenPipeError:
            leave_broken_pipe(ctx)
        except OSError as error:
            log.info("The system refused something.", exc_info=True)
            told = of_the_system(error)
            show_error(told)
            ctx.exit(told.exit_code)
        except Exception:
            log.exception("This is a mistake in the program itself; please report it.")
            ctx.exit(EXIT_OUR_FAULT)


def speak_utf8() -> None:
    """Write UTF-8 where nobody's terminal says otherwise: names of apps are in any script."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8")


def show_error(error: AuditorError) -> None:
    """Say on stderr what happened and, on a second line, what the person can do.

    It is said in the language of `auditor --lang`.
    """
    parts = [part for part in (error.sentence, error.next_step) if part]
    if (lang := program_language()) != "en":
        from auditor.error_words import say_error  # a catalogue that most runs never need

        parts = [say_error(part, lang) for part in parts]
    for part in parts:
        click.echo(clean(part), err=True)


def of_the_system(error: OSError) -> AuditorError:
    """Say what the system refused: a path that was named, else standard output (a full disk)."""
    if error.filename is None:
        return _not_written("Standard output", error)
    return WrongFormat(
        f"{error.filename} cannot be used: {error.strerror or 'unknown reason'}.",
        "Check the path, and that you may read and write there.",
    )


def leave_broken_pipe(ctx: click.Context) -> None:
    """End quietly when the reader of our output (`| head`) has had enough."""
    # Without this the interpreter would complain once more when it flushes stdout at its end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    ctx.exit(0)


def set_up_logging(ctx: click.Context, verbose: int) -> None:
    """Log to stderr for as long as the command runs: warnings only, or more with -v and -vv."""
    logger = logging.getLogger("auditor")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    before = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel((logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)])
    logger.propagate = False

    def put_back() -> None:
        logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]

    ctx.call_on_close(put_back)


def clean(untrusted_text: str) -> str:
    """Take out what could move a terminal's cursor or turn its text around."""
    if untrusted_text.isprintable():
        return untrusted_text
    return "".join(c if c.isprintable() else "�" for c in untrusted_text)


def tell(untrusted_text: str) -> None:
    """Print what a command says: what a phone made up moves no cursor and turns no text around.

    In JSON such characters are escaped, which every reader undoes.
    """
    context = click.get_current_context(silent=True)
    is_json = bool(context and context.params.get("as_json"))
    click.echo("\n".join(map(_escaped if is_json else clean, untrusted_text.split("\n"))))


def _escaped(json_text: str) -> str:
    if json_text.isprintable():
        return json_text
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in json_text)


class _Terminal(io.TextIOBase):
    """Standard output where somebody looks at it."""

    def write(self, untrusted_text: str) -> int:
        """Write it without what could move the cursor."""
        return sys.stdout.write("\n".join(map(clean, untrusted_text.split("\n"))))


class Bar:
    """A progress line on stderr, rewritten at most ten times a second."""

    def __init__(self) -> None:
        self._shown_at = 0.0
        self._width = 0

    def report(self, done: int, total: int | None, note: str) -> None:
        """Show how far the work is; made for `Task`."""
        now = time.monotonic()
        if now - self._shown_at < 0.1 and done != total:
            return
        self._shown_at = now
        text = f"{_share(done, total)} {clean(note)}"[:78]
        click.echo("\r" + text.ljust(self._width), err=True, nl=False)
        self._width = len(text)

    def clear(self) -> None:
        """Take the line away, so that what comes next starts at the margin."""
        if self._width:
            click.echo("\r" + " " * self._width + "\r", err=True, nl=False)


def _share(done: int, total: int | None) -> str:
    if not total:
        return f"[{'·' * 20}] {done:,}"
    filled = min(20, 20 * done // total)
    return f"[{'█' * filled}{'·' * (20 - filled)}] {min(100, 100 * done // total):3d} %"


@contextlib.contextmanager
def running_task() -> Iterator[Task]:
    """Give a task that shows a bar on a terminal and that Ctrl-C cancels.

    A second Ctrl-C ends the program at once.
    """
    bar = Bar()
    task = Task(bar.report if sys.stderr.isatty() else None)

    def cancel(_number: int, _frame: FrameType | None) -> None:
        if task.is_cancelled:
            raise KeyboardInterrupt
        task.cancel()

    before = signal.signal(signal.SIGINT, cancel)
    try:
        yield task
    finally:
        signal.signal(signal.SIGINT, before)
        bar.clear()


@contextlib.contextmanager
def opened_case(case: Path) -> Iterator["Store"]:
    """Open a case for reading; UsageError when the folder is no case."""
    from auditor.locking import MARKER, refuse_locked
    from auditor.store import Store

    refuse_locked(case)
    if not case.is_dir():
        raise UsageError(f"There is no folder {case}.", "Read a phone first: auditor capture.")
    if (case / MARKER).is_file():
        told = f"This case lies open. When you are done, lock it again: auditor lock {case}"
        click.echo(clean(told), err=True)
    with Store.open(case, read_only=True) as store:
        yield store


@contextlib.contextmanager
def output_to(path: str) -> Iterator[TextIO]:
    """Open a file to write text to; `-` is standard output, in UTF-8 with plain line ends."""
    if path == "-":
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        yield cast(TextIO, _Terminal()) if sys.stdout.isatty() else sys.stdout
        sys.stdout.flush()
        return
    with writing_to(Path(path)), Path(path).open("w", encoding="utf-8", newline="") as stream:
        yield stream


def appears_whole(path: Path) -> bool:
    """Say whether a file can be written beside its place and moved there once it is whole.

    Not so for a link, a device, a pipe or a folder: moving would put a file in their place.
    UsageError when the folder is missing.
    """
    with writing_to(path):
        path.parent.stat()
        return not path.is_symlink() and (path.is_file() or not path.exists())


@contextlib.contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Turn a file that cannot be written into a sentence: a wrong option, no fault of the case."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _not_written(path, error) from error
    except StoreError as error:
        if isinstance(error.__cause__, OSError):
            raise _not_written(path, error.__cause__) from error
        raise


def _not_written(what: object, error: OSError) -> UsageError:
    reason = error.strerror or "unknown reason"
    return UsageError(
        f"{what} cannot be written: {reason}.",
        "Choose a place that you may write to and that has room.",
    )
