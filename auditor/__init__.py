"""The core of Permission Auditor: a phone's own records in, events with a known precision out."""

# What every package, menu and installer says (packaging/product.py, pyproject.toml): the version
# stands here alone. To ask the installed package would cost every command 10 ms.
__version__ = "0.1.0"
NAME = "Permission Auditor"
DESKTOP_ID = "io.github.permission_auditor.PermissionAuditor"  # also what Wayland calls the window
