"""Well-known apps by their package names, for cases without a phone (`known_labels.toml`).

A label of this list is nobody's word about the phone at hand: it is always shown as such.
"""

import tomllib
from functools import cache
from importlib.resources import files

from auditor.identity.records import Label


@cache
def known_labels() -> dict[str, tuple[Label, ...]]:
    """Give English and Chinese names by package. The first label is the English one."""
    text = files("auditor.identity").joinpath("known_labels.toml").read_text(encoding="utf-8")
    table: dict[str, list[str]] = tomllib.loads(text)["labels"]
    return {
        package: (Label("en", names[0]), Label("zh-Hans", names[-1]))
        for package, names in table.items()
    }
