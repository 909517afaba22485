"""Who stands for a household, where two of one must not sit on the panel together?

Before the lottery, one person is drawn from each household, by lowest ticket of a
seed made in public. A person's chance is then that of their type among those drawn,
divided by the number of volunteers of their household.
"""

from __future__ import annotations

import polars as pl

from vestibule.errors import ColumnError
from vestibule.plan.lotteries import drawing


def one_of_each(volunteers: pl.DataFrame, *, seed: str) -> pl.DataFrame:
    """Return volunteers of whom no two share a household.

    Parameters
    ----------
    volunteers : pl.DataFrame
        One row per volunteer: ``person``, ``household`` (missing: stands alone).
    seed : str
        Made in public, another than that of the lottery.

    Returns
    -------
    pl.DataFrame
        The rows of those drawn, by ``person``, with ``of``: how many volunteers of
        their household they were drawn from.

    Raises
    ------
    ColumnError
        If a column is absent.

    Examples
    --------
    >>> rows = pl.DataFrame({"person": ["a", "b", "c"], "household": ["h", "h", None]})
    >>> one_of_each(rows, seed="six, two, five").select("person", "of").rows()
    [('a', 2), ('c', 1)]
    """
    for name in ("person", "household"):
        if name not in volunteers.columns:
            raise ColumnError(f"The volunteers lack the column {name}.", column=name)
    tickets = [
        f"{drawing.ticket(seed, f'household {person}'):064x}"
        for person in volunteers["person"]
    ]
    alone = pl.col("household").is_null()
    home = pl.struct(
        pl.col("household").cast(pl.String),
        pl.when(alone).then(pl.col("person").cast(pl.String)),
    )
    return (
        volunteers.with_columns(ticket=pl.Series(tickets, dtype=pl.String), home=home)
        .with_columns(of=pl.len().over("home").cast(pl.Int64))
        .sort("ticket")
        .unique("home", keep="first", maintain_order=True)
        .drop("ticket", "home")
        .sort("person")
    )
