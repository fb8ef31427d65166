"""One cell for one app and one kind of data: may it, how often did it, when last."""

from datetime import datetime, tzinfo

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from auditor import words
from auditor.app_table import TypeFacts
from auditor.permissions import Grant
from ui.labels import MINUTE_MS, Labels, tr
from ui.rows_table import FACTS_ROLE
from ui.theme import Theme

GLYPH_PX = 11
DAY_MS = 86_400_000


def said(facts: TypeFacts, labels: Labels, zone: tzinfo) -> str:
    """Say a cell in words: for its tooltip and for a screen reader."""
    parts = [_asked(facts, labels)]
    parts += used_texts(facts.accesses, facts.background, facts.rejects, labels)
    if len(parts) == 1:
        parts.append(tr("no use recorded"))
    if facts.last_ms is not None:
        when = labels.time(facts.last_ms, zone, max(facts.last_precision_ms, MINUTE_MS))
        parts.append(tr("last %1").replace("%1", when))
    return labels.data_type(facts.data_type) + ": " + labels.parted(parts)


def used_texts(accesses: int, background: int, rejects: int, labels: Labels) -> list[str]:
    """Say how often something was done at least, how much of it behind the screen, refusals."""
    told = {"app_used": accesses, "app_background": background, "app_refused": rejects}
    return [labels.sentence(code, {"count": count}) for code, count in told.items() if count]


def _asked(facts: TypeFacts, labels: Labels) -> str:
    if not facts.needs_permission:
        return tr("needs no permission")
    if facts.requested is None:
        return tr("no reading tells its permissions")
    if facts.granted is None:
        return tr("did not ask for it")
    grant = words.word(f"grant.{facts.granted}", labels.lang)
    return tr("asked for it: %1").replace("%1", grant)


def short_time(time_ms: int, zone: tzinfo, until_ms: int) -> str:
    """Write a time for a narrow cell: the hour within the last day, else the day."""
    moment = datetime.fromtimestamp(time_ms / 1000, zone)
    return f"{moment:%H:%M}" if 0 <= until_ms - time_ms < DAY_MS else f"{moment:%m-%d}"


def sort_key(facts: TypeFacts) -> tuple[int, int, int]:
    """Order cells: who used it last comes last, then who may, then who asked."""
    order = list(reversed(Grant))
    rank = order.index(facts.granted) + 1 if facts.granted is not None else 0
    return facts.last_ms or 0, facts.rejects, rank


class TypeCell(QStyledItemDelegate):
    """Paints a circle for the permission, the least count beside it, and the last time below."""

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels, self._theme = labels, theme
        self.zone: tzinfo | None = None
        self.until_ms = 0

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(72, option.fontMetrics.height() * 2 + 10)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        facts = index.data(FACTS_ROLE)
        if isinstance(facts, TypeFacts) and not facts.is_empty:
            painter.save()
            self._paint_facts(painter, option, facts)
            painter.restore()

    def _paint_facts(
        self, painter: QPainter, option: QStyleOptionViewItem, facts: TypeFacts
    ) -> None:
        line = option.fontMetrics.height()
        area = QRectF(option.rect).adjusted(6, 4, -4, -4)
        color = QColor(self._theme.data[facts.data_type])
        is_dated = facts.last_ms is not None
        lines = line * 2 if is_dated else line
        above = max((area.height() - lines) / 2, 0)
        top = QRectF(area.left(), area.top() + above, area.width(), line)
        glyph = QRectF(0, 0, GLYPH_PX, GLYPH_PX)
        glyph.moveCenter(QRectF(top.left(), top.top(), GLYPH_PX, line).center())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_grant(painter, glyph, facts.granted, color)
        painter.setPen(QColor(self._theme.text))
        beside = top.adjusted(GLYPH_PX + 5, 0, 0, 0)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        count = self._labels.number(facts.accesses) if facts.accesses else ""
        if not count and facts.rejects:
            painter.setPen(QColor(self._theme.on_alarm))
            count = "× " + self._labels.number(facts.rejects)
        painter.drawText(beside, left, count)
        if facts.last_ms is not None and self.zone is not None:
            painter.setPen(QColor(self._theme.muted))
            below = QRectF(beside.left(), top.bottom(), beside.width(), line)
            painter.drawText(below, left, short_time(facts.last_ms, self.zone, self.until_ms))


def paint_grant(painter: QPainter, place: QRectF, grant: Grant | None, color: QColor) -> None:
    """Draw how far a permission goes by shape: full, half, with a bar, hollow, dotted, nothing."""
    if grant is None:
        return
    pen = QPen(color, 1.6)
    if grant is Grant.UNKNOWN:
        pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.setBrush(color if grant is Grant.GRANTED else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(place)
    painter.setBrush(color)
    if grant in (Grant.WHILE_IN_USE, Grant.ONE_TIME):
        start = 270 * 16 if grant is Grant.WHILE_IN_USE else 0
        span = 180 * 16 if grant is Grant.WHILE_IN_USE else 90 * 16
        painter.drawPie(place, start, span)
    elif grant is Grant.SWITCHED_OFF:
        painter.drawLine(place.bottomLeft(), place.topRight())
