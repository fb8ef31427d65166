"""One block of `dumpsys package`: a package, or a user id that several packages share."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.parsers.cursor import unparsed
from auditor.records import Package, Permission, Unparsed
from auditor.uids import PER_USER

_FIELD = re.compile(r" {4}(\w+)=(.*)").fullmatch
_USER_FIELD = re.compile(r" {6}(\w+)=(.*)").fullmatch
_USER = re.compile(r" {4}User (\d{1,5}):(.*)").fullmatch
_LIST = re.compile(r"( {4}| {6})([A-Za-z][A-Za-z ]*):\s*").fullmatch
_GRANT = re.compile(
    r"(?: {6}| {8})(\S+): granted=(true|false)(?:, flags=\[ ?([^\]]*?) ?\])?"
    r"(?:, userId=(\d{1,5}))?\s*"
).fullmatch
_REQUEST = re.compile(r" {6}(\S+?)(?:: .*)?\s*").fullmatch
_MEMBER = re.compile(r" {6}PackageSetting\{\S+ (\S+)/\d+\}\s*").fullmatch
_SHARED = re.compile(r"SharedUserSetting\{\S+ (.*)/\d+\}").search
_GRANT_LISTS = {"install permissions": False, "runtime permissions": True}


@dataclass(frozen=True)
class _Grant:
    """One `granted=` line. `user_id` None: for every user."""

    line: int
    name: str
    is_granted: bool
    flags: tuple[str, ...]
    is_runtime: bool
    user_id: int | None

    def of(self, package: str, uid: int) -> Permission:
        """Build the permission that this line gives a package of one user."""
        return Permission(
            package, uid, self.name, self.is_granted, self.flags, self.is_runtime, self.line
        )


class _Block:
    """What packages and shared users have in common: fields, users and lists of permissions."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.fields: dict[str, str] = {}
        self.users: dict[int, dict[str, str]] = {}
        self.grants: list[_Grant] = []
        self._user_id: int | None = None
        self._list: str | None = None

    @property
    def app_id(self) -> int | None:
        """The uid within a user; None if the block does not say it."""
        text = self.fields.get("appId", self.fields.get("userId", ""))
        return int(text) % PER_USER if re.fullmatch(r"\d{1,10}", text) else None

    def take(self, number: int, line: str) -> Iterator[Unparsed]:
        """Read a line of the block; a line in a list of permissions that is none is unparsed."""
        if match := _USER(line):
            self._user_id, self._list = int(match[1]), None
            pairs = (pair.partition("=") for pair in match[2].split())
            self.users[self._user_id] = {key: value for key, _, value in pairs}
        elif match := _LIST(line):
            self._list = match[2]
        elif line.startswith("      ") and self._list in _GRANT_LISTS:
            yield from self._grant(number, line)
        elif (match := _USER_FIELD(line)) and self._user_id is not None:
            self.users[self._user_id].setdefault(match[1], match[2])
        elif match := _FIELD(line):
            self._list = None
            self.fields.setdefault(match[1], match[2])
        else:
            self.other(number, line)

    def other(self, number: int, line: str) -> None:
        """Read a line that only one kind of block has."""

    def _grant(self, number: int, line: str) -> Iterator[Unparsed]:
        match = _GRANT(line)
        if match is None:
            if not _USER_FIELD(line):  # the list ends with the next fact of the user
                yield unparsed(number, line, "bad_permission")
            self._list = None if _USER_FIELD(line) else self._list
            return
        name, granted, flags, user = match.groups()
        words = tuple(word for word in re.split(r"[|\s]+", flags or "") if word)
        is_runtime = _GRANT_LISTS[self._list or ""]
        user_id = int(user) if user else self._user_id
        self.grants.append(_Grant(number, name, granted == "true", words, is_runtime, user_id))


class PackageBlock(_Block):
    """One package as the phone describes it, for all its users."""

    def __init__(self, name: str, line: int, is_hidden: bool) -> None:
        super().__init__(name)
        self.line = line
        self.is_hidden = is_hidden
        self.requested: list[tuple[int, str]] = []

    @property
    def shared_user(self) -> str | None:
        """The name of the uid that the package shares, if any."""
        match = _SHARED(self.fields.get("sharedUser", ""))
        return None if match is None else match[1]

    def other(self, number: int, line: str) -> None:
        """Read a permission that the package asks for."""
        if self._list == "requested permissions" and (match := _REQUEST(line)):
            self.requested.append((number, match[1]))

    def packages(self) -> Iterator[Package | Permission]:
        """Give the package for each user that has it, then what it was granted."""
        for user_id, uid, user in self._installed():
            yield self._package(user_id, uid, user)
        if not self.is_hidden:
            for user_id, uid, _ in self._installed():
                for grant in self.grants:
                    if grant.user_id in (None, user_id):
                        yield grant.of(self.name, uid)

    def requests(self, held: frozenset[str] = frozenset()) -> Iterator[Permission]:
        """Give what the package asks for and nothing says whether it got it."""
        for user_id, uid, _ in [] if self.is_hidden else self._installed():
            known = {grant.name for grant in self.grants if grant.user_id in (None, user_id)}
            for line, name in self.requested:
                if name not in known and name not in held:
                    yield Permission(self.name, uid, name, None, (), None, line)

    def _installed(self) -> list[tuple[int, int, dict[str, str]]]:
        """List user, uid and facts of every user that has the package."""
        if self.app_id is None:
            return []
        users = self.users or {0: {}}
        return [
            (user_id, user_id * PER_USER + self.app_id, user)
            for user_id, user in users.items()
            if user.get("installed") != "false"
        ]

    def _package(self, user_id: int, uid: int, user: dict[str, str]) -> Package:
        fields = self.fields
        version = fields.get("versionCode", "")
        code = re.match(r"\d{1,18}", version)
        target = re.search(r"\btargetSdk=(\d{1,9})", version)
        flags = fields.get("flags", fields.get("pkgFlags"))
        enabled = user.get("enabled", "")
        return Package(
            name=self.name,
            uid=uid,
            user_id=user_id,
            line=self.line,
            version_name=_known(fields.get("versionName")),
            version_code=None if code is None else int(code[0]),
            target_sdk=None if target is None else int(target[1]),
            installer=_known(fields.get("installerPackageName")),
            initiating_package=_known(fields.get("initiatingPackageName")),
            originating_package=_known(fields.get("originatingPackageName")),
            update_owner=_known(fields.get("updateOwnerPackageName")),
            code_path=_known(fields.get("codePath")),
            is_system=None if flags is None else "SYSTEM" in flags.split(),
            is_hidden_system=self.is_hidden,
            first_install_local=fields.get("firstInstallTime") or user.get("firstInstallTime"),
            last_update_local=_known(fields.get("lastUpdateTime")),
            shared_user=self.shared_user,
            enabled=int(enabled) if re.fullmatch(r"\d{1,9}", enabled) else None,
        )


class SharedBlock(_Block):
    """A user id that several packages share: permissions belong to it, not to them."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.members: list[str] = []

    def other(self, number: int, line: str) -> None:
        """Read the name of a package that belongs to the shared user (since API 29)."""
        if match := _MEMBER(line):
            self.members.append(match[1])

    def permissions(self, packages: list[PackageBlock]) -> Iterator[Permission]:
        """Give what the shared user holds to each of its packages.

        Without any package known, before API 29 and in a text of shared users alone, the name
        of the shared user stands for them: the uid is what counts.
        """
        if self.app_id is None:
            return
        names = [package.name for package in packages] or self.members or [self.name]
        users = list(self.users) or [0]
        for grant in self.grants:
            for user_id in users if grant.user_id is None else [grant.user_id]:
                for name in names:
                    yield grant.of(name, user_id * PER_USER + self.app_id)
        held = frozenset(grant.name for grant in self.grants)
        for package in packages:
            yield from package.requests(held)


def _known(text: str | None) -> str | None:
    """Read a field where the phone prints `null` for unknown."""
    return None if text in (None, "", "null") else text
