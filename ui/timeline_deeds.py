"""Every action of the timeline with its keys: the one table that keys, help and palette read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction

from auditor.lane_order import Sort
from auditor.timeline import Group
from ui.actions import add_action
from ui.phrases import tr
from ui.timeline_bar import PRESETS, preset_texts
from ui.timeline_hands import PAN_PER_NOTCH, ZOOM_PER_NOTCH

if TYPE_CHECKING:
    from ui.timeline_view import TimelineView

HERE = Qt.ShortcutContext.WidgetShortcut  # single letters: only while the timeline has the keys
AROUND = Qt.ShortcutContext.WidgetWithChildrenShortcut


@dataclass(frozen=True, slots=True)
class Deed:
    """One action: its name, text, keys, what it does, and when it can be done."""

    name: str
    text: str
    keys: tuple[str, ...]
    do: Callable[[], object]
    is_possible: Callable[[], bool] = lambda: True
    context: Qt.ShortcutContext = HERE


class TimelineActions(QObject):
    """Makes the actions and keeps those switched off that could do nothing."""

    def __init__(self, view: "TimelineView") -> None:
        super().__init__(view)
        self._view = view
        self._made: list[tuple[QAction, Deed]] = []
        self._make()
        stage = view.stage
        for changed in (stage.lanes_changed, stage.selected, stage.ranged, view.history.changed):
            changed.connect(self._follow)
        self._follow()

    def retranslate(self) -> None:
        """Make them anew in another language."""
        for action, _deed in self._made:
            self._view.removeAction(action)
            action.setParent(None)
            action.deleteLater()
        self._make()
        self._follow()

    def action(self, name: str) -> QAction:
        """One of them by name."""
        return next(action for action, deed in self._made if deed.name == name)

    def _make(self) -> None:
        view = self._view
        deeds = (*_moves(view), *_walks(view), *_lanes(view), *_spans(view))
        deeds = tuple(each for each in deeds if each.name not in view.LEFT_OUT)
        self._made = [
            (add_action(view, d.name, tr("Timeline"), d.text, d.keys, d.do, d.context), d)
            for d in deeds
        ]

    def _follow(self) -> None:
        for action, deed in self._made:
            action.setEnabled(deed.is_possible())


def _moves(view: "TimelineView") -> tuple[Deed, ...]:
    stage, history = view.stage, view.history
    return (
        Deed("zoomIn", tr("Zoom in"), ("W",), lambda: stage.zoom(ZOOM_PER_NOTCH)),
        Deed("zoomOut", tr("Zoom out"), ("S",), lambda: stage.zoom(1 / ZOOM_PER_NOTCH)),
        Deed("goEarlier", tr("Go to earlier times"), ("A",), lambda: stage.pan(-PAN_PER_NOTCH)),
        Deed("goLater", tr("Go to later times"), ("D",), lambda: stage.pan(PAN_PER_NOTCH)),
        Deed("fit", tr("Fit the selected span, then everything"), ("F",), stage.fit),
        Deed(
            "viewBack",
            tr("Back to the view before"),
            ("Alt+Left",),
            lambda: history.go(-1),
            lambda: history.can_go_back,
            AROUND,
        ),
        Deed(
            "viewForth",
            tr("Forth again"),
            ("Alt+Right",),
            lambda: history.go(1),
            lambda: history.can_go_forth,
            AROUND,
        ),
        *(
            Deed(f"preset_{name}", text, (), lambda name=name: view.presets.show_preset(name))
            for name, text in zip(PRESETS, preset_texts().values(), strict=True)
        ),
    )


def _walks(view: "TimelineView") -> tuple[Deed, ...]:
    stage = view.stage

    def has_lanes() -> bool:
        return bool(stage.lanes)

    def is_clearable() -> bool:
        return stage.range is not None or stage.selection is not None

    return (
        Deed(
            "next", tr("Next event on the lane"), (".", "Right"), lambda: stage.step(1), has_lanes
        ),
        Deed(
            "previous",
            tr("Previous event on the lane"),
            (",", "Left"),
            lambda: stage.step(-1),
            has_lanes,
        ),
        Deed("laneDown", tr("Next lane"), ("Down",), lambda: stage.step_lane(1), has_lanes),
        Deed("laneUp", tr("Lane above"), ("Up",), lambda: stage.step_lane(-1), has_lanes),
        Deed(
            "clear", tr("Clear the span, then the selection"), ("Esc",), stage.clear, is_clearable
        ),
    )


def _lanes(view: "TimelineView") -> tuple[Deed, ...]:
    stage = view.stage

    def has_lanes() -> bool:
        return bool(stage.lanes)

    sorts = (
        tr("Sort lanes by last use"),
        tr("Sort lanes by how often"),
        tr("Sort lanes by share in the background"),
        tr("Sort lanes by name"),
    )
    groups = (tr("One lane per app"), tr("One lane per data type"))
    return (
        Deed(
            "openLane",
            tr("Open or close the lane"),
            ("Return", "Enter", "Space"),
            lambda: stage.toggle(stage.lane_index),
            has_lanes,
        ),
        Deed("unfoldAll", tr("Open every lane"), ("O",), stage.unfold_all, has_lanes),
        Deed("foldAll", tr("Close every lane"), ("C",), stage.fold_all, has_lanes),
        Deed(
            "pinLane",
            tr("Pin the lane to the top, or let it go"),
            ("P",),
            lambda: stage.toggle_pin(stage.lane_index),
            has_lanes,
        ),
        Deed("findLane", tr("Find a lane"), ("/",), view.bar.focus_find, context=AROUND),
        *(
            Deed(f"sort_{sort}", text, (), lambda sort=sort: stage.set_sort(sort))
            for sort, text in zip(Sort, sorts, strict=True)
        ),
        *(
            Deed(f"group_{group}", text, (), lambda group=group: stage.set_group(group))
            for group, text in zip(Group, groups, strict=True)
        ),
    )


def _spans(view: "TimelineView") -> tuple[Deed, ...]:
    stage = view.stage
    return (
        Deed(
            "spanBegin",
            tr("Begin the span at the selected event"),
            ("[",),
            lambda: stage.range_from_selection(is_begin=True),
            lambda: stage.selection is not None,
        ),
        Deed(
            "spanEnd",
            tr("End the span after the selected event"),
            ("]",),
            lambda: stage.range_from_selection(is_begin=False),
            lambda: stage.selection is not None,
        ),
        Deed(
            "addMark",
            tr("Write a mark at the selected event or in the middle"),
            ("M",),
            lambda: view.mark_wanted.emit(None),
            lambda: stage.facts is not None,
        ),
        Deed("spanView", tr("Select the span that is shown"), ("V",), stage.range_from_view),
    )
