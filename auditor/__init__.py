"""The core of Permission Auditor: a phone's own records in, events with a known precision out."""

# As in pyproject.toml. To ask the installed package would cost every command 10 ms.
__version__ = "0.1.0"
