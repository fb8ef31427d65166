"""XML from elsewhere, event by event: no document type, no entities, no absurd depth or size."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

from auditor.records import Unparsed

_CHUNK = 1 << 16
_DEPTH_LIMIT = 64
_NAME_LIMIT = 4_096


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag (`attributes` set) or an end tag (None). Lines count from 1."""

    name: str
    attributes: dict[str, str] | None
    line: int


def as_text(tag: Tag) -> str:
    """Write a start tag for an Unparsed, at most 500 characters."""
    pairs = " ".join(f'{key}="{value}"' for key, value in (tag.attributes or {}).items())
    return f"<{tag.name} {pairs}>"[:500]


class _Refused(Exception):  # noqa: N818 - an answer to the caller below, never seen outside
    """Something that no file of Android has."""


def tags(stream: BinaryIO) -> Iterator[Tag | Unparsed]:
    """Yield the tags of a document; where it is damaged or unsafe it ends with an Unparsed."""
    found: list[Tag] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    _Handlers(parser, found.append).install()
    while True:
        chunk = stream.read(_CHUNK)
        problem = _feed(parser, chunk)
        yield from found
        found.clear()
        if problem is not None:
            yield Unparsed(parser.CurrentLineNumber, problem, "bad_xml")
            return
        if not chunk:
            return


def _feed(parser: expat.XMLParserType, chunk: bytes) -> str | None:
    try:
        parser.Parse(chunk, not chunk)
    except (expat.ExpatError, _Refused, ValueError, LookupError) as error:  # or its encoding
        return str(error)[:500]
    return None


class _Handlers:
    def __init__(self, parser: expat.XMLParserType, put: Callable[[Tag], None]) -> None:
        self._parser = parser
        self._put = put
        self._depth = 0

    def install(self) -> None:
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        # Android writes no document type: entities, which only one can declare, are bombs.
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEPTH_LIMIT:
            raise _Refused("nested too deeply")
        if any(len(value) > _NAME_LIMIT for value in attributes.values()):
            raise _Refused("an attribute is too long")
        self._put(Tag(name, attributes, self._parser.CurrentLineNumber))

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._put(Tag(name, None, self._parser.CurrentLineNumber))

    def _refuse_doctype(self, *_: object) -> None:
        raise _Refused("it declares a document type")
