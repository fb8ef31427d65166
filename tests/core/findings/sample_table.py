"""What the rules find on sample phones: kept in tests/data, and the tables made of it.

    python -m tests.core.findings.sample_table      asks what is missing (half an hour for all)

After a rule or the sample phone changed, take tests/data/findings_of_samples.json away first, and
`make tables` afterwards; a test asks some of the phones again.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from auditor.findings.engine import find
from auditor.findings.records import Severity
from auditor.findings.rule_files import own_rules
from auditor.sample.apps import cast
from tests.conftest import PROJECT
from tests.core.findings.sample_cases import sample_case

KEPT = PROJECT / "tests" / "data" / "findings_of_samples.json"
APIS = ("26", "28", "30", "34", "36post")
SEEDS = range(1, 21)
Found = dict[
    str, dict[str, str]
]  # app, with its user where that is not the owner → rule → severity


def ask(api: str, seed: int) -> Found:
    """Read a sample phone twice and ask every rule: the highest severity of each, by app."""
    ours = {app.package for app in cast() if not app.is_system}
    found: Found = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        sample_case(Path(folder) / "c", api, seed) as made,
    ):
        for each in find(made.store, own_rules()).items:
            if each.package in ours:
                name = each.package if each.user_id == 0 else f"{each.package}@{each.user_id}"
                rules = found.setdefault(name, {})
                both = Severity(rules.get(each.rule.id, "info")), each.severity
                rules[each.rule.id] = str(max(both, key=lambda severity: severity.rank))
    return {name: dict(sorted(rules.items())) for name, rules in sorted(found.items())}


def kept() -> dict[str, dict[str, Found]]:
    """Give what was found: Android version → seed → what."""
    return json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}  # type: ignore[no-any-return]


def keep_all() -> None:
    """Ask what is missing, and keep each as soon as it is known."""
    told = kept()
    for seed in SEEDS:
        for api in APIS:
            if str(seed) not in told.setdefault(api, {}):
                told[api][str(seed)] = ask(api, seed)
                KEPT.write_text(_lines(told), encoding="utf-8")


def _lines(told: dict[str, dict[str, Found]]) -> str:
    """Write JSON with a line for each phone."""
    parts = []
    for api in (name for name in APIS if name in told):
        phones = (f"  {json.dumps(seed)}: {json.dumps(told[api][seed])}" for seed in
                  sorted(told[api], key=int))  # fmt: skip
        parts.append(f"{json.dumps(api)}: {{\n" + ",\n".join(phones) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def is_above_low(severity: str | None) -> bool:
    """Whether a finding is one that somebody is asked to look at."""
    return severity is not None and Severity(severity).rank > Severity.LOW.rank


def expected() -> dict[str, tuple[str, ...]]:
    """Give the rules that each app of the cast is made to break."""
    return {app.package: app.misbehaves for app in cast() if app.misbehaves}


def sensitivity() -> Iterator[tuple[str, ...]]:
    """Rows: of the apps that are made to do it, how many are found above low, by version."""
    told = kept()
    yield ("rule", "apps made to do it", *(f"Android {_release(api)}" for api in APIS))
    for rule in own_rules():
        apps = [app for app, rules in expected().items() if rule.id in rules]
        if apps:
            cells = (
                f"{sum(_hits(phone, apps, rule.id) for phone in told[api].values())} of "
                f"{len(apps) * len(told[api])}"
                for api in APIS
            )
            yield (f"{rule.id} {rule.title['en']}", str(len(apps)), *cells)


def _hits(phone: Found, apps: list[str], rule_id: str) -> int:
    return sum(is_above_low(phone.get(app, {}).get(rule_id)) for app in apps)


def false_alarms() -> Iterator[tuple[str, ...]]:
    """Rows: what is found above low where it was not meant, and what is low or for information."""
    told = kept()
    yield ("", *(f"Android {_release(api)}" for api in APIS))
    honest, wrong, advice = Counter[str](), Counter[str](), Counter[str]()
    for api in APIS:
        for phone in told[api].values():
            for name, rules in phone.items():
                meant = expected().get(name.partition("@")[0], ())
                above = [rule for rule, severity in rules.items() if is_above_low(severity)]
                unmeant = len([rule for rule in above if rule not in meant])
                (wrong if meant else honest)[api] += unmeant
                advice[api] += 0 if meant else len(rules) - len(above)
    for text, counts in (
        ("honest apps, above low", honest),
        ("other apps, above low, by a rule that was not meant", wrong),
        ("honest apps, low or for information", advice),
    ):
        yield (text, *(str(counts[api]) for api in APIS))


def _release(api: str) -> str:
    from auditor.sample.versions import version

    name = version(api).release
    return f"{name}, late" if api == "36post" else name


if __name__ == "__main__":
    keep_all()
