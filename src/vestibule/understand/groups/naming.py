"""Which group is which, after more people voted?

References
----------
.. [1] Kuhn (1955), The Hungarian method for the assignment problem, Naval Research
   Logistics Quarterly 2.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy import optimize


def names(
    before: pl.DataFrame, now: pl.DataFrame, *, last: int | None = None
) -> dict[int, int]:
    """Return the name each group of now keeps from before, or a new one.

    Groups are matched so that as many people as can keep the name of their group.

    Parameters
    ----------
    before, now : pl.DataFrame
        Personal. Columns ``person`` (id) and ``group`` (its name before; its code
        now), people in a group only.
    last : int or None
        Highest name ever given; None: the highest of before. No name is given
        twice, so that a group that ended is not confused with a new one.

    Returns
    -------
    dict of int to int
        Code now to name. Without people in common a group is new.
    """
    old = sorted(before["group"].unique().to_list())
    new = sorted(now["group"].unique().to_list())
    both = now.join(before, on="person", suffix="_before")
    counts = both.group_by("group", "group_before").len()
    shared = np.zeros((len(new), len(old)))
    for code, name, n in counts.iter_rows():
        shared[new.index(code), old.index(name)] = n
    rows, columns = optimize.linear_sum_assignment(-shared)
    kept = {
        new[row]: old[column]
        for row, column in zip(rows, columns, strict=True)
        if shared[row, column] > 0
    }
    following = (max(old, default=-1) if last is None else last) + 1
    fresh = (code for code in new if code not in kept)
    return kept | {code: following + place for place, code in enumerate(fresh)}
