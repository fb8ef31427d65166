"""The About box: what this is, its version and licence, and whose software is inside."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from auditor import NAME, __version__
from auditor.licences import Part, parts
from auditor.task import Task
from ui.jobs import Jobs
from ui.theme import RESOURCES, Theme
from ui.widgets import clean, column, icon_label, label, push_button, row, selectable, text_width

GUIDES = {"zh_CN": "user-guide.zh_CN.md"}
GUIDE = "user-guide.md"


def guide(lang: str) -> Path | None:
    """Find the user guide in the source tree or a packed program; None installed by pip."""
    path = RESOURCES.parent / "docs" / GUIDES.get(lang, GUIDE)
    return path if path.is_file() else None


class About(QDialog):
    """Stays open beside the window; Esc closes it. The licences are read when asked for."""

    def __init__(self, window: QWidget, jobs: Jobs, theme: Theme, lang: str) -> None:
        super().__init__(window)
        self.setObjectName("about")
        self.setWindowTitle(self.tr("About Permission Auditor"))
        self._jobs, self._guide = jobs, guide(lang)
        self._parts: tuple[Part, ...] = ()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._first(theme))
        self._stack.addWidget(self._licences())
        self.setLayout(column(self._stack, margin=16))
        self.resize(self._room(88, 24))

    @property
    def is_settled(self) -> bool:
        """Whether the list that was asked for is there."""
        return self._stack.currentIndex() == 0 or self._list.count() > 0

    def open_about(self) -> None:
        """Show what this program is."""
        self._stack.setCurrentIndex(0)
        self.show()
        self.activateWindow()

    def show_licences(self) -> None:
        """Show whose software is inside; it is looked up the first time."""
        self._stack.setCurrentIndex(1)
        self.resize(self.size().expandedTo(self._room(120, 34)))  # lines of 80 letters beside names
        self._list.setFocus()
        if not self._parts:
            self._told.setText(self.tr("Looking up what is installed …"))
            self._jobs.run(_look_up, on_done=self._show_parts, key="licences")

    def _room(self, characters: int, lines: int) -> QSize:
        return QSize(text_width(self, characters), self.fontMetrics().height() * lines)

    def _first(self, theme: Theme) -> QWidget:
        version = self.tr("Version %1").replace("%1", __version__)
        heading = column(
            label(NAME, "title"),
            selectable(label(version, "muted", name="aboutVersion")),
            spacing=2,
        )
        picture = icon_label("permission-auditor", theme.accent, 56)
        page = QWidget()
        buttons = [
            push_button(
                self.tr("Licences of what is inside"),
                "aboutLicences",
                self.tr("List whose software is inside, with the text of every licence"),
                self.show_licences,
            )
        ]
        if self._guide is not None:
            tip = self.tr("Open the user guide with the program for text files")
            buttons.append(push_button(self.tr("User guide"), "aboutGuide", tip, self._open_guide))
        close = push_button(self.tr("Close"), "aboutClose", self.tr("Close (Esc)"), self.close)
        texts = [
            selectable(label(text, wraps=True, name=f"aboutText{number}"))
            for number, text in enumerate(self._texts())
        ]
        page.setLayout(
            column(
                row(picture, heading, 1, spacing=14), *texts, 1, row(*buttons, 1, close), spacing=12
            )
        )
        return page

    def _texts(self) -> tuple[str, ...]:
        return (
            self.tr(
                "Shows which apps used the microphone, camera, photos, contacts or location of an "
                "Android phone, and when: as the phone itself recorded it. It only reads, without "
                "root, and changes nothing on the phone unless you ask for it."
            ),
            self.tr(
                "Everything stays on this computer. The program never uses the internet, so it "
                "does not look for a newer version either: look where you got this one, and "
                "compare with the version above."
            ),
            self.tr(
                "Free software under the Apache License 2.0, without warranty. What it shows is "
                "what a phone recorded, and no judgement about an app or a company."
            ),
            self.tr(
                "Uses Qt under the GNU Lesser General Public License, version 3, and adb of the "
                "Android Open Source Project under the Apache License 2.0. Their licences, those "
                "of all else inside, and how Qt can be replaced by a version of your own stand in "
                "the list of licences."
            ),
        )

    def _licences(self) -> QWidget:
        self._told = label(kind="muted", name="licencesTold")
        self._list = QListWidget()
        self._list.setObjectName("licencesList")
        self._list.setAccessibleName(self.tr("Software inside"))
        self._text = QPlainTextEdit()
        self._text.setObjectName("licenceText")
        self._text.setAccessibleName(self.tr("Licence"))
        self._text.setToolTip(self.tr("Who made it, and the text of its licence"))
        self._text.setReadOnly(True)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._text.setTabChangesFocus(True)
        self._list.currentRowChanged.connect(self._show_text)
        both = QSplitter()
        both.setChildrenCollapsible(False)
        both.addWidget(self._list)
        both.addWidget(self._text)
        both.setSizes([text_width(self, 32), text_width(self, 88)])
        tip = self.tr("Back to what this program is")
        back = push_button(self.tr("Back"), "licencesBack", tip, self.open_about)
        close = push_button(self.tr("Close"), "licencesClose", self.tr("Close (Esc)"), self.close)
        page = QWidget()
        made = column(self._told, both, row(back, 1, close), spacing=10)
        made.setStretch(1, 1)
        page.setLayout(made)
        return page

    def _show_parts(self, found: tuple[Part, ...]) -> None:
        self._parts = found
        for part in found:
            item = QListWidgetItem(clean(f"{part.name} {part.version}".strip()))
            item.setToolTip(clean(part.licence))
            item.setSizeHint(QSize(0, max(26, self.fontMetrics().height() + 8)))
            self._list.addItem(item)
        self._told.setText(self.tr("%n piece(s) of software", "", len(found)))
        self._list.setCurrentRow(0)

    def _show_text(self, row_number: int) -> None:
        if 0 <= row_number < len(self._parts):
            part = self._parts[row_number]
            within = self.tr("Comes within %1.").replace("%1", part.within) if part.within else ""
            name = f"{part.name} {part.version}".strip()
            heading = "\n".join(filter(None, (name, part.licence, within)))
            self._text.setPlainText(f"{heading}\n\n{part.text}")

    def _open_guide(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._guide)))


def _look_up(_task: Task) -> tuple[Part, ...]:
    return parts()
