"""Who apps are, as lines and JSON: what the commands about apps show of it."""

from auditor import words
from auditor.identity import Identity, LabelSource

LANG = "en"
SHORT_HASH = 16


def identity_json(identity: Identity | None) -> dict[str, object]:
    """Give the fields that `apps --json` shows of who an app is (docs/cli.md)."""
    who = identity
    return {
        "label": who and who.label,
        "label_source": who and who.label_source,
        "labels": {each.locale or "phone": each.text for each in who.labels} if who else {},
        "version_code": who and who.version_code,
        "target_sdk": who and who.target_sdk,
        "initiating_package": who and who.initiating_package,
        "originating_package": who and who.originating_package,
        "update_owner": who and who.update_owner,
        "first_install_local": who and who.first_install_local,
        "last_update_local": who and who.last_update_local,
        "signer_sha256": who and who.signer_sha256,
        "signer_scheme": who and who.scheme,
        "signer_check": who and who.check,
        "past_signers": list(who.past_signers) if who else [],
        "has_icon": bool(who and who.has_icon),
        "apk_path": who and who.file and who.file.path,
        "trouble": who and who.trouble,
        "troubles": list(who.troubles) if who else [],
    }


def named(identity: Identity | None, label: str | None, package: str) -> str:
    """Give label and package for a table; a name of the built-in list is marked as such."""
    if identity is None or identity.label is None:
        return f"{label} ({package})" if label else package
    if identity.label_source is LabelSource.KNOWN_LIST:
        return f"[list] {identity.label} ({package})"
    return f"{identity.label} ({package})"


def signer_cell(identity: Identity | None) -> str:
    """Give the beginning of the certificate's hash: enough to see who is the same."""
    if identity is None or identity.signer_sha256 is None:
        return ""
    doubt = " !" if identity.check == "mismatch" else ""
    return identity.signer_sha256[:SHORT_HASH] + doubt


def identity_rows(identity: Identity | None) -> list[tuple[str, str]]:
    """Say in rows of name and text where an app is from, and what could not be read."""
    if identity is None:
        return []
    rows = [
        ("Came from", identity.originating_package or "not known"),
        ("Updated by", identity.update_owner or "not known"),
        ("Made for Android API", str(identity.target_sdk or "not known")),
    ]
    if identity.signer_sha256 is not None:
        rows.append(("Signature scheme", str(identity.scheme)))
    rows += [("Earlier signer", each) for each in identity.past_signers]
    if identity.trouble is not None:
        rows.append(("File not read", _trouble(identity.trouble)))
    for each in identity.troubles:
        part, _, reason = each.partition(":")
        name = words.find(f"apk_part.{part}", LANG) or part
        rows.append((f"No {name}", _trouble(reason)))
    return rows


def _trouble(reason: str) -> str:
    return words.find(f"apk_trouble.{reason}", LANG) or reason
