"""Writing: rows become records."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest
from tests.dossier import generate

from vestibule.dossier import withdrawals, writing
from vestibule.dossier.records import Dossier
from vestibule.errors import CellError, ColumnError, DataError

A, B = generate.an_id("a"), generate.an_id("b")
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
EMPTY = Dossier(process=generate.PROCESS, tables={})


def people(pseudonym: str = "p", **more: object) -> pl.DataFrame:
    rows = pl.DataFrame({"pseudonym": [pseudonym], **more})
    return writing.as_records(rows, "people", ids=[A], origin="o", first_seq=1)


def test_rows_are_numbered_and_completed() -> None:
    rows = pl.DataFrame({"pseudonym": ["x", "y"], "sex": ["female", ""]})

    found = writing.as_records(
        rows, "people", ids=[A, B], origin="o", first_seq=4, at=NOON, by="Amina"
    )

    assert found.select("id", "origin", "seq", "at", "by", "sex").rows() == [
        (A, "o", 4, NOON, "Amina", "female"),
        (B, "o", 5, NOON, "Amina", None),
    ]
    assert found["lang"].to_list() == [None, None]


def test_no_rows_make_no_records() -> None:
    rows = pl.DataFrame({"pseudonym": []}, schema={"pseudonym": pl.String()})

    found = writing.as_records(rows, "people", ids=[], origin="o", first_seq=1)

    assert found.is_empty()


def test_what_a_row_says_of_itself_stands() -> None:
    rows = pl.DataFrame(
        {"pseudonym": ["x", "y"], "by": ["Bako", None], "supersedes": [None, A]}
    )

    found = writing.as_records(
        rows, "people", ids=[A, B], origin="o", first_seq=1, by="Amina"
    )

    assert found["by"].to_list() == ["Bako", "Amina"]
    assert found["supersedes"].to_list() == [None, A]


def test_the_moment_may_be_computed_from_the_rows() -> None:
    rows = pl.DataFrame({"pseudonym": ["x"], "lang": ["1893499200"]})
    seconds = pl.col("lang").cast(pl.Int64)
    at = pl.from_epoch(seconds).dt.replace_time_zone("UTC")

    found = writing.as_records(rows, "people", ids=[A], origin="o", first_seq=1, at=at)

    assert found["at"].to_list() == [datetime(2030, 1, 1, 12, tzinfo=UTC)]


def test_a_needed_column_may_not_be_absent() -> None:
    rows = pl.DataFrame({"sex": ["male"]})

    with pytest.raises(ColumnError, match="pseudonym"):
        writing.as_records(rows, "people", ids=[A], origin="o", first_seq=1)


def test_records_are_added() -> None:
    dossier = writing.append(EMPTY, {"people": people()})

    assert dossier.table("people")["pseudonym"].to_list() == ["p"]


def test_records_are_not_added_twice() -> None:
    once = writing.append(EMPTY, {"people": people()})

    assert writing.append(once, {"people": people()}).table("people").height == 1


def test_other_content_under_one_id_is_refused() -> None:
    once = writing.append(EMPTY, {"people": people()})

    with pytest.raises(DataError, match=f"people, record {A}"):
        writing.append(once, {"people": people("q")})


def test_a_record_that_was_withdrawn_is_not_added_again() -> None:
    once = writing.append(EMPTY, {"people": people()})
    gone = withdrawals.withdraw(
        once, table="people", record=A, origin="o", at=None, by=None
    )

    again = writing.append(gone, {"people": people()})

    assert again.table("people").is_empty()


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(DataError, match="no table persons"):
        writing.append(EMPTY, {"persons": people()})


def test_a_wrong_cell_is_refused() -> None:
    with pytest.raises(CellError):
        people(sex=["other"])
