"""How many corrections lie behind a record, whatever the clocks say?"""

from __future__ import annotations

import polars as pl

from vestibule.dossier import versions


def links(*pairs: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(pairs, schema=["id", "prior"], orient="row")


def test_versions_are_counted_along_the_longest_way_back() -> None:
    # a <- b <- c, and d settles a and c at once
    corrected = links(("b", "a"), ("c", "b"), ("d", "a"), ("d", "c"))

    assert versions.generations(corrected) == {"b": 1, "c": 2, "d": 3}


def test_without_corrections_nothing_is_listed() -> None:
    empty = pl.DataFrame(schema={"id": pl.String, "prior": pl.String})

    assert versions.generations(empty) == {}


def test_records_that_correct_each_other_in_a_circle_end() -> None:
    assert set(versions.generations(links(("a", "b"), ("b", "a")))) == {"a", "b"}
