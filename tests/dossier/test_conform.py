"""Conform: what comes in holds what its table declares, or the cell is named."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from polars.testing import assert_frame_equal
from tests.dossier import generate

from vestibule.dossier import conform
from vestibule.dossier.schema import (
    Table,
    day,
    flag,
    integer,
    number,
    ref,
    term,
    terms,
    text,
)
from vestibule.errors import CellError, ColumnError

A, B, C = (generate.an_id(letter) for letter in "abc")

TRIAL = Table(
    name="trial",
    doc="One column of each kind.",
    own=(
        text("words", "public", null=True),
        term("colour", "public", "red green", null=True),
        terms("spices", "public", "salt ginger pepper"),
        integer("n", "public", "people", null=True, low=0, high=10),
        integer("cold", "public", "degree", null=True, low=None, high=0),
        number("share", "public", "share", null=True, low=0),
        flag("open", "public"),
        day("on", "public"),
        ref("people", null=True),
    ),
)


def rows(n_rows: int = 1, **cells: Any) -> pl.DataFrame:
    """Rows of `TRIAL` in which nothing but these columns is filled."""
    start: dict[str, Any] = {name: [None] * n_rows for name in TRIAL.names}
    start |= {
        "id": [generate.an_id(i) for i in range(n_rows)],
        "origin": ["o"] * n_rows,
        "seq": list(range(1, n_rows + 1)),
    }
    return pl.DataFrame({**start, **cells})


def conformed(name: str, values: list[Any] | pl.Series) -> list[Any]:
    return conform.conform(rows(len(values), **{name: values}), TRIAL)[name].to_list()


def refused(name: str, values: list[Any] | pl.Series) -> CellError:
    with pytest.raises(CellError) as caught:
        conformed(name, values)
    return caught.value


def test_columns_come_in_the_order_and_types_of_the_table() -> None:
    frame = rows(2)

    found = conform.conform(frame.select(sorted(frame.columns)), TRIAL)

    assert dict(found.schema) == TRIAL.polars_schema


def test_a_table_without_rows_conforms() -> None:
    assert conform.conform(TRIAL.empty(), TRIAL).is_empty()


def test_conforming_again_changes_nothing() -> None:
    once = conform.conform(
        rows(2, spices=["salt ginger", ""], share=["-0.0", "1"]), TRIAL
    )

    assert_frame_equal(conform.conform(once, TRIAL), once)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ColumnError, match="lacks the columns n, on") as caught:
        conform.conform(rows().drop("on", "n"), TRIAL)
    assert caught.value.params["missing"] == ["n", "on"]


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(ColumnError, match="does not know the column size") as caught:
        conform.conform(rows(size=[1]), TRIAL)
    assert caught.value.params["unknown"] == ["size"]


def test_empty_text_is_missing_in_every_kind() -> None:
    for name in ("words", "colour", "n", "share", "open", "on", "person", "at", "by"):
        assert conformed(name, [""]) == [None]


def test_text_keeps_its_blanks_and_line_ends() -> None:
    assert conformed("words", [" a\r\n", "\n"]) == [" a\r\n", "\n"]


def test_categories_are_text() -> None:
    assert conformed("words", pl.Series(["a"], dtype=pl.Categorical)) == ["a"]


def test_numbers_are_read_from_text() -> None:
    assert conformed("n", ["7", "007"]) == [7, 7]
    assert conformed("share", ["0.5", "1e-7"]) == [0.5, 1e-7]


def test_whole_numbers_are_read_from_decimals_that_are_whole() -> None:
    assert conformed("n", [3.0, None]) == [3, None]


def test_minus_zero_is_zero() -> None:
    assert str(conformed("share", [-0.0])[0]) == "0.0"


def test_flags_are_read_in_capitals_too() -> None:
    assert conformed("open", ["true", "FALSE", None]) == [True, False, None]
    assert conformed("open", [True, None]) == [True, None]


def test_days_are_read_from_text() -> None:
    assert conformed("on", ["2030-01-31"]) == [date(2030, 1, 31)]


def test_moments_are_utc_to_the_millisecond() -> None:
    east = timezone(timedelta(hours=2))
    moment = datetime(2030, 1, 2, 5, 4, 5, 678_999, tzinfo=east)

    expected = [datetime(2030, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)]
    assert conformed("at", [moment]) == expected
    assert conformed("at", ["2030-01-02T03:04:05.678Z"]) == expected


def test_moments_with_and_without_fractions_and_offsets_are_read() -> None:
    found = conformed(
        "at",
        [
            "2030-01-02T03:04:05Z",
            "2030-01-02T05:04:05.1234+02:00",
            "2030-01-02T03:04:05.678Z",
            None,
        ],
    )

    start = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert found == [
        start,
        start + timedelta(milliseconds=123),
        start + timedelta(milliseconds=678),
        None,
    ]


def test_lists_of_words_are_sorted_without_repetition() -> None:
    assert conformed("spices", ["salt  ginger salt ", "pepper", None]) == [
        "ginger salt",
        "pepper",
        None,
    ]
    assert conformed("supersedes", [f"{max(A, B)} {min(A, B)}"]) == [
        f"{min(A, B)} {max(A, B)}"
    ]


def test_a_list_of_blanks_is_missing() -> None:
    assert conformed("spices", ["  "]) == [None]


@pytest.mark.parametrize(
    ("name", "wrong", "problem"),
    [
        ("words", 7, "kind"),
        ("n", "three", "kind"),
        ("n", 2.5, "kind"),
        ("n", True, "kind"),
        ("share", "much", "kind"),
        ("share", float("nan"), "kind"),
        ("share", "inf", "kind"),
        ("share", date(2030, 1, 1), "kind"),
        ("open", "yes", "kind"),
        ("open", 1, "kind"),
        ("on", "31.01.2030", "kind"),
        ("on", "2030-02-30", "kind"),
        ("on", 20300131, "kind"),
        ("at", "yesterday", "kind"),
        ("at", datetime(2030, 1, 1), "kind"),  # noqa: DTZ001
        ("colour", "blue", "term"),
        ("spices", "salt sugar", "term"),
        ("n", 11, "range"),
        ("n", -1, "range"),
        ("cold", 1, "range"),
        ("share", -0.1, "range"),
        ("person", "person 7", "id"),
        ("person", "A" * 32, "id"),
        ("person", "0" * 31 + "\n", "id"),
        ("supersedes", f"{'0' * 32} x", "id"),
        ("words", "x" * 1_000_001, "length"),
    ],
)
def test_a_wrong_cell_is_named(name: str, wrong: object, problem: str) -> None:
    error = refused(name, pl.Series([None, wrong], strict=False))

    assert error.params == {
        "table": "trial",
        "row": 2,
        "column": name,
        "problem": problem,
    }
    assert error.message.startswith(f"Table trial, row 2, column {name}: ")


@pytest.mark.parametrize("name", ["id", "origin", "seq"])
def test_what_may_not_be_missing_is_named(name: str) -> None:
    error = refused(name, [None])

    assert (error.params["problem"], error.params["row"]) == ("missing", 1)


def test_a_number_below_one_is_no_seq() -> None:
    assert "1 or more" in refused("seq", [0]).message


def test_the_second_row_with_an_id_is_named() -> None:
    error = refused("id", [A, B, A])

    assert (error.params["problem"], error.params["row"]) == ("twice", 3)


def test_the_sentence_says_what_may_stand_there() -> None:
    assert "one of red, green" in refused("colour", ["blue"]).message
    assert "any of salt, ginger, pepper" in refused("spices", ["sugar"]).message
    assert "from 0 to 10 (people)" in refused("n", [11]).message
    assert "0 or less (degree)" in refused("cold", [1]).message


def test_the_sentence_never_repeats_what_stands_there() -> None:
    assert "blue" not in refused("colour", ["blue"]).message


def test_days_after_the_year_9999_are_refused() -> None:
    assert refused("on", ["+12030-01-01"]).params["problem"] == "kind"


def test_all_problems_are_listed_by_column_then_row() -> None:
    frame = rows(3, n=[11, 5, -1], colour=["blue", "red", None])

    found = [
        (error.params["column"], error.params["row"])
        for error in conform.problems(frame, TRIAL)
    ]

    assert found == [("colour", 1), ("n", 3), ("n", 1)]


def test_problems_need_the_columns() -> None:
    with pytest.raises(ColumnError):
        list(conform.problems(rows().drop("n"), TRIAL))


@given(generate.worlds())
def test_what_conforms_survives_as_text(world: generate.World) -> None:
    dossier = world.copy(lambda *_: True)
    for name, frame in dossier.tables.items():
        table = generate.TABLES[name]
        said = frame.with_columns(
            pl.selectors.datetime().dt.to_string("%Y-%m-%dT%H:%M:%S%.3fZ")
        ).cast(pl.String)

        assert_frame_equal(conform.conform(said, table), frame)
