"""Preferences: language, look, text, where cases go, how phones are read. Each works at once."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QVBoxLayout, QWidget

from auditor.makers import maker, maker_codes
from auditor.settings import TEXT_PERCENTS, Settings
from ui.flow import FlowLayout
from ui.labels import LANGUAGES, UNKNOWN, Labels
from ui.no_wheel import NoWheel
from ui.theme import ThemeName, when_dressed
from ui.widgets import (
    ElidedLabel,
    card,
    clean,
    column,
    label,
    push_button,
    readable_width,
    row,
    scrolled,
    text_width,
)


class PreferencesPage(QWidget):
    """Shows the settings; what a person changes comes out as `changed`."""

    changed = Signal(object)  # tuple[str, object]: the setting's name and its new value
    forget_chosen = Signal()
    welcome_chosen = Signal()
    back_chosen = Signal()

    def __init__(
        self, settings: Settings, usual_cases: Path, labels: Labels, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._settings, self._usual_cases, self._labels = settings, usual_cases, labels
        self._cases = ElidedLabel(name="casesFolder")
        self._rules = ElidedLabel(name="rulesFolder")
        self._wheel = NoWheel(self)
        self._build()
        self.show_settings(settings)

    def show_settings(self, settings: Settings) -> None:
        """Bring what can change elsewhere in step."""
        self._settings = settings
        self._cases.set_whole(clean(str(settings.cases or self._usual_cases), 400))
        self._usual.setVisible(settings.cases is not None)
        self._rules.set_whole(clean(str(settings.rules), 400) if settings.rules else UNKNOWN)
        self._no_rules.setVisible(settings.rules is not None)
        self._forget.setEnabled(bool(settings.recent_cases))

    def _build(self) -> None:
        inner = QWidget()
        inner.setObjectName("content")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(28, 20, 28, 28)
        layout.setSpacing(12)
        back = push_button(
            self.tr("Back"),
            "preferencesBack",
            self.tr("Back to the last page"),
            self.back_chosen.emit,
        )
        layout.addLayout(row(label(self.tr("Preferences"), "title"), 1, back))
        layout.addWidget(self._look())
        layout.addWidget(self._reading())
        layout.addWidget(self._findings())
        layout.addWidget(self._remembered())
        layout.addStretch(1)
        readable_width(inner, 130)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner))

    def _look(self) -> QWidget:
        settings = self._settings
        languages = {**LANGUAGES, "": self.tr("As the system")}
        themes = {
            ThemeName.SYSTEM: self.tr("As the system"),
            ThemeName.LIGHT: self.tr("Light"),
            ThemeName.DARK: self.tr("Dark"),
        }
        sizes = {each: self._labels.share(each / 100) for each in TEXT_PERCENTS}
        still = self.tr("Menus, lists and progress bars stand still")
        calm = QCheckBox(self.tr("Reduced motion"))
        calm.setObjectName("prefReducedMotion")
        calm.setToolTip(still)
        calm.setAccessibleDescription(still)
        calm.setChecked(settings.reduced_motion)
        calm.toggled.connect(lambda value: self.changed.emit(("reduced_motion", value)))
        motion = row(calm, label(still, "muted", wraps=True), spacing=12)
        motion.setStretch(1, 1)
        return self._card(
            self.tr("Language and look"),
            self._choice("language", self.tr("Language"), languages, settings.language or ""),
            self._choice("theme", self.tr("Colours"), themes, ThemeName(settings.theme)),
            self._choice("text_percent", self.tr("Text size"), sizes, settings.text_percent),
            motion,
        )

    def _reading(self) -> QWidget:
        settings, lang = self._settings, self._labels.lang
        plans = {
            "full": self.tr("everything the phone tells (about a minute)"),
            "quick": self.tr("only the accesses (a few seconds)"),
        }
        bridges = {"adbutils": "adbutils", "ppadb": "pure-python-adb"}
        codes = sorted(maker_codes(), key=lambda code: code == "other")
        makers = {code: maker(code, lang).name for code in codes}
        choose = push_button(
            self.tr("Choose …"),
            "chooseCasesFolder",
            self.tr("Choose the folder in which new cases are made"),
            self._choose_folder,
        )
        self._usual = push_button(
            self.tr("The usual folder"),
            "usualCasesFolder",
            self.tr("Make new cases in the program's own folder again"),
            lambda: self.changed.emit(("cases", None)),
        )
        where = row(self._caption(self.tr("New cases go to")), self._cases)
        where.setStretch(1, 1)
        return self._card(
            self.tr("Reading phones"),
            where,
            FlowLayout(self._caption(), choose, self._usual, spacing=8),
            self._choice("plan", self.tr("Read of a phone"), plans, settings.plan),
            self._choice("maker", self.tr("My phone is from"), makers, settings.maker or "other"),
            self._choice("bridge", self.tr("Library for ADB"), bridges, settings.bridge),
        )

    def _findings(self) -> QWidget:
        choose = push_button(
            self.tr("Choose …"),
            "chooseRulesFolder",
            self.tr("Choose a folder with rule files of your own"),
            self._choose_rules,
        )
        self._no_rules = push_button(
            self.tr("Use none"),
            "noRulesFolder",
            self.tr("Ask only the rules that come with the program"),
            lambda: self.changed.emit(("rules", None)),
        )
        where = row(self._caption(self.tr("Rules of your own")), self._rules)
        where.setStretch(1, 1)
        buttons = FlowLayout(self._caption(), choose, self._no_rules, spacing=8)
        note = self.tr(
            "They are asked beside the program's; docs/findings.md says how to write one."
        )
        return self._card(self.tr("Findings"), where, buttons, label(note, "muted", wraps=True))

    def _remembered(self) -> QWidget:
        self._forget = push_button(
            self.tr("Forget the recent cases"),
            "forgetRecent",
            self.tr("Empty the list on the Home page; the cases themselves stay"),
            self.forget_chosen.emit,
        )
        welcome = push_button(
            self.tr("Show the first-start cards again"),
            "showWelcome",
            self.tr("Show the three cards on the Home page once more"),
            self.welcome_chosen.emit,
        )
        return self._card(
            self.tr("What the program remembers"), FlowLayout(self._forget, welcome, spacing=10)
        )

    def _card(self, title: str, *parts) -> QWidget:
        return card(column(label(title, "heading"), *parts, spacing=12, margin=18))

    def _caption(self, text: str = "") -> QWidget:
        made = label(text)
        made.setMinimumWidth(text_width(self, 20))
        return made

    def _choice(self, name: str, text: str, values: dict, current: object):
        made = QComboBox()
        made.setObjectName(f"pref_{name}")
        made.setAccessibleName(text)
        made.setToolTip(self.tr("It works at once and is remembered"))
        made.setMinimumHeight(28)
        made.installEventFilter(self._wheel)
        for value, shown in values.items():
            made.addItem(shown, value)
        made.setCurrentIndex(list(values).index(current))
        made.activated.connect(_sender(self.changed.emit, name, made))
        caption = self._caption(text)
        when_dressed(made, lambda: caption.setMinimumHeight(made.sizeHint().height()))
        return FlowLayout(caption, made, spacing=8)

    def _choose_rules(self) -> None:
        start = str(self._settings.rules or "")
        name = QFileDialog.getExistingDirectory(self, self.tr("Rules of your own"), start)
        if name:
            self.changed.emit(("rules", Path(name)))

    def _choose_folder(self) -> None:
        start = str(self._settings.cases or self._usual_cases)
        name = QFileDialog.getExistingDirectory(self, self.tr("New cases go to"), start)
        if name:
            self.changed.emit(("cases", Path(name)))


def _sender(emit: Callable[[object], object], name: str, box: QComboBox) -> Callable[[int], object]:
    return lambda place: emit((name, box.itemData(place)))
