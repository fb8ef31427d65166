"""What the person does before handing in: fill, attach, send the letter, sign."""

from collections.abc import Iterator, Sequence

from auditor.complaint.phrases import chosen, phrase
from auditor.complaint.problems import problem_text
from auditor.complaint.records import Annex, Channel, Guide, Problem, Trouble


def checklist(
    channel: Channel, problems: Sequence[Problem], annex: Annex | None, lang: str
) -> tuple[str, ...]:
    """List it, in the order in which it is done; `lang` is that of the person."""
    return tuple(_items(channel, problems, annex, lang))


def said(guide: Guide, lang: str) -> str:
    """Say a sentence of a channel; of one that nobody confirmed, that it must be looked up."""
    text = chosen(guide.text, lang)
    return phrase("check.to_check", lang, text=text) if guide.is_to_check else text


def _items(
    channel: Channel, problems: Sequence[Problem], annex: Annex | None, lang: str
) -> Iterator[str]:
    yield from (said(each, lang) for each in channel.how)
    for problem in problems:
        field = channel.field(problem.key) if problem.key else None
        if problem.trouble is Trouble.MISSING and field is not None:
            yield phrase("check.field", lang, label=chosen(field.label, lang))
        if problem.trouble in (Trouble.NOT_KNOWN, Trouble.WAIT):
            yield problem_text(problem, channel, lang)
    if channel.prior_contact is not None:
        yield said(channel.prior_contact.about, lang)
        yield phrase("check.letter", lang)
    if annex is None:
        yield phrase("check.bundle", lang)
    yield from (said(each, lang) for each in channel.attach)
    yield from (said(each, lang) for each in channel.warnings)
    yield phrase("check.sign", lang)
