"""The sample phone: a simulated Android phone that answers the commands a real one answers.

It is made up from a seed and says so: its serial is `SAMPLE-<seed>`, its maker "Permission
Auditor", and it has a property that no other phone has. It lives two weeks before it is built
and goes on living while it is asked.
"""

import shlex
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from zlib import crc32

from auditor.sample import dump_log, dump_media, dump_misc
from auditor.sample.answers import Reply
from auditor.sample.apk_files import AppFiles
from auditor.sample.apk_pictures import screen
from auditor.sample.appops_state import AppOpsState
from auditor.sample.device_config import DeviceConfig
from auditor.sample.dump_appops import AppOpsService
from auditor.sample.dump_packages import PackageDumps, list_packages, list_users
from auditor.sample.dump_usage import UsageDumps
from auditor.sample.history import SLOT
from auditor.sample.journal import LIFE_DAYS, Journal
from auditor.sample.text import PhoneTexts
from auditor.sample.versions import version

_DAY = 86_400_000
_UPTIME = 9 * _DAY  # the phone was last started so long before it was built


def _system_clock() -> int:
    return time.time_ns() // 1_000_000


class SamplePhone:
    """One phone. `answer` may be called from any thread.

    `dumps` keeps what was asked and the phone's clock at that moment, in milliseconds: all
    times of one answer are relative to that one reading.
    """

    model = "Sample Phone"
    manufacturer = "Permission Auditor"
    product = "permission_auditor_sample"
    device = "sample"

    def __init__(
        self,
        api: int | str = 34,
        seed: int = 1,
        now: Callable[[], int] = _system_clock,
        *,
        zone: str = "Asia/Shanghai",
        locale: str = "en-US",
        vendor: str = "",
        days: int = LIFE_DAYS,
    ) -> None:
        self.version = replace(version(api), vendor=vendor)
        self.seed = seed
        self.serial = f"SAMPLE-{seed}"
        self.zone = zone
        self.locale = locale
        self.now = now
        self.clock_shift_ms = 0  # what the phone's clock is off: set it to change the clock
        self.built_ms = now()
        self.booted_ms = self.built_ms - _UPTIME
        self.battery = (80, True)  # percent, and whether it is charged
        self.texts = PhoneTexts(zone, locale)
        self.journal = Journal(self.version, seed, self.built_ms - days * _DAY, zone)
        self.journal.count(self.built_ms)
        self.phase = self.booted_ms + crc32(str(seed).encode()) % SLOT
        self.config = DeviceConfig(self.version)
        self.appops = AppOpsService(
            self.version,
            self.journal,
            self.texts,
            self.phase,
            AppOpsState(self.version),
            [],
            self.config.kept,
            self.built_ms,
        )
        begin, built = self.journal.begin, self.built_ms
        self._packages = PackageDumps(self.version, self.texts, begin, built)
        self._files = AppFiles(self._packages)
        self._usage = UsageDumps(self.version, self.texts, locale, self.booted_ms)
        self.dumps: list[tuple[str, int]] = []
        self._lock = threading.Lock()

    def answer(self, line: str) -> Reply | None:
        """Run one command line; None when the phone has no such command."""
        try:
            words = shlex.split(line)
        except ValueError:
            return Reply(stderr=b"/system/bin/sh: no closing quote\n", code=1)
        with self._lock:
            now = self.now() + self.clock_shift_ms
            reply = self._run(words, now)
            if reply is not None:
                self.dumps.append((line, now))
        return reply

    def restart(self) -> None:
        """Start the phone anew: another boot id, empty logs, stored values are heeded."""
        with self._lock:
            self.booted_ms = self.now()
            self._usage = UsageDumps(self.version, self.texts, self.locale, self.booted_ms)
            self.config.restart(self.booted_ms + self.clock_shift_ms)

    def _run(self, words: list[str], now: int) -> Reply | None:
        self._packages.now = now
        self.config.catch_up(now)
        match words:
            case ["dumpsys", *rest]:
                return self._dumpsys(rest, now)
            case ["pm", "list", "users"]:
                return _printed(list_users())
            case ["pm", "list", "packages", *options]:
                return self._list_packages(options)
            case ["pm", "path", "--user", user, package] if user.isdigit():
                return self._files.path(package, int(user))
            case ["stat", "-c", "%s,%Y,%n", *paths]:
                return self._files.stat(paths)
            case ["dd", *_]:
                return self._files.read(" ".join(words))
            case ["cmd", "deviceidle", "whitelist"]:
                return _lines(dump_misc.doze_list())
            case ["logcat", "-b", "events", "-d", "-v", "threadtime", *rest]:
                return self._log(rest, now)
            case ["settings", "get", space, key]:
                return _printed(dump_misc.SETTINGS.get((space, key), "null") + "\n")
            case ["device_config", *rest]:
                return self.config.run(rest, now)
            case ["screencap", "-p"]:
                return Reply(stdout=screen(now // 1000))
            case ["am", "start", *options]:
                return _printed(dump_misc.started(options))
        return self._small(words, now)

    def _small(self, words: list[str], now: int) -> Reply | None:
        """Answer what people type into a shell first."""
        match words:
            case ["getprop"]:
                found = dump_misc.properties(self)
                return _lines(f"[{key}]: [{value}]" for key, value in found.items())
            case ["getprop", key]:
                return _printed(dump_misc.properties(self).get(key, "") + "\n")
            case ["date"]:
                return _printed(dump_misc.date(now, None, f"{self.texts.local(now):%c %Z}"))
            case ["date", form] if form.startswith("+"):
                return _printed(dump_misc.date(now, form[1:], ""))
            case ["cat", "/proc/uptime"]:
                return _printed(dump_misc.uptime(self.now(), self.booted_ms))
            case ["cat", "/proc/sys/kernel/random/boot_id"]:
                return _printed(dump_misc.boot_id(self.seed, self.booted_ms))
            case ["id"]:
                return _printed("uid=2000(shell) gid=2000(shell) context=u:r:shell:s0\n")
            case ["echo", *rest]:
                return _printed(" ".join(rest) + "\n")
        return None

    def _dumpsys(self, words: list[str], now: int) -> Reply:
        if words[:1] == ["-t"]:
            words = words[2:]
        name = words[0] if words else ""
        rest, days = words[1:], self.journal.days_until(now)
        match name:
            case "appops":
                return _printed(self.appops.dump(rest, now, now - self.clock_shift_ms))
            case "package":
                return _printed(self._packages.dump(rest))
            case "usagestats":
                return _printed(self._usage.dump(rest, days, self.journal.until(now), now))
            case "audio":
                entries = self.journal.until(now)
                args = (self.booted_ms, self.version, self.texts)
                return _lines(dump_media.audio(entries, now, *args))
            case "media.camera":
                return _lines(
                    dump_media.camera(self.journal.until(now), self.booted_ms, self.texts)
                )
            case "power":
                return _lines(dump_misc.power(days, now, self.booted_ms, self.version))
            case "battery":
                return _lines(dump_misc.battery(*self.battery))
            case "sensor_privacy" if self.version.api >= 31:
                return _lines(dump_misc.sensor_privacy(self.version))
            case "app_hibernation" if self.version.api >= 31:
                return _lines(dump_misc.hibernation(days, self.texts))
            case "netstats":
                return _lines(dump_misc.netstats(days, now))
        return Reply(stderr=f"Can't find service: {name}\n".encode())

    def _log(self, options: list[str], now: int) -> Reply:
        is_epoch = options[:4] == ["-v", "epoch", "-v", "uid"]
        filters = options[4:] if is_epoch else options
        tags = filters[1:] if filters[:1] == ["-s"] else dump_log.TAGS
        days = self.journal.days_until(now)
        return _lines(dump_log.process_log(days, self.seed, now, self.texts, tags, is_epoch))

    def _list_packages(self, options: list[str]) -> Reply:
        queue, user, flags = list(options), 0, set()
        while queue:
            word = queue.pop(0)
            if word == "--user" and queue and queue[0].isdigit():
                user = int(queue.pop(0))
            elif word in ("-f", "-U", "-i", "-3", "-s"):
                flags.add(word)
            else:
                return Reply(stderr=f"Error: Unknown option: {word}\n".encode(), code=1)
        return _printed(list_packages(frozenset(flags), user))


def _printed(text: str) -> Reply:
    return Reply(stdout=text.encode())


def _lines(lines: Iterable[str]) -> Reply:
    return _printed("".join(f"{line}\n" for line in lines))
