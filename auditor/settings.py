"""What the program remembers between runs; docs/settings.md names every setting.

One small JSON file with a version. A file that cannot be read is as good as none: nothing in it
is worth an error. Core functions take plain values and never look here.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

import platformdirs

from auditor.errors import StoreError
from auditor.makers import maker_codes
from auditor.records import DataType

APP: Final = "permission-auditor"
VERSION: Final = 1
LANGUAGES: Final = ("en", "zh_CN")
THEMES: Final = ("system", "light", "dark")
TEXT_PERCENTS: Final = (80, 90, 100, 110, 125, 150, 175, 200)
PLANS: Final = ("full", "quick")
BRIDGES: Final = ("adbutils", "ppadb")
ALERTS: Final = ("microphone", "camera", "location")  # unless somebody chooses others
MOST_RECENT: Final = 10
MOST_WIRELESS: Final = 10
_LIMIT_BYTES: Final = 1 << 20
_PHONE_FIELDS: Final = {"guid", "name", "address", "number"}
_LONGEST: Final = 200  # characters of what a phone calls itself

T = TypeVar("T")
D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class WirelessPhone:
    """A phone that was paired: how it calls itself in a network, and where it was last."""

    guid: str
    name: str
    address: str  # `ip:port`, as it was last
    number: str = ""  # its serial number, by which its case is found


@dataclass(frozen=True, slots=True)
class Settings:
    """`language` None follows the computer. `recent_cases` begins with the latest.

    `cases` None is the usual folder, `rules` None no rules of one's own. `maker` is a table of
    makers.toml, None unless chosen. `alerts` are data types that a live watch alarms about.
    """

    language: str | None = None
    theme: str = "system"
    recent_cases: tuple[Path, ...] = ()
    text_percent: int = 100
    reduced_motion: bool = False
    cases: Path | None = None
    rules: Path | None = None
    plan: str = "full"
    bridge: str = "adbutils"
    maker: str | None = None
    welcomed: bool = False
    wireless: tuple[WirelessPhone, ...] = ()
    alerts: tuple[str, ...] = ALERTS


def settings_path() -> Path:
    """Give the file that settings live in on this computer; it may not exist."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False)) / "settings.json"


def signing_key_path() -> Path:
    """Give the file of the key that signs evidence bundles; it never leaves this computer."""
    return Path(platformdirs.user_data_dir(APP, appauthor=False)) / "signing-key.pem"


def phone_changes_path() -> Path:
    """Give the file that names what this computer changed on phones; it may not exist."""
    return Path(platformdirs.user_data_dir(APP, appauthor=False)) / "phone_changes.jsonl"


def cases_dir() -> Path:
    """Give the folder that cases live in unless somebody chooses another; it may not exist."""
    return Path(platformdirs.user_data_dir(APP, appauthor=False)) / "cases"


def load_settings(path: Path) -> Settings:
    """Read settings; what is missing, damaged or from a newer version is left at its default."""
    try:
        with path.open("rb") as stream:
            untrusted = json.loads(stream.read(_LIMIT_BYTES))
    except (OSError, ValueError, RecursionError):
        return Settings()
    if not isinstance(untrusted, dict) or untrusted.get("version") != VERSION:
        return Settings()
    recent = untrusted.get("recent_cases")
    cases, rules = (_paths([untrusted.get(name)]) for name in ("cases", "rules"))
    return Settings(
        language=_one_of(untrusted.get("language"), LANGUAGES, None),
        theme=_one_of(untrusted.get("theme"), THEMES, "system"),
        recent_cases=_paths(recent if isinstance(recent, list) else []),
        text_percent=_one_of(untrusted.get("text_percent"), TEXT_PERCENTS, 100),
        reduced_motion=untrusted.get("reduced_motion") is True,
        cases=cases[0] if cases else None,
        rules=rules[0] if rules else None,
        plan=_one_of(untrusted.get("plan"), PLANS, "full"),
        bridge=_one_of(untrusted.get("bridge"), BRIDGES, "adbutils"),
        maker=_one_of(untrusted.get("maker"), maker_codes(), None),
        welcomed=untrusted.get("welcomed") is True,
        wireless=_phones(untrusted.get("wireless")),
        alerts=_data_types(untrusted.get("alerts")),
    )


def _data_types(untrusted: object) -> tuple[str, ...]:
    if not isinstance(untrusted, list):
        return ALERTS
    return tuple(each.value for each in DataType if each.value in untrusted)


def _one_of(untrusted: object, known: Sequence[T], usual: D) -> T | D:
    """Give a value that is one of those that are known, else the usual one."""
    return next(
        (each for each in known if each == untrusted and type(each) is type(untrusted)), usual
    )


def save_settings(path: Path, settings: Settings) -> None:
    """Replace the settings file in one step. StoreError when it cannot be written."""
    values = {"version": VERSION, **asdict(settings)}
    values["recent_cases"] = [str(case) for case in settings.recent_cases]
    for name in ("cases", "rules"):
        values[name] = str(values[name]) if values[name] else None
    part = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise StoreError(
            f"The settings could not be written to {path}: {error.strerror or error}."
        ) from error


def with_recent(settings: Settings, case_dir: Path) -> Settings:
    """Put a case at the front of the recent ones."""
    others = (case for case in settings.recent_cases if case != case_dir)
    return replace(settings, recent_cases=(case_dir, *others)[:MOST_RECENT])


def with_wireless(settings: Settings, phone: WirelessPhone) -> Settings:
    """Put a paired phone at the front; what was known of the same phone before goes."""
    others = (each for each in settings.wireless if not _is_same(each, phone))
    return replace(settings, wireless=(phone, *others)[:MOST_WIRELESS])


def without_wireless(settings: Settings, phone: WirelessPhone) -> Settings:
    """Forget a paired phone."""
    left = (each for each in settings.wireless if not _is_same(each, phone))
    return replace(settings, wireless=tuple(left))


def _is_same(one: WirelessPhone, other: WirelessPhone) -> bool:
    """A phone that was reset calls itself otherwise; one not connected yet has told no number."""
    has_number = bool(one.number) and one.number == other.number
    return has_number or (bool(one.guid) and one.guid == other.guid)


def _phones(untrusted: object) -> tuple[WirelessPhone, ...]:
    """Read the phones that were paired; what is not all text, and short, is none."""
    found = []
    for each in untrusted if isinstance(untrusted, list) else []:
        values = each.values() if isinstance(each, dict) and set(each) == _PHONE_FIELDS else [None]
        if all(isinstance(text, str) and len(text) <= _LONGEST for text in values):
            found.append(WirelessPhone(**each))
    return tuple(found[:MOST_WIRELESS])


def _paths(untrusted: list[object]) -> tuple[Path, ...]:
    texts = (each for each in untrusted if isinstance(each, str) and each and "\0" not in each)
    return tuple(Path(text) for text in dict.fromkeys(texts))[:MOST_RECENT]
