"""Actions with a name: every key of the window and every line of the palette is a QAction.

The list of keys and the palette are read from the actions themselves, so neither can lie.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

GROUP = "group"  # the property with the heading an action stands under
Context = Qt.ShortcutContext


@dataclass(frozen=True, slots=True)
class Command:
    """An action as a person finds it."""

    group: str
    text: str
    keys: tuple[str, ...]  # as they are printed on this system's keyboards
    action: QAction


def add_action(
    owner: QWidget,
    name: str,
    group: str,
    text: str,
    keys: Sequence[str],
    do: Callable[[], object],
    context: Context = Context.WindowShortcut,
) -> QAction:
    """Give a widget an action, with keys or without."""
    made = QAction(text, owner)
    made.setObjectName(name)
    made.setProperty(GROUP, group)
    made.setShortcuts([QKeySequence(each) for each in keys])
    made.setShortcutContext(context)
    made.triggered.connect(lambda _checked=False: do())
    owner.addAction(made)
    return made


def commands(window: QWidget) -> list[Command]:
    """Everything the window can do as it is now, also what is switched off at the moment."""
    found: dict[tuple[str, str], Command] = {}
    for action in window.findChildren(QAction):
        if action.isSeparator() or action.menu() is not None or not action.text().strip():
            continue
        if not action.isVisible() or not _is_at_hand(action, window):
            continue
        made = Command(_group(action), _text(action), _keys(action), action)
        found.setdefault((made.group, made.text), made)
    return list(found.values())


def nearest_first(given: list[Command], page: QWidget | None) -> list[Command]:
    """What belongs to the page that is shown, then the rest."""

    def is_far(one: Command) -> bool:
        owner = _owner(one.action)
        return page is None or owner is None or not (owner is page or page.isAncestorOf(owner))

    return sorted(given, key=is_far)


def _is_at_hand(action: QAction, window: QWidget) -> bool:
    """An action of a page that is not shown, or of no widget, cannot be used."""
    owner = _owner(action)
    return owner is window or (owner is not None and owner.isVisible())


def _owner(action: QAction) -> QWidget | None:
    """The widget behind an action; menus come and go, who opens them stays."""
    owner: QObject | None = action.parent()
    while isinstance(owner, QMenu):
        owner = owner.parent()
    return owner if isinstance(owner, QWidget) else None


def _group(action: QAction) -> str:
    group = action.property(GROUP)
    if isinstance(group, str) and group:
        return group
    parent = action.parent()
    if isinstance(parent, QMenu) and parent.title():
        return parent.title()
    owner = _owner(action)
    return "" if owner is None else owner.accessibleDescription() or owner.accessibleName()


def _text(action: QAction) -> str:
    return action.text().replace("&", "").strip()


def _keys(action: QAction) -> tuple[str, ...]:
    form = QKeySequence.SequenceFormat.NativeText
    texts = (key.toString(form) for key in action.shortcuts() if not key.isEmpty())
    return tuple(dict.fromkeys(texts))
