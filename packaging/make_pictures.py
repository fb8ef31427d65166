"""Makes the pictures of README and docs anew: each page of the window with the sample phone.

    python packaging/make_pictures.py [FOLDER]

The sample phone's life has a fixed seed; only the dates move with the day. Every picture is taken
by the program itself (`--grab`), so it shows what a person sees. Look at them afterwards.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
IMAGES = PROJECT / "docs" / "images"
SIZE = "1280x800"
PAGES = ("home", "timeline", "apps", "findings", "complaint", "captures")
LOOKS = (("en", "light"), ("en", "dark"), ("zh_CN", "light"))
LANGUAGES = ("en", "zh_CN")
SCENES = ("app", "event", "check")  # of picture_scenes.py


def window(home: Path, *arguments: str) -> None:
    """Run the window's program without a display and without this computer's settings."""
    run(home, "-m", "ui", "--size", SIZE, *arguments)


def run(home: Path, *arguments: str) -> None:
    """Run Python in the project's folder, in a home of its own."""
    places = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(home))
    environment = {**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"}
    environment["PYTHONPATH"] = str(PROJECT)
    subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env=environment,
        check=True,
    )


def names() -> set[str]:
    """Give the names of all pictures that are made."""
    pages = {f"{page}-{lang}-{theme}.png" for lang, theme in LOOKS for page in PAGES}
    scenes = {f"{scene}-{lang}-light.png" for lang in LANGUAGES for scene in ("start", *SCENES)}
    return pages | scenes


def main() -> None:
    """Read the sample phone once, then grab every page in every look."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=IMAGES, help="where to put them")
    folder = parser.parse_args().folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        case = home / "sample-phone"
        for lang in LANGUAGES:
            start = folder / f"start-{lang}-light.png"
            window(home, f"--lang={lang}", "--theme=light", f"--grab={start}")
        window(home, f"--case={case}", "--sample", f"--grab={home / 'read.png'}")
        for lang, theme in LOOKS:
            for page in PAGES:
                target = folder / f"{page}-{lang}-{theme}.png"
                look = (f"--lang={lang}", f"--theme={theme}", f"--page={page}")
                window(home, f"--case={case}", *look, f"--grab={target}")
                print(target)
        for lang in LANGUAGES:
            run(home, "packaging/picture_scenes.py", str(case), lang, str(folder))


if __name__ == "__main__":
    main()
