"""The live watch of a test session: begun with it where that was wanted, ended with it."""

from PySide6.QtCore import QObject, Qt

from auditor.trials.records import Trial
from ui.live import LiveWatch, can_be_watched
from ui.session import CaseInfo, Session


def watched_phone(found: Trial, case: CaseInfo) -> str | None:
    """Give the one phone of a session that a watch is of: the first that can be watched."""
    known = {each.device_id for each in case.devices if can_be_watched(each)}
    return next((each for each in found.phones if each in known), None)


class TrialWatch(QObject):
    """Begins and ends the one watch there is; a watch that was on before the session goes on."""

    def __init__(self, live: LiveWatch, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._session = live, session
        self._wanted: Trial | None = None
        self._is_ours = False

    def want(self, found: Trial) -> None:
        """Say that a session is to be watched as soon as nothing reads the phone."""
        self._wanted = found

    def begin(self) -> None:
        """Watch what is wanted, if no watch is on."""
        case, found = self._session.case, self._wanted
        self._wanted = None
        phone = watched_phone(found, case) if found is not None and case is not None else None
        if phone is not None and not self._live.is_on:
            self._live.start(phone)
            self._is_ours = self._live.is_on

    def begin_after_reading(self) -> None:
        """Watch what is wanted as soon as the case shows what was read."""
        if self._wanted is not None:
            once = Qt.ConnectionType.SingleShotConnection
            self._session.case_changed.connect(self._begin_if_read, once)

    def _begin_if_read(self, case: CaseInfo | None) -> None:
        """Leave a phone alone that could not be read: why, was said already."""
        found = self._wanted
        if case is None or found is None:
            return
        read = {each.device_id for each in case.captures if each.started_ms >= found.begun_ms}
        if watched_phone(found, case) not in read:
            self._wanted = None
        self.begin()

    def end(self) -> None:
        """End a watch that a session began."""
        self._wanted = None
        if self._is_ours and self._live.is_on:
            self._live.stop()
        self._is_ours = False
