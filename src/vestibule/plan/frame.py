"""Do the published figures of the population add up?"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from vestibule.dossier import conform
from vestibule.dossier.tables import TABLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """The parts of one published count beside its total as printed.

    Parameters
    ----------
    edition : str
        Which count.
    year : int
        Of the count.
    place : str
        Id of the place whose total it is.
    parts : int
        Places directly below it that the edition gives.
    summed : int
        People in those places together.
    published : int or None
        The total as printed; None where none was printed.
    source : str
        Where the total, else the parts, were printed.
    """

    edition: str
    year: int
    place: str
    parts: int
    summed: int
    published: int | None
    source: str

    @property
    def difference(self) -> int | None:
        """Sum less printed total; None where none was printed."""
        return None if self.published is None else self.summed - self.published

    @property
    def adds_up(self) -> bool | None:
        """Whether they agree to the person; None where there is no total."""
        return None if self.difference is None else self.difference == 0

    def sentence(self, name: str) -> str:
        """Return in English what was found, the place called `name`."""
        said = f"{self.edition}: {self.parts} parts of {name} sum to {self.summed:,}"
        if self.published is None:
            return f"{said}; no total was published."
        if self.adds_up:
            return f"{said}, as published."
        return (
            f"{said}, but the published total is {self.published:,}: a difference of "
            f"{self.difference:+,}. Both stand as printed ({self.source})."
        )


def totals(frame: pl.DataFrame, places: pl.DataFrame) -> tuple[Reported, ...]:
    """Compare the sum of the parts with each total as printed; mend nothing.

    Parameters
    ----------
    frame : pl.DataFrame
        Current rows of the table `frame`. Rows by sex or age are left out.
    places : pl.DataFrame
        Current rows of `places`: which place is part of which.

    Returns
    -------
    tuple of Reported
        One for each edition, place with parts and total as printed, sorted.

    Raises
    ------
    ColumnError, CellError
        If a frame does not conform.

    Notes
    -----
    A place that an edition gives no figure for is no part: whether the parts are
    complete is for a reader of `parts` to see.
    """
    whole = conform.conform(frame, TABLES["frame"]).filter(
        pl.col("sex").is_null() & pl.col("age_band").is_null()
    )
    parents = conform.conform(places, TABLES["places"]).select(
        place="id", above="parent"
    )
    printed = whole.filter("published_total").select(
        "edition", "place", published="population", printed="source"
    )
    summed = (
        whole.filter(~pl.col("published_total"))
        .join(parents, on="place")
        .drop_nulls("above")
        .group_by("edition", place="above")
        .agg(
            pl.col("year").max(),
            pl.len().alias("parts"),
            pl.col("population").sum().alias("summed"),
            pl.col("source").min(),
        )
    )
    rows = summed.join(printed, on=["edition", "place"], how="left")
    found = rows.with_columns(pl.coalesce("printed", "source").alias("source"))
    return tuple(
        Reported(**row)
        for row in found.drop("printed")
        .sort("edition", "place", "published", "source")
        .to_dicts()
    )
