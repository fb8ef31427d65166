"""Groups of permissions of apps.toml → permissions, op modes and flags per Android version."""

from dataclasses import dataclass

from auditor.ops import catalogue
from auditor.sample.apps import App, Install
from auditor.sample.opnames import names_of
from auditor.sample.versions import Version

# group → (permission, since API, until API)
_GROUPS: dict[str, tuple[tuple[str, int, int], ...]] = {
    "location": (("ACCESS_FINE_LOCATION", 0, 99), ("ACCESS_COARSE_LOCATION", 0, 99)),
    "background_location": (("ACCESS_BACKGROUND_LOCATION", 29, 99),),
    "microphone": (("RECORD_AUDIO", 0, 99),),
    "camera": (("CAMERA", 0, 99),),
    "contacts": (("READ_CONTACTS", 0, 99), ("WRITE_CONTACTS", 0, 99), ("GET_ACCOUNTS", 0, 99)),
    "photos": (
        ("READ_EXTERNAL_STORAGE", 0, 32),
        ("WRITE_EXTERNAL_STORAGE", 0, 29),
        ("READ_MEDIA_IMAGES", 33, 99),
        ("READ_MEDIA_VIDEO", 33, 99),
    ),
    "audio": (("READ_EXTERNAL_STORAGE", 0, 32), ("READ_MEDIA_AUDIO", 33, 99)),
    "media_location": (("ACCESS_MEDIA_LOCATION", 29, 99),),
    "calendar": (("READ_CALENDAR", 0, 99), ("WRITE_CALENDAR", 0, 99)),
    "sms": (("READ_SMS", 0, 99), ("RECEIVE_SMS", 0, 99), ("SEND_SMS", 0, 99)),
    "calls": (("READ_CALL_LOG", 0, 99), ("WRITE_CALL_LOG", 0, 99)),
    "phone": (("READ_PHONE_STATE", 0, 99), ("CALL_PHONE", 0, 99)),
    "activity": (("ACTIVITY_RECOGNITION", 29, 99),),
    "sensors": (("BODY_SENSORS", 0, 99),),
    "nearby": (("BLUETOOTH_SCAN", 31, 99), ("BLUETOOTH_CONNECT", 31, 99)),
    "notifications": (("POST_NOTIFICATIONS", 33, 99),),
}
INSTALL_PERMISSIONS = ("INTERNET", "ACCESS_NETWORK_STATE", "WAKE_LOCK", "RECEIVE_BOOT_COMPLETED")


@dataclass(frozen=True, slots=True)
class Grant:
    """A runtime permission as the package manager shows it."""

    permission: str
    granted: bool
    flags: tuple[str, ...]


def _of_groups(groups: tuple[str, ...], api: int) -> list[str]:
    names: list[str] = []
    for group in groups:
        for name, since, until in _GROUPS[group]:
            full = f"android.permission.{name}"
            if since <= api <= until and full not in names:
                names.append(full)
    return names


def requested(app: App, version: Version) -> list[str]:
    """List what the app's manifest asks for."""
    groups = (*app.grants, *app.denies, *app.asks)
    common = [f"android.permission.{name}" for name in INSTALL_PERMISSIONS]
    return common + _of_groups(groups, version.api)


def grants(app: App, version: Version, is_updated: bool = False) -> list[Grant]:
    """List the runtime permissions with their flags, also after the app's next update."""
    flags = _flags(app, version)
    rows = [Grant(name, True, flags) for name in _of_groups(app.grants, version.api)]
    refused = ("USER_SET", "USER_FIXED", *flags[1:]) if len(app.denies) > 1 else flags
    rows += [Grant(name, False, refused) for name in _of_groups(app.denies, version.api)]
    if is_updated:
        flipped = _of_groups(app.flips, version.api)
        rows = [
            Grant(row.permission, True, flags[1:]) if row.permission in flipped else row
            for row in rows
        ]
    if version.api < 29:
        return rows
    return rows + [Grant(name, False, flags[1:]) for name in _of_groups(app.asks, version.api)]


def _flags(app: App, version: Version) -> tuple[str, ...]:
    chosen = ("SYSTEM_FIXED", "GRANTED_BY_DEFAULT") if app.is_system else ("USER_SET",)
    if version.api < 29:
        return chosen
    return (*chosen, "USER_SENSITIVE_WHEN_GRANTED", "USER_SENSITIVE_WHEN_DENIED")


def uid_modes(who: Install, version: Version, age_ms: int) -> dict[str, str]:
    """Work out the uid-level op modes: refused permissions and "only while in use"."""
    modes: dict[str, str] = {}
    if who.app.is_system:
        return modes
    for grant in grants(who.app, version, who.app.is_updated(age_ms)):
        op = _op_of(grant.permission, version)
        if op is not None and not grant.granted:
            modes[op] = "ignore"
    if "location" in who.app.grants and "background_location" not in who.app.grants:
        if version.api >= 29:
            modes["COARSE_LOCATION"] = "foreground"
        if version.api >= 31:
            modes["FINE_LOCATION"] = "foreground"
    if version.api >= 30:
        for group, op in (("microphone", "RECORD_AUDIO"), ("camera", "CAMERA")):
            if group in who.app.grants:
                modes[op] = "foreground"
    return modes


def _op_of(permission: str, version: Version) -> str | None:
    for name, op in catalogue().items():
        if op.permission == permission and op.since_api is not None and op.since_api <= version.api:
            return names_of("READ_PHONE_STATE", version)[0] if op.code == 51 else name
    return None
