"""What a phone prints that lies: names made to harm whoever shows them, in place of the cast's.

Each holds `zq` and a number, by which a test finds it again wherever it is shown. Android itself
allows no such package names; attribution tags, labels, users' names and versions are free text.
"""

import re
from functools import cache

LONG = 80_000  # characters of the longest name: above what a line may have (parsers/lines.py)
# Packages of the cast, and what the phone says in place of each.
PACKAGES = {
    "com.pebblechat.messenger": "com.zq01.\x1b[31m\x1b]0;owned\x07\x08chat",
    "com.cinderrecorder.voice": "com.zq02.\u202egpj.exe\u2066",
    "com.babyowl.monitor": "<img/src=x/onerror=alert(1)>zq03<script>alert(1)</script>",
    "com.hushboard.keyboard": '=HYPERLINK("http://zq04.example","click")',
    "com.brightbeam.torch": "zq05');DROP/**/TABLE/**/events;--",
    "com.driftwoodgames.tiles": "%s%n%1%L1zq06{0}{app}{__class__}",
    "com.meadowtaxi.rider": "../../../../zq07/../etc/passwd",
    "com.thrushmusic.player": "CON.zq08.",
    "com.ferngallery.paint": "zq09\u200b\ufeff\u2060\u00ad\u034f",
    "com.velvetmeditation.calm": '<b>zq10</b><a/href="file:///etc/passwd">x</a>&amp;&#0;',
    "com.foxgloveweather.now": "zq11\u2028BEGIN:VEVENT\u0085\x0b\x0c\x1eEND:VCALENDAR",
    "com.zephyrcleaner.boost": "zq19&lt;iframe/src=//zq19&gt;<iframe/src=//zq19>",
    "com.orchardstore.market": "-2+3+cmd|'/C/calc'!A0zq12",
}
# Other words of the dumps that any app or person may choose.
TEXTS = {
    "voice_note": "@SUM(1+1)zq13\x1b[2J\u202e",
    "LocationService": "<svg/onload=alert(1)>zq14",
    "Work profile": "zq15\x1b[1A\u202e<u>=1+1",
    "versionName=4.9.0": "versionName=<i>zq16</i>\x9b31m",
}
# No UTF-8: a lone surrogate, an overlong slash, bytes that end nothing, a zero.
BROKEN = {"com.heronmail.inbox": b"com.zq17.\xed\xa0\x80\xc0\xaf\xff\x00mail"}
ENORMOUS = {"com.lanternmaps.app": "com.zq18." + "A" * LONG}


@cache
def _lies(with_enormous: bool) -> tuple[re.Pattern[bytes], dict[bytes, bytes]]:
    texts = {**PACKAGES, **TEXTS, **(ENORMOUS if with_enormous else {})}
    known = {name.encode(): lie.encode() for name, lie in texts.items()}
    known |= {name.encode(): lie for name, lie in BROKEN.items()}
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile(b"|".join(map(re.escape, longest_first))), known


def lie(printed: bytes, with_enormous: bool = True) -> bytes:
    """Put the lies in the place of the words that an honest phone prints."""
    pattern, known = _lies(with_enormous)
    return pattern.sub(lambda found: known[found[0]], printed)
