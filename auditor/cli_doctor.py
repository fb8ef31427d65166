"""The command that finds out why a phone cannot be read, and says the one next step."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial

import click

from auditor import words
from auditor.adb import usb
from auditor.adb.doctor import (
    Debugging,
    Diagnosis,
    Facts,
    diagnose,
    is_readable,
    udev_commands,
)
from auditor.cli_support import clean, running_task
from auditor.doctor_facts import look_around, reach, wait_until_off
from auditor.doctor_words import next_step, said, to_share
from auditor.errors import UsageError
from auditor.makers import maker

CANNOT_BE_READ = 3
_OFF = {Debugging.OFF: "off", Debugging.ON: "still_on", Debugging.UNKNOWN: "unknown"}


def examine(adb_port: int | None, form: str, lang: str) -> int:
    """Look around and say what is in the way, as `text`, `json` or `share`; gives the exit code."""
    with running_task() as task:
        facts = look_around(task, named=adb_port)
    found = diagnose(facts)
    if form == "json":
        click.echo(_as_json(facts, found))
    elif form == "share":
        click.echo(to_share(facts, lang))
    else:
        for line in report(facts, found, lang):
            click.echo(clean(line))
    return 0 if is_readable(facts) else CANNOT_BE_READ


def report(facts: Facts, found: tuple[Diagnosis, ...], lang: str) -> Iterator[str]:
    """Say the first thing in the way with its next step, the others, then what is good to know."""
    obstacles = [each for each in found if not each.is_note]
    if is_readable(facts):
        yield words.word("doctor.ready", lang)
        yield words.word("doctor.ready_next", lang)
    for number, each in enumerate(obstacles):
        yield said(each, lang)
        if number == 0:
            yield f"{words.word('doctor.title_next', lang)}: {next_step(each, lang)}"
    notes = [each for each in found if each.is_note]
    if notes:
        yield f"{words.word('doctor.title_notes', lang)}:"
        yield from (f"- {said(each, lang)} {next_step(each, lang)}" for each in notes)


def rule_lines(lang: str) -> Iterator[str]:
    """Give the udev rule for the phones that are plugged in, and how to put it in place."""
    vendors = sorted({phone.vendor_id for phone in usb.look().phones})
    if not vendors:
        raise UsageError(
            "No phone is plugged in, so there is no rule to make.", "Plug the phone in, then again."
        )
    yield words.word("doctor.rule_title", lang)
    for vendor in vendors:
        yield from (f"  {line}" for line in udev_commands(vendor))


def reach_lines(address: str, lang: str) -> Iterator[str]:
    """Say what came of reaching for a phone over the network."""
    code = reach(address)
    yield words.word(f"doctor_reach.{code}", lang)
    what = words.word(f"doctor_reach_next.{code}", lang)
    yield f"{words.word('doctor.title_next', lang)}: {what}"


def check_off(adb_port: int | None, code: str, wait_s: float, lang: str) -> int:
    """Say how to switch debugging off again, wait for it, and say whether it is off."""
    names = maker(code, lang)
    click.echo(
        words.word("doctor.off_how", lang).format(options=names.options, switch=names.switch)
    )
    click.echo(words.word("doctor.off_wait", lang))
    with running_task() as task:
        look = partial(look_around, task, named=adb_port, asks_phone=False)
        state = wait_until_off(look, wait_s, task)
    click.echo(words.word(f"doctor.{_OFF[state]}", lang))
    return 0 if state is Debugging.OFF else CANNOT_BE_READ


def _as_json(facts: Facts, found: tuple[Diagnosis, ...]) -> str:
    told = [
        {
            "cause": each.cause,
            "is_note": each.is_note,
            "detail": each.detail,
            "said": said(each, "en"),
            "next": next_step(each, "en"),
        }
        for each in found
    ]
    plain = asdict(facts)
    plain["bus"] = {
        "is_seen": facts.bus.is_seen,
        "phones": [{**asdict(phone), "offers": sorted(phone.offers)} for phone in facts.bus.phones],
    }
    data = {"readable": is_readable(facts), "causes": told, "facts": plain}
    return json.dumps(data, indent=2)
