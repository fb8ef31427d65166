"""The ways to save or copy what a timeline shows, and the picture of exactly that."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from auditor import words
from auditor.picture import caption
from ui.actions import Context, add_action
from ui.session import Session
from ui.timeline_picture import Picture
from ui.timeline_view import TimelineView
from ui.widgets import clean

AROUND = Context.WidgetWithChildrenShortcut


class TimelineSaving(QObject):
    """Its actions belong to the page: they have keys there, and stand in the palette."""

    export_chosen = Signal(object)  # the kind: a Format of auditor.exports, png or svg
    bundle_chosen = Signal(object)  # EventFilter: about the apps of it

    def __init__(
        self,
        page: QWidget,
        session: Session,
        view: TimelineView,
        lang: str,
        is_shown: Callable[[], bool],
    ) -> None:
        super().__init__(page)
        self._page, self._session, self._view, self._lang = page, session, view, lang
        self._is_shown = is_shown  # whether the timeline is to be seen, and no blank page
        self._make_actions(page)

    def _make_actions(self, page: QWidget) -> None:
        texts = {
            "html": self.tr("Report to read and print (HTML) …"),
            "xlsx": self.tr("Excel workbook (XLSX) …"),
            "csv": self.tr("Table for a spreadsheet (CSV) …"),
            "jsonl": self.tr("Records for a program (JSON Lines) …"),
            "ics": self.tr("Calendar (iCalendar) …"),
            "png": self.tr("Picture (PNG) …"),
            "svg": self.tr("Picture that scales (SVG) …"),
        }
        self._actions = [
            add_action(
                page,
                f"export_{kind}",
                self.tr("Export"),
                text,
                (),
                lambda kind=kind: self.export_chosen.emit(kind),
            )
            for kind, text in texts.items()
        ]
        self._actions.append(
            add_action(
                page,
                "export_bundle",
                self.tr("Export"),
                self.tr("Evidence bundle about an app …"),
                (),
                lambda: self.bundle_chosen.emit(self._session.filter),
            )
        )
        copies = (
            ("copyPicture", self.tr("Copy the picture"), ("Ctrl+Shift+C",), self.copy),
            ("copySvg", self.tr("Copy the picture as SVG"), (), lambda: self.copy(True)),
        )
        self._actions += [
            add_action(page, name, self.tr("Export"), text, keys, do, AROUND)
            for name, text, keys, do in copies
        ]

    def menu(self) -> QMenu:
        """The ways to save what is shown."""
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._actions)
        return menu

    def picture(self) -> Picture | None:
        """Exactly what the timeline shows, with a caption; None while it shows nothing."""
        case, stage = self._session.case, self._view.stage
        if case is None or not stage.lanes or not self._is_shown():
            return None
        shown, lang = self._view.visible_range(), self._lang
        wanted = self._session.filter
        phones = case.of_phone(wanted.device_id).devices
        titles = {each.package: each.label for each in case.apps_in(lang) if each.label}
        lines = caption(phones, shown.begin_ms, shown.end_ms, wanted, lang, titles)
        lines[-1].append(self._view.bar.order_text(lang))
        mark = words.word("picture.sample", lang) if case.is_sample else ""
        return self._view.picture(["  ·  ".join(map(clean, line)) for line in lines], mark)

    def copy(self, as_svg: bool = False) -> None:
        """Put what the timeline shows on the clipboard: pixels, or the text of an SVG file.

        Not both at once: a QMimeData made in Python that is still on the clipboard at the end
        crashes PySide6 (seen up to 6.11).
        """
        picture = self.picture()
        if picture is None:
            return
        if as_svg:
            QGuiApplication.clipboard().setText(picture.to_svg().decode())
        else:
            QGuiApplication.clipboard().setImage(picture.to_image())
