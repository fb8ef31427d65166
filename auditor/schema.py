"""A case's schema: made new, brought up to date, told by its number. docs/schema.md explains it.

The steps are in `migrations/`. Each runs in its own transaction together with the number that it
leaves behind (`PRAGMA user_version`).
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from auditor.migrations import MIGRATIONS, Migration
from auditor.views import VIEWS

APPLICATION_ID = 0x50415544  # "PAUD": tells a case from any other SQLite file
COLUMNS_FORMAT = 1  # of a part of event_columns, its first byte; others are worked out again
SET_NAME = "permission_auditor"
LATEST = len(MIGRATIONS)


class Executes(Protocol):
    """What a migration needs: a sqlite3 connection has it, and so has sqlite-utils' Database."""

    def execute(self, sql: str, /) -> sqlite3.Cursor:
        """Run one statement."""


def _run(db: Executes, script: str) -> None:
    # Not executescript: it commits first, which would tear the migration's transaction.
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)


def version(connection: sqlite3.Connection) -> int:
    """Give the number of the last migration that ran in this file; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def has_columns(connection: sqlite3.Connection) -> bool:
    """Whether event_columns is there and of this version, or nothing is to be in it."""
    sql = "SELECT DISTINCT hex(substr(data, 1, 1)) FROM event_columns"
    found = connection.execute(sql).fetchall()
    if found:
        return found == [(f"{COLUMNS_FORMAT:02X}",)]
    return connection.execute("SELECT 1 FROM events LIMIT 1").fetchone() is None


# What sqlite-utils makes to know which migrations ran: written here for a new case.
_LEDGER = """
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
"""


def create(connection: sqlite3.Connection) -> None:
    """Make the newest schema in an empty file, as `migrate` would, in one transaction.

    A new case needs no tool that knows what was done before: sqlite-utils takes longer to import
    than all of the rest does to run.
    """
    with transaction(connection):
        if version(connection):
            return  # another program has made it meanwhile
        _run(connection, _LEDGER)
        for number, step in enumerate(MIGRATIONS, start=1):
            _numbered(number, step)(connection)
            connection.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
                " VALUES (?, ?, datetime() || '+00:00')",
                (SET_NAME, _name(step)),
            )
        _redo_views(connection)


def migrate(connection: sqlite3.Connection, up_to: int = LATEST) -> None:
    """Bring a file to schema number `up_to`, one transaction per migration, then redo the views.

    `connection` must be outside a transaction. `up_to` below LATEST is for tests of migrations.
    """
    from sqlite_utils import Database  # 0.13 s to import: only when there is something to migrate
    from sqlite_utils.migrations import Migrations

    db = Database(connection, execute_plugins=False)
    migrations = Migrations(SET_NAME)
    for number, step in enumerate(MIGRATIONS[:up_to], start=1):
        migrations(name=_name(step))(_numbered(number, step))
    migrations.apply(db)
    if up_to == LATEST:
        with transaction(connection):
            _redo_views(connection)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything inside is written, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite ends it by itself where the disk is full
            connection.execute("ROLLBACK")
        raise


def _name(step: Migration) -> str:
    return step.__name__.rpartition(".")[2]


def _numbered(number: int, step: Migration) -> Callable[[Executes], None]:
    def apply(db: Executes) -> None:
        _drop_views(db)
        for script in step.SCRIPTS:
            _run(db, script)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {number}")

    return apply


def _drop_views(db: Executes) -> None:
    """Take the views away: tables cannot be exchanged below them."""
    rows = db.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
    for (name,) in rows:
        db.execute(f'DROP VIEW "{name}"')


def _redo_views(db: Executes) -> None:
    _drop_views(db)
    for name, sql in VIEWS.items():
        db.execute(f"CREATE VIEW {name} AS {sql}")
