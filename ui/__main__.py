"""Lets `python -m ui` open the window."""

import sys

if __name__ == "__main__":  # child processes import this file again and must do nothing here
    from ui.app import main

    sys.exit(main())
