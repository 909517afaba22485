"""Cells are read as their columns declare, in French or English."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestibule.dossier.schema import Column
from vestibule.dossier.tables import TABLES
from vestibule.listen import cells, headers


def column(table: str, name: str) -> Column:
    return TABLES[table][name]


@pytest.mark.parametrize(
    ("table", "name", "cell", "value"),
    [
        ("attendances", "n", "12", 12),
        ("attendances", "n", 12.0, 12),
        ("attendances", "n", "1 200", 1200),
        ("attendances", "n", "1\u202f200", 1200),
        ("attendances", "n", "n/a", None),
        ("attendances", "displaced", "Oui", True),
        ("attendances", "displaced", False, False),
        ("attendances", "displaced", 1, True),
        ("attendances", "sex", "F", "female"),
        (
            "gatherings",
            "held_on",
            dt.datetime(2030, 1, 2, 9, 0, tzinfo=dt.UTC),
            dt.date(2030, 1, 2),
        ),
        ("gatherings", "held_on", "lundi 3 février 2030", dt.date(2030, 2, 3)),
        ("gatherings", "held_on", "March 31, 2030", dt.date(2030, 3, 31)),
        ("gatherings", "held_on", "1er août 2030", dt.date(2030, 8, 1)),
        ("gatherings", "code", dt.date(2030, 1, 2), "2030-01-02"),
        ("gatherings", "code", 7, "7"),
        ("gatherings", "listeners", "aucun", "nobody"),
        ("gatherings", "listeners", "chief press", "chief press"),
        ("gatherings", "listeners", "Journaliste; chef / mari", "chief press spouse"),
        ("gatherings", "consent", "3 - chiffres publiés", 3),
        ("gatherings", "consent", 0, 0),
        ("gatherings", "consent", "peut être cité", 4),
        ("votes", "vote", "pas d’accord", -1),
        ("votes", "vote", -1, -1),
        ("ballots", "points", "2,5", 2.5),
        ("tallies", "method", "Pots couverts", "pots"),
    ],
)
def test_what_people_write_is_understood(
    table: str, name: str, cell: cells.Cell, value: cells.Value
) -> None:
    assert cells.value_of(cell, table, column(table, name)) == value


@pytest.mark.parametrize(
    ("table", "name", "cell", "code"),
    [
        ("attendances", "n", "0", "too-low"),
        ("attendances", "n", "3.5", "not-whole"),
        ("attendances", "n", "-", None),
        ("attendances", "n", "trois", "not-a-number"),
        ("attendances", "displaced", "peut-être", "not-yes-or-no"),
        ("ballots", "points", "many", "not-a-number"),
        ("excerpts", "place_level", "9", "too-high"),
        ("gatherings", "held_on", "2030-13-01", "not-a-date"),
        ("gatherings", "held_on", "mars 2030", "not-a-date"),
        ("gatherings", "held_on", "bientôt", "not-a-date"),
        ("gatherings", "listeners", "chef, lapin", "not-a-term"),
        ("votes", "vote", "2", "not-a-vote"),
        ("votes", "vote", "-10", "not-a-vote"),
    ],
)
def test_what_cannot_be_is_refused(
    table: str, name: str, cell: cells.Cell, code: str | None
) -> None:
    if code is None:
        assert cells.value_of(cell, table, column(table, name)) is None
        return
    with pytest.raises(cells.Unreadable) as refused:
        cells.value_of(cell, table, column(table, name))
    assert refused.value.code == code


@given(st.dates(min_value=dt.date(1900, 1, 1)))
def test_a_day_is_the_same_however_it_is_written(day: dt.date) -> None:
    french = f"{day.day} {cells_month(day.month)} {day.year}"

    written = (
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day.day}.{day.month}.{day.year:04d}",
        french,
    )

    assert {cells.day_of(text) for text in written} == {day}


def cells_month(number: int) -> str:
    return next(name for name, month in cells.MONTHS.items() if month == number)


@pytest.mark.parametrize("table", headers.OFFERED)
def test_every_table_that_people_fill_is_named_in_both_languages(table: str) -> None:
    for lang in headers.LANGUAGES:
        assert headers.table_of(headers.sheet_name(table, lang)) == table
        names = [
            headers.column_name(table, name, lang) for name in headers.OFFERED[table]
        ]
        assert len(set(names)) == len(names)
        for shown, name in zip(names, headers.OFFERED[table], strict=True):
            assert shown != name or name in (
                "code",
                "minutes",
                "question",
                "n",
                "points",
            )
            assert headers.columns_by_name(table)[cells.folding.fold(shown)] == name


@pytest.mark.parametrize("table", headers.OFFERED)
def test_every_word_of_a_list_is_named_in_both_languages(table: str) -> None:
    for name in headers.OFFERED[table]:
        declared = headers.table_column(table, name)
        if declared is None or not declared.terms:
            continue
        assert tuple(headers.terms_of(table, name)) == declared.terms
        for lang in headers.LANGUAGES:
            for term, said in zip(
                declared.terms, headers.term_choices(table, name, lang), strict=True
            ):
                assert (
                    headers.terms_by_name(table, name)[cells.folding.fold(said)] == term
                )


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("Rencontres", "gatherings"),
        ("2-presences 2024", "attendances"),
        ("votes (1)", "votes"),
        ("gatherings votes", None),
        ("x", None),
    ],
)
def test_a_table_is_told_by_the_name_of_its_sheet(name: str, table: str | None) -> None:
    assert headers.table_of(name) == table


def test_an_article_before_a_word_of_a_list_does_not_count() -> None:
    listeners = column("gatherings", "listeners")

    said = cells.value_of("le chef, la presse", "gatherings", listeners)

    assert said == "chief press"


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Prénom Nom", True),
        ("Prénom_Nom", True),
        ("Prénom.Nom", True),
        ("PRENOM_NOM", True),
        ("prenom.nom@example.org", True),
        ("+00 11 22 33", True),
        ("K7", False),
        ("animatrice-2", False),
        ("site_3", False),
        ("AB_12", False),
        ("Nord.4", False),
    ],
)
def test_what_looks_like_a_name_is_no_pseudonym(text: str, is_name: bool) -> None:
    assert (cells.LIKE_A_NAME.search(text) is not None) == is_name
