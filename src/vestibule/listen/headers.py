"""How do people call the sheets, the columns and the words they fill in?"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from vestibule.dossier import folding
from vestibule.dossier.tables import TABLES

OFFERED: Mapping[str, tuple[str, ...]] = {
    table: tuple(columns.split())
    for table, columns in {
        "people": "pseudonym profile sex age_band place displaced lang household",
        "gatherings": "code place held_on kind composition profile lang interpreter "
        "listeners present minutes facilitator consent",
        "attendances": "gathering person n sex age_band profile place displaced "
        "capacity",
        "consents": "gathering person level basis form uses lang expires_on",
        "excerpts": "gathering key words lang profile consent translation "
        "translation_lang review reviewed_by second_reviewed_by sensitivity "
        "place_level position",
        "codes": "key name kind definition parent codebook sensitivity place_level",
        "codings": "excerpt code coder stance role",
        "statements": "key words lang gathering author source moderation sensitivity "
        "place_level",
        "votes": "person statement gathering vote",
        "tallies": "gathering statement method sex agree disagree passed count",
        "findings": "key kind words meaning lang parent code scope place sensitivity "
        "place_level",
        "supports": "finding stance excerpt code statement claim",
        "validations": "finding gathering outcome profile present objection amendment "
        "lang consent review reviewed_by second_reviewed_by",
        "questions": "key words lang kind rule",
        "ballots": "question gathering person ballot finding rank points approved n "
        "profile action",
        "priorities": "question finding gathering rank rule objections",
        "factors": "name lang finding",
        "merges": "factor into state reason by",
        "claims": "key cause effect direction excerpt gathering teller coder",
        "instruments": "key name kind version",
        "answers": "instrument question person gathering wave value",
        "groups": "key name place finding since",
        "hypotheses": "key group words lang cause effect predicts sign",
        "observations": "hypothesis outcome words seen_on",
        "reflections": "group words decision held_on",
        "cases": "key place kind parties paths impartiality opened_on closed_on "
        "outcome",
        "actions": "key group finding claim words lang owner place due_on cost "
        "predicts sign harm approved state",
        "recommendations": "key finding gathering words lang addressee addressee_side "
        "made_on answer_by",
        "responses": "recommendation answer words given_on",
        "commitments": "key response action agreement words lang owner owner_side "
        "made_on due_on",
        "verifications": "commitment side state level seen_on gathering coder "
        "adjudicated part reached target evidence",
        "obligations": "gathering profile due_on deferred_to deferred_reason",
        "restitutions": "obligation gathering medium lang told_on told reply",
    }.items()
}
"""Tables that people fill, with the columns they are offered, in that order."""

LANGUAGES = ("fr", "en")
"""Languages in which sheets can be filled."""

HELP_SIGN = "▸"
"""What each cell of a template's help row begins with."""

KEY = "key"
"""A column that, in the sheets of `TIED`, only ties rows to those of other sheets."""

TIED = ("excerpts", "claims")
"""Tables whose records keep no key."""

LABELS = ("labels.toml", "labels_later.toml")
"""Files of names, of what was said and of what followed."""


@cache
def _labels() -> dict[str, Any]:
    """Return the sections of all files, each label under its table or column."""
    whole: dict[str, Any] = {"columns": {}}
    for name in LABELS:
        read = resources.files("vestibule.listen").joinpath(name).read_text("utf-8")
        said = tomllib.loads(read)
        for table, columns in said.pop("columns").items():
            whole["columns"].setdefault(table, {}).update(columns)
        for section, labels in said.items():
            whole.setdefault(section, {}).update(labels)
    return whole


def _names(label: Mapping[str, str]) -> Iterator[str]:
    """Give every name of a label, the shown one of each language first."""
    for lang in LANGUAGES:
        yield from label[lang].split("|")


def _shown(label: Mapping[str, str], lang: str) -> str:
    return label[lang].split("|")[0]


def sheet_name(table: str, lang: str) -> str:
    """Return what a template calls the sheet of a table."""
    return _shown(_labels()["sheets"][table], lang)


def table_of(name: str) -> str | None:
    """Return the table that a sheet or file name means, or None.

    Names are compared whole, then by their words: ``2-rencontres.csv`` is the
    gatherings.

    Returns
    -------
    str | None
        The table that a sheet or file name means, or None.
    """
    known = _tables_by_name()
    whole = known.get(folding.fold(name))
    if whole is not None:
        return whole
    found = {known[word] for word in folding.words(name) if word in known}
    return found.pop() if len(found) == 1 else None


@cache
def _tables_by_name() -> dict[str, str]:
    names = {folding.fold(table): table for table in OFFERED}
    for table, label in _labels()["sheets"].items():
        names |= {folding.fold(name): table for name in _names(label)}
    return names


def is_ignored_sheet(name: str) -> bool:
    """Tell whether a sheet is there for help or lists, not for records."""
    names = {folding.fold(n) for n in _names(_labels()["ignored"]["sheets"])}
    return folding.fold(name) in names


def column_name(table: str, column: str, lang: str) -> str:
    """Return what a template calls a column."""
    return _shown(_column(table, column), lang)


def column_help(table: str, column: str, lang: str) -> str:
    """Return what the help row says below a column; perhaps nothing."""
    return str(_column(table, column).get(f"help_{lang}", ""))


def _column(table: str, column: str) -> dict[str, str]:
    columns = _labels()["columns"]
    found = columns.get(table, {}).get(column) or columns["any"].get(column)
    return found or dict.fromkeys(LANGUAGES, column)


@cache
def columns_by_name(table: str) -> dict[str, str]:
    """Return every folded name of a table's columns, with the column it means."""
    names: dict[str, str] = {}
    for column in OFFERED[table]:
        for name in (*_names(_column(table, column)), column):
            names.setdefault(folding.fold(name), column)
    return names


def terms_of(table: str, column: str) -> dict[str, dict[str, str]]:
    """Return the words of a column with their names by language; perhaps none."""
    sections: dict[str, dict[str, dict[str, str]]] = _labels()["terms"]
    name = "consent" if column == "level" else column
    return sections.get(f"{table}.{column}") or sections.get(name, {})


@cache
def terms_by_name(table: str, column: str) -> dict[str, str]:
    """Return every folded name of a column's words, with the word it means."""
    names: dict[str, str] = {}
    for term, label in terms_of(table, column).items():
        names |= {folding.fold(name): term for name in (*_names(label), term)}
    return names


def term_choices(table: str, column: str, lang: str) -> tuple[str, ...]:
    """Return what a drop-down list offers for a column, in the schema's order."""
    return tuple(_shown(label, lang) for label in terms_of(table, column).values())


@cache
def yes_or_no() -> dict[str, bool]:
    """Return every folded way of saying yes or no."""
    said = _labels()["terms"]["yes_no"]
    return {
        folding.fold(name): answer == "yes"
        for answer in ("yes", "no")
        for name in _names(said[answer])
    } | {"true": True, "false": False, "1": True, "0": False}


def yes_no_choices(lang: str) -> tuple[str, ...]:
    """Return how a drop-down list says yes and no."""
    said = _labels()["terms"]["yes_no"]
    return _shown(said["yes"], lang), _shown(said["no"], lang)


@cache
def cover_by_name() -> dict[str, str]:
    """Return every folded name of a cover sheet's lines, with what it means."""
    return {
        folding.fold(name): line
        for line, label in _labels()["cover"].items()
        for name in _names(label)
    }


def cover_name(line: str, lang: str) -> str:
    """Return what a cover sheet calls one of its lines."""
    return _shown(_labels()["cover"][line], lang)


def table_column(table: str, name: str) -> Any:
    """Return the declared column that an offered one fills, or None."""
    return None if table in TIED and name == KEY else TABLES[table][name]
