"""The small answers: properties, settings, clock, screen, doze list, network counters."""

import uuid
from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Protocol
from zlib import crc32

from auditor.sample.apps import USERS, installs
from auditor.sample.days import HOUR, Day
from auditor.sample.text import PhoneTexts
from auditor.sample.versions import Version


class Identity(Protocol):
    """What a phone says it is."""

    version: Version
    serial: str
    seed: int
    manufacturer: str
    model: str
    product: str
    device: str
    zone: str
    locale: str


def properties(phone: Identity) -> dict[str, str]:
    """Give the phone's properties. The sample property is what no other phone has."""
    version = phone.version
    build = f"SAMPLE.{version.name.upper()}"
    return {
        "persist.sys.locale": phone.locale,
        "persist.sys.timezone": phone.zone,
        "ro.boot.permission_auditor_sample": "1",
        "ro.build.fingerprint": f"sample/{phone.product}/{phone.device}:{version.release}/{build}/"
        f"{phone.seed}:user/release-keys",
        "ro.build.id": build,
        "ro.build.type": "user",
        "ro.build.version.incremental": str(phone.seed),
        "ro.build.version.release": version.release,
        "ro.build.version.sdk": str(version.api),
        "ro.build.version.security_patch": "2025-06-05",
        "ro.debuggable": "0",
        "ro.product.brand": "sample",
        "ro.product.device": phone.device,
        "ro.product.locale": "en-US",
        "ro.product.manufacturer": phone.manufacturer,
        "ro.product.model": phone.model,
        "ro.product.name": phone.product,
        "ro.serialno": phone.serial,
        "sys.boot_completed": "1",
    }


SETTINGS = {
    ("global", "auto_time"): "1",
    ("global", "auto_time_zone"): "1",
    ("global", "development_settings_enabled"): "1",
    ("secure", "location_mode"): "3",
    ("secure", "default_input_method"): "com.hushboard.keyboard/.InputService",
    ("secure", "assistant"): "com.sampleworks.speech/.AssistService",
    ("secure", "sms_default_application"): "com.android.messaging",
    ("secure", "dialer_default_application"): "com.android.dialer",
    ("secure", "enabled_notification_listeners"): "com.juniperfit.run/.WatchListener",
}


def date(now: int, form: str | None, local: str) -> str:
    """Answer `date`, `date +%s` or `date +%s.%N`; `local` is what a bare `date` prints."""
    if form is None:
        return local + "\n"
    return form.replace("%s", str(now // 1000)).replace("%N", f"{now % 1000:03d}000000") + "\n"


def uptime(now: int, booted: int) -> str:
    """Answer `cat /proc/uptime`."""
    seconds = (now - booted) / 1000
    return f"{seconds:.2f} {seconds * 6.2:.2f}\n"


def boot_id(seed: int, booted: int) -> str:
    """Answer `cat /proc/sys/kernel/random/boot_id`: another for each start of the phone."""
    value = Random(f"boot {seed} {booted}").getrandbits(128)
    return f"{uuid.UUID(int=value, version=4)}\n"


def power(days: list[Day], now: int, booted: int, version: Version) -> Iterator[str]:
    """Answer `dumpsys power`: the screen now, and when it last changed, in uptime."""
    spans = [span for day in days for span in day.screen if span[0] <= now]
    last = spans[-1] if spans else (booted, booted + 1)
    is_on = now < last[1]
    slept = (spans[-2][1] if len(spans) > 1 else booted) if is_on else last[1]
    yield "POWER MANAGER (dumpsys power)"
    yield ""
    yield "Power Manager State:"
    yield f"  mWakefulness={'Awake' if is_on else 'Asleep'}"
    yield "  mWakefulnessChanging=false"
    yield f"  mLastWakeTime={last[0] - booted} ({now - last[0]} ms ago)"
    yield f"  mLastSleepTime={slept - booted} ({now - slept} ms ago)"
    if version.api >= 31:
        yield "  mLastSleepReason=timeout"


def battery(percent: int, is_powered: bool) -> Iterator[str]:
    """Answer `dumpsys battery`."""
    yield "Current Battery Service state:"
    yield "  AC powered: false"
    yield f"  USB powered: {str(is_powered).lower()}"
    yield "  Wireless powered: false"
    yield "  Max charging current: 500000"
    yield f"  status: {2 if is_powered else 3}"
    yield "  health: 2"
    yield "  present: true"
    yield f"  level: {percent}"
    yield "  scale: 100"
    yield "  voltage: 3925"
    yield "  temperature: 264"
    yield "  technology: Li-ion"


_SYSTEM_EXEMPT = ("com.android.providers.downloads", "com.sampleworks.location.fused")
_USER_EXEMPT = ("com.pebblechat.messenger", "com.babyowl.monitor", "com.nectarcoupons.deals")


def doze_list() -> Iterator[str]:
    """Answer `cmd deviceidle whitelist`."""
    for kind, names in (("system", _SYSTEM_EXEMPT), ("user", _USER_EXEMPT)):
        for who in installs():
            if who.user == 0 and who.package in names:
                yield f"{kind},{who.package},{who.app.uid}"


def sensor_privacy(version: Version) -> Iterator[str]:
    """Answer `dumpsys sensor_privacy`: nothing is switched off. Android 13 changed its form."""
    yield "SENSOR PRIVACY MANAGER STATE (dumpsys sensor_privacy)"
    yield "{"
    yield "  user={"
    if version.api < 33:
        yield from ("    user_id=0", "    is_enabled=false")
        for sensor in (1, 2):
            yield "    individual_enabled_sensor={"
            yield from (f"      sensor={sensor}", "      is_enabled=false", "    }")
    else:
        yield "    sensors=["
        for sensor in (1, 2):
            yield from ("      {", f"        sensor={sensor}", "        toggles={")
            yield from ("          toggle_type=1", "          state_type=2")
            yield from ("          last_change=0", "        }", "      }")
        yield from ("    ]", "    user_id=0")
    yield from ("  }", "}")


_ASLEEP = ("com.nectarcoupons.deals",)
_NEVER = "1970-01-01 00:00:00"


def hibernation(days: list[Day], texts: PhoneTexts) -> Iterator[str]:
    """Answer `dumpsys app_hibernation`: one app that nobody used sleeps."""
    woken = texts.absolute_ascii(days[0].hour(12) if days else 0)[:19]
    for user in USERS:
        yield f"User Level Hibernation States, user={user} "
        for who in installs():
            if who.user == user:
                sleeps = who.package in _ASLEEP
                yield "  UserLevelState" + _sleep(who.package, sleeps, woken if sleeps else _NEVER)
        yield ""
    yield "Global Level Hibernation States"
    for who in installs():
        if who.user == 0:
            yield "GlobalLevelState" + _sleep(who.package, False, _NEVER[:10])


def _sleep(package: str, sleeps: bool, woken: str) -> str:
    state = str(sleeps).lower()
    return (
        f"{{packageName='{package}', hibernated={state}', savedByte=0', lastUnhibernated={woken}}}"
    )


def netstats(days: list[Day], now: int) -> Iterator[str]:
    """Answer `dumpsys netstats --full --uid`: bytes per app in two-hour buckets."""
    yield "Active interfaces:"
    yield '  iface=wlan0 ident=[{type=WIFI, networkId="sample", metered=false}]'
    yield from ("Dev stats:", "  Pending bytes: 0", "  Complete history:")
    yield from ("Xt stats:", "  Pending bytes: 0", "  Complete history:")
    yield from ("UID stats:", "  Pending bytes: 0", "  Complete history:")
    first = days[0].begin if days else now
    for who in installs():
        if who.user == 0 and not who.app.is_system:
            yield (
                '  ident=[{type=WIFI, networkId="sample", metered=false}] '
                f"uid={who.uid} set=DEFAULT tag=0x0"
            )
            yield "    NetworkStatsHistory: bucketDuration=7200"
            yield from _buckets(who.uid, first, now)
    yield from ("UID tag stats:", "  Pending bytes: 0", "  Complete history:")


def _buckets(uid: int, first: int, now: int) -> Iterator[str]:
    for begin in range(first // (2 * HOUR) * 2 * HOUR, now, 2 * HOUR):
        number = crc32(f"{uid} {begin}".encode())
        if number % 3 == 0:
            received, sent = number % 900_000, number % 70_000
            yield (
                f"      st={begin // 1000} rb={received} rp={received // 900 + 1} "
                f"tb={sent} tp={sent // 700 + 1} op=0"
            )


def started(options: list[str]) -> str:
    """Answer `am start`: what it would open. There is no screen, so nothing else happens."""
    given = dict(pairwise(options))
    if "-a" not in given:
        return "Error: Activity not started, unable to resolve Intent { }\n"
    data = f" dat={given['-d']}" if "-d" in given else ""
    return f"Starting: Intent {{ act={given['-a']}{data} }}\n"
