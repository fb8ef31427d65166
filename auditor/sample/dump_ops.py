"""The op section of `dumpsys appops`, grammar by grammar (formats.md 1.2 to 1.6)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zlib import crc32

from auditor.records import Proxy
from auditor.sample.appops_options import Options
from auditor.sample.appops_state import Access, Key, Ops, Slot
from auditor.sample.apps import Install, installs
from auditor.sample.opnames import code_of, switch_of
from auditor.sample.permissions import uid_modes
from auditor.sample.text import PhoneTexts, duration, uid_text
from auditor.sample.uidstates import UidStates, capability
from auditor.sample.versions import Version

_MODE_NUMBERS = {"allow": 0, "ignore": 1, "deny": 2, "default": 3, "foreground": 4}
_STATES = ("pers", "top", "fgsvcl", "fgsvc", "fg", "bg", "cch")
_FLAGS = ("s", "tp", "up", "tpd", "upd")


@dataclass(frozen=True, slots=True)
class View:
    """One moment of the phone, as one dump sees it."""

    version: Version
    texts: PhoneTexts
    now: int
    age: int  # since the phone was built: some apps are updated after that
    lived: int  # where life is, whatever the clock was set to: what runs is measured by it
    packages: dict[tuple[int, str], Ops]
    states: UidStates
    options: Options

    def stamp(self, time: int) -> str:
        """Print `ABS (DUR)`: a time and how far it is from now."""
        return f"{self.texts.absolute(time)} ({duration(time - self.now)})"


def op_section(view: View) -> Iterator[str]:
    """Print every uid with its modes, packages and ops."""
    for uid in _uids(view):
        people = [who for who in installs() if who.uid == uid]
        modes = uid_modes(people[0], view.version, view.age) if people else {}
        if view.options.op is not None:
            modes = {op: mode for op, mode in modes.items() if op == view.options.op}
        body = [line for who in _by_hash(people) for line in _package(view, who)]
        if view.options.is_filtered and not body:
            continue
        yield f"  Uid {uid_text(uid)}:"
        yield from _uid_head(view, uid, modes)
        for op in sorted(modes, key=code_of):
            mode = modes[op]
            yield f"      {op}: mode={_MODE_NUMBERS[mode] if view.version.api < 28 else mode}"
        yield from body


def _by_hash(people: list[Install]) -> list[Install]:
    """Packages of a uid come in the order of a hash table."""
    return sorted(people, key=lambda who: crc32(who.package.encode()))


def _uids(view: View) -> list[int]:
    uids = {who.uid for who in installs()}
    apps = {uid for uid in uids if uid % 100_000 >= 10_000}
    if view.version.api >= 35:
        uids |= {uid + 10_000 for uid in apps}  # an SDK sandbox of each app, empty
    elif view.version.api >= 33:
        uids |= {uid + 10_000 for uid in apps if crc32(str(uid).encode()) % 9 == 0}
    return sorted(uids)


def _uid_head(view: View, uid: int, modes: dict[str, str]) -> Iterator[str]:
    api, state = view.version.api, view.states.of(uid)
    if api < 28:
        return
    yield f"    state={_label(view, state)}"
    if api < 30:
        nesting = sum(
            slot.running.nesting
            for (owner, _), ops in view.packages.items()
            if owner == uid
            for tags in ops.values()
            for slot in tags.values()
            if slot.running
        )
        if nesting:
            yield f"    startNesting={nesting}"
    else:
        yield f"    capability={capability(state, view.version.capabilities)}"
        yield "    appWidgetVisible=false"
    foreground = [op for op, mode in modes.items() if mode == "foreground"]
    if foreground and 28 <= api <= 34:
        yield "    foregroundOps:"
        for op in sorted(foreground, key=code_of):
            yield f"      {op}: {'WATCHER' if op == 'COARSE_LOCATION' else 'SILENT'}"
        yield f"    hasForegroundWatchers={str('COARSE_LOCATION' in foreground).lower()}"


def _label(view: View, state: str) -> str:
    return f"{state:<5}" if view.version.api == 28 else state


def _package(view: View, who: Install) -> Iterator[str]:
    options = view.options
    if options.package is not None and who.package != options.package:
        return
    ops = view.packages.get((who.uid, who.package), {})
    names = sorted({*ops, *_untouched(view, who)}, key=code_of)
    writer = _WRITERS.get(view.version.grammar, _op_30)
    body = [
        line
        for op in names
        if options.op in (None, op) and options.mode in (None, _mode(op))
        for line in writer(view, op, ops.get(op, {}))
    ]
    if body or view.version.api < 28:
        yield f"    Package {who.package}:"
        yield from body


def _untouched(view: View, who: Install) -> list[str]:
    """Name ops that are kept for their mode alone: their block is empty, or there is none."""
    if who.app.is_system or view.version.api < 28:
        return []
    if view.options.tag is not None:
        return []
    return ["RUN_ANY_IN_BACKGROUND", "SYSTEM_ALERT_WINDOW"][: 1 + crc32(who.package.encode()) % 2]


def _mode(op: str) -> str:
    return "default" if op in ("SYSTEM_ALERT_WINDOW", "GET_USAGE_STATS") else "allow"


def _op_26(view: View, op: str, tags: dict[str | None, Slot]) -> Iterator[str]:
    slot = tags.get(None, Slot())
    line = f"      {op}: mode={_MODE_NUMBERS[_mode(op)]}"
    for access in slot.access.values():
        line += f"; time={duration(view.now - access.time)} ago"
    for time in slot.reject.values():
        line += f"; rejectTime={duration(view.now - time)} ago"
    if slot.duration == -1:
        line += " (running)"
    elif slot.duration:
        line += f"; duration={duration(slot.duration)}"
    yield line


def _head(view: View, op: str) -> str:
    switch = switch_of(op, view.version.api)
    note = "" if switch is None else f" / switch {switch}={_mode(switch)}"
    return f"      {op} ({_mode(op)}{note}): "


def _op_28(view: View, op: str, tags: dict[str | None, Slot]) -> Iterator[str]:
    slot = tags.get(None, Slot())
    yield _head(view, op)
    yield from _group_28(view, "Access", {key: a.time for key, a in slot.access.items()})
    yield from _group_28(view, "Reject", slot.reject)
    if slot.duration == -1 and slot.running:
        yield f"          Running start at: {duration(view.lived - slot.running.first)}"
    elif slot.duration:
        yield f"          duration={duration(slot.duration)}"
    if slot.running:
        yield f"          startNesting={slot.running.nesting}"


def _group_28(view: View, word: str, times: dict[Key, int]) -> Iterator[str]:
    lead = f"          {word}: "
    for state in _STATES:
        if (state, "") in times:
            yield f"{lead}{state:<5} = {view.stamp(times[state, ''])}"
            lead = " " * 18


def _op_29(view: View, op: str, tags: dict[str | None, Slot]) -> Iterator[str]:
    slot = tags.get(None, Slot())
    yield _head(view, op)
    for key in sorted({*slot.access, *slot.reject}, key=_rank):
        yield from _key_lines(view, slot, key)
    if slot.running:
        yield f"          Running start at: {duration(view.lived - slot.running.began)}"
        yield f"          startNesting={slot.running.nesting}"


def _rank(key: Key) -> tuple[int, int]:
    return _STATES.index(key[0]), _FLAGS.index(key[1])


def _op_30(view: View, op: str, tags: dict[str | None, Slot]) -> Iterator[str]:
    yield _head(view, op)
    wanted = view.options.tag
    if not tags and crc32(op.encode()) % 2:
        yield from ("        null=[", "        ]")
    for tag in sorted(tags, key=lambda tag: crc32(str(tag).encode())):
        if wanted not in (None, tag):
            continue
        slot = with_running(tags[tag], view.lived)
        yield f"        {'null' if tag is None else tag}=["
        for key in sorted(
            {*slot.access, *slot.reject}, key=lambda key: crc32("-".join(key).encode())
        ):
            yield from _key_lines(view, slot, key)
        if slot.running:
            yield f"          Running start at: {duration(view.lived - slot.running.began)}"
            if slot.running.nesting > 1:
                yield f"          startNesting={slot.running.nesting}"
        yield "        ]"


def with_running(slot: Slot, lived: int) -> Slot:
    """From API 30 a running op is an access too, with what it lasted so far."""
    running = slot.running
    if running is None:
        return slot
    live = {(running.state, "s"): Access(running.began, lived - running.began)}
    return Slot({**slot.access, **live}, slot.reject, running)


def _key_lines(view: View, slot: Slot, key: Key) -> Iterator[str]:
    label = "-".join(key)
    access = slot.access.get(key)
    proxy = ""
    if access is not None:
        proxy = _proxy(view, access.proxy)
        lasted = f" duration={duration(access.duration)}" if access.duration else ""
        yield f"          Access: [{label}] {view.stamp(access.time)}{lasted}{proxy}"
    if key in slot.reject:  # no space after the bracket, and the access's proxy: so Android prints
        yield f"          Reject: [{label}]{view.stamp(slot.reject[key])}{proxy}"


def _proxy(view: View, proxy: Proxy | None) -> str:
    if proxy is None or view.version.api < 30:  # 29 keeps a proxy and never prints it
        return ""
    tag = "null" if proxy.tag is None else proxy.tag
    return f" proxy[uid={proxy.uid}, pkg={proxy.package}, attributionTag={tag}]"


_WRITERS: dict[str, Callable[[View, str, dict[str | None, Slot]], Iterator[str]]] = {
    "g26": _op_26,
    "g28": _op_28,
    "g29": _op_29,
}
