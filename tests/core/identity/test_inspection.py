"""One APK, read piece by piece: who it says it is, and what it cannot say."""

import dataclasses
import hashlib
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.identity.chunks import BadApk
from auditor.identity.inspection import PhoneKind
from auditor.identity.records import Label, SignerCheck
from auditor.sample.apk_chunks import Attribute, For, reference, resource_id, text
from auditor.sample.apk_files import apk_of, scheme_of
from auditor.sample.apk_signing import jar_files, key_of
from auditor.sample.apps import cast
from tests.core.identity.apks import (
    LABEL,
    LABEL_REFERENCE,
    PACKAGE,
    Reading,
    facts_of,
    manifest,
    strings,
    whole_apk,
    zipped,
)


def with_label(label: Attribute, *tables: tuple[str, bytes]) -> bytes:
    return zipped([("AndroidManifest.xml", manifest(label)), *tables])


def test_an_app_says_who_it_is() -> None:
    facts = facts_of(whole_apk())

    assert (facts.package, facts.version_name, facts.version_code) == (PACKAGE, "1.2", 12)
    assert facts.target_sdk == 34
    assert facts.labels == (
        Label("", "聊天"),
        Label("en", "Chat"),
        Label("zh-Hans", "聊天"),
        Label("zh-Hant", "Chat"),
    )
    assert facts.icon is not None
    assert facts.icon.png.startswith(b"\x89PNG")
    assert facts.troubles == ()


def test_every_app_of_the_sample_phone_is_read_as_it_was_made() -> None:
    for app in cast():
        facts = facts_of(apk_of(app, 7, "7.0", 33), PhoneKind(34, "zh-CN"))

        assert facts.package == app.package
        assert {each.locale: each.text for each in facts.labels} == {
            "": app.name_zh,
            "en": app.name,
            "zh-Hans": app.name_zh,
            "zh-Hant": app.name,
        }
        assert facts.icon is not None
        assert facts.signer is not None
        assert facts.signer.scheme == scheme_of(app)
        assert facts.troubles == ()


def test_only_what_is_needed_of_a_large_file_is_read() -> None:
    data = whole_apk(size=20 << 20)

    reading = Reading(data)

    assert reading.facts.icon is not None
    assert reading.rounds <= 3
    assert reading.bytes_read < 160 << 10
    assert sum(each.end - each.begin for each in reading.facts.ranges) == reading.bytes_read


def test_the_hashes_of_what_was_read_are_those_of_the_file() -> None:
    data = whole_apk(size=1 << 20)

    for each in facts_of(data).ranges:
        assert each.sha256 == hashlib.sha256(data[each.begin : each.end]).hexdigest()


@pytest.mark.parametrize(
    ("scheme", "api", "expected", "past"),
    [
        ("v2", 34, "v2", 0),
        ("v3", 34, "v3", 0),
        ("v3.1", 34, "v3.1", 1),
        ("v3.1", 30, "v3", 0),
    ],
)
def test_the_signer_is_that_of_the_newest_scheme_the_phone_knows(
    scheme: str, api: int, expected: str, past: int
) -> None:
    signer = facts_of(whole_apk(1 << 20, scheme), PhoneKind(api, "en-US")).signer

    assert signer is not None
    is_new = scheme != "v3.1" or api >= 33
    key = key_of("example" if is_new else "example before")
    assert (signer.scheme, len(signer.past)) == (expected, past)
    assert signer.certificate == key.certificate
    assert signer.sha256 == hashlib.sha256(key.certificate).hexdigest()
    assert signer.check is SignerCheck.SIGNING_BLOCK


def test_a_file_that_was_read_as_a_whole_is_compared_as_a_whole() -> None:
    signer = facts_of(whole_apk()).signer

    assert signer is not None
    assert signer.check is SignerCheck.WHOLE_FILE


def test_a_changed_byte_of_a_whole_file_is_told() -> None:
    data = bytearray(whole_apk(size=2048))
    data[data.index(bytes(range(64)))] ^= 1

    signer = facts_of(bytes(data)).signer

    assert signer is not None
    assert signer.check is SignerCheck.MISMATCH


def test_another_certificate_in_a_signature_is_told() -> None:
    data = whole_apk(size=1 << 20)
    mine = key_of("example").certificate
    others = (key_of(f"exampl{number}").certificate for number in range(99))
    theirs = next(other for other in others if len(other) == len(mine))

    signer = facts_of(data.replace(mine, theirs)).signer

    assert signer is not None
    assert signer.check is SignerCheck.MISMATCH


def test_the_oldest_scheme_gives_a_certificate_and_no_more() -> None:
    entries = [("AndroidManifest.xml", manifest(LABEL))]
    data = zipped([*entries, *jar_files(entries, "example")])

    signer = facts_of(data).signer

    assert signer is not None
    assert (signer.scheme, signer.check) == ("v1", SignerCheck.CERTIFICATE_ONLY)
    assert signer.certificate == key_of("example").certificate


def test_a_broken_block_is_not_passed_over_for_an_older_scheme() -> None:
    entries = [("AndroidManifest.xml", manifest(LABEL))]
    signed = zipped([*entries, *jar_files(entries, "example")])
    data = bytearray(_with_block(signed, 0x7109871A, b"\xff" * 64))

    facts = facts_of(bytes(data))

    assert facts.signer is None
    assert facts.troubles == ("signer:bad_signature",)


def _with_block(apk: bytes, number: int, value: bytes) -> bytes:
    end = apk.rindex(b"PK\x05\x06")
    directory = struct.unpack_from("<I", apk, end + 16)[0]
    body = struct.pack("<QI", 4 + len(value), number) + value
    size = struct.pack("<Q", len(body) + 24)
    block = size + body + size + b"APK Sig Block 42"
    record = bytearray(apk[end:])
    struct.pack_into("<I", record, 16, directory + len(block))
    return apk[:directory] + block + apk[directory:end] + bytes(record)


def test_an_app_without_a_signature_has_no_signer() -> None:
    facts = facts_of(with_label(LABEL))

    assert facts.signer is None
    assert facts.troubles == ()


def test_a_label_that_refers_to_itself_is_refused() -> None:
    circle = strings((For(), reference(resource_id(1, 0))))

    facts = facts_of(with_label(LABEL_REFERENCE, ("resources.arsc", circle)))

    assert facts.labels == ()
    assert facts.troubles == ("label:cyclic_reference",)


def test_a_label_of_androids_own_resources_is_unknown() -> None:
    label = Attribute("label", 0x01010001, reference(0x01040013))

    assert facts_of(with_label(label, ("resources.arsc", strings((For(), "x"))))).labels == ()


def test_a_label_that_turns_text_around_is_inert() -> None:
    label = Attribute("label", 0x01010001, text("Bank\u202egnp.kna\x07" + "x" * 5000))

    (shown,) = {each.text for each in facts_of(with_label(label)).labels}

    assert shown.startswith("Bank[U+202E]gnp.kna[U+0007]xxx")
    assert len(shown) <= 120


def test_damaged_resources_leave_version_and_package() -> None:
    facts = facts_of(with_label(LABEL_REFERENCE, ("resources.arsc", b"\x02\x00\x0c\x00" * 9)))

    assert (facts.package, facts.version_name, facts.labels) == (PACKAGE, "1.2", ())
    assert facts.troubles == ("resources:bad_resources",)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zipped([("AndroidManifest.xml", b"\0" * (64 << 20))], packed=True)

    facts = facts_of(bomb)

    assert facts.package is None
    assert facts.troubles == ("manifest:too_large",)


def test_a_bomb_that_lies_about_its_size_is_cut_off() -> None:
    bomb = bytearray(zipped([("AndroidManifest.xml", b"\0" * (64 << 20))], packed=True))
    place = bomb.index(b"PK\x01\x02") + 24
    struct.pack_into("<I", bomb, place, 1000)

    facts = facts_of(bytes(bomb))

    assert facts.package is None
    assert facts.troubles in (("manifest:bad_entry",), ("manifest:bad_xml",))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "bad_zip"),
        (b"PK", "bad_zip"),
        (b"\0" * 5000, "bad_zip"),
        (zipped([]), "no_manifest"),
        (zipped([("a", b"b")]), "no_manifest"),
        (zipped([("AndroidManifest.xml", b"")])[:-1], "bad_zip"),
    ],
)
def test_what_is_no_app_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(BadApk) as caught:
        facts_of(data)

    assert caught.value.reason == reason


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused() -> None:
    twins = zipped([("AndroidManifest.xml", manifest(LABEL)), ("a", b""), ("a", b"x")])

    with pytest.raises(BadApk) as caught:
        facts_of(twins)

    assert caught.value.reason == "twin_entries"


def test_an_absurd_number_of_files_is_refused() -> None:
    data = bytearray(zipped([("AndroidManifest.xml", manifest(LABEL))]))
    end = data.rindex(b"PK\x05\x06")
    struct.pack_into("<IH", data, end + 12, 0xFFFFFFF0, 0)

    with pytest.raises(BadApk):
        facts_of(bytes(data))


WHOLE = whole_apk(size=4096, scheme="v3.1")


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=6)),
        min_size=1,
        max_size=6,
    )
)
def test_no_change_of_bytes_breaks_the_reading(changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(WHOLE)
    for place, new in changes:
        data[place : place + len(new)] = new

    try:
        facts = facts_of(bytes(data))
    except BadApk as error:
        assert error.reason
    else:
        assert all(len(each.text) <= 120 for each in facts.labels)
        whole = facts.signer is not None and facts.signer.check is SignerCheck.WHOLE_FILE
        assert not whole or _signed_part(data) == _signed_part(bytearray(WHOLE))


def _signed_part(data: bytearray) -> bytes:
    """What the digests are about: all but the block of signatures."""
    end = data.rindex(b"PK\x05\x06")
    directory = struct.unpack_from("<I", data, end + 16)[0]
    size = struct.unpack_from("<Q", data, directory - 24)[0]
    begin = directory - size - 8
    return bytes(data[:begin] + data[directory : end + 16] + data[end + 20 :])


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_as_a_manifest_break_the_reading(untrusted: bytes) -> None:
    facts = facts_of(zipped([("AndroidManifest.xml", untrusted), ("resources.arsc", untrusted)]))

    assert dataclasses.is_dataclass(facts)
