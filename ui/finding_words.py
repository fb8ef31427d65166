"""What the window says about findings beside the core's own words: who, when, how often."""

from dataclasses import replace
from datetime import UTC, tzinfo

from auditor.findings.records import Finding, Severity
from auditor.permissions import AppKey
from auditor.uids import PER_USER
from ui.labels import MINUTE_MS, UNKNOWN, Labels, local_time, offset_text, slot_time
from ui.phrases import fill, tr
from ui.theme import Theme
from ui.widgets import clean


def app_key(finding: Finding) -> AppKey:
    """Give the app that a finding is about."""
    return finding.device_id, finding.uid, finding.package


def profile(uid: int) -> str:
    """Name the Android user of a uid where it is not the phone's owner; else nothing."""
    return fill(tr("user %1"), str(uid // PER_USER)) if uid >= PER_USER else ""


def app_name(app: AppKey, label_text: str | None, names: dict[AppKey, str]) -> str:
    """Name an app in the window's language, with the profile behind it where there is one."""
    name = clean(names.get(app) or label_text or app[2], 200)
    whose = profile(app[1])
    return f"{name} ({whose})" if whose else name


def named(finding: Finding, names: dict[AppKey, str]) -> Finding:
    """Give a finding whose sentences call the app as the window does."""
    return replace(finding, label=app_name(app_key(finding), finding.label, names))


def when(time_ms: int | None, precision_ms: int | None, zone: tzinfo) -> str:
    """Write a time no more exactly than it is known, with its offset and UTC beside it."""
    if time_ms is None:
        return UNKNOWN
    width_ms = precision_ms or 1
    here, there = (_moment(time_ms, width_ms, place) for place in (zone, UTC))
    offset = offset_text(time_ms, zone)
    return here + f" ({offset})" if zone is UTC else f"{here} ({offset}) · {there} UTC"


def _moment(time_ms: int, width_ms: int, zone: tzinfo) -> str:
    if width_ms > MINUTE_MS:
        return slot_time(time_ms, time_ms + width_ms, zone)
    return local_time(time_ms, width_ms, zone, milliseconds=True)


def precision(precision_ms: int | None, labels: Labels) -> str:
    """Say how exact the times of a finding are."""
    if precision_ms is None:
        return tr("The times are not known.")
    if precision_ms > MINUTE_MS:
        return fill(
            tr("Each lies somewhere in a period of up to %1: the phone kept no more."),
            labels.duration(precision_ms),
        )
    return labels.precision_about(precision_ms, is_slot=False)


def states(finding: Finding, labels: Labels) -> str:
    """Say in which process states it happened, in words and as printed."""
    told = (f"{labels.uid_state(state)} ({state})" for state in finding.states)
    return labels.parted(told) or UNKNOWN


def severity_kind(severity: Severity) -> str:
    """Say how loud a severity's word is; the word itself says which it is."""
    if severity.rank >= Severity.HIGH.rank:
        return "alarm"
    return "notice" if severity is Severity.MEDIUM else "calm"


def severity_colors(severity: Severity, theme: Theme) -> tuple[str, str]:
    """Give ground and text colour of a severity's word."""
    return {
        "alarm": (theme.alarm, theme.on_alarm),
        "notice": (theme.notice, theme.on_notice),
        "calm": (theme.raised, theme.muted),
    }[severity_kind(severity)]


def jurisdiction(code: str) -> str:
    """Name whose clauses they are."""
    return {
        "CN": tr("China"),
        "EU": tr("European Union"),
        "UK": tr("United Kingdom"),
        "US": tr("United States"),
    }.get(code, code)
