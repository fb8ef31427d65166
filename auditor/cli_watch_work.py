"""What the command `watch` does: a line for each event, what the watch came to at its end."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from auditor.adb.bridge import Bridge
from auditor.cli_phone import opened_phone, opened_phones
from auditor.cli_support import clean, running_task
from auditor.cli_tables import SAMPLE_LINE, cell
from auditor.errors import AuditorError
from auditor.event_cells import local_span
from auditor.exports.lines import FIELDS
from auditor.live.alerts import Alert, Alerts
from auditor.live.news import News, Standing, State, Watched
from auditor.live.plan import WATCHED
from auditor.live.several import Heard, watch_several
from auditor.live.watcher import Watcher
from auditor.live.words import length_text, pace_text, reason_text
from auditor.manifest import Pace
from auditor.new_case import filled_case
from auditor.query import EventRow
from auditor.records import DataType

_WIDTHS = (29, 34, 12, 11)
_PHONE_WIDTH = 18


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for."""

    case: Path
    types: frozenset[DataType]
    alert_types: frozenset[DataType]
    fastest_ms: int
    for_ms: int | None
    as_json: bool


def watch_phone(
    wanted: Wanted,
    serial: str | None,
    wireless: str | None,
    bridge_name: str,
    adb_port: int | None,
) -> None:
    """Watch a phone into a case until Ctrl-C or the end of the time asked for."""
    with (
        running_task() as task,
        opened_phone(bridge_name, adb_port, serial, wireless, task) as (bridge, chosen),
        filled_case(wanted.case),
    ):
        printer = _printer(wanted, None)
        watcher = _watcher(wanted, bridge, chosen)
        watched = watcher.run(task, printer.news, printer.state, wanted.for_ms)
        printer.end(watched)


def watch_phones(
    wanted: Wanted, serials: Sequence[str], bridge_name: str, adb_port: int | None
) -> None:
    """Watch several phones into a case, each until Ctrl-C, its own end or its own trouble.

    Raises the first trouble after the others have ended.
    """
    troubles: list[AuditorError] = []
    with (
        running_task() as task,
        opened_phones(bridge_name, adb_port, serials) as (bridge, chosen),
        filled_case(wanted.case),
    ):
        printers = {serial: _printer(wanted, serial) for serial in chosen}

        def fail(serial: str, error: AuditorError) -> None:
            troubles.append(error)
            others = " The others are watched on." if len(troubles) < len(chosen) else ""
            click.echo(
                clean(f"{serial} is not watched any more: {error.sentence}{others}"), err=True
            )

        heard = Heard(
            on_news=lambda serial, news: printers[serial].news(news),
            on_state=lambda serial, state: printers[serial].state(state),
            on_error=fail,
            on_end=lambda serial, watched: printers[serial].end(watched),
        )
        watchers = {serial: _watcher(wanted, bridge, serial) for serial in chosen}
        watch_several(watchers, task, heard, wanted.for_ms)
    if troubles:
        raise troubles[0]


def _watcher(wanted: Wanted, bridge: Bridge, serial: str) -> Watcher:
    return Watcher(
        bridge,
        serial,
        wanted.case,
        types=(wanted.types | wanted.alert_types) or WATCHED,
        fastest_ms=wanted.fastest_ms,
    )


def _printer(wanted: Wanted, phone: str | None) -> "_Printer":
    return (_JsonPrinter if wanted.as_json else _Printer)(wanted, phone)


class _Printer:
    """Events on standard output, how the watch stands on standard error.

    `phone` is named in every line where several are watched.
    """

    def __init__(self, wanted: Wanted, phone: str | None) -> None:
        self._phone = phone
        self._types = wanted.types
        self._alerts = Alerts(wanted.alert_types)
        self._is_sample = False
        self._was_away = self._is_watching = False
        self._pace: Pace | None = None

    def news(self, news: News) -> None:
        """Print new events."""
        for row in news.events:
            if not self._types or row.data_type in self._types:
                self._event(row)
        for alert in self._alerts.of(news, news.answered_ms):
            self._alert(alert)

    def state(self, state: State) -> None:
        """Say what has changed about the watch."""
        if state.standing is Standing.READING and not self._was_away:
            self._say("Reading what the phone kept until now …")
        elif state.standing is Standing.AWAY:
            self._say(f"Nothing is seen: {reason_text(state.reason, 'en')}")
        elif state.standing is Standing.WATCHING and not self._is_watching:
            again = " again" if self._was_away else ""
            self._say(f"Watching{again}. Ctrl-C ends it.")
        if state.pace is not None and state.pace != self._pace:
            self._pace = state.pace
            self._say(pace_text(state.pace, "en"))
        self._was_away = state.standing is Standing.AWAY
        self._is_watching = state.standing is Standing.WATCHING

    def end(self, watched: Watched) -> None:
        """Say what it came to."""
        if self._is_sample:
            click.echo(SAMPLE_LINE)
        gaps = f"{watched.gaps} gap{'s' * (watched.gaps != 1)}"
        self._say(
            f"Watched for {length_text(watched.watched_ms, 'en')}: {watched.events:,} events; "
            f"{gaps}, {length_text(watched.away_ms, 'en')} unseen."
        )
        self._say(
            f"The phone was asked {watched.polls:,} times and busy with it {watched.duty:.1%} of "
            f"the time. Kept: {watched.size_bytes / 1e6:.1f} MB."
        )
        self._say("Of several accesses between two looks the phone tells the last.")

    def _say(self, text: str) -> None:
        named = text if self._phone is None else f"{self._phone}: {text}"
        click.echo(clean(named), err=True)

    def _event(self, row: EventRow) -> None:
        if row.device_id.startswith("SAMPLE-") and not self._is_sample:
            self._is_sample = True
            click.echo(SAMPLE_LINE)
        where = {True: "background", False: "foreground", None: "-"}[row.is_background]
        app = row.label or row.package
        cells = (
            local_span(row) or "",
            f"{app} (user {row.user})" if row.user else app,
            row.data_type,
            where + "!" * row.background_disagrees,
        )
        padded = [cell(text, size) for text, size in zip(cells, _WIDTHS, strict=True)]
        if self._phone is not None:
            padded.insert(0, cell(self._phone, _PHONE_WIDTH))
        told = row.op + (" refused" if row.kind == "reject" else "")
        click.echo("  ".join([*padded, clean(told)]))

    def _alert(self, alert: Alert) -> None:
        named = alert_text(alert)
        click.echo(
            f"\a! {named}" if self._phone is None else f"\a! {clean(self._phone)}: {named}",
            err=True,
        )


class _JsonPrinter(_Printer):
    """The same as one JSON object a line."""

    def state(self, state: State) -> None:
        """Print how the watch stands."""
        self._print({"state": asdict(state)})

    def end(self, watched: Watched) -> None:
        """Print what it came to."""
        self._print({"end": asdict(watched) | {"duty": watched.duty}})

    def _event(self, row: EventRow) -> None:
        self._print({"event": {name: getattr(row, name) for name in FIELDS}})

    def _alert(self, alert: Alert) -> None:
        found = {"package": alert.package, "user": alert.user, "label": alert.label}
        self._print({"alert": found | {"counts": dict(alert.counts), "event_id": alert.last.id}})

    def _print(self, found: dict[str, object]) -> None:
        if self._phone is not None:
            found["phone"] = self._phone
        click.echo(json.dumps(found, ensure_ascii=False, separators=(",", ":")))


def alert_text(alert: Alert) -> str:
    """Say an alert in a line."""
    used = ", ".join(f"{kind} ×{number}" for kind, number in alert.counts)
    return clean(f"{alert.label or alert.package} in the background: {used}")
