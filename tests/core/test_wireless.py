"""From a code to a phone that answers: a true adb server, the phone's true handshakes."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor import wireless
from auditor.adb.doctor import Reach
from auditor.adb.pairing import CONNECT_TYPE, PAIRING_TYPE, Address, Offer, disconnect
from auditor.adb.server import ServerAddress
from auditor.errors import PairingFailed
from auditor.sample.phone import SamplePhone
from auditor.sample.wire import WirePhone
from auditor.settings import WirelessPhone
from auditor.task import Task
from auditor.wireless import Step, connect_at, connect_known, pair_by_code, pair_by_offer
from tests.core.adb.pairing_phone import GUID, pairing_phone, tls_context
from tests.core.adb.phones import free_port, real_server

CODE = "314159"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerAddress]:
    with real_server(tmp_path) as address:
        yield address


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> dict[str, Address]:
    """Who advertises what: a stand-in for multicast DNS, which test_discovery.py tries."""
    there: dict[str, Address] = {}

    def find(service: str, name: str, *_: object) -> Address:
        if f"{service}{name}" not in there:
            raise PairingFailed("No phone was found in this network.")
        return there[f"{service}{name}"]

    monkeypatch.setattr(wireless, "find", find)
    return there


def test_a_phone_that_read_the_code_is_paired_found_connected_and_answers(
    server: ServerAddress, network: dict[str, Address], tmp_path: Path
) -> None:
    offer, steps = Offer("studio-abcdefghij", "p4sSw0rd1234"), []
    with (
        pairing_phone(offer.password) as pairing,
        WirePhone(SamplePhone(35, 5), tls=tls_context(tmp_path)) as phone,
    ):
        network[f"{PAIRING_TYPE}{offer.name}"] = Address("127.0.0.1", pairing.port)
        network[f"{CONNECT_TYPE}{GUID}"] = Address("127.0.0.1", phone.port)

        guid = pair_by_offer(server, offer, steps.append, Task())
        found = connect_known(server, guid, "", "", steps.append, Task())
        disconnect(server, found.serial)

    assert steps == list(Step)
    assert found.serial == f"127.0.0.1:{phone.port}"
    model = SamplePhone(35, 5).model.replace("_", " ")
    assert found.phone == WirelessPhone(GUID, model, found.serial, "SAMPLE-5")


def test_a_phone_that_does_not_advertise_is_tried_at_its_last_address(
    server: ServerAddress, network: dict[str, Address]
) -> None:
    with WirePhone(SamplePhone(35, 5)) as phone:
        last = f"127.0.0.1:{phone.port}"
        found = connect_known(server, GUID, last, "Mine", lambda _step: None, Task())
        disconnect(server, found.serial)

    assert (found.serial, found.phone.address) == (last, last)


def test_a_paired_phone_that_nobody_finds_is_asked_for_by_its_address(
    server: ServerAddress, network: dict[str, Address]
) -> None:
    with pytest.raises(PairingFailed, match="not found in this network") as raised:
        connect_known(server, GUID, "", "Mine", lambda _step: None, Task())

    assert "address shown on its page" in str(raised.value.next_step)


def test_an_address_where_nothing_pairs_says_so(server: ServerAddress) -> None:
    with pytest.raises(PairingFailed, match="Nothing offers pairing"):
        pair_by_code(server, Address("127.0.0.1", free_port()), CODE, lambda _step: None, Task())


@pytest.mark.parametrize(
    ("reached", "said", "step"),
    [
        (Reach.SILENT, "Nothing answers at", "firewall"),
        (Reach.OTHER_NETWORK, "no way from this network", "same Wi-Fi"),
        (Reach.WRONG_PORT, "Nothing offers pairing", "it is not the one on the page behind"),
    ],
)
def test_what_adb_hides_of_an_address_is_found_out(
    server: ServerAddress,
    monkeypatch: pytest.MonkeyPatch,
    reached: Reach,
    said: str,
    step: str,
) -> None:
    monkeypatch.setattr(wireless, "reach", lambda _address: reached)
    address = Address("127.0.0.1", free_port())

    with pytest.raises(PairingFailed, match=said) as raised:
        pair_by_code(server, address, CODE, lambda _step: None, Task())

    assert step in str(raised.value.next_step)


def test_a_phone_that_goes_away_before_it_answers_is_said(server: ServerAddress) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = Address("127.0.0.1", listener.getsockname()[1])
    with pytest.raises(PairingFailed, match="nothing listens"):
        connect_at(server, address, GUID, "", lambda _step: None, Task())
