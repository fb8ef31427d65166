"""Writes the files that Android itself keeps, after their documented formats."""

import struct
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

NOW_MS = 1_746_100_000_000
TOP_S = 200 << 31 | 1
BG_TPD = 600 << 31 | 8

OLD_APPOPS = f"""<?xml version='1.0' encoding='utf-8' standalone='yes' ?>
<app-ops>
<uid n="10101">
<op n="26" m="1" />
</uid>
<pkg n="org.example.camera">
<uid n="10101" p="false">
<op n="26" m="4" t="{NOW_MS}" r="{NOW_MS - 5}" d="1500" pu="10077" pp="org.example.helper" />
<op n="4" />
</uid>
</pkg>
</app-ops>
"""
STATES_APPOPS = f"""<app-ops v="1">
<pkg n="org.example.chat">
<uid n="10102" p="false">
<op n="27" tt="{NOW_MS}" tb="{NOW_MS - 9}" rc="{NOW_MS - 3}" d="70" />
</uid>
</pkg>
</app-ops>
"""
ACCESSES = f"""<?xml version='1.0' encoding='utf-8' standalone='yes' ?>
<app-ops v="1">
<pkg n="org.example.chat">
<uid n="10102">
<op n="27">
<st id="voice" n="{TOP_S}" t="{NOW_MS}" d="4200" />
<st n="{BG_TPD}" t="{NOW_MS - 1}" r="{NOW_MS - 2}" pp="org.example.proxy" pu="10103" pc="x" />
</op>
</uid>
</pkg>
</app-ops>
"""
DISCRETE = f"""<h v="1" lc="7">
<u ui="10102">
<p pn="org.example.chat">
<o op="26">
<a at="lens">
<e nt="{NOW_MS}" nd="60000" us="200" f="1" />
<e nt="{NOW_MS + 60_000}" us="600" f="9" af="9" ci="7" />
</a>
<a>
<e nt="{NOW_MS + 120_000}" us="700" f="2" />
</a>
</o>
</p>
</u>
</h>
"""
HISTORY = f"""<history ver="2">
<ops beg="0" end="900000">
<uid na="10102">
<pkg na="org.example.chat">
<op na="4">
<ftr na="sync">
<st na="{TOP_S}" ac="3" rc="2" du="50" />
</ftr>
</op>
</pkg>
</uid>
</ops>
<ops beg="900000" end="1800000">
<uid na="10102">
<pkg na="org.example.chat">
<op na="4">
<ftr>
<st na="{BG_TPD}" ac="1" />
</ftr>
</op>
</pkg>
</uid>
</ops>
</history>
"""
_NUMBERS = {"n", "m", "us", "f", "ui", "op", "v", "pu"}


def binary_xml(text: str) -> bytes:
    """Write an XML text as Android's BinaryXmlSerializer does: typed, with shared strings."""
    writer = _Binary()
    writer.element(ElementTree.fromstring(text.split("?>")[-1]))
    return b"ABX\0\x10" + b"".join(writer.out) + b"\x11"


class _Binary:
    def __init__(self) -> None:
        self.out: list[bytes] = []
        self.strings: list[str] = []

    def element(self, element: ElementTree.Element) -> None:
        self.out.append(b"\x32" + self.shared(element.tag))
        for name, value in element.attrib.items():
            self.attribute(name, value)
        if element.text and element.text.strip():
            self.out.append(b"\x24" + self.plain(element.text))
        for child in element:
            self.element(child)
        self.out.append(b"\x33" + self.shared(element.tag))

    def attribute(self, name: str, value: str) -> None:
        if name in _NUMBERS and value.isdecimal() and int(value) < 1 << 31:
            self.out.append(b"\x6f" + self.shared(name) + struct.pack(">i", int(value)))
        elif value.isdecimal():
            self.out.append(b"\x8f" + self.shared(name) + struct.pack(">q", int(value)))
        elif value in ("true", "false"):
            self.out.append((b"\xcf" if value == "true" else b"\xdf") + self.shared(name))
        else:
            self.out.append(b"\x2f" + self.shared(name) + self.plain(value))

    def shared(self, text: str) -> bytes:
        if text in self.strings:
            return struct.pack(">H", self.strings.index(text))
        self.strings.append(text)
        return b"\xff\xff" + self.plain(text)

    def plain(self, text: str) -> bytes:
        data = text.encode()
        return struct.pack(">H", len(data)) + data


def board(
    services: Iterable[tuple[str, str]],
    started: str | None = "2025-03-04 05:06:07",
    zone: str | None = "Europe/Berlin",
    ended: str | None = "2025-03-04 05:06:30",
) -> str:
    """Write a report as dumpstate does."""
    lines = []
    if started:
        rule = "=" * 56
        lines += [rule, f"== dumpstate: {started}", rule, ""]
        lines += ["Build fingerprint: 'maker/name/device:14/UP1A/1:user/release-keys'", ""]
    lines += ["------ DUMPSYS CRITICAL (/system/bin/dumpsys) ------", "-" * 79]
    lines += ["DUMP OF SERVICE CRITICAL SurfaceFlinger:", "Uid u0a1:", "-" * 79]
    lines += ["------ 0.302s was the duration of 'DUMPSYS CRITICAL' ------"]
    if zone:
        lines += ["------ SYSTEM PROPERTIES (getprop) ------"]
        lines += [f"[persist.sys.timezone]: [{zone}]", "[ro.build.version.sdk]: [34]"]
        lines += [
            "[ro.serialno]: [R1]",
            "------ 0.03s was the duration of 'SYSTEM PROPERTIES' ------",
        ]
    lines += ["------ DUMPSYS (/system/bin/dumpsys) ------"]
    for name, text in services:
        stamp = f", ending at: {ended}" if ended else ""
        lines += ["-" * 79, f"DUMP OF SERVICE {name}:", text.rstrip("\n")]
        lines += [f"--------- 0.250s was the duration of dumpsys {name}{stamp}"]
    lines += ["------ 4.1s was the duration of 'DUMPSYS' ------"]
    return "\n".join(lines) + "\n"


def saved(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path
