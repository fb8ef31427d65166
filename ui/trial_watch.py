"""The live watch of a test session's phones: begun with it where wanted, ended with it."""

from PySide6.QtCore import QObject, Qt

from auditor.trials.records import Trial
from ui.live import LiveWatch, can_be_watched
from ui.session import CaseInfo, Session


def watched_phones(found: Trial, case: CaseInfo) -> tuple[str, ...]:
    """Give the phones of a session that can be watched."""
    known = {each.device_id for each in case.devices if can_be_watched(each)}
    return tuple(each for each in found.phones if each in known)


class TrialWatch(QObject):
    """Begins and ends a watch of each phone; one that was on before the session goes on."""

    def __init__(self, live: LiveWatch, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._session = live, session
        self._wanted: Trial | None = None
        self._ours: tuple[str, ...] = ()  # the phones whose watch the session began

    def want(self, found: Trial) -> None:
        """Say that a session is to be watched as soon as nothing reads its phones."""
        self._wanted = found

    def begin(self, without: frozenset[str] = frozenset()) -> None:
        """Watch the phones of the session that is wanted, where no watch is on."""
        case, found = self._session.case, self._wanted
        self._wanted = None
        if case is None or found is None:
            return
        before = self._live.phones
        left_out = without.union(before)
        phones = [each for each in watched_phones(found, case) if each not in left_out]
        if phones:
            self._live.start(phones)
            self._ours = tuple(each for each in self._live.phones if each not in before)

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
        self.begin(without=frozenset(found.phones) - read)

    def end(self) -> None:
        """End the watches that a session began."""
        self._wanted = None
        if self._ours:
            self._live.stop(self._ours)
        self._ours = ()
