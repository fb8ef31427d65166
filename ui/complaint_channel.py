"""Step 2 of a complaint: who it goes to, in which language, and what that place asks for first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from auditor.complaint.channels import channels
from auditor.complaint.phrases import chosen
from auditor.complaint.records import Channel, Guide
from ui.labels import Labels
from ui.no_wheel import NoWheel
from ui.phrases import fill, tr
from ui.theme import Theme
from ui.widgets import card, clear_layout, column, icon_label, label, row

NAMES = {"en": "English", "zh_CN": "简体中文", "fr": "Français"}


class ChannelStep(QWidget):
    """A list of channels, and what one should know about the one that is chosen."""

    changed = Signal()

    def __init__(self, labels: Labels, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lang, self._theme = labels.lang, theme
        self._list, self._languages = QListWidget(), QComboBox()
        self._about = QVBoxLayout()
        self._build()
        self._list.setCurrentRow(0 if labels.lang == "zh_CN" else self._first("EU"))

    @property
    def channel(self) -> Channel:
        """The channel that is chosen."""
        return channels()[max(self._list.currentRow(), 0)]

    @property
    def lang(self) -> str:
        """The language that the complaint is written in, whatever the window speaks."""
        return str(self._languages.currentData() or self.channel.languages[0])

    def choose(self, channel_id: str) -> None:
        """Choose a channel by its id."""
        found = [i for i, each in enumerate(channels()) if each.id == channel_id]
        if found:
            self._list.setCurrentRow(found[0])

    def _first(self, jurisdiction: str) -> int:
        found = (i for i, each in enumerate(channels()) if jurisdiction in each.clauses)
        return next(found, 0)

    def _build(self) -> None:
        self._list.setObjectName("complaintChannels")
        self._list.setAccessibleName(self.tr("Where to complain"))
        for each in channels():
            name, authority = chosen(each.name, self._lang), chosen(each.authority, self._lang)
            self._list.addItem(name)
            self._list.item(self._list.count() - 1).setToolTip(authority)
        line = self.fontMetrics().height() + 10
        self._list.setFixedHeight(line * len(channels()) + 8)
        self._list.currentRowChanged.connect(lambda _row: self._show())
        self._languages.setObjectName("complaintLanguage")
        self._languages.setAccessibleName(self.tr("Language of the complaint"))
        self._languages.setToolTip(self.tr("It is written in a language that the channel takes"))
        self._languages.setMinimumHeight(28)
        self._languages.installEventFilter(NoWheel(self))
        self._languages.activated.connect(lambda _place: self.changed.emit())
        caption = label(self.tr("Language of the complaint"))
        about = QWidget()
        about.setLayout(column(self._about, row(caption, self._languages, 1), 1, spacing=10))
        title = label(self.tr("Where it goes"), "heading", wraps=True)
        both = row(self._list, about, spacing=16)
        both.setStretch(0, 2)
        both.setStretch(1, 3)
        self.setLayout(column(title, both, spacing=8))

    def _show(self) -> None:
        channel = self.channel
        clear_layout(self._about)
        self._about.addWidget(label(chosen(channel.authority, self._lang), "heading", wraps=True))
        for guide in channel.how:
            self._about.addLayout(self._said(guide))
        if channel.prior_contact is not None:
            about = self._said(channel.prior_contact.about)
            about.setContentsMargins(12, 8, 12, 8)
            self._about.addWidget(card(about, "notice", "complaintPrior"))
        self._show_languages(channel)
        self.changed.emit()

    def _show_languages(self, channel: Channel) -> None:
        self._languages.clear()
        for lang in channel.languages:
            self._languages.addItem(NAMES.get(lang, lang), lang)
        place = self._languages.findData(self._lang)
        self._languages.setCurrentIndex(max(place, 0))
        self._languages.setEnabled(len(channel.languages) > 1)

    def _said(self, guide: Guide) -> QHBoxLayout:
        return guide_row(guide, self._lang, self._theme)


def guide_row(guide: Guide, lang: str, theme: Theme) -> QHBoxLayout:
    """Say a sentence about a channel, and when somebody last compared it with its source."""
    texts = column(label(chosen(guide.text, lang), wraps=True), spacing=2)
    texts.addWidget(label(_checked(guide), "muted", wraps=True))
    icon = icon_label("warning" if guide.is_to_check else "info", theme.muted, 18)
    line = row(icon, texts, spacing=8)
    line.setStretch(1, 1)
    return line


def _checked(guide: Guide) -> str:
    if guide.is_to_check or guide.verified_on is None:
        return tr("Nobody compared this with the authority's own words yet: look it up there.")
    return fill(tr("Compared with its source on %1"), guide.verified_on)
