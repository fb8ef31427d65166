"""Commands of the sample phone: serve it to any ADB client, or walk the whole path with it."""

from pathlib import Path

import click

API = click.option(
    "--api",
    default="35",
    show_default=True,
    metavar="N",
    help="Android version: 26 to 36 as an API level, 36sql or post36.",
)
SEED = click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed lives the same life."
)


@click.group()
def sample() -> None:
    """The sample phone: made up, alive, and labelled as such everywhere."""


@sample.command()
@API
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default=True,
    help="Port on this computer; 0 takes any free one.",
)
@SEED
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="F",
    help="Let something fail: [COMMAND=]KIND[:N], for example appops_history=cut:4096.",
)
def serve(api: str, port: int, seed: int, faults: tuple[str, ...]) -> None:
    """Serve a sample phone as an ADB server until Ctrl-C."""
    from auditor import cli_sample_work

    cli_sample_work.serve(api, port, seed, faults)


@sample.command("case")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@API
@SEED
def case_(directory: Path, api: str, seed: int) -> None:
    """Read a sample phone into a case, and write its events, sentences and a timeline there."""
    from auditor import cli_sample_work

    cli_sample_work.make_case(directory, api, seed)
