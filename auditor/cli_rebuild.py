"""The command that makes the store of a damaged case anew from its raw files."""

from pathlib import Path

import click

from auditor.cli_options import CASE, program_language


@click.command()
@CASE
@click.option("--check", "is_check", is_flag=True, help="Only look whether the store is damaged.")
@click.option(
    "--anyway",
    is_flag=True,
    help="Also when the store is whole or of a newer version; what only that knows is not kept.",
)
@click.pass_context
def rebuild(ctx: click.Context, case: Path, is_check: bool, anyway: bool) -> None:
    """Make a damaged or lost store anew from the raw files; the damaged file is put aside.

    The exit code is 5 when there is something to rebuild and it was not done.
    """
    from auditor.cli_support import clean, running_task
    from auditor.rebuild_words import diagnosis_text, rebuilt_lines
    from auditor.restore import diagnose, rebuild_case

    lang = program_language()
    found = diagnose(case)
    is_wanted = anyway or found.state in ("damaged", "missing")
    click.echo(diagnosis_text(found, lang))
    for problem in found.problems:
        click.echo(f"  {clean(problem)}")
    if is_check or not is_wanted:
        ctx.exit(0 if found.is_whole else 5)
    with running_task() as task:
        done = rebuild_case(case, task)
    for line in rebuilt_lines(done, lang):
        click.echo(clean(line))
