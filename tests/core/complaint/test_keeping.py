"""A person's answers: kept as they were, for their eyes only, in a file apart from all evidence."""

import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.complaint.channels import all_fields
from auditor.complaint.keeping import answers_path, keep_answers, kept_answers
from auditor.complaint.records import Contact, Filler, OwnFields
from auditor.errors import StoreError

KEYS = sorted(k for k, v in all_fields().items() if v["filler"] == Filler.PERSON)
OWN = OwnFields(
    {"complainant.name": 'Zoë "Q" 张', "harm": 'Two\nlines\\ and "both"'},
    (Contact("2026-05-01", "e-mail", "Please stop.", ""),),
)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30).map(str.strip)


def test_answers_come_back_as_they_were_kept(tmp_path: Path) -> None:
    path = tmp_path / "new" / "answers.toml"

    keep_answers(path, OWN)

    assert kept_answers(path) == OWN


@given(
    values=st.dictionaries(st.sampled_from([k for k in KEYS if k != "contact_history"]), TEXTS),
    contact=st.tuples(TEXTS, TEXTS, TEXTS, TEXTS),
)
def test_any_answer_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    values: dict[str, str],
    contact: tuple[str, str, str, str],
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    told = {key: text for key, text in values.items() if text}
    own = OwnFields(told, (Contact(*contact),) if any(contact) else ())

    keep_answers(path, own)
    read = kept_answers(path)  # signs that turn or hide text are named in it
    keep_answers(path, read)

    assert kept_answers(path) == read
    assert read.values.keys() == told.keys()


def test_without_an_answer_no_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"
    keep_answers(path, OWN)

    keep_answers(path, OwnFields())

    assert not path.exists()
    assert kept_answers(path) == OwnFields()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_can_read_them(tmp_path: Path) -> None:
    path = tmp_path / "answers.toml"

    keep_answers(path, OWN)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_each_case_has_a_file_of_its_own_that_names_no_folder(tmp_path: Path) -> None:
    one, other = (answers_path(tmp_path, tmp_path / each / "phone") for each in ("a", "b"))

    assert one != other
    assert one.parent == tmp_path
    assert one.name.startswith("phone-") and str(tmp_path.name) not in one.name


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(StoreError, match="could not be kept"):
        keep_answers(tmp_path / "file" / "answers.toml", OWN)
