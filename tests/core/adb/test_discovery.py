"""A phone that advertises itself is found, on loopback; nobody is asked before or after."""

import socket
from collections.abc import Iterator

import pytest
from zeroconf import ServiceInfo, Zeroconf

from auditor.adb.discovery import find
from auditor.adb.pairing import CONNECT_TYPE, PAIRING_TYPE, Address
from auditor.errors import PairingFailed
from auditor.task import Cancelled, Task

LOOPBACK = ["127.0.0.1"]


@pytest.fixture
def network() -> Iterator[Zeroconf]:
    """A phone's end of multicast DNS, on loopback only."""
    try:
        zeroconf = Zeroconf(interfaces=LOOPBACK)
    except OSError as error:
        pytest.skip(f"loopback takes no multicast here: {error}")
    yield zeroconf
    zeroconf.close()


def advertise(network: Zeroconf, service: str, name: str, port: int) -> None:
    info = ServiceInfo(
        service, f"{name}.{service}", port=port, addresses=[socket.inet_aton("127.0.0.1")]
    )
    network.register_service(info)


def test_the_phone_that_read_our_code_is_found_by_its_name(network: Zeroconf) -> None:
    advertise(network, PAIRING_TYPE, "studio-other00000", 40001)
    advertise(network, PAIRING_TYPE, "studio-abcdefghij", 40002)

    found = find(PAIRING_TYPE, "studio-abcdefghij", 20, interfaces=LOOPBACK)

    assert found == Address("127.0.0.1", 40002)


def test_a_paired_phone_is_found_by_what_it_was_called(network: Zeroconf) -> None:
    advertise(network, CONNECT_TYPE, "adb-SAMPLE-x1Y2z3", 40003)

    assert find(CONNECT_TYPE, "adb-SAMPLE", 20, interfaces=LOOPBACK).port == 40003


def test_nobody_there_is_said_when_the_time_is_over(network: Zeroconf) -> None:
    with pytest.raises(PairingFailed) as raised:
        find(PAIRING_TYPE, "studio-nobody", 0.5, interfaces=LOOPBACK)

    assert "same Wi-Fi" in raised.value.next_step


def test_waiting_can_be_cancelled(network: Zeroconf) -> None:
    task = Task()
    task.cancel()

    with pytest.raises(Cancelled):
        find(PAIRING_TYPE, "studio-nobody", 60, task, interfaces=LOOPBACK)


def test_a_network_that_cannot_be_searched_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError(19, "No such device")

    monkeypatch.setattr("zeroconf.Zeroconf", refuse)

    with pytest.raises(PairingFailed) as raised:
        find(PAIRING_TYPE, "x", 1)

    assert raised.value.sentence == "The network cannot be searched: No such device."
