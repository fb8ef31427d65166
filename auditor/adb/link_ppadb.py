"""pure-python-adb (ppadb) opens the conversation."""

import socket

from ppadb.connection import Connection

from auditor.adb.server import ServerAddress


class _Connection(Connection):  # type: ignore[misc]  # the library has no types
    def __init__(self, address: ServerAddress, timeout_s: float) -> None:
        self._address = address
        super().__init__(address.host, address.port, timeout_s)
        self.socket = self.connect()

    def connect(self) -> socket.socket:
        # ppadb 0.3.0.dev0 knows no Unix sockets.
        return self._address.connect(self.timeout)

    def _check_status(self) -> bool:
        # The library takes a short read for an answer and waits for ever for a missing one.
        return True


class PpadbLink:
    """A connection of pure-python-adb."""

    def __init__(self, address: ServerAddress, timeout_s: float) -> None:
        self._connection = _Connection(address, timeout_s)
        self.sock: socket.socket = self._connection.socket

    def send(self, request: str) -> None:
        """Send one request."""
        self._connection.send(request)
