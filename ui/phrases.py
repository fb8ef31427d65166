"""Texts of parts that are no QObject: translated, with values put in. It imports nothing slow."""

from PySide6.QtCore import QCoreApplication

from auditor.words import beside


def tr(text: str) -> str:
    """Translate a text of the calling file."""
    return QCoreApplication.translate("", text)


def fill(text: str, *values: str) -> str:
    """Put values into %1, %2 …; a value that holds such a sign itself stays as it is."""
    parts = text.split("%")
    out = parts[0]
    for part in parts[1:]:
        place = int(part[0]) - 1 if part[:1].isdigit() else -1
        if 0 <= place < len(values):
            out = beside(beside(out, values[place]), part[1:])
        else:
            out += "%" + part
    return out
