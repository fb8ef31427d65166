"""The list of a case's test sessions: number, times, name, plan, apps."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from auditor import words
from auditor.trials.records import Trial, said
from ui.labels import MINUTE_MS, Labels, zone_of
from ui.rows_table import Field, RowsTable
from ui.session import Session
from ui.trial_marks import app_names
from ui.widgets import clean


class TrialsTable(RowsTable):
    """The sessions that have ended, the newest first."""

    def __init__(
        self,
        session: Session,
        labels: Labels,
        title: str,
        called: str,
        parent: QWidget | None = None,
    ) -> None:
        self._session, self._labels = session, labels
        down = Qt.SortOrder.DescendingOrder
        super().__init__("trialsTable", title, self._fields(called), (0, down), parent)

    def _fields(self, called: str) -> list[Field[Trial]]:
        def word(key: str) -> str:
            return words.word(f"trial.{key}", self._labels.lang)

        return [
            Field(word("number"), lambda t: str(t.id), lambda t: t.id, 9, True),
            Field(word("begun"), lambda t: self._time(t.begun_ms), lambda t: t.begun_ms, 22),
            Field(
                word("ended"),
                lambda t: self._time(t.ended_ms) if t.ended_ms else word("goes_on"),
                lambda t: t.ended_ms or 0,
                22,
            ),
            Field(called, lambda t: clean(t.title), lambda t: t.title, 26),
            Field(
                word("plan"),
                lambda t: clean(said(t.plan.title, self._labels.lang)),
                lambda t: t.plan.id,
                34,
            ),
            Field(word("apps"), self._apps, self._apps, 40),
        ]

    def _time(self, time_ms: int) -> str:
        case = self._session.case
        return self._labels.time(time_ms, zone_of(case.zone if case else None), MINUTE_MS)

    def _apps(self, found: Trial) -> str:
        case = self._session.case
        names = app_names(case, self._labels.lang) if case else {}
        return clean(
            self._labels.listed(dict.fromkeys(names.get(a, a.package) for a in found.apps))
        )
