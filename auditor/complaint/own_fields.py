"""The person's own file: what only they know, as TOML. It is theirs; no case or bundle holds it."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from auditor.complaint.channels import all_fields
from auditor.complaint.phrases import chosen
from auditor.complaint.records import Channel, Contact, Field, Filler, OwnFields, Shape
from auditor.errors import UsageError, WrongFormat
from auditor.identity.inert_text import inert_lines
from auditor.whole_file import OWNER_ONLY, whole_file

LARGEST_BYTES = 1 << 20
CONTACTS = "contact_history"
_CONTACT_KEYS = ("date", "channel", "text", "answer")
_HEAD = {
    "en": "What only you know, for: {name}. It stays on this computer: it goes into the complaint"
    " and nowhere else.\nFill in between the quotation marks. (!) is required.",
    "zh_CN": "只有您知道的内容，用于：{name}。仅保存在这台电脑上，只写入投诉材料。\n"
    "请在引号内填写。(!) 为必填。",
    "fr": "Ce que vous seul savez, pour : {name}. Ce fichier reste sur cet ordinateur et ne sert"
    " qu’à la plainte.\nRemplissez entre les guillemets. (!) : obligatoire.",
}


def read_own_fields(path: Path) -> OwnFields:
    """Read the person's file. WrongFormat with the line when it is no TOML; UsageError."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise WrongFormat(
                f"The file {path} is too large to be answers to a form.", "Name the right file."
            )
        untrusted_text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongFormat(f"The file {path} is not UTF-8 text.", "Save it as UTF-8.") from error
    except OSError as error:
        raise UsageError(
            f"The file {path} cannot be read: {error.strerror or error}.",
            "Write one with: auditor complaint fields CHANNEL -o FILE.toml",
        ) from error
    try:
        return own_fields(tomllib.loads(untrusted_text))
    except tomllib.TOMLDecodeError as error:
        raise WrongFormat(
            f"The file {path} cannot be understood: {error}.",
            "Put each answer between quotation marks; several lines between three of them.",
        ) from error


def own_fields(table: Mapping[str, object]) -> OwnFields:
    """Make the answers of a table, as the window or a file gives it; empty ones do not count.

    What cannot be seen in them is written as `[U+…]`, so that a length is what a person sees.
    """
    flat = dict(_flat("", table))
    contacts = _contacts(table.get(CONTACTS))
    known = {key for key, about in all_fields().items() if about["filler"] == Filler.PERSON}
    values = {key: text for key, text in flat.items() if key in known and text}
    unknown = {*(flat.keys() - known), *_odd_contacts(table.get(CONTACTS, []))}
    return OwnFields(values, contacts, tuple(sorted(unknown)))


def _flat(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}{key}.", value)
        elif not (prefix == "" and key == CONTACTS):
            yield prefix + key, inert_lines(str(value)).strip()


def _contacts(untrusted: object) -> tuple[Contact, ...]:
    rows = untrusted if isinstance(untrusted, list) else []
    texts = (
        [inert_lines(str(row.get(key, ""))).strip() for key in _CONTACT_KEYS]
        for row in rows
        if isinstance(row, dict)
    )
    return tuple(Contact(*each) for each in texts if any(each))


def _odd_contacts(untrusted: object) -> Iterator[str]:
    """Name what of the contacts would be passed over, so that nothing is lost in silence."""
    if not isinstance(untrusted, list):
        yield CONTACTS
        return
    for row in untrusted:
        if isinstance(row, dict):
            yield from (f"{CONTACTS}.{key}" for key in row if key not in _CONTACT_KEYS)
        else:
            yield CONTACTS


def template(channel: Channel, lang: str) -> str:
    """Write an empty file for a channel, each field with its help, in a language."""
    head = _HEAD.get(lang, _HEAD["en"]).format(name=chosen(channel.name, lang))
    lines = [f"# {line}" for line in head.splitlines()]
    wanted = [field for field in channel.fields if field.filler is Filler.PERSON]
    tables: dict[str, list[Field]] = {}
    for field in wanted:
        if field.shape is not Shape.CONTACTS:
            tables.setdefault(field.key.rpartition(".")[0], []).append(field)
    for name in sorted(tables):  # plain keys come before the tables, as TOML wants it
        lines += ["", f"[{name}]"] if name else [""]
        lines += [line for field in tables[name] for line in _lines(field, lang)]
    for field in wanted:
        if field.shape is Shape.CONTACTS:
            lines += ["", *_comment(field, lang), f"[[{field.key}]]"]
            lines += [f'{key} = ""' for key in _CONTACT_KEYS]
    return "\n".join(lines) + "\n"


def _lines(field: Field, lang: str) -> list[str]:
    name = field.key.rpartition(".")[2]
    empty = '"""\n"""' if field.shape is Shape.TEXT else '""'
    return [*_comment(field, lang), f"{name} = {empty}"]


def _comment(field: Field, lang: str) -> list[str]:
    mark = "(!) " if field.is_required else ""
    limit = f" [≤ {field.longest:,}]" if field.longest else ""
    about = f"{chosen(field.label, lang)}{limit}. {chosen(field.help, lang)}".rstrip(". ")
    return [f"# {mark}{about}."]


def write_template(channel: Channel, lang: str, path: Path) -> None:
    """Write an empty file that only its owner can read. UsageError, StoreError.

    Nothing is replaced, and nothing is left of a file that could not be written as a whole.
    """
    if path.exists() or path.is_symlink():
        raise UsageError(
            f"{path} is there already.", "Choose a new name: what you wrote is not replaced."
        )
    with whole_file(path, False, OWNER_ONLY) as stream:
        stream.write(template(channel, lang).encode())
