"""The sample phone's own ADB server: any ADB client can talk to it as to 127.0.0.1:5037.

No adb binary, no key, no process: it answers host requests about its phones in this process.
"""

import asyncio
import re
import struct
from dataclasses import dataclass

from auditor.sample.answers import Answers, Reply
from auditor.sample.background import BackgroundServer, until_gone
from auditor.sample.faults import NO_FAULTS, Faults
from auditor.sample.services import (
    FEATURES,
    CablePulled,
    is_refused,
    parse_service,
    run_service,
)

PROTOCOL = 41  # of adb 29 to 37: a client of another protocol would try to kill the server

_ABOUT_PHONE = re.compile(
    r"host:transport(?:-any|-usb)?(?::(?P<to>.+))?"
    r"|host:transport-id:(?P<to_id>\d+)"
    r"|host:tport:(?:any|usb|serial:(?P<tport>.+))"
    r"|host(?:-serial:(?P<of>.+)|-transport-id:(?P<of_id>\d+))?:(?P<what>get-state|get-serialno|features)"
)


@dataclass
class _Plugged:
    phone: Answers
    state: str
    transport_id: int


class _Twin:
    """The same phone under another serial number."""

    def __init__(self, phone: Answers) -> None:
        self._phone = phone
        self.serial = f"{phone.serial}-2"
        self.product, self.model, self.device = phone.product, phone.model, phone.device

    def answer(self, line: str) -> Reply | None:
        return self._phone.answer(line)


class SampleServer(BackgroundServer):
    """An ADB server with sample phones. Every method may be called from any thread.

    `opened` lists every service a client asked a phone for, `requests` every host request.
    `faults` may be replaced at any time and counts for services opened afterwards.
    """

    def __init__(
        self,
        *phones: Answers,
        faults: Faults = NO_FAULTS,
        port: int = 0,
        version: int = PROTOCOL,
    ) -> None:
        super().__init__(port)
        self.faults = faults
        self.version = version
        self.opened: list[str] = []
        self.requests: list[str] = []
        self._plugged: dict[str, _Plugged] = {}
        self._last_id = 0
        self._changed = asyncio.Event()
        twins = [_Twin(phone) for phone in phones] if faults.two_phones else []
        for phone in (*phones, *twins):
            self.plug(phone, faults.state)

    def plug(self, phone: Answers, state: str = "device") -> None:
        """Plug a phone in, or set its state if it is: device, unauthorized, offline …"""

        def change() -> None:
            known = self._plugged.get(phone.serial)
            if known is None:
                self._last_id += 1
            number = known.transport_id if known else self._last_id
            self._plugged[phone.serial] = _Plugged(phone, state, number)
            self._announce()

        self.in_loop(change)

    def unplug(self, serial: str) -> None:
        """Pull the cable of a phone. Harmless when it is not plugged in."""

        def change() -> None:
            self._plugged.pop(serial, None)
            self._announce()

        self.in_loop(change)

    def allow(self, serial: str) -> None:
        """Tap "Allow" on the phone: unauthorized, then device."""
        self.plug(self._plugged[serial].phone, "device")

    def _announce(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one client: host requests, then at most one service of a phone."""
        phone: Answers | None = None
        while True:
            request = (await reader.readexactly(int(await reader.readexactly(4), 16))).decode()
            if phone is not None:
                await self._open(phone, request, reader, writer)
                return
            self.requests.append(request)
            if request in ("host:track-devices", "host:track-devices-l"):
                await until_gone(self._track(writer, request.endswith("-l")), reader)
                return
            answer, phone = self._answer(request)
            writer.write(answer)
            await writer.drain()
            if phone is None:
                return

    async def _open(
        self,
        phone: Answers,
        text: str,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self.opened.append(text)
        service, faults = parse_service(text), self.faults
        if service is None or is_refused(service, faults):
            writer.write(block(b"FAIL", "closed"))
            return

        async def write(data: bytes) -> None:
            writer.write(data)
            await writer.drain()

        await write(b"OKAY")
        try:
            await until_gone(run_service(phone, service, faults, write), reader)
        except CablePulled as pulled:
            await write(pulled.last_bytes)
            if pulled.for_good:
                self._plugged.pop(phone.serial, None)
                self._announce()

    async def _track(self, writer: asyncio.StreamWriter, long: bool) -> None:
        writer.write(b"OKAY")
        while True:
            changed = self._changed  # taken before the list, so that no change is missed
            writer.write(block(b"", self._listing(long)))
            await writer.drain()
            await changed.wait()

    def _answer(self, request: str) -> tuple[bytes, Answers | None]:
        """Answer a host request; the phone is given when the connection now belongs to it."""
        if request == "host:version":
            return block(b"OKAY", f"{self.version:04x}"), None
        if request == "host:host-features":
            return block(b"OKAY", FEATURES), None
        if request in ("host:devices", "host:devices-l"):
            return block(b"OKAY", self._listing(request.endswith("-l"))), None
        if request == "host:reconnect-offline":
            names = (s for s, row in self._plugged.items() if row.state != "device")
            return block(b"OKAY", "".join(f"reconnecting {name}\n" for name in names)), None
        about = _ABOUT_PHONE.fullmatch(request)
        if about is None:
            return block(b"FAIL", "unknown host service"), None
        found = self._find(
            about["to"] or about["tport"] or about["of"], about["to_id"] or about["of_id"]
        )
        if isinstance(found, str):
            return block(b"FAIL", found), None
        return self._about(found, about["what"], request)

    def _about(
        self, found: _Plugged, what: str | None, request: str
    ) -> tuple[bytes, Answers | None]:
        if what == "get-state":
            return block(b"OKAY", found.state), None
        if what == "get-serialno":
            return block(b"OKAY", found.phone.serial), None
        if found.state != "device":
            return block(b"FAIL", _refusal(found.state)), None
        if what == "features":
            return block(b"OKAY", FEATURES), None
        number = struct.pack("<Q", found.transport_id) if ":tport:" in request else b""
        return b"OKAY" + number, found.phone

    def _find(self, serial: str | None, transport_id: str | None) -> _Plugged | str:
        """Find the phone that is meant, or give a server's words for why there is none."""
        rows = list(self._plugged.values())
        if serial is not None:
            return self._plugged.get(serial) or f"device '{serial}' not found"
        if transport_id is not None:
            rows = [row for row in rows if row.transport_id == int(transport_id)]
        if len(rows) > 1:
            return "more than one device/emulator"
        return rows[0] if rows else "no devices/emulators found"

    def _listing(self, long: bool) -> str:
        return "".join(_line(row, long) for row in self._plugged.values())


def _line(row: _Plugged, long: bool) -> str:
    phone, number = row.phone, row.transport_id
    if not long:
        return f"{phone.serial}\t{row.state}\n"
    names = "".join(
        f"{key}:{re.sub('[^A-Za-z0-9._-]', '_', value)} "  # as adb does, so that words stay words
        for key, value in (
            ("product", phone.product),
            ("model", phone.model),
            ("device", phone.device),
        )
    )
    if row.state != "device":
        names = ""  # a server learns them from the phone's greeting
    return f"{phone.serial:<22} {row.state} usb:1-{number} {names}transport_id:{number}\n"


def _refusal(state: str) -> str:
    if state == "unauthorized":
        return (
            "device unauthorized.\nThis adb server's $ADB_VENDOR_KEYS is not set\n"
            "Try 'adb kill-server' if that seems wrong.\n"
            "Otherwise check for a confirmation dialog on your device."
        )
    if state in ("authorizing", "connecting"):
        return f"device still {state}"
    if state.startswith("no permissions"):
        return f"insufficient permissions for device: {state[16:-1]}"
    return f"device {state}"


def block(status: bytes, text: str) -> bytes:
    """Write a server's answer: a status and a text with its length in front."""
    data = text.encode()
    return status + b"%04x" % len(data) + data
