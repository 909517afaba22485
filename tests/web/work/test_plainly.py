"""Results become plain values, and nothing of single records goes with them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

import numpy as np
import polars as pl

from vestibule.protect.cleared import Count, Hidden
from vestibule.web.work.plainly import plain


@dataclass(frozen=True)
class Found:
    """What a room would return."""

    counts: pl.DataFrame
    rows: pl.DataFrame
    shares: tuple[float, ...]


def test_a_frame_is_a_list_of_rows_and_rows_for_clearing_stay_out() -> None:
    counts = pl.DataFrame({"key": ["a"], "share": [1 / 3], "on": [dt.date(2031, 5, 2)]})
    found = Found(counts=counts, rows=counts, shares=(0.5, float("nan")))

    assert plain(found) == {
        "counts": [{"key": "a", "share": 0.333333333, "on": "2031-05-02"}],
        "shares": [0.5, None],
    }


def test_a_hidden_cell_says_why_and_a_count_out_of_how_many() -> None:
    assert plain(Hidden(reason="too_few_people")) == {"hidden": "too_few_people"}
    assert plain(Count(value=12, of=20)) == {"n": 12, "of": 20}


def test_keys_of_several_words_and_arrays_become_json() -> None:
    told = {
        ("sex", "place"): np.array([1, 2]),
        "s": pl.Series([True]),
        "m": np.float64(2),
    }

    assert json.loads(json.dumps(plain(told))) == {
        "sex, place": [1, 2],
        "s": [True],
        "m": 2.0,
    }
