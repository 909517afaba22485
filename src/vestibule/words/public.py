"""Which sentences stand on public pages, and must be there in each of their languages?"""

from __future__ import annotations

from vestibule.words.catalogue import LANGUAGES, PAGES, Tongue, sentences

SUBJECTS = frozenset(
    {
        "style",
        "figures",
        "portrait",
        "brief",
        "followed",
        "map",
        "mirror",
        "sheet",
        "site",
    }
)
"""Files of sentences that public pages and handed-over sheets are made of."""

TEAM = (
    "figures.landscape.",
    "figures.families.",
    "portrait.annex.",
    "map.team.",
    "map.limits.",
    "map.trace.",
    "site.built",
    "site.not_released",
)
"""What stands in these files for the team alone."""

PACKED = ("pack.sheets.", "pack.licence_title", "pack.no_licence", "pack.no_month")
"""What public pages say of the data that lie beside them."""

IN_DIGITS = ("style.numbers.", "style.feminine.")
"""Small numbers as words: a language without them writes digits."""


def is_public(key: str) -> bool:
    """Return whether a sentence stands on a public page.

    Parameters
    ----------
    key : str
        ``subject.section.key``.

    Returns
    -------
    bool
        False for what only the team reads.

    Examples
    --------
    >>> is_public("portrait.cover.kicker"), is_public("portrait.annex.title")
    (True, False)
    """
    if key.startswith(PACKED):
        return True
    return key.split(".")[0] in SUBJECTS and not key.startswith(TEAM)


def every_key() -> tuple[str, ...]:
    """Return the keys of all sentences of public pages, in the order of the files.

    Returns
    -------
    tuple of str
        Those that a language may leave to digits too.
    """
    return tuple(filter(is_public, sentences(LANGUAGES[0])))


def required() -> tuple[str, ...]:
    """Return the keys of `every_key` that no language may leave to digits.

    Returns
    -------
    tuple of str
        What a reader would else meet in French.
    """
    return tuple(key for key in every_key() if not key.startswith(IN_DIGITS))


def missing(lang: str) -> tuple[str, ...]:
    """Return the sentences of public pages that a language lacks.

    Parameters
    ----------
    lang : str
        One of `PAGES`, or a `Tongue`.

    Returns
    -------
    tuple of str
        Keys; empty where a reader never meets another language.
    """
    own = lang.own if isinstance(lang, Tongue) else {}
    told = {**own, **(sentences(lang) if lang in PAGES else {})}
    return tuple(key for key in required() if key not in told)
