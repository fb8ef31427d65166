"""What a capture says when it did not become whole: one sentence and a next step each."""

from collections.abc import Sequence

from auditor.errors import CaptureCut, DeviceError
from auditor.manifest import RawFile

_KEPT = "What came until then is kept and marked."
_AGAIN = f"{_KEPT} Check the cable and read the phone again."

_SENTENCES = {
    "cut": ("The connection to the phone ended while it answered `{line}`.", _AGAIN),
    "silent": (
        "The phone fell silent while it answered `{line}`.",
        f"{_KEPT} Unlock the phone and read it again.",
    ),
    "deadline": (
        "The phone took too long to answer `{line}`.",
        f"{_KEPT} Close apps on the phone, connect it directly, and read it again.",
    ),
    "too_big": (
        "The phone printed more than this program takes for `{line}`.",
        f"{_KEPT} Restart the phone and read it again.",
    ),
    "garbage": ("What the phone sent for `{line}` is not what a phone sends.", _AGAIN),
    "refused": (
        "The phone does not offer to run `{line}`.",
        f"{_KEPT} Android 7 or newer is needed; on a work phone, ask who manages it.",
    ),
    "exit_code": (
        "The phone ended `{line}` with error {exit_code}.",
        f"{_KEPT} Restart the phone and read it again.",
    ),
    "dump_timeout": (
        "Android gave up on `{line}` before it had printed all of it (DUMP TIMEOUT).",
        f"{_KEPT} Let the phone rest for a minute and read it again.",
    ),
}


def trouble(files: Sequence[RawFile]) -> CaptureCut:
    """Say what went wrong first; and how many more answers are not whole."""
    first = files[0]
    sentence, next_step = _SENTENCES[first.reason or "cut"]
    sentence = sentence.format(line=first.line, exit_code=first.exit_code)
    if len(files) > 1:
        sentence += f" {len(files)} answers in all are not whole."
    return CaptureCut(sentence, next_step)


def lost(error: DeviceError, files: Sequence[RawFile]) -> CaptureCut:
    """Say that the phone went away while it was being read."""
    where = f" while it answered `{files[-1].line}`" if files else " while it was being read"
    return CaptureCut(f"The phone was lost{where}. {error.sentence}", _AGAIN)
