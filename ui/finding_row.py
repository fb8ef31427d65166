"""A row of the list of findings: a title, a sentence of at most two lines, a word for how much."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.app_icon import AppIcons
from ui.finding_words import severity_colors
from ui.findings_model import Kind, RowFacts
from ui.rows_table import FACTS_ROLE
from ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Align = Qt.AlignmentFlag
MARGIN_PX, GAP_PX, ICON_PX = 10, 8, 28
TEXT_LINES = 2


class FindingRow(QStyledItemDelegate):
    """Paints `RowFacts`. Rows of one kind are equally high: a long list never jumps."""

    def __init__(self, pictures: AppIcons, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures, self._theme = pictures, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        facts: RowFacts = index.data(FACTS_ROLE)
        line = option.fontMetrics.height()
        if facts.kind in (Kind.APP, Kind.SECTION):
            return QSize(0, max(line * 2 + 14, 44))
        return QSize(0, line * (1 + TEXT_LINES) + 2 * GAP_PX + 6)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        facts: RowFacts = index.data(FACTS_ROLE)
        painter.save()
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen:
            painter.fillRect(option.rect, QColor(self._theme.selection))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(self._theme.accent))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        area = option.rect.adjusted(MARGIN_PX, GAP_PX, -MARGIN_PX, -GAP_PX)
        if facts.app is not None:
            place = _take(area, ICON_PX, option)
            picture = self._pictures.pixmap(facts.app, facts.title, ICON_PX)
            painter.drawPixmap(place.x(), place.y(), picture)
        self._paint_texts(painter, area, facts, option)
        painter.restore()

    def _paint_texts(
        self, painter: QPainter, area: QRect, facts: RowFacts, option: QStyleOptionViewItem
    ) -> None:
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        line = QFontMetrics(bold).height()
        head = QRect(area.x(), area.y(), area.width(), line)
        self._paint_badge(painter, head, facts, option)
        painter.setFont(bold)
        is_calm = facts.kind is Kind.FINDING and facts.severity is None
        painter.setPen(QColor(self._theme.muted if is_calm else self._theme.text))
        align = _align(option) | Align.AlignVCenter
        elided = painter.fontMetrics().elidedText(
            facts.title, Qt.TextElideMode.ElideRight, head.width()
        )
        painter.drawText(head, int(align), elided)
        below = QRect(area.x(), area.y() + line + 2, area.width(), area.height() - line)
        is_muted = facts.kind is not Kind.FINDING or is_calm
        color = QColor(self._theme.muted if is_muted else self._theme.text)
        _paint_lines(painter, below, facts.text, option, color)

    def _paint_badge(
        self, painter: QPainter, head: QRect, facts: RowFacts, option: QStyleOptionViewItem
    ) -> None:
        """Paint the word at the end of the first line, and take its room from it."""
        if not facts.badge:
            return
        ground, text = self._theme.raised, self._theme.muted
        if facts.severity is not None:
            ground, text = severity_colors(facts.severity, self._theme)
        painter.setFont(option.font)
        width = painter.fontMetrics().horizontalAdvance(facts.badge) + 16
        place = _take(head, width, option, at_end=True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(place.adjusted(0, -1, 0, 1), 8, 8)
        painter.setPen(QColor(text))
        painter.drawText(place, int(Align.AlignCenter), facts.badge)


def _align(option: QStyleOptionViewItem) -> Align:
    is_left = option.direction is Qt.LayoutDirection.LeftToRight
    return Align.AlignLeft if is_left else Align.AlignRight


def _take(area: QRect, width: int, option: QStyleOptionViewItem, at_end: bool = False) -> QRect:
    """Cut a strip off the begin or the end of an area, in reading direction."""
    is_left = (option.direction is Qt.LayoutDirection.LeftToRight) is not at_end
    whole = QRect(area)
    if is_left:
        area.setLeft(area.left() + width + GAP_PX)
        return QRect(whole.left(), whole.top(), width, whole.height())
    area.setRight(area.right() - width - GAP_PX)
    return QRect(whole.right() - width + 1, whole.top(), width, whole.height())


def _paint_lines(
    painter: QPainter, area: QRect, text: str, option: QStyleOptionViewItem, color: QColor
) -> None:
    """Paint as many lines as there may be; the last one ends in an ellipsis where text is left."""
    layout = QTextLayout(text, option.font)
    style = QTextOption(_align(option))
    style.setTextDirection(option.direction)
    style.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(style)
    painter.setPen(color)
    painter.setFont(option.font)
    height = option.fontMetrics.height()
    most = max(min(TEXT_LINES, area.height() // max(height, 1)), 1)
    lines = _lay_out(layout, area.width(), most)
    for number, line in enumerate(lines):
        top = area.y() + number * height
        rest = text[line.textStart() :]
        if number == most - 1 and line.textLength() < len(rest):
            room = QRect(area.x(), top, area.width(), height)
            elided = option.fontMetrics.elidedText(rest, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(room, int(_align(option) | Align.AlignVCenter), elided)
        else:
            line.draw(painter, QPointF(area.x(), top))


def _lay_out(layout: QTextLayout, width: int, most: int) -> list[QTextLine]:
    lines: list[QTextLine] = []
    layout.beginLayout()
    while len(lines) < most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(line)
    layout.endLayout()
    return lines
