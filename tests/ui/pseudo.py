"""A made-up language: every text 40 % longer, written from right to left.

What stays readable English on the screen was never given to be translated.
"""

import re

from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import QApplication

from auditor import words
from ui.translations import Translations

LONGER = 1.4
FILL = "אבגדהוזחטיכלמנסעפצקרשת"
KEPT = re.compile(r"(%L?[0-9n]|%p|\{\w+\})")


def pseudo(text: str) -> str:
    """Give a text of Hebrew letters, 40 % longer; what is filled in later stays."""
    parts = KEPT.split(text)
    return "".join(part if KEPT.fullmatch(part) else _letters(part) for part in parts)


def _letters(text: str) -> str:
    if not text.strip():
        return text
    made = "".join(FILL[ord(c) % len(FILL)] if c.isalpha() else c for c in text)
    longer = round(len(text) * (LONGER - 1))
    fill = " ".join(FILL[i : i + 6] for i in range(0, len(FILL), 7))
    return f"{made.rstrip()} {fill[: longer - 1]}" + text[len(text.rstrip()) :] if longer else made


class PseudoTranslator(QTranslator):
    """Answers every text."""

    def translate(self, context, sourceText, disambiguation=None, n=-1) -> str:  # noqa: N803
        # What QLocale asks for would turn the layout by itself; here the test does.
        if context == "QShortcut":
            return sourceText  # a key's own name
        if context in ("QGuiApplication", "QPlatformTheme") or not sourceText:
            return ""
        return pseudo(sourceText)

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False


def install(app: QApplication, patch) -> None:
    """Make both catalogues speak it, until the patches are taken back."""
    translator = PseudoTranslator(app)
    english = words.catalogue("en")
    made = {key: pseudo(text) for key, text in english.items()}

    def use(self: Translations, lang: str) -> None:
        self.clear()
        app.installTranslator(translator)
        self._installed.append(translator)

    patch.setattr(words, "catalogue", lambda lang: made)
    patch.setattr(Translations, "use", use)
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
