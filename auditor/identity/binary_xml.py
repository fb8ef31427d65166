"""Android's binary XML: the manifest of an app, and its drawables. Read as a flat list of elements.

Format: AOSP, ResourceTypes.h (ResXMLTree_*). Attributes are told by their resource ids, as
Android does: names may be stripped or lie.
"""

from dataclasses import dataclass, field

from auditor.identity.chunks import STRING_POOL, BadApk, Bytes, Chunk, StringPool, chunks

_RESOURCE_MAP, _START_ELEMENT, _END_ELEMENT = 0x0180, 0x0102, 0x0103
_MOST_ELEMENTS = 50_000
_MOST_ATTRIBUTES = 500  # of one element
_DEEPEST = 64

REFERENCE, DYNAMIC_REFERENCE = 0x01, 0x07
STRING, FLOAT, DIMENSION, FRACTION = 0x03, 0x04, 0x05, 0x06
INTEGERS = range(0x10, 0x20)
COLOURS = range(0x1C, 0x20)


@dataclass(frozen=True, slots=True)
class Value:
    """A typed value of an attribute or a resource; `text` is that of a string."""

    kind: int
    data: int
    text: str | None = None

    @property
    def reference(self) -> int | None:
        """The resource id it refers to; None when it is no reference."""
        return self.data if self.kind in (REFERENCE, DYNAMIC_REFERENCE) and self.data else None


@dataclass(slots=True)
class Element:
    """An element: attributes by resource id; those without one, such as `package`, by name."""

    name: str
    depth: int  # the root has 0
    values: dict[int | str, Value] = field(default_factory=dict)
    children: list["Element"] = field(default_factory=list)

    def child(self, name: str) -> "Element | None":
        """Find the first element of a name inside this one."""
        return next((each for each in self.children if each.name == name), None)


def parse_xml(untrusted_data: bytes) -> Element:
    """Give the root element with all that is inside. BadApk (`bad_xml`)."""
    return _Parser(Bytes(untrusted_data, "bad_xml")).run()


class _Parser:
    def __init__(self, data: Bytes) -> None:
        self._data = data
        self._strings: StringPool | None = None
        self._ids: list[int] = []
        self._open: list[Element] = []
        self._root: Element | None = None
        self._number = 0

    def run(self) -> Element:
        # The type of the file's own chunk is not looked at: Android does not, and some lie.
        begin, end = self._data.u16(2), min(self._data.u32(4), len(self._data))
        for chunk in chunks(self._data, begin, end):
            self._take(chunk)
            if self._root is not None and not self._open:
                return self._root
        raise BadApk("bad_xml")

    def _take(self, chunk: Chunk) -> None:
        if chunk.kind == STRING_POOL and self._strings is None:
            self._strings = StringPool(self._data, chunk)
        elif chunk.kind == _RESOURCE_MAP:
            number = min((chunk.end - chunk.head_end) // 4, 20_000)
            self._ids = [self._data.u32(chunk.head_end + 4 * i) for i in range(number)]
        elif chunk.kind == _START_ELEMENT:
            self._start(chunk)
        elif chunk.kind == _END_ELEMENT and self._open:
            self._open.pop()

    def _start(self, chunk: Chunk) -> None:
        self._number += 1
        if self._number > _MOST_ELEMENTS or len(self._open) >= _DEEPEST:
            raise BadApk("bad_xml")
        at = chunk.head_end
        element = Element(self._text(self._data.u32(at + 4)) or "", len(self._open))
        first = at + self._data.u16(at + 8)
        step = max(self._data.u16(at + 10), 20)
        for number in range(min(self._data.u16(at + 12), _MOST_ATTRIBUTES)):
            self._attribute(element, first + number * step)
        if self._open:
            self._open[-1].children.append(element)
        elif self._root is None:
            self._root = element
        self._open.append(element)

    def _attribute(self, element: Element, at: int) -> None:
        name = self._data.u32(at + 4)
        kind, data = self._data.u8(at + 15), self._data.u32(at + 16)
        value = Value(kind, data, self._text(data) if kind == STRING else None)
        resource_id = self._ids[name] if name < len(self._ids) else 0
        key: int | str = resource_id or self._text(name) or ""
        element.values.setdefault(key, value)

    def _text(self, index: int) -> str | None:
        return None if self._strings is None else self._strings.text(index)
