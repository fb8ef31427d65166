"""Reads one APK piece by piece: manifest, labels, icon, signer. One part that fails costs no other.

Everything here is a generator (`apk.Asking`): who drives it brings the bytes.
"""

import re
from dataclasses import dataclass, replace
from typing import TypeVar

from auditor.identity.apk import Apk, Asking, Need
from auditor.identity.binary_xml import INTEGERS, STRING, Element, Value, parse_xml
from auditor.identity.chunks import BadApk
from auditor.identity.icons import read_icon
from auditor.identity.inert_text import inert
from auditor.identity.locales import Locale, best_for, parse_locale
from auditor.identity.records import ApkFacts, Icon, Label, ReadRange, Signer, SignerCheck
from auditor.identity.resources import Resources
from auditor.identity.signing import signer_of_block
from auditor.identity.whole_file import fits_whole

T = TypeVar("T")

MANIFEST, RESOURCES = "AndroidManifest.xml", "resources.arsc"
_LARGEST_MANIFEST = 8 << 20
_LARGEST_RESOURCES = 64 << 20
_LARGEST_SIGNATURE = 256 << 10
_DEEPEST_REFERENCE = 8
_NEWEST_API = 10_000  # where the phone's version is not known
_OLD_SIGNATURE = re.compile(r"META-INF/[^/]{1,200}\.(?:RSA|DSA|EC)", re.IGNORECASE).fullmatch
# Languages that the program speaks; "" stands for the phone's own.
OUR_LOCALES = {"en": "en", "zh-Hans": "zh-Hans-CN", "zh-Hant": "zh-Hant-TW"}

_LABEL, _ICON, _ROUND_ICON = 0x01010001, 0x01010002, 0x0101052C
_VERSION_CODE, _VERSION_NAME, _CODE_MAJOR = 0x0101021B, 0x0101021C, 0x01010576
_TARGET_SDK = 0x01010270


@dataclass(frozen=True, slots=True)
class PhoneKind:
    """What decides which variants of an app's resources a phone takes."""

    api: int | None
    locale: str | None  # as the phone prints it: zh-Hans-CN, en-US


def read_apk(apk: Apk, phone: PhoneKind) -> Asking[ApkFacts]:
    """Read who an app is. BadApk when the file is no APK at all."""
    yield from apk.open()
    if MANIFEST not in apk.names:
        raise BadApk("no_manifest")
    return (yield from _Inspection(apk, phone).run())


class _Inspection:
    def __init__(self, apk: Apk, phone: PhoneKind) -> None:
        self._apk = apk
        self._api = _NEWEST_API if phone.api is None else phone.api
        self._locale = phone.locale or ""
        self._troubles: list[str] = []

    def run(self) -> Asking[ApkFacts]:
        signer = yield from self._guarded("signer", self._signer())
        needs = self._first_needs()
        if needs:
            yield needs
        root = yield from self._guarded("manifest", self._manifest())
        resources = yield from self._guarded("resources", self._resources())
        application = None if root is None else root.child("application")
        icon = yield from self._guarded("icon", self._icon(application, resources))
        return ApkFacts(
            package=_package(root),
            version_name=self._version_name(root, resources),
            version_code=_version_code(root),
            target_sdk=_target_sdk(root),
            labels=self._labels(application, resources),
            icon=icon,
            signer=signer,
            troubles=tuple(self._troubles),
            ranges=tuple(ReadRange(p.begin, p.end, p.sha256) for p in self._apk.pieces),
        )

    def _guarded(self, part: str, work: Asking[T]) -> Asking[T | None]:
        try:
            return (yield from work)
        except BadApk as error:
            self._troubles.append(f"{part}:{error.reason}")
            return None

    def _first_needs(self) -> list[Need]:
        """Ask for manifest and resources in one round; what is wrong with them shows later."""
        needs: list[Need] = []
        for name, most in ((MANIFEST, _LARGEST_MANIFEST), (RESOURCES, _LARGEST_RESOURCES)):
            try:
                needs += self._apk.needs_of(name, most)
            except BadApk:
                continue
        return needs

    def _manifest(self) -> Asking[Element]:
        data = yield from self._apk.entry(MANIFEST, _LARGEST_MANIFEST)
        return parse_xml(data or b"")

    def _resources(self) -> Asking[Resources | None]:
        data = yield from self._apk.entry(RESOURCES, _LARGEST_RESOURCES)
        return None if data is None else Resources(data)

    def _icon(
        self, application: Element | None, resources: Resources | None
    ) -> Asking[Icon | None]:
        if application is None or resources is None:
            return None
        icon = application.values.get(_ICON) or application.values.get(_ROUND_ICON)
        if icon is None:
            return None
        return (yield from read_icon(self._apk, resources, icon, self._api))

    def _labels(
        self, application: Element | None, resources: Resources | None
    ) -> tuple[Label, ...]:
        value = None if application is None else application.values.get(_LABEL)
        if value is None:
            return ()
        found = []
        for code, tag in {"": self._locale, **OUR_LOCALES}.items():
            try:
                text = self._text(value, resources, parse_locale(tag))
            except BadApk as error:
                self._troubles.append(f"label:{error.reason}")
                return ()
            shown = None if text is None else inert(text)
            if shown is not None:
                found.append(Label(code, shown))
        return tuple(found)

    def _text(self, value: Value, resources: Resources | None, locale: Locale) -> str | None:
        """Give a text in a language, through references. BadApk for a circle of them."""
        for _ in range(_DEEPEST_REFERENCE):
            if value.kind == STRING:
                return value.text
            if value.reference is None or resources is None:
                return None
            best = best_for(resources.variants(value.reference), locale, self._api)
            if best is None:
                return None
            value = best.value
        raise BadApk("cyclic_reference")

    def _version_name(self, root: Element | None, resources: Resources | None) -> str | None:
        value = None if root is None else root.values.get(_VERSION_NAME)
        if value is None:
            return None
        try:
            text = self._text(value, resources, parse_locale(self._locale))
        except BadApk as error:
            self._troubles.append(f"version:{error.reason}")
            return None
        return None if text is None else inert(text)

    def _signer(self) -> Asking[Signer | None]:
        block = yield from self._apk.signing_block()
        signed = None if block is None else signer_of_block(block, self._api)
        if block is None or signed is None:
            return (yield from self._old_signer())
        begin = self._apk.directory_begin - len(block)
        fits = fits_whole(self._apk, begin, signed.digests)
        if fits is None or signed.signer.check is SignerCheck.MISMATCH:
            return signed.signer
        check = SignerCheck.WHOLE_FILE if fits else SignerCheck.MISMATCH
        return replace(signed.signer, check=check)

    def _old_signer(self) -> Asking[Signer | None]:
        """Read the certificate of scheme 1. It signs every file in the APK singly: not checked."""
        for name in sorted(filter(_OLD_SIGNATURE, self._apk.names)):
            data = yield from self._apk.entry(name, _LARGEST_SIGNATURE)
            if data is not None:
                from auditor.identity.signatures import signer_of_pkcs7

                return signer_of_pkcs7(data)
        return None


def _package(root: Element | None) -> str | None:
    value = None if root is None else root.values.get("package")
    text = None if value is None else value.text
    is_name = text is not None and re.fullmatch(r"[A-Za-z0-9_.]{1,255}", text, re.ASCII)
    return text if is_name else None


def _version_code(root: Element | None) -> int | None:
    low = None if root is None else root.values.get(_VERSION_CODE)
    high = None if root is None else root.values.get(_CODE_MAJOR)
    if low is None or low.kind not in INTEGERS:
        return None
    major = high.data if high is not None and high.kind in INTEGERS else 0
    return (major & 0x7FFFFFFF) << 32 | low.data


def _target_sdk(root: Element | None) -> int | None:
    uses = None if root is None else root.child("uses-sdk")
    value = None if uses is None else uses.values.get(_TARGET_SDK)
    return value.data if value is not None and value.kind in INTEGERS else None
