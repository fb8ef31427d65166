"""What the Captures page says about a reading: by which way, whose clock, what is missing."""

from auditor import words
from auditor.query import CaptureRow
from auditor.repeats import WATCH
from ui.labels import UNKNOWN, Labels, tr
from ui.reads import CaptureDetails
from ui.widgets import clean

MOST_UNPARSED = 500
SAME_MS = 2_000  # the question itself takes a moment, and a phone may answer in whole seconds


def origin_text(capture: CaptureRow) -> str:
    """Say how a reading came: by a live watch, by cable, all or only accesses, or from files."""
    if capture.origin == "import":
        return tr("imported from files")
    if capture.plan == WATCH:
        told = {"running": tr("watched live, goes on"), "cut": tr("watched live, broke off")}
        return told.get(capture.outcome, tr("watched live"))
    if capture.plan == "quick":
        return tr("cable, accesses only")
    return tr("cable")


def clock_text(capture: CaptureRow, labels: Labels) -> str:
    """Say how far the phone's clock was from this computer's; a dash where nobody asked."""
    difference_ms = capture.clock_difference_ms
    if difference_ms is None:
        return UNKNOWN
    if abs(difference_ms) < SAME_MS:
        text = tr("as this computer's")
    else:
        far = labels.duration(abs(difference_ms))
        text = (tr("%1 ahead") if difference_ms > 0 else tr("%1 behind")).replace("%1", far)
    if (capture.clock_moved_ms or 0) >= SAME_MS:
        text += ", " + tr("changed while it was read")
    return text


def left_out_lines(details: CaptureDetails, labels: Labels) -> list[str]:
    """List files that were cut, commands that were left out, lines that nobody understood."""
    lang, manifest = labels.lang, details.manifest
    lines = []
    for raw in manifest.files:
        if not raw.whole:
            reason = words.find(f"cut_reason.{raw.reason}", lang) or raw.reason or ""
            lines.append(tr("cut: %1").replace("%1", f"{raw.file} – {reason}"))
    for each in manifest.skipped:
        reason = words.find(f"skip_reason.{each.reason}", lang) or each.reason
        lines.append(tr("left out: %1").replace("%1", clean(f"{each.command} – {reason}")))
    lines += [
        f"{row.raw_file}:{row.line} [{labels.code('unparsed', row.reason)}]  {clean(row.text)}"
        for row in details.unparsed[:MOST_UNPARSED]
    ]
    more = len(details.unparsed) - MOST_UNPARSED
    if more > 0:
        told = tr("… and %1 more lines, all listed in the case: view v_raw_files, table unparsed")
        lines.append(told.replace("%1", labels.number(more)))
    return lines
