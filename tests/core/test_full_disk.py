"""A disk that is full: one sentence, nothing under a name that is not whole, nothing kept is lost.

Each command runs as a process of its own in which no file may grow beyond a limit: that is how a
write fails there, whichever file it is.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.adb.bridge import make_bridge
from auditor.adb.server import ServerAddress
from auditor.capture import capture
from auditor.findings.engine import find
from auditor.findings.rule_files import own_rules
from auditor.load import load_capture
from auditor.manifest import MANIFEST, check_hashes, read_manifest
from auditor.query import captures
from auditor.restore import diagnose
from auditor.sample.adb_server import SampleServer
from auditor.sample.phone import SamplePhone
from auditor.store import DB_NAME, Store
from auditor.task import silent

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no such limit")
APP = "com.babyowl.monitor"
_LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.argv = ["auditor", *sys.argv[2:]]
from auditor.cli_start import main
main()
"""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, object]]]:
    """A case with one reading, and what commands are told: its phone's port … Copy it."""
    case = tmp_path_factory.mktemp("full") / "case"
    phone = SamplePhone(34, seed=1, days=2)
    with SampleServer(phone) as server:
        with Store.create(case) as store:
            bridge = make_bridge("adbutils", ServerAddress("127.0.0.1", server.port))
            manifest = capture(bridge, phone.serial, case, "quick", silent())
            load_capture(store, store.captures_dir / manifest.capture_id)
            finding = next(each.id for each in find(store, own_rules()).items if each.is_open)
        dump = shutil.copyfile(next(case.glob("captures/*/raw/appops_all.txt")), case / "../a.txt")
        yield case, {"port": server.port, "finding": finding, "dump": dump}


def run_limited(limit: int, *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _LIMITED, str(limit), *map(str, words)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


COMMANDS = {
    "capture": ["capture", "--identify", "0", "--plan", "quick", "--adb-port", "{port}"],
    "csv": ["export", "csv", "-o", "{out}/a.csv"],
    "html": ["export", "html", "-o", "{out}/a.html"],
    "xlsx": ["export", "xlsx", "-o", "{out}/a.xlsx"],
    "bundle": ["export", "bundle", "--package", APP, "-o", "{out}/b.zip"],
    "reload": ["reload"],
    "rebuild": ["rebuild", "--anyway"],
    "decision": ["category", APP, "tools", "--reason", "x"],
    "complaint": [
        "complaint",
        "write",
        "free",
        "--draft",
        "--finding",
        "{finding}",
        "-o",
        "{out}/c",
    ],
    "import": ["import", "{dump}", "--timezone", "Asia/Shanghai"],
    "watch": ["watch", "--every", "1", "--adb-port", "{port}"],
}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_full_disk_is_a_sentence_and_leaves_nothing_half(
    stage: tuple[Path, dict[str, object]], tmp_path: Path, name: str
) -> None:
    made, facts = stage
    case = Path(shutil.copytree(made, tmp_path / "case"))
    out = tmp_path / "out"
    out.mkdir()
    words = [word.format(out=out, **facts) for word in COMMANDS[name]]

    told = run_limited(8_192, *words, "--case", case)

    assert "Traceback" not in told.stderr, told.stderr
    assert told.returncode in (2, 4, 5), (told.returncode, told.stdout, told.stderr)
    assert 0 < len(told.stderr.strip().splitlines()) <= 4, told.stderr
    assert list(out.iterdir()) == []
    assert (
        f"{out}/." not in told.stderr
    )  # where it is written until it is whole is no place to look
    assert diagnose(case).is_whole
    with Store.open(case, read_only=True) as store:
        assert len(captures(store)) == 1
    for folder in (case / "captures").iterdir():
        if (folder / MANIFEST).exists():
            assert check_hashes(folder, read_manifest(folder)) == []
    assert not list(case.glob(f"{DB_NAME}.new*"))
