"""What the window says about a live watch: an app that used something, what a watch came to."""

from typing import TYPE_CHECKING

from auditor import words
from auditor.live.words import length_text
from ui.phrases import fill, tr
from ui.session import CaseInfo
from ui.widgets import clean

if TYPE_CHECKING:
    from auditor.live.alerts import Alert
    from auditor.live.news import Watched

LONGEST_NAME = 60


def alert_text(alert: "Alert", case: CaseInfo | None, lang: str) -> tuple[str, str]:
    """Say which app did what in the background: a title and a line."""
    names = {} if case is None else {each.package: each.label for each in case.apps_in(lang)}
    name = names.get(alert.package) or alert.label or alert.package
    title = fill(tr("%1 in the background"), clean(name, LONGEST_NAME))
    used = [
        words.data_type(kind, lang) + (f" ×{number}" if number > 1 else "")
        for kind, number in alert.counts
    ]
    return title, words.listed(used, lang)


def watched_text(watched: "Watched", lang: str) -> str:
    """Say what a watch came to."""
    told = fill(
        tr("Watched for %1: %2 new events. The phone was busy with it %3 of the time."),
        length_text(watched.watched_ms, lang),
        f"{watched.events:,}",
        f"{watched.duty:.1%}",
    )
    if watched.gaps:
        unseen = length_text(watched.away_ms, lang)
        told += " " + fill(tr("Nothing was seen for %1."), unseen)
    return told
