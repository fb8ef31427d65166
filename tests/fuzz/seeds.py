"""Texts to begin with: samples that were written for the tests, and answers of sample phones."""

from functools import cache
from pathlib import Path

from auditor.sample.phone import SamplePhone
from tests.core.importers.writers import (
    ACCESSES,
    DISCRETE,
    HISTORY,
    OLD_APPOPS,
    STATES_APPOPS,
    binary_xml,
    board,
)

DATA = Path(__file__).resolve().parents[1] / "data"
XML = (OLD_APPOPS, STATES_APPOPS, ACCESSES, DISCRETE, HISTORY)
IOS = (
    '{"type":"access","accessor":{"identifier":"a.b","identifierType":"bundleID"},'
    '"category":"camera","identifier":"1","kind":"intervalBegin",'
    '"timeStamp":"2025-05-01T08:00:00.123+02:00"}\n'
    '{"type":"networkActivity","domain":"a.example","bundleID":"a.b","hits":3,'
    '"firstTimeStamp":"2025-05-01T08:00:00Z","timeStamp":"2025-05-01T09:00:00Z"}\n'
)
PACKAGES_JSON = '[{"name":"a.b","files":[],"installer":"null","uid":10101,"system":false}]'
TABLE = (
    "uid\tpackage_name\tdevice_id\top_code\tattribution_tag\tuid_state\top_flags\taccess_time\t"
    "access_duration\n10101\ta.b\tdefault:0\t26\ttag\t200\t1\t1741064460345\t12\n"
)
LONGEST = 6000  # bytes: a fuzzer changes small texts more often
ANSWERS = (
    "dumpsys -t 60 appops",
    "dumpsys -t 60 appops --history --include-discrete 0",
    "pm list users",
    "pm list packages -f -U -i --user 0",
    "dumpsys package com.sample.none",
    "dumpsys usagestats -c",
    "dumpsys audio",
    "dumpsys media.camera",
    "dumpsys power",
    "cmd deviceidle whitelist",
    "dumpsys netstats --full --uid",
)


@cache
def seeds() -> tuple[bytes, ...]:
    """Give all of them: a target finds those of its own kind by what they reach."""
    found = [path.read_bytes() for path in sorted(DATA.glob("*/*.txt"))]
    found += [text.encode() for text in XML]
    found += [binary_xml(text)[4:] for text in XML]
    found += [
        board([("appops", (DATA / "appops" / "g30.txt").read_text(encoding="utf-8"))]).encode()
    ]
    found += [IOS.encode(), PACKAGES_JSON.encode(), TABLE.encode()]
    for name in ("26", "28", "29", "34", "36sql", "36post"):
        phone = SamplePhone(name, 1, lambda: 1_741_064_460_345, days=1)
        for line in ANSWERS:
            reply = phone.answer(line)
            found.append(b"" if reply is None else reply.stdout)
    return tuple(_beginning(text) for text in found if text)


def _beginning(text: bytes) -> bytes:
    """Cut a long text after a whole line."""
    if len(text) <= LONGEST:
        return text
    return text[: text.rfind(b"\n", 0, LONGEST) + 1] or text[:LONGEST]
