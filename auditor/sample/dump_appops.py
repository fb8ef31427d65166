"""`dumpsys appops` as a whole: header, settings, watchers, restrictions, policy, sections."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from auditor.sample.appops_options import Options, parse_options
from auditor.sample.appops_state import AppOpsState
from auditor.sample.apps import WORK_USER, install
from auditor.sample.buckets import buckets
from auditor.sample.days import HOUR
from auditor.sample.discrete import Keeping, singles
from auditor.sample.dump_history import (
    AGGREGATED,
    DISCRETE,
    LAST_HOUR,
    bucket_table,
    discrete_section,
    history_section,
)
from auditor.sample.dump_ops import View, op_section
from auditor.sample.dump_uidlog import uid_log
from auditor.sample.entries import Entry
from auditor.sample.history import SLOT, spans
from auditor.sample.journal import Journal
from auditor.sample.text import PhoneTexts, uid_text
from auditor.sample.uidstates import uid_states
from auditor.sample.versions import Version

_HOUR_ROWS = 500  # of the one-hour table, at most


@dataclass(slots=True)
class AppOpsService:
    """Answers `dumpsys appops`; remembers what earlier dumps changed."""

    version: Version
    journal: Journal
    texts: PhoneTexts
    phase: int  # a boundary of the 15-minute slots
    state: AppOpsState
    flushes: list[int]
    kept: Keeping
    built: int = 0  # when the phone was built, UTC milliseconds
    last_history: int | None = None
    _lived: int = 0

    def dump(self, words: Sequence[str], now: int, lived: int) -> str:
        """Print one dump; all its times are relative to `now`.

        `lived` is how far life has come: later than `now` when the clock was set back.
        """
        self._lived = lived
        options = parse_options(words, self.version)
        if options.error is not None:
            return options.error + "\n"
        if options.wants_help:
            return "\n".join(_help(self.version)) + "\n"
        if self.version.grammar == "post":
            lines = self._post(options, now)
        else:
            lines = self._classic(options, now)
        return "".join(f"{line}\n" for line in lines)

    def entries(self, now: int) -> list[Entry]:
        """Give what happened, without what a clock that was set back puts after `now`."""
        return self.journal.until(min(now, self._lived))

    def is_again(self, now: int) -> bool:
        """Say whether the slot in memory was dumped before: its end prints near 1970 then."""
        return self.last_history is not None and (
            (self.last_history - self.phase) // SLOT == (now - self.phase) // SLOT
        )

    def _view(self, options: Options, now: int) -> View:
        count = self.journal.count(self._lived)
        self.state.advance(self.journal.entries, count)
        days = self.journal.days_until(now)
        packages = self.state.packages
        states = uid_states(packages, days, now, self.version)
        age = now - self.built
        return View(self.version, self.texts, now, age, self._lived, packages, states, options)

    def _classic(self, options: Options, now: int) -> Iterator[str]:
        api = self.version.api
        view = self._view(options, now)
        is_state = not options.wants_history and not options.wants_watchers
        yield "Current AppOps Service state:"
        if is_state and api >= 28:
            yield from _settings(api)
        if api >= 28:
            yield ""
        if is_state and not options.is_filtered and api >= 28:
            yield from ("  Profile owners:", f"    User #{WORK_USER}: {_owner()}", "")
        yield from _watchers(view)
        yield from _clients(view)
        yield ""
        if is_state:
            yield from op_section(view)
        yield ""
        yield from _restrictions(api, options)
        if is_state and api >= 33:
            yield from ("", "  AppOps policy not set.")
        if is_state and api >= 34 and options.is_all:
            yield from ("", "Uid State Changes Event Log:")
            yield from uid_log(self.journal.days_until(now), now, self.version, self.texts)
        if options.wants_history:
            found = spans(self.entries(now), now, self.phase)
            yield from history_section(found, now, self.texts, options, self.is_again(now))
            self.last_history = now
        if options.discrete is not None:
            found_singles = singles(self.entries(now), now, self.kept)
            yield from discrete_section(found_singles, self.texts, options, self.version)

    def _post(self, options: Options, now: int) -> Iterator[str]:
        if options.wants_history:
            yield "AppOps Historical Service State:"
        else:
            yield from self._post_state(options, now)
        yield from self._post_table(options, now)
        if options.is_all and not options.wants_history:
            yield from ("", "Uid State Changes Event Log:")
            yield from uid_log(self.journal.days_until(now), now, self.version, self.texts)

    def _post_state(self, options: Options, now: int) -> Iterator[str]:
        view = self._view(options, now)
        yield "AppOps Service state:"
        yield from (*_settings(36), "")
        if not options.is_filtered:
            yield from ("  Profile owners:", f"    User #{WORK_USER}: {_owner()}", "")
        yield from ("", "  AppOps policy not set.", "")
        if options.wants_watchers or options.is_all:
            yield from ("AppOps Watchers", *_watchers(view), "")
        yield from ("AppOps Restrictions", *_restriction_lines(), "")
        yield "AppOps Uid Op State"
        yield from op_section(view)

    def _post_table(self, options: Options, now: int) -> Iterator[str]:
        entries = self.entries(now)
        short = buckets(entries, now, self.kept, self.flushes, is_short=True)
        long = buckets(entries, now, self.kept, self.flushes, is_short=False)
        self.flushes.append(now)
        sizes = len(short), len(long)
        limit = options.discrete if options.discrete is not None else options.history_limit
        if options.discrete is not None:
            rows, title = short, DISCRETE
        elif options.wants_history:
            rows, title = long, AGGREGATED
        else:
            rows = [row for row in short if row.time >= now - HOUR]
            title, limit = LAST_HOUR, _HOUR_ROWS
        yield from bucket_table(rows[: limit if limit > 0 else None], sizes, title, self.texts)
        if not options.wants_history:
            yield ""


def _owner() -> str:
    return uid_text(install("com.rowanmdm.agent", WORK_USER).uid)


def _settings(api: int) -> tuple[str, ...]:
    top, service = ("+30s0ms", "+10s0ms") if api < 30 else ("+5s0ms", "+5s0ms")
    return (
        "  Settings:",
        f"    top_state_settle_time={top}",
        f"    fg_service_state_settle_time={service}",
        "    bg_state_settle_time=+1s0ms",
    )


def _watchers(view: View) -> Iterator[str]:
    """Print who else is told of changes: the camera and audio services, as on any phone."""
    api = view.version.api
    ops = [op for op in ("CAMERA", "RECORD_AUDIO") if view.options.op in (None, op)]
    if not ops:
        return
    if not view.options.wants_history:
        yield from _mode_watchers(ops, api)
    for word, since in (("active", 28), ("started", 30), ("noted", 29)):
        if api >= since:
            yield f"  All op {word} watchers:"
            yield f"    {crc32(word.encode()):x} ->"
            yield f"        [{', '.join(ops)}]"
            token = f"{crc32(b'c' + word.encode()):x}"
            who = "watchinguid=-1 from uid=1000 pid=1187"
            yield f"        {word.title()}Callback{{{token} {who}}}"


def _mode_watchers(ops: list[str], api: int) -> Iterator[str]:
    yield "  Op mode watchers:"
    for op in ops:
        yield f"    Op {op}:"
        yield f"      #0: {_callback(op, api)}"
    yield "  All mode watchers:" if api < 28 else "  All op mode watchers:"
    for op in ops:
        token = f"{crc32(op.encode()):x}"
        link = f"android.os.BinderProxy@{token} -> " if api < 28 else f"{token}: "
        yield f"    {link}{_callback(op, api)}"


def _callback(op: str, api: int) -> str:
    token = f"{crc32(b'callback' + op.encode()):x}"
    if api < 28:
        return f"com.android.server.AppOpsService$Callback@{token}"
    return f"ModeCallback{{{token} watchinguid=-1 flags=0x1 op={op} from uid=1000 pid=1187}}"


def _clients(view: View) -> Iterator[str]:
    """Until Android 10 the ops in use are listed by client as well."""
    if view.version.api > 29 or view.options.is_filtered:
        return
    running = [
        f"        uid={uid} pkg={package} op={op}"
        for (uid, package), ops in view.packages.items()
        for op, tags in ops.items()
        if any(slot.running for slot in tags.values())
    ]
    if running:
        token = f"android.os.BinderProxy@{crc32(running[0].encode()):x}"
        yield from (
            "  Clients:",
            f"    {token}:",
            f"      ClientState{{mAppToken={token}, pid=2416}}",
        )
        yield from ("      Started ops:", *running)


def _restrictions(api: int, options: Options) -> Iterator[str]:
    lines = _restriction_lines()
    if api < 31:
        yield from lines[2:]
        return
    yield from lines[:2]
    if api <= 33 or options.mode or options.wants_watchers or options.wants_history:
        yield from lines[2:]


def _restriction_lines() -> tuple[str, ...]:
    return (
        "  Global restrictions for token android.os.Binder@66048bfd:",
        "      Restricted ops: [SYSTEM_ALERT_WINDOW]",
        "  User restrictions for token android.os.Binder@2fc14f68:",
        "      Restricted ops:",
        f"        user: {WORK_USER} restricted ops: [REQUEST_INSTALL_PACKAGES]",
    )


def _help(version: Version) -> Iterator[str]:
    yield "AppOps service (appops) dump options:"
    yield from ("  -h", "    Print this help text.")
    if version.api >= 28:
        for name in ("op", "mode", "package"):
            yield f"  --{name} [{name.upper()}]"
            yield f"    Limit output to data associated with the given app op {name}."
    if version.api >= 31:
        yield from ("  --history", "    Only output history.")
        yield "  --include-discrete [n]"
        yield "    Include discrete ops limited to n per dimension. Use zero for no limit."
