"""How Android prints times, durations and uids (formats.md 0.1 to 0.3)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_LIMIT_S = 2_147_483_647  # a duration saturates there (formats.md 11.1)
_MINUTE = 60_000

# Decimal digits of the languages whose phones print native ones.
_ZEROS = {"ar": "٠", "fa": "۰", "ne": "०", "mr": "०", "bn": "০", "my": "၀", "as": "০", "dz": "༠"}


class PhoneTexts:
    """Formats times as one phone does: its zone, its digits."""

    def __init__(self, zone: str, locale: str) -> None:
        self._zone = ZoneInfo(zone)
        self._minutes: dict[int, str] = {}
        zero = _ZEROS.get(locale.split("-")[0])
        self._digits = (
            None
            if zero is None
            else str.maketrans("0123456789", "".join(map(chr, range(ord(zero), ord(zero) + 10))))
        )

    def absolute(self, time_ms: int) -> str:
        """Print `yyyy-MM-dd HH:mm:ss.SSS` in the phone's zone, in its digits."""
        return self.native(self.absolute_ascii(time_ms))

    def absolute_ascii(self, time_ms: int) -> str:
        """Print `yyyy-MM-dd HH:mm:ss.SSS` in the phone's zone, in ASCII digits."""
        minute, rest = divmod(time_ms, _MINUTE)
        text = self._minutes.get(minute)
        if text is None:
            text = self.local(minute * _MINUTE).strftime("%Y-%m-%d %H:%M")
            self._minutes[minute] = text
        return f"{text}:{rest // 1000:02d}.{rest % 1000:03d}"

    def native(self, text: str) -> str:
        """Turn ASCII digits into the phone's own."""
        return text if self._digits is None else text.translate(self._digits)

    def local(self, time_ms: int) -> datetime:
        """Turn UTC milliseconds into the phone's wall clock."""
        return datetime.fromtimestamp(time_ms / 1000, tz=UTC).astimezone(self._zone)


def duration(ms: int) -> str:
    """Print a signed duration as TimeUtils.formatDuration does: `0`, `+33ms`, `-1d2h0m3s5ms`."""
    if ms == 0:
        return "0"
    sign = "+" if ms > 0 else "-"
    seconds, rest = divmod(abs(ms), 1000)
    seconds = min(seconds, _LIMIT_S)
    text = sign
    for letter, size in (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)):
        if seconds >= size or len(text) > 1:
            text += f"{seconds // size}{letter}"
            seconds %= size
    return f"{text}{rest}ms"


def uid_text(uid: int) -> str:
    """Print a uid as UserHandle.formatUid does: `1000`, `u0a123`, `u10s1000`, `u0i7`."""
    user, app = divmod(uid, 100_000)
    if app > 99_000:
        return f"u{user}i{app - 99_000}"
    if app >= 90_000:
        return f"u{user}ai{app - 90_000}"
    if app >= 10_000:
        return f"u{user}a{app - 10_000}"
    return str(app) if user == 0 else f"u{user}s{app}"
