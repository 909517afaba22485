"""Every sheet, column and word has one name in each language, and means one thing."""

from __future__ import annotations

from collections import Counter

import pytest

from vestibule.dossier import folding
from vestibule.dossier.tables import TABLES
from vestibule.listen import headers, workbooks

WORDED = [
    (table, name)
    for table, names in headers.OFFERED.items()
    for name in names
    if (column := headers.table_column(table, name)) is not None and column.terms
]


@pytest.mark.parametrize("table", headers.OFFERED)
def test_a_sheet_is_told_by_its_name_in_each_language(table: str) -> None:
    for lang in headers.LANGUAGES:
        assert headers.table_of(headers.sheet_name(table, lang)) == table


@pytest.mark.parametrize("table", headers.OFFERED)
@pytest.mark.parametrize("lang", headers.LANGUAGES)
def test_columns_of_a_sheet_have_different_names_that_mean_them(
    table: str, lang: str
) -> None:
    known = headers.columns_by_name(table)
    for column in headers.OFFERED[table]:
        name = headers.column_name(table, column, lang)
        assert known[folding.fold(name)] == column, name


@pytest.mark.parametrize(("table", "name"), WORDED)
def test_words_of_a_list_are_the_schema_s_and_mean_one_thing(
    table: str, name: str
) -> None:
    labels = headers.terms_of(table, name)
    said = [
        folding.fold(word)
        for label in labels.values()
        for word in {
            folding.fold(word)
            for lang in headers.LANGUAGES
            for word in label[lang].split("|")
        }
    ]

    assert [*labels] == [*TABLES[table][name].terms]
    assert "" not in said
    assert [word for word, n in Counter(said).items() if n > 1] == []


def test_later_workbooks_hold_every_sheet_that_the_first_do_not() -> None:
    first = {table for _, tables in workbooks.BOOKS for table in tables}
    later = [table for _, tables in workbooks.LATER for table in tables]

    assert first.isdisjoint(later)
    assert first | {*later} == {*headers.OFFERED}
    assert len(later) == len({*later})


def test_a_level_of_a_verification_is_not_one_of_consent() -> None:
    assert headers.terms_by_name("verifications", "level")["fait"] == "4"
    assert headers.terms_by_name("consents", "level")["partenaires"] == "2"
