"""What the commands about test plans do: list ours, check one, write one to begin with."""

import json
from collections.abc import Iterator
from pathlib import Path

from auditor.cli_support import clean
from auditor.cli_tables import lines
from auditor.trials.plain import plan_plain, step_titles
from auditor.trials.plan_files import choose_plan, own_plans, template
from auditor.trials.records import Plan, Step, said
from auditor.whole_file import text_of, whole_file

HEADS = ("PLAN", "STEPS", "AT LEAST", "TITLE")


def plan_lines(lang: str, as_json: bool) -> list[str]:
    """List the plans that come with the program."""
    found = own_plans()
    if as_json:
        told = [plan_plain(each, lang) for each in found]
        return [json.dumps(told, indent=2, ensure_ascii=False)]
    rows = [
        (each.id, str(len(each.steps)), minutes(each.minimum_s), said(each.title, lang))
        for each in found
    ]
    return list(lines(HEADS, rows))


def step_lines(wanted: str, lang: str) -> Iterator[str]:
    """Say every step of a plan; refuses one that is not right."""
    plan = choose_plan(wanted)
    yield clean(f"{said(plan.title, lang)} ({plan.id}, {minutes(plan.minimum_s)})")
    if plan.about:
        yield clean(said(plan.about, lang))
    for number, step in enumerate(plan.steps, start=1):
        yield ""
        yield from told_step(step, lang, f"{number}. ")


def told_step(step: Step, lang: str, before: str = "") -> Iterator[str]:
    """Say a step: its title, what to do, what to look out for, and its marks."""
    least = f" ({minutes(step.minimum_s)})" if step.minimum_s else ""
    yield clean(f"{before}{said(step.title, lang)}{least}")
    yield clean(f"   {said(step.instruction, lang)}")
    if step.watch:
        yield clean(f"   ? {said(step.watch, lang)}")
    if step.marks:
        yield "   " + ", ".join(f"{mark} ({title})" for mark, title in step_titles(step, lang))


def minutes(seconds: int) -> str:
    """Write a length: `90 s`, `10 min`, `1 h 17 min`."""
    if seconds < 120:
        return f"{seconds} s"
    whole = -(-seconds // 60)
    return f"{whole} min" if whole < 60 else f"{whole // 60} h {whole % 60} min"


def write_template(file: Path, source: str | None) -> str:
    """Write a plan to begin with."""
    plan: Plan | None = None if source is None else choose_plan(source)
    with whole_file(file, is_replacing=False) as stream, text_of(stream) as out:
        out.write(template() if plan is None else plan.text)
    return f"Written: {file}. Check it: auditor session check {file}"
