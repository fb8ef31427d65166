"""A bundle's own raw files, read into a case of their own: what they give without the other."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from auditor.load import load_capture
from auditor.store import Store
from auditor.task import Task


@contextmanager
def own_case(
    names: Iterable[str], read: Callable[[str], bytes], task: Task
) -> Iterator[tuple[Store, Path]]:
    """Load the captures of a bundle into a case, and give it with an empty folder beside it.

    Both are gone afterwards. AuditorError, OSError, ValueError, KeyError where that cannot be done.
    """
    folder = Path(tempfile.mkdtemp(prefix="permission-auditor-"))
    try:
        with Store.create(folder / "case") as store:
            for name in sorted(name for name in names if name.startswith("captures/")):
                _load(store, name, read, task)
            (folder / "beside").mkdir()
            yield store, folder / "beside"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _load(store: Store, name: str, read: Callable[[str], bytes], task: Task) -> None:
    capture = Path(name).stem
    folder = store.captures_dir / capture
    (folder / "raw").mkdir(parents=True)
    (folder / "manifest.json").write_bytes(read(name))
    for file in json.loads(read(name))["files"]:
        base = Path(str(file["file"])).name
        (folder / "raw" / base).write_bytes(read(f"raw/{capture}/{base}"))
    load_capture(store, folder, task)
