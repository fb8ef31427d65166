"""Keep more in the window: of which phone, asked and told by a click only; the offer to undo it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from auditor import words
from auditor.adb.devices import DeviceRow
from auditor.errors import AuditorError
from auditor.records import DeviceInfo
from ui import deferred
from ui.case_actions import CaseActions
from ui.jobs import Job, Jobs
from ui.labels import Labels
from ui.main_window import MainWindow
from ui.session import CaseInfo, Session
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.keep_more_window import KeepMoreWindow
    from ui.keep_more_work import Found


class KeepMoreControl(QObject):
    """One phone at a time: the one that the filter shows, of the case that is open."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        jobs: Jobs,
        actions: CaseActions,
        labels: Labels,
        theme: Theme,
        journal: Path,
        adb_port: int | None,
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._jobs, self._labels = window, session, jobs, labels
        self._theme, self._journal, self._adb_port = theme, journal, adb_port
        self._case: CaseInfo | None = None
        self._device: DeviceInfo | None = None
        self._job: Job | None = None
        self._offered: set[str] = set()
        self.shown: KeepMoreWindow | None = None
        session.case_changed.connect(self._follow_case)
        actions.phones_changed.connect(self._see_phones)

    def open(self) -> None:
        """Show how the phone stands; changes nothing."""
        case = self._session.case
        if case is None or not case.devices:
            told = self.tr("Read the phone into a case first: that is where it is noted.")
            self._window.messages.show_notice(told)
            return
        wanted = self._session.filter.device_id or case.latest_phone
        known = {each.device_id: each for each in case.devices}
        self._case = case
        self._device = known.get(wanted or "", case.devices[0])
        window = self._make_window()
        window.open_for(case.phone_name(self._device.device_id), self._is_made_up)
        self._run("look")

    @property
    def _is_made_up(self) -> bool:
        """Whether it is the window's own sample phone, which no server of anybody's has."""
        device = self._device
        return device is not None and device.is_sample and self._adb_port is None

    def leave(self) -> None:
        """Hear nothing more of what runs; a change that has begun is not stopped half-way."""
        job, self._job = self._job, None
        if job is not None:
            job.superseded = True

    def _make_window(self) -> "KeepMoreWindow":
        from ui.keep_more_window import KeepMoreWindow

        if self.shown is None:
            self.shown = KeepMoreWindow(self._labels, self._theme, self._window)
            self.shown.on_chosen.connect(lambda longer: self._run("on", longer))
            self.shown.off_chosen.connect(lambda: self._run("off"))
            self.shown.again_chosen.connect(lambda: self._run("look"))
        return self.shown

    def _run(self, what: str, longer: bool = False) -> None:
        case, device = self._case, self._device
        if case is None or device is None or self._job is not None:
            return
        asking, telling = self.tr("Asking the phone …"), self.tr("Telling the phone …")
        self._make_window().show_waiting(asking if what == "look" else telling)
        self._job = self._jobs.run(
            deferred.keep_more,
            (
                what,
                device.serial,
                device.device_id,
                case.path,
                self._journal,
                longer,
                self._is_made_up,
            ),
            self._adb_port,
            on_done=self._show,
            on_error=self._fail,
            on_stopped=self._stopped,
        )

    def _show(self, found: "Found") -> None:
        self._job = None
        self._make_window().show_found(found)

    def _fail(self, error: AuditorError) -> None:
        self._job = None
        self._make_window().show_error(error)

    def _stopped(self) -> None:
        self._job = None

    def _follow_case(self, case: CaseInfo | None) -> None:
        """A window about a case that is not open any more would mislead."""
        is_other = self._case is not None and (case is None or case.path != self._case.path)
        if is_other and self.shown is not None:
            self.shown.close()

    def _see_phones(self, rows: list[DeviceRow]) -> None:
        """When a phone is seen that was told to keep more, offer once to take it back."""
        new = {row.serial for row in rows} - self._offered
        if not new or not self._journal.is_file():
            return
        self._jobs.run(
            deferred.told_phones,
            self._journal,
            on_done=lambda told: self._offer(new & told.keys(), told),
        )

    def _offer(self, serials: set[str], told: dict[str, int]) -> None:
        from auditor.phone_changes import moment

        for serial in sorted(serials - self._offered)[:1]:
            self._offered.add(serial)
            text = words.word("keep_more.undo_seen", self._labels.lang)
            text = text.format(when=moment(told[serial]))
            case = self._session.case
            is_here = case is not None and any(d.serial == serial for d in case.devices)
            button = self.tr("Keep more …") if is_here else ""
            self._window.messages.show_notice(text, button, self.open if is_here else None)
