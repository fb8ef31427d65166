"""Renew the pinned, hashed requirement files from pyproject.toml (needs uv on the PATH).

Run it by hand after a change of dependencies; the files carry no index lines.
"""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
REQUIREMENTS = PROJECT / "packaging" / "requirements"
EXTRAS = {"run": [], "gui": ["gui"], "dev": ["gui", "dev"]}


def main() -> None:
    """Write run.txt, gui.txt, dev.txt, build.txt, package.txt, fuzz.txt and audit.txt."""
    for name, extras in EXTRAS.items():
        options = [part for extra in extras for part in ("--extra", extra)]
        _compile(PROJECT / "pyproject.toml", REQUIREMENTS / f"{name}.txt", options)
    for name in ("build", "package", "fuzz", "audit"):
        _compile(REQUIREMENTS / f"{name}.in", REQUIREMENTS / f"{name}.txt", [])


def _compile(source: Path, target: Path, options: list[str]) -> None:
    command = ["uv", "pip", "compile", "--quiet", "--upgrade", "--universal", "--generate-hashes"]
    command += ["--no-emit-index-url", "--no-header", "--no-annotate", *options]
    subprocess.run([*command, str(source), "-o", str(target)], check=True, stdout=sys.stderr)


if __name__ == "__main__":
    main()
