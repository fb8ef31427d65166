"""The Android versions the sample phone can be: what each prints differently (formats.md)."""

from dataclasses import dataclass
from typing import Literal

from auditor.errors import UsageError

Grammar = Literal["g26", "g28", "g29", "g30", "post"]
Discrete = Literal["", "floored", "raw", "table", "post"]

_HOUR = 3_600_000
_DAY = 24 * _HOUR


@dataclass(frozen=True, slots=True)
class Version:
    """One Android version. `retention_ms` is how long single accesses are kept."""

    name: str
    api: int
    release: str
    grammar: Grammar
    discrete: Discrete = ""
    retention_ms: int = 7 * _DAY
    capabilities: str = ""  # the letters of a `capability=` line, in order
    vendor: str = ""  # "miui": with ops of its own

    @property
    def has_flags(self) -> bool:
        """Say whether accesses are kept per op flag (s, tp, tpd …)."""
        return self.api >= 29

    @property
    def has_tags(self) -> bool:
        """Say whether accesses are kept per attribution tag."""
        return self.api >= 30

    @property
    def has_history(self) -> bool:
        """Say whether `--history` shows the aggregated registry of 15-minute slots."""
        return self.api >= 31 and self.grammar != "post"


_VERSIONS = {
    version.name: version
    for version in (
        Version("26", 26, "8.0.0", "g26"),
        Version("27", 27, "8.1.0", "g26"),
        Version("28", 28, "9", "g28"),
        Version("29", 29, "10", "g29"),
        Version("30", 30, "11", "g30", capabilities="LCM"),
        Version("31", 31, "12", "g30", "floored", _DAY, "LCMN"),
        Version("32", 32, "12", "g30", "floored", _DAY, "LCMN"),
        Version("33", 33, "13", "g30", "floored", capabilities="LCMN"),
        Version("34", 34, "14", "g30", "floored", capabilities="LCMNFU"),
        Version("35", 35, "15", "g30", "floored", capabilities="LCMNFUA"),
        Version("36", 36, "16", "g30", "raw", capabilities="LCMNFUAT"),
        Version("36sql", 36, "16", "g30", "table", capabilities="LCMNFUAT"),
        Version("36post", 36, "16", "post", "post", capabilities="LCMNFUAT"),
    )
}
NAMES = tuple(_VERSIONS)


def version(api: int | str) -> Version:
    """Find a version by API level or name ("36sql", "36post"); UsageError for any other."""
    name = str(api).strip().lower()
    name = {"post36": "36post", "sql36": "36sql"}.get(name, name)
    found = _VERSIONS.get(name)
    if found is None:
        raise UsageError(
            f"There is no sample phone with Android API {api}.",
            f"Choose one of {', '.join(NAMES)}.",
        )
    return found
