"""The sample phone's end of the cable: the ADB wire protocol, for a real adb server to connect to.

CNXN, AUTH with true RSA signatures, OPEN, OKAY, WRTE, CLSE. For tests: in the program itself
`adb_server` is enough, and a phone connected this way shows up in every ADB user's list.
"""

import asyncio
import base64
import hashlib
import os
import ssl
import struct
from collections.abc import Coroutine
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from auditor.sample.answers import Answers
from auditor.sample.background import BackgroundServer
from auditor.sample.faults import NO_FAULTS, Faults
from auditor.sample.services import (
    FEATURES,
    CablePulled,
    is_refused,
    parse_service,
    run_service,
)

_CNXN, _AUTH, _OPEN, _OKAY, _CLSE, _WRTE, _STLS = (
    int.from_bytes(name, "little")
    for name in (b"CNXN", b"AUTH", b"OPEN", b"OKAY", b"CLSE", b"WRTE", b"STLS")
)
_TOKEN, _SIGNATURE, _PUBLIC_KEY = 1, 2, 3  # first argument of AUTH
_HEADER = struct.Struct("<6I")
_TLS_VERSION = 0x01000000
_VERSION = 0x01000001  # from this one on messages carry no checksums
_MAX_PAYLOAD = 1 << 20
_KEY_BYTES = 256  # RSA with 2048 bits
_SHA1_PREFIX = bytes.fromhex("3021300906052b0e03021a05000414")  # ASN.1: a SHA-1 digest follows


class Auth(StrEnum):
    """How the phone treats a computer."""

    OPEN = "open"  # asks for nothing
    ASK = "ask"  # "Allow USB debugging?" stays until `allow` is called
    MUTE = "mute"  # never answers: the phone is listed as offline


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A computer's RSA key."""

    modulus: int
    exponent: int


def parse_key(untrusted_text: bytes) -> PublicKey:
    """Read a key as adbkey.pub holds it: base64 of a 524-byte structure. Raises ValueError."""
    data = base64.b64decode(untrusted_text.split(b" ")[0].rstrip(b"\0\n"), validate=True)
    try:
        modulus, exponent = struct.unpack("<8x256s256xI", data)
    except struct.error as error:
        raise ValueError("no Android RSA key") from error
    return PublicKey(int.from_bytes(modulus, "little"), exponent)


def is_signed_by(key: PublicKey, token: bytes, signature: bytes) -> bool:
    """Whether this is the key's PKCS#1 v1.5 signature of the token, taken as a SHA-1 digest."""
    if len(signature) != _KEY_BYTES or key.modulus == 0:
        return False
    number = pow(int.from_bytes(signature, "big"), key.exponent, key.modulus)
    tail = b"\0" + _SHA1_PREFIX + token
    expected = b"\0\1" + b"\xff" * (_KEY_BYTES - 2 - len(tail)) + tail
    return number.to_bytes(_KEY_BYTES, "big") == expected


class WirePhone(BackgroundServer):
    """A phone that listens as one with wireless debugging does: `adb connect 127.0.0.1:PORT`.

    With a context it asks for TLS first, as phones do since Android 11: who is known by the key of
    a pairing needs no "Allow". Take no odd port in 5555..5585: every adb server probes those for
    emulators.
    """

    def __init__(
        self,
        phone: Answers,
        auth: Auth = Auth.OPEN,
        faults: Faults = NO_FAULTS,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(port)
        self.phone = phone
        self.auth = auth
        self.tls = tls
        self.faults = faults
        self.opened: list[str] = []
        self.asked_by: list[str] = []  # who the dialog names: user@host of the key
        self.trusted: list[PublicKey] = []
        self._allowed = asyncio.Event()

    def allow(self) -> None:
        """Tap "Allow": the key that is asking, and any later one, is trusted."""
        self.in_loop(self._allowed.set)

    async def wait_until_allowed(self) -> None:
        """Wait for the tap."""
        await self._allowed.wait()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Be the phone on one cable."""
        await _Cable(self, reader, writer).run()


@dataclass
class _Stream:
    local: int
    remote: int
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    task: "asyncio.Task[None] | None" = None


class _Cable:
    """One connection from an adb server."""

    def __init__(
        self, owner: WirePhone, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._owner = owner
        self._reader = reader
        self._writer = writer
        self._streams: dict[int, _Stream] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._max_payload = 4096  # until the other side names its own
        self._with_checksums = True
        self._is_welcome = False
        self._last_id = 0
        self._token = os.urandom(hashlib.sha1(usedforsecurity=False).digest_size)

    async def run(self) -> None:
        """Take messages until the cable is pulled."""
        try:
            while True:
                command, first, second, data = await self._receive()
                if self._owner.auth is not Auth.MUTE:
                    await self._take(command, first, second, data)
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _receive(self) -> tuple[int, int, int, bytes]:
        header = await self._reader.readexactly(_HEADER.size)
        command, first, second, size, _, magic = _HEADER.unpack(header)
        if magic != command ^ 0xFFFFFFFF or size > _MAX_PAYLOAD:
            raise ConnectionAbortedError("not an ADB message")
        return command, first, second, await self._reader.readexactly(size)

    async def _send(self, command: int, first: int, second: int, data: bytes = b"") -> None:
        check = sum(data) & 0xFFFFFFFF if self._with_checksums else 0
        magic = command ^ 0xFFFFFFFF
        self._writer.write(_HEADER.pack(command, first, second, len(data), check, magic) + data)
        await self._writer.drain()

    async def _take(self, command: int, first: int, second: int, data: bytes) -> None:
        if command == _CNXN:
            self._max_payload = min(second, _MAX_PAYLOAD)
            self._with_checksums = first < _VERSION
            if self._owner.tls is not None:
                await self._secure(self._owner.tls)
            else:
                await self._challenge()
        elif command == _AUTH:
            await self._authenticate(first, data)
        elif self._is_welcome:  # nothing but a handshake before that
            await self._take_service(command, first, second, data)

    async def _secure(self, context: ssl.SSLContext) -> None:
        """Ask for TLS, hear the server's consent, and shake hands: whoever has a key may in."""
        transport = self._writer.transport
        assert isinstance(transport, asyncio.Transport)
        # The first bytes of TLS come right behind the consent and must not be taken with it.
        transport.pause_reading()
        await self._send(_STLS, _TLS_VERSION, 0)
        with transport.get_extra_info("socket").dup() as sock:
            sock.setblocking(False)
            header = b""
            while len(header) < _HEADER.size:
                block = await asyncio.get_running_loop().sock_recv(sock, _HEADER.size - len(header))
                if not block:
                    raise EOFError
                header += block
        if _HEADER.unpack(header)[0] != _STLS:
            raise ConnectionAbortedError("TLS without consent")
        await self._writer.start_tls(context)
        await self._welcome()

    async def _challenge(self) -> None:
        if self._owner.auth is Auth.OPEN:
            await self._welcome()
        else:
            await self._send(_AUTH, _TOKEN, 0, self._token)

    async def _authenticate(self, kind: int, data: bytes) -> None:
        if kind == _SIGNATURE:
            if any(is_signed_by(key, self._token, data) for key in self._owner.trusted):
                await self._welcome()
            else:
                self._token = os.urandom(len(self._token))
                await self._challenge()
        elif kind == _PUBLIC_KEY:
            self._spawn(self._dialog(data))

    async def _dialog(self, untrusted_key: bytes) -> None:
        key = parse_key(untrusted_key)
        name = untrusted_key.rstrip(b"\0\n").partition(b" ")[2]
        self._owner.asked_by.append(name.decode("utf-8", "replace"))
        await self._owner.wait_until_allowed()
        self._owner.trusted.append(key)
        await self._welcome()

    async def _welcome(self) -> None:
        self._is_welcome = True
        phone = self._owner.phone
        banner = (
            f"device::ro.product.name={phone.product};ro.product.model={phone.model};"
            f"ro.product.device={phone.device};features={FEATURES}"
        )
        await self._send(_CNXN, _VERSION, _MAX_PAYLOAD, banner.encode())

    async def _take_service(self, command: int, first: int, second: int, data: bytes) -> None:
        if command == _OPEN:
            await self._open(first, data.rstrip(b"\0").decode("utf-8", "replace"))
            return
        stream = self._streams.get(second)
        if stream is None:
            return
        if command == _OKAY:
            stream.acknowledged.set()
        elif command == _WRTE:  # standard input: taken, of no use to any command here
            await self._send(_OKAY, stream.local, stream.remote)
        elif command == _CLSE:  # a phone answers a CLSE with its own
            del self._streams[second]
            if stream.task is not None:
                stream.task.cancel()
            await self._send(_CLSE, stream.local, stream.remote)

    async def _open(self, remote: int, text: str) -> None:
        self._owner.opened.append(text)
        service = parse_service(text)
        if service is None or is_refused(service, self._owner.faults):
            await self._send(_CLSE, 0, remote)
            return
        self._last_id += 1
        stream = _Stream(self._last_id, remote)
        self._streams[stream.local] = stream
        await self._send(_OKAY, stream.local, remote)
        faults = self._owner.faults

        async def serve() -> None:
            try:
                await run_service(self._owner.phone, service, faults, write)
            except CablePulled as pulled:
                await self._pull(pulled)
                return
            self._streams.pop(stream.local, None)
            await self._send(_CLSE, stream.local, stream.remote)

        async def write(data: bytes) -> None:
            await self._write(stream, data)

        stream.task = self._spawn(serve())

    async def _write(self, stream: _Stream, data: bytes) -> None:
        for at in range(0, len(data), self._max_payload):
            stream.acknowledged.clear()  # one unacknowledged message at a time, as a phone does
            part = data[at : at + self._max_payload]
            await self._send(_WRTE, stream.local, stream.remote, part)
            await stream.acknowledged.wait()

    async def _pull(self, pulled: CablePulled) -> None:
        if pulled.for_good:
            self._owner.auth = Auth.MUTE
        self._writer.write(pulled.last_bytes)
        await self._writer.drain()
        self._writer.close()

    def _spawn(self, job: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(job)
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        return task

    def _forget(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and isinstance(task.exception(), ConnectionError | ValueError):
            self._writer.close()  # the server left, or sent a key that is none
