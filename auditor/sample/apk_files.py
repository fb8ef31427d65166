"""The sample phone's apps as files: small APKs made when somebody looks, the same ones each time.

Their names are those of the cast, in English and Chinese; their certificates say SAMPLE. What
`dumpsys package` says of their versions and times is what they are.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from random import Random
from zlib import crc32

from auditor.sample.answers import Reply
from auditor.sample.apk_chunks import (
    Attribute,
    For,
    Kind,
    Tag,
    binary_xml,
    colour,
    integer,
    real,
    reference,
    resource_id,
    resource_table,
    text,
)
from auditor.sample.apk_pictures import FIGURES, figure_of, ground_of, icon
from auditor.sample.apps import App, cast, installs
from auditor.sample.dump_packages import PackageDumps, code_path, version_of

BLOCK = 4096
_DATE = (1981, 1, 1, 1, 1, 2)  # as the build tools write it
_ANY_DENSITY, _XHDPI = 0xFFFE, 320
_STRING, _MIPMAP, _COLOUR, _DRAWABLE = 1, 2, 3, 4  # places of the kinds below, from 1


@lru_cache(maxsize=32)
def apk_of(app: App, version_code: int, version_name: str, target: int) -> bytes:
    """Make an app's file."""
    from auditor.sample.apk_signing import jar_files, sign

    number = crc32(app.package.encode())
    entries = [
        ("AndroidManifest.xml", manifest_of(app, version_code, version_name, target)),
        ("resources.arsc", resources_of(app)),
        *icon_files(app),
        ("classes.dex", Random(number).randbytes(120_000 + number % 200_000)),
    ]
    company, scheme = app.package.split(".")[:2][-1], scheme_of(app)
    if scheme == "v1":
        return _zip([*entries, *jar_files(entries, company)])
    return sign(_zip(entries), scheme, company)


def scheme_of(app: App) -> str:
    """Choose how an app is signed; some of the system's as in old times."""
    schemes = ("v1", "v3", "v3") if app.is_system else ("v2", "v3", "v2", "v3.1")
    return schemes[crc32(app.package.encode()) % len(schemes)]


def is_adaptive(app: App) -> bool:
    """Whether an app also has the icon of newer phones, in layers."""
    return not app.is_system and crc32(app.package.encode()) % 3 == 0


def _zip(entries: list[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, data in entries:
            info = zipfile.ZipInfo(name, _DATE)
            is_packed = name == "AndroidManifest.xml" or name.startswith("META-INF/")
            info.compress_type = zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED
            target.writestr(info, data)
    return stream.getvalue()


def manifest_of(
    app: App, version_code: int, version_name: str, target: int, package: str | None = None
) -> bytes:
    """Write an app's manifest, also under the name of another package."""
    label = Attribute("label", 0x01010001, reference(resource_id(_STRING, 0)))
    picture = Attribute("icon", 0x01010002, reference(resource_id(_MIPMAP, 0)))
    uses = Tag(
        "uses-sdk",
        (
            Attribute("minSdkVersion", 0x0101020C, integer(24)),
            Attribute("targetSdkVersion", 0x01010270, integer(target)),
        ),
    )
    return binary_xml(
        Tag(
            "manifest",
            (
                Attribute("versionCode", 0x0101021B, integer(version_code)),
                Attribute("versionName", 0x0101021C, text(version_name)),
                Attribute("package", 0, text(package or app.package)),
            ),
            (uses, Tag("application", (label, picture))),
        )
    )


def resources_of(app: App) -> bytes:
    """Write an app's table: its name in two languages, and where its icon is."""
    names = Kind(
        "string",
        ["app_name"],
        [(For(), {0: text(app.name)}), (For("zh", "CN"), {0: text(app.name_zh)})],
    )
    variants = [(For(density=_XHDPI), {0: text("res/mipmap-xhdpi-v4/ic_launcher.png")})]
    layers = []
    if is_adaptive(app):
        path = "res/mipmap-anydpi-v26/ic_launcher.xml"
        variants.append((For(density=_ANY_DENSITY, version=26), {0: text(path)}))
        layers = [
            Kind("color", ["ground"], [(For(), {0: colour(ground_of(app.package))})]),
            Kind("drawable", ["figure"], [(For(), {0: text("res/drawable/figure.xml")})]),
        ]
    return resource_table(app.package, [names, Kind("mipmap", ["ic_launcher"], variants), *layers])


def icon_files(app: App) -> list[tuple[str, bytes]]:
    """Give the files of an app's icon."""
    found = [("res/mipmap-xhdpi-v4/ic_launcher.png", icon(app.package))]
    if is_adaptive(app):
        found.append(("res/mipmap-anydpi-v26/ic_launcher.xml", binary_xml(_adaptive())))
        found.append(("res/drawable/figure.xml", binary_xml(_figure(app))))
    return found


def _adaptive() -> Tag:
    layers = {"background": resource_id(_COLOUR, 0), "foreground": resource_id(_DRAWABLE, 0)}
    return Tag(
        "adaptive-icon",
        (),
        tuple(
            Tag(name, (Attribute("drawable", 0x01010199, reference(each)),))
            for name, each in layers.items()
        ),
    )


def _figure(app: App) -> Tag:
    path = Tag(
        "path",
        (
            Attribute("fillColor", 0x01010404, colour(0xFFFFFFFF)),
            Attribute("pathData", 0x01010405, text(FIGURES[figure_of(app.package)])),
        ),
    )
    # Android shows the middle 72 of 108: the figure is drawn in a square of 36 for 24.
    group = Tag(
        "group",
        (
            Attribute("translateX", 0x0101045A, real(6.0)),
            Attribute("translateY", 0x0101045B, real(6.0)),
        ),
        (path,),
    )
    size = (
        Attribute("viewportWidth", 0x01010402, real(36.0)),
        Attribute("viewportHeight", 0x01010403, real(36.0)),
    )
    return Tag("vector", size, (group,))


class AppFiles:
    """Answers `stat`, `dd` and `pm path` about the apps of one phone."""

    def __init__(self, packages: PackageDumps) -> None:
        self._packages = packages
        self._apps = {f"{code_path(app)}/base.apk": app for app in cast()}
        self._sizes: dict[tuple[str, bool], int] = {}

    def path(self, package: str, user: int) -> Reply:
        """Answer `pm path` for an app of a user."""
        has = any(who.package == package and who.user == user for who in installs())
        found = next((path for path, app in self._apps.items() if app.package == package), "")
        return Reply(f"package:{found}\n".encode()) if has else Reply(code=1)

    def stat(self, paths: Sequence[str]) -> Reply:
        """Answer `stat -c %s,%Y,%n`: size, time of change in seconds, name."""
        lines, missing = "", ""
        for path in paths:
            app = self._apps.get(path)
            if app is None:
                missing += f"stat: '{path}': No such file or directory\n"
            else:
                key = path, self._packages.is_updated(app)
                if key not in self._sizes:
                    self._sizes[key] = len(self._data(app))
                changed = self._packages.dates(app)[1] // 1000
                lines += f"{self._sizes[key]},{changed},{path}\n"
        return Reply(lines.encode(), missing.encode(), 1 if missing else 0)

    def read(self, line: str) -> Reply | None:
        """Answer reads of parts of files, one after the other; None for any other `dd`."""
        output, notes, code = b"", "", 0
        for each in line.split("; "):
            match = _READ(each)
            if match is None:
                return None
            app = self._apps.get(match[1])
            if app is None:
                notes, code = f"{notes}dd: {match[1]}: No such file or directory\n", 1
                continue
            begin = int(match[2]) * BLOCK
            part = self._data(app)[begin : begin + int(match[3]) * BLOCK]
            output += part
            notes += f"{len(part)} bytes transferred\n"
            code = 0  # a shell's answer is that of its last command
        return Reply(output, notes.encode(), code)

    def _data(self, app: App) -> bytes:
        code, name = version_of(app, self._packages.is_updated(app))
        return apk_of(app, code, name, self._packages.target(app))


_READ = re.compile(r"dd if=(\S+) bs=4096 skip=(\d+) count=(\d+)", re.ASCII).fullmatch
