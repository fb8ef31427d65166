"""What `capture` and `import` share: a capture folder into the case, and what it brought."""

from pathlib import Path

import click

from auditor import words
from auditor.cli_support import clean
from auditor.load import load_capture
from auditor.manifest import MANIFEST, read_manifest
from auditor.store import Store
from auditor.task import Task

_MOST_LEFT_OUT = 10


def load_and_tell(store: Store, folder: Path, task: Task) -> None:
    """Load a capture folder that lies in the case and say what it brought."""
    report = load_capture(store, folder, task)
    manifest = read_manifest(folder)
    sample = " (SAMPLE)" if manifest.device.is_sample else ""
    cut = f", {report.files_cut} of {report.files} files cut" if report.files_cut else ""
    unread = f", {report.unparsed:,} lines not understood" if report.unparsed else ""
    click.echo(
        f"Capture {report.capture_id}{sample} in {store.path}: {report.events_added:,} new "
        f"records, {report.events_known:,} known{unread}{cut}."
    )
    for form in manifest.tool.get("forms", "").split():
        if words.find(f"sentence.limit_form_{form}.other", "en"):
            click.echo(words.sentence(f"limit_form_{form}", "en"))
    for each in manifest.skipped[:_MOST_LEFT_OUT]:
        reason = words.find(f"skip_reason.{each.reason}", "en") or each.reason
        click.echo(clean(f"Left out: {each.command}, {reason}."), err=True)
    if len(manifest.skipped) > _MOST_LEFT_OUT:
        more = len(manifest.skipped) - _MOST_LEFT_OUT
        click.echo(f"Left out: {more} more, all named in {folder / MANIFEST}.", err=True)
