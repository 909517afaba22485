"""A recommendation is answered, or met with silence; it is no promise."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from tests.act.promising import TODAY, called, promising

from vestibule.act.recommended import RECOMMENDED, recommended


def state(answers: list[dict[str, Any]], **given: Any) -> dict[str, Any]:
    """Return how one recommendation stands."""
    made = promising(
        recommendations=[{"id": "r", **given}],
        responses=[{"recommendation": "r", **one} for one in answers],
    )
    (row,) = recommended(made, TODAY).to_dicts()
    return row


def test_silence_begins_the_day_after_the_day_to_answer_by() -> None:
    last_day = state([], answer_by=TODAY)
    day_after = state([], answer_by=dt.date(2030, 5, 31))

    assert (last_day["state"], last_day["silent_days"]) == ("asked", None)
    assert (day_after["state"], day_after["silent_days"]) == ("silent", 1)
    # From 1 January to 1 June: 31 + 28 + 31 + 30 + 31 days.
    assert day_after["waited"] == 151


def test_without_a_day_to_answer_by_nobody_is_silent_unless_it_was_noted() -> None:
    open_ = state([], answer_by=None)
    noted = state([{"answer": "silence"}], answer_by=None)

    assert open_["state"] == "asked"
    assert (noted["state"], noted["silent_days"], noted["responses"]) == (
        "silent",
        None,
        0,
    )


def test_of_several_answers_the_last_by_date_counts_and_all_are_kept() -> None:
    row = state(
        [
            {"answer": "refused", "given_on": dt.date(2030, 2, 1)},
            {"answer": "amended", "given_on": dt.date(2030, 4, 1)},
            {"answer": "accepted", "given_on": dt.date(2030, 3, 1)},
        ]
    )

    assert (row["state"], row["answered_on"]) == ("amended", dt.date(2030, 4, 1))
    assert (row["responses"], row["changed"]) == (3, True)


def test_an_answer_after_silence_counts() -> None:
    row = state(
        [{"answer": "silence"}, {"answer": "accepted", "given_on": dt.date(2030, 5, 1)}]
    )

    assert (row["state"], row["responses"], row["changed"]) == ("accepted", 1, False)


def test_what_comes_after_the_day_is_not_known_yet() -> None:
    later = dt.date(2030, 7, 1)

    assert state([{"given_on": later}])["state"] == "silent"
    made = promising(recommendations=[{"id": "r", "made_on": later}])
    assert recommended(made, TODAY).is_empty()


def test_an_answer_without_a_day_counts_as_the_earliest() -> None:
    row = state([{"answer": "refused", "given_on": None}, {"answer": "accepted"}])

    assert row["state"] == "accepted"


def test_nothing_asked_is_an_empty_table() -> None:
    assert recommended(promising(), TODAY).schema == RECOMMENDED


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_never_matters(seed: int) -> None:
    made = promising(
        recommendations=[{"id": f"r{i}"} for i in range(6)],
        responses=[
            {
                "recommendation": f"r{i % 4}",
                "answer": ["accepted", "refused", "silence"][i % 3],
                "given_on": dt.date(2030, 2, 1 + i % 2),
            }
            for i in range(9)
        ],
    )
    mixed = made.with_tables(
        **{
            name: rows.sample(fraction=1.0, shuffle=True, seed=seed)
            for name, rows in made.tables.items()
        }
    )

    assert recommended(mixed, TODAY).equals(recommended(made, TODAY))


def test_each_is_named_by_its_id() -> None:
    made = promising(recommendations=[{"id": "r"}])

    assert recommended(made, TODAY)["recommendation"].to_list() == [called("r")]
    assert recommended(made, TODAY).select(pl.len()).item() == 1
