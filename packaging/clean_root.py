"""A Debian with nothing in it but what apt needs, to install the package into as a stranger would.

debootstrap makes it anew from the package source that this computer has set up. Commands run in it
through chroot, in a space of mounts of their own, so that nothing stays mounted whatever happens.
The screen is an Xvfb outside of it: X's own libraries must not hide that the package forgot one.
"""

import hashlib
import os
import shlex
import shutil
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import kit

SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108 - where X servers are reached
TOOLS = ("debootstrap", "unshare", "chroot", "Xvfb")
USER, HOME, UID = "tester", Path("home/tester"), 1000
ENVIRONMENT = (
    "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
    "LC_ALL=C.UTF-8",
    "DEBIAN_FRONTEND=noninteractive",
)
SCREEN = (1280, 800)
LIMIT_S = 180  # a busy computer is slow; a window that never comes is an error
# What Debian itself writes down about every package that ever came and went.
DEBIANS_OWN = (
    "var/log/",
    "var/cache/",
    "var/lib/apt/",
    "var/lib/dpkg/",
    "etc/ld.so.cache",
    "run/",
    "tmp/",
    "proc/",
    "dev/",
    "sys/",
)


def missing() -> str:
    """Say what this computer lacks for a clean root."""
    lacks = [tool for tool in TOOLS if not shutil.which(tool)]
    if lacks:
        return f"A clean root takes {', '.join(lacks)} (apt install debootstrap xvfb)."
    if os.geteuid() != 0:
        return "A clean root takes root's rights: run it as root."
    return ""


class CleanRoot:
    """The folder that holds it, and the ways to run something in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self) -> None:
        """Make it from this computer's own package source, with one ordinary user."""
        suite, source = _release(), _source()
        kit.run(["debootstrap", "--variant=minbase", suite, self.folder, source])
        for path in Path("/etc/apt/apt.conf.d").glob("*"):  # how to reach the source from here
            shutil.copy(path, self.folder / "etc/apt/apt.conf.d" / path.name)
        self.run("useradd", "--create-home", "--shell", "/bin/bash", "--uid", str(UID), USER)
        self.run("apt-get", "update", "-qq")

    def run(self, *words: str, user: str = "root") -> str:
        """Run a command in it; give what it printed, stop with its words when it fails."""
        return kit.run([*self.command(user), *words])

    def command(self, user: str = "root") -> list[str]:
        """Give the beginning of a command line that runs the rest in it; signals get through."""
        return ["unshare", "--mount", "sh", "-c", self._entering(user), "sh"]

    def wrapper(self, program: str, place: Path) -> Path:
        """Write a command for outside that runs a program in it, in the same folder, as USER."""
        entering = shlex.quote(self._entering(USER))
        line = f'exec unshare --mount sh -c {entering} sh env -C "${{PWD#{self.folder}}}"'
        place.write_text(f'#!/bin/sh\n{line} {program} "$@"\n', encoding="utf-8")
        place.chmod(0o755)
        return place

    def _entering(self, user: str) -> str:
        root = shlex.quote(str(self.folder))
        who, home = ("", "/root") if user == "root" else (f"--userspec={UID}:{UID}", f"/{HOME}")
        sockets = f"{root}{SOCKETS}"
        bare = f'HOME={home} DISPLAY="$DISPLAY" {" ".join(ENVIRONMENT)}'
        return (
            f"mount -t proc proc {root}/proc && mount --rbind /dev {root}/dev && "
            f"mkdir -p {SOCKETS} {sockets} && mount --bind {SOCKETS} {sockets} && "
            f'exec {shutil.which("chroot")} {who} {root} /usr/bin/env -i {bare} "$@"'
        )

    def install(self, package: Path) -> None:
        """Install a package file with apt, which brings what it depends on and nothing more."""
        shutil.copy(package, self.folder / "tmp" / package.name)
        words = ("apt-get", "install", "-y", "-qq", "--no-install-recommends")
        self.run(*words, f"/tmp/{package.name}")  # noqa: S108 - of the root, which is ours alone

    def remove(self, name: str) -> None:
        """Remove a package with its settings, then what came along with it."""
        self.run("apt-get", "purge", "-y", "-qq", name)
        self.run("apt-get", "autoremove", "--purge", "-y", "-qq")

    def changes(self, before: dict[str, str]) -> list[str]:
        """List what is not as it was, without what the user owns: cases are kept on purpose."""
        now = self.files()
        mine = f"{HOME}/"
        return [
            f"{'gone' if path not in now else 'new' if path not in before else 'changed'}: {path}"
            for path in sorted(before.keys() | now.keys())
            if before.get(path) != now.get(path) and not path.startswith(mine)
        ]

    def files(self) -> dict[str, str]:
        """Give every file with what it is and holds, without what Debian writes down itself."""
        found = {}
        for folder, names, files in os.walk(self.folder):
            for name in (*names, *files):
                path = Path(folder) / name
                told = path.relative_to(self.folder).as_posix()
                if not f"{told}/".startswith(DEBIANS_OWN) and not told.startswith(DEBIANS_OWN):
                    found[told] = _about(path)
        return found


@contextmanager
def screen(folder: Path) -> Iterator[Path]:
    """Give an X server with one empty screen; the file given holds what is shown on it."""
    number = next(n for n in range(90, 200) if not (SOCKETS / f"X{n}").exists())
    size = f"{SCREEN[0]}x{SCREEN[1]}x24"
    command = ["Xvfb", f":{number}", "-screen", "0", size, "-fbdir", str(folder)]
    command += ["-nolisten", "tcp", "-ac"]
    before = os.environ.get("DISPLAY")
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            wait(lambda: (SOCKETS / f"X{number}").exists(), "Xvfb has begun")
            os.environ["DISPLAY"] = f":{number}"
            yield folder / "Xvfb_screen0"
        finally:
            server.terminate()
            os.environ.pop("DISPLAY", None)
            if before is not None:
                os.environ["DISPLAY"] = before


def photograph(shown: Path, target: Path) -> None:
    """Save what is on the screen as a picture."""
    from PySide6.QtGui import QImage

    pixels, width, height, line = _screen(shown)
    QImage(pixels, width, height, line, QImage.Format.Format_RGB32).save(str(target))


def colours(shown: Path) -> int:
    """Count the colours on the screen, looking at every 61st pixel."""
    pixels = _screen(shown)[0]
    return len({pixels[n : n + 4] for n in range(0, len(pixels), 4 * 61)})


def is_still(shown: Path, seconds: float) -> bool:
    """Wait a while; say whether the screen shows the same as before."""
    before = _screen(shown)[0]
    time.sleep(seconds)
    return _screen(shown)[0] == before


def _screen(shown: Path) -> tuple[bytes, int, int, int]:
    """Read what Xvfb shows: an XWD file (X11/XWDFile.h), a head of numbers and then the pixels."""
    data = shown.read_bytes()
    head = [int.from_bytes(data[n : n + 4], "big") for n in range(0, 100, 4)]
    begin, width, height, line = head[0] + 12 * head[19], head[4], head[5], head[12]
    return data[begin : begin + line * height], width, height, line


def wait(holds: Callable[[], bool], told: str) -> None:
    """Wait until something holds; stop with a sentence when it never does."""
    until = time.monotonic() + LIMIT_S
    while not holds():
        if time.monotonic() > until:
            raise SystemExit(f"Waited {LIMIT_S} s in vain until {told}.")
        time.sleep(0.2)


def _about(path: Path) -> str:
    about = path.lstat()
    if stat.S_ISLNK(about.st_mode):
        return f"link to {path.readlink()}"
    if not stat.S_ISREG(about.st_mode):
        return f"{about.st_mode:o}"
    return f"{about.st_mode:o} {hashlib.sha256(path.read_bytes()).hexdigest()}"


def _release() -> str:
    """Name the release to make: SUITE, else this computer's own."""
    if named := os.environ.get("SUITE"):
        return named
    return _own_release()


def _own_release() -> str:
    text = Path("/etc/os-release").read_text(encoding="utf-8")
    names = dict(line.partition("=")[::2] for line in text.splitlines())
    return names.get("VERSION_CODENAME", "").strip('"') or "stable"


def _source() -> str:
    """Give the address from which this computer takes its own packages."""
    told = kit.run(
        ["apt-get", "indextargets", "--format", "$(SITE)", f"Codename: {_own_release()}"]
    )
    if not told.split():
        raise SystemExit(f"apt has no source for {_own_release()} on this computer.")
    return told.split()[0]
