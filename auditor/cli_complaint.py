"""Commands about complaints: the channels, the person's own file, and writing one."""

from pathlib import Path

import click

from auditor.cli_options import CASE, JSON, LANG
from auditor.cli_support import tell

CHANNEL = click.argument("channel_id", metavar="CHANNEL")
LANGUAGES = click.Choice(["en", "zh_CN", "fr"])
FILE = click.Path(path_type=Path, readable=False)


class ComplaintGroup(click.Group):
    """`auditor complaint CHANNEL …` is short for `auditor complaint write CHANNEL …`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take what is no command for a channel."""
        is_channel = bool(args) and args[0] not in self.commands and not args[0].startswith("-")
        return super().resolve_command(ctx, ["write", *args] if is_channel else args)


@click.group(cls=ComplaintGroup)
def complaint() -> None:
    """Write a complaint from findings, as an authority's form asks for it."""


@complaint.command()
@LANG
@JSON
def channels(lang: str, as_json: bool) -> None:
    """List who takes complaints, how, and what has to be checked on the authority's site."""
    from auditor import cli_complaint_work

    for line in cli_complaint_work.channel_lines(lang, as_json):
        tell(line)


@complaint.command()
@CHANNEL
@click.option("--lang", type=LANGUAGES, help="Language of the help in the file.")
@click.option(
    "-o", "--output", type=FILE, metavar="FILE.toml", help="Write to a new file that is yours only."
)
def fields(channel_id: str, lang: str | None, output: Path | None) -> None:
    """Write an empty file for what only you know. It goes into the complaint and nowhere else."""
    from auditor import cli_complaint_work

    for line in cli_complaint_work.template_lines(channel_id, lang, output):
        tell(line)


@complaint.command()
@CHANNEL
@CASE
@click.option("--finding", "ids", multiple=True, metavar="ID", help="From: auditor findings.")
@click.option("--fields", "own", type=FILE, metavar="FILE.toml", help="What only you know.")
@click.option("--bundle", type=FILE, help="The evidence bundle that goes with it.")
@click.option("--rules", type=FILE, metavar="FOLDER", help="Ask the rules of this folder as well.")
@click.option("--lang", type=LANGUAGES, help="If the channel takes several languages.")
@click.option("--guide-lang", type=LANGUAGES, help="Language of the checklist.")
@click.option("--date", "made_on", metavar="ISO", help="The date that it bears, instead of today.")
@click.option("--draft", "is_draft", is_flag=True, help="Write it though something is missing.")
@click.option(
    "-o",
    "--output",
    type=FILE,
    required=True,
    help="FILE.pdf, .txt or .docx; or a new folder for all of them, letter and checklist.",
)
def write(
    channel_id: str,
    case: Path,
    ids: tuple[str, ...],
    own: Path | None,
    bundle: Path | None,
    rules: Path | None,
    lang: str | None,
    guide_lang: str | None,
    made_on: str | None,
    is_draft: bool,
    output: Path,
) -> None:
    """Write a complaint to CHANNEL about the findings that are named. Sends nothing."""
    from auditor import cli_complaint_work as work

    asked = work.Asked(channel_id, ids, own, bundle, rules, lang, guide_lang, made_on, is_draft)
    for line in work.write_complaint(case, asked, output):
        tell(line)
