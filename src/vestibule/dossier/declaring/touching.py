"""Which sentences touch what can be turned against the people who answer them?

The words stand in ``sensitive.toml``, by category and language of the catalogue; the
refused categories of a profile count too, and what a process adds of its own. A word
proves nothing: a person decides about each sentence that has one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

from vestibule.dossier import folding
from vestibule.dossier.declaring.categories import CATEGORIES

REFUSED = {name: rows for name, rows in CATEGORIES.items() if name != "party"}
"""Refused as a profile, in more languages; that a sentence is about a party says little."""

LISTED = "listed"
"""What a word of the process itself touches."""


def touched(text: str, more: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the categories that a sentence touches.

    Parameters
    ----------
    text : str
        A sentence, in any language.
    more : iterable of str
        Words or rows of words that the process adds: its own peoples, faiths, parties.

    Returns
    -------
    tuple of str
        Categories of ``sensitive.toml`` in its order, then `LISTED`; empty where none.

    Notes
    -----
    Whole folded words are compared: "embrace" has no race in it. Whoever wishes can
    write around any list; and "a race" that is run is marked too, until someone says
    that it is ordinary.

    Examples
    --------
    >>> touched("My ethnicity is written on my card"), touched("The market is far")
    (('ethnicity',), ())
    """
    said = _row(text)
    found = [one for one, rows in _categories() if any(row in said for row in rows)]
    own = any(_row(word) in said for word in more if folding.words(word))
    return (*found, LISTED) if own else tuple(found)


def _row(text: str) -> str:
    return f" {' '.join(folding.words(text))} "


@cache
def _categories() -> tuple[tuple[str, frozenset[str]], ...]:
    """Return each category with its folded rows of words."""
    file = resources.files(__package__).joinpath("sensitive.toml")
    listed = tomllib.loads(file.read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for category, by_lang in listed.items():
        rows = [
            *REFUSED.get(category, ()),
            *(row for some in by_lang.values() for row in some),
        ]
        found[category] = {_row(row) for row in rows}
    return tuple((category, frozenset(rows)) for category, rows in found.items())
