"""The nouns of this room: who an app is, and what was read of its file."""

from dataclasses import dataclass
from enum import StrEnum


class LabelSource(StrEnum):
    """Who says what an app is called."""

    PHONE = "phone"  # the app's own file on the phone
    KNOWN_LIST = "known_list"  # the list that comes with this program


class SignerCheck(StrEnum):
    """What was checked of a signature. Only `WHOLE_FILE` says that the file is what was signed."""

    CERTIFICATE_ONLY = "certificate_only"  # the certificate was read, no signature was checked
    SIGNING_BLOCK = "signing_block"  # its signature fits the certificate; the file was not checked
    WHOLE_FILE = "whole_file"  # and the digests fit every byte of the file
    MISMATCH = "mismatch"  # a signature or a digest does not fit


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed a file, by the newest scheme that the phone's Android knows.

    `sha256` is that of the first certificate (DER), as Android and stores print it; `past` are
    those of earlier certificates that it names as its own, oldest first (scheme 3).
    """

    scheme: str  # v1 v2 v3 v3.1
    certificate: bytes
    sha256: str
    check: SignerCheck
    past: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """What an app calls itself on a phone of one language; "" is the phone's own language."""

    locale: str  # "", en, zh-Hans, zh-Hant
    text: str


@dataclass(frozen=True, slots=True)
class Icon:
    """A picture of an app, as PNG. `kind` is bitmap, vector or adaptive."""

    png: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class ReadRange:
    """A part of a file that was read: `begin` to before `end`, and its SHA-256."""

    begin: int
    end: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ApkFacts:
    """What one file tells. Unknown is None; `troubles` says why, as `part:reason`."""

    package: str | None
    version_name: str | None
    version_code: int | None
    target_sdk: int | None
    labels: tuple[Label, ...]
    icon: Icon | None
    signer: Signer | None
    troubles: tuple[str, ...]
    ranges: tuple[ReadRange, ...]


@dataclass(frozen=True, slots=True)
class ApkFile:
    """A file on a phone as `stat` describes it; together the key of what was read of it."""

    path: str
    size_bytes: int
    modified_ms: int  # whole seconds on the phone's clock


@dataclass(frozen=True, slots=True)
class IdentityKey:
    """Which app is meant: a package of one uid of one phone, as everywhere in a case."""

    device_id: str
    uid: int
    package: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who an app is, as far as a case knows. None is unknown.

    `label` is the name on that phone, in its language, or that of the built-in list; all text is
    inert (`inert_text`). Version, installers and times are those of the newest capture; times
    are phone-local, as printed. `check` says how far the signer is proven. `trouble` is why the
    file could not be read, `troubles` why parts of it could not.
    """

    key: IdentityKey
    label: str | None = None
    label_source: LabelSource | None = None
    labels: tuple[Label, ...] = ()
    version_name: str | None = None
    version_code: int | None = None
    target_sdk: int | None = None
    is_system: bool | None = None
    installer: str | None = None
    initiating_package: str | None = None
    originating_package: str | None = None
    update_owner: str | None = None
    first_install_local: str | None = None
    last_update_local: str | None = None
    signer_sha256: str | None = None
    scheme: str | None = None
    check: SignerCheck | None = None
    past_signers: tuple[str, ...] = ()
    has_icon: bool = False
    file: ApkFile | None = None
    read_ms: int | None = None  # when the file was read, this computer's clock, UTC
    trouble: str | None = None
    troubles: tuple[str, ...] = ()


def label_in(identity: Identity, lang: str) -> str | None:
    """Give the label in a language of the program (`en`, `zh_CN`), else the phone's own."""
    wanted = "zh-Hans" if lang.startswith("zh") else "en"
    return next((each.text for each in identity.labels if each.locale == wanted), identity.label)
