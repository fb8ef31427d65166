"""The 39 kinds of app, and which data the basic function of each needs: categories.toml.

A person chooses an app's kind; it can be suggested, never decided, by its name. It changes how a
finding is worded and what rule R12 compares with; it hides nothing.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from auditor.records import DataType

# What the regulation is read for; it says nothing about the others.
TYPES = (
    DataType.CONTACTS,
    DataType.MICROPHONE,
    DataType.PHOTOS,
    DataType.CAMERA,
    DataType.LOCATION,
    DataType.PHONE,
    DataType.SMS,
    DataType.CALL_LOG,
    DataType.CALENDAR,
    DataType.SENSORS,
)


class Need(StrEnum):
    """Whether the basic function of a kind of app needs a kind of data (categories.toml)."""

    NAMED = "N"
    FUNCTION = "F"
    DOCUMENT = "o"
    NOT = ""


@dataclass(frozen=True, slots=True)
class Category:
    """One of the 39 kinds."""

    number: int
    code: str
    phone_number: bool
    needs: Mapping[DataType, Need]
    packages: frozenset[str]
    words: tuple[str, ...]

    def need(self, data_type: DataType) -> Need | None:
        """Say whether its basic function needs a kind of data; None where nothing is said."""
        if data_type not in TYPES:
            return None
        return self.needs.get(data_type, Need.NOT)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A kind that an app may be of, and what suggests it."""

    category: str
    because: str  # known_list: its package is well known; name: a word of its name


@cache
def categories() -> dict[str, Category]:
    """Give the kinds by code, in the order of their numbers."""
    text = files("auditor.findings").joinpath("categories.toml").read_text(encoding="utf-8")
    return {row["code"]: _category(row) for row in tomllib.loads(text)["category"]}


def _category(row: Mapping[str, object]) -> Category:
    needs, packages, words = row["needs"], row["packages"], row["words"]
    assert isinstance(needs, dict) and isinstance(packages, list) and isinstance(words, list)
    return Category(
        number=int(str(row["number"])),
        code=str(row["code"]),
        phone_number=bool(row["phone_number"]),
        needs={DataType(key): Need(value) for key, value in needs.items()},
        packages=frozenset(packages),
        words=tuple(words),
    )


def suggest(package: str, label: str | None) -> Suggestion | None:
    """Suggest a kind by the package's name, else by a word of the label."""
    for each in categories().values():
        if package in each.packages:
            return Suggestion(each.code, "known_list")
    found = [each.code for each in categories().values() if _names(each, label or "")]
    return Suggestion(found[0], "name") if len(found) == 1 else None


def _names(category: Category, label: str) -> bool:
    """Whether a label has a word of a kind: a whole word, or Chinese letters in a row."""
    return any(
        re.search(rf"\b{re.escape(word)}\b", label, re.IGNORECASE)
        if word.isascii()
        else word in label
        for word in category.words
    )


def is_expected(category: str | None, data_type: str | None) -> bool | None:
    """Say whether the basic function of a kind needs a kind of data; None where nothing is said."""
    found = categories().get(category or "")
    if found is None or data_type is None:
        return None
    need = found.need(DataType(data_type))
    return None if need is None else need is not Need.NOT
