"""What the commands do that tell a phone to keep more single accesses."""

import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from auditor import keeping_more, words
from auditor.adb.bridge import Bridge
from auditor.adb.keep_more import CUTOFF
from auditor.cli_phone import opened_phone
from auditor.cli_support import clean, opened_case, running_task
from auditor.keeping_more import Standing, Status, logs_of
from auditor.kept_more import Seen, seen_since
from auditor.phone_changes import KeyChange, moment
from auditor.settings import phone_changes_path
from auditor.store import DB_NAME
from auditor.task import Task

BY = "command line"


@dataclass(frozen=True, slots=True)
class Phone:
    """Which phone is meant, and how it is reached."""

    bridge_name: str
    adb_port: int | None
    serial: str | None
    wireless: str | None

    def opened(self, task: Task) -> AbstractContextManager[tuple[Bridge, str]]:
        """Give a bridge and the phone's serial number for as long as they are needed."""
        return opened_phone(self.bridge_name, self.adb_port, self.serial, self.wireless, task)


def status_lines(phone: Phone, case: Path | None, lang: str, as_json: bool) -> Iterator[str]:
    """Say how a phone stands, and what the case shows of it."""
    _check_case(case)
    with running_task() as task, phone.opened(task) as (bridge, serial):
        found = keeping_more.look(bridge, serial, _logs(case), task, by=BY)
    seen = _seen(found, case)
    if as_json:
        yield _as_json(found, seen)
        return
    yield from map(clean, told(found, seen, lang))


def on_lines(phone: Phone, case: Path, longer: bool, is_sure: bool, lang: str) -> Iterator[str]:
    """Say what would be changed; then, if it is wanted, do it and say that it was read back."""
    _check_case(case)
    with running_task() as task, phone.opened(task) as (bridge, serial):
        logs = _logs(case)
        found = keeping_more.look(bridge, serial, logs, task, by=BY)
        plan = found.plan(longer)
        yield from map(clean, explanation(found, longer, lang))
        yield from map(clean, change_lines(plan, lang))
        if not is_sure:
            yield "Nothing was changed. To do it, add --yes-change-this-phone."
            return
        keeping_more.switch_on(bridge, serial, logs, longer, BY, task)
    yield words.word("keep_more.done_on", lang)


def off_lines(phone: Phone, case: Path | None, is_sure: bool, lang: str) -> Iterator[str]:
    """Put back what was there before, and say what was left alone."""
    _check_case(case)
    with running_task() as task, phone.opened(task) as (bridge, serial):
        logs = _logs(case)
        if not is_sure:
            found = keeping_more.look(bridge, serial, logs, task, by=BY)
            yield from map(clean, told(found, None, lang))
            yield "Nothing was changed. To put back what was before, add --yes-change-this-phone."
            return
        undone = keeping_more.switch_off(bridge, serial, logs, BY, task)
    yield words.word("keep_more.done_off", lang)
    for key in undone.left_alone:
        yield words.word("keep_more.left_alone", lang).format(key=_key(key, lang))


def explanation(found: Status, longer: bool, lang: str) -> Iterator[str]:
    """Say what telling a phone to keep more does, before it is done."""
    api = found.device.api or 0
    yield words.word("keep_more.what", lang)
    yield words.word("keep_more.changes", lang)
    if api >= keeping_more.LAST_API:
        yield words.word("keep_more.all_types", lang)
    if longer:
        yield words.word("keep_more.longer_when", lang)
    yield words.word("keep_more.noted", lang)
    yield words.word("keep_more.undo", lang)


def change_lines(plan: Sequence[KeyChange], lang: str) -> Iterator[str]:
    """Show each value before and after."""
    for each in plan:
        yield f"{_key(each.key, lang)}:"
        yield f"  {words.word('keep_more.before', lang)}: {_value(each.old, lang)}"
        yield f"  {words.word('keep_more.then', lang)}: {_value(each.new, lang)}"


def told(found: Status, seen: Seen | None, lang: str) -> Iterator[str]:
    """Say how a phone stands, its values now, and whether it keeps what it was told to."""
    when = moment(found.told.time_ms) if found.told is not None else ""
    is_possible = found.standing is not Standing.NOT_POSSIBLE
    code = f"standing_{found.standing}" if is_possible else "not_possible"
    yield words.word(f"keep_more.{code}", lang).format(when=when)
    for key, value in found.values.items():
        yield f"{_key(key, lang)}: {_value(value, lang)}"
    if seen is not None:
        yield said_seen(seen, lang)


def said_seen(seen: Seen, lang: str) -> str:
    """Say what the readings since show."""
    if not seen.readings:
        return words.word("keep_more.no_reading", lang)
    code = "kept_some" if seen.accesses else "kept_none"
    return words.word(f"keep_more.{code}", lang).format(count=f"{seen.accesses:,}")


def tell_after_reading(bridge: Bridge, serial: str, case: Path, task: Task) -> None:
    """After a reading of a phone that was told to keep more: say whether it still is; offer undo.

    A phone that was not told is not asked. Trouble is left to the next time.
    """
    found = keeping_more.look_if_told(bridge, serial, _logs(case), task, BY)
    if found is None or found.told is None:
        return
    for line in told(found, _seen(found, case), "en"):
        click.echo(clean(line), err=True)
    offer = words.word("keep_more.undo_offer", "en").format(when=moment(found.told.time_ms))
    click.echo(offer, err=True)


def _seen(found: Status, case: Path | None) -> Seen | None:
    if found.told is None or case is None:
        return None
    with opened_case(case) as store:
        return seen_since(store, found.told)


def _check_case(case: Path | None) -> None:
    if case is not None:
        with opened_case(case):
            pass


def _logs(case: Path | None) -> tuple[Path, ...]:
    is_case = case is not None and (case / DB_NAME).is_file()
    return logs_of(phone_changes_path(), case if is_case else None)


def _key(key: str, lang: str) -> str:
    code = "key_cutoff" if key == CUTOFF else "key_ops"
    return words.word(f"keep_more.{code}", lang).format(key=key)


def _value(value: str | None, lang: str) -> str:
    if value is None:
        return words.word("keep_more.none", lang)
    return value


def _as_json(found: Status, seen: Seen | None) -> str:
    data = {
        "device_id": found.device.device_id,
        "api": found.device.api,
        "standing": found.standing,
        "values": found.values,
        "told": None if found.told is None else asdict(found.told),
        "seen": None if seen is None else asdict(seen),
    }
    return json.dumps(data, indent=2, ensure_ascii=False)
