"""Fixtures for the ADB rooms: one server with one phone, and each bridge to it."""

from collections.abc import Iterator

import pytest

from auditor.adb.bridge import BRIDGES, Bridge, make_bridge
from auditor.adb.server import ServerAddress
from auditor.sample.adb_server import SampleServer
from tests.core.adb.phones import TablePhone


@pytest.fixture
def phone() -> TablePhone:
    return TablePhone()


@pytest.fixture
def server(phone: TablePhone) -> Iterator[SampleServer]:
    with SampleServer(phone) as server:
        yield server


@pytest.fixture(params=BRIDGES)
def bridge(request: pytest.FixtureRequest, server: SampleServer) -> Bridge:
    return make_bridge(request.param, ServerAddress(port=server.port))
