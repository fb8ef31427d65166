"""From the cable to a phone that can be read: which steps are done, and what to tap for the next.

The names of menus stand in makers.toml, the sentences around them in words/*.toml.
"""

from enum import StrEnum

from auditor import words
from auditor.adb.devices import State
from auditor.makers import maker


class Step(StrEnum):
    """What must be true before a phone can be read, in this order."""

    SEEN = "seen"  # the computer sees the phone at its USB socket
    ALLOWED = "allowed"  # the person at the phone has allowed this computer
    READABLE = "readable"  # Android runs and answers


_REACHED = {
    State.DEVICE: 3,
    State.OFFLINE: 2,
    State.CONNECTING: 2,
    State.OTHER: 2,
    State.UNAUTHORIZED: 1,
    State.AUTHORIZING: 1,
    State.NO_PERMISSIONS: 1,
    # Android does not run, so nobody knows yet whether it allows this computer.
    State.RECOVERY: 1,
    State.SIDELOAD: 1,
    State.BOOTLOADER: 1,
}


def done_steps(state: State | None, refuses: bool = False) -> tuple[Step, ...]:
    """List the steps that a phone in this state has behind it; None: no phone is seen.

    One that `refuses` answers, and does not show its records.
    """
    done = tuple(Step)[: 0 if state is None else _REACHED[state]]
    return tuple(step for step in done if not (refuses and step is Step.READABLE))


def next_step(state: State | None) -> Step | None:
    """Give the step to take now; None when the phone can be read."""
    left = tuple(Step)[len(done_steps(state)) :]
    return left[0] if left else None


def what_to_do(state: State, lang: str) -> str:
    """Say what to do about a phone that is seen and cannot be read yet; empty for one that can."""
    return words.find(f"connect_state.{state.name.lower()}", lang) or ""


def how_to_allow(code: str | None, lang: str) -> list[str]:
    """List what to do, one step after the other, until a phone of this maker is seen."""
    names = maker(code, lang)
    values = {"about": names.about, "tap": names.tap, "options": names.options}
    values["switch"] = names.switch
    texts = [
        words.word(f"connect_step.{step}", lang).format(**values)
        for step in ("about", "tap", "options", "cable", "question")
    ]
    return [*texts, names.note] if names.note else texts
