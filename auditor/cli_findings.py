"""Commands about findings, and about what a person says of them: dismissals, categories, marks."""

from pathlib import Path

import click

from auditor.cli_options import CASE, JSON, LANG, RULES
from auditor.cli_support import tell

USER = click.option("--user", type=int, help="The Android user or work profile of the app.")


def add_to(cli: click.Group) -> None:
    """Add the commands of this file to the program."""
    for command in (findings, finding, dismiss, restore, category, mark):
        cli.add_command(command)


@click.command()
@CASE
@RULES
@LANG
@JSON
def findings(case: Path, rules: Path | None, lang: str, as_json: bool) -> None:
    """Say what of a case deserves a look, how sure that is and what stands against it."""
    from auditor import cli_findings_work

    for line in cli_findings_work.finding_lines(case, rules, lang, as_json):
        tell(line)


@click.command()
@click.argument("finding_id", metavar="ID")
@CASE
@RULES
@LANG
def finding(finding_id: str, case: Path, rules: Path | None, lang: str) -> None:
    """Explain one finding: thresholds, grade, clauses, raw lines, and the question asked."""
    from auditor import cli_findings_work

    for line in cli_findings_work.explained(case, finding_id, rules, lang):
        tell(line)


@click.command()
@click.argument("finding_id", metavar="ID")
@CASE
@click.option("--reason", required=True, help="Why it needs no further look.")
@RULES
def dismiss(finding_id: str, case: Path, reason: str, rules: Path | None) -> None:
    """Set a finding aside, with a reason. It stays in the list and in every export."""
    from auditor import cli_findings_work

    click.echo(cli_findings_work.dismiss_one(case, finding_id, reason, rules))


@click.command()
@click.argument("finding_id", metavar="ID")
@CASE
@RULES
def restore(finding_id: str, case: Path, rules: Path | None) -> None:
    """Take a dismissal back."""
    from auditor import cli_findings_work

    click.echo(cli_findings_work.restore_one(case, finding_id, rules))


@click.command()
@click.argument("package")
@click.argument("chosen", required=False, metavar="[CATEGORY]")
@CASE
@USER
@click.option("--reason", default="", help="Why it is of this kind.")
@LANG
def category(
    package: str, chosen: str | None, case: Path, user: int | None, reason: str, lang: str
) -> None:
    """Say what kind of app an app is; `none` takes it back. Without CATEGORY list all 39."""
    from auditor import cli_findings_work

    for line in cli_findings_work.category_lines(case, package, chosen, user, reason, lang):
        tell(line)


@click.command()
@click.argument("time", required=False, metavar="[TIME]")
@CASE
@click.option("--kind", help="A step of a guided session, such as agree; docs/schema.md, v_marks.")
@click.option("--text", default="", help="What happened then.")
@click.option("--package", help="The app that it is about.")
@USER
@click.option("--remove", type=int, metavar="ID", help="Take a mark away.")
def mark(
    time: str | None,
    case: Path,
    kind: str | None,
    text: str,
    package: str | None,
    user: int | None,
    remove: int | None,
) -> None:
    """Mark a moment of the phone's clock: a step of a guided session, or what you remember."""
    from auditor import cli_findings_work

    if remove is not None:
        click.echo(cli_findings_work.unmark(case, remove))
    else:
        click.echo(cli_findings_work.mark_moment(case, time, kind, text, package, user))
