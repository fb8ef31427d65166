"""On which line of a TOML file a key stands: tomllib does not keep that."""

import re

_TABLE = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
_TABLES = re.compile(r"\s*\[\[([^\[\]]+)\]\]\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*["']?([A-Za-z0-9_-]+)["']?\s*=\s*(.*)$""")
_FENCES = ("'''", '"""')
Place = tuple[str | int, ...]


def places(text: str) -> dict[Place, int]:
    """Give the line, counted from 1, of every key and table: `("title", "en")`, `("threshold", 0)`.

    A table of a table in a list, `[step.title]`, is `("step", 0, "title")`. Good for files of
    simple tables; what it does not understand it leaves out.
    """
    found: dict[Place, int] = {(): 1}
    here: Place = ()
    counts: dict[str, int] = {}
    fence = ""
    for number, line in enumerate(text.splitlines(), 1):
        if fence:
            fence = "" if fence in line else fence
        elif match := _TABLES.match(line):
            name = match[1].strip()
            here = (name, counts.get(name, 0))
            counts[name] = counts.get(name, 0) + 1
            found.setdefault((name,), number)
            found[here] = number
        elif match := _TABLE.match(line):
            here = _table(match[1].strip(), counts)
            found[here] = number
        elif match := _KEY.match(line):
            found[(*here, match[1])] = number
            fence = next((f for f in _FENCES if match[2].count(f) == 1), "")
    return found


def line_of(found: dict[Place, int], place: Place) -> int:
    """Give the line of a place, or of what it lies in where it is missing."""
    while place not in found:
        place = place[:-1]
    return found[place]


def line_told(message: str, text: str) -> int:
    """Read the line out of what tomllib says, `… (at line 3, column 5)`; else the last one."""
    found = re.search(r"at line (\d+)", message)
    return int(found[1]) if found else text.count("\n") + 1


REASONS = (
    (r"twice|overwrite|[Dd]uplicate|mutate|redefine", "a key or a table is there twice"),
    (r"Unterminated|Illegal character '\\n'|Expected \"'\"", "a text is not closed by its quotes"),
    (r"Unclosed|Expected ']'", "a bracket is not closed"),
    (r"Expected '='", "after a key comes = and its value"),
    (r"Expected newline", "a line has more than one key and its value"),
    (
        r"Invalid value",
        "a value is a number, true, a list in [ ] or a text in straight quotes",
    ),
    (r"Invalid (statement|initial)", "a line is a key = a value, or a table in [ ]"),
)


def reason_told(message: str) -> str:
    """Say what tomllib found in words for whoever wrote the file; empty where it is none of these.

    Its messages are not the same in every version of Python.
    """
    return next((told for pattern, told in REASONS if re.search(pattern, message)), "")


def _table(name: str, counts: dict[str, int]) -> Place:
    """Give the place of a table: inside the newest one of a list, if there is such a list."""
    list_name, dot, rest = name.partition(".")
    if dot and list_name in counts:
        return list_name, counts[list_name] - 1, rest
    return (name,)
