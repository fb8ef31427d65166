"""Writes the man pages of both commands from what the commands say of themselves.

    python packaging/man_pages.py FOLDER

auditor(1) walks the commands of click, permission-auditor(1) the options of the window. Nothing is
said twice: a command without help text would be an empty section, which a test forbids.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import product

from auditor.cli import CONTEXT, cli
from ui.options import make_parser

FILES = (
    ("~/.config/permission-auditor/settings.json", "What the program remembers between runs."),
    ("~/.local/share/permission-auditor/cases", "Where the window makes cases, a folder each."),
    (
        "/usr/share/permission-auditor/70-permission-auditor.rules",
        "A udev rule by which whoever sits here may use a phone. Not in force: its head says how.",
    ),
)


def main() -> None:
    """Write both pages into a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
        print(folder / name)


def pages() -> dict[str, str]:
    """Give the text of every page by the name of its file."""
    return {"auditor.1": _auditor(), "permission-auditor.1": _window()}


def _auditor() -> str:
    root = click.Context(cli, info_name="auditor", **CONTEXT)
    lines = [*_head("auditor", "reads what an Android phone recorded of its apps' accesses")]
    lines += [".SH SYNOPSIS", ".B auditor", "[OPTIONS] COMMAND [ARGS]...", ".SH DESCRIPTION"]
    lines += [*_paragraphs(cli.help or ""), ".SH OPTIONS", *_options(root), ".SH COMMANDS"]
    lines += _commands(root)
    lines += [".SH ENVIRONMENT", ".TP", ".B AUDITOR_LANG", "Language of sentences and errors, as"]
    lines += [f".B {_plain('--lang')}", "has it: en or zh_CN."]
    return "\n".join([*lines, *_tail("permission-auditor")]) + "\n"


def _commands(parent: click.Context) -> Iterator[str]:
    group = parent.command
    assert isinstance(group, click.Group)
    for name in group.list_commands(parent):
        command = group.get_command(parent, name)
        assert command is not None
        context = click.Context(command, info_name=name, parent=parent)
        yield f".SS {_plain(context.command_path)}"
        pieces = " ".join(command.collect_usage_pieces(context))
        yield f".B {_plain(context.command_path)}"
        yield _plain(pieces)
        yield ".PP"
        yield from _paragraphs(command.help or "")
        yield from _options(context)
        if isinstance(command, click.Group):
            yield from _commands(context)


def _options(context: click.Context) -> Iterator[str]:
    for parameter in context.command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None and record[1]:
            yield from _item(*record)


def _window() -> str:
    parser = make_parser()
    lines = [*_head("permission-auditor", "window that shows what a phone recorded of its apps")]
    lines += [".SH SYNOPSIS", ".B permission\\-auditor", "[OPTIONS] [PATH]...", ".SH DESCRIPTION"]
    lines += [*_paragraphs(parser.description or ""), ".SH OPTIONS"]
    formatter = argparse.HelpFormatter("permission-auditor")
    for action in parser._actions:  # argparse offers no other way to its options
        lines += _item(formatter._format_action_invocation(action), action.help or "")
    return "\n".join([*lines, *_tail("auditor")]) + "\n"


def _head(name: str, what: str) -> Iterator[str]:
    day = f"{datetime.fromtimestamp(product.epoch(), UTC):%Y-%m-%d}"
    yield f'.TH {name.upper()} 1 "{day}" "{product.NAME} {product.__version__}" "User commands"'
    yield from (".SH NAME", f"{_plain(name)} \\- {_plain(what)}")


def _tail(other: str) -> Iterator[str]:
    yield ".SH FILES"
    for path, what in FILES:
        yield from (".TP", f".I {_plain(path)}", what)
    yield from (".SH SEE ALSO", f".BR {_plain(other)} (1)")


def _item(term: str, what: str) -> Iterator[str]:
    yield from (".TP", f".B {_plain(term)}", _plain(" ".join(what.split())) or "\\&")


def _paragraphs(text: str) -> Iterator[str]:
    """Lay out a help text: paragraphs, and lines that must stay as they are (click's \\b)."""
    for number, block in enumerate(re.split(r"\n\s*\n", text.strip())):
        if number:
            yield ".PP"
        if "\b" in block:
            lines = block.replace("\b", "").strip("\n").splitlines()
            yield from (".nf", *map(_plain, lines), ".fi")
        elif block:
            yield _plain(" ".join(block.split()))


def _plain(text: str) -> str:
    """Keep roff from reading commands into a text: backslash, hyphen, a dot or quote in front."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text[:1] in (".", "'") else text


if __name__ == "__main__":
    sys.exit(main())
