"""The sample phone in a process of its own answers as any phone, and ends with who began it."""

import multiprocessing
import os

import pytest

from auditor.adb.bridge import make_bridge
from auditor.adb.server import ServerAddress, probe
from auditor.sample.own_process import serving


def test_it_answers_an_adb_client_from_another_process() -> None:
    with serving(35, 3) as port:
        (row,) = make_bridge("adbutils", ServerAddress(port=port)).devices()
        (child,) = (c for c in multiprocessing.active_children() if c.name == "sample-phone")

        assert row.serial == "SAMPLE-3"
        assert child.pid != os.getpid()


def test_it_ends_with_the_block_also_after_trouble() -> None:
    with pytest.raises(ZeroDivisionError), serving(35, 1) as port:
        raise ZeroDivisionError

    assert probe(ServerAddress(port=port), 0.2) is None
    assert not [c for c in multiprocessing.active_children() if c.name == "sample-phone"]


def test_a_phone_that_does_not_exist_is_no_endless_wait() -> None:
    with pytest.raises(EOFError), serving("no such version", 1):
        pass
