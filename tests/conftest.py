"""Fixtures for every test: an offscreen Qt, the dumps beside the project, no stray settings."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# How long one example takes says more about the machine than about the program.
settings.register_profile("any-machine", deadline=None)
settings.load_profile("any-machine")

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"


def shared_or_skip(*parts: str) -> Path:
    """Give a folder of the dumps beside the project, or skip where there are none."""
    folder = SHARED.joinpath(*parts)
    if not SHARED.is_dir():
        pytest.skip("the dumps beside the project (../shared) are not here")
    assert folder.exists(), f"{folder} is missing although ../shared is here"
    return folder


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real and reference dumps beside the project."""
    return shared_or_skip()


@pytest.fixture(scope="session", autouse=True)
def nobodys_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep out what a person's own runs left here, such as what was changed on phones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield
