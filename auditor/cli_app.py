"""Commands about apps: the list side by side, and everything about one."""

import json
from dataclasses import asdict
from pathlib import Path

from auditor import words
from auditor.app_page import AppPage, Installed, app_page, choose_app, signer
from auditor.app_table import AppFacts, TypeFacts, app_table
from auditor.apps import apps
from auditor.cli_case import framed
from auditor.cli_events import check_phone, several_phones
from auditor.cli_identity import identity_json, identity_rows, named, signer_cell
from auditor.cli_support import opened_case
from auditor.cli_tables import lines
from auditor.filters import EventFilter
from auditor.identity import Identity, IdentityKey, identities
from auditor.permissions import Grant, PermissionChange, PermissionState, is_personal, set_by
from auditor.query import local_text
from auditor.records import DataType
from auditor.store import Store

LANG = "en"
APP_HEADS = (
    "APP",
    "USER",
    "LAST RECORD",
    "RECORDS",
    "VERSION",
    "INSTALLED BY",
    "SIGNED BY",
    "DATA TYPES",
)
TYPE_HEADS = ("DATA", "ASKED FOR", "HAS", "USED, AT LEAST", "IN BACKGROUND", "REFUSED", "LAST")


def app_lines(
    case: Path, as_json: bool, with_unused: bool, device_id: str | None = None
) -> list[str]:
    """List the apps of a case, the last used first; installed apps without a record on demand."""
    with opened_case(case) as store:
        check_phone(store, device_id)
        wanted = EventFilter(device_id=device_id)
        kept = {(row.device_id, row.uid, row.package) for row in apps(store, wanted)}
        found = [each for each in app_table(store, wanted) if with_unused or _key(each) in kept]
        found.sort(key=lambda each: -(each.app.last_ms or 0))
        who = identities(store)
        if as_json:
            rows = [_app_json(each, who.get(IdentityKey(*_key(each)))) for each in found]
            return [json.dumps(rows, indent=2, ensure_ascii=False)]
        zones = _zones(store)
        cells = [
            _app_cells(each, who.get(IdentityKey(*_key(each))), zones.get(each.app.device_id))
            for each in found
        ]
        told = several_phones(store, device_id)
        return framed(store, [*told, *lines(APP_HEADS, cells)])


def page_lines(case: Path, package: str, user: int | None, as_json: bool) -> list[str]:
    """Say everything about one app."""
    with opened_case(case) as store:
        page = app_page(store, choose_app(store, package, user))
        who = identities(store).get(IdentityKey(page.device.device_id, page.uid, page.package))
        if as_json:
            facts = asdict(page) | {"identity": identity_json(who)}
            return [json.dumps(facts, indent=2, ensure_ascii=False)]
        zone = page.device.zone
        return framed(
            store, [*_who(page, who), "", *_uses(page, zone), "", *_permissions(page, zone)]
        )


def _key(facts: AppFacts) -> tuple[str, int, str]:
    return facts.app.device_id, facts.app.uid, facts.app.package


def _zones(store: Store) -> dict[str, str | None]:
    from auditor.query import devices

    return {device.device_id: device.zone for device in devices(store)}


def _app_json(facts: AppFacts, who: Identity | None) -> dict[str, object]:
    types = [asdict(each) for each in facts.types if not each.is_empty]
    return asdict(facts.app) | identity_json(who) | {"types": types}


def _app_cells(facts: AppFacts, who: Identity | None, zone: str | None) -> tuple[str, ...]:
    row = facts.app
    types = [each.value for each in row.data_types if each is not DataType.OTHER]
    return (
        named(who, row.label, row.package),
        "" if row.user is None else str(row.user),
        minute(row.last_ms, zone) if row.events else "no record",
        f"{row.events:,}",
        row.version_name or "",
        row.installer or "",
        signer_cell(who),
        ", ".join(types),
    )


def minute(time_ms: int | None, zone: str | None) -> str:
    """Write a time to the minute in the phone's zone."""
    text = local_text(time_ms, zone) or local_text(time_ms, "UTC") or "not known"
    return text[:16].replace("T", " ")


def grant_word(grant: Grant | None) -> str:
    """Say how far a permission goes."""
    return "-" if grant is None else words.word(f"grant.{grant}", LANG)


def _who(page: AppPage, who: Identity | None) -> list[str]:
    newest = page.newest
    rows = [
        ("App", named(who, page.label, page.package)),
        ("Phone, user, uid", f"{page.device.device_id}, {page.user}, {page.uid}"),
        ("Signed by", signer(page, LANG)),
        *(_installed(newest) if newest else [("Installed", "no reading lists it")]),
        *identity_rows(who),
    ]
    if page.is_gone:
        rows.append(("Now", "the newest reading does not list it any more"))
    width = max(len(name) for name, _text in rows)
    return [f"{name.ljust(width)}  {text}" for name, text in rows]


def _installed(newest: Installed) -> list[tuple[str, str]]:
    return [
        ("Version", f"{newest.version_name or 'not known'} ({newest.version_code or '-'})"),
        ("Installed by", newest.installer or "not known"),
        ("Asked for by", newest.initiating_package or "not known"),
        ("First installed", newest.first_install_local or "not known"),
        ("Last updated", newest.last_update_local or "not known"),
        ("Part of Android", {True: "yes", False: "no", None: "not known"}[newest.is_system]),
    ]


def _uses(page: AppPage, zone: str | None) -> list[str]:
    rows = [_type_cells(each, zone) for each in page.types if not each.is_empty]
    return list(lines(TYPE_HEADS, rows)) if rows else ["Nothing personal: asked for, or recorded."]


def _type_cells(facts: TypeFacts, zone: str | None) -> tuple[str, ...]:
    asked = {True: "yes", False: "no", None: "not known"}[facts.requested]
    return (
        words.data_type(facts.data_type, LANG),
        asked if facts.needs_permission else "not needed",
        grant_word(facts.granted),
        f"{facts.accesses:,}",
        f"{facts.background:,}",
        f"{facts.rejects:,}",
        minute(facts.last_ms, zone) if facts.last_ms is not None else "-",
    )


def _permissions(page: AppPage, zone: str | None) -> list[str]:
    if page.permissions is None:
        return ["No reading tells the permissions of this app."]
    told = [_permission_cells(each) for each in page.permissions if is_personal(each)]
    body = list(lines(("PERMISSION", "HAS", "SET BY"), told)) if told else []
    if not page.changes:
        return [*body, "", "No reading shows a change of a permission."]
    return [*body, "", *(change_line(each, zone) for each in page.changes)]


def _permission_cells(state: PermissionState) -> tuple[str, ...]:
    return state.permission, grant_word(state.grant), set_by(state, LANG)


def change_line(change: PermissionChange, zone: str | None) -> str:
    """Say what changed between two readings."""
    before, after = (
        "not asked for" if grant is None else grant_word(grant)
        for grant in (change.before, change.after)
    )
    between = f"{minute(change.seen_before_ms, zone)} and {minute(change.seen_after_ms, zone)}"
    return f"{change.permission}: {before} → {after}, between {between}"
