"""Who opens a socket to a phone: adbutils or pure-python-adb, behind one small interface.

The libraries open the conversation with the ADB server. They never read a dump: both take half
a dump for success when the cable is pulled (`stream` reads), and they never start a server.
"""

import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Protocol

from auditor.adb.devices import (
    DeviceRow,
    State,
    choose_device,
    not_usable,
    parse_devices,
    parse_names,
    refusal,
)
from auditor.adb.host import Link, Refused, Strange, read_block, read_status
from auditor.adb.server import ServerAddress
from auditor.adb.watch import watch_devices
from auditor.errors import NoServer, UsageError
from auditor.task import Task, silent

__all__ = [
    "BRIDGES",
    "Bridge",
    "DeviceRow",
    "ServerBridge",
    "State",
    "choose_device",
    "make_bridge",
]

BRIDGES = ("adbutils", "ppadb")
_PATIENCE_S = 10.0  # for an answer of the server, or for the phone to open a service


class Bridge(Protocol):
    """A way to phones. One contract test runs for every implementation."""

    @property
    def name(self) -> str: ...

    def devices(self) -> list[DeviceRow]:
        """List the phones now. Raises NoServer."""

    def watch(self, on_change: Callable[[list[DeviceRow]], None], task: Task) -> None:
        """Call with the whole list at first and after each change that lasted 0.3 s.

        Blocks until the task is cancelled, then raises Cancelled. While no server answers the
        list is empty.
        """

    def open(self, serial: str, service: str, task: Task) -> socket.socket:
        """Give a socket to a service of a phone, after its OKAY. Only `stream` calls this.

        Raises DeviceError, Refused (the phone does not offer the service) or Cancelled.
        """


Dial = Callable[[ServerAddress, float], Link]


class ServerBridge:
    """Phones of one ADB server, by way of a library's connections."""

    def __init__(
        self, name: str, address: ServerAddress, dial: Dial, patience_s: float = _PATIENCE_S
    ) -> None:
        self.name = name
        self._address = address
        self._dial = dial
        self._patience_s = patience_s

    def devices(self) -> list[DeviceRow]:
        """List the phones with their states and names."""
        return self._named(parse_devices(self._ask("host:devices", silent())))

    def watch(self, on_change: Callable[[list[DeviceRow]], None], task: Task) -> None:
        """Report the whole settled list until the task is cancelled."""
        watch_devices(
            track=lambda: self._answered("host:track-devices", task),
            poll=lambda: self._ask("host:devices", task),
            on_list=lambda text: on_change(self._named(parse_devices(text))),
            task=task,
        )

    def open(self, serial: str, service: str, task: Task) -> socket.socket:
        """Open a service of a phone."""
        with self._conversation() as (link, until):
            link.send(f"host:transport:{serial}")
            try:
                read_status(link.sock, until, task)
            except Refused as refused:
                raise refusal(refused.text, serial) or not_usable(
                    State.OTHER, refused.text
                ) from refused
            link.send(service)
            try:
                read_status(link.sock, until, task)
            except Refused as refused:
                if error := refusal(refused.text, serial):
                    raise error from refused
                raise
            except TimeoutError as error:
                raise not_usable(State.OFFLINE, str(error)) from error
            return link.sock

    def _named(self, rows: list[DeviceRow]) -> list[DeviceRow]:
        if not rows:
            return rows
        names = parse_names(self._ask("host:devices-l", silent()))
        unknown = (None, None)
        return [
            replace(row, model=model, product=product)
            for row in rows
            for model, product in (names.get(row.serial, unknown),)
        ]

    def _ask(self, request: str, task: Task) -> str:
        with self._conversation() as (link, until), contextlib.closing(link.sock):
            link.send(request)
            read_status(link.sock, until, task)
            return read_block(link.sock, until, task)

    def _answered(self, request: str, task: Task) -> socket.socket:
        with self._conversation() as (link, until):
            link.send(request)
            read_status(link.sock, until, task)
            return link.sock

    @contextlib.contextmanager
    def _conversation(self) -> Iterator[tuple[Link, float]]:
        """Dial the server; on any trouble close the socket and say it in our words."""
        until = time.monotonic() + self._patience_s
        link: Link | None = None
        try:
            link = self._dial(self._address, self._patience_s)
            yield link, until
        except BaseException as error:
            if link is not None:
                link.sock.close()
            if isinstance(error, OSError | EOFError | Strange):
                raise no_answer(self._address, error) from error
            raise


def no_answer(address: ServerAddress, error: Exception) -> NoServer:
    """Say that the server cannot be used, and why."""
    if isinstance(error, ConnectionRefusedError | FileNotFoundError):
        return NoServer(f"No ADB server answers at {address}.", "Start one and try again.")
    return NoServer(
        f"What answers at {address} does not answer as an ADB server ({error}).",
        "Close other programs that use the phone or that port, then try again.",
    )


def make_bridge(name: str, address: ServerAddress) -> Bridge:
    """Give the bridge of that name. The library is imported here, not before."""
    if name == "adbutils":
        from auditor.adb.link_adbutils import AdbutilsLink

        return ServerBridge(name, address, AdbutilsLink)
    if name == "ppadb":
        from auditor.adb.link_ppadb import PpadbLink

        return ServerBridge(name, address, PpadbLink)
    raise UsageError(f"There is no bridge {name!r}.", f"Choose one of: {', '.join(BRIDGES)}.")
