"""Many rows in and out of SQLite: fewer statements, and arrays in place of tuples."""

import json
import sqlite3
from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

UNKNOWN = int(np.iinfo(np.int64).min)  # what NULL is in an array
Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]

MOST_PARAMETERS = 900  # of a statement; older SQLite takes 999
SLICE = 50_000  # rows that are objects at one time
IDS = 10_000  # asked for with one statement


def insert(db: sqlite3.Connection, table: str, columns: Sequence[Sequence[object]]) -> None:
    """Add the rows that equally long columns make, many with each statement.

    That takes two thirds of the time of as many statements of one row.
    """
    marks = ["?"] * len(columns)
    for begin in range(0, len(columns[0]), SLICE):
        rows = zip(*(column[begin : begin + SLICE] for column in columns), strict=True)
        _insert(db, table, marks, list(chain.from_iterable(rows)))


def insert_numbers(db: sqlite3.Connection, table: str, columns: Sequence[Int64]) -> None:
    """Add the rows that arrays make, UNKNOWN as NULL. It takes a quarter less again."""
    marks = [f"nullif(?, {UNKNOWN})" if UNKNOWN in column else "?" for column in columns]
    for begin in range(0, len(columns[0]), SLICE):
        rows = np.stack([column[begin : begin + SLICE] for column in columns], axis=1)
        _insert(db, table, marks, rows.ravel().tolist())


def _insert(db: sqlite3.Connection, table: str, marks: list[str], values: list[Any]) -> None:
    """Add rows whose values follow each other."""
    one, width = f"({', '.join(marks)})", len(marks)
    most = MOST_PARAMETERS // width * width
    whole = len(values) // most * most
    into = f"INSERT INTO {table} VALUES "
    if whole:
        many = into + ", ".join([one] * (most // width))
        db.executemany(many, (values[i : i + most] for i in range(0, whole, most)))
    if whole < len(values):
        db.execute(into + ", ".join([one] * ((len(values) - whole) // width)), values[whole:])


def distinct(values: Int64) -> Int64:
    """Give the different values, the smallest first. np.unique would import numpy.ma for that."""
    ordered = np.sort(values)
    is_first = np.ones(len(ordered), dtype=np.bool_)
    is_first[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_first]


def is_among(values: Int64, wanted: Int64) -> Bool:
    """Say of each value whether it is one of those that are wanted, a sorted array."""
    if not len(wanted):
        return np.zeros(len(values), dtype=np.bool_)
    place = np.minimum(np.searchsorted(wanted, values), len(wanted) - 1)
    found: Bool = wanted[place] == values
    return found


def numbers(
    db: sqlite3.Connection, sql: str, width: int, parameters: Sequence[object] = ()
) -> Int64:
    """Read a query of whole numbers, none of them NULL: an array per column."""
    flat = np.fromiter(chain.from_iterable(db.execute(sql, parameters)), dtype=np.int64)
    return np.ascontiguousarray(flat.reshape(-1, width).T)


def numbers_of(db: sqlite3.Connection, sql: str, width: int, ids: Int64) -> Int64:
    """Read the same of some ids: `sql` takes a JSON list of them."""
    parts = [
        numbers(db, sql, width, (json.dumps(ids[begin : begin + IDS].tolist()),))
        for begin in range(0, len(ids), IDS)
    ]
    return np.concatenate(parts, axis=1) if parts else np.zeros((width, 0), dtype=np.int64)
