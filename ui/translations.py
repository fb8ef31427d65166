"""The language of the window: which one, and Qt's catalogues in resources/i18n."""

from pathlib import Path

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
        self._catalogues: list[bytes] = []  # Qt does not copy them

    def use(self, lang: str) -> None:
        """Switch to a language; widgets built from now on speak it."""
        self.clear()
        QLocale.setDefault(QLocale(lang))
        qts = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        for path in (qts / f"qtbase_{lang}.qm", FOLDER / f"ui_{lang}.qm"):
            if path.is_file():
                self._install(path.read_bytes())

    def _install(self, catalogue: bytes) -> None:
        """Qt would map a file that it opens: replaced while in use, as by an update, it crashes."""
        translator = QTranslator()
        if translator.load(catalogue):
            self._app.installTranslator(translator)
            self._installed.append(translator)
            self._catalogues.append(catalogue)

    def clear(self) -> None:
        """Take the catalogues out again."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed, self._catalogues = [], []
