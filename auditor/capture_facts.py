"""The few facts that a capture reads from a phone's answers: who it is, what its clock says."""

import re

from auditor.records import DeviceInfo

SAMPLE_SERIAL = "SAMPLE-"
_SAMPLE_PROPERTY = "ro.boot.permission_auditor_sample"


def device_of(serial: str, properties: dict[str, str]) -> DeviceInfo:
    """Build what a phone says of itself from its properties; what it does not say is None."""

    def known(*keys: str) -> str | None:
        return next((properties[key] for key in keys if properties.get(key)), None)

    device_id = known("ro.serialno") or serial
    api = known("ro.build.version.sdk") or ""
    names = (serial, device_id)
    return DeviceInfo(
        device_id=device_id,
        serial=serial,
        # Either sign is enough: nothing of a sample phone may ever pass for a real one's.
        is_sample=properties.get(_SAMPLE_PROPERTY) == "1"
        or any(name.startswith(SAMPLE_SERIAL) for name in names),
        manufacturer=known("ro.product.manufacturer", "ro.product.brand"),
        model=known("ro.product.model"),
        api=int(api) if re.fullmatch(r"[0-9]{1,3}", api) else None,
        release=known("ro.build.version.release"),
        fingerprint=known("ro.build.fingerprint"),
        zone=known("persist.sys.timezone"),
        locale=known("persist.sys.locale", "ro.product.locale"),
    )


def knows_no_limit(untrusted_text: bytes) -> bool:
    """Whether an answer is that of a dumpsys that takes -t for the name of a service."""
    return b"Can't find service: -t" in untrusted_text


def date_ms(untrusted_text: bytes, is_latest: bool = False) -> int | None:
    """Read seconds and, where the phone's date knows them, the first digits after the point.

    Whole seconds stand for any moment of that second: the first, or the last with `is_latest`.
    """
    match = re.match(rb"\s*([0-9]{9,11})(?:\.([0-9]{1,9}))?", untrusted_text)
    if match is None:
        return None
    missing = b"9" if is_latest else b"0"
    return int(match[1]) * 1000 + int((match[2] or b"").ljust(3, missing)[:3])


def uptime_of(untrusted_text: bytes) -> int | None:
    """Read /proc/uptime as milliseconds."""
    match = re.match(rb"\s*([0-9]{1,12})\.([0-9]{2})\s", untrusted_text)
    return None if match is None else int(match[1]) * 1000 + int(match[2]) * 10


def boot_id_of(untrusted_text: bytes) -> str | None:
    """Read the kernel's random name of this start of the phone."""
    match = re.fullmatch(rb"\s*([0-9a-f-]{36})\s*", untrusted_text)
    return None if match is None else match[1].decode()
