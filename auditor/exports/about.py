"""What an export says of itself: phone, span, zone, filter, counts, and what it does not show."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import numpy as np

from auditor import __version__, phone_changes, words
from auditor.exports.shown import Shown
from auditor.limits_statement import STATEMENT
from auditor.picture import filter_text
from auditor.query import UNKNOWN, captures, columns, devices, local_text
from auditor.records import DeviceInfo


class About:
    """The facts of one export, gathered once; `lines` puts them into words."""

    def __init__(self, what: Shown) -> None:
        self._what, self.lang = what, what.lang
        found = columns(what.store, what.wanted)
        known = found.time_ms != UNKNOWN
        self.count, self.untimed = len(found), int((~known).sum())
        self._begin_ms = int(found.time_ms[known].min()) if known.any() else None
        self._end_ms = int(np.asarray(found.end_ms)[known].max()) if known.any() else None
        wanted = what.wanted.device_id
        self.devices = [d for d in devices(what.store) if wanted in (None, d.device_id)]
        self.is_sample = any(device.is_sample for device in self.devices)
        own = {device.device_id for device in self.devices}
        self._readings = sum(each.device_id in own for each in captures(what.store))

    @property
    def zone(self) -> str | None:
        """The zone of the phone, or of the first of several that tells one."""
        return next((device.zone for device in self.devices if device.zone), None)

    def phones(self) -> list[str]:
        """Name each phone by maker, model, Android and pseudonym."""
        return [self._phone(device) for device in self.devices]

    def lines(self) -> Iterator[tuple[str, str]]:
        """Say it: what each line is about, and the text."""
        if self.is_sample:
            yield "", words.word("export.sample", self.lang)
        for phone in self.phones():
            yield self._word("phone"), phone
        yield self._word("zone"), self.zone or self._word("zone_unknown")
        yield self._word("span"), self.span()
        yield self._word("filter"), filter_text(self._what.wanted, self.lang).partition(": ")[2]
        yield self._word("count"), f"{self.count:,}"
        for text in self._changes():
            yield self._word("changed"), text
        if self.untimed:
            yield self._word("untimed"), f"{self.untimed:,}"
        yield self._word("readings"), f"{self._readings:,}"
        yield self._word("made"), self.made()
        yield self._word("tool"), f"Permission Auditor {__version__}"

    def _changes(self) -> list[str]:
        """Say if a phone was told within this span to keep more than it does by itself."""
        own = [device.device_id for device in self.devices]
        span = (self._begin_ms, self._end_ms)
        return phone_changes.sentences(self._what.store.path, own, *span, self.lang)

    def limits(self) -> tuple[str, str]:
        """The statement of what no record shows, with its head."""
        return self._word("limits"), STATEMENT[self.lang]

    def span(self) -> str:
        """From the first known time to the last, by the phone's clock with its offset."""
        if self._begin_ms is None or self._end_ms is None:
            return self._word("span_unknown")
        return self._word("span_text").format(
            begin=self.moment(self._begin_ms), end=self.moment(self._end_ms)
        )

    def made(self) -> str:
        """When it was made, in UTC."""
        return f"{datetime.fromtimestamp(self._what.made_ms / 1000, UTC):%Y-%m-%d %H:%M} UTC"

    def moment(self, time_ms: int) -> str:
        """Write a moment to the minute, by the phone's clock with its offset."""
        text = local_text(time_ms, self.zone or "UTC")
        if text is None:  # beyond the years of a calendar
            return f"{time_ms:,} ms"
        return f"{text[:16].replace('T', ' ')} {text[23:]}"

    def _phone(self, device: DeviceInfo) -> str:
        name = " ".join(part for part in (device.manufacturer, device.model) if part)
        release = f"Android {device.release}" if device.release else ""
        names = self._what.names
        pseudonym = names.device(device.device_id) if names else device.device_id
        return words.listed((part for part in (name, release, pseudonym) if part), self.lang)

    def _word(self, key: str) -> str:
        return words.word(f"export.{key}", self.lang)


def title_phones(phones: Sequence[str]) -> str:
    """Name all phones in one line."""
    return "; ".join(phones) or "–"
