"""The commands that lock a case in one encrypted file, and open it again."""

import sys
from pathlib import Path

import click

from auditor import locking
from auditor.cli_support import clean, running_task
from auditor.errors import UsageError
from auditor.locked_file import SUFFIX, is_locked

_LONGEST_BYTES = 4096


def lock_case(case: Path, passphrase_file: Path | None) -> None:
    """Ask for a passphrase twice, lock the case, and say where it lies."""
    if case.name in ("", ".."):  # its file gets the folder's own name
        case = case.resolve()
    locking.refuse_no_case(case)  # before anybody types a passphrase for it
    if passphrase_file is not None and case.resolve() in passphrase_file.resolve().parents:
        raise UsageError(
            f"The passphrase in {passphrase_file} would be locked away with the case.",
            "Move that file out of the folder of the case.",
        )
    passphrase = _passphrase(passphrase_file, is_new=True)
    _tell_cleaned(case.absolute().parent)
    with running_task() as task:
        file = locking.lock(case, passphrase, task)
    click.echo(clean(f"The case is locked in {file}, and its folder is removed."))
    click.echo(
        "Without the passphrase nobody can open it: nothing and nobody can bring it back.", err=True
    )
    click.echo(
        "What was removed can be found on some disks: only an encrypted disk rules that out.",
        err=True,
    )


def unlock_case(file: Path, passphrase_file: Path | None) -> None:
    """Ask for the passphrase, open the case, and say where and what to do at the end."""
    if not file.exists():
        raise UsageError(
            f"There is no file {file}.", "Check the path and that its disk is connected."
        )
    if not is_locked(file):
        raise UsageError(f"{file} is no locked case.", f"Its name ends in {SUFFIX}.")
    passphrase = _passphrase(passphrase_file, is_new=False)
    _tell_cleaned(file.absolute().parent)
    with running_task() as task:
        case = locking.unlock(file, passphrase, task)
    click.echo(clean(f"The case lies open in {case}."))
    click.echo(clean(f"When you are done, lock it again: auditor lock {case}"), err=True)


def _passphrase(file: Path | None, is_new: bool) -> str:
    if file is None:
        try:
            words = click.prompt(
                "Passphrase", hide_input=True, confirmation_prompt=is_new, err=True
            )
        except click.Abort:
            if sys.stdin.isatty():
                raise
            raise UsageError(
                "There is nobody here to type the passphrase.", "Use --passphrase-file."
            ) from None
        return str(words)
    try:
        with file.open("rb") as stream:
            line = stream.readline(_LONGEST_BYTES)
        return line.decode("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise UsageError(
            f"The passphrase could not be read from {file}: {reason}.",
            "Write it into the first line of a file that only you may read.",
        ) from error


def _tell_cleaned(folder: Path) -> None:
    for part in locking.clean_up(folder):
        click.echo(clean(f"Removed what a killed program had left open: {part}"), err=True)
