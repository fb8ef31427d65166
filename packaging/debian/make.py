"""The .deb: the frozen folder below /usr/lib, both commands, and what a desktop needs beside them.

What the package depends on is not written down anywhere: dpkg-shlibdeps finds it in the binaries.
Two builds of one frozen folder are the same bytes.
"""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import clean_root
import journey
import kit
import linux_files
import product
from product import PACKAGE

from auditor import licences

AFTER = ("frozen",)
FOLDER = Path(__file__).resolve().parent
HOME = Path("usr/lib") / PACKAGE
TOOLS = ("dpkg-deb", "dpkg-shlibdeps", "objdump")
REVISION = 1
COLOURS = 40  # on a sampled screen: a timeline has many, an empty window a few
STILL_S = 4  # nothing changes on the screen any more
CASE = "journey/case"  # of journey.py, in the person's folder


def missing() -> str:
    """Say what this computer lacks."""
    if not sys.platform.startswith("linux") or not all(map(shutil.which, TOOLS)):
        return "It takes Debian or Ubuntu with dpkg-dev and binutils (apt install dpkg-dev)."
    return ""


def package() -> Path:
    """Give where the package stands."""
    return kit.DIST / f"{PACKAGE}_{version()}_{architecture()}.deb"


def version() -> str:
    """Give the version as Debian counts: ours, then how often it was packaged."""
    return f"{product.__version__}-{REVISION}"


def architecture() -> str:
    """Give the kind of processor, as Debian calls it."""
    return kit.run(["dpkg", "--print-architecture"]).strip()


def build() -> None:
    """Write the package to dist/."""
    for old in kit.DIST.glob(f"{PACKAGE}_*.deb"):
        old.unlink()
    write(kit.FROZEN, package())
    print(f"   depends on {kit.run(['dpkg-deb', '--field', package(), 'Depends']).strip()}")


def write(frozen: Path, target: Path) -> None:
    """Write a package of a frozen folder."""
    with tempfile.TemporaryDirectory(prefix="deb-") as name:
        root = Path(name) / "root"
        lay_out(root, frozen)
        write_control(root)
        settle(root)
        command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z2", "--build", root, target]
        kit.run(command)


def lay_out(root: Path, frozen: Path) -> None:
    """Put every file where it goes below the root."""
    shutil.copytree(frozen, root / HOME, symlinks=True)
    (root / "usr/bin").mkdir(parents=True)
    for name in product.COMMANDS:
        (root / "usr/bin" / name).symlink_to(Path("../lib") / PACKAGE / name)
    linux_files.lay_out(root / "usr", "vendor-completions", "vendor_completions.d")
    overrides = root / "usr/share/lintian/overrides"
    overrides.mkdir(parents=True)
    shutil.copyfile(FOLDER / "lintian-overrides", overrides / PACKAGE)
    documents = root / "usr/share/doc" / PACKAGE
    documents.mkdir(parents=True)
    (documents / "README.Debian").write_text(product.filled(FOLDER / "README.Debian.in"), "utf-8")
    (documents / "copyright").write_text(copyright_file(frozen), "utf-8")
    squeeze(documents / "changelog.gz", (kit.PROJECT / "CHANGELOG.md").read_text("utf-8"))
    squeeze(documents / "changelog.Debian.gz", debian_changelog())


def copyright_file(frozen: Path) -> str:
    """Give the licences of the program and of what is bundled, in Debian's form (DEP-5)."""
    list_of_parts = frozen / "_internal" / "auditor" / "licences" / licences.PACKED
    parts = licences.from_json(list_of_parts.read_text(encoding="utf-8"))
    told = []
    for part in parts:
        if part.name != PACKAGE:
            told += [
                f"== {part.name} {part.version}: {part.licence or 'see below'}",
                "",
                part.text,
                "",
            ]
    lines = "\n".join(told).splitlines()
    text = "\n".join(f" {line.rstrip()}" if line.strip() else " ." for line in lines)
    return product.filled(FOLDER / "copyright.in", BUNDLED=text)


def squeeze(place: Path, text: str) -> None:
    """Write a text compressed, without the time of the compression."""
    place.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def debian_changelog() -> str:
    """Give the log of the packaging, which is one entry a version."""
    when = format_datetime(datetime.fromtimestamp(product.epoch(), UTC))
    return (
        f"{PACKAGE} ({version()}) unstable; urgency=medium\n\n"
        f"  * Version {product.__version__}: see changelog.gz.\n\n"
        f" -- {product.maintainer()}  {when}\n"
    )


def write_control(root: Path) -> None:
    """Write what dpkg reads: the description of the package and the hashes of its files."""
    (root / "DEBIAN").mkdir()  # by which dpkg-shlibdeps tells where a package's root is
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink()]
    home = product.homepage()
    text = product.filled(
        FOLDER / "control.in",
        DEB_VERSION=version(),
        ARCHITECTURE=architecture(),
        INSTALLED_KB=str(sum(-(-path.stat().st_size // 1024) for path in files)),
        DEPENDS=depends(root),
        HOMEPAGE=f"Homepage: {home}\n" if home else "",
    )
    place = root / "DEBIAN"
    (place / "control").write_text(text, encoding="utf-8")
    sums = [f"{md5(path)}  {path.relative_to(root)}\n" for path in files]
    (place / "md5sums").write_text("".join(sums), encoding="utf-8")


def depends(root: Path) -> str:
    """Ask dpkg-shlibdeps which packages, since when, hold the libraries that are not bundled."""
    binaries = [path for path in sorted((root / HOME).rglob("*")) if is_elf(path)]
    wanted = {owner(name) for name in not_bundled(binaries)}
    with tempfile.TemporaryDirectory() as name:
        control = Path(name) / "debian" / "control"
        control.parent.mkdir()
        control.write_text(f"Source: {PACKAGE}\n\nPackage: {PACKAGE}\nArchitecture: any\n")
        command = ["dpkg-shlibdeps", "-O", "--ignore-missing-info"]
        command += [f"-l{folder}" for folder in sorted({path.parent for path in binaries})]
        command += [f"-e{each}" for each in binaries]
        done = subprocess.run(command, cwd=name, capture_output=True, text=True)
    if done.returncode:  # it warns of a lot that is meant: libraries that lie beside each other
        wrong = [line for line in done.stderr.splitlines() if "error:" in line]
        raise SystemExit("\n".join(wrong))
    found = done.stdout.strip().removeprefix("shlibs:Depends=").split(", ")
    named = sorted({each for each in found if each.split(" ")[0] in wanted})
    if left := wanted - {each.split(" ")[0] for each in named}:
        raise SystemExit(f"dpkg-shlibdeps does not know since when {sorted(left)} will do.")
    return ", ".join(named)


def not_bundled(binaries: list[Path]) -> set[str]:
    """List the libraries that some file needs and none of them is."""
    told = kit.run(["objdump", "--private-headers", *binaries])
    needed = set(re.findall(r"^ +NEEDED +(\S+)$", told, re.M))
    return needed - {path.name for path in binaries}


def owner(library: str) -> str:
    """Give the Debian package that holds a library on this computer."""
    for folder in ("/usr/lib", "/lib"):
        done = subprocess.run(
            ["dpkg-query", "--search", f"{folder}/*/{library}"], capture_output=True, text=True
        )
        if done.stdout:
            return done.stdout.partition(":")[0]
    raise SystemExit(f"{library} is needed and belongs to no Debian package that is installed.")


def is_elf(path: Path) -> bool:
    """Say whether a file is a program or library of Linux."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"


def md5(path: Path) -> str:
    """Give the hash that dpkg compares; it seals nothing."""
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


def settle(root: Path) -> None:
    """Give every file the same rights and date, whoever builds."""
    when = product.epoch()
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or is_program(path) else 0o644)
        os.utime(path, (when, when), follow_symlinks=False)


def is_program(path: Path) -> bool:
    """Say whether a file is to be started: it could be, and is no library."""
    is_library = re.search(r"\.so\b", path.name) is not None
    return bool(path.stat().st_mode & 0o100) and is_elf(path) and not is_library


def test(work: Path) -> None:
    """Install it with apt into a Debian of its own, use it, and remove it without a trace."""
    if why := clean_root.missing():
        print(f"   not tried: {why}", flush=True)
        return
    root = clean_root.CleanRoot(work / "root")
    root.make()
    before = root.files()
    root.install(package())
    try_in(root, work)
    root.remove(PACKAGE)
    left = root.changes(before)
    told = "\n".join(f"     {line}" for line in left) or "     nothing"
    print(f"   differs from before, beside Debian's own lists and logs:\n{told}", flush=True)
    traces = [line for line in left if PACKAGE in line or product.DESKTOP_ID in line]
    journey.expect(not traces, f"no trace of the package; found {traces}")


def try_in(root: clean_root.CleanRoot, work: Path) -> None:
    """Do in the clean root what a stranger does first; keep a picture of the window."""
    home = root.folder / clean_root.HOME / "journey"
    home.mkdir()
    shutil.chown(home, clean_root.UID, clean_root.UID)
    auditor = root.wrapper("auditor", work / "auditor")
    journey.read_sample_to_bundle(auditor, home, Path("/") / HOME)
    user = clean_root.USER
    words = root.run(
        "env",
        "_AUDITOR_COMPLETE=bash_complete",
        "COMP_WORDS=auditor ver",
        "COMP_CWORD=1",
        "auditor",
        user=user,
    )
    journey.expect("plain,verify" in words, f"completion offers verify: {words}")
    with clean_root.screen(work) as shown:
        window = [*root.command(user), PACKAGE, "--page", "timeline", f"/{clean_root.HOME}/{CASE}"]
        with (
            (work / "window.log").open("w") as log,
            subprocess.Popen(window, stderr=log) as program,
        ):
            clean_root.wait(lambda: clean_root.colours(shown) > COLOURS, "the window shows a case")
            clean_root.wait(lambda: clean_root.is_still(shown, STILL_S), "the timeline is shown")
            picture = kit.BUILD / "window-in-clean-debian.png"
            clean_root.photograph(shown, picture)
            journey.expect(program.poll() is None, "the window stays open")
            program.terminate()
    told = (work / "window.log").read_text(encoding="utf-8")
    journey.expect("Traceback" not in told, f"no mistake of the program: {told}")
    print(f"   sample phone read, bundle verified, window on a screen: {picture}", flush=True)
