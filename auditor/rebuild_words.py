"""What a look at a store and its rebuilding brought, in words: first what is not in it any more."""

from collections.abc import Iterator

from auditor import words
from auditor.additions import Kept
from auditor.restore import Diagnosis, LeftOut, Rebuilt


def diagnosis_text(found: Diagnosis, lang: str) -> str:
    """Say in what state a store is."""
    return words.word(f"store_state.{found.state}", lang)


def rebuilt_lines(done: Rebuilt, lang: str) -> list[str]:
    """Say exactly what a rebuilt case holds, what could not be kept, and where the old file is."""
    return [*_readings(done, lang), *_losses(done, lang), *_kept(done, lang), *_aside(done, lang)]


def losses(done: Rebuilt, lang: str) -> list[str]:
    """Say only what could not be kept; empty when all was."""
    return [*(_left_out(each, lang) for each in done.left_out), *_losses(done, lang)]


def _readings(done: Rebuilt, lang: str) -> Iterator[str]:
    yield words.sentence("rebuilt_readings", lang, len(done.reports))
    yield from (_left_out(each, lang) for each in done.left_out)


def _left_out(each: LeftOut, lang: str) -> str:
    if not each.why:
        return words.sentence("rebuilt_folder_gone", lang, folder=each.folder)
    return words.sentence("rebuilt_left_out", lang, folder=each.folder, why=each.why)


def _losses(done: Rebuilt, lang: str) -> Iterator[str]:
    if done.aside is None:
        yield words.word("sentence.rebuilt_nothing_kept", lang)
        return
    for each in done.kept:
        name = _name(each, lang)
        if not each.is_whole:
            code = "rebuilt_partly" if each.rows else "rebuilt_unreadable"
            yield words.sentence(code, lang, each.rows, what=name)
        if each.refused:
            yield words.sentence("rebuilt_refused", lang, each.refused, what=name)
    if done.evidence_gone:
        yield words.sentence("rebuilt_evidence_gone", lang, done.evidence_gone)
    for table in done.strange:
        yield words.sentence("rebuilt_strange", lang, what=table)


def _kept(done: Rebuilt, lang: str) -> Iterator[str]:
    for each in done.kept:
        if each.rows and each.is_whole:
            yield words.sentence("rebuilt_kept", lang, each.rows, what=_name(each, lang))


def _aside(done: Rebuilt, lang: str) -> Iterator[str]:
    if done.aside is not None:
        yield words.sentence("rebuilt_aside", lang, file=done.aside.name)


def _name(each: Kept, lang: str) -> str:
    return words.find(f"added.{each.table}", lang) or each.table
