"""The marks of a test session as a table: when, how surely, what, in which step."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from auditor import words
from auditor.mark_words import KINDS_OF_DATA
from auditor.trials.plain import mark_title
from auditor.trials.records import Trial, TrialApp, TrialMark, said
from auditor.trials.results import Use
from ui.labels import Labels, local_time, offset_text, zone_of
from ui.rows_table import Field, RowsTable
from ui.session import CaseInfo
from ui.widgets import clean

APP, SCREENSHOT = 5, 6  # columns that only some sessions need


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One mark with all that its line says."""

    mark: TrialMark
    title: str
    time: str
    sure: str
    step: str
    app: str
    screenshot: str = ""  # its file in the case


class MarksTable(RowsTable):
    """The newest mark on top; what was struck out says so."""

    def __init__(self, labels: Labels, parent: QWidget | None = None) -> None:
        self._labels = labels
        down = Qt.SortOrder.DescendingOrder
        super().__init__("trialMarks", self._word("marks"), self._fields(), (0, down), parent)

    def _word(self, key: str) -> str:
        return words.word(f"trial.{key}", self._labels.lang)

    def show_trial(
        self, found: Trial, zones: Mapping[str, str | None], names: Mapping[TrialApp, str]
    ) -> None:
        """Show the marks of a session; `zones` by phone, and the names of its apps."""
        self.rows.show_rows([self._row(found, mark, zones, names) for mark in found.marks])
        self.setColumnHidden(APP, len(found.apps) < 2)
        self.setColumnHidden(SCREENSHOT, not found.screenshots)

    def _row(
        self,
        found: Trial,
        mark: TrialMark,
        zones: Mapping[str, str | None],
        names: Mapping[TrialApp, str],
    ) -> MarkRow:
        lang, zone = self._labels.lang, zone_of(zones.get(mark.app.device_id))
        shots = {(shot.click, shot.device_id): shot.file for shot in found.screenshots}
        title = mark_title(mark, lang)
        step = found.plan.step(mark.step)
        width = mark.at.uncertainty_ms
        sure = words.word(f"trial_clock.{mark.at.clock}", lang)
        return MarkRow(
            mark,
            title if mark.counts else f"{title} ({self._word('struck')})",
            f"{local_time(mark.at.time_ms, 1, zone, True)} {offset_text(mark.at.time_ms, zone)}",
            sure if width is None else f"±{self._labels.number(width)} ms",
            "" if step is None else said(step.title, lang),
            names.get(mark.app, mark.app.package),
            shots.get((mark.click, mark.app.device_id), ""),
        )

    def _fields(self) -> list[Field[MarkRow]]:
        return [
            Field(self._word("number"), lambda m: str(m.mark.click), _click, 9, True),
            Field(self._word("kind"), lambda m: m.title, lambda m: m.title, 38),
            Field(self._word("text"), _own_text, lambda m: m.mark.text, 28),
            Field(self._word("time"), lambda m: m.time, lambda m: m.mark.at.time_ms, 34),
            Field(
                self._word("uncertainty"),
                lambda m: m.sure,
                lambda m: m.mark.at.uncertainty_ms or 0,
                16,
            ),
            Field(self._word("app"), lambda m: m.app, lambda m: m.app, 24),
            Field(
                self._word("screenshots"),
                lambda m: m.screenshot.rpartition("/")[2],
                lambda m: m.screenshot,
                18,
            ),
            Field(self._word("step"), lambda m: m.step, lambda m: m.step, 30),
        ]


def _own_text(row: MarkRow) -> str:
    """What somebody typed; the kind of data stands in the title."""
    text = row.mark.text
    return "" if text in KINDS_OF_DATA else clean(text)


def _click(row: MarkRow) -> tuple[int, int]:
    return row.mark.click, row.mark.id


def app_names(case: CaseInfo, lang: str) -> dict[TrialApp, str]:
    """Give what the apps of a case are called."""
    apps = case.apps_in(lang)
    return {TrialApp(a.device_id, a.uid, a.package): a.label or a.package for a in apps}


def accesses_text(use: Use, labels: Labels) -> str:
    """Say how often: a lower bound as such, and none for certain where there is only a perhaps."""
    if use.is_at_least and not use.accesses:
        return words.word("trial.none_sure", labels.lang)
    number = labels.number(use.accesses)
    told = words.word("trial.at_least", labels.lang)
    return told.format(number=number) if use.is_at_least else number


def open_screenshot(case: Path, row: MarkRow) -> None:
    """Show a mark's screenshot in the system's own viewer, where it has one."""
    if row.screenshot:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(case / row.screenshot)))
