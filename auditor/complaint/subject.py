"""What the program knows of the app and the phone that a complaint is about, as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo

from auditor.complaint.moments import MINUTE_MS, moment, offset
from auditor.complaint.phrases import core_find, phrase
from auditor.errors import UsageError
from auditor.findings.records import Finding
from auditor.identity.inert_text import inert
from auditor.identity.keeping import identities
from auditor.identity.records import Identity, IdentityKey, label_in
from auditor.pseudonyms import Pseudonyms
from auditor.query import devices
from auditor.records import DeviceInfo
from auditor.store import Store
from auditor.timeticks import zone_or_utc

LONGEST_NAME = 80
LONGEST_PACKAGE = 255


@dataclass(frozen=True, slots=True)
class Subject:
    """One app of one uid on one phone."""

    device: DeviceInfo
    phone: str  # its pseudonym: the id of a device is its serial number and stays here
    identity: Identity
    package: str
    label: str  # inert; the package where there is no label
    category: str | None

    @property
    def zone(self) -> tzinfo:
        """The phone's zone; UTC where it is not recorded."""
        return zone_or_utc(self.device.zone)


def subject_of(store: Store, names: Pseudonyms, findings: Sequence[Finding], lang: str) -> Subject:
    """Find out whom the findings are about. UsageError unless that is one app of one phone."""
    apps = {(each.device_id, each.uid, each.package) for each in findings}
    if not findings:
        raise UsageError(
            "A complaint needs at least one finding.", "List them: auditor findings --case DIR"
        )
    if len(apps) > 1:
        told = ", ".join(sorted({package for _, _, package in apps}))
        raise UsageError(
            f"A complaint is about one app; these findings are about {len(apps)}: {told}.",
            "Choose the findings of one app, and write one complaint for each.",
        )
    key = IdentityKey(*next(iter(apps)))
    device = next(each for each in devices(store) if each.device_id == key.device_id)
    phone = names.device(key.device_id)
    who = identities(store).get(key) or Identity(key)
    package = inert(key.package, LONGEST_PACKAGE) or "?"
    label = inert(label_in(who, lang) or findings[0].label or "", LONGEST_NAME) or package
    category = next((each.category for each in findings if each.category), None)
    return Subject(device, phone, who, package, label, category)


def program_values(subject: Subject, findings: Sequence[Finding], lang: str) -> dict[str, str]:
    """Give the short fields that the program fills, by key. Empty is not known."""
    who = subject.identity
    return {
        "app.label": subject.label,
        "app.package": subject.package,
        "app.version": _version(who),
        "app.cert_sha256": _signer(who, lang),
        "app.source": _source(who, lang),
        "app.category": _category(subject, lang),
        "device.pseudonym": subject.phone,
        "device.model": device_text(subject.device, lang),
        "obs.window": window_text(subject, findings, lang),
    }


def app_text(subject: Subject, lang: str, is_long: bool) -> str:
    """Name the app in a sentence, with what pins the very build, or only name and package."""
    who = subject.identity
    parts = [phrase("fact.package", lang, package=subject.package)]
    if version := _version(who):
        parts.append(phrase("fact.version", lang, version=version))
    if is_long:
        parts.append(_source(who, lang))
        if who.signer_sha256:
            parts.append(phrase("fact.signer", lang, sha256=_signer(who, lang)))
    if subject.label == subject.package:
        parts.pop(0)
        bare = phrase("fact.app_bare", lang, package=subject.package)
        return f"{bare} ({_list(parts, lang)})" if parts else bare
    return phrase("fact.app", lang, label=subject.label, details=_list(parts, lang))


def device_text(device: DeviceInfo, lang: str) -> str:
    """Name a phone by maker, model and Android; nothing that identifies it."""
    names = [inert(each, LONGEST_NAME) for each in (device.manufacturer, device.model) if each]
    model = " ".join(each for each in names if each)
    if not model:
        return phrase("fact.device_unknown", lang)
    if device.release is None:
        return phrase("fact.device_bare", lang, model=model)
    release = inert(device.release, 20) or "?"
    return phrase("fact.device", lang, model=model, release=release)


def window_text(subject: Subject, findings: Sequence[Finding], lang: str) -> str:
    """Say from when to when the events lie, in the phone's zone and in UTC."""
    begins = [each.first_ms for each in findings if each.first_ms is not None]
    ends = [each.last_ms for each in findings if each.last_ms is not None]
    if not begins or not ends:
        return phrase("fact.window_unknown", lang)
    first, last = min(begins), max(ends)
    zone = subject.zone
    known = subject.device.zone is not None
    name = (
        f"{subject.device.zone}, {offset(first, zone)}"
        if known
        else phrase("fact.zone_unknown", lang)
    )
    return phrase(
        "fact.window",
        lang,
        begin=moment(first, MINUTE_MS, zone),
        end=moment(last, MINUTE_MS, zone),
        zone=name,
        begin_utc=moment(first, MINUTE_MS, UTC),
        end_utc=moment(last, MINUTE_MS, UTC),
    )


def _list(parts: Sequence[str], lang: str) -> str:
    return phrase("frame.comma", lang).join(parts)


def _version(who: Identity) -> str:
    name = inert(who.version_name or "", LONGEST_NAME)
    code = None if who.version_code is None else str(who.version_code)
    if name and code:
        return f"{name} ({code})"
    return name or code or ""


def _signer(who: Identity, lang: str) -> str:
    if who.signer_sha256 is None:
        return ""
    if who.check is None:
        return who.signer_sha256
    check = phrase(f"signer.{who.check}", lang)
    return phrase("fact.checked", lang, sha256=who.signer_sha256, check=check)


def _source(who: Identity, lang: str) -> str:
    installer = inert(who.installer or "", LONGEST_PACKAGE)
    parts = [
        phrase("fact.source", lang, installer=installer)
        if installer
        else phrase("fact.no_installer", lang)
    ]
    for key, time in (("installed", who.first_install_local), ("updated", who.last_update_local)):
        if time:
            parts.append(phrase(f"fact.{key}", lang, time=inert(time, 40)))
    return _list(parts, lang)


def _category(subject: Subject, lang: str) -> str:
    code = subject.category
    return core_find(f"category.{code}", lang) or code if code else ""
