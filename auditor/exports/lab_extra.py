"""The error where a library for laboratories is not there: no download holds the extra `lab`."""

import sys

from auditor.errors import UsageError


def lab_missing(what: str) -> UsageError:
    """Give the error for "… needs the package …", with a next step that can be done here."""
    if getattr(sys, "frozen", False):
        return UsageError(
            f"{what}, which is not installed.",
            "Nothing can be installed into this download. Install the program from its wheel as "
            "well: pipx install './permission_auditor-VERSION-py3-none-any.whl[lab]', and export "
            "with that one.",
        )
    return UsageError(
        f"{what}, which is not installed.", "Install it: pip install 'permission-auditor[lab]'."
    )
