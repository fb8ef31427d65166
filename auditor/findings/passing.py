"""Which findings pass the filter that table, timeline and export share."""

from dataclasses import replace

import numpy as np

from auditor.bulk import Int64, is_among
from auditor.columns import columns_of
from auditor.filters import PERSONAL, EventFilter
from auditor.findings.records import Finding, Findings
from auditor.store import Store
from auditor.uids import FIRST_APP_ID, PER_USER


def passing(store: Store, findings: Findings, wanted: EventFilter) -> frozenset[str]:
    """Give the ids of the findings, suppressed ones too, of which something passes.

    A finding that events carry passes with any of them. One of facts that are no events passes
    by app, span, data type and text; what is asked of events alone, such as the background, it
    does not pass. "All personal data" leaves out no finding: not every fact is about one.
    """
    if wanted.types == PERSONAL:
        wanted = replace(wanted, types=frozenset())
    wanted = replace(wanted, include_middlemen=True)
    both = (*findings.items, *findings.suppressed)
    shown = np.sort(columns_of(store.db, wanted).ids)
    return frozenset(each.id for each in both if _passes(each, wanted, shown))


def _passes(finding: Finding, wanted: EventFilter, shown: Int64) -> bool:
    if finding.event_ids:
        return bool(is_among(np.array(finding.event_ids, dtype=np.int64), shown).any())
    asks_events = wanted.kinds or wanted.sources or wanted.event_ids
    if asks_events or wanted.background is not None:
        return False
    return (
        _is_about(finding, wanted)
        and _touches(finding, wanted)
        and (not wanted.types or finding.data_type in wanted.types)
        and _has_text(finding, wanted.text.casefold())
    )


def _is_about(finding: Finding, wanted: EventFilter) -> bool:
    is_system = finding.is_system or finding.uid % PER_USER < FIRST_APP_ID
    return (
        (not wanted.packages or finding.package in wanted.packages)
        and (not wanted.uids or finding.uid in wanted.uids)
        and (wanted.device_id is None or finding.device_id == wanted.device_id)
        and (wanted.include_system or not is_system)
    )


def _touches(finding: Finding, wanted: EventFilter) -> bool:
    """Whether it lies in the span; what has no time lies in none."""
    if wanted.since_ms is None and wanted.until_ms is None:
        return True
    if finding.first_ms is None or finding.last_ms is None:
        return False
    is_late = wanted.until_ms is not None and finding.first_ms >= wanted.until_ms
    end_ms = finding.last_ms + max(finding.last_precision_ms or 0, 1)
    return not is_late and (wanted.since_ms is None or end_ms > wanted.since_ms)


def _has_text(finding: Finding, text: str) -> bool:
    fields = (finding.package, finding.label, finding.op, finding.data_type)
    return any(text in field.casefold() for field in fields if field)
