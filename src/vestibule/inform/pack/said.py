"""How is a row said? Codes, names in both languages, places, ids of one edition."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from vestibule.dossier.process import Words
from vestibule.inform.material import FindingTold, Place
from vestibule.inform.pack.sheets import Column, Row
from vestibule.words import LANGUAGES, Catalogue

EVERYWHERE = "all"
"""Stands for all places together."""

Names = Callable[[str, str], str]
"""Table and record to what the record is called in this edition."""

ID = ("id", "#meta+id")
"""Name and hashtag of the column of ids."""

WORDS = ("words*", "#description")
"""Of the sentence, in each language."""

REGION = (("region", "#adm1+code"), ("region_name*", "#adm1+name"))
"""Of a region or camp."""


def columns(*given: tuple[str, str]) -> tuple[Column, ...]:
    """Return columns: a name and its tag; with ``*`` one for each language."""
    found: list[Column] = []
    for name, tag in given:
        langs: Sequence[str | None] = LANGUAGES if name.endswith("*") else (None,)
        found += [Column(name=name.rstrip("*"), tag=tag, lang=lang) for lang in langs]
    return tuple(found)


def said(words: Words) -> tuple[str, ...]:
    """Return words in each language of a pack, in another where there are none."""
    return tuple(
        Catalogue(lang).chosen(words)[0] if words else "" for lang in LANGUAGES
    )


def where(place: Place | None) -> tuple[str, ...]:
    """Return the key of a place and its names; None: all places together."""
    if place is None:
        return (EVERYWHERE, *(Catalogue(one)("pack.everywhere") for one in LANGUAGES))
    return (place.key, *said(place.names))


def code(section: str, key: str) -> tuple[str, ...]:
    """Return a code and its names."""
    return (key, *(Catalogue(lang)(f"pack.{section}.{key}") for lang in LANGUAGES))


def in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return rows by their ids, which say nothing of who came first."""
    return tuple(sorted(rows, key=lambda row: row[0][0]))


def finding(one: FindingTold, named: Names) -> tuple[str, ...]:
    """Return the id of a finding in this edition, and its words."""
    return (named("findings", one.key), *said(one.words))


def statement(words: Words, named: Names) -> tuple[str, ...]:
    """Return the id of a statement in this edition, and its words."""
    which = json.dumps(dict(words), sort_keys=True, ensure_ascii=False)
    return (named("statements", which), *said(words))
