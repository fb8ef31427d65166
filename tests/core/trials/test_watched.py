"""A session beside a watch: the phone was read after the last mark if the watch looked after it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.notes import MarkKind
from auditor.readings import captures, devices
from auditor.store import Store
from auditor.trials.records import TrialApp
from auditor.trials.results import results
from auditor.trials.watched import looked_after
from tests.core.live.lives import BEGIN_MS, MINUTE, FastLife, fast_life
from tests.core.trials.cases import run_plan


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastLife]:
    """Nine minutes of a watch, whose phone is unplugged from the fourth to the sixth and after
    the eighth.
    """
    with fast_life(tmp_path_factory.mktemp("watch")) as found:
        for minutes, action in ((4, found.unplug), (6, found.plug), (8, found.unplug)):
            found.after(minutes, action)
        found.watch(9 * MINUTE)
        yield found


def unread(case: Path, minutes: float) -> bool:
    """Whether a session whose last mark is so long after the watch began counts as not read."""
    with Store.open(case) as store:
        (phone,) = devices(store)
        (uid, package) = store.db.execute(
            "SELECT uid, name FROM packages WHERE uid >= 10000 LIMIT 1"
        ).fetchone()
        app = TrialApp(phone.device_id, uid, package)
        clicks = [
            (0, MarkKind.FIRST_LAUNCH, ""),
            (round(minutes * 60) - 30, MarkKind.HOME_PRESSED, ""),
        ]
        found = results(store, run_plan(store, clicks, apps=[app], begin_ms=BEGIN_MS + 30_000))
        assert found.changes is None, "a watch reads permissions only when it begins"
        return found.unread == (app,)


@pytest.mark.parametrize(
    ("minutes", "is_unread"),
    [
        (3, False),  # it went on to look
        (5, False),  # in a gap, and looked at after it
        (8.5, True),  # the watch went on, the phone was away
        (20, True),  # it was over
    ],
)
def test_a_watch_counts_until_its_last_answer(
    life: FastLife, minutes: float, is_unread: bool
) -> None:
    assert unread(life.case, minutes) is is_unread


def test_only_answers_that_are_in_the_case_count(life: FastLife) -> None:
    with Store.open(life.case, read_only=True) as store:
        (row,) = captures(store)
        journal = store.captures_dir / row.capture_id / "raw" / "journal.jsonl"
        assert looked_after(store, row, BEGIN_MS + 5 * MINUTE)
        lines = journal.read_bytes()
        journal.write_bytes(b"")
        kept = [
            ms
            for (ms,) in store.db.execute(
                "SELECT started_ms FROM raw_files WHERE command LIKE 'appops%' AND command <>"
                " 'appops_op' AND is_read ORDER BY 1"
            )
        ]
        assert looked_after(store, row, kept[-1]), "what was kept is in the case"
        assert not looked_after(store, row, kept[-1] + 1), "nothing tells of more"
        journal.write_bytes(lines)
