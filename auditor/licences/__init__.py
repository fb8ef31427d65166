"""Whose software is inside, and under which licences.

A packed program carries the list as it was made with it (packaging/contents.py); elsewhere it is
read from what is installed. `carried.toml` adds what packages bring along without a word of it.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from html import escape
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.resources import files

OURS = "permission-auditor"
PACKED = "packed.json"
_EXTRAS = ("gui", "complaint", "lab")  # what a user installs; `dev` is for who works on it
_LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice|authors|copyright", re.IGNORECASE)
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;"
    "color-scheme:light dark}pre{white-space:pre-wrap;font-size:13px}ul{columns:2}"
)
_NO_TEXT = "Its package brings no text of its licence along."


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of software inside, as its makers hand it out."""

    name: str
    version: str  # "" where it is not known
    licence: str  # an SPDX expression, or what its makers call it; "" where they do not say
    text: str  # in full
    within: str = ""  # the package that brings it along, if it has none of its own


def parts() -> tuple[Part, ...]:
    """List all software inside, ours first. Takes up to a second where nothing is packed."""
    packed = files(__name__).joinpath(PACKED)
    if packed.is_file():
        return from_json(packed.read_text(encoding="utf-8"))
    return of_distributions(installed())


def installed() -> list[Distribution]:
    """Find what the program requires and is there: itself first, then by name."""
    found: dict[str, Distribution] = {}
    waiting = [OURS]
    while waiting:
        name = _plain(waiting.pop())
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:  # of an extra that is not installed, or of another system
            continue
        waiting += _required(found[name], _EXTRAS if name == OURS else ())
    return list(found.values())


def of_distributions(distributions: Iterable[Distribution]) -> tuple[Part, ...]:
    """Describe installed packages and what they carry: ours first, then by name."""
    found = [_part(each) for each in distributions]
    carried = _carried({_plain(part.name) for part in found})
    return in_order((*(_led_on(part, carried) for part in found), *carried))


def in_order(given: Iterable[Part]) -> tuple[Part, ...]:
    """Put ours first, the others by name."""
    return tuple(sorted(given, key=lambda part: (part.name != OURS, part.name.casefold())))


def to_json(given: Iterable[Part]) -> str:
    """Write parts as a packed program keeps them."""
    return json.dumps([asdict(part) for part in given], ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> tuple[Part, ...]:
    """Read what `to_json` wrote."""
    return tuple(Part(**each) for each in json.loads(text))


def _part(found: Distribution) -> Part:
    licence = _field(found, "License-Expression") or _short(_field(found, "License"))
    text = "\n\n".join(_texts(found)) or _NO_TEXT
    return Part(found.metadata["Name"], found.version, licence or _classified(found), text)


def _led_on(part: Part, carried: list[Part]) -> Part:
    """Say where the text of a licence stands that a package does not bring along."""
    there = next((each for each in carried if each.licence in part.licence), None)
    if part.text != _NO_TEXT or there is None:
        return part
    return replace(part, text=f"{_NO_TEXT} That of {there.licence} stands under {there.name}.")


def _field(found: Distribution, name: str) -> str:
    return "\n".join(found.metadata.get_all(name) or ())


def _texts(found: Distribution) -> Iterator[str]:
    """Give the licence files of a package, each under its name where there are several."""
    named = [path for path in found.files or () if _is_licence_file(path.as_posix())]
    for path in sorted(named, key=str):
        text = path.read_text(encoding="utf-8").strip("\n")
        yield text if len(named) == 1 else f"== {path.name}\n\n{text}"


def _is_licence_file(path: str) -> bool:
    _package, _, inner = path.partition(".dist-info/")
    return _LICENCE_FILE.search(inner.rpartition("/")[2]) is not None


def _short(licence: str) -> str:
    """Some packages put the whole text where its name belongs."""
    line = licence.strip().partition("\n")[0]
    return line if len(line) <= 160 and line.upper() != "UNKNOWN" else ""


def _classified(found: Distribution) -> str:
    lines = found.metadata.get_all("Classifier") or []
    return ", ".join(line.rpartition(" :: ")[2] for line in lines if line.startswith("License ::"))


def _required(found: Distribution, extras: tuple[str, ...]) -> list[str]:
    """Name what a package requires always or with these extras; other conditions are not asked."""
    names = []
    for line in found.requires or ():
        asked = re.findall(r"""extra\s*==\s*['"]([\w-]+)['"]""", line)
        if not asked or set(asked) & set(extras):
            names.append(re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0])
    return names


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _carried(inside: set[str]) -> list[Part]:
    folder = files(__name__)
    given = tomllib.loads(folder.joinpath("carried.toml").read_text(encoding="utf-8"))["part"]
    return [
        Part(
            each["name"],
            each.get("version", ""),
            each["licence"],
            "\n\n".join([each["about"].strip(), *map(_licence_text, each.get("texts", ()))]),
            each["within"],
        )
        for each in given
        if _plain(each["within"]) in inside
    ]


def _licence_text(name: str) -> str:
    place = files("auditor")
    return place.joinpath(*name.split("/")).read_text(encoding="utf-8").strip("\n")


def page(given: Iterable[Part], version: str) -> str:
    """Write all of it as one page for any browser, which fetches nothing for it."""
    shown = list(given)
    rows = "\n".join(
        f'<li><a href="#p{number}">{escape(_title(part))}</a> {escape(part.licence)}</li>'
        for number, part in enumerate(shown)
    )
    texts = "\n".join(
        f'<h2 id="p{number}">{escape(_title(part))}</h2>\n<pre>{escape(part.text)}</pre>'
        for number, part in enumerate(shown)
    )
    title = f"What is inside Permission Auditor {escape(version)}, and its licences"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{title}</h1>\n<ul>\n{rows}\n</ul>\n{texts}\n</body></html>\n"
    )


def _title(part: Part) -> str:
    within = f" (in {part.within})" if part.within else ""
    return f"{part.name} {part.version}".strip() + within
