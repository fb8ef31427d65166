"""`appops.xml` and `appops_accesses.xml`: the last accesses as Android itself keeps them.

Times are milliseconds of UTC, so nothing about a zone or a capture is needed. Three forms: until
Android 8.1 the times stand on the op (`t`, `r`), in Android 9 once per state (`tp`, `tt` …), since
10 in an element per state and flag (`st`), since 11 with an attribution tag.
"""

from collections.abc import Iterator
from typing import BinaryIO

from auditor.parsers.ops_by_code import op_name, split_key
from auditor.parsers.safe_xml import Tag, as_text, tags
from auditor.records import Event, Kind, Notice, OpMode, Proxy, Source, Unparsed

_MODES = {0: "allow", 1: "ignore", 2: "deny", 3: "default", 4: "foreground"}
_STATES_OF_9 = {"p": "pers", "t": "top", "fs": "fgsvc", "f": "fg", "b": "bg", "c": "cch"}
Found = Event | OpMode | Unparsed | Notice


def parse_root_appops(stream: BinaryIO) -> Iterator[Found]:
    """Read either file, of any version."""
    reader = _Reader()
    for tag in tags(stream):
        if isinstance(tag, Unparsed):
            yield tag
            continue
        try:
            yield from reader.take(tag)
        except (ValueError, KeyError):
            yield Unparsed(tag.line, as_text(tag), "bad_entry")
    if reader.without_uid:
        text = f"{reader.without_uid} modes are kept by user and package, without a uid"
        yield Notice("modes_without_uid", text, 1)


class _Reader:
    """Follows the elements: `pkg` › `uid` › `op` › `st`, or `uid` › `op`, or `user` › `pkg`."""

    def __init__(self) -> None:
        self.without_uid = 0
        self._package: str | None = None
        self._uid: int | None = None
        self._op: str | None = None

    def take(self, tag: Tag) -> Iterator[Found]:
        """Take one tag. ValueError, KeyError for one that lacks a number."""
        values = tag.attributes
        if values is None:
            self._leave(tag.name)
        elif tag.name == "pkg":
            self._package = values["n"]
        elif tag.name == "uid":
            self._uid = None
            self._uid = int(values["n"])
        elif tag.name == "op":
            self._op = None
            self._op = op_name(int(values["n"]))
            yield from self._of_op(values, tag.line)
        elif tag.name == "st":
            yield from self._of_state(values, tag.line)

    def _leave(self, name: str) -> None:
        if name == "pkg":
            self._package = None
        elif name == "uid":
            self._uid = None
        elif name == "op":
            self._op = None

    def _of_op(self, values: dict[str, str], line: int) -> Iterator[Found]:
        if "m" in values:
            if self._uid is None:
                self.without_uid += 1
            else:
                mode = _MODES.get(int(values["m"]), values["m"])
                yield OpMode(self._uid, self._package, self._op or "", mode, None, None, line)
        times: list[tuple[Kind, str | None, str | None]]
        if "t" in values or "r" in values:
            times = [(Kind.ACCESS, None, values.get("t")), (Kind.REJECT, None, values.get("r"))]
        else:
            times = [
                (kind, state, values.get(letter + short))
                for kind, letter in ((Kind.ACCESS, "t"), (Kind.REJECT, "r"))
                for short, state in _STATES_OF_9.items()
            ]
        known = [(kind, state, int(text)) for kind, state, text in times if text and int(text) > 0]
        newest = max((time for kind, _, time in known if kind is Kind.ACCESS), default=None)
        for kind, state, time_ms in known:
            # Duration and proxy belong to the op: to its newest access.
            own = values if kind is Kind.ACCESS and time_ms == newest else {}
            yield self._event(kind, state, None, None, time_ms, own, line)

    def _of_state(self, values: dict[str, str], line: int) -> Iterator[Found]:
        state, flags = split_key(int(values["n"]))
        tag = values.get("id")
        if int(values.get("t", 0)) > 0:
            yield self._event(Kind.ACCESS, state, flags, tag, int(values["t"]), values, line)
        if int(values.get("r", 0)) > 0:
            device = {key: values[key] for key in ("dv",) if key in values}
            yield self._event(Kind.REJECT, state, flags, tag, int(values["r"]), device, line)

    def _event(
        self,
        kind: Kind,
        state: str | None,
        flags: str | None,
        tag: str | None,
        time_ms: int,
        values: dict[str, str],
        line: int,
    ) -> Event:
        if self._uid is None or self._package is None or self._op is None:
            raise ValueError("an access without app or op")
        duration = int(values.get("d", 0))
        return Event(
            kind=kind,
            uid=self._uid,
            package=self._package,
            op=self._op,
            tag=tag,
            uid_state=state,
            flags=flags,
            time_ms=time_ms,
            precision_ms=1,
            duration_ms=duration if duration > 0 else None,
            count=None,
            source=Source.LAST,
            line=line,
            proxy=_proxy(values),
            virtual_device=values.get("dv"),
        )


def _proxy(values: dict[str, str]) -> Proxy | None:
    package = values.get("pp")
    if not package:
        return None
    uid = int(values["pu"]) if "pu" in values else None
    return Proxy(uid, package, values.get("pc"))
