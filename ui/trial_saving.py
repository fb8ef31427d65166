"""Saving what test sessions show: where a person chooses, as it may be handed on."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from auditor import words
from auditor.trials.results import Results
from ui import trial_jobs
from ui.jobs import Jobs
from ui.labels import Labels
from ui.session import Session
from ui.theme import Theme
from ui.trial_comparison import TrialComparisonView
from ui.widgets import clean


class TrialSaving(QObject):
    """Asks where, writes elsewhere, and says where it lies."""

    failed = Signal(object)  # AuditorError
    told = Signal(object)  # a sentence

    def __init__(
        self, page: QWidget, session: Session, jobs: Jobs, labels: Labels, theme: Theme
    ) -> None:
        super().__init__(page)
        self._page, self._session, self._jobs, self._labels = page, session, jobs, labels
        self._theme_name = str(theme.name)

    def save_session(self, found: Results | None) -> None:
        """Save what a session shows as JSON."""
        if found is not None:
            path = self._ask_where(f"session-{found.trial.id}.json", "JSON (*.json)")
            self._save(path, trial_jobs.save_session, found, self._labels.lang)

    def save_comparison(self, view: TrialComparisonView, kind: str) -> None:
        """Save a comparison as JSON (`json`), or as a picture of its two timelines."""
        compared, marks = view.compared, view.timelines.pair
        if compared is None:
            return
        lang = self._labels.lang
        if kind == "json":
            names = (words.word("trial.first", lang), words.word("trial.second", lang))
            path = self._ask_where("session-comparison.json", "JSON (*.json)")
            self._save(path, trial_jobs.save_comparison, compared.found, names, lang)
        elif marks is not None:
            path = self._ask_where("session-comparison.png", "PNG (*.png);;SVG (*.svg)")
            sides, look = (compared.found.left, compared.found.right), (self._theme_name, lang)
            self._save(path, trial_jobs.save_picture, sides, marks, look)

    def _ask_where(self, name: str, kinds: str) -> Path | None:
        case = self._session.case
        place = Path.home() / f"{case.file_stem if case else 'phone'}-{name}"
        chosen, _kind = QFileDialog.getSaveFileName(self._page, self.tr("Save"), str(place), kinds)
        return Path(chosen) if chosen else None

    def _save(self, path: Path | None, function: Callable[..., Path], *more: object) -> None:
        case = self._session.case
        if path is not None and case is not None:
            told = {"on_done": self._saved, "on_error": self.failed.emit}
            self._jobs.run(function, case.path, path, *more, **told)

    def _saved(self, path: Path) -> None:
        self.told.emit(self.tr("Saved: %1").replace("%1", clean(str(path), 300)))
