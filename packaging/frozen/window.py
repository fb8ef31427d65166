"""Starts the window of the frozen program."""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a child process starts the same file and goes no further
    from ui.app import main

    sys.exit(main())
