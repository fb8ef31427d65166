"""The letter to the operator that some channels want first, with room for its dates."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from auditor.complaint.limits import statement
from auditor.complaint.phrases import chosen, phrase
from auditor.complaint.records import Channel, Letter, OwnFields, Told
from auditor.complaint.subject import Subject


def letter_to_operator(
    channel: Channel,
    subject: Subject,
    told: Sequence[Told],
    own: OwnFields,
    made_on: date,
    lang: str,
) -> Letter | None:
    """Write it where the channel wants one; None where it does not."""
    if channel.prior_contact is None:
        return None
    values = own.values
    blank = phrase("frame.to_fill", lang)
    paragraphs = [
        phrase("letter.date", lang, date=made_on.isoformat()),
        phrase("letter.recipient", lang, name=values.get("operator.name", blank)),
        *filter(None, (values.get(key) for key in ("operator.address", "operator.contact"))),
        phrase("letter.opening", lang, app=subject.label, package=subject.package),
        *(each.sentence for each in told),
        phrase("letter.ask", lang),
        *_request(values, lang),
        _wait(channel, made_on, lang),
        f"{phrase('letter.limits', lang)} {statement(lang)}",
        phrase("letter.closing", lang),
        values.get("complainant.name", blank),
        phrase("letter.sent", lang),
    ]
    return Letter(phrase("letter.subject", lang, app=subject.label), tuple(paragraphs))


def _request(values: Mapping[str, str], lang: str) -> list[str]:
    asked = values.get("request")
    return [phrase("letter.request", lang, request=asked)] if asked else []


def _wait(channel: Channel, made_on: date, lang: str) -> str:
    authority = chosen(channel.authority, lang)
    days = channel.prior_contact.wait_days if channel.prior_contact else None
    if days is None:
        return phrase("letter.wait_open", lang, authority=authority)
    until = made_on + timedelta(days=days)
    return phrase("letter.wait", lang, date=until.isoformat(), authority=authority)
