"""An app of the sample phone that is updated after the phone was built, and what that changes."""

import re

import pytest

from auditor.sample.apps import NEXT_UPDATE_MS
from auditor.sample.phone import SamplePhone

BUILT_MS = 1_750_000_000_123
PACKAGE = "com.mirrorsalon.beauty"


class Clock:
    def __init__(self) -> None:
        self.now_ms = BUILT_MS

    def __call__(self) -> int:
        return self.now_ms


def dump(phone: SamplePhone, line: str) -> str:
    reply = phone.answer(line)
    assert reply is not None and reply.code == 0
    return reply.stdout.decode()


def facts(phone: SamplePhone) -> tuple[str, str, str, bool, bool]:
    """Version, date of the update, the line of the permission, and whether the op is held back."""
    package = dump(phone, f"dumpsys -t 60 package {PACKAGE}")
    ops = dump(phone, "dumpsys -t 60 appops")
    uid = re.search(r"(?:appId|userId)=(\d+)", package)
    assert uid
    start = ops.index(f"  Uid u0a{int(uid[1]) - 10_000}:")
    mine = ops[start : ops.index("  Uid ", start + 5)]
    version = re.search(r"versionName=(\S+)", package)
    date = re.search(r"lastUpdateTime=(.+)", package)
    grant = re.search(r"android\.permission\.READ_CONTACTS: (granted=.+)", package)
    assert version and date and grant
    path = dump(phone, f"pm path --user 0 {PACKAGE}").removeprefix("package:").strip()
    stat = dump(phone, f"stat -c %s,%Y,%n {path}")
    held = "READ_CONTACTS: mode=ignore" in mine
    return version[1], date[1], grant[1], held, str(BUILT_MS + NEXT_UPDATE_MS)[:10] in stat


@pytest.mark.parametrize("name", ["30", "34"])
def test_an_update_grants_what_was_refused_and_nothing_else_changes(name: str) -> None:
    clock = Clock()
    phone = SamplePhone(name, 1, clock, days=2)
    before = facts(phone)
    clock.now_ms += NEXT_UPDATE_MS - 1
    still = facts(phone)
    clock.now_ms += 1
    after = facts(phone)

    assert before == still
    assert "granted=false" in before[2] and "USER_SET" in before[2]
    assert "granted=true" in after[2] and "USER_SET" not in after[2]
    assert (before[3], after[3]) == (True, False)
    assert before[0] != after[0] and before[1] != after[1]
    assert (before[4], after[4]) == (False, True)
