"""Looks around for what may stand between this computer and a phone; changes nothing.

No server is started but an own one that ends again, and of a phone that is ready three small
questions of the command table are asked. What the facts mean: adb/doctor.py.
"""

import contextlib
import os
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from auditor.adb import usb
from auditor.adb.bridge import Bridge, make_bridge
from auditor.adb.commands import request
from auditor.adb.devices import DeviceRow, State
from auditor.adb.doctor import Debugging, Facts, PhoneFacts, Reach, debugging, reach_of
from auditor.adb.pairing import Address
from auditor.adb.server import ServerAddress, adb_server, find_adb, probe, server_environment
from auditor.adb.stream import run
from auditor.adb.usb import Bus
from auditor.errors import DeviceError, NoServer, UsageError
from auditor.parsers.notices import notice
from auditor.parsers.packages import parse_users
from auditor.records import User
from auditor.task import Task, silent

_VERSION = re.compile(r"^Version (\d{1,4})\.(\d{1,4})\.(\d{1,4})", re.MULTILINE)
_ELSEWHERE = ("ADB_SERVER_SOCKET", "ANDROID_ADB_SERVER_ADDRESS", "ANDROID_ADB_SERVER_PORT")
_OP_FILTER_API = 28  # `dumpsys appops --op`, see adb/commands.py
_PROGRAM_PATIENCE_S = 10.0
_REACH_PATIENCE_S = 5.0
_MANAGED_PROFILE = 0x20  # AOSP, UserInfo.FLAG_MANAGED_PROFILE
_BEAT_S = 0.5

FindAdb = Callable[[Mapping[str, str]], Path | None]
LookAtUsb = Callable[[], Bus]
Server = contextlib.AbstractContextManager[ServerAddress | None]


def look_around(
    task: Task | None = None,
    *,
    usual: ServerAddress | None = None,
    named: int | None = None,
    running: ServerAddress | None = None,
    environment: Mapping[str, str] | None = None,
    find: FindAdb = find_adb,
    look_at_usb: LookAtUsb = usb.look,
    asks_phone: bool = True,
) -> Facts:
    """Gather the facts; takes some seconds where a server must be started. Raises Cancelled.

    `named` is the port of a server that somebody insists on: no other is started in its place.
    `running` is the server that this program uses already. Without `asks_phone` nothing is asked
    of a phone itself: only whether it is there.
    """
    task = task or silent()
    environment = os.environ if environment is None else environment
    usual = ServerAddress(port=named) if named is not None else usual or ServerAddress()
    task.step(0, 3, "usb")
    bus, adb, version = look_at_usb(), find(environment), probe(usual)
    is_silent = named is not None and version is None
    task.step(1, 3, "server")
    in_use = running is not None or is_silent
    server = contextlib.nullcontext(running) if in_use else adb_server(usual, environment, find)
    rows, phone, error = _listed(server, task, asks_phone)
    task.step(3, 3, "phones")
    return Facts(
        adb=None if adb is None else str(adb),
        adb_version=None if adb is None else adb_version(adb, environment),
        server_version=version,
        is_port_taken=version is None and _listens(usual),
        elsewhere=_elsewhere(environment, usual),
        server_error=error,
        rows=rows,
        bus=bus,
        phone=phone,
        silent_port=named if is_silent else None,
    )


def _listed(
    server: Server, task: Task, asks_phone: bool
) -> tuple[tuple[DeviceRow, ...], PhoneFacts | None, str | None]:
    try:
        with server as address:
            if address is None:
                return (), None, None
            bridge = make_bridge("adbutils", address)
            rows = tuple(bridge.devices())
            ready = [row.serial for row in rows if row.state is State.DEVICE]
            task.step(2, 3, "phone")
            is_asked = asks_phone and len(ready) == 1
            phone = phone_facts(bridge, ready[0], task) if is_asked else None
            return rows, phone, None
    except NoServer as error:
        return (), None, error.sentence


def adb_version(adb: Path, environment: Mapping[str, str]) -> tuple[int, int, int] | None:
    """Ask an adb program for its version; it starts no server for that."""
    try:
        answer = subprocess.run(
            [str(adb), "version"],
            capture_output=True,
            timeout=_PROGRAM_PATIENCE_S,
            stdin=subprocess.DEVNULL,
            env=server_environment(environment),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    match = _VERSION.search(answer[:10_000].decode("utf-8", "replace"))
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def _listens(address: ServerAddress) -> bool:
    try:
        address.connect(0.5).close()
    except OSError:
        return False
    return True


def _elsewhere(environment: Mapping[str, str], usual: ServerAddress) -> str | None:
    """Give the variable that sends adb programs to another server than the one looked for."""
    for name in _ELSEWHERE:
        value = environment.get(name, "")
        if (
            value
            and not value.endswith(f"{usual.port}")
            and value not in ("127.0.0.1", "localhost")
        ):
            return f"{name}={value[:100]}"
    return None


def phone_facts(bridge: Bridge, serial: str, task: Task) -> PhoneFacts:
    """Ask a ready phone who made it, whether it shows its records, and for its users."""
    maker, is_too_old = _answer(bridge, serial, "property", task, key="ro.product.manufacturer")
    api, _ = _answer(bridge, serial, "property", task, key="ro.build.version.sdk")
    records = ""
    if api.strip().isdigit() and int(api) >= _OP_FILTER_API:
        records, _ = _answer(bridge, serial, "appops_op", task, op="CAMERA")
    users, _ = _answer(bridge, serial, "users", task)
    found = [each for each in parse_users(users.splitlines()) if isinstance(each, User)]
    return PhoneFacts(
        manufacturer=maker.strip() or None,
        is_too_old=is_too_old,
        refusal=next(_refusals(records), None),
        has_work_profile=any(user.flags & _MANAGED_PROFILE for user in found) if found else None,
    )


def _answer(
    bridge: Bridge, serial: str, name: str, task: Task, **parameters: str
) -> tuple[str, bool]:
    """Give what a phone answers, and whether it does not offer the service at all."""
    blocks: list[bytes] = []
    try:
        result = run(bridge, serial, request(name, **parameters), blocks.append, task)
    except DeviceError:
        return "", False
    return b"".join(blocks).decode("utf-8", "replace"), result.reason == "refused"


def _refusals(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        answer = notice(number, line)
        if answer is not None and answer.code == "refused":
            yield answer.text


def reach(address: str) -> Reach:
    """Reach for a phone over the network at `ip:port` and let go again: nothing is sent."""
    try:
        phone = Address.parse(address)
        place = (phone.host.strip("[]"), phone.port)
        socket.create_connection(place, _REACH_PATIENCE_S).close()
    except OSError as error:
        return reach_of(error)
    except (UsageError, UnicodeError):
        return Reach.BAD_ADDRESS
    return Reach.REACHED


def wait_until_off(
    look: Callable[[], Facts],
    wait_s: float,
    task: Task,
    sleep: Callable[[float], None] = time.sleep,
) -> Debugging:
    """Look again and again until debugging is off, or the time is over."""
    until = time.monotonic() + wait_s
    while True:
        facts = look()
        state = debugging(facts.bus, facts.rows)
        if state is not Debugging.ON or time.monotonic() >= until:
            return state
        task.step(0, None, "debugging_on")
        sleep(_BEAT_S)


def debugging_now(address: ServerAddress | None, look_at_usb: LookAtUsb = usb.look) -> Debugging:
    """Tell whether a phone offers ADB now, by the bus and by a server's list, if there is one."""
    rows: tuple[DeviceRow, ...] = ()
    if address is not None:
        with contextlib.suppress(NoServer):
            rows = tuple(make_bridge("adbutils", address).devices())
    return debugging(look_at_usb(), rows)


def follow_debugging(
    look: Callable[[], Debugging],
    tell: Callable[[Debugging], None],
    task: Task,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Tell whether debugging is on now, and each time that this changes; ends by Cancelled."""
    told: Debugging | None = None
    while True:
        task.step(0, None, "debugging")
        state = look()
        if state is not told:
            told = state
            tell(state)
        sleep(_BEAT_S)
