"""What the pages share: the open case, the current filter, the selected event. Three signals."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from auditor.filters import EventFilter
from auditor.records import DataType, DeviceInfo

if TYPE_CHECKING:  # numpy takes 0.1 s to import: only after the first paint
    from auditor.columns import PackageKey
    from auditor.query import CaptureRow


# What a person asks about; "other operations", such as keeping the phone awake, on demand.
PERSONAL = frozenset(DataType) - {DataType.OTHER}
DEFAULT_FILTER = EventFilter(types=PERSONAL)


@dataclass(frozen=True, slots=True)
class CaseInfo:
    """What the header says about a case; read anew after every change of the case."""

    path: Path
    devices: tuple[DeviceInfo, ...]
    captures: tuple["CaptureRow", ...]
    apps: tuple["PackageKey", ...]  # with at least one record
    since_ms: int | None
    until_ms: int | None

    @property
    def is_sample(self) -> bool:
        """Whether anything in the case comes from a sample phone: then all of it is marked."""
        return any(device.is_sample for device in self.devices)

    @property
    def zone(self) -> str | None:
        """The zone times are shown in: the first phone's that names one."""
        return next((device.zone for device in self.devices if device.zone), None)


class Session(QObject):
    """Holds the three; emits only when something really changed."""

    case_changed = Signal(object)  # CaseInfo | None
    filter_changed = Signal(object)  # EventFilter
    selection_changed = Signal(object)  # event id (int) | None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._case: CaseInfo | None = None
        self._filter = DEFAULT_FILTER
        self._selection: int | None = None

    @property
    def case(self) -> CaseInfo | None:
        """The open case."""
        return self._case

    @property
    def filter(self) -> EventFilter:
        """What every page shows."""
        return self._filter

    @property
    def selection(self) -> int | None:
        """The id of the event whose details are open."""
        return self._selection

    def set_case(self, case: CaseInfo | None) -> None:
        """Open, renew or close the case; another case ends the selection."""
        is_other = (case and case.path) != (self._case and self._case.path)
        self._case = case
        if is_other:
            self.forget_events()
        self.case_changed.emit(case)

    def forget_events(self) -> None:
        """Let go of single events: the same numbers mean others from now on."""
        self.select(None)
        self.set_filter(replace(self._filter, event_ids=frozenset()))

    def set_filter(self, wanted: EventFilter) -> None:
        """Show other events on every page."""
        if wanted != self._filter:
            self._filter = wanted
            self.filter_changed.emit(wanted)

    def clear_filter(self) -> None:
        """Show again what is shown without a filter."""
        self.set_filter(DEFAULT_FILTER)

    def select(self, event_id: int | None) -> None:
        """Open the details of one event, or of none."""
        if event_id != self._selection:
            self._selection = event_id
            self.selection_changed.emit(event_id)
