"""Brings resources/i18n in step with the texts of ui/, and compiles what the window reads.

    python packaging/make_translations.py            update the .ts files, compile the .qm files
    python packaging/make_translations.py --check     change nothing; exit 1 when something is due

English is in the code; ui_en.ts holds its plurals only. The .qm files are kept in the repository
so that running the program needs no tool.
"""

import argparse
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
FOLDER = PROJECT / "resources" / "i18n"
LANGUAGES = ("en", "zh_CN")


def tool(name: str) -> str:
    """Give the path of a Qt tool that stands beside this Python."""
    found = sorted(Path(sys.executable).parent.glob(f"pyside6-{name}*"))
    if not found:
        raise SystemExit(f"pyside6-{name} is not beside {sys.executable}.")
    return str(found[0])


def update(target: Path, lang: str) -> None:
    """Write the texts of ui/ into a .ts file; what it has translated stays."""
    sources = [str(path.relative_to(PROJECT)) for path in sorted((PROJECT / "ui").glob("*.py"))]
    options = ["-no-obsolete", "-locations", "none", "-target-language", lang]
    if lang == "en":
        options += ["-pluralonly", "-source-language", "en"]
    command = [tool("lupdate"), *sources, *options, "-ts", str(target)]
    subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)


def missing(target: Path) -> list[str]:
    """List the texts of a .ts file that have no finished translation."""
    root = ElementTree.parse(target).getroot()
    return [
        f"{context.findtext('name')}: {message.findtext('source')}"
        for context in root.iter("context")
        for message in context.iter("message")
        if not is_finished(message)
    ]


def is_finished(message: ElementTree.Element) -> bool:
    """Say whether a text, in all its plural forms, is translated."""
    translation = message.find("translation")
    if translation is None or translation.get("type") == "unfinished":
        return False
    forms = translation.findall("numerusform") or [translation]
    return all((form.text or "").strip() for form in forms)


def texts(target: Path) -> set[tuple[str, str]]:
    """Give what a .ts file is about: pairs of context and source text."""
    root = ElementTree.parse(target).getroot()
    return {
        (context.findtext("name") or "", message.findtext("source") or "")
        for context in root.iter("context")
        for message in context.iter("message")
    }


def compile_to(source: Path, target: Path) -> None:
    """Compile a .ts file to a .qm file."""
    command = [tool("lrelease"), "-silent", str(source), "-qm", str(target)]
    subprocess.run(command, cwd=PROJECT, check=True)


def check() -> list[str]:
    """Say what is due: new or gone texts, untranslated ones, a stale .qm file."""
    due = []
    with tempfile.TemporaryDirectory() as folder:
        for lang in LANGUAGES:
            kept, fresh = FOLDER / f"ui_{lang}.ts", Path(folder) / f"ui_{lang}.ts"
            update(fresh, lang)
            due += [f"{kept.name} lacks {text}" for text in sorted(texts(fresh) - texts(kept))]
            due += [f"{kept.name} has too much: {t}" for t in sorted(texts(kept) - texts(fresh))]
            due += [f"{kept.name}: not translated: {text}" for text in missing(kept)]
            compiled = Path(folder) / f"ui_{lang}.qm"
            compile_to(kept, compiled)
            if compiled.read_bytes() != (FOLDER / compiled.name).read_bytes():
                due.append(f"{compiled.name} is not made from {kept.name}")
    return due


def main() -> None:
    """Update and compile, or check."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 if due")
    if parser.parse_args().check:
        due = check()
        print("\n".join(due) or "The translations are complete.")
        raise SystemExit(bool(due))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for lang in LANGUAGES:
        target = FOLDER / f"ui_{lang}.ts"
        update(target, lang)
        compile_to(target, target.with_suffix(".qm"))
        for text in missing(target):
            print(f"{target.name}: not translated: {text}")


if __name__ == "__main__":
    main()
