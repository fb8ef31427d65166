"""How one comes by the libraries for laboratories: the extra `lab`, which no download holds."""

import sys

_INSTALL = "Install it: pip install 'permission-auditor[lab]'."
_USE_WHEEL = (
    "Nothing can be installed into this download. Install the program from its wheel as well: "
    "pipx install './permission_auditor-VERSION-py3-none-any.whl[lab]', and export with that one."
)


def how_to_get_lab() -> str:
    """Say what to do when one of them is not there."""
    return _USE_WHEEL if getattr(sys, "frozen", False) else _INSTALL
