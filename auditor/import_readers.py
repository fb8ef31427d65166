"""Readers of raw files that only an import brings: Android's own files, other people's formats."""

from collections.abc import Iterator
from typing import BinaryIO

from auditor.manifest import Manifest, RawFile
from auditor.parsers.lines import decode_lines
from auditor.record_numbers import Record


def _appops(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.root_appops import parse_root_appops

    return parse_root_appops(stream)


def _discrete(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.root_history import parse_root_discrete

    return parse_root_discrete(stream)


def _history(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.root_history import parse_root_history

    depth = raw.parameters.get("depth_ms", "0")
    depth_ms = int(depth) if depth.isascii() and depth.isdecimal() and len(depth) < 16 else 0
    return parse_root_history(stream, raw.started_utc_ms, depth_ms)


def _table(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.root_history import parse_root_table

    return parse_root_table(decode_lines(stream, raw.whole))


def _ios(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.ios_report import parse_ios_report

    return parse_ios_report(decode_lines(stream, raw.whole))


def _packages(stream: BinaryIO, raw: RawFile, manifest: Manifest) -> Iterator[Record]:
    from auditor.parsers.androidqf import parse_androidqf_packages

    return parse_androidqf_packages(stream.read().decode("utf-8-sig", "replace"))


IMPORT_READERS = {
    "appops_xml": _appops,
    "appops_discrete_xml": _discrete,
    "appops_history_xml": _history,
    "appops_db": _table,
    "ios_privacy_report": _ios,
    "androidqf_packages": _packages,
}
