"""May these records come in as they are? Not with a review that was made elsewhere.

Words of people go out once two protection officers of this site have read them. What a
file or a program brings is read here, whoever is said to have reviewed it; and what the
desk of editions writes is written by nobody else.
"""

from __future__ import annotations

import polars as pl

from vestibule.errors import DataError

REVIEWED = ("excerpts", "validations")
"""Tables with words that two people review."""

HERE = frozenset({"screenings", "releases", "published"})
"""Tables that are written by acts of this site alone: reviews and editions."""


def check(table: str, given: pl.DataFrame) -> None:
    """Raise DataError where records come with a review, or are one."""
    if table in HERE and not given.is_empty():
        raise DataError(
            f"Records of {table} are written at this site, by those who review and sign: "
            "none is brought in.",
            reason="written-here",
            table=table,
        )
    if table in REVIEWED and not _reviewed(given).is_empty():
        raise DataError(
            f"Some {table} say that they were reviewed elsewhere. Words are reviewed at "
            "this site, by two people: leave review, reviewed_by and second_reviewed_by "
            "empty.",
            reason="reviewed-elsewhere",
            table=table,
        )


def _reviewed(given: pl.DataFrame) -> pl.DataFrame:
    named = [
        pl.col(name).is_not_null() for name in ("reviewed_by", "second_reviewed_by")
    ]
    return given.filter((pl.col("review") == "cleared") | pl.any_horizontal(named))
