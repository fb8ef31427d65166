"""`auditor watch` against a sample phone that lives in real time."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.cli import cli
from auditor.manifest import read_manifest
from auditor.sample.adb_server import SampleServer
from auditor.sample.phone import SamplePhone


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with SampleServer(SamplePhone(30, 5, days=1)) as server:
        yield server.port


def test_a_watch_ends_by_itself_and_says_what_it_came_to(tmp_path: Path, port: int) -> None:
    case = ["--case", str(tmp_path / "case"), "--adb-port", str(port)]

    result = CliRunner().invoke(cli, ["watch", *case, "--for", "2s", "--json"])

    assert result.exit_code == 0, result.output
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert told[0]["state"]["standing"] == "reading"
    assert told[-1]["end"]["polls"] >= 1
    assert len(told[-1]["end"]["captures"]) == 1


@pytest.mark.parametrize("text", ["", "5", "0s", "3w", "99999d"])
def test_a_length_that_is_none_is_a_usage_error(tmp_path: Path, text: str) -> None:
    result = CliRunner().invoke(cli, ["watch", "--case", str(tmp_path), "--for", text])

    assert result.exit_code == 2
    assert "30m" in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C cannot be sent to one process there")
def test_ctrl_c_ends_a_watch_in_good_order(tmp_path: Path, port: int) -> None:
    case = tmp_path / "case"
    process = subprocess.Popen(
        [sys.executable, "-m", "auditor", "watch", "--case", str(case), "--adb-port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("Watching"):
            break
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)

    _, told = process.communicate(timeout=30)

    assert process.returncode == 0, told
    assert "Watched for" in told
    (folder,) = (case / "captures").iterdir()
    assert read_manifest(folder).outcome == "whole"
