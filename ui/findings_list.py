"""The list of findings, in groups that stay folded or open as a person left them."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QTreeView

from ui.app_icon import AppIcons
from ui.finding_row import FindingRow
from ui.findings_model import SKIPPED, SUPPRESSED, FindingsModel
from ui.theme import Theme
from ui.widgets import text_width


class FindingsList(QTreeView):
    """What was set apart and what was not asked begins folded."""

    def __init__(self, model: FindingsModel, pictures: AppIcons, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self._folded = {SUPPRESSED: True, SKIPPED: True}
        self.setObjectName("findingsList")
        self.setAccessibleName(self.tr("Findings"))
        self.setHeaderHidden(True)
        self.setModel(model)
        self.setItemDelegate(FindingRow(pictures, theme, self))
        self.setIndentation(18)
        self.setExpandsOnDoubleClick(True)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(text_width(self, 34))
        self.collapsed.connect(lambda index: self._fold(index, True))
        self.expanded.connect(lambda index: self._fold(index, False))

    def fold_as_before(self) -> None:
        """Fold the groups of a model that was filled anew."""
        for index in self._model.group_indexes():
            key = self._model.key_at(index)
            self.setExpanded(index, not self._folded.get(key or "", False))

    def _fold(self, index: QModelIndex, is_folded: bool) -> None:
        key = self._model.key_at(index)
        if key is not None:
            self._folded[key] = is_folded
