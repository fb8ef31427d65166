"""The language of the window: which one, and Qt's catalogues in resources/i18n."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from auditor.words import known_language
from ui.theme import RESOURCES

FOLDER = RESOURCES / "i18n"


def choose_language(wanted: str) -> str:
    """Give `en` or `zh_CN` for a choice; empty asks the desktop."""
    return known_language(wanted or QLocale.system().name())


class Translations:
    """Holds the installed catalogues, so that another language can take their place."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._installed: list[QTranslator] = []

    def use(self, lang: str) -> None:
        """Switch to a language; widgets built from now on speak it."""
        self.clear()
        QLocale.setDefault(QLocale(lang))
        own = (f"ui_{lang}", str(FOLDER))
        qts = (f"qtbase_{lang}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        for name, folder in (qts, own):
            translator = QTranslator(self._app)
            if translator.load(name, folder):
                self._app.installTranslator(translator)
                self._installed.append(translator)

    def clear(self) -> None:
        """Take the catalogues out again."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed = []
