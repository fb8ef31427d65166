"""What made a case's tables what they are: one numbered step in each module, in order.

A migration that has been released is never edited: a change is a new one at the end. `SCRIPTS` are
its SQL statements; a case has no views while they run.
"""

from typing import Protocol

from auditor.migrations import (
    m0001_first_tables,
    m0002_event_columns,
    m0003_companions,
    m0004_merged_events,
    m0005_more_records,
    m0006_identities,
    m0007_context,
    m0008_small_events,
    m0009_notes,
    m0010_findings,
    m0011_trials,
    m0012_live,
    m0013_paces,
    m0014_looks,
)


class Migration(Protocol):
    """A module of this folder: its name is what a case remembers of it."""

    @property
    def __name__(self) -> str:
        """With the folder's before it."""

    @property
    def SCRIPTS(self) -> tuple[str, ...]:  # noqa: N802  # a module's constant
        """Statements, each ended by a semicolon and a new line."""


MIGRATIONS: tuple[Migration, ...] = (
    m0001_first_tables,
    m0002_event_columns,
    m0003_companions,
    m0004_merged_events,
    m0005_more_records,
    m0006_identities,
    m0007_context,
    m0008_small_events,
    m0009_notes,
    m0010_findings,
    m0011_trials,
    m0012_live,
    m0013_paces,
    m0014_looks,
)
