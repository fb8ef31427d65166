"""Commands of test sessions: plans, a session with its marks, what it shows, two compared."""

import sys
from pathlib import Path

import click

from auditor.cli_options import ADB_PORT, BRIDGE, CASE, JSON, LANG
from auditor.cli_support import tell
from auditor.errors import UsageError

FILE = click.Path(path_type=Path, readable=False)
READING = click.Choice(["full", "quick", "none"])
NUMBER = click.argument("number", type=int, required=False, metavar="[NUMBER]")
OVERWRITE = click.option("--overwrite", is_flag=True, help="Replace the file if it is there.")
WITH_TEXTS = click.option(
    "--with-texts", is_flag=True, help="Also what you typed: titles, and texts of marks."
)


@click.group()
def session() -> None:
    """Follow a test plan over an app, mark by mark, and compare what two sessions show."""


@session.command()
@LANG
@JSON
def plans(lang: str, as_json: bool) -> None:
    """List the test plans that come with the program."""
    from auditor import cli_session_plans

    for line in cli_session_plans.plan_lines(lang, as_json):
        tell(line)


@session.command()
@click.argument("plan")
@LANG
def check(plan: str, lang: str) -> None:
    """Check a plan (a file, or one of ours) and show its steps; what is wrong is named by line."""
    from auditor import cli_session_plans

    for line in cli_session_plans.step_lines(plan, lang):
        tell(line)


@session.command()
@click.argument("file", type=FILE, metavar="FILE.toml")
@click.option("--from", "source", metavar="PLAN", help="Begin with a copy of a plan that there is.")
def new(file: Path, source: str | None) -> None:
    """Write a test plan to begin with into a new file."""
    from auditor import cli_session_plans

    click.echo(cli_session_plans.write_template(file, source))


@session.command()
@CASE
@click.option("--package", "packages", multiple=True, required=True, help="The app that you test.")
@click.option("--user", type=int, help="The Android user or work profile of the app.")
@click.option(
    "--plan", default="recommended", show_default=True, help="One of ours, or a plan's file."
)
@click.option("--title", default="", help="What you call it: before the update, second phone …")
@click.option("--serial", "serials", multiple=True, help="Which phones, if several are connected.")
@click.option(
    "--reading",
    type=READING,
    default="full",
    show_default=True,
    help="How the phone is read before the first mark; none: do not read it.",
)
@click.option("--screenshots", is_flag=True, help="Marks may take a picture of the phone's screen.")
@click.option("--mine", is_flag=True, help="The phone is yours, or you may test it: do not ask.")
@LANG
@BRIDGE
@ADB_PORT
def start(
    case: Path,
    packages: tuple[str, ...],
    user: int | None,
    plan: str,
    title: str,
    serials: tuple[str, ...],
    reading: str,
    screenshots: bool,
    mine: bool,
    lang: str,
    bridge_name: str,
    adb_port: int | None,
) -> None:
    """Begin a test session: read the phone, then say the first step. It goes on until `end`."""
    from auditor import cli_session_work as work

    if not mine and not _is_allowed():
        raise UsageError(
            "A phone is tested only by whose it is, or with their consent.", "Ask them first."
        )
    wanted = work.Start(packages, user, plan, title, serials, reading, screenshots)
    for line in work.start(case, wanted, work.Phones(bridge_name, adb_port), lang):
        tell(line)


def _is_allowed() -> bool:
    try:
        return click.confirm("Is this phone yours, or may you test it?", err=True)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        raise UsageError(
            "There is nobody here to answer whether this phone may be tested.",
            "Say it beforehand: --mine.",
        ) from None


@session.command()
@click.argument("kind", required=False, metavar="[KIND]")
@CASE
@click.option("--text", default="", help="What happened, or which permission: microphone …")
@click.option("--app", "number", type=int, metavar="N", help="Only the Nth app of the session.")
@click.option("--screenshot", is_flag=True, help="Take a picture of the phone's screen too.")
@LANG
@BRIDGE
@ADB_PORT
def mark(
    kind: str | None,
    case: Path,
    text: str,
    number: int | None,
    screenshot: bool,
    lang: str,
    bridge_name: str,
    adb_port: int | None,
) -> None:
    """Mark this moment: a kind such as agree, or only a text. Kept at once, also if more fails."""
    from auditor import cli_session_work as work

    wanted = work.Mark(kind, text, number, screenshot)
    for line in work.mark(case, wanted, work.Phones(bridge_name, adb_port), lang):
        tell(line)


@session.command()
@click.argument("click_number", type=int, required=False, metavar="[MARK]")
@CASE
@LANG
def undo(click_number: int | None, case: Path, lang: str) -> None:
    """Strike out a mark, the last one without a number. It stays in the case."""
    from auditor import cli_session_work as work

    for line in work.undo(case, click_number, lang):
        tell(line)


@session.command("next")
@click.argument("step", required=False, metavar="[STEP]")
@CASE
@LANG
def next_(step: str | None, case: Path, lang: str) -> None:
    """Go to the next step of the plan, or to a named one, and say what is to be done."""
    from auditor import cli_session_work as work

    for line in work.go_on(case, step, lang):
        tell(line)


@session.command()
@CASE
@click.option(
    "--reading",
    type=READING,
    default="full",
    show_default=True,
    help="How the phones are read before it ends; none: do not read them.",
)
@LANG
@BRIDGE
@ADB_PORT
def end(case: Path, reading: str, lang: str, bridge_name: str, adb_port: int | None) -> None:
    """Read the phones once more, end the session, and say what it shows."""
    from auditor import cli_session_work as work

    for line in work.end(case, reading, work.Phones(bridge_name, adb_port), lang):
        tell(line)


@session.command("list")
@CASE
@LANG
@JSON
def list_(case: Path, lang: str, as_json: bool) -> None:
    """List the test sessions of a case."""
    from auditor import cli_session_show

    for line in cli_session_show.session_lines(case, lang, as_json):
        tell(line)


@session.command()
@NUMBER
@CASE
@LANG
@JSON
def show(number: int | None, case: Path, lang: str, as_json: bool) -> None:
    """Say what a session shows (default: the newest): marks, phases, accesses, findings."""
    from auditor import cli_session_show

    for line in cli_session_show.result_lines(case, number, lang, as_json):
        tell(line)


@session.command()
@click.argument("first", type=int)
@click.argument("second", type=int)
@CASE
@click.option("--with-case", "other", type=FILE, help="The second session is in this case.")
@click.option("--first-app", type=int, metavar="N", help="Which app of the first session.")
@click.option("--second-app", type=int, metavar="N", help="Which app of the second session.")
@click.option("--align", metavar="KIND", help="Lay the pictures upon each other at this mark.")
@click.option(
    "-o", "--output", type=FILE, metavar="FILE", help="FILE.json, .txt, .svg or .png to hand on."
)
@WITH_TEXTS
@OVERWRITE
@LANG
@JSON
def compare(
    first: int,
    second: int,
    case: Path,
    other: Path | None,
    first_app: int | None,
    second_app: int | None,
    align: str | None,
    output: Path | None,
    with_texts: bool,
    overwrite: bool,
    lang: str,
    as_json: bool,
) -> None:
    """Compare two sessions: two phones, two apps, before and after an update, a repeat."""
    from auditor import cli_session_show as show

    wanted = show.Pair((case, first, first_app), (other or case, second, second_app), align)
    if output is None:
        for line in show.comparison_lines(wanted, lang, as_json):
            tell(line)
    else:
        click.echo(show.export_comparison(wanted, lang, with_texts, output, overwrite), err=True)


@session.command()
@NUMBER
@CASE
@click.option(
    "-o", "--output", type=FILE, required=True, metavar="FILE", help="FILE.json or FILE.txt."
)
@WITH_TEXTS
@click.option(
    "--with-screenshots",
    is_flag=True,
    help="Also the screenshots, in a new folder FILE-screenshots; look at each before.",
)
@OVERWRITE
@LANG
def export(
    number: int | None,
    case: Path,
    output: Path,
    with_texts: bool,
    with_screenshots: bool,
    overwrite: bool,
    lang: str,
) -> None:
    """Write what a session shows as a file to hand on. Phones have pseudonyms."""
    from auditor import cli_session_show as show

    wanted = show.Export(number, with_texts, with_screenshots, overwrite)
    click.echo(show.export_session(case, wanted, output, lang), err=True)
