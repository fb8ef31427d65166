"""Which form a file has, told from its first bytes. Texts that one command printed: see kinds."""

import json
import re
from itertools import islice

from auditor.importers.board import is_board
from auditor.parsers.abx import MAGIC as ABX_MAGIC
from auditor.parsers.abx import abx_to_xml

BOARD = "board"
XML = "xml"  # one of Android's own files about app ops, as text
ABX = "abx"  # the same as binary XML
SQLITE = "sqlite"
IOS = "ios"
QF_PACKAGES = "androidqf_packages"
QF_ACQUISITION = "androidqf_acquisition"

APPOPS_TABLE = b"app_op_accesses"  # in the first pages, which hold what tables there are
SQLITE_MAGIC = b"SQLite format 3\0"
_ROOTS = {  # first element and one of its attributes -> command of the raw file
    b"app-ops": "appops_xml",
    b"h": "appops_discrete_xml",
    b"history": "appops_history_xml",
}
_ROOT = re.compile(rb"\s*(?:<\?xml[^>]{0,200}\?>)?\s*<(app-ops|h|history)(?=[\s/>])[^>]{0,300}>")
# Newer versions put other keys first, and an app without files has none of a file's keys.
_QF_BEGIN = re.compile(rb"\s*\[\s*\{").match
_QF_KEYS = (b'"name":', b'"files":', b'"uid":')


def form_of(head: bytes) -> str | None:
    """Tell a form from a file's first bytes; None for all that is no such form."""
    if head.startswith(ABX_MAGIC):
        return ABX
    if head.startswith(SQLITE_MAGIC):
        return SQLITE
    if xml_command(head) is not None:
        return XML
    if is_ios_report(head):
        return IOS
    if _QF_BEGIN(head) and all(key in head for key in _QF_KEYS):
        return QF_PACKAGES
    if head.lstrip().startswith(b"{") and b'"androidqf_version"' in head:
        return QF_ACQUISITION
    return BOARD if is_board(head) else None


def is_foreign(head: bytes, form: str) -> bool:
    """Say whether a binary file has nothing to do with app ops, as far as its begin tells."""
    if form == SQLITE:
        return b"CREATE TABLE" in head and APPOPS_TABLE not in head
    if form == ABX:
        begin = "\n".join(islice(abx_to_xml(head), 2))
        return xml_command(begin.encode("utf-8", "replace")) is None
    return False


def xml_command(head: bytes) -> str | None:
    """Say which of Android's files an XML text is."""
    match = _ROOT.match(head.removeprefix(b"\xef\xbb\xbf"))
    return None if match is None else _ROOTS[match[1]]


def is_ios_report(head: bytes) -> bool:
    """Say whether these are lines of an iPhone's App Privacy Report."""
    for line in head.removeprefix(b"\xef\xbb\xbf").splitlines()[:5]:
        if not line.startswith(b"{"):
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            continue
        return isinstance(record, dict) and (
            record.get("type") in ("access", "networkActivity")
            or str(record.get("stream", "")).startswith("com.apple.privacy.accounting.")
        )
    return False
