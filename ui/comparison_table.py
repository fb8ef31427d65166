"""What differs between two readings, a line for each difference."""

from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from auditor import words
from auditor.compare import Comparison, NewUse, Updated
from auditor.permissions import AppKey, Grant, PermissionChange
from auditor.query import CaptureRow
from ui import icons
from ui.labels import MINUTE_MS, UNKNOWN, Labels, zone_of
from ui.rows_table import Field, RowsTable
from ui.theme import Theme
from ui.type_cell import used_texts
from ui.widgets import clean, column, label, row


@dataclass(frozen=True, slots=True)
class Difference:
    """One line: of which sort, in words, of which app, what."""

    order: int
    what: str
    icon: str
    app: AppKey
    title: str
    text: str
    count: int = 0


class ComparisonView(QWidget):
    """Chooses the earlier reading, and shows what differs."""

    before_chosen = Signal(object)  # capture_id
    app_chosen = Signal(object)  # AppKey

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparison")
        self._labels, self._theme = labels, theme
        self._titles: dict[AppKey, str] = {}
        self._choose = QComboBox()
        self._choose.setObjectName("compareWith")
        self._choose.setAccessibleName(self.tr("Compare with the reading of"))
        self._choose.setToolTip(self.tr("Another reading of the same phone"))
        self._choose.setMinimumHeight(28)
        self._choose.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._choose.activated.connect(
            lambda place: self.before_chosen.emit(self._choose.itemData(place))
        )
        self._told = label(kind="muted", wraps=True, name="comparisonTold")
        up = Qt.SortOrder.AscendingOrder
        self.table = RowsTable("comparisonTable", self.tr("What differs"), self._fields(), (0, up))
        self.table.row_opened.connect(lambda each: self.app_chosen.emit(each.app))
        self._head = QWidget()
        asked = label(self.tr("Compare with the reading of"))
        self._head.setLayout(row(asked, self._choose, 1, spacing=8))
        layout = column(self._head, self._told, self.table, spacing=8)
        layout.addStretch(0)  # a lone sentence stands on top
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def show_titles(self, titles: dict[AppKey, str]) -> None:
        """Take the apps' own names."""
        self._titles = titles

    def show_choices(self, rows: list[CaptureRow], chosen: CaptureRow | None) -> None:
        """Offer the other readings of the same phone; without any, say so."""
        self._choose.clear()
        for each in rows:
            when = self._labels.time(each.started_ms, zone_of(each.zone), MINUTE_MS)
            self._choose.addItem(when, each.capture_id)
        if chosen is not None:
            self._choose.setCurrentIndex(self._choose.findData(chosen.capture_id))
        self._head.setVisible(bool(rows))
        self.table.rows.show_rows([])
        self.table.setVisible(bool(rows))
        none = self.tr(
            "There is no other reading of this phone yet. Read it again, and this says what is "
            "new, which permission changed, and which apps came or went."
        )
        self._told.setText("" if rows else none)

    def show_comparison(self, found: Comparison) -> None:
        """Show what differs."""
        zone = zone_of(found.after.zone)
        lines = [*self._apps(found), *(self._changed(*each) for each in found.permissions)]
        lines += [self._new(use, zone) for use in found.new]
        self.table.rows.show_rows(lines)
        self.table.setVisible(bool(lines))
        self._told.setText(self._summary(found, len(lines)))

    def _summary(self, found: Comparison, number: int) -> str:
        parts = [self.tr("%Ln difference(s) between the two readings.", None, number)]
        if found.came is None or found.went is None:
            parts.append(
                self.tr("A list of apps is cut or missing, so not all who came or went are known.")
            )
        if found.straddling:
            parts.append(
                self.tr(
                    "%Ln count(s) over a period lie on both sides of the earlier reading; which "
                    "part is new, nothing tells.",
                    None,
                    found.straddling,
                )
            )
        if found.older:
            parts.append(
                self.tr(
                    "%Ln record(s) that only the later reading tells are from before the earlier "
                    "one: they are not new.",
                    None,
                    found.older,
                )
            )
        return " ".join(parts)

    def _apps(self, found: Comparison) -> list[Difference]:
        came, went = self.tr("app came"), self.tr("app went")
        lines = [self._line(0, came, "apps", app, "") for app in found.came or ()]
        lines += [self._line(1, went, "clear", app, "") for app in found.went or ()]
        return lines + [self._updated(each) for each in found.updated]

    def _updated(self, each: Updated) -> Difference:
        old, new = (part.version_name or UNKNOWN for part in (each.before, each.after))
        if old == new:
            text = self.tr("installed anew, the version is the same: %1").replace("%1", clean(new))
        else:
            text = f"{clean(old, 60)} → {clean(new, 60)}"
        return self._line(2, self.tr("app updated"), "refresh", each.app, text)

    def _changed(self, app: AppKey, change: PermissionChange) -> Difference:
        name = change.permission.rpartition(".")[2]
        states = f"{self._grant(change.before)} → {self._grant(change.after)}"
        text = f"{clean(name, 80)}: {states}"
        return self._line(3, self.tr("permission changed"), "check", app, text)

    def _grant(self, grant: Grant | None) -> str:
        if grant is None:
            return self.tr("not asked for")
        return words.word(f"grant.{grant}", self._labels.lang)

    def _new(self, use: NewUse, zone: tzinfo) -> Difference:
        parts = [self._labels.data_type(use.data_type)]
        parts += used_texts(use.accesses, use.background, use.rejects, self._labels)
        if use.last_ms is not None:
            when = self._labels.time(use.last_ms, zone, MINUTE_MS)
            parts.append(self.tr("last %1").replace("%1", when))
        text = "  ·  ".join(parts)
        count = use.accesses + use.rejects
        return self._line(4, self.tr("new use"), str(use.data_type), use.app, text, count)

    def _line(
        self, order: int, what: str, icon: str, app: AppKey, text: str, count: int = 0
    ) -> Difference:
        title = clean(self._titles.get(app) or app[2], 200)
        return Difference(order, what, icon, app, title, text, count)

    def _fields(self) -> list[Field[Difference]]:
        return [
            Field(
                self.tr("What"),
                lambda d: d.what,
                lambda d: (d.order, -d.count, d.title.casefold()),
                22,
                icon=lambda d: icons.icon(d.icon, self._theme.text),
            ),
            Field(self.tr("App"), lambda d: d.title, lambda d: d.title.casefold(), 30),
            Field(self.tr("Difference"), lambda d: d.text, lambda d: (d.order, -d.count), 80),
        ]
