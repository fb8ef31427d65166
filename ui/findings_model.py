"""Findings as a tree: apps with theirs, the worst first; then what is set aside, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from auditor.findings import words as said
from auditor.findings.records import Finding, Findings, Severity, Skipped
from auditor.permissions import AppKey
from ui.finding_words import app_key, named
from ui.labels import Labels
from ui.rows_table import FACTS_ROLE
from ui.widgets import clean

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()
LONGEST = 600
SUPPRESSED, SKIPPED = "suppressed", "skipped"


class Kind(Enum):
    """What a row is about."""

    APP = auto()
    SECTION = auto()
    FINDING = auto()
    SKIPPED = auto()


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What a delegate paints: at most a title, a text of two lines, and a word with its ground."""

    kind: Kind
    title: str
    text: str = ""
    badge: str = ""
    severity: Severity | None = None  # of the badge; None: a calm one
    app: AppKey | None = None

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader."""
        return ". ".join(part.rstrip(".") for part in (self.badge, self.title, self.text) if part)


@dataclass(frozen=True, slots=True)
class _Group:
    """A row of the first level and those below it."""

    key: str
    facts: RowFacts
    rows: tuple[tuple[str, RowFacts], ...]  # finding or rule id, what to paint


class FindingsModel(QAbstractItemModel):
    """Two levels; an index of the second carries the number of its group plus one."""

    def __init__(self, labels: Labels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = labels
        self._groups: tuple[_Group, ...] = ()

    def show(self, found: Findings, passing: frozenset[str], names: dict[AppKey, str]) -> None:
        """Show what passes a filter; rules that could not be asked always stand at the end."""
        self.beginResetModel()
        shown = [named(each, names) for each in found.items if each.id in passing]
        aside = [named(each, names) for each in found.suppressed if each.id in passing]
        groups = self._apps(shown)
        if aside:
            groups.append(self._suppressed(aside))
        if found.skipped:
            groups.append(self._skipped(found))
        self._groups = tuple(groups)
        self.endResetModel()

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self._groups = ()
        self.endResetModel()

    def id_at(self, index: Index) -> str | None:
        """Give the id of the finding or rule of a row; None of an app or a section."""
        if not index.isValid() or not index.internalId():
            return None
        return self._groups[index.internalId() - 1].rows[index.row()][0]

    def key_at(self, index: Index) -> str | None:
        """Give what tells a row of the first level from others, also after the next asking."""
        is_group = index.isValid() and not index.internalId()
        return self._groups[index.row()].key if is_group else None

    def index_of(self, wanted_id: str) -> QModelIndex:
        """Find the row of a finding."""
        for number, group in enumerate(self._groups):
            for place, (row_id, facts) in enumerate(group.rows):
                if row_id == wanted_id and facts.kind is Kind.FINDING:
                    return self.createIndex(place, 0, number + 1)
        return QModelIndex()

    def first(self) -> QModelIndex:
        """Give the row of the first finding that is not set aside."""
        if not self._groups or self._groups[0].facts.kind is not Kind.APP:
            return QModelIndex()
        return self.createIndex(0, 0, 1)

    def group_indexes(self) -> list[QModelIndex]:
        """Give the rows of the first level."""
        return [self.index(number, 0) for number in range(len(self._groups))]

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = NOWHERE) -> QModelIndex:
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        if not parent.isValid():
            return len(self._groups)
        is_group = not parent.internalId() and parent.column() == 0
        return len(self._groups[parent.row()].rows) if is_group else 0

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 1

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if not index.isValid():
            return None
        number = index.internalId()
        if number:
            facts = self._groups[number - 1].rows[index.row()][1]
        else:
            facts = self._groups[index.row()].facts
        if role == FACTS_ROLE:
            return facts
        if role in (Role.DisplayRole, Role.AccessibleTextRole, Role.ToolTipRole):
            return clean(facts.spoken, LONGEST)
        return None

    def _apps(self, shown: Sequence[Finding]) -> list[_Group]:
        by_app: dict[AppKey, list[Finding]] = {}
        for each in shown:
            by_app.setdefault(app_key(each), []).append(each)
        groups = [self._app(app, rows) for app, rows in by_app.items()]
        groups.sort(key=lambda pair: pair[0])
        return [group for _order, group in groups]

    def _app(self, app: AppKey, rows: list[Finding]) -> tuple[tuple[int, str, AppKey], _Group]:
        """Make the group of an app, and what it is sorted by: the worst that is not dismissed."""
        counting = [each for each in rows if each.is_open]
        worst = max((each.severity.rank for each in counting), default=-1)
        name = rows[0].label or app[2]
        rows = sorted(rows, key=lambda each: not each.is_open)  # else as they come: by severity
        number = self.tr("%Ln finding(s)", None, len(counting))
        facts = RowFacts(Kind.APP, name, clean(app[2], 200), number, app=app)
        group = _Group(f"app {app}", facts, tuple((each.id, self._line(each)) for each in rows))
        return (-worst, name.casefold(), app), group

    def _line(self, finding: Finding) -> RowFacts:
        lang = self._labels.lang
        title = clean(finding.rule.title[lang], 200)
        text = clean(said.sentence(finding, lang), LONGEST)
        if finding.dismissal is not None:
            return RowFacts(Kind.FINDING, title, text, self.tr("Dismissed"))
        badge = said.severity(finding.severity, lang)
        return RowFacts(Kind.FINDING, title, text, badge, finding.severity)

    def _suppressed(self, aside: Iterable[Finding]) -> _Group:
        lang = self._labels.lang
        rows = tuple((each.id, self._aside(each, lang)) for each in aside)
        title = self.tr("Set aside for a known reason")
        text = self.tr("Not counted, and never left out: each with its reason")
        facts = RowFacts(Kind.SECTION, title, text, self._labels.number(len(rows)))
        return _Group(SUPPRESSED, facts, rows)

    def _aside(self, finding: Finding, lang: str) -> RowFacts:
        title = f"{finding.label} · {clean(finding.rule.title[lang], 200)}"
        why = " ".join(said.suppressor_text(each, lang) for each in finding.suppressed)
        return RowFacts(Kind.FINDING, title, clean(why, LONGEST), self.tr("Set aside"))

    def _skipped(self, found: Findings) -> _Group:
        titles = {rule.id: rule.title[self._labels.lang] for rule in found.rules}
        rows = tuple((each.rule_id, self._rule(each, titles)) for each in found.skipped)
        title = self.tr("Rules that could not be asked")
        text = self.tr("The records of this case do not hold what they need")
        facts = RowFacts(Kind.SECTION, title, text, self._labels.number(len(rows)))
        return _Group(SKIPPED, facts, rows)

    def _rule(self, skipped: Skipped, titles: dict[str, str]) -> RowFacts:
        title = f"{skipped.rule_id} · {clean(titles.get(skipped.rule_id, ''), 200)}"
        return RowFacts(Kind.SKIPPED, title, said.skipped_text(skipped, self._labels.lang))
