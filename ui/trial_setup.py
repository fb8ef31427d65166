"""Beginning a test session: whose phone, which plan, which app, what is read and pictured."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from auditor.errors import AuditorError, WrongFormat
from auditor.trials.plan_files import LONGEST_TITLE, own_plans, read_plan
from auditor.trials.records import Plan, TrialApp, said
from auditor.uids import PER_USER
from ui.case_folders import never_ends
from ui.labels import Labels
from ui.live import can_be_watched
from ui.no_wheel import NoWheel
from ui.session import CaseInfo
from ui.widgets import (
    clean,
    clearable,
    column,
    label,
    push_button,
    readable_width,
    row,
    scrolled,
    text_width,
)

ROLE = Qt.ItemDataRole.UserRole
ROWS_SHOWN = 7


@dataclass(frozen=True, slots=True)
class Setup:
    """What a session is begun with."""

    plan: Plan
    apps: tuple[TrialApp, ...]
    title: str
    is_read_first: bool
    is_watched: bool
    takes_screenshots: bool


class TrialSetup(QWidget):
    """A form of one column; `begin` can be pressed once it is filled in."""

    begin_chosen = Signal(object)  # Setup
    left = Signal()
    failed = Signal(object)  # AuditorError

    def __init__(self, labels: Labels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trialSetup")
        self._labels = labels
        self._plans = QComboBox()
        self._about = label(kind="muted", wraps=True, name="planAbout")
        self._steps = label(kind="muted", wraps=True, name="planSteps")
        self._find, self._apps = QLineEdit(), QListWidget()
        self._title = QLineEdit()
        self._about_case: object = None
        self._build()
        for plan in own_plans():
            self._plans.addItem(said(plan.title, labels.lang), plan)
        self._show_plan()
        self._check()

    def show_case(self, case: CaseInfo) -> None:
        """List the apps of all phones of a case; nothing is chosen, unless they are as before."""
        about = (case.path, case.devices, case.apps_in(self._labels.lang))
        if about == self._about_case:  # only more events, as a watch brings them all the time
            return
        self._about_case = about
        is_real = any(can_be_watched(each) for each in case.devices)
        self._live.setEnabled(is_real)
        self._live.setChecked(is_real)
        self._apps.blockSignals(True)
        self._apps.clear()
        several = len(case.devices) > 1
        apps = sorted(
            case.apps_in(self._labels.lang), key=lambda a: (a.label or a.package).casefold()
        )
        for app in (each for each in apps if each.uid >= 0 and not each.is_system):
            parts = [app.label or app.package, app.package if app.label else ""]
            parts.append(case.phone_name(app.device_id) if several else "")
            parts.append(self.tr("user %1").replace("%1", str(app.user)) if app.user else "")
            item = QListWidgetItem(clean("  ·  ".join(filter(None, parts)), 160))
            item.setData(ROLE, TrialApp(app.device_id, app.uid, app.package))
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 10))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self._apps.addItem(item)
        self._apps.blockSignals(False)
        self._mine.setChecked(False)
        self._check()

    def forget_consent(self) -> None:
        """Let the next session ask anew whose phone it is."""
        self._mine.setChecked(False)

    def choose_app(self, package: str, user: int = 0) -> None:
        """Tick the app of a package name and Android user on every phone."""
        for item in self._items():
            app = item.data(ROLE)
            if (app.package, app.uid // PER_USER) == (package, user):
                item.setCheckState(Qt.CheckState.Checked)

    @property
    def chosen(self) -> tuple[TrialApp, ...]:
        """The apps that are ticked."""
        ticked = (i for i in self._items() if i.checkState() == Qt.CheckState.Checked)
        return tuple(item.data(ROLE) for item in ticked)

    def _items(self) -> list[QListWidgetItem]:
        return [self._apps.item(number) for number in range(self._apps.count())]

    def _build(self) -> None:
        inner = QWidget()
        inner.setObjectName("content")
        heading = label(self.tr("New test session"), "title")
        told = self.tr(
            "You follow a plan and mark each step with one click; the phone's own records say what "
            "the app did meanwhile. Nothing on the phone is changed."
        )
        self._mine = self._box(
            "trialMine",
            self.tr("This phone is mine, or I may test it"),
            self.tr("Testing somebody else's phone needs their consent"),
            is_checked=False,
        )
        self._read = self._box(
            "trialRead",
            self.tr("Read the phone before the first mark"),
            self.tr("What was there before is told apart from what the session brings"),
            is_checked=True,
        )
        self._shots = self._box(
            "trialScreenshots",
            self.tr("Marks may take a picture of the phone's screen"),
            self.tr("Each mark then offers it; nothing is pictured unasked"),
            is_checked=False,
        )
        self._live = self._box(
            "trialLive",
            self.tr("Watch the phone live during the session"),
            self.tr(
                "Each access is recorded as it happens, also of data of which only the last stays"
            ),
            is_checked=True,
        )
        shots = self.tr(
            "Pictures stay in the case: no export and no bundle holds them unless you ask for it. "
            "What is on the screen is personal."
        )
        self._begin = push_button(self.tr("Begin"), "trialBegin", "", self._emit, "primary")
        leave = push_button(
            self.tr("Back"),
            "trialSetupBack",
            self.tr("Back to the list of sessions"),
            self.left.emit,
        )
        parts = (
            heading,
            label(told, "muted", wraps=True),
            self._mine,
            label(self.tr("Plan"), "heading"),
            self._plan_line(),
            self._about,
            self._steps,
            label(self.tr("App"), "heading"),
            self._find,
            self._apps,
            label(self.tr("What you call this session (may be empty)")),
            self._title,
            self._read,
            self._live,
            self._shots,
            label(shots, "muted", wraps=True),
            row(leave, self._begin, 1, spacing=10),
        )
        layout = column(*parts, spacing=10, margin=26)
        layout.addStretch(1)
        inner.setLayout(layout)
        readable_width(inner, 120)
        self.setLayout(column(scrolled(inner)))

    def _plan_line(self) -> QWidget:
        self._plans.setObjectName("trialPlan")
        self._plans.setAccessibleName(self.tr("Plan"))
        self._plans.setToolTip(self.tr("What is done in the session, step by step"))
        self._plans.setMinimumHeight(28)
        self._plans.installEventFilter(NoWheel(self))
        self._plans.activated.connect(lambda _place: self._show_plan())
        open_plan = push_button(
            self.tr("Open a plan …"),
            "trialOpenPlan",
            self.tr("Use a plan from a file (docs/sessions.md)"),
            self._ask_for_plan,
        )
        self._find.setObjectName("trialFindApp")
        self._find.setPlaceholderText(self.tr("Find an app"))
        self._find.setAccessibleName(self.tr("Find an app"))
        clearable(self._find, self.tr("Show all apps"))
        self._find.textChanged.connect(self._narrow)
        self._apps.setObjectName("trialApps")
        self._apps.setAccessibleName(self.tr("Apps to test"))
        self._apps.setUniformItemSizes(True)
        line = self.fontMetrics().height() + 10
        self._apps.setMinimumHeight(line * ROWS_SHOWN)
        self._apps.setMaximumHeight(line * ROWS_SHOWN)
        self._apps.itemChanged.connect(lambda _item: self._check())
        self._apps.itemActivated.connect(_toggle)
        self._title.setObjectName("trialTitle")
        self._title.setMaxLength(LONGEST_TITLE)
        self._title.setPlaceholderText(self.tr("before the update, second phone …"))
        self._title.setAccessibleName(self.tr("What you call this session"))
        made = QWidget()
        line_of_plan = row(self._plans, open_plan, 1, spacing=8)
        made.setLayout(line_of_plan)
        self._plans.setMinimumWidth(text_width(self, 40))
        return made

    def _box(self, name: str, text: str, tip: str, is_checked: bool) -> QCheckBox:
        made = QCheckBox(text)
        made.setObjectName(name)
        made.setToolTip(tip)
        made.setAccessibleDescription(tip)
        made.setMinimumHeight(28)
        made.setChecked(is_checked)
        made.toggled.connect(lambda _on: self._check())
        return made

    def _show_plan(self) -> None:
        plan = self._plans.currentData()
        titles = "  ·  ".join(said(each.title, self._labels.lang) for each in plan.steps)
        about = said(plan.about, self._labels.lang)
        self._about.setText(clean(about, 2000))
        self._about.setVisible(bool(about))
        self._steps.setText(clean(titles, 3000))

    def _ask_for_plan(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, self.tr("Open a plan"), "", "TOML (*.toml)")
        if name:
            self.open_plan(Path(name))

    def open_plan(self, path: Path) -> None:
        """Offer and choose a plan from a file; what is wrong with it is told."""
        try:
            if never_ends(path):
                raise WrongFormat(
                    self.tr("What was chosen is no file but a pipe or a device."),
                    self.tr("Save what it gives in a file, and open that."),
                )
            plan = read_plan(path)
        except AuditorError as error:
            self.failed.emit(error)
            return
        self._plans.addItem(clean(said(plan.title, self._labels.lang), 120), plan)
        self._plans.setCurrentIndex(self._plans.count() - 1)
        self._show_plan()

    def _narrow(self, text: str) -> None:
        for item in self._items():
            item.setHidden(text.casefold() not in item.text().casefold())

    def _check(self) -> None:
        """Say what is still missing where the button is."""
        missing = ""
        if not self.chosen:
            missing = self.tr("Choose the app that you test.")
        if not self._mine.isChecked():
            missing = self.tr("Say first that you may test this phone.")
        self._begin.setEnabled(not missing)
        tip = missing or self.tr("Begin the test session")
        self._begin.setToolTip(tip)
        self._begin.setAccessibleDescription(tip)

    def _emit(self) -> None:
        plan = self._plans.currentData()
        shots = self._shots.isChecked()
        wanted = Setup(
            plan,
            self.chosen,
            self._title.text(),
            self._read.isChecked(),
            self._live.isChecked(),
            shots,
        )
        self.begin_chosen.emit(wanted)


def _toggle(item: QListWidgetItem) -> None:
    checked = item.checkState() == Qt.CheckState.Checked
    item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)
