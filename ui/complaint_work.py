"""What runs outside the GUI thread for a complaint: plain functions for `Jobs`."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from auditor.app_page import app_filter
from auditor.bundle import export_bundle
from auditor.bundle.preview import Preview, preview
from auditor.complaint.annexes import annex_of
from auditor.complaint.channels import channel
from auditor.complaint.compose import Request, compose
from auditor.complaint.documents import Document, Form, documents, write, write_each
from auditor.complaint.keeping import kept_answers
from auditor.complaint.records import Annex, Complaint, OwnFields
from auditor.filters import EventFilter
from auditor.findings.records import Finding
from auditor.store import Store, sentences
from auditor.task import Task
from auditor.whole_file import whole_folder

BUNDLE = "evidence.zip"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person decided about a complaint. `made_on` is the day it bears."""

    findings: tuple[Finding, ...]
    channel_id: str
    lang: str
    guide_lang: str
    own: OwnFields
    made_on: date

    @property
    def filter(self) -> EventFilter:
        """Let through everything that is recorded about the app: what its bundle holds."""
        first = self.findings[0]
        return app_filter((first.device_id, first.uid, first.package))


@dataclass(frozen=True, slots=True)
class Ready:
    """A complaint as it would leave: every file that is text, and what its bundle would hold."""

    complaint: Complaint
    texts: tuple[Document, ...]
    bundle: Preview


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written where; `digest` is the SHA-256 of the bundle's manifest, if there is one."""

    path: Path
    names: tuple[str, ...]
    digest: str | None


def ready(case_dir: Path, draft: Draft, task: Task) -> Ready:
    """Build a complaint and count its bundle; writes nothing. UsageError, StoreError."""
    with sentences(case_dir), Store.open(case_dir, read_only=True) as store:
        made = compose(store, _request(draft, None), task)
        texts = documents(made, (Form.TXT,), task).files
        return Ready(made, texts, preview(store, draft.filter, task))


def save_one(case_dir: Path, draft: Draft, path: Path, task: Task) -> Saved:
    """Write the complaint alone; the ending of the path says how. UsageError, StoreError."""
    with sentences(case_dir), Store.open(case_dir, read_only=True) as store:
        write(compose(store, _request(draft, None), task), path, task)
    return Saved(path, (path.name,), None)


def save_all(case_dir: Path, draft: Draft, folder: Path, exported_ms: int, task: Task) -> Saved:
    """Write the complaint in every form, letter, checklist and bundle into a new folder.

    It appears only when all of it is whole. UsageError, BundleError, StoreError, Cancelled.
    """
    with (
        sentences(case_dir),
        Store.open(case_dir, read_only=True) as store,
        whole_folder(folder) as part,
    ):
        bundle = part / BUNDLE
        digest = export_bundle(store, draft.filter, bundle, exported_ms, task=task)
        annex = annex_of(bundle, draft.findings[0].package, task)
        made = documents(compose(store, _request(draft, annex), task), task=task)
        write_each(made, part)
        names = tuple(sorted(each.name for each in part.iterdir()))
    return Saved(folder, names, digest)


def answers(path: Path, task: Task) -> OwnFields:
    """Read what a person typed before. WrongFormat, UsageError."""
    task.step()
    return kept_answers(path)


def _request(draft: Draft, annex: Annex | None) -> Request:
    return Request(
        channel(draft.channel_id),
        draft.findings,
        draft.own,
        draft.made_on,
        draft.lang,
        draft.guide_lang,
        annex,
    )
