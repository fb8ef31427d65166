"""APKs for tests, made by the sample phone's writers, and a way to read them without a phone."""

import io
import zipfile
from collections.abc import Sequence

from auditor.identity.apk import BLOCK, Apk
from auditor.identity.inspection import PhoneKind, read_apk
from auditor.identity.records import ApkFacts
from auditor.sample.apk_chunks import (
    Attribute,
    For,
    Kind,
    Tag,
    Typed,
    binary_xml,
    integer,
    reference,
    resource_id,
    resource_table,
    text,
)
from auditor.sample.apk_pictures import icon
from auditor.sample.apk_signing import sign

PACKAGE = "com.example.chat"
PHONE = PhoneKind(34, "zh-Hans-CN")
PNG = icon(PACKAGE)
LABEL, ICON = Attribute("label", 0x01010001, text("Chat")), "res/icon.png"


def manifest(*application: Attribute, package: str = PACKAGE) -> bytes:
    """A manifest with these attributes of its application."""
    version = (
        Attribute("versionCode", 0x0101021B, integer(12)),
        Attribute("versionName", 0x0101021C, text("1.2")),
        Attribute("package", 0, text(package)),
    )
    uses = Tag("uses-sdk", (Attribute("targetSdkVersion", 0x01010270, integer(34)),))
    return binary_xml(Tag("manifest", version, (uses, Tag("application", application))))


def strings(*variants: tuple[For, str | Typed]) -> bytes:
    """A table whose one string has these variants."""
    entries = [(who, {0: text(v) if isinstance(v, str) else v}) for who, v in variants]
    return resource_table(PACKAGE, [Kind("string", ["app_name"], entries)])


LABEL_REFERENCE = Attribute("label", 0x01010001, reference(resource_id(1, 0)))
ICON_REFERENCE = Attribute("icon", 0x01010002, reference(resource_id(1, 0)))


def zipped(entries: Sequence[tuple[str, bytes]], packed: bool = False) -> bytes:
    """A zip archive of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, data in entries:
            info = zipfile.ZipInfo(name, (1981, 1, 1, 1, 1, 2))
            info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            target.writestr(info, data)
    return stream.getvalue()


def icon_apk(icons: Sequence[tuple[For, str]], files: Sequence[tuple[str, bytes]]) -> bytes:
    """An APK whose icon has these variants, with these files and the kinds they may refer to."""
    kinds = [Kind("mipmap", ["icon"], [(who, {0: text(path)}) for who, path in icons])]
    table = resource_table(PACKAGE, kinds)
    head = [("AndroidManifest.xml", manifest(LABEL, ICON_REFERENCE)), ("resources.arsc", table)]
    return zipped([*head, *files])


def whole_apk(size: int = 0, scheme: str = "v2") -> bytes:
    """A signed APK with a label in two languages, an icon, and so much in its middle."""
    kinds = [
        Kind("string", ["app_name"], [(For(), {0: text("Chat")}),
                                      (For("zh", "CN"), {0: text("聊天")})]),
        Kind("mipmap", ["icon"], [(For(density=480), {0: text(ICON)})]),
    ]  # fmt: skip
    picture = Attribute("icon", 0x01010002, reference(resource_id(2, 0)))
    entries = [
        ("AndroidManifest.xml", manifest(LABEL_REFERENCE, picture)),
        ("resources.arsc", resource_table(PACKAGE, kinds)),
        (ICON, PNG),
        ("classes.dex", bytes(range(256)) * (size // 256)),
    ]
    return sign(zipped(entries), scheme, "example")


class Reading:
    """Reads an APK from memory, in blocks as a phone gives them."""

    def __init__(self, data: bytes, phone: PhoneKind = PHONE) -> None:
        self.apk = Apk(len(data))
        self.rounds = 0
        self.bytes_read = 0
        asking = read_apk(self.apk, phone)
        try:
            while True:
                needs = next(asking)
                self.rounds += 1
                for need in needs:
                    begin = need.begin // BLOCK * BLOCK
                    end = -(-need.end // BLOCK) * BLOCK
                    self.apk.add(begin, data[begin:end])
                    self.bytes_read += len(data[begin:end])
        except StopIteration as end_of_it:
            self.facts: ApkFacts = end_of_it.value


def facts_of(data: bytes, phone: PhoneKind = PHONE) -> ApkFacts:
    """Read an APK. BadApk."""
    return Reading(data, phone).facts
