"""What a mark says: its kind, the kind of data, its own text."""

import pytest

from auditor.mark_words import kind_title, mark_text
from auditor.notes import MarkKind, OwnMark


def mark(kind: MarkKind | None, text: str) -> OwnMark:
    return OwnMark(1, 0, text, 0, kind)


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        (None, "my words", "my words"),
        (MarkKind.AGREE, "", "Agreed"),
        (MarkKind.PERMISSION_ASKED, "microphone", "Permission asked for (Microphone)"),
        (MarkKind.AGREE, "on page 2", "Agreed: on page 2"),
    ],
)
def test_a_mark_is_told_whole(kind: MarkKind | None, text: str, told: str) -> None:
    assert mark_text(mark(kind, text), "en") == told


def test_a_mark_without_a_kind_is_a_note() -> None:
    assert kind_title(None, "", "zh_CN") == "备注"
