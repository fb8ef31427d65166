"""Sample phones read into cases, and bundles of them: made once, copied where one is changed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.adb.bridge import make_bridge
from auditor.adb.server import ServerAddress
from auditor.bundle import export_bundle
from auditor.capture import capture
from auditor.filters import EventFilter
from auditor.load import load_capture
from auditor.sample.adb_server import SampleServer
from auditor.sample.phone import SamplePhone
from auditor.store import Store
from auditor.task import silent

APP = "com.pebblechat.messenger"
EXPORTED_MS = 1_800_000_000_000


def sample_case(folder: Path, api: str, now_ms: int | None = None) -> Path:
    """Read a sample phone into a case, by the way that a real one goes; at a moment, if given."""
    phone = SamplePhone(api, 7) if now_ms is None else SamplePhone(api, 7, lambda: now_ms, days=2)
    with SampleServer(phone) as server, Store.create(folder) as store:
        bridge = make_bridge("adbutils", ServerAddress("127.0.0.1", server.port))
        clock = {} if now_ms is None else {"now_ms": lambda: now_ms}
        manifest = capture(bridge, phone.serial, folder, "full", silent(), **clock)
        load_capture(store, folder / "captures" / manifest.capture_id)
    return folder


@pytest.fixture(scope="session", params=["26", "34", "post36"])
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of a sample phone of three very different Androids."""
    return sample_case(tmp_path_factory.mktemp("case") / "case", request.param)


@pytest.fixture(scope="session")
def sealed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle about one app, as a folder that no test may change."""
    folder = tmp_path_factory.mktemp("sealed")
    case = sample_case(folder / "case", "34")
    with Store.open(case) as store:
        wanted = EventFilter(packages=frozenset({APP}))
        export_bundle(store, wanted, folder / "bundle", EXPORTED_MS)
    return folder / "bundle"


@pytest.fixture
def bundle(sealed_folder: Path, tmp_path: Path) -> Path:
    """A copy of that bundle, for a test to change."""
    return Path(shutil.copytree(sealed_folder, tmp_path / "bundle"))


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """Export a bundle of a case."""

    def make(case: Path, name: str = "bundle", **choice: object) -> Path:
        values: dict[str, object] = {"packages": frozenset({APP})}
        with Store.open(case) as store:
            wanted = EventFilter(**(values | choice))  # type: ignore[arg-type]
            export_bundle(store, wanted, tmp_path / name, EXPORTED_MS)
        return tmp_path / name

    return make
