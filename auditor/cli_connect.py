"""The command that says what to tap on a phone so that this computer may read it."""

from auditor import words
from auditor.connecting import how_to_allow
from auditor.makers import maker


def step_lines(code: str, lang: str) -> list[str]:
    """List the steps for one maker's phones, numbered."""
    steps = how_to_allow(code, lang)
    title = f"{words.word('connect_step.title', lang)} ({maker(code, lang).name})"
    return [title, *(f"{number}. {text}" for number, text in enumerate(steps, start=1))]
