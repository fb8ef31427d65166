"""Rule files: read whole or refused with file, line and one sentence."""

from pathlib import Path

import pytest

from auditor.errors import WrongFormat
from auditor.findings.rule_files import own_rules, read_rules, rule_set_sha256, with_own
from tests.core.findings.rules import RULE, write_rule


def refused(folder: Path) -> str:
    with pytest.raises(WrongFormat) as caught:
        read_rules(folder)
    return caught.value.sentence


def test_every_rule_of_ours_is_read_in_the_order_of_its_id() -> None:
    ids = [rule.id for rule in own_rules()]

    assert ids == sorted(set(ids))
    assert "R04" in ids
    assert all(rule.is_own for rule in own_rules())


def test_a_rule_of_a_folder_takes_the_place_of_ours_with_its_id(tmp_path: Path) -> None:
    write_rule(tmp_path, 'id = "X01"', 'id = "R04"')

    rules = {rule.id: rule for rule in with_own(tmp_path)}

    assert not rules["R04"].is_own
    assert len(rules) == len(own_rules())


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ('id = "X01"', 'id = "x"', 1, "'id'"),
        ("version = 1", "version = true", 2, "'version'"),
        ("version = 1", "version = -1", 2, "'version'"),
        ('base = "high"', 'base = "grave"', 3, "'base'"),
        ('needs = ["accesses"]', 'needs = ["magic"]', 4, "'needs'"),
        ('needs = ["accesses"]', 'needs = "accesses"', 4, "'needs'"),
        ("FROM accesses", "FROM events", 5, "no such table"),
        ("FROM accesses", "FROM sqlite_master", 5, "query"),
        ("SELECT device_id", "SELECT load_extension('x'), device_id", 5, "not authorized"),
        ("SELECT device_id", "DELETE FROM accesses; SELECT device_id", 5, "query"),
        ("NULL AS line", "NULL AS row", 5, "gives no column line"),
        ("time_ms > :soon", "time_ms > :late", 5, "late"),
        ('en = "Title"', 'en = ""', 12, "'en'"),
        ('en = "Title"', 'de = "Titel"', 12, "'de'"),
        ("{app}", "{who}", 15, "places"),
        ("{app}", "{app.__class__}", 15, "place"),
        ("value = 3", "value = 0.5", 28, "'value'"),
        ("value = 3", "worth = 3", 28, "'worth'"),
        ('jurisdiction = "CN"', 'jurisdiction = "XX"', 33, "'jurisdiction'"),
        ('tag = "V"', 'tag = "V"\nverified_on = "soon"', 35, "'verified_on'"),
        ("[title]", "[title", 11, "TOML"),
    ],
)
def test_a_file_that_is_not_right_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, word: str
) -> None:
    path = write_rule(tmp_path, old, new)

    sentence = refused(tmp_path)

    assert sentence.startswith(f"{path}, line {line}: ")
    assert word in sentence


def test_two_rules_of_one_id_are_refused(tmp_path: Path) -> None:
    write_rule(tmp_path, name="one.toml")
    write_rule(tmp_path, name="two.toml")

    assert "also in one.toml" in refused(tmp_path)


def test_a_folder_without_rules_and_one_that_is_not_there_are_told(tmp_path: Path) -> None:
    assert "holds no rule file" in refused(tmp_path)
    assert "There is no folder" in refused(tmp_path / "none")


def test_the_hash_of_a_rule_set_is_of_what_it_says(tmp_path: Path) -> None:
    first, second, third = (tmp_path / name for name in "abc")
    write_rule(first)
    write_rule(second, 'id = "X01"', '# a comment\r\nid = "X01"')
    write_rule(third, "value = 3", "value = 4")

    hashes = [rule_set_sha256(read_rules(folder)) for folder in (first, second, third)]

    assert hashes[0] == hashes[1] != hashes[2]


def test_text_that_is_no_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    path = write_rule(tmp_path)
    path.write_bytes(RULE.encode().replace(b"Title", b"\xff\xfe", 1))

    assert "line 12: the text is not UTF-8" in refused(tmp_path)
