"""A server in a thread: whoever was let in is let out, however short the visit."""

import contextlib
import gc
import socket
from asyncio import StreamReader, StreamWriter

from auditor.sample.background import BackgroundServer


class Listener(BackgroundServer):
    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        await reader.read()


def test_who_comes_in_while_it_stops_is_let_out() -> None:
    # An open end shows as a warning of the garbage collector, which fails the test.
    for _ in range(60):
        server = Listener()
        server.start()
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
            server.stop()
            with contextlib.suppress(ConnectionResetError):
                assert client.recv(1) == b""
    gc.collect()
