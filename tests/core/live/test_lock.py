"""Whether somebody watches: a look at the lock takes it from nobody, and two never have it."""

from pathlib import Path

import pytest

from auditor.live import lock
from auditor.live.lock import WatchLock, is_watched


def test_who_only_looks_for_a_moment_does_not_take_it_from_a_watch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = iter([True, True])
    real = lock.try_lock
    monkeypatch.setattr(lock, "try_lock", lambda handle: not next(taken, False) and real(handle))

    with WatchLock(tmp_path) as held:
        assert held.is_held
        assert is_watched(tmp_path)


def test_two_watches_never_have_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_PATIENCE_S", 0.01)
    with WatchLock(tmp_path):
        with WatchLock(tmp_path) as second:
            assert not second.is_held
        assert is_watched(tmp_path)
