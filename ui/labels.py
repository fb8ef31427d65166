"""Codes and numbers → words: one place for what the window says about records."""

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QCoreApplication, QLocale

from auditor import words
from auditor.records import DataType, Kind, Source

MINUTE_MS = 60_000
UNKNOWN = "—"
LANGUAGES = {"": "", "en": "English", "zh_CN": "简体中文"}  # empty: as the system


def zone_of(name: str | None) -> tzinfo:
    """Give the zone by its IANA name; UTC where the phone's zone is not known."""
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def local_time(time_ms: int, precision_ms: int, zone: tzinfo, milliseconds: bool = False) -> str:
    """Write a time as exactly as it was recorded and no exacter: a minute has no seconds."""
    moment = datetime.fromtimestamp(time_ms / 1000, zone)
    if precision_ms >= MINUTE_MS:
        return moment.strftime("%Y-%m-%d %H:%M")
    if milliseconds and precision_ms < 1000:
        return moment.strftime("%Y-%m-%d %H:%M:%S.") + f"{time_ms % 1000:03d}"
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def slot_time(begin_ms: int, end_ms: int, zone: tzinfo) -> str:
    """Write a period: only the end's day is left out where both days are the same."""
    begin, end = (datetime.fromtimestamp(ms / 1000, zone) for ms in (begin_ms, end_ms))
    layout = "%H:%M" if begin.date() == end.date() else "%Y-%m-%d %H:%M"
    return f"{begin:%Y-%m-%d %H:%M} – {end.strftime(layout)}"


def offset_text(time_ms: int, zone: tzinfo) -> str:
    """Write the zone's offset at a time: `UTC+08:00`."""
    offset = datetime.fromtimestamp(time_ms / 1000, zone).strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"


def precision_code(precision_ms: int) -> str:
    """Name the grade of a precision: `exact`, `second` or `minute`."""
    if precision_ms >= MINUTE_MS:
        return "minute"
    return "second" if precision_ms >= 1000 else "exact"


class Labels:
    """Words of one language. Core codes come from auditor.words, chrome from Qt's translations."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.locale = QLocale(lang)

    def data_type(self, code: DataType) -> str:
        """`Microphone`."""
        return words.data_type(code, self.lang)

    def kind(self, code: Kind) -> str:
        """`access`."""
        return words.word(f"kind.{code}", self.lang)

    def source(self, code: Source) -> str:
        """`last access`."""
        return words.word(f"source.{code}", self.lang)

    def uid_state(self, code: str | None) -> str:
        """Plain words for a uid state; a state nobody knows stays as printed."""
        return words.find(f"uid_state.{code or 'none'}", self.lang) or str(code)

    def flags(self, code: str | None) -> str:
        """Plain words for op flags such as `s|tpd`."""
        parts = [part for part in (code or "").split("|") if part]
        return self.listed(words.find(f"flag.{part}", self.lang) or part for part in parts)

    def listed(self, names: Iterable[str]) -> str:
        """Names side by side, as the language does."""
        return words.listed(names, self.lang)

    def parted(self, texts: Iterable[str]) -> str:
        """The same for parts that may hold commas of their own."""
        return words.parted(texts, self.lang)

    def op(self, name: str) -> str:
        """`record sound`, for the op that the phone prints as `RECORD_AUDIO`."""
        return words.op(name, self.lang)

    def op_about(self, name: str) -> str:
        """What the record of an op says and what it does not say."""
        return words.op_about(name, self.lang)

    def code(self, group: str, code: str) -> str:
        """Plain words for a code of a group (`notice`, `unparsed`, `mode` …), else the code."""
        return words.find(f"{group}.{code}", self.lang) or code

    def about(self, group: str, code: str) -> str:
        """The long explanation of a code, or nothing."""
        return words.about(group, code, self.lang)

    def sentence(self, code: str, values: dict[str, int | str]) -> str:
        """A whole sentence; the value `count` decides between one and many."""
        rest = {key: value for key, value in values.items() if key != "count"}
        count = values.get("count")
        return words.sentence(code, self.lang, count if isinstance(count, int) else None, **rest)

    def number(self, value: int | None) -> str:
        """`12,345`; a dash for unknown."""
        return UNKNOWN if value is None else self.locale.toString(value)

    def share(self, share: float) -> str:
        """`40%`; a share that is not quite nothing or all does not look as if it were."""
        percent, sign = round(share * 100), ""
        if percent == 0 and share > 0:
            percent, sign = 1, "< "
        elif percent == 100 and share < 1:
            percent, sign = 99, "> "
        return sign + self.number(percent) + self.locale.percent()

    def size(self, size_bytes: int) -> str:
        """`2.3 MB`."""
        return self.locale.formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)

    def duration(self, duration_ms: int | None) -> str:
        """`2 min 5 s`; a dash for unknown."""
        if duration_ms is None:
            return UNKNOWN
        if duration_ms < 1000:
            return tr("%1 ms").replace("%1", self.number(duration_ms))
        seconds = duration_ms // 1000
        if seconds < 60:
            return tr("%1 s").replace("%1", self.number(seconds))
        minutes, seconds = divmod(seconds, 60)
        if minutes < 60:
            return tr("%1 min %2 s").replace("%1", str(minutes)).replace("%2", str(seconds))
        hours, minutes = divmod(minutes, 60)
        return tr("%1 h %2 min").replace("%1", self.number(hours)).replace("%2", str(minutes))

    def precision(self, precision_ms: int, is_slot: bool) -> str:
        """How exact a time is, in words."""
        if is_slot:
            return words.word("precision.slot", self.lang)
        return words.word(f"precision.{precision_code(precision_ms)}", self.lang)

    def precision_about(self, precision_ms: int, is_slot: bool) -> str:
        """What that grade of exactness means."""
        return self.about("precision", "slot" if is_slot else precision_code(precision_ms))

    def flags_about(self, code: str | None) -> str:
        """Explain op flags such as `s|tpd`, each by its sentence."""
        parts = [part for part in (code or "").split("|") if part]
        return " ".join(filter(None, (self.about("flag", part) for part in parts)))

    def time(self, time_ms: int | None, zone: tzinfo, precision_ms: int = 1000) -> str:
        """A moment for tables and tiles; a dash for unknown."""
        return UNKNOWN if time_ms is None else local_time(time_ms, precision_ms, zone)


def tr(text: str) -> str:
    """Translate a text outside a widget; lupdate files it under no context."""
    return QCoreApplication.translate("", text)
