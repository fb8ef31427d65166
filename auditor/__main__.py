"""Run the command line with `python -m auditor`."""

from auditor.cli_start import main

main()
