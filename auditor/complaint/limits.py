"""The limits statement, word for word as bundles carry it, and its French translation."""

from pathlib import Path

from auditor import words
from auditor.complaint.phrases import phrase
from auditor.limits_statement import STATEMENT
from auditor.phone_changes import periods_of, said

FRENCH = (
    "Ce rapport montre ce que le système d’exploitation du téléphone a noté des accès à des"
    " fonctions protégées. Il ne contient ni ne montre le contenu consulté, si des données ont"
    " quitté le téléphone, qui les a reçues, pourquoi l’accès a eu lieu, ni quel composant de"
    " l’application l’a demandé. Certaines heures sont arrondies à la minute et les relevés plus"
    " anciens ne sont que des totaux. L’absence d’une entrée ne veut pas dire qu’il ne s’est rien"
    " passé. Les constats sont des indices à vérifier, non des conclusions juridiques."
)


# The keys of auditor.words (keep_more.*.toml), which lacks French.
_FRENCH_WORDS = {
    "list.comma": ", ",
    "keep_more_type.contacts": "les contacts",
    "keep_more_type.photos": "les photos, vidéos et fichiers",
    "keep_more_type.sms": "les SMS",
    "keep_more_type.call_log": "le journal d’appels",
    "keep_more_type.calendar": "l’agenda",
    "keep_more.told": "Le {when}, par ADB et avec ce programme, le téléphone a reçu l’ordre de"
    " garder aussi chaque accès aux données suivantes : {types}. Cela a changé ce qu’il note"
    " depuis lors, et rien de ce qu’il avait noté auparavant.",
    "keep_more.told_unsure": "Le {when}, ce programme allait ordonner au téléphone de garder aussi"
    " chaque accès aux données suivantes : {types} ; on ne sait pas si le téléphone l’a accepté.",
    "keep_more.told_longer": "Il a aussi reçu l’ordre de garder les accès pendant 30 jours, ce qui"
    " vaut à partir de son démarrage suivant.",
    "keep_more.was_reset": "Le {when}, le téléphone avait d’autres valeurs que celles ordonnées :"
    " quelqu’un d’autre les avait changées, il a donc pu garder moins dès avant.",
    "keep_more.was_held": "Le {when}, on l’a vu pour la dernière fois avec toutes les valeurs"
    " ordonnées.",
    "keep_more.was_told_again": "Le {when}, il a de nouveau reçu cet ordre.",
    "keep_more.was_undone": "Le {when}, ses valeurs antérieures ont été remises.",
}


def changes(
    case_dir: Path, device_id: str, begin_ms: int | None, end_ms: int | None, lang: str
) -> tuple[str, ...]:
    """Say for each period that touches a span that the phone was told to keep more."""

    def word(key: str, lang: str) -> str:
        return _FRENCH_WORDS[key] if lang == "fr" else words.word(key, lang)

    found = periods_of(case_dir, [device_id], begin_ms, end_ms)
    return tuple(said(each, lang, word) for each in found)


def statement(lang: str) -> str:
    """Give the statement in the language of a complaint."""
    return FRENCH if lang == "fr" else STATEMENT[lang]


def statements(lang: str) -> tuple[str, ...]:
    """Give it, and where that is a translation also the English original."""
    if lang != "fr":
        return (STATEMENT[lang],)
    return (FRENCH, phrase("frame.limits_original", lang), STATEMENT["en"])
