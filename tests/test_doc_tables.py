"""The tables of the documents say what the tests read now."""

from pathlib import Path

import pytest

from tests.conftest import shared_or_skip
from tests.doc_tables import DocTable, tables


@pytest.mark.shared
@pytest.mark.parametrize("table", tables(), ids=lambda each: each.name)
def test_a_table_of_the_documents_is_what_is_read(table: DocTable) -> None:
    if table.needs_shared:
        shared_or_skip()
    assert table.standing() == table.text(), "make tables writes it anew; look at what changed"


def test_a_table_is_written_where_its_name_stands_and_nowhere_else(tmp_path: Path) -> None:
    document = tmp_path / "a.md"
    marks = "before\n<!-- table: x -->\nold\n<!-- end: x -->\nafter <!-- table: y -->\n"
    document.write_text(marks, encoding="utf-8")
    # An absolute path takes the place of the folder it is joined to.
    table = DocTable("x", str(document), lambda: [("a", "b"), (12345, "c|d")])

    table.write()

    made = "| a | b |\n| --- | --- |\n| 12,345 | c\\|d |\n"
    assert table.standing() == table.text() == made
    assert document.read_text(encoding="utf-8") == marks.replace("old\n", made)
