"""The first thing that a command runs. It imports nothing that takes time.

What the command line needs takes some tenths of a second to import, and Ctrl-C may come meanwhile:
it ends the program as quietly then as later.
"""

import gc
import os
import signal
import sys
from types import FrameType

EXIT_CANCELLED = 130


def main() -> None:
    """Run the command line (entry point)."""
    before = signal.signal(signal.SIGINT, _leave)
    # The library for matrices below numpy starts its threads when it is imported: 30 ms for
    # nothing, since this program multiplies none.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from auditor.cli import main as run

    signal.signal(signal.SIGINT, before)
    try:
        run()
    finally:
        # The interpreter would search all that was imported for rings before it ends: 40 ms to
        # free what the system takes back anyway. Files and cases are closed by whoever opened them.
        gc.freeze()


def _leave(_number: int, _frame: FrameType | None) -> None:
    """End at once: nothing has been begun, and an exception would tear a half-made import."""
    sys.stderr.write("Cancelled.\n")
    sys.stderr.flush()
    os._exit(EXIT_CANCELLED)
