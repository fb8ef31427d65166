"""The bar above the timeline: what lanes stand for, their order, one by name, the way back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLineEdit, QToolButton, QWidget

from auditor import words
from auditor.lane_order import Sort
from auditor.timeline import Group
from auditor.timeticks import DAY_MS, HOUR_MS
from ui import icons
from ui.phrases import fill, tr
from ui.theme import Theme
from ui.timeline_history import ViewHistory
from ui.timeline_stage import Stage
from ui.widgets import clearable, icon_button, row, text_width

PRESETS = {"hour": HOUR_MS, "day": DAY_MS, "week": 7 * DAY_MS, "all": 0}


class TimelineBar(QWidget):
    """Turns choices into calls of the stage and follows it."""

    found = Signal()  # Enter in the field that finds a lane: the keys go back to the timeline

    def __init__(self, stage: Stage, history: ViewHistory, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage, self._history, self._theme = stage, history, theme
        self._build()
        self._connect()
        self.retranslate()
        self.set_theme(theme)
        self._follow_history()

    def _build(self) -> None:
        self.groups, self.sorts = QComboBox(self), QComboBox(self)
        self.groups.setObjectName("timeline_group")
        self.sorts.setObjectName("timeline_sort")
        self.groups.addItems(["" for _ in Group])
        self.sorts.addItems(["" for _ in Sort])
        self.unfold = icon_button("unfold", "timeline_unfold", "", self._theme)
        self.fold = icon_button("fold", "timeline_fold", "", self._theme)
        self.back = icon_button("back", "timeline_back", "", self._theme)
        self.forth = icon_button("forth", "timeline_forth", "", self._theme)
        self.find = QLineEdit(self)
        self.find.setObjectName("timeline_find")
        clearable(self.find, self.tr("Empty this line"))
        self.find.setMinimumWidth(text_width(self, 14))
        self.find.setMaximumWidth(text_width(self, 26))
        self.setLayout(
            row(
                self.groups,
                self.sorts,
                self.unfold,
                self.fold,
                self.find,
                1,
                self.back,
                self.forth,
                spacing=6,
            )
        )

    def _connect(self) -> None:
        stage = self._stage
        self.groups.currentIndexChanged.connect(lambda i: stage.set_group(list(Group)[i]))
        self.sorts.currentIndexChanged.connect(lambda i: stage.set_sort(list(Sort)[i]))
        self.unfold.clicked.connect(lambda: stage.unfold_all())
        self.fold.clicked.connect(lambda: stage.fold_all())
        self.find.textChanged.connect(stage.find_lanes)
        self.find.returnPressed.connect(self.found)
        self.back.clicked.connect(lambda: self._history.go(-1))
        self.forth.clicked.connect(lambda: self._history.go(1))
        self._history.changed.connect(self._follow_history)
        stage.lanes_changed.connect(self._follow_lanes)

    def focus_find(self) -> None:
        """Put the cursor where one types the name of a lane."""
        self.find.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find.selectAll()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        for name in ("unfold", "fold", "back", "forth"):
            getattr(self, name).setIcon(icons.icon(name, theme.text))

    def retranslate(self) -> None:
        """Speak another language."""
        for i, text in enumerate((tr("Lanes by app"), tr("Lanes by data type"))):
            self.groups.setItemText(i, text)
        sorts = (
            tr("Last used first"),
            tr("Most used first"),
            tr("Most in background first"),
            tr("By name"),
        )
        for i, text in enumerate(sorts):
            self.sorts.setItemText(i, text)
        self._name(self.groups, tr("What a lane stands for"))
        self._name(self.sorts, tr("Order of the lanes"))
        self._name(self.unfold, tr("Open every lane (O)"))
        self._name(self.fold, tr("Close every lane (C)"))
        self._name(self.back, tr("Back to the view before (Alt+Left)"))
        self._name(self.forth, tr("Forth again (Alt+Right)"))
        self._name(self.find, tr("Show only lanes with this in their name (/)"))
        self.find.setPlaceholderText(tr("Find a lane"))
        for button in self.find.findChildren(QToolButton):  # Qt's own, which has no name
            self._name(button, tr("Show all lanes again"))

    def order_text(self, lang: str) -> str:
        """Which lanes stand there and in which order, for a caption."""
        parts = [self.groups.currentText(), self.sorts.currentText()]
        if self._stage.lane_text:
            parts.append(fill(tr('only lanes with "%1" in their name'), self._stage.lane_text))
        return words.listed(parts, lang)

    def _name(self, widget: QWidget, text: str) -> None:
        widget.setAccessibleName(text)
        widget.setToolTip(text)

    def _follow_history(self) -> None:
        self.back.setEnabled(self._history.can_go_back)
        self.forth.setEnabled(self._history.can_go_forth)

    def _follow_lanes(self) -> None:
        stage = self._stage
        self.groups.setCurrentIndex(list(Group).index(stage.group))
        self.sorts.setCurrentIndex(list(Sort).index(stage.order.sort))
        self.fold.setEnabled(bool(stage.opened))
        if self.find.text() != stage.lane_text:
            self.find.setText(stage.lane_text)


class Presets(QWidget):
    """1 h, 24 h, 7 days, all: the end of the records, or everything."""

    def __init__(self, stage: Stage, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage = stage
        self._buttons = QButtonGroup(self)
        self._buttons.setExclusive(False)
        made = []
        for i, name in enumerate(PRESETS):
            button = QToolButton(self)
            button.setObjectName(f"timeline_preset_{name}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setMinimumSize(28, 26)
            self._buttons.addButton(button, i)
            made.append(button)
        layout = row(*made, 1, spacing=4)
        layout.setContentsMargins(8, 0, 4, 0)
        self.setLayout(layout)
        self._buttons.idClicked.connect(lambda i: self.show_preset(list(PRESETS)[i]))
        self.retranslate()

    def show_preset(self, name: str) -> None:
        """Show one of PRESETS."""
        if length_ms := PRESETS[name]:
            self._stage.show_last(length_ms)
            return
        whole = self._stage.whole()
        self._stage.look_at(whole.begin_ms, whole.end_ms)

    def retranslate(self) -> None:
        """Speak another language."""
        texts = (tr("1 h"), tr("24 h"), tr("7 days"), tr("All"))
        for i, tip in enumerate(preset_texts().values()):
            self._buttons.button(i).setText(texts[i])
            self._buttons.button(i).setToolTip(tip)
            self._buttons.button(i).setAccessibleName(tip)


def preset_texts() -> dict[str, str]:
    """What each preset does, in words."""
    return {
        "hour": tr("Show the last hour"),
        "day": tr("Show the last 24 hours"),
        "week": tr("Show the last 7 days"),
        "all": tr("Show everything"),
    }
