"""The command line: one group, and which files its commands stand in (docs/cli.md).

Each command gathers its options, calls the core and prints.
"""

import click

from auditor import (
    __version__,
    cli_commands_case,
    cli_commands_phone,
    cli_commands_upkeep,
    cli_findings,
)
from auditor.cli_complaint import complaint
from auditor.cli_export import export
from auditor.cli_keep_more import keep_more
from auditor.cli_options import LANGUAGES
from auditor.cli_rebuild import rebuild
from auditor.cli_sample import sample
from auditor.cli_session import session
from auditor.cli_support import AuditorGroup, set_up_logging
from auditor.cli_watch import watch

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=AuditorGroup, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="auditor")
@click.option("-v", "--verbose", count=True, help="Say more on stderr; -vv says everything.")
@click.option(
    "--lang",
    type=LANGUAGES,
    envvar="AUDITOR_LANG",
    help="Language of errors, and of every command that speaks in sentences.",
)
@click.pass_context
def cli(ctx: click.Context, verbose: int, lang: str | None) -> None:
    """Which apps touched the microphone, photos or contacts of a phone, and when?

    Exit codes: 0 ok, 1 a mistake of this program, 2 wrong usage, 3 no phone or not allowed,
    4 the reading was cut, 5 unreadable input, 130 cancelled.
    """
    set_up_logging(ctx, verbose)


for several in (cli_commands_phone, cli_commands_case, cli_commands_upkeep, cli_findings):
    several.add_to(cli)
for single in (export, sample, keep_more, watch, complaint, rebuild, session):
    cli.add_command(single)


def main() -> None:
    """Run the command line (entry point)."""
    cli(prog_name="auditor")


if __name__ == "__main__":
    main()
