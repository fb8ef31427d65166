"""Builds what people download, or tries it out: `make package`, `make package-test`.

Every folder beside this file that holds a make.py is one recipe, named as its folder:

    AFTER = ("frozen",)        # recipes whose result it takes
    def missing() -> str       # optional: one sentence why it cannot be built here, or ""
    def build() -> None        # writes into build/NAME/ or dist/
    def test(work) -> None     # installs the result into a clean place below `work` and uses it

What kit.py holds is there for all of them. Run by packaging/bootstrap.py, in an environment that
holds the program's requirements and the tools of packaging/requirements/package.txt.
"""

import argparse
import importlib.util
import shutil
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType

import kit

SUMS = "SHA256SUMS"


def recipes() -> dict[str, ModuleType]:
    """Load all recipes, each after those that it needs."""
    found = {path.parent.name: path for path in sorted(kit.PACKAGING.glob("*/make.py"))}
    loaded = {name: _load(name, path) for name, path in found.items()}
    ordered: dict[str, ModuleType] = {}
    while len(ordered) < len(loaded):
        ready = [
            name
            for name, recipe in loaded.items()
            if name not in ordered and all(each in ordered for each in recipe.AFTER)
        ]
        if not ready:
            left = ", ".join(sorted(set(loaded) - set(ordered)))
            raise SystemExit(f"These recipes wait for each other or for none there is: {left}.")
        ordered[ready[0]] = loaded[ready[0]]
    return ordered


def wanted(names: list[str]) -> dict[str, ModuleType]:
    """Give the recipes named, in their order and with all that they need; all when none is."""
    every = recipes()
    if unknown := sorted(set(names) - set(every)):
        raise SystemExit(f"No recipe {', '.join(unknown)}. There are: {', '.join(every)}.")
    chosen = set(names or every)
    for name, recipe in reversed(every.items()):
        if name in chosen:
            chosen.update(recipe.AFTER)
    return {name: recipe for name, recipe in every.items() if name in chosen}


def build(names: list[str]) -> None:
    """Build what is asked for and write the list of hashes anew."""
    kit.DIST.mkdir(exist_ok=True)
    for name, recipe in wanted(names).items():
        if why := getattr(recipe, "missing", str)():
            print(f"-- {name}: not built here. {why}", flush=True)
            continue
        begun = time.monotonic()
        print(f"== {name}", flush=True)
        recipe.build()
        print(f"   {time.monotonic() - begun:.0f} s", flush=True)
    write_sums(kit.DIST)
    for path in sorted(kit.DIST.iterdir()):
        print(f"{kit.size_mb(path):8.1f} MB  {path.relative_to(kit.PROJECT)}")


def write_sums(folder: Path) -> None:
    """Write the hash of every file of a folder, as `sha256sum --check` reads them."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != SUMS)
    lines = [f"{kit.sha256(path)}  {path.name}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def test(names: list[str]) -> None:
    """Try what was built: each recipe in a fresh folder that is gone afterwards."""
    every = recipes()
    if unknown := sorted(set(names) - set(every)):
        raise SystemExit(f"No recipe {', '.join(unknown)}. There are: {', '.join(every)}.")
    for name, recipe in every.items():
        if names and name not in names:
            continue
        if why := getattr(recipe, "missing", str)():
            print(f"-- {name}: not tried here. {why}", flush=True)
            continue
        begun = time.monotonic()
        print(f"== {name}", flush=True)
        work = Path(tempfile.mkdtemp(prefix=f"package-{name}-"))
        try:
            recipe.test(work)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        print(f"   {time.monotonic() - begun:.0f} s", flush=True)


def _load(name: str, path: Path) -> ModuleType:
    found = importlib.util.spec_from_file_location(f"recipe_{name}", path)
    if found is None or found.loader is None:
        raise SystemExit(f"{path} cannot be loaded.")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("job", choices=("build", "test"))
    parser.add_argument("recipes", nargs="*", help="only these, and what they need")
    given = parser.parse_args()
    {"build": build, "test": test}[given.job](given.recipes)


if __name__ == "__main__":
    sys.exit(main())
