"""Does all the set-up for `make run`, `make test` and `make package`. Standard library only.

Makes a virtual environment from hashed, pinned requirements, installs the project into it, and
sees to the system libraries that Qt needs: installed on Debian and Ubuntu when run by root,
otherwise the exact command is printed.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
REQUIREMENTS = PROJECT / "packaging" / "requirements"
OLDEST = (3, 11)
VERSIONS = ("3.11", "3.12", "3.13")

# Shared library -> the Debian package that holds it (names of Debian 12; t64 forms are tried too).
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}


def main() -> None:
    """Set up what is missing and do what the first argument says."""
    parser = argparse.ArgumentParser(description=__doc__)
    choices = ("run", "test", "check", "env", "test-all", "package", "package-test")
    parser.add_argument("job", choices=choices)
    parser.add_argument("rest", nargs="*", help="handed on to the program or to pytest")
    options = parser.parse_args()
    jobs = {"run": run, "test": test, "check": check, "env": lambda _: environment("dev")}
    jobs |= {"package": package, "package-test": package_test}
    if options.job == "test-all":
        sys.exit(test_all(options.rest))
    if sys.version_info < OLDEST:
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    jobs[options.job](options.rest)


def run(arguments: list[str]) -> None:
    """Open the window, or do the same job from the command line where there is no display."""
    if has_display():
        sys.exit(call([environment("gui"), "-m", "ui", *arguments]))
    print("There is no display here, so the window cannot open.")
    python = environment("run")
    print("Doing the same job from the command line, on the sample phone, into sample-case/ …\n")
    case = PROJECT / "sample-case"
    failed = call([python, "-m", "auditor", "sample", "case", str(case)])
    if not failed:
        print(f"\nLook at {case}: summary.txt, events.csv, events.jsonl, timeline.png")
    sys.exit(failed)


def test(arguments: list[str]) -> None:
    """Run format, lint, types, import contracts and tests; stop at the first that fails."""
    python = environment("dev")
    check_with(python)
    sys.exit(call([python, "-m", "pytest", "-n", "2", "--dist", "loadfile", *arguments]))


def check(_: list[str]) -> None:
    """Run format, lint, types and import contracts."""
    check_with(environment("dev"))


def check_with(python: str) -> None:
    """Run the static checks with one environment's tools."""
    scripts = Path(python).parent
    for command in (
        [python, "-m", "ruff", "format", "--check", "."],
        [python, "-m", "ruff", "check", "."],
        [python, "-m", "mypy"],
        [str(scripts / "lint-imports"), "--no-cache"],
    ):
        print("$", " ".join(["python", *command[1:]]), flush=True)
        if failed := call(command):
            sys.exit(failed)


def test_all(arguments: list[str]) -> int:
    """Run the tests with every Python of VERSIONS that is here; PYTHONS may name them."""
    named = os.environ.get("PYTHONS", "").split()
    found = named or [name for v in VERSIONS if works(name := f"python{v}")]
    if not found:
        print("None of " + ", ".join(f"python{v}" for v in VERSIONS) + " is on the PATH.")
        return 1
    for name in found:
        print(f"=== {name}", flush=True)
        if failed := call([name, __file__, "test", *arguments]):
            return failed
    return 0


def package(recipes: list[str]) -> None:
    """Build what people download into dist/ (packaging/package.py)."""
    sys.exit(call([package_environment(), "packaging/package.py", "build", *recipes]))


def package_test(recipes: list[str]) -> None:
    """Install what was built into clean places and use it."""
    sys.exit(call([package_environment(), "packaging/package.py", "test", *recipes]))


def package_environment() -> str:
    """Make or renew the environment for packages: the program's requirements and tools, no source.

    It is apart from .venv, which holds the project itself and the tools of development.
    """
    if sys.platform.startswith("linux") and not shutil.which("objcopy"):
        install_packages(["binutils"], "PyInstaller needs objcopy and strip.")
    folder = PROJECT / ".venv-package"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / f"stamp-{digest('gui')}-{digest('package')}"
    if not stamp.exists():
        shutil.rmtree(folder, ignore_errors=True)
        make_environment(folder, python, ("gui", "package", "build"))
        stamp.touch()
    if sys.platform.startswith("linux"):
        see_to_libraries(python)
    return str(python)


def works(name: str) -> bool:
    """Say whether a command is there and runs (a version manager's shim may not)."""
    return bool(shutil.which(name)) and not subprocess.call(
        [name, "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def environment(extra: str) -> str:
    """Make or renew the virtual environment for this Python; give its interpreter.

    `extra` is the requirement file: run, gui or dev; each holds the ones before it.
    """
    version = "{}.{}".format(*sys.version_info[:2])
    folder = PROJECT / (f".venv-{version}" if version != main_version() else ".venv")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    enough = {"run": ("run", "gui", "dev"), "gui": ("gui", "dev"), "dev": ("dev",)}[extra]
    stamps = {folder / f"stamp-{name}-{digest(name)}" for name in enough}
    if not (python.exists() and any(stamp.exists() for stamp in stamps)):
        make_environment(folder, python, (extra, "build"))
        quietly([*pip_of(python), "--no-deps", "--no-build-isolation", "-e", str(PROJECT)])
        (folder / f"stamp-{extra}-{digest(extra)}").touch()
    if extra != "run" and sys.platform.startswith("linux"):
        see_to_libraries(python)
    return str(python)


def main_version() -> str:
    """Give the Python that owns .venv: the one that made it, else this one."""
    config = PROJECT / ".venv" / "pyvenv.cfg"
    text = config.read_text(encoding="utf-8") if config.exists() else ""
    found = re.search(r"^version(?:_info)? *= *(\d+\.\d+)", text, re.M)
    return found[1] if found else "{}.{}".format(*sys.version_info[:2])


def digest(extra: str) -> str:
    """Name the exact requirements that an environment was made from."""
    text = b"".join((REQUIREMENTS / f"{name}.txt").read_bytes() for name in (extra, "build"))
    return hashlib.sha256(text + (PROJECT / "pyproject.toml").read_bytes()).hexdigest()[:12]


def make_environment(folder: Path, python: Path, names: tuple[str, ...]) -> None:
    """Create the environment and install requirement files, each with its hashes, into it."""
    print(f"Setting up {folder.name} for {names[0]} (once; needs the package index) …", flush=True)
    if not python.exists() and call([sys.executable, "-m", "venv", "--clear", str(folder)]):
        version = "{}.{}".format(*sys.version_info[:2])
        install_packages([f"python{version}-venv"], "Python's venv module is not complete.")
        must([sys.executable, "-m", "venv", "--clear", str(folder)])
    for name in names:
        must([*pip_of(python), "--require-hashes", "-r", str(REQUIREMENTS / f"{name}.txt")])


def pip_of(python: Path) -> list[str]:
    """Give the beginning of every installation into an environment."""
    return [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def see_to_libraries(python: Path) -> None:
    """Find the shared libraries that Qt misses; install them or say how."""
    missing = missing_libraries(python)
    if not missing:
        return
    names = sorted({LIBRARIES[name] for name in missing if name in LIBRARIES})
    unknown = sorted(name for name in missing if name not in LIBRARIES)
    why = "Qt needs system libraries that are not here: " + ", ".join(sorted(missing)) + "."
    if unknown:
        sys.exit(f"{why} Install the packages that hold {', '.join(unknown)}.")
    install_packages(names, why)
    if left := missing_libraries(python):
        sys.exit("Still missing after the installation: " + ", ".join(sorted(left)) + ".")


def missing_libraries(python: Path) -> set[str]:
    """List sonames that the parts of Qt in use cannot find (ldd prints 'not found')."""
    code = "import PySide6, pathlib; print(pathlib.Path(PySide6.__file__).parent)"
    found = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=True)
    qt = Path(found.stdout.strip())
    parts = [qt / f"Qt{name}.abi3.so" for name in ("Core", "Gui", "Widgets", "Svg")]
    parts += [qt / "Qt/plugins/platforms" / f"libq{name}.so" for name in ("offscreen", "xcb")]
    missing: set[str] = set()
    for part in parts:
        text = subprocess.run(["ldd", str(part)], capture_output=True, text=True).stdout
        missing |= set(re.findall(r"(\S+) => not found", text))
    return missing


def install_packages(names: list[str], why: str) -> None:
    """Install Debian packages when root, else print the exact command and stop."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *names]
    if not shutil.which("apt-get"):
        sys.exit(f"{why} Install your system's packages that match Debian's: {' '.join(names)}.")
    if os.geteuid() != 0:
        sys.exit(f"{why} Install them with:\n  sudo {' '.join(command)}")
    print(why, "Installing:", " ".join(names), flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
    known = [name if is_package(name) else f"{name}t64" for name in names]
    must(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *known], quiet)


def is_package(name: str) -> bool:
    """Say whether apt can install a package of this name (Debian 13 renamed some to …t64)."""
    found = subprocess.run(["apt-cache", "policy", name], capture_output=True, text=True)
    return "Candidate:" in found.stdout and "Candidate: (none)" not in found.stdout


def has_display() -> bool:
    """Say whether a window can be shown here."""
    if os.name == "nt" or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def call(command: list[str]) -> int:
    """Run a command in the project's folder; give its exit code, Ctrl-C as 130."""
    try:
        return subprocess.call(command, cwd=PROJECT)
    except KeyboardInterrupt:
        return 130


def quietly(command: list[str]) -> None:
    """Run a command; show what it said, and stop, only when it fails."""
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def must(command: list[str], env: dict[str, str] | None = None) -> None:
    """Run a command; stop with its exit code when it fails."""
    if failed := subprocess.call(command, cwd=PROJECT, env=env):
        sys.exit(failed)


if __name__ == "__main__":
    main()
