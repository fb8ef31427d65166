"""Tables of what a case holds beside its events: notices, starts of processes, domains."""

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from auditor.companions import Domain, Notice, ProcessStart
from auditor.phone_facts import Bucket
from ui.labels import UNKNOWN, Labels, slot_time
from ui.rows_table import Field, RowsTable
from ui.widgets import column, label

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
MOST_ROWS = 8  # that are in view at once on an app's page; the others are scrolled to


class NoticesTable(RowsTable):
    """What the texts of a reading say about themselves."""

    def __init__(self, labels: Labels, parent: QWidget | None = None) -> None:
        fields: list[Field[Notice]] = [
            Field(
                self.tr("Notice"),
                lambda n: labels.code("notice", n.code),
                lambda n: labels.code("notice", n.code),
                26,
                tip=lambda n: labels.about("notice", n.code),
            ),
            Field(
                self.tr("What that means"),
                lambda n: labels.about("notice", n.code),
                lambda n: n.code,
                70,
            ),
            Field(self.tr("File"), lambda n: n.raw_file, lambda n: (n.raw_file, n.line), 30),
            Field(self.tr("Line"), lambda n: labels.number(n.line), lambda n: n.line, 9, True),
            Field(self.tr("As printed"), lambda n: n.text, lambda n: n.text, 60),
        ]
        super().__init__("noticesTable", self.tr("Notices"), fields, (2, UP), parent)


class Companions(QWidget):
    """A heading, a sentence and a table; not to be seen where there is nothing to list."""

    def __init__(self, labels: Labels) -> None:
        super().__init__()
        self._labels = labels
        self._zone: tzinfo = UTC

    def _build(self, name: str, title: str, told: str, fields: list[Field[Any]]) -> None:
        self.setObjectName(name)
        self.table = RowsTable(f"{name}Table", title, fields, (0, DOWN))
        note = label(told, "muted", wraps=True)
        self.setLayout(column(label(title, "heading"), note, self.table, spacing=8))
        self.hide()

    def show_rows(self, rows: Sequence[Any], zone: tzinfo) -> None:
        """Take the rows of another app."""
        self._zone = zone
        self.table.rows.show_rows(rows)
        row = self.table.verticalHeader().defaultSectionSize()
        self.table.setMinimumHeight(row * (min(len(rows), MOST_ROWS) + 2))
        self.setVisible(bool(rows))

    def _time(self, time_ms: int | None, precision_ms: int = 1000) -> str:
        return self._labels.time(time_ms, self._zone, precision_ms)


class Processes(Companions):
    """When processes of an app's uid began, and why."""

    def __init__(self, labels: Labels) -> None:
        super().__init__(labels)
        told = self.tr(
            "From the phone's log of events, which keeps its newest lines only. Apps that share a "
            "uid share this list; cause and end stand there as the phone prints them."
        )
        self._build("processes", self.tr("Starts of its processes"), told, self._fields())

    def _fields(self) -> list[Field[ProcessStart]]:
        return [
            Field(
                self.tr("Begun"),
                lambda p: self._time(p.time_ms, p.precision_ms),
                lambda p: p.time_ms or 0,
                22,
            ),
            Field(self.tr("Process"), lambda p: p.process, lambda p: p.process, 34),
            Field(self.tr("Cause"), lambda p: p.cause or UNKNOWN, lambda p: p.cause or "", 22),
            Field(
                self.tr("What was started"),
                lambda p: p.component or UNKNOWN,
                lambda p: p.component or "",
                44,
            ),
            Field(
                self.tr("Ended"),
                lambda p: self._time(p.ended_ms, p.precision_ms),
                lambda p: p.ended_ms or 0,
                22,
            ),
            Field(
                self.tr("Why it was ended"),
                lambda p: p.killed_for or UNKNOWN,
                lambda p: p.killed_for or "",
                30,
            ),
        ]


class Traffic(Companions):
    """How many bytes an app's uid sent and received, and when."""

    def __init__(self, labels: Labels) -> None:
        super().__init__(labels)
        told = self.tr(
            "Counted by the phone for each uid, in stretches of about two hours: apps that share a "
            "uid are counted together. What was sent, and to whom, is not recorded."
        )
        self._build("traffic", self.tr("Bytes over the network"), told, self._fields())

    def _fields(self) -> list[Field[Bucket]]:
        labels = self._labels
        return [
            Field(
                self.tr("Period"),
                lambda b: slot_time(b.begin_ms, b.end_ms, self._zone),
                lambda b: b.begin_ms,
                34,
            ),
            Field(self.tr("Where"), self._where, self._where, 18),
            Field(
                self.tr("Sent"),
                lambda b: labels.size(b.sent_bytes),
                lambda b: b.sent_bytes,
                14,
                True,
            ),
            Field(
                self.tr("Received"),
                lambda b: labels.size(b.received_bytes),
                lambda b: b.received_bytes,
                14,
                True,
            ),
            Field(self.tr("Network"), lambda b: b.types or UNKNOWN, lambda b: b.types, 16),
            Field(self.tr("File"), lambda b: b.raw_file, lambda b: (b.raw_file, b.line), 26),
            Field(self.tr("Line"), lambda b: labels.number(b.line), lambda b: b.line, 9, True),
        ]

    def _where(self, bucket: Bucket) -> str:
        return self.tr("in background") if bucket.is_background else self.tr("in front")


class Domains(Companions):
    """Which internet domains an iPhone's app met."""

    def __init__(self, labels: Labels) -> None:
        super().__init__(labels)
        told = self.tr(
            "From the iPhone's App Privacy Report, which keeps seven days: the first and the last "
            "time, and how often. What was sent or received is not recorded."
        )
        self._build("domains", self.tr("Internet domains"), told, self._fields())

    def _fields(self) -> list[Field[Domain]]:
        return [
            Field(self.tr("Last"), lambda d: self._time(d.last_ms), lambda d: d.last_ms or 0, 22),
            Field(
                self.tr("First"), lambda d: self._time(d.first_ms), lambda d: d.first_ms or 0, 22
            ),
            Field(self.tr("Domain"), lambda d: d.domain, lambda d: d.domain, 36),
            Field(
                self.tr("Times"),
                lambda d: self._labels.number(d.hits),
                lambda d: -1 if d.hits is None else d.hits,
                9,
                True,
            ),
            Field(self.tr("Met by"), self._who, self._who, 28),
            Field(self.tr("Owner"), lambda d: d.owner or UNKNOWN, lambda d: d.owner or "", 24),
        ]

    def _who(self, domain: Domain) -> str:
        if domain.initiated == "AppInitiated":
            return self.tr("the app itself")
        if domain.initiated == "NonAppInitiated":
            place = domain.context or self.tr("a page within it")
            return self.tr("content within the app: %1").replace("%1", place)
        return domain.initiated or UNKNOWN
