"""Wireless debugging with a true adb server and a phone that does the true handshake."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.adb.bridge import make_bridge
from auditor.adb.commands import request
from auditor.adb.devices import State
from auditor.adb.pairing import (
    Address,
    connect,
    connected,
    disconnect,
    new_offer,
    pair,
    why_not_connected,
    why_not_paired,
)
from auditor.adb.server import ServerAddress
from auditor.adb.stream import run
from auditor.errors import NoServer, PairingFailed, UsageError
from auditor.sample.adb_server import SampleServer
from auditor.sample.wire import WirePhone
from auditor.task import Cancelled, Task, silent
from tests.core.adb.pairing_phone import GUID, pairing_phone, tls_context
from tests.core.adb.phones import APPOPS, BIG_DUMP, TablePhone, free_port, real_server, until

CODE = "314159"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerAddress]:
    with real_server(tmp_path) as address:
        yield address


def here(port: int) -> Address:
    return Address("127.0.0.1", port)


def test_the_right_code_pairs_and_the_phone_then_has_this_computers_key(
    server: ServerAddress, tmp_path: Path
) -> None:
    with pairing_phone(CODE) as phone:
        guid = pair(server, here(phone.port), CODE)

    assert guid == GUID
    assert phone.keys == [(tmp_path / ".android" / "adbkey.pub").read_bytes().strip()]


def test_the_password_of_a_qr_code_pairs_too(server: ServerAddress) -> None:
    offer = new_offer()

    with pairing_phone(offer.password) as phone:
        assert pair(server, here(phone.port), offer.password) == GUID


def test_a_wrong_code_is_said_and_what_to_do(server: ServerAddress) -> None:
    with pairing_phone(CODE) as phone, pytest.raises(PairingFailed) as raised:
        pair(server, here(phone.port), "000000")

    assert raised.value.sentence == "The phone refused the code."
    assert phone.keys == []


def test_a_closed_dialog_is_told_from_a_wrong_code(server: ServerAddress) -> None:
    with pytest.raises(PairingFailed) as raised:
        pair(server, here(free_port()), CODE)

    assert raised.value.sentence == "Nothing offers pairing at that address."


@pytest.mark.parametrize("code", ["", "12345", "12 456", "123456:1", "12345六"])
def test_what_is_no_code_never_reaches_the_server(code: str) -> None:
    with pytest.raises(UsageError):
        pair(ServerAddress(port=free_port()), here(1), code)


def test_a_server_that_knows_no_pairing_is_too_old() -> None:
    with SampleServer(TablePhone()) as old, pytest.raises(PairingFailed) as raised:
        pair(ServerAddress(port=old.port), here(free_port()), CODE)

    assert "too old" in raised.value.sentence


def test_without_a_server_nothing_is_paired() -> None:
    with pytest.raises(NoServer):
        pair(ServerAddress(port=free_port()), here(1), CODE)


def test_pairing_can_be_cancelled(server: ServerAddress) -> None:
    task = Task()
    task.cancel()

    with pairing_phone(CODE) as phone, pytest.raises(Cancelled):
        pair(server, here(phone.port), CODE, task)


def connect_patiently(server: ServerAddress, phone: Address) -> str:
    """On a computer that is very busy, adb loses even more of its answers for TLS."""
    for _ in range(4):
        with contextlib.suppress(PairingFailed):
            return connect(server, phone)
    return connect(server, phone)


def test_a_paired_phone_is_connected_over_tls_and_read_byte_for_byte(
    server: ServerAddress, tmp_path: Path
) -> None:
    blocks: list[bytes] = []
    with WirePhone(TablePhone(), tls=tls_context(tmp_path)) as phone:
        connect_patiently(server, here(phone.port))
        with connected(server, here(phone.port)) as serial:
            bridge = make_bridge("adbutils", server)
            until(lambda: [row.state for row in bridge.devices()] == [State.DEVICE])
            result = run(bridge, serial, request("appops"), blocks.append, silent())
        left = bridge.devices()

    assert (result.whole, b"".join(blocks)) == (True, BIG_DUMP)
    assert [line for line in phone.opened if "appops" in line] == [f"shell,v2,raw:{APPOPS}"]
    assert left == []


def test_connecting_twice_is_harmless_and_so_is_letting_go_twice(
    server: ServerAddress, tmp_path: Path
) -> None:
    with WirePhone(TablePhone(), tls=tls_context(tmp_path)) as phone:
        first = connect_patiently(server, here(phone.port))
        assert connect(server, here(phone.port)) == first
        disconnect(server, first)
        disconnect(server, first)


def test_an_old_port_is_said(server: ServerAddress) -> None:
    with pytest.raises(PairingFailed) as raised:
        connect(server, here(free_port()))

    assert "nothing listens at" in raised.value.sentence


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("failed to authenticate to 10.0.0.2:5555", "does not know this computer"),
        ("failed to connect to '10.0.0.2:1': Connection refused", "nothing listens"),
        ("cannot connect to 10.0.0.2:1: Connection timed out (110)", "Nothing answers"),
        ("failed to connect to '10.0.0.2:1': No route to host", "Nothing answers"),
        ("failed to connect to 10.0.0.2:1", "could not be connected."),
        ("", "could not be connected."),
        ("something new", "could not be connected: something new."),
    ],
)
def test_every_word_of_a_server_that_could_not_connect_becomes_a_sentence(
    text: str, part: str
) -> None:
    error = why_not_connected(text, Address("10.0.0.2", 1))

    assert part in error.sentence
    assert error.next_step


def test_an_unknown_word_about_pairing_is_repeated() -> None:
    assert (
        why_not_paired("Failed: moon phase.").sentence == "The pairing failed: Failed: moon phase."
    )


@pytest.mark.parametrize(
    "text",
    ["192.168.1.23:37251", " 10.0.0.2:1 ", "phone.local:5555", "[fe80::1%wlan0]:37251", "[::1]:1"],
)
def test_addresses_are_read_as_phones_show_them(text: str) -> None:
    assert str(Address.parse(text)) == text.strip()


@pytest.mark.parametrize(
    "text",
    ["", "192.168.1.23", ":5555", "a:0", "a:65536", "a:b", "a b:1", "a;b:1", "fe80::1:1", "a:１"],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        Address.parse(text)


@given(st.text(max_size=80))
def test_no_text_gets_more_than_an_address_into_a_request(text: str) -> None:
    try:
        address = Address.parse(text)
    except UsageError:
        return
    assert re.fullmatch(r"[\w.:%\[\]-]+:\d{1,5}", str(address), re.ASCII)


def test_an_offer_is_as_androids_camera_reads_it_and_new_each_time() -> None:
    offers = {new_offer() for _ in range(50)}

    assert len(offers) == 50
    for offer in offers:
        form = r"WIFI:T:ADB;S:studio-[0-9A-Za-z]{10};P:[0-9A-Za-z]{12};;"
        assert re.fullmatch(form, offer.text)
