"""The person's own file: a template to fill, read back, and told where it is wrong."""

import errno
import os
import stat
import tomllib
from pathlib import Path

import pytest

from auditor.complaint.channels import channels
from auditor.complaint.own_fields import own_fields, read_own_fields, template, write_template
from auditor.complaint.records import Channel, Filler, OwnFields, Shape
from auditor.errors import StoreError, UsageError, WrongFormat

EVERY = pytest.mark.parametrize("each", channels(), ids=lambda each: each.id)


@EVERY
@pytest.mark.parametrize("lang", ["en", "zh_CN", "fr"])
def test_a_template_asks_for_every_field_of_the_person_and_nothing_else(
    each: Channel, lang: str
) -> None:
    table = tomllib.loads(template(each, lang))

    wanted = {field.key for field in each.fields if field.filler is Filler.PERSON}
    contacts = {"contact_history"} if "contact_history" in table else set()
    flat = {f"{k}.{j}" for k, v in table.items() if isinstance(v, dict) for j in v}
    flat |= {k for k, v in table.items() if isinstance(v, str)} | contacts
    assert flat == wanted
    assert own_fields(table) == OwnFields()
    required = sum(f.is_required and f.filler is Filler.PERSON for f in each.fields)
    assert template(each, lang).count("# (!)") == required


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_template_is_for_its_owner_only_and_replaces_nothing(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"

    write_template(channels()[0], "en", path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(UsageError, match="there already"):
        write_template(channels()[0], "en", path)


def test_a_filled_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        'harm = """\nI worry.\n"""\n[complainant]\nname = "王䶮"\n'
        '[[contact_history]]\ndate = "2026-09-01"\nanswer = "no"\n[[contact_history]]\ndate = ""\n',
        encoding="utf-8",
    )

    own = read_own_fields(path)

    assert own.values == {"harm": "I worry.", "complainant.name": "王䶮"}
    assert [(each.date, each.answer) for each in own.contacts] == [("2026-09-01", "no")]
    assert own.unknown == ()


def test_a_full_disk_leaves_nothing_of_a_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="No space left"):
            write_template(channels()[0], "en", tmp_path / "mine.toml")

    assert list(tmp_path.iterdir()) == []
    write_template(channels()[0], "en", tmp_path / "mine.toml")  # its name is free


def test_every_field_of_contacts_is_one(tmp_path: Path) -> None:
    shapes = {f.key for c in channels() for f in c.fields if f.shape is Shape.CONTACTS}

    assert shapes == {"contact_history"}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'name = "a\nb = 1', "line 1"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"#" * ((1 << 20) + 1), "too large"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(data)

    with pytest.raises(WrongFormat, match=told):
        read_own_fields(path)


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="complaint fields"):
        read_own_fields(tmp_path / "none.toml")


def test_what_would_be_passed_over_is_named() -> None:
    rows = [{"date": "2026-09-01", "dat": "x"}, "letter"]

    assert own_fields({"contact_history": rows}).unknown == (
        "contact_history",
        "contact_history.dat",
    )
    assert own_fields({"contact_history": "by letter"}).unknown == ("contact_history",)
