"""A small TCP server on loopback in a thread of its own, so that plain code can use it."""

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable
from typing import Self, TypeVar

from auditor.errors import UsageError

HOST = "127.0.0.1"
_LIMIT = 1 << 21
_PARTING_S = 5.0
_Answer = TypeVar("_Answer")


class BackgroundServer:
    """Subclasses say what to do with one client in `serve`; everything runs in one loop."""

    def __init__(self, port: int = 0) -> None:
        self._wanted_port = port
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopped = asyncio.Event()
        self._clients: set[asyncio.Task[None]] = set()
        self.port = 0  # known once started

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk with one client until it is done; the connection is closed afterwards."""
        raise NotImplementedError

    def start(self) -> None:
        """Listen on loopback; `port` is set when this returns. Raises UsageError if it is taken."""
        ready = threading.Event()
        failures: list[OSError] = []
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._main(ready, failures)),
            name="sample-phone",
            daemon=True,
        )
        self._thread.start()
        ready.wait()
        if failures:
            self._thread.join()
            raise UsageError(
                f"Port {self._wanted_port} cannot be used: {failures[0].strerror}.",
                "Choose another port, or none to get a free one.",
            ) from failures[0]

    def stop(self) -> None:
        """End every conversation and wait until nothing is left. Harmless when not running."""
        if self._thread is None:
            return
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # it ended by itself meanwhile
                self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join()
        self._thread = self._loop = None

    def in_loop(self, job: Callable[[], _Answer]) -> _Answer:
        """Run a short function where the clients are served, so that nothing needs a lock."""
        if self._loop is None:
            return job()

        async def run() -> _Answer:
            return job()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def _main(self, ready: threading.Event, failures: list[OSError]) -> None:
        try:
            server = await asyncio.start_server(self._accept, HOST, self._wanted_port, limit=_LIMIT)
        except OSError as error:
            failures.append(error)
            ready.set()
            return
        self.port = server.sockets[0].getsockname()[1]
        self._stopped = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        ready.set()
        await self._stopped.wait()
        await _settle()
        server.close()
        await _settle()
        for client in self._clients:
            client.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)
        await _settle()  # an aborted connection is closed a step later

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Known from its first moment: a task that is cancelled before it ran closes nothing."""
        client = asyncio.get_running_loop().create_task(self._client(reader, writer))
        self._clients.add(client)

        def leave(client: asyncio.Task[None]) -> None:
            writer.transport.abort()
            self._clients.discard(client)

        client.add_done_callback(leave)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Who left (ENOTCONN is no ConnectionError) or does not speak ADB is no trouble of ours.
        with contextlib.suppress(EOFError, OSError, ValueError):
            await self.serve(reader, writer)
            await _part(reader, writer)


async def _settle() -> None:
    """Let who knocked just now become a client: asyncio drops without closing it a connection
    whose server ends between its first step and its third."""
    for _ in range(3):
        await asyncio.sleep(0)


async def _part(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Say that all is said, and hear the client out: closing with its words unread would make
    the system throw away ours that it has not read yet."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_PARTING_S):
            writer.write_eof()
            await writer.drain()
            while await reader.read(1 << 16):
                pass
    writer.close()
    await writer.wait_closed()


async def until_gone(job: Awaitable[None], reader: asyncio.StreamReader) -> None:
    """Do the job, but drop it when the client hangs up."""

    async def watch() -> None:
        while await reader.read(1 << 16):
            pass

    tasks = {asyncio.ensure_future(job), asyncio.ensure_future(watch())}
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
