"""`pm list`, `dumpsys package`: who is installed and what it may do (formats.md 6.3, 6.4)."""

from collections.abc import Iterable, Iterator
from zlib import crc32

from auditor.sample.apps import NEXT_UPDATE_MS, USER_NAMES, USERS, App, Install, cast, installs
from auditor.sample.permissions import INSTALL_PERMISSIONS, Grant, grants, requested
from auditor.sample.text import PhoneTexts
from auditor.sample.versions import Version

_DAY = 86_400_000
_FACTORY = 1_230_768_000_000  # 2009-01-01, as system images have it
# UserInfo flags: the owner is full, admin, primary, initialized; the profile is managed.
_USER_FLAGS = {0: 0xC13, 10: 0x1030}


def list_users() -> str:
    """Answer `pm list users`."""
    rows = [
        f"\tUserInfo{{{user}:{USER_NAMES[user]}:{_USER_FLAGS[user]:x}}} running" for user in USERS
    ]
    return "\n".join(("Users:", *rows)) + "\n"


def list_packages(options: frozenset[str], user: int) -> str:
    """Answer `pm list packages` for one user with `-f`, `-U`, `-i` as asked."""
    rows = sorted((who for who in installs() if who.user == user), key=_hash_of)
    if "-3" in options:
        rows = [who for who in rows if not who.app.is_system]
    if "-s" in options:
        rows = [who for who in rows if who.app.is_system]
    return "".join(_list_line(who, options) for who in rows)


def _list_line(who: Install, options: frozenset[str]) -> str:
    path = f"{code_path(who.app)}/base.apk=" if "-f" in options else ""
    installer = f"  installer={who.app.installer or 'null'}" if "-i" in options else ""
    uid = f" uid:{who.uid}" if "-U" in options else ""
    return f"package:{path}{who.package}{installer}{uid}\n"


def _hash_of(who: Install) -> int:
    return crc32(who.package.encode())


def code_path(app: App) -> str:
    """Where the app's code lies. The random part may hold `=`, as on a phone."""
    if app.is_system:
        name = "".join(part.title() for part in app.package.split(".")[-2:])
        return f"/system/priv-app/{name}"
    token = f"{crc32(app.package.encode()):08x}"
    return f"/data/app/~~{token}9Qw==/{app.package}-{token[::-1]}XgA=="


def version_of(app: App, is_updated: bool = False) -> tuple[int, str]:
    """Give an app's version: code and name."""
    token = crc32(app.package.encode()) >> 4
    last = token % 7 + (1 if is_updated else 0)
    return token % 900 + 100 + is_updated, f"{token % 9 + 1}.{token % 31}.{last}"


class PackageDumps:
    """Answers `dumpsys package …` of one phone."""

    def __init__(self, version: Version, texts: PhoneTexts, begin: int, built: int) -> None:
        self._version = version
        self._texts = texts
        self._begin = begin
        self._built = built
        self.now = built  # the phone's clock, set before anything is asked

    def dump(self, words: list[str]) -> str:
        """Print the part that is asked for: `packages`, `shared-users` or one package."""
        apps = sorted(cast(), key=lambda app: crc32(app.package.encode()))
        match words:
            case ["packages"] | []:
                return _text([*self._packages(apps), *([] if words else self._shared())])
            case ["shared-users"]:
                return _text(self._shared())
            case [package] if not package.startswith("-"):
                found = [app for app in apps if app.package == package]
                if not found:
                    return f"Unable to find package: {package}\n"
                return _text([*self._packages(found), *self._shared(package)])
        return f"Unknown option: {words[0]}\n"

    def _packages(self, apps: Iterable[App]) -> Iterator[str]:
        yield "Packages:"
        for app in apps:
            yield from self._package(app)

    def _package(self, app: App) -> Iterator[str]:
        token = crc32(app.package.encode()) >> 4
        people = [who for who in installs() if who.app is app]
        yield f"  Package [{app.package}] ({token:x}):"
        yield f"    {'appId' if self._version.api >= 34 else 'userId'}={app.uid}"
        if app.shared_uid:
            shared = f"{_token(app.shared_uid)} {app.shared_uid}/{app.uid}"
            yield f"    sharedUser=SharedUserSetting{{{shared}}}"
        yield f"    pkg=Package{{{token:x} {app.package}}}"
        path = code_path(app)
        yield from (f"    codePath={path}", f"    resourcePath={path}")
        yield from ("    primaryCpuAbi=arm64-v8a", "    secondaryCpuAbi=null")
        code, name = version_of(app, self.is_updated(app))
        yield f"    versionCode={code} minSdk=24 targetSdk={self.target(app)}"
        yield f"    versionName={name}"
        yield "    splits=[base]"
        yield f"    flags=[ {'SYSTEM ' if app.is_system else ''}HAS_CODE ALLOW_CLEAR_USER_DATA ]"
        privileged = "PRIVILEGED " if app.is_system else ""
        yield f"    privateFlags=[ {privileged}ALLOW_AUDIO_PLAYBACK_CAPTURE ]"
        yield f"    dataDir=/data/user/0/{app.package}"
        yield from self._dates_and_source(app)
        signed = f"{token:x} version:3, signatures:[{token:08x}], past signatures:[]"
        yield f"    signatures=PackageSignatures{{{signed}}}"
        yield "    installPermissionsFixed=true"
        yield "    requested permissions:"
        yield from (f"      {name}" for name in requested(app, self._version))
        if not app.shared_uid:
            yield from _install_permissions("    ")
        for who in people:
            yield from self._user(who)

    def _dates_and_source(self, app: App) -> Iterator[str]:
        first, updated = self._printed_dates(app)
        yield f"    timeStamp={updated}"
        if self._version.api <= 32:
            yield f"    firstInstallTime={first}"
        yield f"    lastUpdateTime={updated}"
        if app.installer:
            yield f"    installerPackageName={app.installer}"
        if app.installer and self._version.api >= 34:
            yield "    installerPackageUid=10086"
            yield f"    initiatingPackageName={app.installer}"
            yield f"    updateOwnerPackageName={app.installer}"
        if self._version.api >= 33:
            yield f"    packageSource={2 if app.installer else 0}"

    def target(self, app: App) -> int:
        """Say for which Android an app was made."""
        return self._version.api if app.is_system else min(self._version.api, 34)

    def is_updated(self, app: App) -> bool:
        """Say whether an app was updated since the phone was built."""
        return app.is_updated(self.now - self._built)

    def dates(self, app: App) -> tuple[int, int]:
        """Say when an app was first installed and last updated, UTC milliseconds."""
        if app.is_system:
            return _FACTORY, _FACTORY
        number = crc32(app.package.encode())
        first = self._begin - (20 + number % 400) * _DAY - number % _DAY
        if self.is_updated(app):
            return first, self._built + NEXT_UPDATE_MS
        return first, self._begin - number % 15 * _DAY - number % _DAY

    def _printed_dates(self, app: App) -> tuple[str, str]:
        first, updated = (self._texts.absolute_ascii(each)[:19] for each in self.dates(app))
        return first, updated

    def _user(self, who: Install) -> Iterator[str]:
        api = self._version.api
        yield (
            f"    User {who.user}: ceDataInode={crc32(who.package.encode()) % 99_999} "
            "installed=true hidden=false suspended=false "
            f"{'distractionFlags=0 ' if api >= 29 else ''}stopped=false notLaunched=false "
            f"enabled=0{' instant=false virtual=false' if api >= 28 else ''}"
        )
        if api >= 33:
            yield f"      installReason={0 if who.app.is_system else 4}"
            yield f"      firstInstallTime={self._printed_dates(who.app)[0]}"
            yield "      uninstallReason=0"
        if who.app.shared_uid:
            return
        yield "      gids=[3003]"
        yield "      runtime permissions:"
        yield from (self._grant(grant) for grant in self._grants(who.app))

    def _grants(self, app: App) -> list[Grant]:
        return grants(app, self._version, self.is_updated(app))

    def _grant(self, grant: Grant) -> str:
        flags = ""
        if grant.flags and self._version.api <= 28:
            flags = f", flags=[ {' '.join(grant.flags)} ]"
        elif grant.flags:
            flags = f", flags=[ {'|'.join(grant.flags)}]"
        return f"        {grant.permission}: granted={str(grant.granted).lower()}{flags}"

    def _shared(self, package: str | None = None) -> Iterator[str]:
        """Permissions of packages that share a uid stand here, not with the package."""
        groups: dict[str, list[App]] = {}
        for app in cast():
            if app.shared_uid:
                groups.setdefault(app.shared_uid, []).append(app)
        wanted = {
            name: apps
            for name, apps in groups.items()
            if package is None or any(app.package == package for app in apps)
        }
        if wanted:
            yield from ("", "Shared users:")
        for name, apps in wanted.items():
            yield from self._shared_user(name, apps)

    def _shared_user(self, name: str, apps: list[App]) -> Iterator[str]:
        yield f"  SharedUser [{name}] ({crc32(name.encode()):x}):"
        yield f"    {'appId' if self._version.api >= 34 else 'userId'}={apps[0].uid}"
        if self._version.api >= 29:
            yield "    Packages"
            for app in apps:
                yield f"      PackageSetting{{{_token(app.package)} {app.package}/{app.uid}}}"
        yield from _install_permissions("    ")
        union = {grant.permission: grant for app in apps for grant in self._grants(app)}
        for user in sorted({who.user for who in installs() if who.app in apps}):
            yield from (f"    User {user}: ", "      gids=[3003]", "      runtime permissions:")
            yield from (self._grant(grant) for grant in union.values())


def _install_permissions(pad: str) -> Iterator[str]:
    yield f"{pad}install permissions:"
    for name in INSTALL_PERMISSIONS:
        yield f"{pad}  android.permission.{name}: granted=true"


def _token(text: str) -> str:
    """A number as Android prints an object's identity."""
    return f"{crc32(text.encode()):x}"


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
