"""What kind of app an app is, of the 39 kinds: a person chooses; a name only suggests."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from auditor import words
from auditor.findings.categories import Suggestion, categories
from auditor.findings.decisions import LONGEST_REASON, Choice
from ui.labels import Labels
from ui.no_wheel import NoWheel
from ui.widgets import column, label, push_button, row


class CategoryBox(QWidget):
    """A list of kinds, why this one, and what the app's name suggests."""

    chosen = Signal(object, object)  # category (str) or None, the reason (str)

    def __init__(self, labels: Labels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = labels
        self._suggested: str | None = None
        self._kinds = QComboBox()
        self._reason = QLineEdit()
        self._hint = label(kind="muted", wraps=True, name="categoryHint")
        self._build()

    def show_choice(self, choice: Choice | None, suggestion: Suggestion | None) -> None:
        """Show what was chosen for an app, and what may be meant."""
        code = choice.category if choice else None
        self._kinds.setCurrentIndex(max(self._kinds.findData(code), 0))
        self._reason.setText(choice.reason if choice else "")
        self._suggested = suggestion.category if suggestion and code is None else None
        self._take.setVisible(self._suggested is not None)
        self._hint.setText(self._said(suggestion if self._suggested else None))

    def _build(self) -> None:
        self._kinds.setObjectName("categoryKinds")
        self._kinds.setAccessibleName(self.tr("Kind of app"))
        tip = self.tr("It changes how findings are worded; it hides none")
        self._kinds.setToolTip(tip)
        self._kinds.setAccessibleDescription(tip)
        self._kinds.addItem(self.tr("Not chosen"), None)
        for each in categories().values():
            name = words.word(f"category.{each.code}", self._labels.lang)
            self._kinds.addItem(f"{each.number}  {name}", each.code)
        self._kinds.setMinimumHeight(28)
        self._kinds.setMinimumContentsLength(12)
        self._kinds.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._kinds.installEventFilter(NoWheel(self))
        self._kinds.activated.connect(lambda _place: self._choose())
        self._reason.setObjectName("categoryReason")
        self._reason.setMaxLength(LONGEST_REASON)
        self._reason.setPlaceholderText(self.tr("Why this kind? (not required)"))
        self._reason.setAccessibleName(self.tr("Why this kind"))
        self._reason.setToolTip(self.tr("It is kept with your choice (Enter)"))
        self._reason.returnPressed.connect(self._choose)
        self._take = push_button(
            self.tr("Take the suggestion"),
            "categoryTake",
            self.tr("Choose the kind that the app's name suggests"),
            self._take_suggestion,
        )
        hint = row(self._hint, self._take)
        hint.setStretch(0, 1)
        self.setLayout(column(self._kinds, hint, self._reason, spacing=6))

    def _said(self, suggestion: Suggestion | None) -> str:
        if suggestion is None:
            return self.tr(
                "A Chinese regulation names 39 kinds of app and the data that the basic function "
                "of each needs. Your choice changes the wording and is compared with; it hides "
                "nothing."
            )
        name = words.word(f"category.{suggestion.category}", self._labels.lang)
        known = self.tr('It may be "%1": its package is a well-known app of this kind.')
        named = self.tr('It may be "%1": its name says so.')
        text = known if suggestion.because == "known_list" else named
        return text.replace("%1", name)

    def _choose(self) -> None:
        self.chosen.emit(self._kinds.currentData(), self._reason.text().strip())

    def _take_suggestion(self) -> None:
        if self._suggested is not None:
            self._kinds.setCurrentIndex(self._kinds.findData(self._suggested))
            self._choose()
