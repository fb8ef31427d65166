"""What is fuzzed: every reader of raw files, and what finds and unpacks texts.

One target per reader of `auditor.readers`, so that a new one is fuzzed as soon as it reads. The
first byte of the input chooses what is known of the phone's clock.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import fields

from auditor.blocks import Block
from auditor.errors import WrongFormat
from auditor.importers import board, forms, kinds
from auditor.manifest import ClockReading, Manifest, RawFile
from auditor.parsers.abx import MAGIC, abx_to_xml
from auditor.parsers.appops import parse_appops
from auditor.parsers.appops_fast import parse_appops_stream
from auditor.parsers.lines import decode_lines
from auditor.readers import READERS, phone_clock
from auditor.record_numbers import Record
from auditor.records import DeviceInfo, Unparsed
from auditor.task import Task

Target = Callable[[bytes], None]
NOW_MS = 1_741_064_460_345
_CLOCKS = (
    ("Asia/Shanghai", NOW_MS, False),
    ("Europe/Berlin", None, False),
    (None, NOW_MS, False),
    (None, None, False),
    ("America/St_Johns", NOW_MS, True),
)
# What can only be an amount: less than nothing would be a false statement.
_AMOUNTS = frozenset(
    {
        *("count", "duration_ms", "access_duration_ms", "precision_ms", "nesting", "length_ms"),
        *("received_bytes", "sent_bytes", "received_packets", "sent_packets", "hits"),
    }
)


def targets() -> dict[str, Target]:
    """Give every target by its name; commands that one reader reads are one target."""
    found: dict[str, Target] = {}
    for name, reader in READERS.items():
        if reader not in [READERS[other] for other in found]:
            found[name] = _of_reader(name)
    return found | {
        "binary_xml": _binary_xml,
        "board": _board,
        "decode_lines": _decode_lines,
        "recognise": _recognise,
        "appops_both_ways": _appops_both_ways,
    }


def read(name: str, data: bytes) -> list[Record]:
    """Read bytes as loading does, as the answer to one command."""
    raw, manifest = _capture(name, data[:1])
    stream = io.BytesIO(data[1:])
    return [
        each
        for record in READERS[name](stream, raw, manifest)
        for each in (record.records() if isinstance(record, Block) else [record])
    ]


def _of_reader(name: str) -> Target:
    def run(data: bytes) -> None:
        for record in read(name, data):
            check(record)

    return run


def check(record: Record) -> None:
    """Hold a record against what no text may make it claim."""
    assert not isinstance(record, Block)
    assert record.line >= 0, record
    if isinstance(record, Unparsed):
        assert len(record.text) <= 500, record
        assert record.reason, record
    for each in fields(record):
        value = getattr(record, each.name)
        if isinstance(value, int):  # how large it may be, the writer of the case sees to
            assert value >= 0 or each.name not in _AMOUNTS, (each.name, record)


def _capture(name: str, choice: bytes) -> tuple[RawFile, Manifest]:
    zone, now_ms, is_assumed = _CLOCKS[sum(choice) % len(_CLOCKS)]
    parameters = {"user": "0", "key": "secure assistant", "depth_ms": "900000"}
    raw = RawFile(
        name="fuzzed",
        command=name,
        parameters=parameters,
        line="",
        file="raw/fuzzed.txt",
        size_bytes=0,
        sha256="",
        started_utc_ms=NOW_MS,
        ended_utc_ms=NOW_MS + 300,
        exit_code=0,
        whole=sum(choice) % 2 == 0,
        reason=None,
        phone_before_ms=now_ms,
        phone_after_ms=now_ms,
    )
    manifest = Manifest(
        capture_id="fuzzed",
        device=DeviceInfo("fuzzed", "fuzzed", False, zone=zone),
        plan="",
        origin="import",
        tool={},
        started_utc_ms=NOW_MS,
        ended_utc_ms=NOW_MS,
        clocks=[ClockReading(NOW_MS, now_ms, None, None)],
        files=[raw],
        captured_at_assumed=is_assumed,
        zone_assumed=is_assumed,
    )
    return raw, manifest


def _appops_both_ways(data: bytes) -> None:
    """The parser of blocks and the parser of lines must read the same."""
    raw, manifest = _capture("appops", data[:1])
    clock, body = phone_clock(raw, manifest), data[1:]
    fast = list(parse_appops_stream(io.BytesIO(body), clock, "", raw.whole))
    slow = list(parse_appops(decode_lines(io.BytesIO(body), raw.whole), clock))
    assert fast == slow, next((a, b) for a, b in zip(fast, slow, strict=False) if a != b)


def _decode_lines(data: bytes) -> None:
    """No line is lost and none is made up: only LF ends a line, in any encoding."""
    lines = list(decode_lines(io.BytesIO(data)))
    assert not any("\n" in line for line in lines)


def _recognise(data: bytes) -> None:
    forms.form_of(data)
    kinds.recognise(decode_lines(io.BytesIO(data)))


def _binary_xml(data: bytes) -> None:
    try:
        lines = list(abx_to_xml(MAGIC + data))
    except WrongFormat as error:
        assert error.sentence
        return
    for name in ("appops_xml", "appops_discrete_xml", "appops_history_xml"):
        for record in read(name, b"\0" + "\n".join(lines).encode()):
            check(record)


def _board(data: bytes) -> None:
    """The parts of a report lie apart and in order, and all their bytes are the report's."""
    body = b"".join(_bytes_of_parts(data))
    assert len(body) <= len(data)


def _bytes_of_parts(data: bytes) -> Iterator[bytes]:
    is_open = False
    try:
        for each in board.cut(io.BytesIO(data), "report", Task()):
            if isinstance(each, board.Began | board.Ended):
                assert is_open == isinstance(each, board.Ended)
                is_open = not is_open
            elif isinstance(each, board.Bytes):
                assert is_open
                yield each.data
    except WrongFormat as error:
        assert error.sentence
    else:
        assert not is_open
