"""The arguments of `dumpsys appops`: which there are depends on the version (formats.md 2.1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.ops import catalogue
from auditor.sample.apps import installs
from auditor.sample.opnames import code_of
from auditor.sample.versions import Version

_MODES = ("allow", "ignore", "deny", "default", "foreground")


@dataclass(slots=True)
class Options:
    """What a caller asked for. `error`, if any, is the only line of the answer."""

    op: str | None = None
    mode: str | None = None
    package: str | None = None
    tag: str | None = None
    is_all: bool = False
    wants_help: bool = False
    wants_watchers: bool = False
    wants_history: bool = False
    discrete: int | None = None  # the N of --include-discrete
    history_limit: int = 100
    error: str | None = None

    @property
    def is_filtered(self) -> bool:
        """Say whether only a part of the ops is wanted."""
        return any(value is not None for value in (self.op, self.mode, self.package, self.tag))


def parse_options(words: Sequence[str], version: Version) -> Options:
    """Read arguments left to right; the first one that is wrong ends it."""
    options = Options()
    queue = list(words)
    while queue and options.error is None:
        _one(options, queue.pop(0), queue, version)
    return options


def _one(options: Options, word: str, queue: list[str], version: Version) -> None:
    api = version.api
    is_post = version.grammar == "post"
    if word == "-h":
        options.wants_help = True
    elif word == "-a":
        options.is_all = True
    elif word in ("--op", "--mode", "--package") and api >= 28:
        _filter(options, word, queue, api)
    elif word == "--attributionTag" and api >= 30:
        options.tag = _argument(options, word, queue)
    elif word == "--watchers" and api >= 29:
        options.wants_watchers = True
    elif word == "--history" and api >= 31:
        options.wants_history = True
    elif word == "--include-discrete" and api >= 31:
        options.discrete = _number(options, word, queue)
    elif word == "--history-limit" and is_post:
        options.history_limit = _number(options, word, queue)
    elif word in ("--all", "--uid-state-changes") and is_post:
        options.is_all = True
    elif word.startswith("-"):
        options.error = f"Unknown option: {word}"
    else:
        options.error = f"Unknown command: {word}"


def _argument(options: Options, word: str, queue: list[str]) -> str | None:
    if queue:
        return queue.pop(0)
    options.error = f"No argument for {word} option"
    return None


def _number(options: Options, word: str, queue: list[str]) -> int:
    text = _argument(options, word, queue) or "0"
    try:
        return int(text)
    except ValueError:
        options.error = f"Wrong parameter: {text}"
        return 0


def _filter(options: Options, word: str, queue: list[str], api: int) -> None:
    value = _argument(options, word, queue)
    if value is None:
        return
    if word == "--op":
        options.op = _op(value, api)
        if options.op is None:
            options.error = f"Error: Unknown operation string: {value}"
    elif word == "--mode":
        options.mode = value
        if value not in _MODES:
            options.error = f"Error: Unknown mode string: {value}"
    else:
        options.package = value
        if all(who.package != value or who.user != 0 for who in installs()):
            options.error = f"Unknown package: {value}"


def _op(value: str, api: int) -> str | None:
    """Find an op by debug name, public name or number."""
    for name, op in catalogue().items():
        if op.since_api is None or op.since_api > api:
            continue
        if value in (name, op.public_name) or value == str(op.code):
            return "READ_PHONE_STATE" if code_of(name) == 51 and api >= 29 else name
    return None
