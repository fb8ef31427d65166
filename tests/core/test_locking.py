"""A locked case: nothing is lost, whatever happens in between; wrong, damaged and full are said."""

import gzip
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyrage
import pytest
from click.testing import CliRunner

from auditor import locked_file, locking
from auditor.cli import cli
from auditor.errors import AuditorError, StoreError, UsageError, WrongFormat
from auditor.live.lock import WatchLock
from auditor.locked_file import SUFFIX, is_locked
from auditor.locking import case_dir_of, clean_up, lies_open, lock, unlock
from auditor.new_case import filled_case
from auditor.query import captures
from auditor.store import DB_NAME, Store
from auditor.task import Cancelled, Task, silent
from tests.conftest import PROJECT
from tests.core.bundle.conftest import sample_case

WORDS = "correct horse battery staple"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = sample_case(tmp_path_factory.mktemp("made"), "34")
    (case / "captures" / "empty").mkdir()
    return case


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Encrypt the key in no time: for what is not about passphrases."""
    monkeypatch.setattr(
        locked_file, "seal_key", lambda secret, words: f"{words}\n{secret}".encode()
    )
    monkeypatch.setattr(locked_file, "open_key", _open_quickly)


def _open_quickly(sealed: bytes, passphrase: str, file: Path) -> object:
    words, _, secret = sealed.decode().partition("\n")
    if words != passphrase:
        raise UsageError(f"That is not the passphrase of {file.name}.")
    return pyrage.x25519.Identity.from_str(secret)


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "case")
    return tmp_path / "case"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but what SQLite puts beside a store that was looked at."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in (f"{DB_NAME}-wal", f"{DB_NAME}-shm")
    }


def test_a_case_comes_back_byte_for_byte_and_goes_into_its_file_again(
    case: Path, made: Path, quick: None
) -> None:
    file = lock(case, WORDS, silent())

    assert (file, is_locked(file), case.exists()) == (case.with_name(f"case{SUFFIX}"), True, False)
    assert [path.name for path in case.parent.iterdir()] == [file.name]
    everything = b"".join(contents(made).values())
    assert b"com.pebblechat.messenger" in everything
    assert b"com.pebblechat.messenger" not in file.read_bytes()
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0

    assert unlock(file, WORDS, silent()) == case
    opened = contents(case)
    assert json.loads(opened.pop(locking.MARKER))["file"] == file.name
    assert opened == contents(made)
    assert (case / "captures" / "empty").is_dir()
    assert lies_open(case)
    assert file.exists()
    with Store.open(case) as store:
        assert captures(store)

    (case / "note.txt").write_text("more")
    assert lock(case, "another passphrase", silent()) == file
    unlock(file, "another passphrase", silent())
    assert (case / "note.txt").read_text() == "more"


def test_the_tools_of_age_open_it_and_only_with_the_passphrase(case: Path, tmp_path: Path) -> None:
    names = sorted(contents(case))
    file = lock(case, WORDS, silent())

    with zipfile.ZipFile(file) as packed:
        key, data = packed.read("key.age"), packed.read("case.tar.gz.age")
    secret = pyrage.passphrase.decrypt(key, WORDS).decode()
    plain = pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(secret)])
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(plain))) as tar:
        assert sorted(each.name for each in tar if each.isfile()) == names

    with pytest.raises(UsageError, match="not the passphrase of case"):
        unlock(file, WORDS.upper(), silent())
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    assert unlock(file, WORDS, silent()) == case


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.999])
def test_a_damaged_file_gives_a_sentence_and_leaves_nothing(
    case: Path, tmp_path: Path, quick: None, share: float
) -> None:
    file = lock(case, WORDS, silent())
    whole = file.read_bytes()
    place = int(len(whole) * share)

    for data in (whole[:place], whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]):
        file.write_bytes(data)
        try:
            unlock(file, WORDS, silent())
        except AuditorError as error:
            assert isinstance(error, WrongFormat | UsageError)
            assert [path.name for path in tmp_path.iterdir()] == [file.name]
        else:  # a bit of the text for people, or of a time in the zip
            assert contents(case).keys() >= {DB_NAME}
            shutil.rmtree(case)


def test_a_file_whose_end_was_cut_off_inside_is_found_out(case: Path, quick: None) -> None:
    """The zip is made anew around a shortened stream, so that only age can tell."""
    file = lock(case, WORDS, silent())
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    data = parts["case.tar.gz.age"]
    for cut in (len(data) - 1, len(data) // 2, len(data) - (1 << 16) - 16, 100):
        with zipfile.ZipFile(file, "w") as packed:
            for name, each in (parts | {"case.tar.gz.age": data[:cut]}).items():
                packed.writestr(name, each)
        with pytest.raises(WrongFormat, match="is damaged or was changed"):
            unlock(file, WORDS, silent())
        assert not case.exists()


@pytest.mark.parametrize(
    "name",
    [
        "../out",
        "/abs",
        "a/../../out",
        "link",
        "a//b",
        "a\0b",
        "holes",
        "long",
        "fifo",
        "b" * 70_000,
    ],
)
def test_a_made_up_file_leads_nowhere(tmp_path: Path, quick: None, name: str) -> None:
    file = made_up(tmp_path, name)

    with pytest.raises(WrongFormat, match="is damaged or was changed"):
        unlock(file, WORDS, silent())
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize("name", ["c:\\x", "a\\..\\..\\out", "x?"])
def test_a_name_that_windows_would_misread_is_not_written_there(
    tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(locked_file, "_IS_WINDOWS", True)
    file = made_up(tmp_path, name)

    with pytest.raises(WrongFormat, match="holds a file that Windows cannot name"):
        unlock(file, WORDS, silent())
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


@pytest.mark.skipif(os.name == "nt", reason="there are no such names")
def test_whatever_a_file_of_the_case_is_called_it_comes_back(case: Path, quick: None) -> None:
    (case / "call at 12:30.txt").write_text("a note")
    (case / "back\\slash").write_text("another")
    before = contents(case)

    opened = unlock(lock(case, WORDS, silent()), WORDS, silent())

    assert contents(opened).items() >= before.items()


def test_a_made_up_key_may_not_take_hours_to_open() -> None:
    head = b"age-encryption.org/v1\n-> scrypt ZbwvyG4Cs9NuSB06d0Me8g 30\n"

    with pytest.raises(WrongFormat):
        locked_file.open_key(head, WORDS, Path("made-up.lockedcase"))


def test_a_made_up_time_is_left_aside(tmp_path: Path, quick: None) -> None:
    assert (unlock(made_up(tmp_path, "a", mtime=1e300), WORDS, silent()) / "a").is_file()


def made_up(folder: Path, name: str, mtime: float = 0) -> Path:
    """Lock one file of that name, as this program would not."""
    text = io.BytesIO()
    with tarfile.open(fileobj=text, mode="w:gz") as tar:
        head = tarfile.TarInfo(name)
        if mtime:
            head.pax_headers = {"mtime": str(mtime)}
        if name == "link":
            head.type, head.linkname = tarfile.SYMTYPE, "/etc"
        if name == "fifo":
            head.type = tarfile.FIFOTYPE
        if "\0" in name:
            head.pax_headers = {"path": name}
        if name == "holes":  # a file of 8 TB, all of it zeros that lie nowhere
            head.pax_headers = {"GNU.sparse.size": str(8 << 40), "GNU.sparse.map": "0,0"}
        if name == "long":
            head.pax_headers = {"comment": "x" * 100_000}
        tar.addfile(head)
    identity = locked_file.new_identity()
    file = folder / f"made{SUFFIX}"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("locked.json", json.dumps({"format": locked_file.FORMAT, "version": 1}))
        packed.writestr("key.age", locked_file.seal_key(str(identity), WORDS))
        packed.writestr("case.tar.gz.age", pyrage.encrypt(text.getvalue(), [identity.to_public()]))
    return file


@pytest.mark.parametrize(
    "text", [b"", b"PK\x05\x06" + bytes(18), b"no zip", '{"format": "other"}', "{", "[" * 60_000]
)
def test_what_is_no_locked_case_is_told_so(tmp_path: Path, text: bytes | str) -> None:
    file = tmp_path / f"x{SUFFIX}"
    if isinstance(text, str):
        with zipfile.ZipFile(file, "w") as packed:
            packed.writestr("locked.json", text)
    else:
        file.write_bytes(text)

    assert not is_locked(file)
    with pytest.raises(WrongFormat):
        unlock(file, WORDS, silent())


def test_a_newer_form_is_refused(tmp_path: Path) -> None:
    file = tmp_path / f"x{SUFFIX}"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("locked.json", json.dumps({"format": locked_file.FORMAT, "version": 2}))

    with pytest.raises(WrongFormat, match="newer version"):
        unlock(file, WORDS, silent())


def test_what_stands_in_the_way_is_said_and_the_case_stays(
    case: Path, tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(case)
    with pytest.raises(UsageError, match="shorter than 8"):
        lock(case, "short", silent())
    with pytest.raises(UsageError, match="is not a case"):
        lock(tmp_path, WORDS, silent())
    (case / "link").symlink_to("/etc")
    with pytest.raises(UsageError, match="is no file: a locked case"):
        lock(case, WORDS, silent())
    (case / "link").unlink()
    monkeypatch.setattr(locking, "BUSY_S", 0)
    busy = pytest.raises(StoreError, match="by another program")
    with Store.open(case) as store, store.transaction(), busy:
        lock(case, WORDS, silent())
    file = case.with_name(f"case{SUFFIX}")
    file.write_text("somebody else's")
    with pytest.raises(UsageError, match="There is a file"):
        lock(case, WORDS, silent())
    assert file.read_text() == "somebody else's"
    file.unlink()

    assert contents(case) == before
    lock(case, WORDS, silent())
    case.mkdir()
    with pytest.raises(UsageError, match="its folder is taken"):
        unlock(file, WORDS, silent())


def test_a_case_that_was_moved_replaces_no_other_locked_case(
    case: Path, tmp_path: Path, quick: None
) -> None:
    unlock(lock(case, WORDS, silent()), WORDS, silent())
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    other = elsewhere / f"case{SUFFIX}"
    lock(Path(shutil.copytree(case, elsewhere / "case")), "another case", silent())
    kept = other.read_bytes()
    case.rename(elsewhere / "case")

    with pytest.raises(UsageError, match="There is a file"):
        lock(elsewhere / "case", WORDS, silent())
    assert other.read_bytes() == kept


def test_a_full_disk_leaves_the_case_as_it_is(
    case: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(case)

    def full(_self: object, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile._ZipWriteFile, "write", full)  # type: ignore[attr-defined]
    with pytest.raises(StoreError, match="No space left on device"):
        lock(case, WORDS, silent())
    monkeypatch.undo()

    assert contents(case) == before
    assert [path.name for path in case.parent.iterdir()] == ["case"]


def test_a_full_disk_while_it_is_opened_leaves_the_file_and_nothing_else(
    case: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = lock(case, WORDS, silent())

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(locking.os, "utime", full)
    with pytest.raises(StoreError, match="No space left on device"):
        unlock(file, WORDS, silent())

    assert [path.name for path in case.parent.iterdir()] == [file.name]


def test_what_was_written_wrongly_costs_nothing(
    case: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = locked_file._packed

    def spoiled(blocks: Iterator[bytes]) -> Iterator[bytes]:
        return real(block.replace(b"SQLite format 3", b"SQLite format 4") for block in blocks)

    monkeypatch.setattr(locked_file, "_packed", spoiled)
    with pytest.raises(StoreError, match="could not be read back"):
        lock(case, WORDS, silent())

    assert lies_open(case) is False
    assert [path.name for path in case.parent.iterdir()] == ["case"]


def test_a_case_that_changes_while_it_is_locked_stays(
    case: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = locking._remove

    def late(case_dir: Path, *rest: object) -> None:
        (case_dir / "late.txt").write_text("written by another program")
        real(case_dir, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(locking, "_remove", late)
    with pytest.raises(StoreError, match="changed while it was locked"):
        lock(case, WORDS, silent())

    assert (case / "late.txt").exists()
    assert (case / DB_NAME).exists()
    monkeypatch.undo()
    assert not lock(case, WORDS, silent()).with_suffix("").exists()  # nothing stands in its way


def test_a_text_that_comes_in_while_it_is_locked_is_not_lost(case: Path, quick: None) -> None:
    class Late(Task):
        """Another program that reads a phone: it writes its texts, and waits with the store."""

        def step(self, done: int = 0, total: int | None = None, text: str = "") -> None:
            (case / "captures" / "new").mkdir(exist_ok=True)
            (case / "captures" / "new" / "appops.txt").write_text("Current AppOps")

    with pytest.raises(StoreError, match="changed while it was locked"):
        lock(case, WORDS, Late())

    assert (case / "captures" / "new" / "appops.txt").read_text() == "Current AppOps"


def test_a_case_into_which_a_phone_is_watched_is_not_locked(case: Path) -> None:
    folder = next(path for path in (case / "captures").iterdir() if path.name != "empty")
    with WatchLock(folder), pytest.raises(UsageError, match="A phone is being watched"):
        lock(case, WORDS, silent())

    assert not case.with_name(f"case{SUFFIX}").exists()


def test_it_can_be_stopped_and_nothing_has_happened(case: Path, quick: None) -> None:
    before = contents(case)
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        lock(case, WORDS, task)
    assert contents(case) == before

    file = lock(case, WORDS, silent())
    with pytest.raises(Cancelled):
        unlock(file, WORDS, task)
    assert [path.name for path in case.parent.iterdir()] == [file.name]


class Meanwhile(Task):
    """Another program that does something while a case is being locked or opened."""

    def __init__(self, do: Callable[[], object]) -> None:
        super().__init__()
        self._do, self.said = do, set[str]()

    def step(self, done: int = 0, total: int | None = None, text: str = "") -> None:
        try:
            self._do()
        except UsageError as error:
            self.said.add(error.sentence)


def test_who_opens_it_at_the_same_time_or_tidies_up_takes_nothing_away(
    case: Path, made: Path, quick: None
) -> None:
    file = lock(case, WORDS, silent())
    again = Meanwhile(lambda: (clean_up(file.parent), unlock(file, WORDS, silent())))

    assert unlock(file, WORDS, again) == case

    assert again.said == {f"Another program is locking or opening {file}."}
    opened = contents(case)
    opened.pop(locking.MARKER)
    assert opened == contents(made)

    again = Meanwhile(lambda: (clean_up(file.parent), lock(case, WORDS, silent())))
    assert lock(case, WORDS, again) == file
    assert again.said == {f"Another program is locking or opening {file}."}
    assert [path.name for path in case.parent.iterdir()] == [file.name]


def test_what_comes_into_the_log_of_the_store_at_the_last_moment_is_not_lost(
    case: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(case / DB_NAME)

    class Late(sqlite3.Connection):
        def execute(self, sql: str, *rest: object) -> sqlite3.Cursor:
            if sql == "BEGIN IMMEDIATE":
                other.execute("CREATE TABLE late (x)")
                other.commit()
            return super().execute(sql, *rest)  # type: ignore[arg-type]

    real = sqlite3.connect
    monkeypatch.setattr(locking.sqlite3, "connect", lambda *a, **k: real(*a, factory=Late, **k))
    with pytest.raises(StoreError, match="being used by another program"):
        lock(case, WORDS, silent())

    assert [path.name for path in case.parent.iterdir()] == ["case"]
    other.close()


def test_a_locked_case_is_told_to_who_asks_for_its_folder(case: Path, quick: None) -> None:
    file = lock(case, WORDS, silent())

    for line in (
        ("captures", "--case", str(case)),
        ("lock", str(case)),
    ):
        told = CliRunner().invoke(cli, line)
        assert told.exit_code == 2
        assert f"is locked in {file}.\nOpen it first: auditor unlock {file}" in told.output
    with pytest.raises(UsageError, match="is locked in"), filled_case(case):
        pass
    assert not case.exists()


def test_the_folder_one_stands_in_gets_its_own_name(
    case: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(case / "captures")
    told = CliRunner().invoke(cli, ("lock", ".."), input=f"{WORDS}\n{WORDS}\n")
    assert told.exit_code == 0, told.output
    assert is_locked(case.with_name(f"case{SUFFIX}"))


def test_what_is_no_case_is_said_before_a_passphrase_is_asked_for(case: Path) -> None:
    told = CliRunner().invoke(cli, ("lock", str(case / "captures")), input="")
    assert told.exit_code == 2
    assert told.output.startswith(f"The folder {case / 'captures'} is not a case.")


def test_without_anybody_to_type_it_another_way_is_named(case: Path) -> None:
    told = CliRunner().invoke(cli, ("lock", str(case)), input="")
    assert told.exit_code == 2
    assert "nobody here to type the passphrase.\nUse --passphrase-file." in told.output


KILLED = """
import os, sys
from pathlib import Path
from auditor import locked_file, locking
from auditor.task import Task
import pyrage
locked_file.seal_key = lambda secret, words: f"{words}\\n{secret}".encode()
locked_file.open_key = lambda sealed, *_: pyrage.x25519.Identity.from_str(
    sealed.decode().partition("\\n")[2])
what, path, left = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
def count(*_):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), 9)
def trace(frame, event, arg):
    if frame.f_code.co_filename.endswith(("locking.py", "locked_file.py")):
        count()
    return None
sys.setprofile(trace)
getattr(locking, what)(path, "correct horse battery staple", Task())
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.parametrize("what", ["lock", "unlock"])
def test_killed_at_any_moment_the_whole_case_is_there(
    case: Path, made: Path, quick: None, what: str
) -> None:
    file = case.with_name(f"case{SUFFIX}")
    survived = 0
    for calls in (3, 40, 150, 400, 900, 10**9):
        path = case if what == "lock" else file
        if what == "unlock" and not file.exists():
            lock(case, WORDS, silent())
        done = subprocess.run(
            [sys.executable, "-c", KILLED, what, str(path), str(calls)], cwd=PROJECT, check=False
        )
        survived += done.returncode == 0
        clean_up(case.parent)
        left = {each.name for each in case.parent.iterdir() if not each.name.endswith(".part")}
        assert left in ({"case"}, {file.name}, {"case", file.name})
        if not case.exists():
            unlock(file, WORDS, silent())
        found = contents(case)
        found.pop(locking.MARKER, None)
        assert found == contents(made)
        if what == "unlock":
            shutil.rmtree(case)
    assert survived == 1  # the last one is not killed


def test_clean_up_takes_nothing_that_is_not_locked_as_well(tmp_path: Path) -> None:
    (tmp_path / ".case.removing").mkdir()
    (tmp_path / "case.removing").mkdir()

    assert clean_up(tmp_path) == []
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("name", [f"case{SUFFIX}", "evidence.zip", "evidence"])
@pytest.mark.parametrize("ending", [".unlocking", ".removing"])
def test_what_a_kill_left_plain_is_found_whatever_the_file_is_called(
    case: Path, quick: None, monkeypatch: pytest.MonkeyPatch, name: str, ending: str
) -> None:
    file = lock(case, WORDS, silent()).rename(case.with_name(name))
    killed = RuntimeError("killed")

    def refuse(*_: object, **_options: object) -> None:
        raise killed

    opened = case_dir_of(file) if ending == ".unlocking" else unlock(file, WORDS, silent())
    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        if ending == ".unlocking":
            patch.setattr(locking, "_mark", refuse)
            patch.setattr(shutil, "rmtree", lambda *_, **__: None)
            unlock(file, WORDS, silent())
        else:
            patch.setattr(
                shutil, "rmtree", lambda part, *_, **__: refuse() if part.exists() else None
            )
            lock(opened, WORDS, silent())
    assert len(list(case.parent.iterdir())) == 2

    (gone,) = clean_up(case.parent)

    assert gone.name == f".{name}{ending}"
    assert list(case.parent.iterdir()) == [file]
    assert unlock(file, WORDS, silent()) == opened


@pytest.mark.parametrize("name", ["case", "evidence.zip-open"])
def test_what_an_older_version_left_plain_is_found_too(case: Path, quick: None, name: str) -> None:
    file = lock(case, WORDS, silent())
    file.rename(file.with_name(name.replace("-open", "") if "-" in name else file.name))
    left = case.with_name(f".{name}.unlocking")
    left.mkdir()

    assert clean_up(case.parent) == [left]
    assert len(list(case.parent.iterdir())) == 1


def test_a_case_opens_beside_its_file_whatever_that_is_called(tmp_path: Path) -> None:
    assert case_dir_of(tmp_path / f"a.b{SUFFIX}") == tmp_path / "a.b"
    assert case_dir_of(tmp_path / "a.zip") == tmp_path / "a.zip-open"


def test_the_command_line_locks_opens_and_says_that_it_lies_open(
    case: Path, tmp_path: Path, quick: None
) -> None:
    secret = tmp_path / "words"
    secret.write_text(f"{WORDS}\n")
    words = ("--passphrase-file", str(secret))

    def run(*line: str, typed: str = "") -> str:
        return CliRunner().invoke(cli, line, input=typed).output

    told = run("lock", str(case), typed=f"{WORDS}\nsomething else\n{WORDS}\n{WORDS}\n")
    assert "is locked in" in told
    assert WORDS not in told
    file = case.with_name(f"case{SUFFIX}")
    assert "not the passphrase" in run("unlock", str(file), typed="wrong passphrase\n")
    assert "lies open in" in run("unlock", str(file), *words)
    assert "This case lies open" in run("captures", "--case", str(case))
    inside = case / "words"
    inside.write_text(secret.read_text())
    told = run("lock", str(case), "--passphrase-file", str(inside))
    assert "would be locked away with the case" in told
    inside.unlink()
    assert "is locked in" in run("lock", str(case), *words)
    assert "is no locked case" in run("unlock", str(secret))
    assert "There is no file" in run("unlock", str(secret.with_name("gone")))
    missing = run("unlock", str(file), "--passphrase-file", "x")
    assert "could not be read from x" in missing
