"""Pairing with a phone by wireless debugging, by its code or by a QR code on the terminal."""

import io
from collections.abc import Iterator

import click

from auditor.adb.pairing import PAIRING_TYPE, Address, new_offer, pair
from auditor.adb.server import ServerAddress, server_of
from auditor.cli_support import running_task, tell
from auditor.errors import UsageError
from auditor.task import Task

LONGEST_WAIT_S = 180.0
_NEXT = """Paired. The phone knows this computer now, until you remove it there.
Read it with: auditor capture --case DIR --connect IP:PORT
(the address under Wireless debugging, not the one of the pairing)."""
_SCAN = """On the phone: Developer options → Wireless debugging → Pair device with QR code.
Phone and computer must be in the same Wi-Fi. Ctrl-C ends the search."""


def pair_phone(address: str | None, code: str | None, as_qr: bool, adb_port: int | None) -> None:
    """Pair by the six-digit code of an address, or by a QR code that the phone reads."""
    if as_qr == (address is not None):
        raise UsageError(
            "Either the address in the phone's dialog is needed, or --qr.",
            "For example: auditor pair 192.168.1.23:41000.",
        )
    with server_of(adb_port) as server, running_task() as task:
        if address is None:
            _by_qr(server, task)
        else:
            phone = Address.parse(address)
            pair(server, phone, code or click.prompt("Code on the phone", err=True), task)
    click.echo(_NEXT)


def _by_qr(server: ServerAddress, task: Task) -> None:
    from auditor.adb.discovery import find

    offer = new_offer()
    for line in qr_lines(offer.text):
        tell(line)
    click.echo(_SCAN, err=True)
    pair(server, find(PAIRING_TYPE, offer.name, LONGEST_WAIT_S, task), offer.password, task)


def qr_lines(text: str) -> Iterator[str]:
    """Draw a QR code with block characters."""
    import segno

    drawn = io.StringIO()
    segno.make(text, error="m", micro=False).terminal(out=drawn, compact=True)
    yield from drawn.getvalue().splitlines()
