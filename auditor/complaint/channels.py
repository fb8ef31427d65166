"""The channels, read from channels/*.toml: one file, one way to complain."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from auditor.complaint.records import (
    Channel,
    Field,
    Filler,
    Guide,
    PriorContact,
    Shape,
)
from auditor.errors import UsageError

_ORDER = (
    "cn-12321",
    "cn-app-pi",
    "cn-miit",
    "cn-12315-complaint",
    "cn-12315-report",
    "eu-art77",
    "fr-cnil",
    "uk-ico",
    "us-ftc",
    "us-cppa",
    "free",
)
_ABOUT = ("tag", "verified_on")


@cache
def channels() -> tuple[Channel, ...]:
    """Read every channel, in the order in which they are offered."""
    return tuple(_channel(name) for name in _ORDER)


def channel(name: str) -> Channel:
    """Give a channel by its id. UsageError when there is none."""
    found = next((each for each in channels() if each.id == name), None)
    if found is None:
        raise UsageError(
            f"There is no channel {name}.", "List them with: auditor complaint channels"
        )
    return found


@cache
def all_fields() -> Mapping[str, Mapping[str, Any]]:
    """Read what is known of every field that a form may have, by key."""
    return _read("fields.toml")


def _read(*path: str) -> dict[str, Any]:
    file = files("auditor.complaint").joinpath(*path)
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _channel(name: str) -> Channel:
    table = _read("channels", f"{name}.toml")
    return Channel(
        id=table["id"],
        name=table["name"],
        authority=table["authority"],
        languages=tuple(table["languages"]),
        clauses=tuple(table["clauses"]),
        paper=table.get("paper", "a4"),
        how=_guides(table, "how"),
        fields=tuple(_field(each) for each in table["field"]),
        prior_contact=_prior_contact(table.get("prior_contact")),
        attach=_guides(table, "attach"),
        warnings=_guides(table, "warning"),
        opening=table["opening"],
        closing=table["closing"],
    )


def _guides(table: Mapping[str, Any], name: str) -> tuple[Guide, ...]:
    return tuple(_guide(each) for each in table.get(name, ()))


def _guide(table: Mapping[str, Any]) -> Guide:
    text = {lang: told for lang, told in table.items() if lang not in _ABOUT}
    return Guide(text, table["tag"], table.get("verified_on"))


def _field(table: Mapping[str, Any]) -> Field:
    known = all_fields()[table["key"]]
    return Field(
        key=table["key"],
        label=known["label"] | table.get("label", {}),
        help=known["help"] | table.get("help", {}),
        filler=Filler(known["filler"]),
        shape=Shape(known["shape"]),
        is_required=table["required"],
        longest=table.get("longest"),
    )


def _prior_contact(table: Mapping[str, Any] | None) -> PriorContact | None:
    if table is None:
        return None
    rest = {key: value for key, value in table.items() if key not in ("required", "wait_days")}
    return PriorContact(table["required"], table.get("wait_days"), _guide(rest))
