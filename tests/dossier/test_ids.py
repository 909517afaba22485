"""Ids: the same everywhere, different for different rows."""

from __future__ import annotations

import hashlib

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vestibule.dossier import ids
from vestibule.errors import DataError


def test_an_id_is_half_a_sha256_of_the_parts_with_their_lengths() -> None:
    expected = hashlib.sha256(b"5:trial2:f15:votes" + b"7").hexdigest()[:32]

    assert ids.derived_id("trial", "f1", "votes", "7") == expected


def test_many_ids_are_those_of_each() -> None:
    found = ids.derived_ids("p", "s", "votes", pl.Series(["1", "é"]))

    assert found.to_list() == [
        ids.derived_id("p", "s", "votes", "1"),
        ids.derived_id("p", "s", "votes", "é"),
    ]
    assert found.dtype == pl.String


def test_no_rows_have_no_ids() -> None:
    assert ids.derived_ids("p", "s", "votes", []).to_list() == []


def test_a_row_without_a_key_is_refused() -> None:
    with pytest.raises(DataError, match="votes has no key"):
        ids.derived_ids("p", "s", "votes", pl.Series(["1", None]))


PARTS = st.tuples(*[st.text(max_size=4)] * 4)


@given(PARTS, PARTS)
def test_different_parts_have_different_ids(one: tuple[str, ...], two: tuple[str, ...]):
    same = ids.derived_id(*one) == ids.derived_id(*two)

    assert same == (one == two)
