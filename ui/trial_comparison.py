"""Two test sessions side by side: a table, and two timelines laid upon each other at a mark."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QTabWidget, QWidget

from auditor import words
from auditor.findings import words as finding_words
from auditor.trials.comparison import REPRODUCED, Row, Side, TrialComparison
from auditor.trials.records import Trial, said
from auditor.trials.results import Use
from ui.flow import FlowLayout
from ui.labels import Labels
from ui.no_wheel import NoWheel
from ui.rows_table import Field, RowsTable
from ui.session import CaseInfo
from ui.theme import Theme
from ui.trial_jobs import Compared
from ui.trial_marks import accesses_text, app_names
from ui.trial_timelines import TrialTimelines
from ui.widgets import clean, column, label, push_button, text_width


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table, in words."""

    order: tuple[int, int]
    step: str
    what: str
    first: str
    second: str
    reproduced: str


class TrialComparisonView(QWidget):
    """Chooses the other session and shows what both have in common."""

    other_chosen = Signal(object)  # (session number, place of the app from 1)
    save_chosen = Signal(object)  # "json", "svg" or "png"
    tab_changed = Signal()  # the table or the timelines

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trialComparison")
        self._labels = labels
        self.compared: Compared | None = None
        self._chosen: int | None = None  # the session that is compared
        self._choose = QComboBox()
        self._choose.setObjectName("trialCompareWith")
        self._choose.setAccessibleName(self.tr("Compare with the session"))
        self._choose.setToolTip(self.tr("Another session, or another app of this one"))
        self._choose.setMinimumHeight(28)
        self._choose.installEventFilter(NoWheel(self))
        self._choose.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._choose.activated.connect(self._emit)
        self._save = push_button(
            self.tr("Save the comparison …"),
            "saveComparison",
            self.tr("As JSON: phones have pseudonyms, what you typed stays here"),
            lambda: self.save_chosen.emit("json"),
        )
        self._save_picture = push_button(
            self.tr("Save the picture …"),
            "saveTrialPicture",
            self.tr("As PNG or SVG"),
            lambda: self.save_chosen.emit("png"),
        )
        asked = label(self.tr("Compare with the session"))
        asked.setMinimumHeight(self._choose.minimumHeight())
        self._told = label(kind="muted", wraps=True, name="trialComparisonTold")
        up = Qt.SortOrder.AscendingOrder
        self.table = RowsTable(
            "trialComparisonTable", self._word("comparison"), self._fields(), (0, up)
        )
        self.timelines = TrialTimelines(labels, theme)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("trialComparisonTabs")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.table, self.tr("Table"))
        self.tabs.addTab(self.timelines, self.tr("Two timelines"))
        self._head = QWidget()
        self._choose.setMaximumWidth(text_width(self, 50))
        line = FlowLayout(spacing=8)
        for part in (asked, self._choose, self._save_picture, self._save):
            line.addWidget(part)
        self._head.setLayout(line)
        self.tabs.currentChanged.connect(lambda _place: self._follow_tab())
        layout = column(self._head, self._told, self.tabs, spacing=8)
        layout.setStretch(2, 1)
        layout.addStretch(0)
        self.setLayout(layout)

    def _word(self, key: str) -> str:
        return words.word(f"trial.{key}", self._labels.lang)

    def show_choices(self, sessions: list[Trial], chosen: Trial) -> tuple[int, int] | None:
        """Offer what a session can be compared with; gives what is chosen, None without any.

        A choice that was made for this session stays; at first it is the newest other one.
        """
        before = self._choose.currentData() if self._chosen == chosen.id else None
        self._chosen = chosen.id
        self._choose.clear()
        for found in reversed(sessions):
            for place, app in enumerate(found.apps, start=1):
                if found.id == chosen.id and place == 1:
                    continue
                name = f"{self._word('session')} {found.id}"
                parts = [name, found.title, app.package if len(found.apps) > 1 else ""]
                self._choose.addItem(clean(": ".join(filter(None, parts)), 100), (found.id, place))
        is_any = self._choose.count() > 0
        self._head.setVisible(is_any)
        self.tabs.setVisible(is_any)
        self.compared = None
        self.table.rows.show_rows([])
        none = self.tr(
            "There is no other session to compare with yet. Repeat this one: what two sessions "
            "show is reproduced."
        )
        self._told.setText("" if is_any else none)
        self._told.setVisible(not is_any)
        if before is not None:
            at = next(
                (i for i in range(self._choose.count()) if self._choose.itemData(i) == before), 0
            )
            self._choose.setCurrentIndex(at)
        return self._choose.currentData() if is_any else None

    def _follow_tab(self) -> None:
        """The timelines need the room; what is said of permissions belongs to the table."""
        self._told.setVisible(bool(self._told.text()) and not self.shows_timelines)
        self.tab_changed.emit()

    @property
    def shows_timelines(self) -> bool:
        """Whether the two timelines are chosen and not the table."""
        return self.tabs.currentWidget() is self.timelines

    def _emit(self, place: int) -> None:
        self.other_chosen.emit(self._choose.itemData(place))

    def show_comparison(self, compared: Compared, case: CaseInfo) -> None:
        """Show what both sides have in common."""
        self.compared = compared
        self.table.rows.show_rows(self._lines(compared.found))
        self.timelines.show_comparison(compared, self._titles(compared.found, case))
        self.tabs.setTabEnabled(1, compared.shown is not None)
        self._save_picture.setEnabled(compared.shown is not None)
        told = "" if compared.shown else self.tr("The two have no mark in common to align at.")
        if compared.found.changes is None:
            told = f"{told} {self._word('changes_unknown')}".strip()
        self._told.setText(told)
        self._follow_tab()

    def _titles(self, found: TrialComparison, case: CaseInfo) -> tuple[str, str]:
        """Name both sides: which session, which app, and the phone where there are several."""
        names = app_names(case, self._labels.lang)
        several = len(case.devices) > 1

        def title(key: str, side: Side) -> str:
            trial, app = side.results.trial, side.app
            session = f"{self._word(key)}: {self._word('session')} {trial.id}"
            phone = case.phone_name(app.device_id) if several else ""
            parts = (session, trial.title, names.get(app, app.package), phone)
            return "  ·  ".join(filter(None, parts))

        return title("first", found.left), title("second", found.right)

    def _lines(self, found: TrialComparison) -> list[Line]:
        lang = self._labels.lang
        steps = {
            step.id: (number, said(step.title, lang))
            for plan in (found.right.plan, found.left.plan)
            for number, step in enumerate(plan.steps)
        }
        lines = []
        for each in found.rows:
            number, title = steps.get(each.step, (99, each.step))
            lines.append(self._use_line((0, number), title, each))
        for number, pair in enumerate(found.findings):
            one = pair.left or pair.right
            what = f"{pair.rule}: {one.rule.title[lang]}" if one else pair.rule
            sides = [
                "" if side is None else finding_words.severity(side.severity, lang)
                for side in (pair.left, pair.right)
            ]
            lines.append(self._line((1, number), self._word("findings"), what, sides))
        for number, change in enumerate(found.changes or ()):
            name = change.change.permission.rpartition(".")[2]
            both = [
                self._grants(change) if told else "" for told in (change.in_left, change.in_right)
            ]
            lines.append(self._line((2, number), self._word("changes"), name, both))
        return lines

    def _use_line(self, order: tuple[int, int], title: str, each: Row) -> Line:
        both = [self._count(each.left, each.in_left), self._count(each.right, each.in_right)]
        data = self._labels.data_type(each.data_type)
        again = REPRODUCED if each.is_reproduced else ""
        return Line(order, title, data, both[0], both[1], again)

    def _line(self, order: tuple[int, int], step: str, what: str, sides: list[str]) -> Line:
        again = REPRODUCED if all(sides) else ""
        nothing = self._word("nothing")
        return Line(order, step, what, sides[0] or nothing, sides[1] or nothing, again)

    def _count(self, use: Use | None, is_done: bool) -> str:
        if not is_done:
            return self._word("no_step")
        if use is None:
            return self._word("nothing")
        parts = [accesses_text(use, self._labels)]
        if use.rejects:
            parts.append(f"{self._word('refused')}: {self._labels.number(use.rejects)}")
        if use.unsure:
            parts.append(f"{self._word('unsure').lower()}: {self._labels.number(use.unsure)}")
        return self._labels.listed(parts)

    def _grants(self, change) -> str:
        told = [
            "–" if each is None else words.find(f"grant.{each}", self._labels.lang) or str(each)
            for each in (change.change.before, change.change.after)
        ]
        return " → ".join(told)

    def _fields(self) -> list[Field[Line]]:
        word = self._word
        return [
            Field(word("step"), lambda d: d.step, lambda d: (d.order, d.what), 36),
            Field(word("data"), lambda d: d.what, lambda d: d.what, 40),
            Field(word("first"), lambda d: d.first, lambda d: d.first, 26),
            Field(word("second"), lambda d: d.second, lambda d: d.second, 26),
            Field(word("reproduced"), lambda d: d.reproduced, lambda d: d.reproduced, 14),
        ]
