"""Android's binary XML (since Android 12) as XML text, one element a line.

The format has no reader that is kept up on the package index; it is small: a magic number, then
tokens of an event in the low and a type in the high four bits (BinaryXmlSerializer of Android).
"""

import base64
import struct
from collections.abc import Callable, Iterator

from auditor.errors import WrongFormat

MAGIC = b"ABX\0"
_DEPTH_LIMIT = 64
_START_DOCUMENT, _END_DOCUMENT, _START_TAG, _END_TAG = 0, 1, 2, 3
_TEXTS = {4, 5, 6, 7, 8, 9, 10}  # text, CDATA, entity, blanks, instruction, comment, doctype
_ATTRIBUTE = 15
_NEXT = "Copy the file from the phone again."


def abx_to_xml(data: bytes) -> Iterator[str]:
    """Yield the lines of the XML text. Raises WrongFormat where the bytes break the format."""
    try:
        yield from _Reader(data).lines()
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise WrongFormat("The binary XML file is damaged or cut.", _NEXT) from error


def _escaped(text: str) -> str:
    """Write text as XML, also between quotation marks. `xml.sax` would bring urllib along."""
    for letter in '&<>"\n\r\t':
        text = text.replace(letter, f"&#{ord(letter)};")
    return text


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = len(MAGIC)
        self._strings: list[str] = []
        self._depth = 0
        self._open: list[str] | None = None  # a start tag that may still get attributes

    def lines(self) -> Iterator[str]:
        yield '<?xml version="1.0" encoding="utf-8"?>'
        while self._at < len(self._data):
            token = self._data[self._at]
            self._at += 1
            event, kind = token & 0x0F, token & 0xF0
            if event == _ATTRIBUTE:
                self._attribute(kind)
                continue
            yield from self._finish()
            if event == _START_TAG:
                self._start()
            elif event == _END_TAG:
                yield self._end()
            elif event in _TEXTS:
                text = self._value(kind).strip()
                if event == 4 and text:
                    yield _escaped(text)
            elif event == _END_DOCUMENT:
                break
            elif event != _START_DOCUMENT:
                raise _wrong()
        yield from self._finish()
        if self._depth:
            raise _wrong()

    def _start(self) -> None:
        self._depth += 1
        if self._depth > _DEPTH_LIMIT:
            raise WrongFormat("The binary XML file is nested too deeply.", _NEXT)
        self._open = [self._interned()]

    def _end(self) -> str:
        self._depth -= 1
        if self._depth < 0:
            raise _wrong()
        return f"</{_name(self._interned())}>"

    def _attribute(self, kind: int) -> None:
        name, value = self._interned(), self._value(kind)
        if self._open is None:
            raise _wrong()
        self._open.append(f'{_name(name)}="{_escaped(value)}"')

    def _finish(self) -> Iterator[str]:
        if self._open is not None:
            tag, *attributes = self._open
            self._open = None
            yield f"<{' '.join([_name(tag), *attributes])}>"

    def _value(self, kind: int) -> str:
        if kind not in _VALUES:
            raise _wrong()
        return _VALUES[kind](self)

    def _number(self, layout: str) -> int | float:
        value: int | float = struct.unpack_from(layout, self._data, self._at)[0]
        self._at += struct.calcsize(layout)
        return value

    def _bytes(self) -> bytes:
        size = int(self._number(">H"))
        if self._at + size > len(self._data):
            raise _wrong()
        self._at += size
        return self._data[self._at - size : self._at]

    def _string(self) -> str:
        return self._bytes().decode("utf-8", "surrogatepass").encode("utf-8", "replace").decode()

    def _interned(self) -> str:
        index = int(self._number(">H"))
        if index != 0xFFFF:
            return self._strings[index]
        text = self._string()
        if len(self._strings) < 0xFFFF:
            self._strings.append(text)
        return text


_VALUES: dict[int, Callable[[_Reader], str]] = {
    0x00: lambda _: "",
    0x10: lambda _: "",
    0x20: _Reader._string,
    0x30: _Reader._interned,
    0x40: lambda reader: reader._bytes().hex(),
    0x50: lambda reader: base64.b64encode(reader._bytes()).decode(),
    0x60: lambda reader: str(reader._number(">i")),
    0x70: lambda reader: f"{int(reader._number('>I')):x}",
    0x80: lambda reader: str(reader._number(">q")),
    0x90: lambda reader: f"{int(reader._number('>Q')):x}",
    0xA0: lambda reader: str(reader._number(">f")),
    0xB0: lambda reader: str(reader._number(">d")),
    0xC0: lambda _: "true",
    0xD0: lambda _: "false",
}


def _name(text: str) -> str:
    """Check a name, so that no text becomes markup."""
    if not text or not all(letter.isalnum() or letter in "-_.:" for letter in text):
        raise _wrong()
    return text


def _wrong() -> WrongFormat:
    return WrongFormat("The binary XML file is damaged or of a form that is not known.", _NEXT)
