"""Tables of the documents that are made from what the tests read, never by hand.

    make tables      writes them anew (most need ../shared)

A table stands between two comments that name it; tests/test_doc_tables.py holds every one of them
against what is made now.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import PROJECT, SHARED


@dataclass(frozen=True)
class DocTable:
    """A table of one document; `make` gives its rows, the first of which is the header."""

    name: str
    document: str
    make: Callable[[], Iterable[Sequence[object]]]
    needs_shared: bool = True

    @property
    def path(self) -> Path:
        return PROJECT / "docs" / self.document

    def text(self) -> str:
        """Make the table as it must stand in the document."""
        header, *rows = self.make()
        lines = [header, ["---"] * len(header), *rows]
        return "".join(
            f"| {' | '.join(map(_cell, line))} |\n".replace("  |", " |") for line in lines
        )

    def standing(self) -> str:
        """Give the table as it stands there."""
        found = self._pattern().search(self.path.read_text(encoding="utf-8"))
        assert found, f"docs/{self.document} has no place for the table {self.name}"
        return found[2]

    def write(self) -> None:
        """Put the table into its document anew."""
        text = self.path.read_text(encoding="utf-8")
        made = self.text()
        text, places = self._pattern().subn(lambda found: found[1] + made + found[3], text)
        assert places == 1, f"docs/{self.document} has {places} places for the table {self.name}"
        self.path.write_text(text, encoding="utf-8")

    def _pattern(self) -> re.Pattern[str]:
        name = re.escape(self.name)
        begin, end = rf"<!-- table: {name} -->\n", rf"<!-- end: {name} -->\n"
        return re.compile(f"({begin})(.*?)({end})", re.DOTALL)


def _cell(value: object) -> str:
    """Write numbers with thousands, and nothing that would end the cell."""
    text = f"{value:,}" if isinstance(value, int) else str(value)
    return text.replace("|", "\\|")


def tables() -> list[DocTable]:
    """List every table; imported late, since they import what they read."""
    from tests.core import ops_table
    from tests.core.adb import doctor_table
    from tests.core.findings import sample_table
    from tests.core.parsers import corpus_table, truth_table

    return [
        DocTable("causes", "connecting.md", doctor_table.causes, needs_shared=False),
        DocTable("causes in chinese", "connecting.md", doctor_table.in_chinese, needs_shared=False),
        DocTable("in the air", "connecting.md", doctor_table.reaches, needs_shared=False),
        DocTable("data types", "formats.md", ops_table.rows, needs_shared=False),
        DocTable("found", "findings.md", sample_table.sensitivity, needs_shared=False),
        DocTable("not meant", "findings.md", sample_table.false_alarms, needs_shared=False),
        DocTable("android's own code", "formats.md", truth_table.rows),
        DocTable("dumps of real phones", "formats.md", corpus_table.rows),
    ]


def main() -> None:
    """Write every table anew that can be made here."""
    for table in tables():
        if SHARED.is_dir() or not table.needs_shared:
            table.write()


if __name__ == "__main__":
    main()
