"""What do all groups answer alike, although they are groups?

References
----------
.. [1] Wilson (1927), Probable inference, the law of succession, and statistical
   inference, JASA 22: the interval of a share.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from vestibule.understand import intervals
from vestibule.understand.polis.votes import Flags, Floats, Ints, Votes

LEVEL = 0.95
"""Of the interval of each share."""

SCHEMA = {
    **dict.fromkeys(("statement", "side", "group"), pl.Int32),
    **dict.fromkeys(("count", "people"), pl.Int64),
    **dict.fromkeys(("share", "low"), pl.Float64),
}


def shared(
    votes: Votes,
    group: Ints,
    *,
    bar: float,
    at_least: int,
    moderated_out: Flags | None = None,
) -> pl.DataFrame:
    """Return the statements that every group answers alike, group by group.

    Parameters
    ----------
    votes : Votes
        All votes.
    group : ndarray of int32, shape (people codes,)
        Personal. Group of each person, -1 for none.
    bar : float
        The share, 0 to 1, of those who answered that must give one answer in every
        group, surely: the lower end of its interval lies above it.
    at_least : int
        People of each group who must have answered.
    moderated_out : ndarray of bool, shape (n_statements,), optional
        Statements that are left out.

    Returns
    -------
    pl.DataFrame
        ``statement``, ``side`` (1 agree, -1 disagree), ``group``, ``count`` (who gave
        that answer), ``people`` (who answered, passes too), ``share``, ``low``; the
        statement whose weakest group is surest first. Empty with fewer than 2 groups.

    Notes
    -----
    Groups are formed to differ on these same votes: what they share in spite of it
    is, if anything, shared more. Each interval holds by itself, for people who answer
    independently. Not common ground: that is claimed over declared comparisons, with
    a stated error, by `ground`.
    """
    k = int(group.max(initial=-1)) + 1
    if k < 2:
        return pl.DataFrame(schema=SCHEMA)
    tables = [_of_side(votes, group, k, side, bar, at_least) for side in (1, -1)]
    found = pl.concat(tables)
    if moderated_out is not None:
        out = np.flatnonzero(moderated_out).tolist()
        found = found.filter(~pl.col("statement").is_in(out))
    weakest = pl.col("low").min().over("statement", "side")
    return (
        found.with_columns(weakest=weakest)
        .sort("weakest", "statement", "group", descending=[True, False, False])
        .drop("weakest")
    )


def _of_side(
    votes: Votes, group: Ints, k: int, side: int, bar: float, at_least: int
) -> pl.DataFrame:
    people = _counts(votes, group, k, np.ones(len(votes), dtype=bool))
    count = _counts(votes, group, k, votes.vote == side)
    share = count / np.maximum(people, 1)
    low, _ = intervals.wilson(share.ravel(), np.maximum(people, 1).ravel(), LEVEL)
    low = low.reshape(share.shape)
    holds = ((people >= at_least) & (low >= bar)).all(axis=0)
    where, statement = np.nonzero(np.broadcast_to(holds, share.shape))
    cells = (where, statement)
    columns = {
        "statement": statement,
        "side": np.full(len(where), side),
        "group": where,
        "count": count[cells],
        "people": people[cells],
        "share": share[cells],
        "low": low[cells],
    }
    return pl.DataFrame(columns).cast(SCHEMA)  # type: ignore[arg-type]


def _counts(votes: Votes, group: Ints, k: int, rows: Flags) -> Floats:
    own = group[votes.person]
    kept = rows & (own >= 0)
    table = np.zeros((k, votes.n_statements))
    np.add.at(table, (own[kept], votes.statement[kept]), 1)
    return table
