"""The table of docs/formats.md: what an import reads of every file of real devices."""

import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from auditor.blocks import Block
from auditor.errors import WrongFormat
from auditor.importers import import_paths
from auditor.manifest import Manifest, RawFile
from auditor.readers import READERS
from auditor.record_numbers import Record
from auditor.records import Event, Unparsed
from auditor.store import Store
from tests.conftest import SHARED

FOLDER = SHARED / "corpus"
ASKED_MS = 1_760_000_000_000  # stands for the time that nobody knows any more
WORDS = {  # in the order of the table
    "access": "accesses",
    "reject": "rejects",
    "Running": "in use",
    "OpMode": "modes",
    "UidRow": "uids",
    "Notice": "notices",
    "User": "users",
    "Package": "packages",
    "Permission": "permissions",
    "UsageEvent": "usage events",
    "Session": "sessions",
    "ScreenState": "screen",
    "DozeExemption": "doze exemptions",
    "Traffic": "traffic buckets",
    "SensorSwitch": "switches",
    "Setting": "settings",
}
# Told by hand, held by tests/core/parsers/test_corpus_table.py: why a file gives nothing.
NO_RECORDING_LOG = "the text has no recording log"
NO_CLIENT = "the text has no connection"
NOT_READ = "no text that this program reads"
WHY = {
    "audio/mtk-tablet-13-audio.txt": "its recording log is empty",
    "audio/pixel-8.1.0-audio.txt": NO_RECORDING_LOG,
    "audio/sunmi-t2s-9-audio.txt": "its recording log is empty",
    "audio/vivo-x9-7.1.2-audio.txt": NO_RECORDING_LOG,
    "camera/sunmi-t2s-9-camera.txt": NO_CLIENT,
    "other/am-dumpsys-activity-services.txt": NOT_READ,
    "other/mtk-tablet-13-sensor_privacy.txt": "the service refused to answer",
    "other/xiaomi-pad6-hyperos2-14-getprop-excerpt.txt": "read for the phone's name and version",
}
NOT_OF_A_PHONE = frozenset({"dumpstate_header", "getprop", "usagestats_seconds"})


def files() -> list[Path]:
    return sorted(FOLDER.glob("*/*.*"))


def rows() -> Iterator[tuple[object, ...]]:
    """One line for each text in each file: what an import makes of it."""
    yield "file", "read as", "records", "unparsed", "remark"
    for path in files():
        name = path.relative_to(FOLDER).as_posix()
        found = list(read(path))
        if not found:
            yield name, "–", "–", "–", WHY.get(name, "?")
        for command, records in found:
            unparsed = sum(isinstance(record, Unparsed) for record in records)
            yield name, f"`{command}`", _counts(records), unparsed, WHY.get(name, "")


def read(path: Path) -> Iterator[tuple[str, list[Record]]]:
    """Import one file into a case of its own and read what it became; nothing if it is refused."""
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case"
        Store.create(case).close()
        try:
            # The answer of `cmd appops get` names no package: an import is told it.
            package = "com.example.told" if path.name.startswith("appops-get") else None
            told = ("Europe/Madrid", ASKED_MS)
            manifests = import_paths([path], case, *told, package=package)
        except WrongFormat:
            return
        for manifest in manifests:
            for raw in manifest.files:
                if path.parent.name != "bugreport" or raw.command not in NOT_OF_A_PHONE:
                    yield raw.command, _records(case, manifest, raw)


def _records(case: Path, manifest: Manifest, raw: RawFile) -> list[Record]:
    reader = READERS.get(raw.command)
    if reader is None:
        return []
    with (case / "captures" / manifest.capture_id / raw.file).open("rb") as stream:
        return [
            each
            for record in reader(stream, raw, manifest)
            for each in (record.records() if isinstance(record, Block) else [record])
        ]


def _counts(records: list[Record]) -> str:
    found = Counter(_kind(record) for record in records if not isinstance(record, Unparsed))
    kinds = [kind for kind in WORDS if kind in found] + sorted(found.keys() - WORDS.keys())
    return ", ".join(f"{found[kind]:,} {_word(kind)}" for kind in kinds) or "none"


def _word(kind: str) -> str:
    """Name a kind of record; one without a word of its own by its class."""
    return WORDS.get(kind) or re.sub(r"(?<!^)(?=[A-Z])", " ", kind).lower() + "s"


def _kind(record: Record) -> str:
    return record.kind.value if isinstance(record, Event) else type(record).__name__
