"""What goes into the frozen folder and what stays out: lists, read by frozen.spec and by tests."""

import re
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
Entry = tuple[str, str, str]  # of PyInstaller: where it goes, where it comes from, what it is

# Scripts beside this file, with the name of the program each becomes and whether it has a console.
PROGRAMS = {"window": ("permission-auditor", False), "command_line": ("auditor", True)}
AT_START = "without_pillow.py"  # runs before either of them
CODE = ("auditor", "ui")
OURS = (*CODE, "resources")  # packages whose files go in, beside their code
NO_DATA = ["**/*.ts"]  # sources of the translations: the program reads the .qm beside them

# Loaded by name at run time, so no import statement tells of them.
HIDDEN = (
    "tzdata",  # the names of zones, where the system has none
    "PySide6.QtOpenGL",  # pyqtgraph asks for both when it is imported, and does not start without
    "PySide6.QtOpenGLWidgets",
    "_cffi_backend",  # imported by the native part of cryptography
)

# Packages that look for their files by way of a folder of code, which must be there then.
FOLDERS = {"docx": "parts/__init__.py"}

# Never reached by the program. Where a library imports one of them, it does so behind a try or in a
# part of it that is not used here.
EXCLUDED = (
    # building and testing
    "pip",
    "setuptools",
    "pkg_resources",
    "wheel",
    "hatchling",
    "pytest",
    "_pytest",
    "hypothesis",
    "unittest.mock",
    "doctest",
    "lib2to3",
    "pydoc_data",
    # other windows
    "tkinter",
    "_tkinter",
    "turtle",
    "idlelib",
    "curses",
    "readline",  # its library is under the GPL, which this program is not
    "PyQt5",
    "PyQt6",
    "PySide2",
    "IPython",
    "matplotlib",
    # the extra `lab`: heavier than all the rest, and laboratories install it from the wheel
    "pyarrow",
    "sqlglot",
    "pandas",
    "scipy",
    "duckdb",
    # what adbutils could do besides opening a socket
    "PIL",  # in its place: without_pillow.py
    "apkutils",
    "uiautomator2",
    "cv2",
    # parts of pyqtgraph that no plot of ours touches
    "OpenGL",
    "cupy",
    "numba",
    "h5py",
    "pyqtgraph.opengl",
    "pyqtgraph.console",
    "pyqtgraph.flowchart",
    "pyqtgraph.examples",
    # parts of Qt
    "PySide6.QtNetwork",
    "PySide6.QtPrintSupport",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "PySide6.QtTest",
    "PySide6.QtUiTools",
    "PySide6.QtDesigner",
    # parts of libraries that are large and not used
    "lxml.objectify",
    "lxml.html",
    "numpy.f2py",
    "numpy.testing",
    "numpy.distutils",
)

# Of Qt's plugins only these: screens, pictures that the window shows, typing, look, wayland.
PLUGINS = (
    "platforms/*xcb*",
    "platforms/*wayland*",
    "platforms/*offscreen*",  # to save a picture of a page without a screen
    "platforms/qwindows*",
    "platforms/*cocoa*",
    "imageformats/*svg*",
    "imageformats/*jpeg*",
    "iconengines/*svg*",
    "platforminputcontexts/*compose*",
    "platforminputcontexts/*ibus*",
    "platformthemes/*xdgdesktopportal*",
    "styles/*",
    "wayland-*-client/*",
    "wayland-shell-integration/*xdg*",
    "wayland-shell-integration/*qt-shell*",
    "xcbglintegrations/*",
)
TRANSLATIONS = ("qtbase_zh_CN.qm",)
# Files that libraries bring along and no program reads.
DROPPED = (
    "*/tests/*",
    "*.pyi",
    "*/py.typed",
    "*.c",
    "*.h",
    "*.pyx",
    "*.pxd",
    "PySide6/Qt/qml/*",
    "pyqtgraph/icons/*",
    "pyqtgraph/colors/maps/*",
)


def scripts(found: Iterable[Entry], mine: str) -> list[Entry]:
    """Give what runs at the start of one program: all but the scripts of the others."""
    return [entry for entry in found if entry[0] == mine or entry[0] not in PROGRAMS]


def guide(docs: Path) -> list[Path]:
    """Give the user guide in all its languages, and the pictures that it shows."""
    texts = sorted(docs.glob("user-guide*.md"))
    shown = {name for path in texts for name in PICTURE.findall(path.read_text(encoding="utf-8"))}
    return [*texts, *(docs / name for name in sorted(shown))]


def is_kept(name: str) -> bool:
    """Say whether a file goes in, by its path in the folder."""
    name = name.replace("\\", "/")
    path = PurePosixPath(name)
    if "/plugins/" in name:
        return any(fnmatch(name.partition("/plugins/")[2], each) for each in PLUGINS)
    if "/translations/" in name and name.startswith("PySide6/"):
        return path.name in TRANSLATIONS
    return not any(fnmatch(name, each) for each in DROPPED)


def reachable(binaries: Iterable[Entry]) -> list[Entry]:
    """Keep what is kept for itself and the libraries that this needs, so that none is left over.

    Plain libraries come only because another file needs them; when that one stays out, so do they.
    """
    from PyInstaller.depend.bindepend import get_imports

    kept = [entry for entry in binaries if is_kept(entry[0])]
    files = [entry for entry in kept if entry[2] != "SYMLINK"]
    by_name = {PurePosixPath(entry[0]).name: entry for entry in files}
    waiting = [entry for entry in files if not _is_plain_library(entry)]
    found = {entry[0]: entry for entry in waiting}
    while waiting:
        for needed, _ in get_imports(waiting.pop()[1]):
            entry = by_name.get(PurePosixPath(needed.replace("\\", "/")).name)
            if entry is not None and entry[0] not in found:
                found[entry[0]] = entry
                waiting.append(entry)
    links = [entry for entry in kept if entry[2] == "SYMLINK" and entry[1] in found]
    return [*found.values(), *links]


def _is_plain_library(entry: Entry) -> bool:
    path = PurePosixPath(entry[0].replace("\\", "/"))
    is_top = len(path.parts) == 1 and not path.name.startswith(("libpython", "python3"))
    return entry[2] == "BINARY" and (is_top or path.parent.as_posix() == "PySide6/Qt/lib")
