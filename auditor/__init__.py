"""The core of Permission Auditor: a phone's own records in, events with a known precision out."""


def __getattr__(name: str) -> str:
    """Look the version up when it is asked for: importlib.metadata takes 35 ms to import."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("permission-auditor")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0+unknown"
