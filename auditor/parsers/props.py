"""Answers of one value: `getprop`, `settings get`, `date`, `/proc/uptime`."""

import re

_DATE = re.compile(r"(\d{1,12})(?:\.(\d{1,9}))?").fullmatch
_UPTIME = re.compile(r"(\d{1,12})\.(\d{1,9})\s+\d+\.\d+").fullmatch


def parse_property(text: str) -> str | None:
    """Read the answer of `getprop KEY`; None when the property is not set."""
    return text.strip() or None


def parse_setting(text: str) -> str | None:
    """Read the answer of `settings get`; None when nothing is set, which prints `null`."""
    value = text.strip()
    return None if value in ("", "null") else value


def parse_date(text: str) -> int | None:
    """Read `date +%s.%N` or `date +%s` as UTC milliseconds; None if it is neither.

    A phone whose `date` does not know %N prints it literally: whole seconds are what it knows.
    """
    match = _DATE(text.strip().removesuffix("%N").removesuffix("N").removesuffix("."))
    return None if match is None else _milliseconds(match[1], match[2])


def parse_uptime(text: str) -> int | None:
    """Read `/proc/uptime` as milliseconds since the phone started; None if it is not that."""
    match = _UPTIME(text.strip())
    return None if match is None else _milliseconds(match[1], match[2])


def _milliseconds(seconds: str, fraction: str | None) -> int:
    return int(seconds) * 1000 + int((fraction or "0").ljust(3, "0")[:3])
