"""What a watch says in words: why nothing is seen, how long something took."""

from typing import TYPE_CHECKING

from auditor import words

if TYPE_CHECKING:  # numpy takes 0.1 s to import
    from auditor.manifest import Pace
    from auditor.watches import Paced


def reason_text(reason: str | None, lang: str) -> str:
    """Say why nothing is seen, and what helps where something does."""
    return words.word(f"live_gap.{reason}", lang) if reason else ""


def pace_text(pace: "Pace | Paced", lang: str, is_short: bool = False) -> str:
    """Say how often a phone is asked, and why no oftener."""
    group = "live_pace_short" if is_short else "live_pace"
    every = length_text(max(pace.every_ms, 1000), lang)
    return words.word(f"{group}.{pace.reason}", lang).format(every=every)


def length_text(length_ms: int, lang: str) -> str:
    """Say how long something took, in its two largest units."""
    seconds = round(length_ms / 1000)
    hours, minutes = divmod(seconds // 60, 60)
    if hours >= 24:
        days, hours = divmod(hours, 24)
        return words.sentence("live_days", lang, days=days, hours=hours)
    if hours:
        return words.sentence("live_hours", lang, hours=hours, minutes=minutes)
    if minutes:
        return words.sentence("live_minutes", lang, minutes=minutes, seconds=seconds % 60)
    return words.sentence("live_seconds", lang, seconds=seconds)
