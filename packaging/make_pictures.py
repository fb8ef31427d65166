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


def window(home: Path, *arguments: str) -> None:
    """Run the window's program without a display and without this computer's settings."""
    places = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(home))
    environment = {**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(
        [sys.executable, "-m", "ui", "--size", SIZE, *arguments],
        cwd=PROJECT,
        env=environment,
        check=True,
    )


def main() -> None:
    """Read the sample phone once, then grab every page in every look."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=IMAGES, help="where to put them")
    folder = parser.parse_args().folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        case = home / "sample-phone"
        start = folder / "start-en-light.png"
        window(home, "--lang=en", "--theme=light", f"--grab={start}")
        window(home, f"--case={case}", "--sample", f"--grab={home / 'read.png'}")
        for lang, theme in LOOKS:
            for page in PAGES:
                target = folder / f"{page}-{lang}-{theme}.png"
                look = (f"--lang={lang}", f"--theme={theme}", f"--page={page}")
                window(home, f"--case={case}", *look, f"--grab={target}")
                print(target)


if __name__ == "__main__":
    main()
