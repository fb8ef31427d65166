"""Files of real devices, imported one by one: nothing unparsed, nothing empty without a reason."""

import pytest

from tests.conftest import SHARED, shared_or_skip
from tests.core.parsers import corpus_table

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def rows() -> list[tuple[object, ...]]:
    shared_or_skip("corpus")
    return list(corpus_table.rows())[1:]


def test_every_file_is_in_the_table(rows: list[tuple[object, ...]]) -> None:
    names = {str(path.relative_to(SHARED / "corpus")) for path in corpus_table.files()}
    assert {row[0] for row in rows} == names
    assert len(names) == 62


def test_nothing_is_left_unparsed(rows: list[tuple[object, ...]]) -> None:
    assert [row for row in rows if row[3] not in (0, "–")] == []


def test_what_gives_no_record_says_why_and_nothing_else_does(
    rows: list[tuple[object, ...]],
) -> None:
    alone = [row for row in rows if not str(row[0]).startswith("bugreport/")]
    empty = {row[0] for row in alone if row[2] in ("none", "–")}
    assert empty == set(corpus_table.WHY)
