"""Which texts of a record does a reviewer read, and what comes in their place?

Its words, the translation beside them, and what `texts` says of it in other languages:
each is known by the field of the page where it is redacted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from vestibule.dossier.records import Dossier
from vestibule.protect import reviewing
from vestibule.protect.reviewing import TAKEN_OUT

COLUMNS = {"excerpts": "words", "validations": "objection"}
"""Table to the column with what was said."""

WORDS, TRANSLATION, BESIDE = "words", "translation", "text-"
"""Fields: of what was said, of its translation, and how those of `texts` begin."""

DROPPED = (TAKEN_OUT, "draft")
"""Words and state of a text that was dropped: a record of words has some, always, and a
draft is published nowhere."""

Said = tuple[str, str | None]
"""A text and its language."""

Others = Mapping[str, str | None]
"""Field to what is to stand there; None where a translation is dropped."""

Row = dict[str, Any]


def of(dossier: Dossier, table: str, row: Row) -> dict[str, Said]:
    """Return the texts of a standing record by their fields, what was said first."""
    found = {
        WORDS: (row.get(COLUMNS[table]), row.get("lang")),
        TRANSLATION: (row.get("translation"), row.get("translation_lang")),
    }
    for one in _beside(dossier, table, row):
        if (one["words"], one["state"]) != DROPPED:
            found[f"{BESIDE}{one['id']}"] = (one["words"], one["lang"])
    return {field: (text, lang) for field, (text, lang) in found.items() if text}


def is_field(name: str) -> bool:
    """Return whether a name is that of a translation's field."""
    return name == TRANSLATION or name.startswith(BESIDE)


def once(found: Mapping[str, Said]) -> dict[str, Said]:
    """Return each text once: the same words in the same language are one text."""
    first: dict[Said, str] = {}
    for field, said in found.items():
        first.setdefault(said, field)
    return {field: said for said, field in first.items()}


def asked(found: Mapping[str, Said], others: Others) -> dict[str, str | None]:
    """Return what changes, of every field that holds the same text.

    Raises KeyError where a field holds nothing any more.
    """
    new = {found[field]: text for field, text in others.items() if not same(found[field][0], text)}  # fmt: skip
    return {field: new[said] for field, said in found.items() if said in new}


def rows(
    dossier: Dossier, table: str, row: Row, new: Others
) -> Iterator[tuple[str, Row]]:
    """Yield the records, with their tables, that put other texts in the place of these.

    The record itself first: whichever text changed, both reviewers look again.
    """
    cells: Row = {COLUMNS[table]: new[WORDS]} if WORDS in new else {}
    if TRANSLATION in new:
        cells[TRANSLATION] = new[TRANSLATION]
        cells |= {} if new[TRANSLATION] else {"translation_lang": None}
    yield table, reviewing.changed(row, cells) if cells else reviewing.begun(row)
    for one in _beside(dossier, table, row):
        if (field := f"{BESIDE}{one['id']}") in new:
            words, state = (new[field], one["state"]) if new[field] else DROPPED
            yield "texts", {**one, "words": words, "state": state}


def _beside(dossier: Dossier, table: str, row: Row) -> list[Row]:
    texts, reference = dossier.current("texts"), table.removesuffix("s")
    return texts.filter(texts[reference] == row.get("id")).sort("id").to_dicts()


def same(old: str, new: str | None) -> bool:
    """Return whether a text is what it was; browsers write its ends of lines anew."""
    return new is not None and old.split() == new.split()
