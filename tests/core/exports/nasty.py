"""Texts that a spreadsheet would run, or that break lines and quotes, in events that hold them."""

from auditor.records import Event, Proxy
from tests.core.cases import event

NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r", "\n", "'", "'=1", "", 'a"b', "a,b", "a\nb"]
NASTY += ["null", "日本語", "\u202e", "0", "😀", "a\x00b"]
FULL_WIDTH = ("\uff1d", "\uff0b", "\uff0d", "\uff20")
NASTY += [f"{sign}1" for sign in FULL_WIDTH]


def nasty_events() -> list[Event]:
    """One event for each of these texts, in every field that an app may fill."""
    return [
        event(tag=text, package=f"p.{i}", proxy=Proxy(None, text, text), line=i + 1)
        for i, text in enumerate(NASTY)
    ]
