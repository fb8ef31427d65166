"""Reads who the apps of a phone are into a case: most used first, many at once, one by one kept.

A file that was read before, by path, size, time of change and language, is not read again.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from auditor.adb.bridge import Bridge
from auditor.adb.stream import Limits
from auditor.errors import UsageError
from auditor.identity.apk import BLOCK, Apk, Asking, Need
from auditor.identity.chunks import BadApk
from auditor.identity.inspection import PhoneKind, read_apk
from auditor.identity.keeping import keep_facts, keep_files, known_file, relabel
from auditor.identity.phone_files import PhoneFiles, is_path, part_of
from auditor.identity.records import ApkFacts, ApkFile
from auditor.identity.targets import Phone, Target, phone_of, targets
from auditor.store import Store
from auditor.task import Task
from auditor.uids import PER_USER

log = logging.getLogger(__name__)

_GROUP = 12  # apps that are read together: so many resource tables are in memory at once
_MOST_ROUNDS = 60  # of one app; each brings what it asks for

Clock = Callable[[], int]


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class IdentifyReport:
    """What came of it: apps whose file was read, was known already, or could not be read."""

    read: int
    known: int
    failed: int
    bytes_read: int
    commands: int
    not_found: tuple[str, ...] = ()  # names that were asked for and are no app of this phone

    @property
    def total(self) -> int:
        """All apps that were asked for."""
        return self.read + self.known + self.failed


def identify(
    bridge: Bridge,
    serial: str,
    store_path: Path,
    packages: Sequence[str] | None,
    task: Task,
    *,
    most: int | None = None,
    limits: Limits | None = None,
    now_ms: Clock = _now_ms,
) -> IdentifyReport:
    """Read the apps of these names, or every app with a record; `most` takes the most used only.

    `task` is told apps done and in all, with a package as note. What was read is kept after each
    dozen, also when the phone goes (DeviceError) or Cancelled is raised. An app that fails stops
    no other: the reason is kept. UsageError when the case holds no reading of this phone;
    StoreError.
    """
    with Store.open(store_path) as store:
        files = PhoneFiles(bridge, serial, task, limits)
        phone = phone_of(store, files.property("ro.serialno") or serial)
        if phone is None:
            raise UsageError(
                "This case holds no reading of this phone.", "Read the phone into it first."
            )
        wanted = targets(store, phone.device_id, packages)[:most]
        report = _Identifying(store, files, phone, task, now_ms).run(wanted)
        found = {target.package for target in wanted}
        strangers = dict.fromkeys(name for name in packages or () if name not in found)
        return replace(report, not_found=tuple(strangers))


@dataclass(eq=False)
class _Work:
    """One file while it is read."""

    target: Target
    file: ApkFile
    apk: Apk
    asking: Asking[ApkFacts]
    needs: list[Need]
    facts: ApkFacts | None = None
    trouble: str | None = None
    rounds: int = 0

    @property
    def is_over(self) -> bool:
        return self.facts is not None or self.trouble is not None


class _Identifying:
    def __init__(
        self, store: Store, files: PhoneFiles, phone: Phone, task: Task, now_ms: Clock
    ) -> None:
        self._store, self._files, self._phone, self._task = store, files, phone, task
        self._now_ms = now_ms
        self._kind = PhoneKind(phone.api, phone.locale)
        self._locale = phone.locale or ""
        self._read = self._known = self._failed = 0

    def run(self, wanted: Sequence[Target]) -> IdentifyReport:
        self._total = len(wanted)
        for begin in range(0, len(wanted), _GROUP):
            self._group(wanted[begin : begin + _GROUP])
        with self._store.transaction() as db:
            relabel(db)  # also for apps whose files were known already
        self._step("")
        return IdentifyReport(
            self._read, self._known, self._failed, self._files.bytes_read, self._files.commands
        )

    def _step(self, note: str) -> None:
        self._task.step(self._read + self._known + self._failed, self._total, note)

    def _group(self, group: Sequence[Target]) -> None:
        self._step(group[0].package)
        placed = {target: self._path(target) for target in group}
        found = self._files.files([path for path in placed.values() if path is not None])
        works = []
        for target, path in placed.items():
            if path is None:
                self._fail(target, "no_path")
            elif path not in found:
                self._fail(target, "gone")
            elif not self._take_known(target, found[path]):
                works.append(self._begin(target, found[path]))
        try:
            while any(not work.is_over for work in works):
                self._round([work for work in works if not work.is_over])
        finally:  # also when the phone goes or somebody cancels: what is whole is kept
            self._keep([work for work in works if work.is_over])

    def _path(self, target: Target) -> str | None:
        if target.path is not None and is_path(target.path):
            return target.path
        return self._files.path(target.package, target.keys[0].uid // PER_USER)

    def _take_known(self, target: Target, file: ApkFile) -> bool:
        apk_id = known_file(self._store, self._phone.device_id, file, self._locale, target.package)
        if apk_id is None:
            return False
        with self._store.transaction() as db:
            keep_files(db, target.keys, apk_id, None, self._now_ms())
        self._known += 1
        return True

    def _begin(self, target: Target, file: ApkFile) -> _Work:
        apk = Apk(file.size_bytes)
        work = _Work(target, file, apk, read_apk(apk, self._kind), [])
        self._advance(work)
        return work

    def _round(self, works: Sequence[_Work]) -> None:
        """Bring what all of them need next, in as few commands as it takes."""
        parts = {
            (number, need): part_of(work.file, need)
            for number, work in enumerate(works)
            for need in work.needs
        }
        found = self._files.read(list(dict.fromkeys(parts.values())))
        for number, work in enumerate(works):
            mine = [part for (owner, _need), part in parts.items() if owner == number]
            if all(part in found for part in mine):
                for part in dict.fromkeys(mine):
                    work.apk.add(part.first * BLOCK, found[part])
                self._advance(work)
            else:
                work.trouble = "unreadable"

    def _advance(self, work: _Work) -> None:
        work.rounds += 1
        try:
            if work.rounds > _MOST_ROUNDS:
                raise BadApk("too_many_parts")
            work.needs = next(work.asking)
        except StopIteration as end:
            work.facts = end.value
            work.apk.forget()
            if work.facts is not None and work.facts.package != work.target.package:
                work.trouble = "other_package"
        except BadApk as error:
            work.trouble = error.reason
        except RecursionError:
            work.trouble = "too_deep"

    def _keep(self, works: Sequence[_Work]) -> None:
        with self._store.transaction() as db:
            now = self._now_ms()
            for work in works:
                apk_id = None
                if work.facts is not None and work.trouble is None:
                    apk_id = keep_facts(
                        db, self._phone.device_id, work.file, self._locale, work.facts, now
                    )
                self._count(work)
                keep_files(db, work.target.keys, apk_id, work.trouble, now)
            relabel(db)

    def _count(self, work: _Work) -> None:
        if work.trouble is None:
            self._read += 1
        else:
            self._failed += 1
            log.info("The file of %s was not read: %s", work.target.package, work.trouble)

    def _fail(self, target: Target, trouble: str) -> None:
        with self._store.transaction() as db:
            keep_files(db, target.keys, None, trouble, self._now_ms())
        self._failed += 1
