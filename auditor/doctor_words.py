"""What the doctor says of its findings, and a text of them that a person can show to others."""

import getpass
import platform
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from auditor import __version__, words
from auditor.adb.doctor import Cause, Diagnosis, Facts, diagnose, is_readable
from auditor.adb.usb import UsbPhone
from auditor.error_words import say_error

_LISTS_SERIALS = frozenset({Cause.SEVERAL, Cause.EMULATOR})
_SHORTEST_NAME = 3  # a user called "a" cannot be taken out of a text
_IP = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
_LOOPBACK = "127.0.0.1"


def said(diagnosis: Diagnosis, lang: str) -> str:
    """Say what was found."""
    text = words.word(f"doctor_said.{diagnosis.cause}", lang)
    detail = diagnosis.detail
    if diagnosis.cause is Cause.SERVER_FAILED:
        detail = say_error(detail, lang)
    return text.replace("{detail}", detail)


def next_step(diagnosis: Diagnosis, lang: str, in_window: bool = False) -> str:
    """Say the one thing to do about it, at the terminal or where there are buttons."""
    in_its_words = words.find(f"doctor_window.{diagnosis.cause}", lang) if in_window else None
    return in_its_words or words.word(f"doctor_next.{diagnosis.cause}", lang)


def to_share(facts: Facts, lang: str) -> str:
    """Write all that was found for whoever helps.

    There is no serial number in it, no address in a network and no name of this computer's user.
    """
    from auditor.identity.inert_text import inert_lines  # its package takes long to import

    return inert_lines(_without_names("\n".join(_lines(facts, lang)), facts))


def _lines(facts: Facts, lang: str) -> Iterator[str]:
    yield f"Permission Auditor {__version__}, {platform.system()} {platform.release()}"
    version = ".".join(map(str, facts.adb_version)) if facts.adb_version else "?"
    yield f"adb: {f'{version} ({facts.adb})' if facts.adb else 'none'}"
    server = "none was running" if facts.server_version is None else str(facts.server_version)
    yield f"adb server: {server}"
    for name, value in (("environment", facts.elsewhere), ("error", facts.server_error)):
        if value:
            yield f"{name}: {value}"
    if not facts.bus.is_seen:
        yield "USB: not visible from here"
    for phone in facts.bus.phones:
        yield f"USB: {_usb(phone)}"
    for state, number in sorted(Counter(row.state_text for row in facts.rows).items()):
        yield f"listed: {number} × {state}"
    if facts.phone is not None:
        yield f"phone: {facts.phone.manufacturer or '?'}"
    if is_readable(facts):
        yield words.word("doctor.ready", lang)
    for each in diagnose(facts):
        shown = Diagnosis(each.cause, "…") if each.cause in _LISTS_SERIALS else each
        yield f"{each.cause}: {said(shown, lang)} {next_step(each, lang)}"


def _usb(phone: UsbPhone) -> str:
    offers = ", ".join(sorted(phone.offers)) or "nothing"
    known = {"may open": phone.may_open, "driver": phone.has_driver}
    told = [f"{name}: {'yes' if so else 'no'}" for name, so in known.items() if so is not None]
    held = [f"held by {', '.join(phone.holders)}"] if phone.holders else []
    return "; ".join(
        [f"{phone.vendor_id}:{phone.product_id} {phone.name}", f"offers {offers}", *told, *held]
    )


def _without_names(text: str, facts: Facts) -> str:
    """Serial numbers also stand in what a server or a phone says."""
    for row in sorted(facts.rows, key=lambda row: -len(row.serial)):
        text = text.replace(row.serial, "[phone]")
    text = text.replace(str(Path.home()), "~")
    user = _user()
    if len(user) >= _SHORTEST_NAME:
        text = re.sub(rf"(?<![\w-]){re.escape(user)}(?![\w-])", "[user]", text)
    return _IP.sub(lambda found: found[0] if found[0] == _LOOPBACK else "[address]", text)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name
        return ""
