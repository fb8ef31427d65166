"""What a phone does with a service it was asked for: run the command, send it, fail as told.

Shared by both front ends; how bytes travel is theirs.
"""

import asyncio
import os
import re
import shlex
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from auditor.sample.answers import Answers, Reply, reply_of
from auditor.sample.faults import Fault, FaultKind, Faults
from auditor.sample.hostile import lie

FEATURES = "shell_v2,cmd"
STDOUT, STDERR, EXIT = 1, 2, 3  # packet ids of shell,v2
_BLOCK = 1 << 16
_CUT_SHORT = {
    FaultKind.CUT,
    FaultKind.VANISH,
    FaultKind.CLOSE,
    FaultKind.GARBAGE,
    FaultKind.HANG,
    FaultKind.DUMP_TIMEOUT,
}

Write = Callable[[bytes], Awaitable[None]]


class CablePulled(Exception):  # noqa: N818 - what was asked for, no error of this program
    """The link ends here, after these last bytes; `for_good` when the phone does not come back."""

    def __init__(self, last_bytes: bytes = b"", for_good: bool = False) -> None:
        super().__init__("the cable was pulled")
        self.last_bytes = last_bytes
        self.for_good = for_good


@dataclass(frozen=True, slots=True)
class Service:
    """A command that a client wants run, and how it wants to hear of it."""

    line: str
    framed: bool  # shell,v2: streams apart, exit code at the end
    mark: str = ""  # a client's way to an exit code without frames: `; echo MARK$?`


def parse_service(text: str) -> Service | None:
    """Read `shell:…`, `shell,v2,…:…` or `exec:…`; None for anything the phone does not offer."""
    kind, _, command = text.partition(":")
    words = kind.split(",")
    if words[0] not in ("shell", "exec") or not command.strip():
        return None
    marked = re.fullmatch(r"(.*?)\s*;\s*echo ([^\s;|&$]*)\$\?", command, re.DOTALL)
    line, mark = (marked[1], marked[2]) if marked else (command, "")
    return Service(_as_typed(line), "v2" in words, mark)


def _as_typed(line: str) -> str:
    """Undo the quotes a client's library puts around words, as a shell would."""
    try:
        return " ".join(shlex.split(line))
    except ValueError:
        return line


def is_refused(service: Service | None, faults: Faults) -> bool:
    """Whether the phone does not offer the service at all."""
    if service is None:
        return True
    fault = faults.of(service.line)
    return fault is not None and fault.kind is FaultKind.REFUSE


async def run_service(answers: Answers, service: Service, faults: Faults, write: Write) -> None:
    """Run the command and send what it prints. Raises CablePulled when that is its fault."""
    reply = await asyncio.to_thread(reply_of, answers, service.line)
    fault = faults.of(service.line)

    async def put(packet: int, data: bytes) -> None:
        await write(struct.pack("<BI", packet, len(data)) + data if service.framed else data)

    printed = lie(reply.stdout) if faults.lies else reply.stdout
    await _send_output(put, printed, fault)
    if fault is not None:
        await _fail(put, service, fault)
        if fault.kind is FaultKind.CLOSE:
            return
    await _send_end(put, reply, fault, service)


async def _send_output(
    put: Callable[[int, bytes], Awaitable[None]], output: bytes, fault: Fault | None
) -> None:
    if fault is not None and fault.kind in _CUT_SHORT:
        output = output[: fault.number]
    drips = fault is not None and fault.kind is FaultKind.DRIP
    step = max(1, fault.number // 10) if fault is not None and drips else _BLOCK
    for at in range(0, len(output), step):
        await put(STDOUT, output[at : at + step])
        await asyncio.sleep(0.1 if drips else 0)
    while fault is not None and fault.kind is FaultKind.ENDLESS:
        await put(STDOUT, output[:_BLOCK] or b"\n")
        await asyncio.sleep(0)


async def _fail(
    put: Callable[[int, bytes], Awaitable[None]], service: Service, fault: Fault
) -> None:
    match fault.kind:
        case FaultKind.HANG:
            await asyncio.Event().wait()
        case FaultKind.CUT | FaultKind.VANISH:
            raise CablePulled(for_good=fault.kind is FaultKind.VANISH)
        case FaultKind.GARBAGE:
            raise CablePulled(last_bytes=b"\xa5" + os.urandom(4095))
        case FaultKind.DUMP_TIMEOUT:
            name = next((word for word in service.line.split()[1:] if word.isalpha()), "service")
            text = f"\n*** SERVICE '{name}' DUMP TIMEOUT (60000ms) EXPIRED ***\n\n"
            await put(STDOUT, text.encode())
        case _:
            pass


async def _send_end(
    put: Callable[[int, bytes], Awaitable[None]],
    reply: Reply,
    fault: Fault | None,
    service: Service,
) -> None:
    code = fault.number if fault is not None and fault.kind is FaultKind.EXIT else reply.code
    if reply.stderr:
        await put(STDERR, reply.stderr)
    if service.mark:
        await put(STDOUT, f"{service.mark}{code}\n".encode())
        code = 0  # of the echo
    if service.framed:
        await put(EXIT, bytes([code]))
