"""What this program changed on phones: logged before it is done, in the case and on this computer.

One JSON line for each step, written to the disk before the next step is taken, so that a crash at
any moment leaves known what may have been done. From the lines come the periods in which a phone
kept more, which everything that is handed on must name. `auditor.keeping_more` writes them.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from auditor import words
from auditor.errors import StoreError
from auditor.whole_file import for_owner

CASE_LOG = "phone_changes.jsonl"
_LIMIT_BYTES = 16 << 20
_MARGIN_MS = 86_400_000
ON, OFF, SEEN, HELD = "on", "off", "seen", "held"
_NOTED_EACH_MS = 60_000  # sentences tell the minute: that it still holds needs no more lines
ASKED, DONE, REFUSED = "asked", "done", "refused"


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One value of a phone's configuration; None where nothing is stored."""

    key: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class PhoneChange:
    """One step. Times are UTC milliseconds of the computer; a change and its end share an id."""

    id: str
    device_id: str
    what: str  # on, off; held: the values are as they were left; seen: they are so no more
    phase: str  # asked: about to be done; done; refused: the phone is as it was
    time_ms: int
    by: str  # "window" or "command line"
    types: list[str] = field(default_factory=list)  # DataType
    longer: bool = False
    keys: list[KeyChange] = field(default_factory=list)
    who: str = ""  # the user of the computer: stays in the case


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which a phone may have kept more, because it was told to."""

    device_id: str
    on_ms: int
    types: tuple[str, ...]
    longer: bool
    by: str
    is_sure: bool  # the values were read back
    held_ms: int | None = None  # when all of them were last seen on the phone
    resets: tuple[int, ...] = ()  # when it was seen that somebody else had changed values
    gone_ms: int | None = None  # of those, when none of the values was left, nor seen since
    again_ms: int | None = None  # when the phone was told anew: another period goes on from there
    off_ms: int | None = None  # when earlier values were put back

    @property
    def end_ms(self) -> int | None:
        """When it had ended at the latest; None while values may still be there."""
        ends = (self.off_ms, self.again_ms, self.gone_ms)
        return min((each for each in ends if each is not None), default=None)

    def touches(self, begin_ms: int | None, end_ms: int | None) -> bool:
        """Whether it lies in a span; a span of unknown ends is touched."""
        if end_ms is not None and self.on_ms > end_ms:
            return False
        return begin_ms is None or self.end_ms is None or self.end_ms >= begin_ms


def read_log(path: Path) -> list[PhoneChange]:
    """Read a log, in the order it was written; what a crash left of a last line is passed over."""
    try:
        with path.open("rb") as stream:
            untrusted = stream.read(_LIMIT_BYTES)
    except OSError:
        return []
    found = (_change(line) for line in untrusted.splitlines())
    return [each for each in found if each is not None]


def add_to_log(path: Path, change: PhoneChange) -> None:
    """Add a step and wait until it is on the disk. StoreError."""
    line = json.dumps(asdict(change), ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "ab+", opener=for_owner) as stream:
            stream.seek(0, os.SEEK_END)
            if stream.tell():
                stream.seek(-1, os.SEEK_END)
                if stream.read(1) != b"\n":  # a crash cut the last line: it stays a line apart
                    line = "\n" + line
            stream.write(line.encode())
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise StoreError(
            f"It could not be noted in {path}: {error.strerror or error}. So the phone was not"
            " changed.",
            "Choose a case in a place that you may write to and that has room.",
        ) from error


def merged(*logs: Iterable[PhoneChange]) -> list[PhoneChange]:
    """Put logs together: each step once, in order of time."""
    steps = {(each.id, each.what, each.phase, each.time_ms): each for log in logs for each in log}
    return sorted(steps.values(), key=lambda each: each.time_ms)


def adopt(case_dir: Path, changes: Sequence[PhoneChange]) -> None:
    """Add to a case's log what a reading that came into it knows of its phone. StoreError."""
    if not changes:
        return
    path = case_dir / CASE_LOG
    known = {(each.id, each.what, each.phase, each.time_ms) for each in read_log(path)}
    for each in changes:
        is_new = (each.id, each.what, each.phase, each.time_ms) not in known
        if is_new and _checked(each) is not None:
            add_to_log(path, each)


def handed_on(changes: Iterable[PhoneChange], device_id: str) -> list[PhoneChange]:
    """Choose what is known of one phone, without who did it: that stays where it was done.

    Of the times when a change was seen to hold, the last one before each other step is enough.
    """
    own = [replace(each, who="") for each in changes if each.device_id == device_id]
    return [
        each
        for each, then in pairwise([*own, None])
        if each is not None and not (each.what == HELD and _is_held_still(each, then))
    ]


def _is_held_still(step: PhoneChange, then: PhoneChange | None) -> bool:
    return then is not None and (then.what, then.id) == (HELD, step.id)


def last_on(changes: Iterable[PhoneChange], device_id: str) -> PhoneChange | None:
    """Give the newest step that told a phone to keep more and was not taken back; else None.

    It is of phase `asked` when nobody knows how far it came.
    """
    found: PhoneChange | None = None
    for each in changes:
        if each.device_id != device_id:
            continue
        if each.what == ON:
            found = None if each.phase == REFUSED else each
        elif each.what == OFF and each.phase == DONE:
            found = None
    return found


def needs_noting(changes: Iterable[PhoneChange], told: PhoneChange, step: PhoneChange) -> bool:
    """Whether what was seen of a change says more than what is noted of it already."""
    seen = [each for each in changes if each.id == told.id and each.what in (SEEN, HELD)]
    last = seen[-1] if seen else told
    if step.what == SEEN:
        return last.what != SEEN or last.keys != step.keys
    return last.what == SEEN or step.time_ms - last.time_ms >= _NOTED_EACH_MS


def periods(changes: Iterable[PhoneChange]) -> list[Period]:
    """Give the times in which phones were told to keep more, oldest first."""
    found: dict[str, Period] = {}
    for each in merged(changes):
        known = found.get(each.id)
        if each.what == ON and each.phase == REFUSED:
            found.pop(each.id, None)
        elif each.what == ON and known is None:
            found[each.id] = _begun(each)
        elif known is not None:
            found[each.id] = _gone_on(known, each)
    return _followed(found.values())


def _begun(step: PhoneChange) -> Period:
    is_sure = step.phase == DONE
    return Period(
        step.device_id,
        step.time_ms,
        tuple(step.types),
        step.longer,
        step.by,
        is_sure,
        step.time_ms if is_sure else None,
    )


def _gone_on(period: Period, step: PhoneChange) -> Period:
    """Give what a later step makes of a period."""
    if step.what in (ON, HELD):
        return replace(period, is_sure=True, held_ms=step.time_ms, gone_ms=None)
    if step.what == SEEN:
        is_gone = bool(step.keys) and all(each.old != each.new for each in step.keys)
        gone_ms = (period.gone_ms or step.time_ms) if is_gone else None
        return replace(period, resets=(*period.resets, step.time_ms), gone_ms=gone_ms)
    if step.what == OFF and step.phase == DONE and step.keys:  # without keys none was left
        return replace(period, off_ms=step.time_ms)
    return period


def _followed(found: Iterable[Period]) -> list[Period]:
    """End each period that was not taken back when its phone was told anew."""
    later: dict[str, int] = {}
    done: list[Period] = []
    for each in reversed(list(found)):
        again_ms = later.get(each.device_id) if each.off_ms is None else None
        done.append(replace(each, again_ms=again_ms))
        later[each.device_id] = each.on_ms
    return done[::-1]


def sentences(
    case_dir: Path,
    device_ids: Iterable[str],
    begin_ms: int | None,
    end_ms: int | None,
    lang: str,
) -> list[str]:
    """Say for each period that touches a span that the phone was told to keep more, and by whom."""
    return [said(each, lang) for each in periods_of(case_dir, device_ids, begin_ms, end_ms)]


def periods_of(
    case_dir: Path, device_ids: Iterable[str], begin_ms: int | None, end_ms: int | None
) -> list[Period]:
    """Give the periods of some phones that touch a span of the phone's time, oldest first.

    The two clocks may differ, so what lies within a day of the span touches it.
    """
    wanted = set(device_ids)
    begin_ms = None if begin_ms is None else begin_ms - _MARGIN_MS
    end_ms = None if end_ms is None else end_ms + _MARGIN_MS
    return [
        each
        for each in periods(read_log(case_dir / CASE_LOG))
        if each.device_id in wanted and each.touches(begin_ms, end_ms)
    ]


def said(period: Period, lang: str, word: Callable[[str, str], str] = words.word) -> str:
    """Say one period. `word` gives the text of a key where the program lacks the language."""
    space = "" if lang == "zh_CN" else " "
    return space.join(_parts(period, lambda key: word(key, lang)))


def _parts(period: Period, word: Callable[[str], str]) -> Iterator[str]:
    kinds = word("list.comma").join(word(f"keep_more_type.{each}") for each in period.types)
    code = "told" if period.is_sure else "told_unsure"
    yield word(f"keep_more.{code}").format(when=moment(period.on_ms), types=kinds)
    if period.longer:
        yield word("keep_more.told_longer")
    seen = [("was_reset", each) for each in period.resets]
    if period.held_ms is not None and (period.resets or period.end_ms is None):
        seen.append(("was_held", period.held_ms))
    if period.again_ms is not None:
        seen.append(("was_told_again", period.again_ms))
    if period.off_ms is not None:
        seen.append(("was_undone", period.off_ms))
    for code, when_ms in sorted(seen, key=lambda each: each[1]):
        yield word(f"keep_more.{code}").format(when=moment(when_ms))


def moment(time_ms: int) -> str:
    """Write a moment of the computer's clock to the minute, in UTC."""
    return f"{datetime.fromtimestamp(time_ms / 1000, UTC):%Y-%m-%d %H:%M} UTC"


def _change(untrusted_line: bytes) -> PhoneChange | None:
    with suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):
        data = json.loads(untrusted_line)
        keys = [KeyChange(**each) for each in data.pop("keys")]
        return _checked(PhoneChange(**data, keys=keys))
    return None


def _checked(untrusted: PhoneChange) -> PhoneChange | None:
    """Give a step back if its values are what they should be."""
    texts: tuple[str, ...] = (
        untrusted.id,
        untrusted.device_id,
        untrusted.what,
        untrusted.phase,
        untrusted.by,
    )
    texts += (untrusted.who, *untrusted.types, *(each.key for each in untrusted.keys))
    values = [value for each in untrusted.keys for value in (each.old, each.new)]
    is_good = (
        all(isinstance(each, str) for each in texts)
        and all(value is None or isinstance(value, str) for value in values)
        and type(untrusted.time_ms) is int
        and 0 <= untrusted.time_ms < 1 << 45
        and all(words.find(f"keep_more_type.{each}", "en") for each in untrusted.types)
    )
    return untrusted if is_good else None
