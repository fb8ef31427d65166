"""What the commands about complaints do."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from auditor.cli_support import opened_case, running_task, writing_to
from auditor.complaint.annexes import annex_of
from auditor.complaint.channels import channel, channels
from auditor.complaint.checklist import said
from auditor.complaint.compose import Request, compose
from auditor.complaint.documents import write
from auditor.complaint.own_fields import read_own_fields, template, write_template
from auditor.complaint.phrases import chosen
from auditor.complaint.problems import problem_text
from auditor.complaint.records import Channel, Complaint, Filler, OwnFields, Trouble
from auditor.errors import UsageError
from auditor.findings.engine import find
from auditor.findings.records import Finding, Findings
from auditor.findings.rule_files import with_own

LANG = "en"  # of what the command line itself says


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `auditor complaint write`, as typed."""

    channel_id: str
    ids: tuple[str, ...]
    own: Path | None
    bundle: Path | None
    rules: Path | None
    lang: str | None
    guide_lang: str | None
    made_on: str | None
    is_draft: bool


def channel_lines(lang: str, as_json: bool) -> Iterator[str]:
    """List the channels with all that the person should know of each."""
    if as_json:
        rows = [_as_plain(each, lang) for each in channels()]
        yield json.dumps(rows, indent=2, ensure_ascii=False)
        return
    for each in channels():
        names = f"{chosen(each.name, lang)} ({', '.join(each.languages)})"
        yield f"{each.id.ljust(20)}{names}: {chosen(each.authority, lang)}"
        prior = [each.prior_contact.about] if each.prior_contact else []
        for guide in (*each.how, *prior, *each.warnings):
            yield f"    {said(guide, lang)}"


def template_lines(channel_id: str, lang: str | None, output: Path | None) -> Iterator[str]:
    """Print an empty file for the person, or write it and say what to do with it."""
    wanted = channel(channel_id)
    language = lang or wanted.languages[0]
    if output is None:
        yield template(wanted, language).rstrip("\n")
        return
    with writing_to(output):
        write_template(wanted, language, output)
    yield f"Written: {output} (only you can read it)"
    yield f"Fill it in, then: auditor complaint {wanted.id} --fields {output} …"


def write_complaint(case: Path, asked: Asked, output: Path) -> Iterator[str]:
    """Compose and write; say what was left out and what is still to do."""
    wanted = channel(asked.channel_id)
    own = read_own_fields(asked.own) if asked.own else OwnFields()
    made_on = _date(asked.made_on)
    with opened_case(case) as store, running_task() as task:
        found = find(store, with_own(asked.rules), task)
        chosen_ones = tuple(_finding(found, each) for each in asked.ids)
        annex = None
        if asked.bundle is not None and chosen_ones:
            annex = annex_of(asked.bundle, chosen_ones[0].package, task)
        request = Request(wanted, chosen_ones, own, made_on, asked.lang, asked.guide_lang, annex)
        complaint = compose(store, request, task)
        if complaint.is_draft and not asked.is_draft:
            raise _incomplete(complaint)
        made = write(complaint, output, task)
    for problem in (*complaint.problems, *made.problems):
        click.echo(problem_text(problem, wanted, LANG), err=True)
    yield f"Written: {output}"
    yield from (f"  {each.name} ({len(each.data):,} bytes)" for each in made.files)
    yield "Nothing was sent. Read it, correct it, and hand it in yourself."


def _finding(found: Findings, finding_id: str) -> Finding:
    finding = found.find(finding_id)
    if finding is None:
        raise UsageError(
            f"There is no finding {finding_id}.", "List them: auditor findings --case DIR"
        )
    return finding


def _date(text: str | None) -> date:
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no date.", "Write it as 2026-05-31.") from error


def _incomplete(complaint: Complaint) -> UsageError:
    stops = [each for each in complaint.problems if each.stops]
    fields = [complaint.channel.field(e.key or "") for e in stops if e.trouble is Trouble.MISSING]
    missing = ", ".join(chosen(field.label, LANG) for field in fields if field)
    others = [e for e in stops if e.trouble is not Trouble.MISSING]
    told = [f"missing: {missing}"] if missing else []
    told += [problem_text(each, complaint.channel, LANG).rstrip(".") for each in others]
    return UsageError(
        f"The complaint cannot be handed in yet: {'; '.join(told)}.",
        f"Write a file for the answers: auditor complaint fields {complaint.channel.id} -o"
        " FILE.toml; name it with --fields. Or write a draft: --draft",
    )


def _as_plain(each: Channel, lang: str) -> dict[str, object]:
    prior = each.prior_contact
    return {
        "id": each.id,
        "name": chosen(each.name, lang),
        "authority": chosen(each.authority, lang),
        "languages": each.languages,
        "how": [said(guide, lang) for guide in each.how],
        "warnings": [said(guide, lang) for guide in each.warnings],
        "attach": [said(guide, lang) for guide in each.attach],
        "prior_contact_days": prior.wait_days if prior else None,
        "fields": [
            {
                "key": field.key,
                "label": chosen(field.label, each.languages[0]),
                "filled_by": "you" if field.filler is Filler.PERSON else "program",
                "required": field.is_required,
                "longest": field.longest,
            }
            for field in each.fields
        ],
    }
