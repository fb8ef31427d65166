"""Parquet read back: every field of every event, every row of every view, stable types."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from auditor import query
from auditor.error_words import say_error
from auditor.errors import UsageError
from auditor.exports import Format, export_events
from auditor.exports.lab import Dialect, export_lab
from auditor.exports.lines import FIELDS
from auditor.exports.parquet import export_views
from auditor.exports.views import WITHHELD
from auditor.filters import EventFilter
from auditor.findings.rule_files import own_rules
from auditor.pseudonyms import pseudonyms
from auditor.store import Store
from auditor.task import Cancelled, Task
from auditor.views import VIEWS
from tests.core.cases import NOW_MS, load
from tests.core.saved_case import fill

ALL = EventFilter(include_middlemen=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "case") as store:
        fill(store)
        yield store


def test_events_read_back_are_the_events(store: Store, tmp_path: Path) -> None:
    number = export_events(store, ALL, tmp_path / "out.parquet", Format.PARQUET, NOW_MS)

    table = pyarrow.parquet.read_table(tmp_path / "out.parquet")
    expected = [
        asdict(row)
        for row in query.rows_of(store, query.columns(store, ALL).ids, False, pseudonyms(store))
    ]
    assert table.column_names == list(FIELDS)
    assert len(expected) == number
    assert table.to_pylist() == [{name: row[name] for name in FIELDS} for row in expected]


def test_an_empty_choice_has_the_same_types(store: Store, tmp_path: Path) -> None:
    nobody = EventFilter(packages=frozenset({"no.such.app"}))

    number = export_events(store, nobody, tmp_path / "none.parquet", Format.PARQUET, NOW_MS)
    export_events(store, ALL, tmp_path / "all.parquet", Format.PARQUET, NOW_MS)

    none, whole = (
        pyarrow.parquet.read_schema(tmp_path / f"{name}.parquet") for name in ("none", "all")
    )
    assert number == 0
    assert none == whole


def test_every_view_is_written_row_by_row(store: Store, tmp_path: Path) -> None:
    counts = export_views(store, tmp_path / "views")

    names = pseudonyms(store)
    assert list(counts) == list(VIEWS)
    for view, number in counts.items():
        table = pyarrow.parquet.read_table(tmp_path / "views" / f"{view}.parquet")
        cursor = store.db.execute(f"SELECT * FROM {view}")
        columns = [each[0] for each in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor]
        assert table.column_names == columns
        assert table.num_rows == number == len(rows)
        for found, row in zip(table.to_pylist(), rows, strict=True):
            assert found == {name: public(view, name, row[name], names) for name in columns}


def public(view: str, name: str, value: object, names: object) -> object:
    if (view, name) in WITHHELD:
        return None
    if name == "device_id" and value is not None:
        return names.devices[value]  # type: ignore[attr-defined]
    if name in ("capture_id", "before_capture") and value is not None:
        return names.captures[value]  # type: ignore[attr-defined]
    return value


def test_a_column_has_the_same_type_in_every_case_and_holds_no_other(tmp_path: Path) -> None:
    with Store.create(tmp_path / "empty") as store:
        load(store, "one", [])
        export_views(store, tmp_path / "of_empty")
    with Store.create(tmp_path / "full") as store:
        fill(store)
        export_views(store, tmp_path / "of_full")

    for view in VIEWS:
        empty, full = (
            pyarrow.parquet.read_schema(tmp_path / name / f"{view}.parquet")
            for name in ("of_empty", "of_full")
        )
        assert empty == full
        assert {str(field.type) for field in empty} <= {"string", "int64"}
        assert all(field.nullable for field in empty)


def test_a_view_is_refused_as_a_whole_where_one_file_stands(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "views"
    folder.mkdir()
    (folder / "v_usage.parquet").write_text("mine")

    with pytest.raises(UsageError, match=r"v_usage\.parquet already"):
        export_views(store, folder)

    assert [path.name for path in folder.iterdir()] == ["v_usage.parquet"]


def test_cancelled_views_leave_no_file(store: Store, tmp_path: Path) -> None:
    task = Task(lambda done, total, note: task.cancel() if done == 3 else None)

    with pytest.raises(Cancelled):
        export_views(store, tmp_path / "views", task)

    assert list((tmp_path / "views").iterdir()) == []


def test_a_missing_pyarrow_is_told_with_what_to_install(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(UsageError, match="pyarrow, which is not installed") as told:
        export_events(store, ALL, tmp_path / "out", Format.PARQUET, NOW_MS)

    assert "permission-auditor[lab]" in told.value.next_step
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("module", ["pyarrow", "sqlglot"])
def test_a_download_into_which_nothing_can_be_installed_advises_the_wheel(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setattr(sys, "frozen", True, raising=False)

    with pytest.raises(UsageError, match=module) as told:
        export_lab(store, tmp_path / "out", own_rules(), Dialect.DUCKDB)

    assert "py3-none-any.whl[lab]" in told.value.next_step
    assert "pip install 'permission" not in told.value.next_step
    assert "版本-py3-none-any.whl[lab]" in say_error(told.value.next_step, "zh_CN")
