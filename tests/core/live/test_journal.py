"""The journal of a watch: what its lines come to, and that no line can harm."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import StoreError
from auditor.live import journal
from auditor.live.journal import FILE, Journal, Tally, read_journal
from auditor.live.recorder import raw_file
from auditor.manifest import ClockReading, Gap, RawFile, Skipped


def tally_of(*lines: journal.Line) -> Tally:
    tally = Tally()
    for line in lines:
        tally.take(json.loads(json.dumps(line)))
    return tally


def answered(at_ms: int, command: str = "camera", **parameters: str) -> journal.Line:
    """An answer that told nothing new."""
    return journal.same(raw_file("", command, parameters, "", at_ms - 20, at_ms), 20, "00")


def test_answers_are_counted_and_their_distance_is_told() -> None:
    lines = [answered(at) for at in range(0, 60_000, 2_000)]

    (rhythm,) = tally_of(*lines, journal.failed("camera", 65_000, 5, "refused")).rhythm

    assert (rhythm.polls, rhythm.kept, rhythm.failed) == (31, 0, 1)
    assert rhythm.typical_ms == 2_000
    assert rhythm.longest_ms == 7_000
    assert rhythm.cost_ms == 30 * 20 + 5


def test_the_distance_across_a_gap_is_none_of_the_rhythm() -> None:
    gap = journal.gap(Gap(2_000, 900_000, "unplugged"))
    lines = [answered(at) for at in (0, 2_000)]
    later = [answered(at) for at in (900_000, 902_000)]

    (rhythm,) = tally_of(*lines, gap, *later).rhythm

    assert rhythm.longest_ms == 2_000


def looked(*lines: journal.Line) -> list[int | None]:
    return [raw.looked_before_ms for raw in tally_of(*lines).files]


def told(at_ms: int, name: str, command: str, is_refused: bool = False, **op: str) -> journal.Line:
    """An answer that was kept whole."""
    raw = raw_file(name, command, op, "", at_ms - 20, at_ms)
    raw = replace(raw, whole=True, sha256="0" * 64)
    return journal.kept(raw, 20, is_refused)


def test_a_text_knows_when_the_same_was_asked_before() -> None:
    camera = {"op": "CAMERA"}
    found = looked(
        told(100, "1", "appops"),
        told(200, "2", "appops_op", op="CAMERA"),
        answered(300, "appops_op", **camera),
        told(400, "4", "appops_op", op="CAMERA"),
        told(500, "5", "appops_op", op="READ_CONTACTS"),
        told(600, "6", "appops"),
        told(700, "7", "appops_op", op="CAMERA"),
    )

    assert found == [None, 80, 280, 80, 80, 580]


def test_a_gap_leaves_no_look_before_it_but_the_one_that_ends_it() -> None:
    found = looked(
        told(100, "1", "appops"),
        journal.gap(Gap(100, 250, "unplugged"), is_open=True),
        told(320, "2", "appops_op", op="CAMERA"),
        journal.gap(Gap(100, 300, "unplugged")),
        told(400, "3", "appops"),
        told(500, "4", "appops_op", op="CAMERA"),
    )

    assert found == [None, None, None, 380]


def test_no_answer_and_a_refusal_are_no_looks() -> None:
    cut = replace(raw_file("2", "appops", {}, "", 150, 200), sha256="0" * 64)
    found = looked(
        told(100, "1", "appops", is_refused=True),
        journal.kept(cut, 20),
        journal.failed("appops", 250, 5, "refused"),
        told(300, "3", "appops"),
    )

    assert found == [None, None, None]


def test_a_gap_that_ends_takes_the_place_of_the_open_one() -> None:
    first, last = Gap(5, 9, "unplugged"), Gap(5, 70, "rebooted")

    assert tally_of(journal.gap(first, is_open=True), journal.gap(last)).gaps == [last]


def test_a_journal_gives_back_what_was_written(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    raw = replace(OURS, line="dumpsys -t 60 media.camera")
    clock = ClockReading(1, 2, 3, None)
    left_out = Skipped("audio", "refused")
    with Journal(tmp_path) as stream:
        for line in (journal.kept(raw, 7), journal.clock(clock), journal.skipped(left_out)):
            stream.write(line)
    with (tmp_path / FILE).open("ab") as torn:
        torn.write(b'{"what":"same"')

    tally = tally_of(*read_journal(tmp_path))

    assert (tally.files, tally.clocks, tally.skipped) == ([raw], [clock], [left_out])
    assert tally.last_ms == 2


def test_a_folder_without_a_journal_has_no_lines(tmp_path: Path) -> None:
    assert list(read_journal(tmp_path)) == []


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_left_aside(
    tmp_path_factory: pytest.TempPathFactory, text: bytes
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    (folder / "raw").mkdir()
    (folder / FILE).write_bytes(text)

    for line in read_journal(folder):
        assert isinstance(line, dict)


@given(
    st.dictionaries(
        st.sampled_from(["what", "file", "gap", "clock", "asked", "at", "cost_ms", "skipped"]),
        st.sampled_from(["kept", "same", "gap", "failed", "clock"]) | st.integers() | st.none(),
    )
)
def test_a_line_of_ours_or_one_that_is_left_out(line: journal.Line) -> None:
    tally_of(line)


OURS = replace(raw_file("000001-camera", "camera", {}, "", 1, 2), sha256="0" * 64)


@pytest.mark.parametrize(
    "raw",
    [
        replace(OURS, file="/dev/zero"),
        replace(OURS, file="raw/../../../secret"),
        replace(OURS, name="another", file=OURS.file),
        replace(OURS, file="raw/another.txt"),
        replace(OURS, file="raw/b.txt", name="b", sha256="no hash"),
    ],
)
def test_a_text_elsewhere_or_told_twice_is_left_out_and_said(raw: RawFile) -> None:
    tally = tally_of(journal.kept(OURS, 7), journal.kept(raw, 7), journal.kept(raw, 7))

    assert (tally.files, tally.skipped) == ([OURS], [Skipped("journal", "damaged")])


def test_a_damaged_line_costs_no_other(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    good = json.dumps(journal.kept(OURS, 7)).encode()
    (tmp_path / FILE).write_bytes(b"[]\n{\n" + b"[" * 9000 + b"\n" + good + b"\n" + good)

    tally = tally_of(*read_journal(tmp_path))

    assert (tally.files, tally.skipped) == ([OURS], [Skipped("journal", "damaged")])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is full")
def test_a_full_disk_is_said_and_closing_adds_nothing_to_it(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / FILE).symlink_to("/dev/full")

    with pytest.raises(StoreError, match="No space left"), Journal(tmp_path) as stream:
        stream.write(answered(1))
