"""Which lanes stand where: sorted, pinned to the top, opened, or found by a text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from auditor.facts import Facts
from auditor.timeline import Group, Lane, LaneKey, make_lanes, parts_of


class Sort(StrEnum):
    """What the first lane has most of."""

    LAST = "last"  # used last
    COUNT = "count"  # used most often, as far as is known
    BACKGROUND = "background"  # the largest share in the background
    NAME = "name"


@dataclass(frozen=True)
class LaneOrder:
    """How lanes are sorted; `pinned` are lane ids, `name` gives what a person reads on a lane."""

    sort: Sort = Sort.LAST
    pinned: frozenset[str] = frozenset()
    name: Callable[[LaneKey], str] = repr

    def arrange(self, lanes: Iterable[Lane]) -> list[Lane]:
        """Sort lanes, pinned ones first; equal ones by name, then by what tells them apart."""
        lanes = list(lanes)
        named = {lane.key: self.name(lane.key).casefold() for lane in lanes}
        return sorted(
            lanes,
            key=lambda lane: (
                lane_id(lane.key) not in self.pinned,
                self._value(lane),
                named[lane.key],
                lane_id(lane.key),
            ),
        )

    def _value(self, lane: Lane) -> float:
        match self.sort:
            case Sort.LAST:
                return -lane.last_use_ms
            case Sort.COUNT:
                return -lane.times
            case Sort.BACKGROUND:  # an unknown share is neither high nor low: it comes last
                return 1.0 if lane.background_share is None else -lane.background_share
            case Sort.NAME:
                return 0.0


def lane_id(key: LaneKey) -> str:
    """A text that names the same lane tomorrow."""
    app = f"{key.app.device_id}/{key.app.uid}/{key.app.package}" if key.app else ""
    return f"{app}|{key.data_type or ''}"


class LaneTree:
    """The lanes of some records, made once; sorting and opening them again takes no time."""

    def __init__(self, facts: Facts, group: Group) -> None:
        self.facts, self.group = facts, group
        self._tops = make_lanes(facts, group)
        self._parts: dict[LaneKey, list[Lane]] = {}

    @property
    def tops(self) -> list[Lane]:
        """The lanes that are no part of another, last used first."""
        return self._tops

    def lanes(
        self, order: LaneOrder, opened: frozenset[LaneKey] = frozenset(), text: str = ""
    ) -> list[Lane]:
        """The lanes to show; with a text, those whose name or package has it, or a part's name."""
        out: list[Lane] = []
        for lane in order.arrange(self._found(order, text)):
            out.append(lane)
            if lane.key in opened:
                out.extend(order.arrange(self.parts(lane)))
        return out

    def warm(self) -> None:
        """Work out now what is asked of every lane: in a worker, so that no window waits for it."""
        _ = self.facts.span, self.facts.by_id
        for lane in self._tops:
            _ = lane.last_use_ms, lane.times, lane.is_lower_bound, lane.background_share
            _ = lane.data_types, lane.apps, lane.records, lane.running, lane.doubtful

    def parts(self, lane: Lane) -> list[Lane]:
        """The lanes that a lane opens into."""
        if lane.key not in self._parts:
            self._parts[lane.key] = parts_of(lane)
        return self._parts[lane.key]

    def _found(self, order: LaneOrder, text: str) -> list[Lane]:
        wanted = text.strip().casefold()
        if not wanted:
            return self._tops
        return [lane for lane in self._tops if any(wanted in each for each in _names(lane, order))]


def _names(lane: Lane, order: LaneOrder) -> Iterable[str]:
    yield order.name(lane.key).casefold()
    for app in lane.apps:
        yield app.package.casefold()
        yield (app.label or "").casefold()
    for data_type in lane.data_types:
        yield order.name(LaneKey(None, data_type)).casefold()
