"""`logcat -b events`: the processes of the apps, as begins and ends."""

from collections.abc import Iterator, Sequence
from zlib import crc32

from auditor.sample.days import HOUR, Day
from auditor.sample.lives import Life, lives
from auditor.sample.text import PhoneTexts

TAGS = ("am_proc_start", "am_kill", "am_proc_died")
_KEPT = 36 * HOUR  # the ring holds about so much


def process_log(
    days: Sequence[Day], seed: int, now: int, texts: PhoneTexts, tags: Sequence[str], is_epoch: bool
) -> Iterator[str]:
    """Print the log, oldest first: `-v threadtime`, and `-v epoch -v uid` with `is_epoch`."""
    yield "--------- beginning of events"
    found = [line for life in lives(days, seed, now) for line in _lines(life)]
    for time, tag, text in sorted(found):
        if now - _KEPT <= time <= now and tag in tags:
            stamp = (
                f"{time // 1000}.{time % 1000:03d}" if is_epoch else texts.absolute_ascii(time)[5:]
            )
            yield f"{stamp}  1000  1412  1533 I {tag}: [{text}]"


def _lines(life: Life) -> Iterator[tuple[int, str, str]]:
    who, begin = life.who, life.begin
    pid = 2000 + crc32(f"{who.uid} {begin}".encode()) % 28_000
    head = f"{who.user},{pid}"
    component = f"{{{who.package}/{who.package}.{life.component}}}"
    yield begin, "am_proc_start", f"{head},{who.uid},{who.package},{life.cause},{component}"
    yield life.end, "am_kill", f"{head},{who.package},985,empty #{pid % 20}"
    yield life.end + 30, "am_proc_died", f"{head},{who.package},985,19"
