"""What the ADB front ends of a sample phone ask of the phone behind them.

The phone knows commands and their bytes; `adb_server` and `wire` know sockets. Neither needs to
know more of the other than this.
"""

from dataclasses import dataclass
from typing import Protocol

UNKNOWN_COMMAND = 127  # what a shell answers when there is no such command


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command printed, each stream apart, and the exit code of its process."""

    stdout: bytes = b""
    stderr: bytes = b""
    code: int = 0


class Answers(Protocol):
    """A phone as its shell sees it. `answer` may be called from any thread."""

    @property
    def serial(self) -> str: ...
    @property
    def product(self) -> str: ...
    @property
    def model(self) -> str: ...
    @property
    def device(self) -> str: ...

    def answer(self, line: str) -> Reply | None:
        """Run one exact command line; None when the phone does not know the command."""


def reply_of(answers: Answers, line: str) -> Reply:
    """The phone's answer, or the one a shell gives for a command it does not know."""
    found = answers.answer(line)
    if found is not None:
        return found
    word = line.split(maxsplit=1)[0] if line.strip() else line
    message = f"/system/bin/sh: {word}: inaccessible or not found\n"
    return Reply(stderr=message.encode(), code=UNKNOWN_COMMAND)
