"""The core of Permission Auditor: a phone's own records in, events with a known precision out."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("permission-auditor")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0+unknown"
