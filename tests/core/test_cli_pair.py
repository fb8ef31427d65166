"""`auditor pair` and reading without a cable: a true adb server, the phone's true handshake."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor import cli_pair
from auditor.adb.pairing import PAIRING_TYPE, Address, Offer
from auditor.adb.server import ServerAddress
from auditor.cli import cli
from auditor.cli_pair import qr_lines
from auditor.query import captures
from auditor.sample.phone import SamplePhone
from auditor.sample.wire import WirePhone
from auditor.store import Store
from tests.core.adb.pairing_phone import pairing_phone, tls_context
from tests.core.adb.phones import free_port, real_server

CODE = "271828"


def auditor(*args: object, typed: str | None = None) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args], input=typed, prog_name="auditor")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerAddress]:
    with real_server(tmp_path) as address:
        yield address


def test_a_code_pairs_and_the_next_step_is_said(server: ServerAddress) -> None:
    with pairing_phone(CODE) as phone:
        address = f"127.0.0.1:{phone.port}"
        given = auditor("pair", address, "--code", CODE, "--adb-port", server.port)
        asked = auditor("pair", address, "--adb-port", server.port, typed=f"{CODE}\n")

    for result in (given, asked):
        assert result.exit_code == 0
        assert result.stdout.startswith("Paired.")
        assert "--connect IP:PORT" in result.stdout
    assert len(phone.keys) == 2


def test_a_wrong_code_is_one_sentence_and_a_next_step(server: ServerAddress) -> None:
    with pairing_phone(CODE) as phone:
        address = f"127.0.0.1:{phone.port}"
        result = auditor("pair", address, "--code", "000000", "--adb-port", server.port)

    assert result.exit_code == 3
    assert result.stderr.splitlines()[0] == "The phone refused the code."
    assert len(result.stderr.splitlines()) == 2


def test_a_qr_code_is_shown_and_the_phone_that_read_it_paired(
    server: ServerAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = Offer("studio-abcdefghij", "p4sSw0rd1234")
    with pairing_phone(offer.password) as phone:
        looked: list[tuple[str, str]] = []

        def find(service: str, name: str, *_: object) -> Address:
            looked.append((service, name))
            return Address("127.0.0.1", phone.port)

        monkeypatch.setattr(cli_pair, "new_offer", lambda: offer)
        monkeypatch.setattr("auditor.adb.discovery.find", find)
        result = auditor("pair", "--qr", "--adb-port", server.port)

    assert result.exit_code == 0
    assert looked == [(PAIRING_TYPE, offer.name)]
    assert "\n".join(qr_lines(offer.text)) in result.stdout
    assert offer.password not in result.output
    assert len(phone.keys) == 1


@pytest.mark.parametrize("args", [[], ["--qr", "127.0.0.1:1"], ["nonsense"]])
def test_what_cannot_be_meant_is_said(args: list[str]) -> None:
    result = auditor("pair", *args, "--adb-port", free_port())

    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 2


def test_a_paired_phone_is_read_without_a_cable_and_let_go(
    server: ServerAddress, tmp_path: Path
) -> None:
    case = tmp_path / "case"
    with WirePhone(SamplePhone(35, 5), tls=tls_context(tmp_path)) as phone:
        args = ["--plan", "quick", "--identify", 0, "--adb-port", server.port]
        result = auditor("capture", "--case", case, "--connect", f"127.0.0.1:{phone.port}", *args)
        left = auditor("devices", "--adb-port", server.port)

    assert result.exit_code == 0, result.stderr
    with Store.open(case, read_only=True) as store:
        (capture,) = captures(store)
    assert capture.records > 0
    assert left.exit_code == 3


def test_a_phone_has_one_name_only(tmp_path: Path) -> None:
    args = ["--serial", "X", "--connect", "127.0.0.1:5"]
    result = auditor("capture", "--case", tmp_path / "case", *args)

    assert result.exit_code == 2
    assert not (tmp_path / "case").exists()
