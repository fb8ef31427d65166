"""A TOML file that people write, while it is read: what is wrong in it is refused with its line.

A subclass says what such a file holds; rule_files.py and the plans of test sessions are two.
"""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from auditor.errors import WrongFormat
from auditor.findings.toml_places import Place, line_of, line_told, places, reason_told
from auditor.words import LANGUAGES

LARGEST_FILE = 256 * 1024  # bytes
LARGEST_NUMBER = 1 << 53

Table = Mapping[str, object]


class TomlFile:
    """One file; every method that reads a value refuses one that is not right."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content = ""
        self._places: dict[Place, int] = {(): 1}

    def table(self) -> Table:
        """Read the file. WrongFormat where it is too large, no UTF-8 or no TOML."""
        try:
            with self.path.open("rb") as stream:
                data = stream.read(LARGEST_FILE + 1)
        except OSError as error:
            raise WrongFormat(
                f"{self.path} cannot be read: {error.strerror or error}.", "Check the file."
            ) from error
        return self.parsed(data)

    def parsed(self, data: bytes) -> Table:
        """Read what the file holds."""
        if len(data) > LARGEST_FILE:
            self._refuse((), "such a file has at most 256 KiB")
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise self._error(line, "the text is not UTF-8") from error
        try:
            found = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            line, reason = line_told(str(error), text), reason_told(str(error))
            if reason:
                raise self._error(line, f"this is no TOML: {reason}") from error
            raise self._error(line, "this is no TOML") from error
        self.content, self._places = text, places(text)
        return found

    def _error(self, line: int, what: str) -> WrongFormat:
        return WrongFormat(f"{self.path}, line {line}: {what}.", "Mend the file, or take it away.")

    def _refuse(self, place: Place, what: str) -> NoReturn:
        raise self._error(line_of(self._places, place), what)

    def text(self, table: Table, key: str, place: Place = ()) -> str:
        """Give a text that must be there."""
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            self._refuse((*place, key), f"{key!r} must be there and be a text")
        return value

    def number(self, table: Table, key: str, place: Place = ()) -> int:
        """Give a whole number that must be there, not below 0."""
        value = table.get(key)
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if not is_number or not 0 <= int(str(value)) < LARGEST_NUMBER:
            self._refuse((*place, key), f"{key!r} must be a whole number, not below 0")
        return int(str(value))

    def one_of(self, table: Table, key: str, known: Sequence[str], place: Place = ()) -> str:
        """Give a text that must be one of those known."""
        value = self.text(table, key, place)
        if value not in known:
            self._refuse((*place, key), f"{key!r} must be one of {', '.join(known)}")
        return value

    def flag(self, table: Table, key: str) -> bool:
        """Give true or false; false where it is not there."""
        value = table.get(key, False)
        if not isinstance(value, bool):
            self._refuse((key,), f"{key!r} must be true or false")
        return value

    def languages(self, table: Table, key: str, place: Place = ()) -> Table:
        """Give a table whose keys are languages of the program."""
        value = table.get(key)
        if not isinstance(value, dict):
            self._refuse((*place, key), f"the table [{key}] is missing")
        for lang in value:
            if lang not in LANGUAGES:
                names = ", ".join(LANGUAGES)
                self._refuse((*place, key, lang), f"{lang!r} is no language; use {names}")
        return value

    def tables(self, table: Table, key: str) -> list[tuple[int, Table]]:
        """Give tables that are written as `[[key]]`, numbered from 0."""
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self._refuse((key,), f"write each as [[{key}]]")
        return list(enumerate(value))

    def only(self, table: Table, known: Sequence[str], place: Place) -> None:
        """Refuse a key that no such table has."""
        for key in table:
            if key not in known:
                self._refuse((*place, key), f"{key!r} is no key of [[{place[0]}]]")
