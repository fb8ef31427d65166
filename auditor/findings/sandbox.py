"""What a rule's query may do: read the documented views and the engine's tables, nothing else.

A rule's query is first prepared in a database that holds nothing but tables of the shape of what
it may read. In a case it runs with SQLite's authorizer, which lets it do nothing but read.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import numpy as np

from auditor import schema
from auditor.findings import tables
from auditor.findings.records import Rule
from auditor.task import Cancelled, Task
from auditor.views import VIEWS

# One row is one piece of evidence (docs/findings.md, "The query").
COLUMNS = (
    "device_id",
    "uid",
    "package",
    "op",
    "data_type",
    "severity",
    "fired",
    "event_id",
    "time_ms",
    "precision_ms",
    "count",
    "capture_id",
    "raw_file",
    "line",
)
_FUNCTIONS = """
abs avg coalesce count dense_rank first_value group_concat ifnull iif instr lag last_value lead
length like lower ltrim max min nullif rank replace round row_number rtrim substr substring sum
total trim upper
"""
FUNCTIONS = frozenset(_FUNCTIONS.split())  # that other databases have too
STEPS = 20_000  # of SQLite's machine between two looks at the task: about a millisecond


def shapes() -> sqlite3.Connection:
    """Give a database of empty tables that look like what a rule may read, and of nothing else."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as case:
        schema.create(case)
        tables.fill(case, tables.read(case), np.zeros(0, dtype=np.int64))
        for name in (*VIEWS, *sorted(tables.READABLE)):
            columns = (column[0] for column in case.execute(f"SELECT * FROM {name}").description)
            db.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
    return db


def prepare(db: sqlite3.Connection, rule: Rule) -> str | None:
    """Say what is wrong with a rule's query, by a database of `shapes`; None if nothing is."""
    db.set_authorizer(_allowed_in_a_rule)
    try:
        cursor = db.execute(f"SELECT * FROM (\n{rule.sql}\n) LIMIT 0", parameters(rule))
    except (sqlite3.Error, sqlite3.Warning) as error:
        return f"the query cannot be asked: {error}"
    finally:
        db.set_authorizer(None)
    names = tuple(column[0] for column in cursor.description)
    missing = [name for name in COLUMNS if name not in names]
    return f"the query gives no column {', '.join(missing)}" if missing else None


def parameters(rule: Rule) -> dict[str, int]:
    """Give the thresholds as the query's named parameters."""
    return {threshold.name: threshold.value for threshold in rule.thresholds}


@contextmanager
def only_reading(db: sqlite3.Connection, task: Task) -> Iterator[None]:
    """Let nothing but queries run; Cancelled within milliseconds of `task.cancel()`."""
    db.execute("PRAGMA query_only = ON")
    db.set_authorizer(_allowed)
    db.set_progress_handler(lambda: int(task.is_cancelled), STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if task.is_cancelled:
            raise Cancelled from error
        raise
    finally:
        db.set_progress_handler(None, 0)
        db.set_authorizer(None)
        db.execute("PRAGMA query_only = OFF")


def rows(db: sqlite3.Connection, sql: str, rule: Rule) -> list[tuple[Any, ...]]:
    """Run a query around a rule's own."""
    return db.execute(sql, parameters(rule)).fetchall()


def _allowed(action: int, *_of: str | None) -> int:
    """Answer SQLite, which asks before it does anything."""
    is_reading = action in (
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_RECURSIVE,
    )
    return sqlite3.SQLITE_OK if is_reading else sqlite3.SQLITE_DENY


def _allowed_in_a_rule(action: int, first: str | None, second: str | None, *_of: str | None) -> int:
    """The same, of only those functions that other databases have too."""
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() not in FUNCTIONS:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_READ and (first or "").lower().startswith("sqlite_"):
        return sqlite3.SQLITE_DENY
    return _allowed(action)
