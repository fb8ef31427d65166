"""The limits statement, word for word as bundles carry it, and its French translation."""

from auditor.complaint.phrases import phrase
from auditor.limits_statement import STATEMENT

FRENCH = (
    "Ce rapport montre ce que le système d’exploitation du téléphone a noté des accès à des"
    " fonctions protégées. Il ne contient ni ne montre le contenu consulté, si des données ont"
    " quitté le téléphone, qui les a reçues, pourquoi l’accès a eu lieu, ni quel composant de"
    " l’application l’a demandé. Certaines heures sont arrondies à la minute et les relevés plus"
    " anciens ne sont que des totaux. L’absence d’une entrée ne veut pas dire qu’il ne s’est rien"
    " passé. Les constats sont des indices à vérifier, non des conclusions juridiques."
)


def statement(lang: str) -> str:
    """Give the statement in the language of a complaint."""
    return FRENCH if lang == "fr" else STATEMENT[lang]


def statements(lang: str) -> tuple[str, ...]:
    """Give it, and where that is a translation also the English original."""
    if lang != "fr":
        return (STATEMENT[lang],)
    return (FRENCH, phrase("frame.limits_original", lang), STATEMENT["en"])
