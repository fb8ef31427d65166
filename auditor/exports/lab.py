"""A case for a laboratory: its views and the tables of findings as Parquet, and the rules as SQL.

The rules are written for SQLite in a subset that sqlglot renders for DuckDB and Spark; thresholds
stand in them as numbers. Extra `lab`: pyarrow, sqlglot. docs/findings.md says how to ask them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from auditor.exports.lab_extra import lab_missing
from auditor.exports.parquet import export_views, write_rows
from auditor.exports.views import columns_of_view, rows_of_view
from auditor.findings import suppress, tables
from auditor.findings.records import Rule
from auditor.pseudonyms import pseudonyms
from auditor.store import Store
from auditor.task import Task
from auditor.whole_file import whole_file


class Dialect(StrEnum):
    """Which database a rule is written for."""

    DUCKDB = "duckdb"
    SPARK = "spark"


def export_lab(
    store: Store,
    folder: Path,
    rules: Sequence[Rule],
    dialect: Dialect,
    task: Task | None = None,
    is_replacing: bool = False,
) -> dict[str, int]:
    """Write views, the tables that rules read, and `rules/R04.sql` …; give the rows of each table.

    Phones, captures and imported files have pseudonyms. UsageError, StoreError.
    """
    queries = {rule.id: translated(rule, dialect) for rule in rules}
    names = pseudonyms(store)
    counts = export_views(store, folder, task, is_replacing, names)
    with findings_tables(store) as own:
        for name in sorted(tables.READABLE):
            with whole_file(folder / f"{name}.parquet", is_replacing) as stream:
                columns = columns_of_view(own, name)
                counts[name] = write_rows(
                    name, columns, rows_of_view(own, name, columns, names), stream
                )
    (folder / "rules").mkdir(exist_ok=True)
    for rule in rules:
        with whole_file(folder / "rules" / f"{rule.id}.sql", is_replacing) as stream:
            head = (
                f"-- {rule.id}: {rule.title['en']}. Version {rule.version}, SHA-256 {rule.sha256}"
            )
            stream.write(f"{head}\n{queries[rule.id]};\n".encode())
    return counts


def translated(rule: Rule, dialect: Dialect) -> str:
    """Render a rule's query for another database, its thresholds in it.

    UsageError without sqlglot.
    """
    library = _sqlglot()
    values = {threshold.name: threshold.value for threshold in rule.thresholds}

    def filled(node: Any) -> Any:
        if isinstance(node, library.exp.Placeholder):
            # As 64 bits: a day in milliseconds, thirty times, is more than 32 hold.
            number = library.exp.Literal.number(values[node.name])
            return library.exp.cast(number, "BIGINT")
        return node

    tree = library.parse_one(rule.sql, read="sqlite").transform(filled)
    strict = library.ErrorLevel.RAISE
    return str(tree.sql(dialect=str(dialect), pretty=True, unsupported_level=strict))


@contextmanager
def findings_tables(store: Store) -> Iterator[Store]:
    """Open a case once more, with the tables that rules read of what counts."""
    with Store.open(store.path, read_only=True) as own:
        seen = tables.read(own.db)
        tables.fill(own.db, seen, suppress.codes_of(own.db, seen))
        yield own


def _sqlglot() -> Any:
    try:
        import sqlglot
    except ImportError as error:
        raise lab_missing("Rules for another database need the package sqlglot") from error
    return sqlglot
