"""Everything that a bundle holds but its seal, as bytes by path; the same input gives the same.

Nothing here names the phone's serial number, an account, this computer or its paths: the phone is
a pseudonym made with a key that stays in the case, a capture is its number.
"""

import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from auditor import __version__, schema
from auditor.bundle import custody, findings, texts
from auditor.bundle.anew import own_case
from auditor.bundle.canonical import Json, json_bytes, json_lines, sha256
from auditor.bundle.open_files import is_open
from auditor.bundle.redaction import Redaction, redact
from auditor.bundle.selection import Selection
from auditor.exports.lines import FIELDS, csv_fields
from auditor.findings.records import Line, Rule
from auditor.findings.rule_files import own_rules
from auditor.footprint import footprints
from auditor.footprint import said as said_left
from auditor.manifest import Manifest, RawFile, read_manifest
from auditor.phone_changes import Period, periods_of, said
from auditor.pseudonyms import Pseudonyms, pseudonyms
from auditor.query import EventRow
from auditor.readers import CAMERA
from auditor.records import DeviceInfo
from auditor.store import Store
from auditor.task import Task
from auditor.words import LANGUAGES, word

FILLERS = dict.fromkeys(CAMERA, b"  ...")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+")
_INNER = ("event_id", "record_id", "label", "is_system", "device_id", "is_sample")


@dataclass(slots=True)
class Contents:
    """The files of a bundle by path, and what the manifest says of each besides its hash."""

    files: dict[str, bytes] = field(default_factory=dict)
    about: dict[str, dict[str, Json]] = field(default_factory=dict)

    def add(self, path: str, data: bytes, role: str, **more: Json) -> None:
        """Add a file that must not be there yet."""
        if path in self.files:
            raise ValueError(f"{path} is in the bundle already")
        self.files[path] = data
        self.about[path] = {"role": role, **more}


def gather(
    store: Store,
    chosen: Selection,
    exported_ms: int,
    task: Task | None = None,
    names: Pseudonyms | None = None,
    rules: Sequence[Rule] | None = None,
) -> Contents:
    """Give all files about a selection. `exported_ms` is written into the custody log.

    Without `names` they are the case's own pseudonyms, whose key is made on first use. `rules` are
    asked for its findings; without them those of the program.
    """
    gathering = _Gathering(store, chosen, exported_ms, task or Task(), names or pseudonyms(store))
    return gathering.run(own_rules() if rules is None else rules)


class _Gathering:
    def __init__(
        self, store: Store, chosen: Selection, exported_ms: int, task: Task, names: Pseudonyms
    ) -> None:
        self._store, self._chosen, self._exported_ms, self._task = store, chosen, exported_ms, task
        self._contents = Contents()
        self._names = names
        self._device = names.device(chosen.device_id)
        self._captures = _captures(store, chosen.device_id)
        self._kept: dict[str, frozenset[int]] = {}
        self._periods = self._changed()
        self._log: list[dict[str, Json]] = []

    def run(self, rules: Sequence[Rule]) -> Contents:
        for number, manifest in enumerate(self._captures):
            self._task.step(number, len(self._captures), "raw files")
            self._add_capture(manifest)
        self._add_derived()
        self._add_findings(rules)
        add = self._contents.add
        add("redaction.jsonl", json_lines(self._log), "redaction log")
        add("command_log.jsonl", json_lines(self._commands()), "command log")
        add("environment.json", json_bytes(self._environment()), "environment")
        add("custody.jsonl", custody.chained(self._custody()), "custody log")
        sample = texts.SAMPLE if self._is_sample else ""
        add(
            "limits.md",
            (texts.LIMITS + self._changes() + self._left() + sample).encode(),
            "limits statement",
        )
        add("verify.md", texts.VERIFY.encode(), "how to check")
        return self._contents

    def _changes(self) -> str:
        """Say in both languages that the phone was told to keep more, if it was."""
        told = [said(each, lang) for each in self._periods for lang in LANGUAGES]
        return "".join(f"\n{text}\n" for text in told)

    def _left(self) -> str:
        """Say in both languages what each reading left on the phone, as far as it is measured."""
        own = {manifest.capture_id for manifest in self._captures}
        found = [each for each in footprints(self._store) if each.capture_id in own]
        if not found:
            return ""
        lines = [
            f"- {self._names.capture(each.capture_id)}: {said_left(each, lang)}"
            for lang in LANGUAGES
            for each in found
        ]
        limits = [word("footprint.limits", lang) for lang in LANGUAGES]
        told = "\n".join(lines)
        return (
            "\n## "
            + " · ".join(word("footprint.title", lang) for lang in LANGUAGES)
            + (f"\n\n{told}\n\n" + "\n\n".join(limits) + "\n")
        )

    @property
    def _is_sample(self) -> bool:
        return any(manifest.device.is_sample for manifest in self._captures)

    def _add_capture(self, manifest: Manifest) -> None:
        """Add what goes out of one capture, and a manifest that tells of just these files."""
        name = self._names.capture(manifest.capture_id)
        files = []
        for raw in manifest.files:
            redaction = self._redacted(manifest, raw)
            if redaction is None:
                continue
            path = self._place(manifest.capture_id, raw.file)
            is_changed = sha256(redaction.data) != raw.sha256
            more: dict[str, Json] = {"redacted": is_changed, "source_sha256": raw.sha256}
            self._contents.add(path, redaction.data, "raw", **more)
            self._kept[path] = redaction.kept
            self._log += [
                {"file": path, "first": g.first, "last": g.last, "rule": g.rule}
                for g in redaction.gaps
            ]
            size, digest = len(redaction.data), sha256(redaction.data)
            renamed = self._renamed(manifest, raw)
            files.append(replace(renamed, size_bytes=size, sha256=digest))
        if files:
            data = json_bytes(_plain(asdict(self._without_names(manifest, files))))
            self._contents.add(f"captures/{name}.json", data, "capture")

    def _renamed(self, manifest: Manifest, raw: RawFile) -> RawFile:
        """Take out of an imported file's entry what the person had called it."""
        file = self._names.raw_file(manifest.capture_id, raw.file)
        if file == raw.file:
            return raw
        parameters = {k: v for k, v in raw.parameters.items() if k != "made_of"}
        return replace(raw, name=Path(file).name, file=file, parameters=parameters)

    def _redacted(self, manifest: Manifest, raw: RawFile) -> Redaction | None:
        """Redact one raw file; None when nothing of it goes out."""
        place = (manifest.capture_id, raw.file)
        path = self._store.path / "captures" / manifest.capture_id / raw.file
        if is_open(raw):
            data = path.read_bytes()
            return Redaction(data, frozenset(range(1, data.count(b"\n") + 2)), ())
        wanted = self._chosen.lines.get(place)
        if not wanted:
            return None
        with path.open("rb") as stream:
            found = redact(
                stream,
                wanted,
                self._chosen.allowed,
                self._chosen.others,
                place in self._chosen.blocks,
                FILLERS.get(raw.command, b""),
            )
        return found if found.kept & wanted else None

    def _without_names(self, manifest: Manifest, files: list[RawFile]) -> Manifest:
        known = manifest.device
        device = DeviceInfo(
            device_id=self._device,
            serial=self._device,
            is_sample=known.is_sample,
            manufacturer=known.manufacturer,
            model=known.model,
            api=known.api,
            release=known.release,
            fingerprint=known.fingerprint,
            zone=known.zone,
            locale=known.locale,
        )
        clocks = [replace(each, boot_id=None) for each in manifest.clocks]
        tool = {k: v for k, v in manifest.tool.items() if k in ("name", "version", "form")}
        name = self._names.capture(manifest.capture_id)
        return replace(
            manifest,
            capture_id=name,
            device=device,
            clocks=clocks,
            tool=tool,
            files=files,
            phone_changes=[
                replace(each, device_id=self._device, who="") for each in manifest.phone_changes
            ],
        )

    def _add_derived(self) -> None:
        rows = [dict(self._event(row)) for row in self._chosen.events]
        told = self._witnesses()
        lines = [
            {**fields, "event": number, **told.get(row.id, {"witnesses": [], "withheld": 0})}
            for number, (row, fields) in enumerate(zip(self._chosen.events, rows, strict=True), 1)
        ]
        add = self._contents.add
        add("derived/events.jsonl", json_lines(lines), "derived")
        table = [csv_fields(FIELDS), *(csv_fields(fields.values()) for fields in rows)]
        add("derived/timeline.csv", ("\n".join(table) + "\n").encode(), "derived")
        for kind, found in self._chosen.facts.items():
            facts = json_lines(self._fact(row) for row in found if self._is_kept(row))
            add(f"derived/{kind}.jsonl", facts, "derived")

    def _add_findings(self, rules: Sequence[Rule]) -> None:
        """Add what the whole case gives, and what the files of this bundle give by themselves."""
        found, about = findings.of_case(self._store, self._chosen, rules, self._task)
        told = findings.told(self._store, self._chosen, found, about, self._kept_place)
        files = self._contents.files
        with own_case(files, files.__getitem__, self._task) as (case, _beside):
            own = findings.from_own_files(case, told, found.rules, self._task)
        whole = [findings.plain(each, self._kept_place) for each in about]
        same: list[Json] = [*findings.compared(whole, own)]
        data = json_bytes({**told, "from_these_files": [*own], "compared": same})
        self._contents.add(findings.PATH, data, "derived")
        for rule in found.rules:
            self._contents.add(f"{findings.RULES}{rule.id}.toml", rule.text.encode(), "rule")

    def _kept_place(self, line: Line) -> Json:
        place = self._place(line.capture_id, line.raw_file)
        return [place, line.line] if line.line in self._kept.get(place, frozenset()) else None

    def _witnesses(self) -> dict[int, dict[str, Json]]:
        """Give each event's lines that are in the bundle, and how many name another app."""
        kept: dict[int, list[Json]] = {}
        withheld: dict[int, int] = {}
        for row in self._chosen.facts["records"]:
            event, place = int(str(row["event_id"])), self._place_of(row)
            if self._is_kept(row):
                kept.setdefault(event, []).append([place, int(str(row["line"]))])
            else:
                withheld[event] = withheld.get(event, 0) + 1
        return {
            event: {"witnesses": kept.get(event, []), "withheld": withheld.get(event, 0)}
            for event in kept.keys() | withheld.keys()
        }

    def _event(self, row: EventRow) -> Iterator[tuple[str, Json]]:
        for name in FIELDS:
            value = getattr(row, name)
            if name == "device_id":
                value = self._device
            elif name == "raw_file":
                value = self._place(row.capture_id, value)
            elif name == "capture_id":
                value = self._names.capture(value)
            yield name, value

    def _fact(self, row: Mapping[str, object]) -> dict[str, Json]:
        plain = {k: _plain(v) for k, v in row.items() if k not in _INNER}
        capture = self._names.capture(str(row["capture_id"]))
        return {**plain, "raw_file": self._place_of(row), "capture_id": capture}

    def _is_kept(self, row: Mapping[str, object]) -> bool:
        return row["line"] in self._kept.get(self._place_of(row), frozenset())

    def _place_of(self, row: Mapping[str, object]) -> str:
        return self._place(str(row["capture_id"]), str(row["raw_file"]))

    def _place(self, capture_id: str, raw_file: str) -> str:
        file = self._names.raw_file(capture_id, raw_file)
        return f"raw/{self._names.capture(capture_id)}/{file.removeprefix('raw/')}"

    def _commands(self) -> Iterator[dict[str, Json]]:
        number = 0
        for manifest in self._captures:
            for raw in manifest.files:
                number += 1
                name = self._names.capture(manifest.capture_id)
                path = self._place(manifest.capture_id, raw.file)
                yield {
                    "seq": number,
                    "capture": name,
                    "command": raw.command,
                    "line": self._without_others(raw.line),
                    "started_utc_ms": raw.started_utc_ms,
                    "ended_utc_ms": raw.ended_utc_ms,
                    "phone_before_ms": raw.phone_before_ms,
                    "phone_after_ms": raw.phone_after_ms,
                    "exit_code": raw.exit_code,
                    "size_bytes": raw.size_bytes,
                    "sha256": raw.sha256,
                    "whole": raw.whole,
                    "reason": raw.reason,
                    "file": path if path in self._contents.files else None,
                }

    def _without_others(self, line: str) -> str:
        others = self._chosen.others
        return _NAME.sub(lambda found: "…" if found[0] in others else found[0], line)

    def _environment(self) -> dict[str, Json]:
        last = self._captures[-1]
        device = last.device
        return {
            "tool": {"name": "permission-auditor", "version": __version__},
            "schema": schema.LATEST,
            "system": platform.system(),
            "device": {
                "pseudonym": self._device,
                "is_sample": device.is_sample,
                "manufacturer": device.manufacturer,
                "model": device.model,
                "release": device.release,
                "api": device.api,
                "fingerprint": device.fingerprint,
                "zone": device.zone,
                "locale": device.locale,
            },
            "packages": [*sorted(self._chosen.packages)],
        }

    def _changed(self) -> list[Period]:
        """Give the periods within the events' time in which the phone was told to keep more."""
        times = [row.time_ms for row in self._chosen.events if row.time_ms is not None]
        span = (min(times), max(times)) if times else (None, None)
        return periods_of(self._store.path, [self._chosen.device_id], *span)

    def _custody(self) -> Iterator[dict[str, Json]]:
        """List what was done with the phone and its records, in order of time."""
        read = custody.acquired(self._captures, self._names)
        yield from custody.in_order((*read, *custody.told(self._periods)))
        yield from self._handed_on()

    def _handed_on(self) -> Iterator[dict[str, Json]]:
        yield {
            "at_utc_ms": self._exported_ms,
            "what": "redacted",
            "stretches": len(self._log),
            "rules": [*sorted({str(each["rule"]) for each in self._log})],
        }
        yield {
            "at_utc_ms": self._exported_ms,
            "what": "exported",
            "events": len(self._chosen.events),
        }


def _captures(store: Store, device_id: str) -> list[Manifest]:
    found = store.db.execute(
        "SELECT c.folder FROM captures c JOIN devices d ON d.id = c.device_id"
        " WHERE d.device_id = ? ORDER BY c.started_ms, c.id",
        (device_id,),
    )
    return [read_manifest(store.path / folder) for (folder,) in found]


def _plain(value: object) -> Json:
    """Turn what dataclasses and SQLite hold into JSON."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a bundle")
