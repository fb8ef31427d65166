"""Tables, views and numbered migrations of a case's store. docs/schema.md explains them.

A migration that has been released is never edited: a change is a new one at the end. Each runs
in its own transaction together with the number it leaves behind (`PRAGMA user_version`).
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from auditor import small_events
from auditor.views import VIEWS

APPLICATION_ID = 0x50415544  # "PAUD": tells a case from any other SQLite file
COLUMNS_FORMAT = 1  # of a part of event_columns, its first byte; others are worked out again
SET_NAME = "permission_auditor"

_TABLES_1 = """
CREATE TABLE devices (
  id INTEGER PRIMARY KEY,
  device_id TEXT NOT NULL UNIQUE,
  serial TEXT NOT NULL,
  is_sample INTEGER NOT NULL,
  manufacturer TEXT, model TEXT, api INTEGER, release TEXT, fingerprint TEXT,
  zone TEXT, locale TEXT,
  seen_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE captures (
  id INTEGER PRIMARY KEY,
  capture_id TEXT NOT NULL UNIQUE,
  device_id INTEGER NOT NULL REFERENCES devices,
  folder TEXT NOT NULL,
  manifest_sha256 TEXT NOT NULL,
  plan TEXT NOT NULL,
  origin TEXT NOT NULL,
  tool TEXT NOT NULL,
  outcome TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  api INTEGER, release TEXT, fingerprint TEXT, zone TEXT, locale TEXT,
  zone_assumed INTEGER NOT NULL,
  captured_at_assumed INTEGER NOT NULL
) STRICT;

CREATE TABLE clock_readings (
  capture_id INTEGER NOT NULL REFERENCES captures,
  host_utc_ms INTEGER NOT NULL,
  phone_utc_ms INTEGER, uptime_ms INTEGER, boot_id TEXT
) STRICT;

CREATE TABLE skipped (
  capture_id INTEGER NOT NULL REFERENCES captures,
  command TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TABLE raw_files (
  id INTEGER PRIMARY KEY,
  capture_id INTEGER NOT NULL REFERENCES captures,
  name TEXT NOT NULL,
  command TEXT NOT NULL,
  parameters TEXT NOT NULL,
  command_line TEXT NOT NULL,
  file TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  exit_code INTEGER,
  whole INTEGER NOT NULL,
  reason TEXT,
  phone_before_ms INTEGER, phone_after_ms INTEGER,
  is_read INTEGER NOT NULL DEFAULT 0,
  records INTEGER NOT NULL DEFAULT 0,
  UNIQUE (capture_id, file)
) STRICT;

CREATE TABLE packages (
  id INTEGER PRIMARY KEY,
  device_id INTEGER NOT NULL REFERENCES devices,
  uid INTEGER NOT NULL,
  name TEXT NOT NULL,
  label TEXT,
  is_system INTEGER,
  UNIQUE (device_id, uid, name)
) STRICT;
CREATE TABLE ops (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, data_type TEXT NOT NULL
) STRICT;
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE uid_states (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, is_background INTEGER
) STRICT;
CREATE TABLE flags (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, is_middleman INTEGER NOT NULL
) STRICT;
CREATE TABLE proxies (id INTEGER PRIMARY KEY, uid INTEGER, package TEXT, tag TEXT) STRICT;
CREATE TABLE permission_names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  package_id INTEGER NOT NULL REFERENCES packages,
  op_id INTEGER NOT NULL REFERENCES ops,
  tag_id INTEGER REFERENCES tags,
  state_id INTEGER REFERENCES uid_states,
  flags_id INTEGER REFERENCES flags,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  virtual_device TEXT,
  unattributed INTEGER NOT NULL
) STRICT;

CREATE TABLE slots (
  id INTEGER PRIMARY KEY,
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  slot_index INTEGER NOT NULL,
  begin_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  printed_begin_ms INTEGER NOT NULL,
  printed_end_ms INTEGER NOT NULL,
  about INTEGER NOT NULL,
  is_closed INTEGER NOT NULL,
  is_cut INTEGER NOT NULL,
  superseded INTEGER NOT NULL DEFAULT 0,
  line INTEGER NOT NULL
) STRICT;
CREATE INDEX slots_raw_file ON slots (raw_file_id);

CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  series_id INTEGER NOT NULL REFERENCES series,
  time_ms INTEGER,
  precision_ms INTEGER NOT NULL,
  duration_ms INTEGER,
  count INTEGER,
  running INTEGER NOT NULL,
  zone_assumed INTEGER NOT NULL,
  about INTEGER NOT NULL,
  access_duration_ms INTEGER,
  printed_begin_ms INTEGER,
  printed_end_ms INTEGER,
  proxy_id INTEGER REFERENCES proxies,
  attribution_flags INTEGER,
  chain_id INTEGER,
  slot_id INTEGER REFERENCES slots,
  variant TEXT NOT NULL,
  superseded INTEGER NOT NULL DEFAULT 0,
  line_id INTEGER
) STRICT;
CREATE UNIQUE INDEX events_key
  ON events (series_id, ifnull(time_ms, -9223372036854775808), variant);
CREATE INDEX events_time ON events (time_ms);
CREATE INDEX events_slot ON events (slot_id) WHERE slot_id IS NOT NULL;

CREATE TABLE event_lines (
  id INTEGER PRIMARY KEY,
  event_id INTEGER NOT NULL REFERENCES events,
  capture_id INTEGER NOT NULL REFERENCES captures,
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  time_ms INTEGER,
  precision_ms INTEGER NOT NULL,
  duration_ms INTEGER,
  running INTEGER NOT NULL,
  zone_assumed INTEGER NOT NULL,
  proxy_id INTEGER REFERENCES proxies
) STRICT;
CREATE INDEX event_lines_event ON event_lines (event_id);
CREATE INDEX event_lines_capture ON event_lines (capture_id);

CREATE TABLE users (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  flags INTEGER NOT NULL,
  running INTEGER NOT NULL
) STRICT;

CREATE TABLE package_facts (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  package_id INTEGER NOT NULL REFERENCES packages,
  version_name TEXT, version_code INTEGER, target_sdk INTEGER,
  installer TEXT, initiating_package TEXT, code_path TEXT,
  is_system INTEGER, is_hidden_system INTEGER NOT NULL,
  first_install_local TEXT, last_update_local TEXT,
  shared_user TEXT, enabled INTEGER
) STRICT;
CREATE INDEX package_facts_package ON package_facts (package_id);

CREATE TABLE permissions (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  package_id INTEGER NOT NULL REFERENCES packages,
  name_id INTEGER NOT NULL REFERENCES permission_names,
  granted INTEGER,
  flags TEXT NOT NULL,
  runtime INTEGER
) STRICT;
CREATE INDEX permissions_package ON permissions (package_id);

CREATE TABLE usage_events (
  id INTEGER PRIMARY KEY,
  device_id INTEGER NOT NULL REFERENCES devices,
  user_id INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  precision_ms INTEGER NOT NULL,
  type TEXT NOT NULL,
  package TEXT NOT NULL,
  twin INTEGER NOT NULL,
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  UNIQUE (device_id, user_id, time_ms, type, package, twin)
) STRICT;

CREATE TABLE op_modes (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  uid INTEGER NOT NULL,
  package TEXT,
  op_id INTEGER NOT NULL REFERENCES ops,
  mode TEXT NOT NULL,
  switch_op TEXT, switch_mode TEXT
) STRICT;
CREATE TABLE uid_rows (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  uid INTEGER NOT NULL,
  state TEXT
) STRICT;
CREATE TABLE running_ops (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  uid INTEGER NOT NULL,
  package TEXT NOT NULL,
  op_id INTEGER NOT NULL REFERENCES ops,
  tag TEXT,
  started_ms INTEGER,
  nesting INTEGER
) STRICT;

CREATE TABLE unparsed (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  text TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE TABLE notices (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  code TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
"""

# Derived and rebuildable: every event as numpy columns, so that a window opens fast.
_TABLES_2 = """
CREATE TABLE event_columns (name TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT, WITHOUT ROWID;
"""

# What other services tell beside the accesses.
_TABLES_3 = """
CREATE TABLE sessions (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  source TEXT NOT NULL,
  uid INTEGER,
  package TEXT NOT NULL,
  what TEXT NOT NULL,
  number INTEGER NOT NULL,
  begin_ms INTEGER, end_ms INTEGER,
  precision_ms INTEGER NOT NULL,
  zone_assumed INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  silenced INTEGER,
  reason TEXT,
  begin_line INTEGER, end_line INTEGER
) STRICT;
CREATE INDEX sessions_raw_file ON sessions (raw_file_id);

CREATE TABLE screen_states (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  wakefulness TEXT NOT NULL,
  last_wake_ms INTEGER, last_sleep_ms INTEGER,
  precision_ms INTEGER NOT NULL,
  sleep_reason TEXT,
  powered INTEGER, battery_level INTEGER
) STRICT;

CREATE TABLE doze_exemptions (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  package TEXT, app_id INTEGER,
  granted_by TEXT NOT NULL,
  removed INTEGER NOT NULL
) STRICT;

CREATE TABLE networks (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, types TEXT NOT NULL, metered INTEGER
) STRICT;
CREATE TABLE traffic (
  id INTEGER PRIMARY KEY,
  device_id INTEGER NOT NULL REFERENCES devices,
  uid INTEGER NOT NULL,
  network_id INTEGER NOT NULL REFERENCES networks,
  uid_set TEXT NOT NULL,
  begin_ms INTEGER NOT NULL,
  length_ms INTEGER NOT NULL,
  received_bytes INTEGER NOT NULL, received_packets INTEGER NOT NULL,
  sent_bytes INTEGER NOT NULL, sent_packets INTEGER NOT NULL,
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  UNIQUE (device_id, uid, begin_ms, length_ms, network_id, uid_set)
) STRICT;

CREATE TABLE sensor_switches (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  user_id INTEGER,
  sensor TEXT NOT NULL,
  switch TEXT,
  is_blocked INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  namespace TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT,
  packages TEXT NOT NULL
) STRICT;
"""

# Derived and rebuildable: which events are one, what they say together, and how much of a
# period's count is known singly.
_TABLES_4 = """
CREATE TABLE merged_events (
  id INTEGER PRIMARY KEY,
  lead_id INTEGER NOT NULL,
  series_id INTEGER NOT NULL,
  source TEXT NOT NULL,
  sources TEXT NOT NULL,
  time_ms INTEGER NOT NULL,
  precision_ms INTEGER NOT NULL,
  duration_ms INTEGER,
  count INTEGER,
  running INTEGER NOT NULL,
  zone_assumed INTEGER NOT NULL,
  proxy_id INTEGER,
  line_id INTEGER NOT NULL
) STRICT;
CREATE TABLE merged_into (
  event_id INTEGER PRIMARY KEY,
  merged_id INTEGER NOT NULL
) STRICT;
CREATE TABLE known_counts (
  event_id INTEGER PRIMARY KEY,
  known INTEGER NOT NULL,
  more INTEGER NOT NULL
) STRICT;
"""

# What the log of events, the hibernation service and an iPhone's report tell beside accesses.
_TABLES_RECORDS = """
CREATE TABLE process_events (
  id INTEGER PRIMARY KEY,
  device_id INTEGER NOT NULL REFERENCES devices,
  what TEXT NOT NULL,
  user_id INTEGER NOT NULL,
  pid INTEGER NOT NULL,
  uid INTEGER,
  process TEXT NOT NULL,
  cause TEXT, component TEXT,
  time_ms INTEGER,
  precision_ms INTEGER NOT NULL,
  zone_assumed INTEGER NOT NULL,
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  UNIQUE (device_id, time_ms, pid, what, process)
) STRICT;

CREATE TABLE hibernation (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  user_id INTEGER,
  package TEXT NOT NULL,
  is_hibernated INTEGER NOT NULL,
  last_woken_ms INTEGER,
  precision_ms INTEGER NOT NULL,
  zone_assumed INTEGER NOT NULL
) STRICT;

CREATE TABLE network_contacts (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  package TEXT NOT NULL,
  domain TEXT NOT NULL,
  first_ms INTEGER, last_ms INTEGER,
  hits INTEGER,
  initiated TEXT, context TEXT, owner TEXT,
  domain_type INTEGER
) STRICT;
"""

# Who an app is, read from its file on the phone. The keys are names, not ids: these tables are
# not filled from captures, so they stay when everything else is worked out anew.
_TABLES_IDENTITY = """
ALTER TABLE package_facts ADD COLUMN originating_package TEXT;
ALTER TABLE package_facts ADD COLUMN update_owner TEXT;
CREATE TABLE apks (
  id INTEGER PRIMARY KEY,
  device_id TEXT NOT NULL,
  path TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  locale TEXT NOT NULL,
  read_ms INTEGER NOT NULL,
  tool_version TEXT NOT NULL,
  package TEXT, version_name TEXT, version_code INTEGER, target_sdk INTEGER,
  label TEXT,
  labels TEXT NOT NULL,
  icon BLOB, icon_kind TEXT,
  signer_scheme TEXT, signer_sha256 TEXT, signer_check TEXT,
  past_signers TEXT NOT NULL,
  certificate BLOB,
  troubles TEXT NOT NULL,
  ranges TEXT NOT NULL,
  UNIQUE (device_id, path, size_bytes, modified_ms, locale)
) STRICT;
CREATE TABLE app_files (
  device_id TEXT NOT NULL,
  uid INTEGER NOT NULL,
  package TEXT NOT NULL,
  apk_id INTEGER REFERENCES apks,
  trouble TEXT,
  tried_ms INTEGER NOT NULL,
  PRIMARY KEY (device_id, uid, package)
) STRICT, WITHOUT ROWID;
CREATE INDEX app_files_apk ON app_files (apk_id);
"""

# When the phone was used, from its usage history; the derived part is rebuildable.
_TABLES_CONTEXT = """
ALTER TABLE usage_events ADD COLUMN activity TEXT;
ALTER TABLE usage_events ADD COLUMN instance INTEGER;
CREATE TABLE usage_spans (
  raw_file_id INTEGER NOT NULL REFERENCES raw_files,
  line INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  begin_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL
) STRICT;
INSERT INTO usage_spans (raw_file_id, line, user_id, begin_ms, end_ms)
SELECT raw_file_id, min(line), user_id, min(time_ms), max(time_ms + precision_ms - 1)
FROM usage_events GROUP BY raw_file_id, user_id;
CREATE TABLE foreground (
  device_id INTEGER NOT NULL REFERENCES devices,
  user_id INTEGER NOT NULL,
  package TEXT NOT NULL,
  begin_ms INTEGER NOT NULL, begin_precision_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL, end_precision_ms INTEGER NOT NULL,
  ends_known INTEGER NOT NULL
) STRICT;
CREATE TABLE phone_states (
  device_id INTEGER NOT NULL REFERENCES devices,
  what TEXT NOT NULL,
  is_on INTEGER NOT NULL,
  begin_ms INTEGER NOT NULL, begin_precision_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL, end_precision_ms INTEGER NOT NULL,
  ends_known INTEGER NOT NULL
) STRICT;
CREATE TABLE event_context (
  event_id INTEGER PRIMARY KEY,
  facts INTEGER NOT NULL,
  left_ago_ms INTEGER, left_ago_precision_ms INTEGER
) STRICT;
"""


class Executes(Protocol):
    """What a migration needs: a sqlite3 connection has it, and so has sqlite-utils' Database."""

    def execute(self, sql: str, /) -> sqlite3.Cursor:
        """Run one statement."""


def _run(db: Executes, script: str) -> None:
    # Not executescript: it commits first, which would tear the migration's transaction.
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)


# What a person adds; no load and no deletion of a capture changes it.
_TABLES_NOTES = """
CREATE TABLE own_marks (
  id INTEGER PRIMARY KEY,
  time_ms INTEGER NOT NULL,
  text TEXT NOT NULL,
  made_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE evidence (
  id INTEGER PRIMARY KEY,
  begin_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  filter TEXT NOT NULL,
  event_ids BLOB NOT NULL,
  made_ms INTEGER NOT NULL,
  UNIQUE (begin_ms, end_ms, filter)
) STRICT;
"""


# What a person says about findings, and about moments of a guided session. The keys are names, not
# ids, so that they stay when everything else is worked out anew.
_TABLES_FINDINGS = """
ALTER TABLE own_marks ADD COLUMN kind TEXT;
ALTER TABLE own_marks ADD COLUMN device_id TEXT;
ALTER TABLE own_marks ADD COLUMN uid INTEGER;
ALTER TABLE own_marks ADD COLUMN package TEXT;
CREATE TABLE dismissals (
  rule_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  uid INTEGER NOT NULL,
  package TEXT NOT NULL,
  op TEXT NOT NULL,
  data_type TEXT NOT NULL,
  reason TEXT NOT NULL,
  made_ms INTEGER NOT NULL,
  PRIMARY KEY (rule_id, device_id, uid, package, op, data_type)
) STRICT, WITHOUT ROWID;
CREATE TABLE categories (
  device_id TEXT NOT NULL,
  uid INTEGER NOT NULL,
  package TEXT NOT NULL,
  category TEXT NOT NULL,
  reason TEXT NOT NULL,
  made_ms INTEGER NOT NULL,
  PRIMARY KEY (device_id, uid, package)
) STRICT, WITHOUT ROWID;
"""


def _m0001_first_tables(db: Executes) -> None:
    _run(db, _TABLES_1)


def _m0002_event_columns(db: Executes) -> None:
    _run(db, _TABLES_2)


def _m0003_companions(db: Executes) -> None:
    _run(db, _TABLES_3)


def _m0004_merged_events(db: Executes) -> None:
    _run(db, _TABLES_4)


def _m0005_more_records(db: Executes) -> None:
    _run(db, _TABLES_RECORDS)


def _m0006_identities(db: Executes) -> None:
    _run(db, _TABLES_IDENTITY)


def _m0007_context(db: Executes) -> None:
    _run(db, _TABLES_CONTEXT)


def _m0008_small_events(db: Executes) -> None:
    _drop_views(db)
    for script in small_events.SCRIPTS:
        _run(db, script)


def _m0009_notes(db: Executes) -> None:
    _run(db, _TABLES_NOTES)


def _m0010_findings(db: Executes) -> None:
    _run(db, _TABLES_FINDINGS)


MIGRATIONS: tuple[Callable[[Executes], None], ...] = (
    _m0001_first_tables,
    _m0002_event_columns,
    _m0003_companions,
    _m0004_merged_events,
    _m0005_more_records,
    _m0006_identities,
    _m0007_context,
    _m0008_small_events,
    _m0009_notes,
    _m0010_findings,
)
LATEST = len(MIGRATIONS)


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


def _name(step: Callable[[Executes], None]) -> str:
    return step.__name__.removeprefix("_")


def _numbered(number: int, step: Callable[[Executes], None]) -> Callable[[Executes], None]:
    def apply(db: Executes) -> None:
        step(db)
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
