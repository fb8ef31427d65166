"""What stands between a complaint and its channel, in sentences for the person."""

from auditor.complaint.phrases import chosen, find, phrase
from auditor.complaint.records import Channel, Problem, Trouble


def problem_text(problem: Problem, channel: Channel, lang: str) -> str:
    """Say one problem in a language: the window's, not that of the complaint."""
    field = channel.field(problem.key) if problem.key else None
    label = chosen(field.label, lang) if field else ""
    if problem.trouble is Trouble.NOT_KNOWN and field is not None:
        how = find(f"not_known.{field.key.replace('.', '_')}", lang) or ""
        return phrase("check.not_known", lang, label=label, how=how).rstrip()
    return phrase(f"problem.{problem.trouble}", lang, label=label, detail=problem.detail)
