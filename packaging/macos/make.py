"""The disk image for macOS: the .app that PyInstaller made, beside a link to Applications.

Runs on macOS only. With MACOS_SIGNING_IDENTITY set the app is signed for the hardened runtime, and
with MACOS_NOTARY_PROFILE (of `xcrun notarytool store-credentials`) the image is notarised too.
"""

import os
import platform
import shutil
import sys
from pathlib import Path

import journey
import kit
import product

AFTER = ("frozen",)
LOCKED = f"{product.APPLE_ID}.lockedcase"
FOLDER = Path(__file__).resolve().parent
APP = kit.FROZEN.parent / f"{product.NAME}.app"


def missing() -> str:
    """Say what this computer lacks."""
    return "" if sys.platform == "darwin" else "It takes macOS."


def image() -> Path:
    """Give where the disk image stands."""
    return kit.DIST / f"{product.PACKAGE}-{product.__version__}-macos-{platform.machine()}.dmg"


def build() -> None:
    """Write the disk image to dist/."""
    staged = kit.BUILD / "macos"
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    app = staged / APP.name
    kit.run(["ditto", APP, app])
    sign(app)
    (staged / "Applications").symlink_to("/Applications")
    image().unlink(missing_ok=True)
    words = ["hdiutil", "create", "-volname", product.NAME, "-srcfolder", staged]
    kit.run([*words, "-format", "UDZO", "-fs", "HFS+", image()])
    notarise(image())


def info_plist() -> dict[str, object]:
    """Give what the system asks an app about: names, version, what it opens and why it looks."""
    return {
        "CFBundleName": product.NAME,
        "CFBundleDisplayName": product.NAME,
        "CFBundleIdentifier": product.APPLE_ID,
        "CFBundleVersion": product.__version__,
        "CFBundleShortVersionString": product.__version__,
        "CFBundleLocalizations": ["en", "zh-Hans"],
        "CFBundleDevelopmentRegion": "en",
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Evidence bundle",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Alternate",  # a zip file stays a zip file
                "LSItemContentTypes": ["public.zip-archive", "public.folder"],
            },
            {
                "CFBundleTypeName": "Locked case",
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [LOCKED],
            },
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": LOCKED,
                "UTTypeDescription": "Locked case about a phone",
                "UTTypeConformsTo": ["public.data"],
                "UTTypeTagSpecification": {"public.filename-extension": ["lockedcase"]},
            }
        ],
        "LSApplicationCategoryType": "public.app-category.utilities",
        "LSMinimumSystemVersion": "12.0",  # of Qt 6.8 and of the wheels of the requirements
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,  # light and dark follow the system
        "NSHumanReadableCopyright": f"{product.NAME} contributors, {product.LICENSE}",
        # Only when a person pairs a phone over Wi-Fi; nothing else ever looks around.
        "NSLocalNetworkUsageDescription": "To find your phone when you pair it without a cable.",
        "NSBonjourServices": ["_adb-tls-pairing._tcp", "_adb-tls-connect._tcp"],
    }


def sign(app: Path) -> None:
    """Sign the app, each part before what holds it; without an identity so that it runs here."""
    identity = os.environ.get("MACOS_SIGNING_IDENTITY", "-")
    words = ["codesign", "--force", "--sign", identity, "--options", "runtime"]
    if identity != "-":
        words.append("--timestamp")
    for path in sorted(app.rglob("*"), key=lambda each: -len(each.parts)):
        if path.is_file() and not path.is_symlink() and is_code(path):
            kit.run([*words, path])
    kit.run([*words, "--entitlements", FOLDER / "entitlements.plist", app])
    kit.run(["codesign", "--verify", "--deep", "--strict", app])


def is_code(path: Path) -> bool:
    """Say whether a file is a program or a library of macOS (Mach-O, also for two processors)."""
    with path.open("rb") as stream:
        return stream.read(4) in (b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


def notarise(place: Path) -> None:
    """Let Apple look at the image and fasten its answer to it; needs a signed app."""
    profile = os.environ.get("MACOS_NOTARY_PROFILE")
    if profile:
        words = ["xcrun", "notarytool", "submit", place, "--keychain-profile", profile, "--wait"]
        kit.run(words)
        kit.run(["xcrun", "stapler", "staple", place])


def test(work: Path) -> None:
    """Copy the app out of the image as a person does, and use both programs in it."""
    mounted, place = work / "image", work / APP.name
    kit.run(["hdiutil", "attach", image(), "-nobrowse", "-mountpoint", mounted])
    try:
        kit.run(["ditto", mounted / APP.name, place])
    finally:
        kit.run(["hdiutil", "detach", mounted])
    programs = place / "Contents" / "MacOS"
    journey.read_sample_to_bundle(programs / "auditor", work / "journey", place)
    journey.open_window(programs / "permission-auditor", work / "window")
