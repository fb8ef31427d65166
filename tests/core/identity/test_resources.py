"""The table of resources and the choice of a language, by hand-made tables of every form."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.identity.binary_xml import parse_xml
from auditor.identity.chunks import BadApk
from auditor.identity.locales import Locale, best_for, parse_locale
from auditor.identity.resources import Resources
from auditor.sample.apk_chunks import For, Kind, resource_id, resource_table, string_pool, text
from tests.core.identity.apks import ICON_REFERENCE, PACKAGE, manifest, strings

TABLE = resource_table(
    PACKAGE,
    [
        Kind(
            "string",
            ["first", "second", "third"],
            [
                (For(), {0: text("one"), 2: text("three")}),
                (For("zh", "CN"), {0: text("一")}),
                (For(density=480, version=26), {2: text("sharp")}),
            ],
        )
    ],
)


def chosen(tag: str, *languages: tuple[str, str, str], api: int = 34) -> str | None:
    """Which of these variants (language, region, script) a phone shows."""
    table = Resources(strings(*((For(*each), "-".join(each)) for each in languages)))
    best = best_for(table.variants(resource_id(1, 0)), parse_locale(tag), api)
    return None if best is None else best.value.text


DEFAULT = ("", "", "")


@pytest.mark.parametrize(
    ("tag", "languages", "expected"),
    [
        ("zh-Hans-CN", [DEFAULT, ("zh", "CN", ""), ("zh", "TW", "")], "zh-CN-"),
        ("zh-CN", [DEFAULT, ("zh", "", ""), ("zh", "TW", "")], "zh--"),
        ("zh-Hans-CN", [DEFAULT, ("zh", "", "Hans"), ("zh", "", "Hant")], "zh--Hans"),
        ("zh-Hans-CN", [DEFAULT, ("zh", "TW", "")], "--"),
        ("zh-Hans-SG", [DEFAULT, ("zh", "CN", "")], "zh-CN-"),
        ("zh-Hant-TW", [DEFAULT, ("zh", "CN", ""), ("zh", "HK", "")], "zh-HK-"),
        ("zh-TW", [DEFAULT, ("zh", "CN", "")], "--"),
        ("en-US", [DEFAULT, ("en", "GB", "")], "--"),
        ("en-US", [DEFAULT, ("en", "", ""), ("en", "GB", "")], "en--"),
        ("en-AU", [DEFAULT, ("en", "GB", "")], "en-GB-"),
        ("de-AT", [DEFAULT, ("de", "DE", "")], "de-DE-"),
        ("fr-FR", [DEFAULT, ("de", "", "")], "--"),
        ("", [DEFAULT, ("de", "", "")], "--"),
        ("fr-FR", [("de", "", "")], None),
        ("fil-PH", [DEFAULT, ("fr", "", "")], "--"),
    ],
)
def test_the_name_is_that_of_the_phones_language(
    tag: str, languages: list[tuple[str, str, str]], expected: str | None
) -> None:
    assert chosen(tag, *languages) == expected


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("zh-Hans-CN", Locale("zh", "Hans", "CN")),
        ("zh_TW", Locale("zh", "Hant", "TW")),
        ("en-US,zh-CN", Locale("en", "", "US")),
        ("sr-Latn-RS", Locale("sr", "Latn", "RS")),
        ("es-419", Locale("es", "", "419")),
        ("", Locale("", "", "")),
    ],
)
def test_a_locale_is_read_in_every_form(tag: str, locale: Locale) -> None:
    assert parse_locale(tag) == locale


def test_each_variant_says_for_whom_it_is() -> None:
    variants = Resources(TABLE).variants(resource_id(1, 2))

    assert [each.value.text for each in variants] == ["three", "sharp"]
    assert (variants[1].config.density, variants[1].config.version) == (480, 26)


def test_a_resource_that_is_not_there_has_no_variant() -> None:
    table = Resources(TABLE)

    assert table.variants(resource_id(1, 1)) == []
    assert table.variants(resource_id(1, 99)) == []
    assert table.variants(resource_id(9, 0)) == []
    assert table.variants(0x0204_0000) == []


def _type_chunk(flags: int, offsets: bytes, count: int, entry: bytes) -> bytes:
    """A table with one variant of one type in another form."""
    head = 20 + 64
    start = head + len(offsets)
    body = struct.pack("<BBHII", 1, flags, 0, count, start) + struct.pack("<I", 64) + bytes(60)
    data = struct.pack("<HHI", 0x0201, head, start + len(entry)) + body + offsets + entry
    pools = string_pool(["string"], True) + string_pool(["name"], True)
    package = struct.pack("<I", 0x7F) + bytes(256) + struct.pack("<IIIII", 288, 0, 288, 0, 0)
    inner = pools + data
    whole = struct.pack("<HHI", 0x0200, 288, 288 + len(inner)) + package + inner
    values = string_pool(["found"], True)
    size = 12 + len(values) + len(whole)
    return struct.pack("<HHII", 0x0002, 12, size, 1) + values + whole


PLAIN = struct.pack("<HHIHBBI", 8, 0, 0, 8, 0, 3, 0)
COMPACT = struct.pack("<HHI", 0, 0x0008 | 3 << 8, 0)


@pytest.mark.parametrize(
    ("flags", "offsets", "count", "entry"),
    [
        (0x00, struct.pack("<II", 0xFFFFFFFF, 0), 2, PLAIN),
        (0x00, struct.pack("<II", 0xFFFFFFFF, 0), 2, COMPACT),
        (0x01, struct.pack("<HH", 1, 0), 1, PLAIN),
        (0x02, struct.pack("<HH", 0xFFFF, 0), 2, PLAIN),
    ],
    ids=["plain", "compact", "sparse", "short offsets"],
)
def test_every_form_of_a_table_is_read(
    flags: int, offsets: bytes, count: int, entry: bytes
) -> None:
    table = Resources(_type_chunk(flags, offsets, count, entry))

    assert [each.value.text for each in table.variants(resource_id(1, 1))] == ["found"]
    assert table.variants(resource_id(1, 0)) == []


@pytest.mark.parametrize("is_utf8", [True, False])
@pytest.mark.parametrize("value", ["", "Chat", "聊天", "👩‍🚀", "x" * 300])
def test_strings_are_read_in_both_encodings(value: str, is_utf8: bool) -> None:
    data = TABLE.replace(string_pool(["one", "three", "一", "sharp"], True), b"")
    assert data != TABLE  # the pool is where the test takes it to be
    pool = string_pool([value], is_utf8)
    head = struct.pack("<HHII", 0x0002, 12, 12 + len(pool) + len(data) - 12, 1)

    table = Resources(head + pool + data[12:])

    assert table.variants(resource_id(1, 0))[0].value.text == value


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(TABLE) - 1), st.binary(min_size=1, max_size=4)),
                min_size=1, max_size=5))  # fmt: skip
def test_no_change_of_a_table_breaks_the_lookup(changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(TABLE)
    for place, new in changes:
        data[place : place + len(new)] = new

    try:
        variants = Resources(bytes(data)).variants(resource_id(1, 0))
    except BadApk as error:
        assert error.reason == "bad_resources"
    else:
        assert len(variants) <= 3


XML = manifest(ICON_REFERENCE)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(XML) - 1), st.binary(min_size=1, max_size=8))
def test_no_change_of_a_manifest_breaks_its_parser(place: int, new: bytes) -> None:
    data = XML[:place] + new + XML[place + len(new) :]

    try:
        root = parse_xml(data)
    except BadApk as error:
        assert error.reason == "bad_xml"
    else:
        assert root.depth == 0
