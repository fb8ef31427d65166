"""The sample phone in a process of its own: what it invents keeps nobody else's Python waiting."""

import contextlib
import multiprocessing
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from auditor.sample.adb_server import SampleServer
from auditor.sample.memory import remember
from auditor.sample.phone import SamplePhone

END_S = 3.0


@contextlib.contextmanager
def serving(api: int | str, seed: int, memory: Path | None = None) -> Iterator[int]:
    """Give the loopback port of an ADB server with the sample phone for as long as it is needed.

    `memory` is the file of what it was told to keep, for a phone that is asked again later.
    """
    with running("sample-phone", _serve, api, seed, memory) as pipe:
        yield int(pipe.recv())


@contextlib.contextmanager
def running(
    name: str, serve: Callable[..., None], *given: object, end_s: float = END_S
) -> Iterator[Connection]:
    """Run `serve(pipe, *given)` in a process of its own; gives our end of the pipe.

    The process ends with the block, and by itself when the process that began it is gone: `serve`
    ends when the pipe does. A daemonic process may have no children: there, use `SampleServer`.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=serve, args=(theirs, *given), name=name, daemon=True)
    with ours:
        with theirs:
            child.start()
        try:
            yield ours
        finally:
            ours.close()  # the word to end
            child.join(end_s)
            if child.is_alive():
                child.kill()
                child.join()
            child.close()


def _serve(pipe: Connection, api: int | str, seed: int, memory: Path | None) -> None:
    phone = SamplePhone(api, seed)
    if memory is not None:
        remember(phone.config, memory)
    with SampleServer(phone) as server, contextlib.suppress(EOFError, OSError):
        pipe.send(server.port)
        pipe.recv()  # nothing is ever said: it ends when the other side closes
