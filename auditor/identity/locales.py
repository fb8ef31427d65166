"""Which of an app's labels a phone shows, by its language. As Android chooses, in the main.

Chinese is written in two scripts: where a locale names only a region, that tells the script.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.identity.resources import Variant

_TRADITIONAL = ("TW", "HK", "MO")


@dataclass(frozen=True, slots=True)
class Locale:
    """A language, and how and where it is written; empty where it is not told."""

    language: str
    script: str
    region: str


def parse_locale(tag: str) -> Locale:
    """Read `zh-Hans-CN`, `zh_CN`, `en`; of a list the first."""
    parts = tag.split(",")[0].strip().replace("_", "-").split("-")
    language, script, region = parts[0].lower(), "", ""
    for part in parts[1:]:
        if len(part) == 4 and part.isalpha():
            script = part.title()
        elif len(part) in (2, 3) and not region:
            region = part.upper()
    return Locale(language, script or _script_of(language, region), region)


def _script_of(language: str, region: str) -> str:
    if language != "zh":
        return ""
    return "Hant" if region in _TRADITIONAL else "Hans"


def best_for(variants: Sequence[Variant], wanted: Locale, api: int) -> Variant | None:
    """Choose the variant that a phone in this language takes; None when none suits it.

    Variants for other languages are never taken: the app's default, without a language, is.
    """
    ranked = [
        (_rank(variant, wanted, api), -place, variant)
        for place, variant in enumerate(variants)
        if variant.config.version <= api
    ]
    fitting = [entry for entry in ranked if entry[0] is not None]
    if not fitting:
        return None
    return max(fitting, key=lambda entry: entry[:2])[2]


def _rank(variant: Variant, wanted: Locale, api: int) -> tuple[int, int, int] | None:
    config = variant.config
    ordinary = 0 if config.is_special else 1
    if not config.language:
        return (ordinary, 2, config.version)
    if config.language != wanted.language:
        return None
    script = config.script or _script_of(config.language, config.region)
    if wanted.script and script and script != wanted.script:
        return None
    if config.region == wanted.region:
        return (ordinary, 5, config.version)
    if not config.region:
        return (ordinary, 4, config.version)
    # English without a region is that of the default, not of another country.
    is_cousin = wanted.language != "en" or wanted.region not in ("", "US") or config.region == "US"
    return (ordinary, 3 if is_cousin else 1, config.version)
