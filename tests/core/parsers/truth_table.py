"""The table of docs/formats.md: what is read of the dumps that Android's own code printed."""

from collections import defaultdict
from collections.abc import Iterator

from tests.core.parsers import truth
from tests.core.parsers.truth_pairs import Score, score

ANDROID = {
    "23": "6",
    "26": "8",
    "28": "9",
    "29": "10",
    "30": "11",
    "31": "12",
    "31hub0": "12, permissions hub off",
    "33": "13",
    "33hub0": "13, permissions hub off",
    "34": "14",
    "35": "15",
    "36": "16.0, XML",
    "36sql": "16.0, SQLite",
    "36post": "late 16",
}
NONE = Score(0, 0, 0)


def rows() -> Iterator[tuple[object, ...]]:
    """One line for each Android and variant, then the total."""
    found: dict[tuple[str, str], list[Score]] = defaultdict(list)
    for name in truth.names():
        api, rest = name.split("-", 1)
        if name not in truth.NO_TRUTH:
            found[api, rest.rpartition("-")[0]].append(score(truth.read(name)))
        else:
            found[api, rest.rpartition("-")[0]] = []
    yield "Android", "API", "variant", "dumps", "rows", "exact", "too much"
    for (api, variant), scores in sorted(found.items(), key=lambda item: _order(*item[0])):
        whose = (ANDROID[api], api[:2], variant)
        yield (*whose, *_figures(scores)) if scores else (*whose, 1, "no truth", "–", "–")
    every = [each for scores in found.values() for each in scores]
    yield "all", "", "", *_figures(every)


def _order(api: str, variant: str) -> tuple[int, str]:
    return list(ANDROID).index(api), variant


def _figures(scores: list[Score]) -> tuple[int, int, int, int]:
    total = sum(scores, NONE)
    return len(scores), total.rows, total.exact, total.extra
