"""A text of the sample phone is told by its apps, whatever stands around their names."""

from pathlib import Path

from auditor.importers.sample_mark import invented, is_of_sample_phone


def test_every_invented_name_is_found_in_any_surroundings(tmp_path: Path) -> None:
    names = sorted(invented())
    assert len(names) > 40
    for begin in range(len(names) - 2):
        text = tmp_path / "text"
        chosen = names[begin : begin + 3]
        text.write_bytes(b"Package " + b":\n  u0a7=".join(chosen) + b"/.Main (com.example.x)\n")
        assert is_of_sample_phone([text])


def test_two_of_its_names_are_not_enough(tmp_path: Path) -> None:
    one, other = sorted(invented())[:2]
    text = tmp_path / "text"
    text.write_bytes(b"Package " + one + b":\nPackage " + other + b":\nPackage com.example.x:\n")
    assert not is_of_sample_phone([text, text])
