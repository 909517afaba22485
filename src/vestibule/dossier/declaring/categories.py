"""Which standpoints may no process publish, or set side by side?

Ethnicity, religion, caste, party and membership of an armed group are refused
as a profile and as a comparison: they name people by what others kill for. The
words are those of several languages and of no country; a process adds the
names that belong to its own country as ``refused_words``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from vestibule.dossier import folding
from vestibule.errors import Refused

CATEGORIES: dict[str, tuple[str, ...]] = {
    "ethnicity": (
        "ethnic", "ethnics", "ethnicity", "ethnicities", "ethnie", "ethnies", "ethnique",
        "ethniques", "etnia", "etnias", "etnico", "etnica", "etnicos", "etnicas", "race",
        "races", "racial", "raciale", "raza", "razas", "raca", "tribe", "tribes", "tribal",
        "tribale", "tribales", "tribaux", "tribu", "tribus", "tribo", "tribos", "clan",
        "clans", "clanique", "claniques", "kabila", "makabila", "ukoo", "qabiil", "قبيلة",
        "قبائل", "عشيرة", "عرق", "إثنية",
    ),
    "religion": (
        "religion", "religions", "religiao", "religioes", "religiones", "confession",
        "confessions", "confessionnel", "confessionnelle", "confesion", "confissao",
        "faith", "faiths", "denomination", "denominations", "sect", "sects", "secte",
        "sectes", "muslim", "muslims", "musulman", "musulmans", "musulmane", "musulmanes",
        "christian", "christians", "chretien", "chretiens", "chretienne", "chretiennes",
        "animiste", "animistes", "animist", "animists", "sunni", "sunnite", "shia",
        "chiite", "religious group", "religious groups", "religious community",
        "religious communities", "religious minority", "religious minorities",
        "religious affiliation", "religious identity", "groupe religieux",
        "groupes religieux", "communaute religieuse", "communautes religieuses",
        "minorite religieuse", "minorites religieuses", "appartenance religieuse",
        "identite religieuse", "dini", "دين", "ديانة", "طائفة", "مذهب",
    ),
    "caste": ("caste", "castes", "casta", "castas", "طبقة"),
    "party": (
        "party", "parti", "partis", "partido", "partidos", "faction", "factions",
        "faccion", "facciones", "faccao", "faccoes", "political parties",
        "political affiliation", "appartenance politique", "chama cha siasa", "حزب",
        "أحزاب", "فصيل",
    ),
    "armed-group": (
        "armed group", "armed groups", "armed movement", "armed movements", "groupe arme",
        "groupes armes", "mouvement arme", "mouvements armes", "groupe d autodefense",
        "groupes d autodefense", "self defence group", "self defence groups",
        "self defense group", "self defense groups", "grupo armado", "grupos armados",
        "militia", "militias", "militiaman", "militiamen", "milice", "milices", "milicien",
        "miliciens", "milicia", "milicias", "combatant", "combatants", "combattant",
        "combattants", "combattante", "combattantes", "combatiente", "combatientes",
        "combatente", "combatentes", "jihadist", "jihadists", "jihadiste", "jihadistes",
        "djihadiste", "djihadistes", "rebel", "rebels", "rebelle", "rebelles", "insurgent",
        "insurgents", "insurge", "insurges", "ميليشيا", "مسلحون",
    ),
}  # fmt: skip
"""Category to the words that name it, by themselves or in a row."""

HARMLESS: dict[str, tuple[str, ...]] = {
    "party": ("third party", "partis en", "parti en", "partis vers", "parti vers"),
    "armed-group": (
        "non combatant", "non combatants", "non combattant", "non combattants",
    ),
}  # fmt: skip
"""The same words in a row that mean something else."""

SURVIVORS = frozenset((
    "survivor", "survivors", "survivant", "survivants", "survivante", "survivantes",
    "rescape", "rescapes", "rescapee", "rescapees", "victim", "victims", "victime",
    "victimes", "sobreviviente", "sobrevivientes", "sobrevivente", "sobreviventes",
    "victima", "victimas", "vitima", "vitimas", "ناجيات", "ناجون",
))  # fmt: skip
"""Who suffered at the hands of an armed group is not a member of it."""

REASON = (
    "Ethnicity, religion, caste, party and membership of an armed group are never a "
    "profile or a comparison: such figures can be turned against people. Use what "
    "people do or where they live; there is no override"
)


class RefusedCategory(Refused):
    """A profile or comparison would sort people by a refused category."""

    code = "refused-category"


def speaks_of_survivors(text: str) -> bool:
    """Return whether `text` names people who survived violence."""
    return not SURVIVORS.isdisjoint(folding.words(text))


def why_refused(text: str, refused_words: Iterable[str] = ()) -> str | None:
    """Return the category that `text` names, or None.

    Parameters
    ----------
    text : str
        A key or a label, in any language.
    refused_words : iterable of str
        Words or rows of words that the process itself refuses.

    Returns
    -------
    str or None
        A key of `CATEGORIES`, or ``listed`` for a word of the process.

    Notes
    -----
    Whole folded words are compared, so "forecast" holds no caste and "parties
    prenantes" no party. Words can be avoided by those who wish to: a person
    should read the profiles of a process too.

    Examples
    --------
    >>> why_refused("Membres d'un groupe armé"), why_refused("parties prenantes")
    ('armed-group', None)
    """
    said = _row(text)
    for category, names in CATEGORIES.items():
        if category == "armed-group" and speaks_of_survivors(text):
            continue
        if _names(_without(said, HARMLESS.get(category, ())), names):
            return category
    return "listed" if _names(said, refused_words) else None


def _names(said: str, names: Iterable[str]) -> bool:
    return any(_row(name) in said for name in names)


def _without(said: str, harmless: Iterable[str]) -> str:
    for row in harmless:
        said = said.replace(f" {row} ", " ")
    return said


@lru_cache(maxsize=1024)  # the same words are looked for in every key and label
def _row(text: str) -> str:
    return f" {' '.join(folding.words(text))} "
