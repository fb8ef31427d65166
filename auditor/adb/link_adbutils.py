"""adbutils opens the conversation. Imported only when used: the library takes 0.1 s to import."""

import socket

from adbutils import AdbConnection

from auditor.adb.server import ServerAddress


class _Connection(AdbConnection):  # type: ignore[misc]  # the library has no types
    def __init__(self, address: ServerAddress, timeout_s: float) -> None:
        self._address = address
        self._timeout_s = timeout_s
        super().__init__(address.host, address.port)

    def _safe_connect(self) -> socket.socket:
        # adbutils 2.12 would run `adb start-server` here when nothing listens, which starts one
        # on port 5037 whatever port was asked for, and may kill a server of another version.
        return self._address.connect(self._timeout_s)


class AdbutilsLink:
    """A connection of adbutils."""

    def __init__(self, address: ServerAddress, timeout_s: float) -> None:
        self._connection = _Connection(address, timeout_s)
        self.sock: socket.socket = self._connection.conn

    def send(self, request: str) -> None:
        """Send one request."""
        self._connection.send_command(request)
