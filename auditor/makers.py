"""The menu names of phone makers, each in the languages of the program: makers.toml.

It knows no phones: the settings remember a maker too.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Maker:
    """Menu names of one maker's phones in one language, as they are printed there."""

    code: str
    name: str
    about: str
    tap: str
    options: str
    switch: str
    note: str


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(files("auditor").joinpath("makers.toml").read_text(encoding="utf-8"))


def maker_codes() -> tuple[str, ...]:
    """List the makers; `other` is for those that nobody knows."""
    return tuple(_table())


def maker(code: str | None, lang: str) -> Maker:
    """Give a maker's wording; that of `other` for a code that is not known."""
    known = code if code in _table() else "other"
    return Maker(code=str(known), **_table()[str(known)][lang])
