"""What stands on the pages of a complaint, as plain data for whoever sets them."""

import json
from collections.abc import Sequence

from auditor.complaint.phrases import chosen, phrase
from auditor.complaint.records import Complaint, Filler, Part, Trouble
from auditor.complaint.telling import full_text

TABLE_HEADS = ("number", "local", "utc", "precision", "what", "state", "count", "place")
_REGIONS = {"en": "us", "zh_CN": "cn", "fr": "fr"}


def page_data(complaint: Complaint, not_shown: Sequence[str]) -> str:
    """Give it as JSON. Characters of `not_shown` become `[U+…]`, and a notice says so."""
    lang = complaint.lang
    data: dict[str, object] = {
        "lang": lang.partition("_")[0],
        "region": _REGIONS[lang],
        "paper": complaint.channel.paper,
        "title": complaint.title,
        "description": f"{chosen(complaint.channel.name, lang)}, {complaint.made_on}",
        "watermark": watermark(complaint),
        "banner": banner(complaint),
        "foot": f"{complaint.title} – {complaint.made_on}",
        "page": phrase("frame.page", lang, page="{page}", pages="{pages}"),
        "head": [list(each) for each in head(complaint)],
        "notices": [*notices(complaint), *_not_shown_notice(not_shown, lang)],
        "form_title": phrase("frame.form", lang),
        "parts": [_part(each, lang) for each in complaint.parts],
        "findings_title": phrase("frame.findings", lang),
        "findings": unshortened(complaint),
        "signature": _signature(complaint),
        "picture": _picture(complaint),
        "events": _events(complaint),
    }
    text = json.dumps(data, ensure_ascii=False)
    for character in not_shown:
        text = text.replace(character, f"[U+{ord(character):04X}]")
    return text


def head(complaint: Complaint) -> list[tuple[str, str]]:
    """Give the lines below the title: to whom, by which channel, when."""
    channel, lang = complaint.channel, complaint.lang
    name, authority = chosen(channel.name, lang), chosen(channel.authority, lang)
    recipient = authority if name in authority else f"{authority} – {name}"
    return [
        (phrase("frame.to", lang), recipient),
        (phrase("frame.date", lang), complaint.made_on),
    ]


def banner(complaint: Complaint) -> str:
    """Say on every page what is no real complaint."""
    lang = complaint.lang
    told = [phrase("frame.sample", lang)] if complaint.is_sample else []
    told += [phrase("frame.draft", lang)] if complaint.is_draft else []
    return " · ".join(told)


def watermark(complaint: Complaint) -> str:
    """Give the large word behind the text of every page; empty for a real complaint."""
    lang = complaint.lang
    if complaint.is_sample:
        return phrase("frame.watermark", lang)
    return phrase("frame.draft", lang) if complaint.is_draft else ""


def notices(complaint: Complaint) -> list[str]:
    """Say at the begin what the banner means."""
    lang = complaint.lang
    told = [phrase("frame.sample_about", lang)] if complaint.is_sample else []
    return told + ([phrase("frame.draft_about", lang)] if complaint.is_draft else [])


def length_note(part: Part, lang: str) -> str:
    """Say how much of a field is used; empty where it takes any length."""
    if part.field.longest is None:
        return ""
    return phrase("frame.letters_used", lang, length=part.length, longest=part.field.longest)


def value_of(part: Part, lang: str) -> str:
    """Give a field's text, or say that it is empty."""
    if part.text:
        return part.text
    is_asked = part.field.is_required and part.field.filler is Filler.PERSON
    return phrase("frame.to_fill" if is_asked else "frame.left_empty", lang)


def unshortened(complaint: Complaint) -> list[str]:
    """Give the findings in full where the form's own text had no room for them; else nothing."""
    if not any(problem.trouble is Trouble.SHORTENED for problem in complaint.problems):
        return []
    told = enumerate(complaint.told, 1)
    return [full_text(number, each, complaint.lang) for number, each in told]


def table_notes(complaint: Complaint) -> list[str]:
    """Say below the table what is not in it."""
    lang, left_out = complaint.lang, complaint.events_left_out
    told = [phrase("table.left_out", lang, count=left_out)] if left_out else []
    if complaint.raw_lines:
        lines = phrase("frame.semicolon", lang).join(complaint.raw_lines)
        told.append(phrase("table.raw_lines", lang, lines=lines))
    return told


def _not_shown_notice(not_shown: Sequence[str], lang: str) -> list[str]:
    if not not_shown:
        return []
    codes = ", ".join(f"[U+{ord(each):04X}]" for each in not_shown)
    return [phrase("frame.not_shown", lang, codes=codes)]


def _part(part: Part, lang: str) -> dict[str, object]:
    text = value_of(part, lang)
    return {
        "label": part.label,
        "text": text,
        "note": length_note(part, lang),
        "is_long": part.field.shape.is_long,
    }


def _signature(complaint: Complaint) -> dict[str, str] | None:
    if complaint.channel.field("declaration.date") is None:
        return None
    lang = complaint.lang
    name = next((p.text for p in complaint.parts if p.field.key == "complainant.name"), "")
    return {
        "title": phrase("frame.signature", lang),
        "about": phrase("frame.signature_about", lang),
        "name": name,
    }


def _picture(complaint: Complaint) -> dict[str, str] | None:
    if complaint.picture_svg is None:
        return None
    lang = complaint.lang
    return {
        "title": phrase("frame.picture", lang),
        "about": phrase("frame.picture_about", lang),
        "svg": complaint.picture_svg,
    }


def _events(complaint: Complaint) -> dict[str, object] | None:
    lang = complaint.lang
    if not complaint.events and not complaint.raw_lines:
        return None
    return {
        "title": phrase("frame.events", lang),
        "heads": [phrase(f"table.{each}", lang) for each in TABLE_HEADS],
        "rows": [event_cells(each) for each in complaint.events],
        "note": "\n".join(table_notes(complaint)),
    }


def event_cells(line: object) -> list[str]:
    """Give one row of the table as text."""
    return [str(getattr(line, name)) for name in TABLE_HEADS]
