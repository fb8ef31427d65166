"""`logcat -b events`: the processes of the apps that the person opened, as begins and ends."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

from auditor.sample.apps import Install
from auditor.sample.days import HOUR, MINUTE, Day
from auditor.sample.text import PhoneTexts

TAGS = ("am_proc_start", "am_kill", "am_proc_died")
_KEPT = 36 * HOUR  # the ring holds about so much
_IDLE = 40 * MINUTE  # an app that nobody opens for so long is ended


class _Life(NamedTuple):
    """One process of an app."""

    begin: int
    end: int
    who: Install


def process_log(
    days: Sequence[Day], now: int, texts: PhoneTexts, tags: Sequence[str], is_epoch: bool
) -> Iterator[str]:
    """Print the log, oldest first: `-v threadtime`, and `-v epoch -v uid` with `is_epoch`."""
    yield "--------- beginning of events"
    found = [line for life in _lives(days, now) for line in _lines(life)]
    for time, tag, text in sorted(found):
        if now - _KEPT <= time <= now and tag in tags:
            stamp = (
                f"{time // 1000}.{time % 1000:03d}" if is_epoch else texts.absolute_ascii(time)[5:]
            )
            yield f"{stamp}  1000  1412  1533 I {tag}: [{text}]"


def _lives(days: Sequence[Day], now: int) -> Iterator[_Life]:
    """Join visits of one app that follow soon on each other: its process stays meanwhile."""
    open_lives: dict[Install, _Life] = {}
    visits = [visit for day in days[-3:] for visit in day.visits]
    for begin, end, who in sorted((v.begin, v.end, v.who) for v in visits):
        if begin > now:
            break
        last = open_lives.get(who)
        if last is not None and begin - last.end < _IDLE:
            open_lives[who] = last._replace(end=end)
            continue
        if last is not None:
            yield last
        open_lives[who] = _Life(begin, end, who)
    yield from open_lives.values()


def _lines(life: _Life) -> Iterator[tuple[int, str, str]]:
    who, begin = life.who, life.begin - 180
    pid = 2000 + crc32(f"{who.uid} {begin}".encode()) % 28_000
    head = f"{who.user},{pid}"
    component = f"{{{who.package}/{who.package}.MainActivity}}"
    start = f"{head},{who.uid},{who.package},next-top-activity,{component}"
    yield begin, "am_proc_start", start
    end = life.end + _IDLE
    yield end, "am_kill", f"{head},{who.package},985,empty #{pid % 20}"
    yield end + 30, "am_proc_died", f"{head},{who.package},985,19"
