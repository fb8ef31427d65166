"""Which raw files go out whole: those that say nothing about a person."""

from auditor.manifest import RawFile

# Clocks, version, model, zone.
OPEN_COMMANDS = ("date", "date_seconds", "uptime")
OPEN_PROPERTIES = (
    "ro.boot.permission_auditor_sample",
    "ro.build.version.sdk",
    "ro.build.version.release",
    "ro.build.version.incremental",
    "ro.build.fingerprint",
    "ro.product.manufacturer",
    "ro.product.brand",
    "ro.product.model",
    "ro.product.device",
    "persist.sys.timezone",
    "persist.sys.locale",
    "ro.product.locale",
)
OPEN_SETTINGS = ("global auto_time", "global auto_time_zone")


def is_open(raw: RawFile) -> bool:
    """Whether a raw file goes out whole, whatever the bundle is about."""
    key = raw.parameters.get("key")
    return (
        raw.command in OPEN_COMMANDS
        or (raw.command == "property" and key in OPEN_PROPERTIES)
        or (raw.command == "setting" and key in OPEN_SETTINGS)
    )
