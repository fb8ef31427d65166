"""The portable archive: the frozen folder and a README, to be unpacked anywhere."""

import gzip
import tarfile
from pathlib import Path

import journey
import kit
from product import PACKAGE, __version__, epoch

AFTER = ("frozen",)
README = Path(__file__).with_name("README.txt")


def archive() -> Path:
    """Give where the archive stands."""
    return kit.DIST / f"{kit.SYSTEM}.tar.gz"


def build() -> None:
    """Write the archive with names in order, one time and no owner: equal content, equal bytes."""
    top = f"{PACKAGE}-{__version__}"
    for old in kit.DIST.glob(f"{PACKAGE}-*-linux-*.tar.gz"):
        old.unlink()
    with (
        archive().open("wb") as file,
        gzip.GzipFile("", "wb", 9, file, mtime=epoch()) as packed,
        tarfile.open(mode="w", fileobj=packed, format=tarfile.PAX_FORMAT) as tar,
    ):
        tar.add(README, f"{top}/README.txt", filter=_plain)
        for path in sorted(kit.FROZEN.rglob("*")):
            name = f"{top}/{path.relative_to(kit.FROZEN).as_posix()}"
            tar.add(path, name, recursive=False, filter=_plain)


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.mtime, member.uid, member.gid, member.uname, member.gname = epoch(), 0, 0, "", ""
    member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
    return member


def test(work: Path) -> None:
    """Unpack the archive and use both programs."""
    with tarfile.open(archive()) as tar:
        tar.extractall(work, filter="data")
    journey.try_folder(work / f"{PACKAGE}-{__version__}", work)
