"""Users, packages, permissions: what `pm` and `dumpsys package` say, of every version."""

import io
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.parsers.lines import decode_lines
from auditor.parsers.packages import parse_package_dump, parse_package_list, parse_users
from auditor.records import Notice, Package, Permission, Unparsed, User
from tests.conftest import SHARED, shared_or_skip

FOLDER = SHARED / "corpus" / "package"
FILES = sorted(path.name for path in FOLDER.glob("*.txt"))
DATA = Path(__file__).resolve().parents[2] / "data" / "packages"

Record = Package | Permission | Unparsed | Notice


def corpus(name: str) -> list[Record]:
    shared_or_skip("corpus", "package")
    with (FOLDER / name).open("rb") as stream:
        return list(parse_package_dump(decode_lines(stream)))


def text(name: str) -> str:
    raw = (FOLDER / name).read_bytes()
    is_wide = raw[:2] == b"\xff\xfe"
    return raw.decode("utf-16" if is_wide else "utf-8-sig", "replace").replace("\r", "")


def packages(records: list[Record]) -> list[Package]:
    return [record for record in records if isinstance(record, Package)]


def permissions(records: list[Record]) -> list[Permission]:
    return [record for record in records if isinstance(record, Permission)]


def sample(name: str) -> list[Record]:
    records = list(parse_package_dump((DATA / name).read_text(encoding="utf-8").split("\n")))
    assert not [record for record in records if isinstance(record, Unparsed)]
    return records


def test_users_are_read_with_flags_and_names_that_look_like_syntax() -> None:
    lines = [
        "Users:",
        "\tUserInfo{0:Owner:c13} running",
        "\tUserInfo{10:Work: a}b:1030}",
        "\tUserInfo{999:null:20000030} running",
        "\tUserInfo{x:y}",
    ]
    owner, work, clone, broken = parse_users(lines)
    assert owner == User(0, "Owner", 0xC13, True, 2)
    assert work == User(10, "Work: a}b", 0x1030, False, 3)
    assert clone == User(999, "", 0x20000030, True, 4)
    assert isinstance(broken, Unparsed)


def test_listed_packages_are_split_at_the_last_equals_sign_of_the_path() -> None:
    lines = [
        (
            "package:/data/app/~~a==/com.example.chat-b==/base.apk=com.example.chat"
            "  installer=com.android.vending uid:10231"
        ),
        "package:/system/priv-app/X/X.apk=com.example.system  installer=null uid:1000",
        "package:com.example.plain versionCode:7 uid:10077",
        "package:com.example.twice uid:10123,1010123",
        "",
        "Unknown option: -U",
        "what is this",
    ]
    chat, system, plain, first, second, answer, odd = parse_package_list(lines, 10)
    assert chat == Package(
        name="com.example.chat",
        uid=10231,
        user_id=10,
        line=1,
        installer="com.android.vending",
        code_path="/data/app/~~a==/com.example.chat-b==/base.apk",
    )
    assert isinstance(system, Package) and system.installer is None
    assert isinstance(plain, Package) and plain.version_code == 7
    assert isinstance(first, Package) and (first.uid, first.user_id) == (10123, 0)
    assert isinstance(second, Package) and (second.uid, second.user_id) == (1010123, 10)
    assert isinstance(answer, Notice) and answer.code == "unknown_option"
    assert isinstance(odd, Unparsed)


def test_a_list_without_uids_says_so_once() -> None:
    lines = ["package:/system/a.apk=a.b", "package:/system/b.apk=c.d"]
    assert [type(record) for record in parse_package_list(lines)] == [Notice]


def test_a_package_comes_for_each_user_that_has_it() -> None:
    found = packages(sample("dump_34.txt"))
    assert [(p.name, p.uid, p.user_id) for p in found] == [
        ("com.example.chat", 10231, 0),
        ("com.example.chat", 1010231, 10),
        ("com.example.one", 10085, 0),
        ("com.example.two", 10085, 0),
        ("com.example.chat", 10231, 0),
    ]
    chat = found[0]
    assert (chat.version_name, chat.version_code, chat.target_sdk) == ("1.2 beta", 120, 34)
    assert (chat.installer, chat.initiating_package) == ("com.example.store", "com.android.shell")
    assert (chat.first_install_local, chat.last_update_local) == (
        "2025-02-01 10:00:00",
        "2025-03-01 11:00:00",
    )
    assert (chat.is_system, chat.enabled, chat.shared_user) == (False, 0, None)
    assert found[1].enabled == 2
    assert [package.is_hidden_system for package in found] == [False] * 4 + [True]


def test_permissions_of_a_package_belong_to_their_user() -> None:
    found = [p for p in permissions(sample("dump_34.txt")) if p.package == "com.example.chat"]
    by_uid = {uid: {p.name: p for p in found if p.uid == uid} for uid in (10231, 1010231)}
    camera = by_uid[10231]["android.permission.CAMERA"]
    assert camera.granted is True and camera.runtime is True
    assert camera.flags == ("USER_SET", "ONE_TIME", "524288")
    assert by_uid[1010231]["android.permission.CAMERA"].granted is False
    assert by_uid[10231]["android.permission.INTERNET"].runtime is False
    asked = by_uid[10231]["android.permission.READ_CONTACTS"]
    assert (asked.granted, asked.runtime) == (None, None)
    assert "android.permission.READ_CONTACTS" in by_uid[1010231]


def test_secure_folders_and_clones_are_users_and_a_makers_own_keys_are_passed_over() -> None:
    records = sample("dump_vendor_15.txt")

    assert [(p.uid, p.user_id, p.installer, p.first_install_local) for p in packages(records)] == [
        (10686, 0, None, "2026-02-07 15:12:10"),
        (15010686, 150, None, "2026-02-08 10:00:00"),
        (99910686, 999, None, None),
    ]
    asked = [p for p in permissions(records) if p.name == "android.permission.CAMERA"]
    assert [(p.uid, p.granted, p.flags[-1]) for p in asked] == [
        (10686, True, "USER_SENSITIVE_WHEN_DENIED"),
        (15010686, True, "ONE_TIME"),
        (99910686, False, "USER_FIXED"),
    ]
    own = [p for p in permissions(records) if p.name == "com.vendor.permission.AUTO_START"]
    assert {(p.uid, p.granted) for p in own} == {(10686, True), (15010686, True), (99910686, True)}


def test_what_a_shared_user_holds_counts_for_each_of_its_packages() -> None:
    found = [p for p in permissions(sample("dump_34.txt")) if p.uid == 10085]
    held = {(p.package, p.name): p.granted for p in found}
    assert held == {
        ("com.example.one", "android.permission.INTERNET"): True,
        ("com.example.two", "android.permission.INTERNET"): True,
        ("com.example.one", "android.permission.READ_SMS"): True,
        ("com.example.two", "android.permission.READ_SMS"): True,
        ("com.example.two", "android.permission.READ_CALENDAR"): None,
    }


def test_shared_users_alone_name_their_packages() -> None:
    lines = (DATA / "dump_34.txt").read_text(encoding="utf-8").split("Shared users:")[1]
    found = permissions(list(parse_package_dump(["Shared users:", *lines.split("\n")])))
    assert {p.package for p in found} == {"com.example.one", "com.example.two"}


def test_the_flags_of_old_versions_are_split_at_blanks() -> None:
    found = permissions(sample("dump_26.txt"))
    flags = {p.name: p.flags for p in found}
    assert flags["android.permission.CAMERA"] == ("GRANTED_BY_DEFAULT", "USER_SET")
    assert flags["android.permission.READ_SMS"] == ()
    assert packages(sample("dump_26.txt"))[0].first_install_local == "2018-01-01 00:00:00"


def test_a_shared_user_without_known_packages_stands_for_itself() -> None:
    found = [p for p in permissions(sample("dump_26.txt")) if p.uid == 10036]
    assert {p.package for p in found} == {"android.uid.example"}


def test_a_missing_package_and_a_damaged_permission_are_said() -> None:
    records = list(
        parse_package_dump(
            [
                "Unable to find package: a.b",
                "Packages:",
                "  Package [a.b] (1f):",
                "    userId=10001",
                "    install permissions:",
                "      android.permission.CAMERA: gran",
            ]
        )
    )
    assert [type(record) for record in records] == [Notice, Unparsed, Package]


@pytest.mark.shared
@pytest.mark.parametrize("name", FILES)
def test_a_real_dump_is_read_completely(name: str) -> None:
    records, body = corpus(name), text(name)
    assert not [record for record in records if isinstance(record, Unparsed)]
    names = Counter(re.findall(r"^  Package \[(.*)\] \(", body, re.MULTILINE))
    assert set(names) == {package.name for package in packages(records)}
    lines = {p.line for p in permissions(records) if p.granted is not None}
    hidden = body.find("\nHidden system packages:")
    rest = body[hidden + 1 :] if hidden >= 0 else ""
    end = re.search(r"\n(?=[A-Z])", rest[10:])
    skipped = rest[: end.start() + 10] if end else rest
    visible = body.replace(skipped, "") if skipped else body
    absent = re.findall(r"^ {4}User .*installed=false.*(?:\n {6}.*)*", visible, re.MULTILINE)
    granted = visible.count(": granted=") - sum(user.count(": granted=") for user in absent)
    assert len(lines) == granted
    body_lines = body.split("\n")
    for permission in permissions(records):
        assert permission.name in body_lines[permission.line - 1]


@pytest.mark.shared
def test_a_factory_version_is_kept_apart() -> None:
    found = packages(corpus("xctrack-utf16-package.txt"))
    assert [package.is_hidden_system for package in found] == [False, True]
    assert found[0].installer == "com.android.vending"


@pytest.mark.shared
def test_the_users_of_a_real_phone_are_read() -> None:
    shared_or_skip("corpus", "other")
    with (SHARED / "corpus/other/vivo-x9-7.1.2-user.txt").open("rb") as stream:
        users = [user for user in parse_users(decode_lines(stream)) if isinstance(user, User)]
    assert [user.user_id for user in users] == [0, 999]


@given(st.binary(max_size=1500))
def test_any_bytes_are_read_without_an_exception(raw: bytes) -> None:
    for parse in (parse_users, parse_package_list, parse_package_dump):
        list(parse(decode_lines(io.BytesIO(raw))))


@given(st.data())
def test_a_damaged_dump_is_read_without_an_exception(data: st.DataObject) -> None:
    lines = (DATA / "dump_34.txt").read_bytes().split(b"\n")
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at] = data.draw(
            st.sampled_from([lines[at][:9], lines[0], b"    User 9: x=", lines[-2]])
        )
    list(parse_package_dump(decode_lines(io.BytesIO(b"\n".join(lines)))))
