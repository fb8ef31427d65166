"""Commands that look after a case: check, time stamp, parse anew, delete, lock and unlock."""

from pathlib import Path

import click

from auditor.cli_options import CASE
from auditor.cli_support import tell
from auditor.errors import UsageError

PASSPHRASE_FILE = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, readable=False),
    metavar="FILE",
    help="Take the passphrase from its first line; else it is asked for.",
)


def add_to(cli: click.Group) -> None:
    """Add the commands of this file to the program."""
    for command in (verify, timestamp, reload, delete, lock, unlock):
        cli.add_command(command)


@click.command()
@click.argument(
    "bundle", required=False, type=click.Path(path_type=Path, readable=False), metavar="[BUNDLE]"
)
@click.option(
    "--case",
    type=click.Path(path_type=Path, readable=False),
    help="Check the raw files of this case instead.",
)
@click.option("--capture", "capture_id", metavar="CAPTURE", help="Only this reading of the case.")
@click.option("--rederive", "is_rederived", is_flag=True, help="Read the raw files anew as well.")
@click.option(
    "--authority",
    type=click.Path(path_type=Path, readable=False),
    metavar="ROOTS.pem",
    help="Check the bundle's time stamp against these root certificates.",
)
def verify(
    bundle: Path | None,
    case: Path | None,
    capture_id: str | None,
    is_rederived: bool,
    authority: Path | None,
) -> None:
    """Check an evidence bundle, or the raw files of a case; exit code 5 when anything differs."""
    from auditor import cli_bundle, cli_readings

    if (bundle is None) == (case is None):
        raise UsageError("Name either a bundle or a case.", "auditor verify BUNDLE | --case DIR")
    if case is not None and (is_rederived or authority is not None):
        raise UsageError("--rederive and --authority are about a bundle.", "Name a bundle.")
    lines = (
        cli_bundle.check(bundle, authority, is_rederived)
        if bundle is not None
        else cli_readings.verify_lines(case or Path(), capture_id)
    )
    for line in lines:
        tell(line)


@click.command()
@click.argument("bundle", type=click.Path(path_type=Path, readable=False))
@click.option(
    "--reply",
    type=click.Path(path_type=Path, readable=False),
    metavar="FILE.tsr",
    help="Add the authority's reply to the bundle.",
)
def timestamp(bundle: Path, reply: Path | None) -> None:
    """Write the request for a trusted time stamp (RFC 3161), or add the reply. Sends nothing."""
    from auditor import cli_bundle

    click.echo(cli_bundle.timestamp(bundle, reply))


@click.command()
@CASE
def reload(case: Path) -> None:
    """Parse every raw file of a case again with this version of the program."""
    from auditor import cli_readings

    for line in cli_readings.reload_lines(case):
        tell(line)


@click.command()
@click.argument("capture_id", metavar="CAPTURE")
@CASE
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask.")
def delete(capture_id: str, case: Path, is_sure: bool) -> None:
    """Delete a reading and its raw files for good; what the others tell is worked out anew."""
    from auditor import cli_readings

    cli_readings.delete(case, capture_id, is_sure)


@click.command()
@click.argument("case", type=click.Path(path_type=Path, readable=False))
@PASSPHRASE_FILE
def lock(case: Path, passphrase_file: Path | None) -> None:
    """Put a case into one encrypted file and remove its folder."""
    from auditor import cli_lock

    cli_lock.lock_case(case, passphrase_file)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, readable=False))
@PASSPHRASE_FILE
def unlock(file: Path, passphrase_file: Path | None) -> None:
    """Open a locked case into a folder beside its file."""
    from auditor import cli_lock

    cli_lock.unlock_case(file, passphrase_file)
