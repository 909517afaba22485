"""What did people agree with who were only counted, and how many were they?

Of a counted gathering it is known how many agreed, not who: each of its people has the
share of the gathering.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vestibule.dossier.records import Dossier
from vestibule.dossier.votebook import VoteBook
from vestibule.understand import answers

AGREED = pl.Schema(
    {
        "gathering": pl.String(),
        "statement": pl.String(),
        "agree": pl.Int64(),
        "n": pl.Int64(),
        "there": pl.Int64(),
    }
)
"""What counted gatherings said: ``there`` is the largest count by one method."""


def counted(dossier: Dossier, book: VoteBook) -> pl.DataFrame:
    """Return what gatherings said of which people were only counted.

    Parameters
    ----------
    dossier : Dossier
        The records, settled.
    book : VoteBook
        Who voted one by one, and all statements.

    Returns
    -------
    pl.DataFrame
        `AGREED`, by gathering and statement. Left out are gatherings whose people all
        answered one by one as well, and what was counted in public of a sensitive
        statement.
    """
    sensitive = dossier.current("statements").select(
        statement="id", sensitive=pl.col("sensitivity").eq_missing("sensitive")
    )
    rows = answers.of_all(answers.answers(dossier)).filter(
        pl.col("method") != answers.INDIVIDUAL
    )
    private = pl.col("method").is_in(answers.PRIVATE)
    said = (
        rows.join(sensitive, on="statement")
        .filter(private | ~pl.col("sensitive"))
        .filter(pl.col("statement").is_in(book.statements.implode()))
        .with_columns(n=pl.sum_horizontal(answers.COUNTED))
        .group_by("gathering", "statement", "method")
        .agg(pl.col("agree", "n").sum())
        .filter(pl.col("n") > 0)
    )
    voted = (
        dossier.current("votes")
        .group_by("gathering")
        .agg(one=pl.col("person").n_unique())
    )
    most = (
        said.group_by("gathering")
        .agg(there=pl.col("n").max())
        .join(voted, on="gathering", how="left")
        .with_columns(there=pl.col("there") - pl.col("one").fill_null(0).cast(pl.Int64))
        .filter(pl.col("there") > 0)
    )
    # Counted in two ways, the same people answered: their mean stands.
    return (
        said.group_by("gathering", "statement")
        .agg(pl.col("agree", "n").sum())
        .join(most, on="gathering")
        .select(list(AGREED))
        .cast(AGREED)
        .sort("gathering", "statement")
    )


def shares(counts: pl.DataFrame, met: pl.Series, ids: pl.Series) -> NDArray[np.float64]:
    """Return which share of each counted gathering agrees with each statement.

    Parameters
    ----------
    counts : pl.DataFrame
        From `counted`.
    met : pl.Series of str, shape (gatherings,)
        Gatherings, in order.
    ids : pl.Series of str, shape (statements,)
        Statements, in order.

    Returns
    -------
    np.ndarray of float64, shape (gatherings, statements)
        0 to 1; NaN where it was not asked.
    """
    row = {name: place for place, name in enumerate(met)}
    column = {name: place for place, name in enumerate(ids)}
    told = np.full((len(row), len(column)), np.nan)
    for gathering, statement, agree, n, _ in counts.iter_rows():
        if statement in column:
            told[row[gathering], column[statement]] = agree / n
    return told
