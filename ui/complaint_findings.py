"""Step 1 of a complaint: one app, and which of its findings it is about."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QWidget

from auditor.error_words import say_error
from auditor.errors import AuditorError
from auditor.findings import words as said
from auditor.findings.records import Finding
from auditor.permissions import AppKey
from ui.finding_words import app_key
from ui.labels import Labels
from ui.no_wheel import NoWheel
from ui.widgets import clean, column, label, push_button, row

ID = Qt.ItemDataRole.UserRole
ROWS = 7


@dataclass(frozen=True, slots=True)
class AppChoice:
    """An app with findings that a complaint may be about; `name` is with its profile."""

    app: AppKey
    name: str
    findings: tuple[Finding, ...]


class FindingsStep(QWidget):
    """A list of apps, and boxes to tick. A complaint is about one app."""

    changed = Signal()
    page_chosen = Signal(object)  # a page's name

    def __init__(self, labels: Labels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = labels
        self._choices: tuple[AppChoice, ...] = ()
        self._apps, self._list = QComboBox(), QListWidget()
        self._none = label(wraps=True, name="complaintNoFindings")
        self._build()

    @property
    def choice(self) -> AppChoice | None:
        """The app that is chosen."""
        number = self._apps.currentIndex()
        return self._choices[number] if 0 <= number < len(self._choices) else None

    @property
    def chosen(self) -> tuple[Finding, ...]:
        """The findings that are ticked."""
        choice = self.choice
        if choice is None:
            return ()
        ticked = {item.data(ID) for item in self._items() if _is_ticked(item)}
        return tuple(each for each in choice.findings if each.id in ticked)

    def show_choices(self, choices: tuple[AppChoice, ...]) -> None:
        """Show the apps of a case; what was chosen stays, if it is still there."""
        self._none.setText(
            self.tr(
                "There is no finding to complain about. A complaint rests on findings that are "
                "neither dismissed nor set aside."
            )
        )
        app = self.choice.app if self.choice else None
        ticked = {each.id for each in self.chosen}
        self._choices = choices
        self._apps.blockSignals(True)
        self._apps.clear()
        for each in choices:
            number = self.tr("%Ln finding(s)", None, len(each.findings))
            self._apps.addItem(f"{each.name}  ·  {number}")
        place = next((i for i, each in enumerate(choices) if each.app == app), 0)
        self._apps.setCurrentIndex(place if choices else -1)
        self._apps.blockSignals(False)
        is_same = bool(choices) and choices[place].app == app
        self._fill(ticked if is_same else None)
        for part in (self._apps, self._list, self._title):
            part.setVisible(bool(choices))
        self._empty.setVisible(not choices)

    def show_unknown(self) -> None:
        """Show no app: what was found is not known, which is not the same as nothing."""
        self.show_choices(())
        self._none.setText(
            self.tr("The findings are not known yet. The Findings page says how far the rules are.")
        )

    def show_unreadable(self, error: AuditorError) -> None:
        """Show no app, and why: the case is out of reach, or a rule is wrong."""
        self.show_choices(())
        lang = self._labels.lang
        parts = (part for part in (error.sentence, error.next_step) if part)
        told = " ".join(clean(say_error(part, lang), 400) for part in parts)
        said = self.tr("The findings cannot be read. %1")
        self._none.setText(said.replace("%1", told))

    def choose(self, finding_id: str) -> None:
        """Choose an app by one of its findings, and only that."""
        for number, each in enumerate(self._choices):
            if any(finding.id == finding_id for finding in each.findings):
                self._apps.setCurrentIndex(number)
                self._fill({finding_id})
                return

    def _build(self) -> None:
        self._apps.setObjectName("complaintApps")
        self._apps.setAccessibleName(self.tr("App that the complaint is about"))
        self._apps.setToolTip(self.tr("A complaint is about one app"))
        self._apps.setMinimumHeight(28)
        self._apps.setMinimumContentsLength(16)
        self._apps.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._apps.installEventFilter(NoWheel(self))
        self._apps.currentIndexChanged.connect(lambda _place: self._fill(None))
        self._list.setObjectName("complaintFindings")
        self._list.setAccessibleName(self.tr("Findings that the complaint is about"))
        self._list.setWordWrap(True)
        self._list.itemChanged.connect(lambda _item: self.changed.emit())
        self._list.itemActivated.connect(_toggle)
        self._title = label(self.tr("What it is about"), "heading", wraps=True)
        look = push_button(
            self.tr("Go to the findings"),
            "complaintToFindings",
            self.tr("See what was found, what was set aside and why"),
            lambda: self.page_chosen.emit("findings"),
        )
        self._empty = QWidget()
        self._empty.setLayout(column(self._none, row(look, 1), spacing=10))
        self._empty.hide()
        self.setLayout(column(self._empty, self._title, self._apps, self._list, spacing=8))

    def _fill(self, ticked: set[str] | None) -> None:
        """List the findings of the app; None ticks all of them."""
        self._list.blockSignals(True)
        self._list.clear()
        for each in self.choice.findings if self.choice else ():
            item = QListWidgetItem(self._text(each))
            item.setData(ID, each.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_ticked = ticked is None or each.id in ticked
            item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
            self._list.addItem(item)
        self._list.blockSignals(False)
        rows = min(max(self._list.count(), 1), ROWS)
        self._list.setFixedHeight((self.fontMetrics().height() + 14) * rows + 12)
        self.changed.emit()

    def _text(self, finding: Finding) -> str:
        lang = self._labels.lang
        how = said.severity(finding.severity, lang)
        return clean(f"{how} · {said.sentence(finding, lang)}", 400)

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(number) for number in range(self._list.count())]


def choices_of(findings: tuple[Finding, ...], passing: frozenset[str]) -> tuple[AppChoice, ...]:
    """Sort findings that count and pass the filter by their app, in their order."""
    by_app: dict[AppKey, list[Finding]] = {}
    for each in findings:
        if each.is_open and each.id in passing:
            by_app.setdefault(app_key(each), []).append(each)
    return tuple(
        AppChoice(app, rows[0].label or app[2], tuple(rows)) for app, rows in by_app.items()
    )


def _is_ticked(item: QListWidgetItem) -> bool:
    return item.checkState() == Qt.CheckState.Checked


def _toggle(item: QListWidgetItem) -> None:
    item.setCheckState(Qt.CheckState.Unchecked if _is_ticked(item) else Qt.CheckState.Checked)
