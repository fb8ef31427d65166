"""The cast: the invented apps of apps.toml and where they are installed."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

_FIRST_APP_UID = 10_120
NEXT_UPDATE_MS = 2 * 3_600_000  # after the phone is built, apps with `flips` are updated
WORK_USER = 10
USERS = (0, WORK_USER)
USER_NAMES = {0: "Owner", WORK_USER: "Work profile"}


@dataclass(frozen=True, slots=True)
class App:
    """One app of the cast. `misbehaves` names the rules that should find it."""

    package: str
    name: str
    name_zh: str
    category: str
    uid: int  # app id: the uid of user 0
    is_system: bool
    installer: str | None
    shared_uid: str | None
    work: str  # "", "also", "only"
    in_profiles: bool  # a system app that every profile has
    use: tuple[float, float, float]
    minutes: tuple[float, float]
    habits: tuple[str, ...]
    misconduct: tuple[str, ...]
    misbehaves: tuple[str, ...]
    grants: tuple[str, ...]
    denies: tuple[str, ...]
    asks: tuple[str, ...]
    flips: tuple[str, ...]  # refused by the person, and granted after the app's next update

    def is_updated(self, age_ms: int) -> bool:
        """Say whether it was updated by the time the phone is so old, counted from its building."""
        return bool(self.flips) and age_ms >= NEXT_UPDATE_MS


@dataclass(frozen=True, slots=True)
class Install:
    """An app for one user: what the phone's records are about."""

    app: App
    user: int
    uid: int = field(init=False)
    package: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "uid", self.user * 100_000 + self.app.uid)
        object.__setattr__(self, "package", self.app.package)


@cache
def cast() -> tuple[App, ...]:
    """Read apps.toml in its order."""
    table = _read("apps.toml")
    shared: dict[str, int] = {}
    apps: list[App] = []
    next_uid = _FIRST_APP_UID
    for row in table["app"]:
        group = row.get("shared_uid")
        if "uid" in row:
            uid = row["uid"]
        elif group in shared:
            uid = shared[group]
        else:
            uid, next_uid = next_uid, next_uid + 1
        if group:
            shared[group] = uid
        apps.append(_app(row, uid, table["common"]))
    return tuple(apps)


def _app(row: dict[str, Any], uid: int, common: dict[str, Any]) -> App:
    is_system = "uid" in row
    work = row.get("work", False)
    low, high = row.get("minutes", (0.3, 2))
    morning, day, evening = row.get("use", (0, 0, 0))
    return App(
        package=row["package"],
        name=row["name"],
        name_zh=row["zh"],
        category=row["category"],
        uid=uid,
        is_system=is_system,
        installer=row.get("installer", "" if is_system else common["installer"]) or None,
        shared_uid=row.get("shared_uid"),
        work=work if isinstance(work, str) else "also" if work else "",
        in_profiles=row.get("profiles", is_system and uid < 10_000),
        use=(morning, day, evening),
        minutes=(low, high),
        habits=(*row.get("habits", ()), *(() if is_system else common["habits"])),
        misconduct=tuple(row.get("misconduct", ())),
        misbehaves=tuple(row.get("misbehaves", ())),
        grants=tuple(row.get("grants", ())),
        denies=tuple(row.get("denies", ())),
        asks=tuple(row.get("asks", ())),
        flips=tuple(row.get("flips", ())),
    )


@cache
def installs() -> tuple[Install, ...]:
    """List every app of every user: the owner's, then the work profile's."""
    owner = [Install(app, 0) for app in cast() if app.work != "only"]
    work = [Install(app, WORK_USER) for app in cast() if app.work or app.in_profiles]
    return (*owner, *work)


@cache
def _by_key() -> dict[tuple[str, int], Install]:
    return {(install.package, install.user): install for install in installs()}


def install(package: str, user: int) -> Install:
    """Find an app of a user; the owner's where the user has none of its own."""
    found = _by_key()
    return found.get((package, user)) or found[package, 0]


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("auditor.sample").joinpath(name).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Habit:
    """One thing an app does; see the head of habits.toml for the words."""

    name: str
    when: str
    kind: str
    ops: tuple[str, ...]
    chance: float
    times: tuple[int, int]
    every_s: float
    burst_s: tuple[float, float]
    seconds: tuple[float, float]
    hours: tuple[int, int]
    screen: str
    state: str
    tag: str | None
    provider: str
    outlives: bool
    nested: bool
    chain: bool
    cause: str
    others: tuple[str, ...]
    is_apart: bool

    @property
    def is_call(self) -> bool:
        """Whether it asks AppOps; starts and dialogs are told by other services."""
        return self.kind not in ("start", "dialog")


@cache
def habit(name: str) -> Habit:
    """Read one habit of habits.toml."""
    row = _read("habits.toml")[name]
    times = row.get("times", (1, 1))
    burst = row.get("burst_s", (0, 0))
    seconds = row.get("seconds", (0, 0))
    hours = row.get("hours", (0, 23))
    return Habit(
        name=name,
        when=row["when"],
        kind=row.get("kind", "note"),
        ops=tuple(row.get("ops", ())),
        chance=row.get("chance", 1.0),
        times=(times[0], times[1]),
        every_s=row.get("every_s", 0.0),
        burst_s=(burst[0], burst[1]),
        seconds=(seconds[0], seconds[1]),
        hours=(hours[0], hours[1]),
        screen=row.get("screen", ""),
        state=row.get("state", "top" if row["when"] == "visit" else "bg"),
        tag=row.get("tag"),
        provider=row.get("provider", ""),
        outlives=row.get("outlives", False),
        nested=row.get("nested", False),
        chain=row.get("chain", False),
        cause=row.get("cause", ""),
        others=tuple(row.get("others", ())),
        is_apart=row.get("apart", False),
    )
