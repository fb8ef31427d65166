"""Starts the command line of the frozen program."""

import multiprocessing

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a child process starts the same file and goes no further
    from auditor.cli_start import main

    main()
