"""What the pages share: the open case, the current filter, the selected event. Three signals."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from auditor.filters import PERSONAL, EventFilter
from auditor.records import DeviceInfo

if TYPE_CHECKING:  # numpy takes 0.1 s to import: only after the first paint
    from auditor.columns import PackageKey
    from auditor.identity.names import Names
    from auditor.query import CaptureRow


DEFAULT_FILTER = EventFilter(types=PERSONAL)


def name_of_file(untrusted_text: str, longest: int) -> str:
    """Make a part of a file's name of what a phone says: no folder, nothing unseen or hidden."""
    return re.sub(r"[^\w.-]+", "-", untrusted_text).strip("-.")[:longest]


@dataclass(frozen=True, slots=True)
class CaseInfo:
    """What the header says about a case; read anew after every change of the case."""

    path: Path
    devices: tuple[DeviceInfo, ...]
    captures: tuple["CaptureRow", ...]
    apps: tuple["PackageKey", ...]  # with at least one record
    since_ms: int | None
    until_ms: int | None
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # the same of each phone
    names: Mapping[str, "Names"] = field(default_factory=dict)  # of apps, by language
    events: int = 0
    trials: int = 0  # test sessions

    @property
    def is_sample(self) -> bool:
        """Whether anything in the case comes from a sample phone: then all of it is marked."""
        return any(device.is_sample for device in self.devices)

    @property
    def zone(self) -> str | None:
        """The zone times are shown in: the first phone's that names one."""
        return next((device.zone for device in self.devices if device.zone), None)

    @property
    def latest_phone(self) -> str | None:
        """The `device_id` of the phone that was read last."""
        newest = max(self.captures, key=lambda c: c.ended_ms or c.started_ms, default=None)
        return newest.device_id if newest else None

    def apps_in(self, lang: str) -> tuple["PackageKey", ...]:
        """The apps, called as they are in a language of the program."""
        from auditor.identity.names import name_app

        names = self.names.get(lang, {})
        return tuple(name_app(each, names) for each in self.apps)

    @property
    def file_stem(self) -> str:
        """What files to hand on are called after: the phone's model, never its number or folder."""
        names = {_name(each) for each in self.devices if each.model}
        stem = names.pop() if len(names) == 1 else "phone"
        return name_of_file(stem, 60) or "phone"

    def of_phone(self, device_id: str | None) -> "CaseInfo":
        """What the case says about one phone alone; all of it without one."""
        if device_id is None:
            return self
        since_ms, until_ms = self.spans.get(device_id, (None, None))
        return replace(
            self,
            devices=tuple(each for each in self.devices if each.device_id == device_id),
            captures=tuple(each for each in self.captures if each.device_id == device_id),
            apps=tuple(each for each in self.apps if each.device_id == device_id),
            since_ms=since_ms,
            until_ms=until_ms,
        )

    def phone_name(self, device_id: str) -> str:
        """Maker and model; with the phone's own number where another is called the same."""
        names = {each.device_id: _name(each) for each in self.devices}
        name = names.get(device_id, device_id)
        is_alone = list(names.values()).count(name) < 2
        return name if is_alone or name == device_id else f"{name} ({device_id})"


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
    def shown(self) -> CaseInfo | None:
        """The open case, as far as it is about the phone that the filter chooses."""
        return self._case and self._case.of_phone(self._filter.device_id)

    @property
    def filter(self) -> EventFilter:
        """What every page shows."""
        return self._filter

    @property
    def default_filter(self) -> EventFilter:
        """What is shown at first: of several phones the one that was read last, never a mixture."""
        case = self._case
        has_several = case is not None and len(case.devices) > 1
        return replace(DEFAULT_FILTER, device_id=case.latest_phone if has_several else None)

    @property
    def selection(self) -> int | None:
        """The id of the event whose details are open."""
        return self._selection

    def set_case(self, case: CaseInfo | None) -> None:
        """Open, renew or close the case; another case ends the selection."""
        before, self._case = self._case, case
        if (case and case.path) != (before and before.path):
            self.forget_events()
        if case is not None:
            self._choose_phone(case, before)
        self.case_changed.emit(case)

    def _choose_phone(self, case: CaseInfo, before: CaseInfo | None) -> None:
        """Stay with the phone that was chosen, also with all of them, as long as they are there."""
        known = {each.device_id for each in case.devices}
        is_same = before is not None and before.path == case.path
        were = {each.device_id for each in before.devices} if before and is_same else set()
        chosen = self._filter.device_id
        if chosen not in known and (chosen is not None or known != were):
            self.set_filter(replace(self._filter, device_id=self.default_filter.device_id))

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
        self.set_filter(self.default_filter)

    def select(self, event_id: int | None) -> None:
        """Open the details of one event, or of none."""
        if event_id != self._selection:
            self._selection = event_id
            self.selection_changed.emit(event_id)


def _name(device: DeviceInfo) -> str:
    return " ".join(part for part in (device.manufacturer, device.model) if part) or (
        device.device_id
    )
