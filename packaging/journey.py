"""The sample journey: what a stranger does first, with a program that was just installed.

Sample phone served as an ADB server → case → a test session → findings → complaint as PDF →
exports → bundle → bundle verified and derived anew → case locked and opened again; a short watch;
and the window opened, read the sample phone, photographed.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import kit
from product import PACKAGE, __version__

# Of this computer's environment only what a desktop sets: no Python, no venv, no adb is in reach.
KEPT = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "LANG")
PATH = "/usr/bin:/bin"
CHANNEL = "free"  # the complaint without a form needs nothing that only a person knows
LIMIT_S = 300
WATCHED = "12s"
PAGES = ("timeline", "findings", "apps", "complaint", "captures", "sessions", "preferences", "home")
PNG = b"\x89PNG"


def try_folder(folder: Path, work: Path) -> None:
    """Use both programs of a frozen folder, with its own adb."""
    read_sample_to_bundle(folder / "auditor", work / "journey", own_adb=folder)
    open_window(folder / PACKAGE, work / "window")
    page = (folder / "licences.html").read_text(encoding="utf-8")
    for name in ("Qt", "adb (Android Debug Bridge)", "Permission Auditor Sans", "Python"):
        expect(f">{name}" in page, f"licences.html names {name}")
    print("   sample phone read, bundle verified, window opened", flush=True)


def read_sample_to_bundle(auditor: Path, work: Path, own_adb: Path | None = None) -> None:
    """Go the whole way with the command line. Stops with what the program said when a step fails.

    `own_adb` is the folder in which the adb program must be found.
    """
    env = bare(work)

    def say(*words: str | Path) -> str:
        return kit.run([auditor, *words], cwd=work, env=env, quiet=False)

    expect(__version__ in say("--version"), "the program is of another version than its source")
    with served(auditor, work, env) as port:
        say("capture", "--case", "case", "--adb-port", port)
        at_phone(say, port)
    found = json.loads(say("findings", "--case", "case", "--json"))["findings"]
    expect(bool(found), "the sample phone has findings")
    one = ("--case", "case", "--finding", found[0]["id"])
    say("complaint", "write", CHANNEL, *one, "-o", "complaint.pdf")
    say("complaint", "write", CHANNEL, *one, "-o", "complaint.docx")
    for form in ("csv", "xlsx", "html", "ics"):
        say("export", form, "--case", "case", "-o", f"events.{form}")
    say("timeline", "--case", "case", "-o", "timeline.png")
    say("export", "bundle", *one, "-o", "bundle.zip", "--sign")
    told = say("verify", "bundle.zip", "--rederive")
    expect("derived from its raw files again: they are the same" in told, told)
    expect((work / "complaint.pdf").read_bytes().startswith(b"%PDF-"), "the complaint is a PDF")
    expect((work / "timeline.png").read_bytes().startswith(PNG), "the timeline is a picture")
    lock_and_unlock(say, work)
    if own_adb is not None:
        adb = adb_of(auditor, work, env)
        expect(Path(adb).is_relative_to(own_adb), f"adb is the folder's own, not {adb!r}")


def at_phone(say: Callable[..., str], port: str) -> None:
    """Watch the phone for a while, look what it keeps, follow the first steps of a plan."""
    told = say("watch", "--case", "live", "--for", WATCHED, "--json", "--adb-port", port)
    lines = [json.loads(line) for line in told.splitlines()]
    end = lines[-1]["end"]
    expect(end["polls"] > 0 and len(end["captures"]) == 1, f"it watched: {told}")
    kept = json.loads(say("keep-more", "status", "--json", "--adb-port", port))
    expect(kept["told"] is None and bool(kept["values"]), f"the phone was told nothing: {kept}")
    here = ("--case", "case", "--adb-port", port)
    apps = json.loads(say("apps", "--case", "case", "--json"))
    say("session", "start", *here, "--package", apps[0]["package"], "--mine", "--reading", "none")
    say("session", "mark", "agree", *here)
    say("session", "end", *here, "--reading", "quick")
    say("session", "export", "--case", "case", "-o", "session.json")


def lock_and_unlock(say: Callable[..., str], work: Path) -> None:
    """Lock the case, and open it again with all that was in it."""
    (work / "words").write_text("four words nobody guesses", encoding="utf-8")
    before = say("findings", "--case", "case", "--json")
    words = ("--passphrase-file", "words")
    say("lock", "case", *words)
    expect(not (work / "case").exists(), "a locked case lies in no folder")
    say("unlock", kit.only(work, "case.*").name, *words)  # the full path is another in a clean root
    expect(say("findings", "--case", "case", "--json") == before, "a case is the same after a lock")


def adb_of(auditor: Path, work: Path, env: dict[str, str]) -> str:
    """Give the adb program that was found and runs. That no phone is here is no failure."""
    command = [str(auditor), "doctor", "--json"]
    done = subprocess.run(command, cwd=work, env=env, capture_output=True, text=True, check=False)
    facts = json.loads(done.stdout)["facts"]
    expect(bool(facts["adb_version"]), f"adb runs: {facts}")
    return str(facts["adb"])


@contextlib.contextmanager
def served(auditor: Path, work: Path, env: dict[str, str]) -> Iterator[str]:
    """Give the port of a sample phone for as long as it is needed."""
    command = [str(auditor), "sample", "serve"]
    with subprocess.Popen(command, cwd=work, env=env, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            for line in server.stdout:
                if "ADB server at 127.0.0.1:" in line:
                    yield line.partition("127.0.0.1:")[2].strip().split(".")[0]
                    return
            raise SystemExit("The sample phone did not say where it is served.")
        finally:
            server.terminate()


def open_window(program: Path, work: Path) -> None:
    """Let the window read the sample phone and save a picture; again, of every other page."""
    env = {**bare(work), "QT_QPA_PLATFORM": "offscreen"}
    case = ("--case", work / "case")
    for page in PAGES:
        picture, sample = work / f"{page}.png", ["--sample"] if page == PAGES[0] else []
        asked = [*sample, "--page", page, *case, "--grab", picture]
        told = kit.run([program, *asked], cwd=work, env=env)
        expect(picture.read_bytes().startswith(PNG), "the window is a picture")
        expect("Traceback" not in told, f"no mistake of the program: {told}")


def bare(home: Path) -> dict[str, str]:
    """Give the environment of a person who has just made an account."""
    home.mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "HOME": str(home), "PATH": PATH, "LC_ALL": "C.UTF-8"}


def expect(holds: bool, told: str) -> None:
    """Stop with a sentence when something does not hold."""
    if not holds:
        raise SystemExit(f"Expected: {told}")


def pythons() -> list[str]:
    """Give every Python 3.11, 3.12 and 3.13 that runs here; PYTHONS may name others."""
    named = os.environ.get("PYTHONS", "").split() or ["python3.11", "python3.12", "python3.13"]
    works = [
        path
        for path in filter(None, map(shutil.which, named))
        if not subprocess.run([path, "--version"], capture_output=True, check=False).returncode
    ]
    return works or [sys.executable]
