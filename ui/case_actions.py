"""What one can do with a case: open, read a phone into it, import, close. It asks `Jobs` for all.

Widgets ask by calling; they learn the outcome from the session's and these signals.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from auditor.adb.devices import DeviceRow
from auditor.adb.server import ServerAddress
from auditor.bundle_form import is_bundle
from auditor.errors import AuditorError, NotReady, WrongFormat
from auditor.store import DB_NAME
from ui import deferred
from ui.case_folders import LONGEST_NAME, Folders, free, never_ends
from ui.jobs import ASKING, OPENING, Job, Jobs, Progress
from ui.phone_watch import PhoneWatch
from ui.session import CaseInfo, Session

if TYPE_CHECKING:  # it takes numpy along, which is slow to import
    from auditor.app_page import AppPage
    from ui.trial_jobs import Phone


class CaseActions(QObject):
    """One reading at a time; each ends in a fresh `Session.case`."""

    phones_changed = Signal(object)  # list[DeviceRow]
    phones_failed = Signal(object)  # AuditorError: this computer cannot look for phones
    reading_began = Signal(object)  # the serial number, or None for files
    loading_began = Signal()
    progressed = Signal(object)  # Progress
    reading_ended = Signal()
    failed = Signal(object)  # AuditorError
    rebuilding_began = Signal()
    rebuilt = Signal(object)  # auditor.restore.Rebuilt
    bundle_found = Signal(object)  # Path: an evidence bundle, which is checked and no case
    told = Signal(object)  # a sentence about something that went well
    unnamed = Signal(object)  # AuditorError: why not all apps have their names
    rework_began = Signal(object)  # what is done to the case as a whole, in words
    broke_off = Signal(object)  # Path: a bug of ours ended the work on this case

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        folders: Folders,
        adb_port: int | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._jobs, self._folders = session, jobs, folders
        self._adb_port = adb_port
        self.phones = PhoneWatch(jobs, adb_port, self)
        self._wants_phones = False
        self._reading: Job | None = None
        self._plan, self._bridge = "full", "adbutils"
        self._identifying: Job | None = None
        self._who: Callable[..., object] | None = None  # asks the phone just read for its apps
        self._are_phones_kept = False
        self.target: Path | None = None  # a case folder that was named but need not exist yet
        self.phones.changed.connect(self.phones_changed)
        self.phones.failed.connect(self.phones_failed)

    @property
    def is_reading(self) -> bool:
        """Whether a phone is being read or a capture being loaded."""
        return self._reading is not None

    def set_up(self, cases: Path, plan: str, bridge: str) -> None:
        """Say where new cases go and how phones are read from now on."""
        self._folders = Folders(cases)
        self._plan, self._bridge = plan, bridge

    def open_case(self, case_dir: Path) -> None:
        """Open a case; the session tells when it is there."""
        self._jobs.run(
            deferred.case_info,
            case_dir,
            on_done=self._session.set_case,
            on_error=self.failed.emit,
            key=OPENING,
        )

    def renew_case(self, case_dir: Path) -> None:
        """Read the open case again, which somebody else may have changed."""
        self._jobs.run(
            deferred.case_info,
            case_dir,
            on_done=self._renew,
            on_error=self.failed.emit,
            key=OPENING,
        )

    def _renew(self, case: CaseInfo) -> None:
        """Its events may have other numbers now; a mark or a note alone changes nothing here."""
        if case != self._session.case:
            self._session.forget_events()
            self._session.set_case(case)

    def rebuild_case(self, case_dir: Path) -> None:
        """Make the store of a damaged case anew from its raw files, then open the case."""
        if self.is_reading:
            return
        self._stop_identifying()
        self.rebuilding_began.emit()
        self._reading = self._jobs.write(
            deferred.rebuild_case,
            case_dir,
            on_done=lambda done: self._end_rebuilding(case_dir, done),
            on_error=self._load_failed,
            on_progress=self._progress,
            on_stopped=lambda: self._rebuilding_stopped(case_dir),
        )

    def _end_rebuilding(self, case_dir: Path, done: object) -> None:
        self._session.forget_events()
        self._open_read(case_dir)
        self.rebuilt.emit(done)

    def _rebuilding_stopped(self, case_dir: Path) -> None:
        """Say again what is wrong with the case, which is as it was."""
        self._stopped(case_dir)
        self.open_case(case_dir)

    def close_case(self) -> None:
        """Close the case; its folder stays as it is."""
        self._stop_identifying()
        self.target = None
        self._session.set_case(None)

    def watch_phones(self) -> None:
        """Begin to follow what is plugged in; harmless when it runs already."""
        self._wants_phones = True
        self.phones.begin(self._bridge)

    def leave_phones(self) -> None:
        """Stop following; an own ADB server ends, so that other programs can have the phone."""
        self._wants_phones = False
        self._let_go()

    def _let_go(self) -> None:
        """Keep the server for whom it still serves."""
        if self._are_phones_kept:
            return
        if not self._wants_phones and not self.is_reading and self._identifying is None:
            self.phones.end()

    def keep_phones(self, are_kept: bool) -> None:
        """Say that somebody else uses the server, too: it must not end."""
        self._are_phones_kept = are_kept
        self._let_go()

    def find_phones(self) -> None:
        """Look for a server that several may use, and follow it."""
        self.phones.begin(self._bridge)

    @property
    def way_to_phones(self) -> tuple[ServerAddress | None, int | None, str]:
        """The server that is followed now, the port to look for one, and the library to use."""
        return self.phones.address, self._adb_port, self._bridge

    def read_phone(self, serial: str) -> None:
        """Read a phone of the list into its case."""
        phones = self.phones
        row = next((row for row in phones.rows if row.serial == serial), None)
        if row is None or phones.address is None:
            error = NotReady(
                self.tr("This phone is not connected any more."),
                self.tr("Plug it in again and wait until it is listed."),
            )
            self.failed.emit(error)
            return
        self._read(
            serial,
            self._folder_for(row),
            partial(deferred.read_phone, phones.address, serial, (self._plan, self._bridge)),
            partial(deferred.identify, phones.address, serial, self._bridge),
        )

    def read_again(self, phones: Sequence["Phone"]) -> None:
        """Read phones of the open case once more, one after the other."""
        case = self._session.case
        if case is not None and phones:
            wanted = tuple((each.serial, each.is_sample) for each in phones)
            how = (self._plan, self._bridge)
            read = partial(deferred.read_phones, wanted, self.phones.server, how)
            self._read(phones[0].serial, case.path, read)

    def read_sample(self) -> None:
        """Read the sample phone into its own case."""
        case = self._session.case
        folder = case.path if case and case.is_sample else self.target or self._folders.sample
        serial = f"SAMPLE-{deferred.SAMPLE_SEED}"
        self._read(serial, folder, deferred.read_sample, deferred.identify_sample)

    def import_files(self, paths: list[Path]) -> None:
        """Open a case that was dropped or chosen, check a bundle, else import into a case."""
        if len(paths) == 1 and (paths[0] / DB_NAME).is_file():
            self.open_case(paths[0])
            return
        if len(paths) == 1 and not never_ends(paths[0]) and is_bundle(paths[0]):
            self.bundle_found.emit(paths[0])
            return
        case = self._session.case
        folder = case.path if case and not case.is_sample else self.target
        if any(map(never_ends, paths)):
            error = WrongFormat(
                self.tr("What was chosen is no file but a pipe or a device."),
                self.tr("Save what it gives in a file, and open that."),
            )
            self.failed.emit(error)
            return
        name = paths[0].stem[:LONGEST_NAME] or "import"
        folder = folder or free(self._folders.cases / name)
        self._read(None, folder, partial(deferred.import_files, tuple(paths)))

    def show_app_settings(self, page: "AppPage") -> None:
        """Show an app's settings on its phone. Only for a person who was asked and said yes."""
        case = self._session.case
        if case is None:
            return
        device = page.device
        wanted = (device.serial, device.is_sample, page.package, page.user, case.path)
        told = self.tr("The phone shows the settings of this app now.")
        if device.is_sample:
            told = self.tr("The sample phone was asked and answered; it has no screen to look at.")
        self._jobs.run(
            deferred.show_app_settings,
            wanted,
            self._adb_port,
            on_done=lambda _nothing: self.told.emit(told),
            on_error=self.failed.emit,
            key=ASKING,
        )

    def delete_capture(self, capture_id: str) -> None:
        """Delete a reading for good. Only for a person who was asked and said yes."""
        told = self.tr("The reading is deleted. The case is as if it had never been in it.")
        title = self.tr("Deleting the reading and working the rest out anew …")
        self._rework(title, told, deferred.delete_capture, capture_id)

    def reload_case(self) -> None:
        """Parse every raw file of the case again."""
        told = self.tr("Every raw file was read anew with this version of the program.")
        self._rework(self.tr("Reading every raw file anew …"), told, deferred.reload_case)

    def _rework(self, title: str, told: str, function: Callable[..., object], *more: str) -> None:
        case = self._session.case
        if case is None or self.is_reading:
            return
        self.rework_began.emit(title)
        self._reading = self._jobs.write(
            function,
            case.path,
            *more,
            on_done=lambda gone: self._end_rework(case.path, told, gone),
            on_error=self._load_failed,
            on_progress=self._progress,
            on_stopped=lambda: self._stopped(case.path),
        )

    def _end_rework(self, folder: Path, told: str, evidence_gone: object) -> None:
        self._session.forget_events()  # they have other numbers now
        if isinstance(evidence_gone, int) and evidence_gone:
            gone = self.tr(
                "%n event(s) chosen as evidence went with it: no raw line tells of them any more.",
                "",
                evidence_gone,
            )
            told = f"{told} {gone}"
        self._open_read(folder)
        self.told.emit(told)

    def stop(self) -> None:
        """Stop the reading; what was read by then is kept and marked as cut."""
        if self._reading is not None:
            self._reading.cancel()

    def _folder_for(self, row: DeviceRow) -> Path:
        case = self._session.case
        row = replace(row, serial=self.phones.number_of(row))
        names = {name for d in case.devices for name in (d.serial, d.device_id)} if case else set()
        is_same = row.serial in names
        if case and (is_same or not case.captures):
            return case.path
        return self.target or self._folders.for_phone(row)

    def _read(
        self,
        serial: str | None,
        folder: Path,
        function: Callable[..., None],
        identify: Callable[..., object] | None = None,
    ) -> None:
        if self.is_reading:
            return
        self._stop_identifying()
        self._who = identify
        self.reading_began.emit(serial)
        load = partial(self._load, folder)
        self._reading = self._jobs.run(
            function,
            folder,
            on_done=lambda _nothing: load(),
            on_error=lambda error: load(error),
            on_progress=self._progress,
            on_stopped=load,
        )

    def _load(self, folder: Path, trouble: AuditorError | None = None) -> None:
        """Load what was read by now, also after trouble; then open the case."""
        if trouble is not None:
            self.failed.emit(trouble)
        if not (folder / DB_NAME).is_file():
            self._end()
            return
        self.loading_began.emit()
        self._reading = self._jobs.write(
            deferred.load_new,
            folder,
            on_done=lambda _loaded: self._open_read(folder),
            on_error=self._load_failed,
            on_progress=self._progress,
            on_stopped=lambda: self._stopped(folder),
        )

    def _open_read(self, folder: Path) -> None:
        self.target = None
        self._jobs.run(  # without a key: no other job may leave the reading unfinished
            deferred.case_info,
            folder,
            on_done=self._show_read,
            on_error=self._load_failed,
            on_stopped=lambda: self._break_off(folder),
        )

    def _show_read(self, case: CaseInfo) -> None:
        if self._who is not None:
            self._identify(case, self._who)  # first: the phone is needed for it
        self._end()
        self._session.set_case(case)

    def _identify(self, case: CaseInfo, who: Callable[..., object]) -> None:
        """Read in the background who the apps are; then show the case with what that brought."""
        self._who = None
        self._identifying = self._jobs.write(
            who,
            case.path,
            on_done=lambda _report: self._end_identifying(case.path),
            on_error=self._identifying_failed,
            on_stopped=self._forget_identifying,
        )

    def _end_identifying(self, folder: Path) -> None:
        self._forget_identifying()
        if not self.is_reading and self._session.case and self._session.case.path == folder:
            self.open_case(folder)

    def _identifying_failed(self, error: AuditorError) -> None:
        """The reading is whole, and what was read of the apps is kept: say it, alarm nobody."""
        case, self._identifying = self._session.case, None
        self.unnamed.emit(error)
        self._let_go()
        if case is not None:
            self._end_identifying(case.path)

    def _forget_identifying(self) -> None:
        self._identifying = None
        self._let_go()

    def _stop_identifying(self) -> None:
        self._who = None
        if self._identifying is not None:
            self._identifying.cancel()

    def _load_failed(self, error: AuditorError) -> None:
        self._end()
        self.failed.emit(error)

    def _stopped(self, folder: Path) -> None:
        if self._reading is not None and self._reading.task.is_cancelled:
            self._end()
        else:  # nobody asked for it: a bug, which is shown by itself
            self._break_off(folder)

    def _break_off(self, folder: Path) -> None:
        """End after a bug; what was read is in the case, so say where the way back is."""
        self._end()
        self.broke_off.emit(folder)

    def _end(self) -> None:
        self._reading = self._who = None
        self.reading_ended.emit()

    def _progress(self, value: object) -> None:
        if isinstance(value, Progress):
            self.progressed.emit(value)
