"""Rules asked in DuckDB of an exported case give the rows of SQLite; Spark can be told them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
import sqlglot

from auditor.errors import UsageError
from auditor.exports.lab import Dialect, export_lab, findings_tables, translated
from auditor.findings.records import Rule
from auditor.findings.rule_files import own_rules
from auditor.findings.sandbox import COLUMNS
from auditor.pseudonyms import pseudonyms
from auditor.store import Store
from tests.core import saved_case
from tests.core.findings.sample_cases import sample_case

Row = tuple[object, ...]


@contextmanager
def saved(folder: Path) -> Iterator[Store]:
    """Random events and slots of four readings, of phones with and without usage."""
    with Store.create(folder) as store:
        saved_case.fill(store)
        yield store


def sample(api: str, seed: int) -> Callable[[Path], object]:
    @contextmanager
    def opened(folder: Path) -> Iterator[Store]:
        with sample_case(folder, api, seed) as made:
            yield made.store

    return opened


@pytest.mark.parametrize(
    ("opened", "most"), [(sample("34", 1), 14), (sample("28", 2), 10), (saved, 3)],
    ids=["sample of Android 14", "sample of Android 9", "random events"],
)  # fmt: skip
def test_duckdb_gives_the_rows_of_sqlite(
    tmp_path: Path, opened: Callable[[Path], object], most: int
) -> None:
    rules = own_rules()
    with opened(tmp_path / "case") as store:  # type: ignore[attr-defined]
        export_lab(store, tmp_path / "lab", rules, Dialect.DUCKDB)
        with findings_tables(store) as own:
            here = {rule.id: in_sqlite(own, rule) for rule in rules}
    there = in_duckdb(tmp_path / "lab")

    assert there.keys() == here.keys()
    for rule_id, rows in here.items():
        assert there[rule_id] == rows, rule_id
    assert sum(bool(rows) for rows in here.values()) >= most  # it compares something


def in_sqlite(own: Store, rule: Rule) -> list[Row]:
    """Ask a rule where it is at home, and give phones and files the names of the export."""
    names = pseudonyms(own)
    sql = f"SELECT {', '.join(COLUMNS)} FROM ({rule.sql})"
    rows = own.db.execute(sql, {each.name: each.value for each in rule.thresholds}).fetchall()
    found = []
    for row in rows:
        told = dict(zip(COLUMNS, row, strict=True))
        if told["raw_file"] is not None:
            told["raw_file"] = names.raw_file(told["capture_id"], told["raw_file"])
            told["capture_id"] = names.capture(told["capture_id"])
        told["device_id"] = names.device(told["device_id"])
        found.append(tuple(told.values()))
    return sorted(found, key=repr)


def in_duckdb(folder: Path) -> dict[str, list[Row]]:
    """Ask every exported rule of the exported tables, as docs/findings.md says."""
    with duckdb.connect() as db:
        for table in folder.glob("*.parquet"):
            db.execute(f"CREATE VIEW {table.stem} AS SELECT * FROM '{table}'")
        return {
            rule.stem: sorted(
                db.execute(
                    f"SELECT {', '.join(COLUMNS)} FROM ({rule.read_text().strip().rstrip(';')})"
                ).fetchall(),
                key=repr,
            )
            for rule in folder.glob("rules/*.sql")
        }


@pytest.mark.parametrize("rule", own_rules(), ids=lambda rule: rule.id)
@pytest.mark.parametrize("dialect", Dialect)
def test_every_rule_can_be_told_to_other_databases(rule: Rule, dialect: Dialect) -> None:
    text = translated(rule, dialect)

    tree = sqlglot.parse_one(text, read=str(dialect))
    assert not list(tree.find_all(sqlglot.exp.Placeholder, sqlglot.exp.Parameter))
    # What comes back is the same query: nothing was dropped on the way.
    assert sqlglot.parse_one(text, read=str(dialect)).sql(dialect=str(dialect), pretty=True) == text


def test_what_stands_there_is_not_replaced_unasked(tmp_path: Path) -> None:
    with saved(tmp_path / "case") as store:
        export_lab(store, tmp_path / "lab", own_rules()[:1], Dialect.SPARK)
        with pytest.raises(UsageError):
            export_lab(store, tmp_path / "lab", own_rules()[:1], Dialect.SPARK)
        export_lab(store, tmp_path / "lab", own_rules()[:1], Dialect.SPARK, is_replacing=True)

    assert [each.name for each in (tmp_path / "lab" / "rules").iterdir()] == ["R01.sql"]
