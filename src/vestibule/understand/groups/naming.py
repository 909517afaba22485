"""Which group is which, after more people voted?

A group is called what the group was called that most of its people were in. Size
would not do: two groups of about one size change places with the next votes.

References
----------
.. [1] Kuhn (1955), The Hungarian method for the assignment problem, Naval Research
   Logistics Quarterly 2.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from scipy import optimize

from vestibule.understand.groups.result import GroupResult


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


def named(
    now: GroupResult,
    people: pl.Series,
    *,
    before: GroupResult,
    people_before: pl.Series,
) -> GroupResult:
    """Return the same groups, under the names they had before.

    Parameters
    ----------
    now : GroupResult
        Groups, or a spectrum.
    people : pl.Series of str, shape (people codes,)
        Personal. Ids of the people of ``now``, by their codes.
    before : GroupResult
        The earlier groups, already named.
    people_before : pl.Series of str, shape (people codes,)
        Personal. Ids of the people of ``before``.

    Returns
    -------
    GroupResult
        With ``names`` and ``last_name``; all else unchanged. After a spectrum all
        groups are new, and none takes a name that was given before it.

    Notes
    -----
    Assumes that ids stay with people. Only people in a group both times count. Where
    a group fell in two, the part with most of its people keeps the name.
    """
    old = pl.Series(before.names, dtype=pl.Int64)
    was = _members(before, people_before)
    known = names(
        was.with_columns(group=old.gather(was["group"])),
        _members(now, people),
        last=before.last_name,
    )
    highest = max([before.last_name, *known.values()])
    for code in range(len(now.sizes)):
        if code not in known:  # nobody is placed in it surely
            highest += 1
            known[code] = highest
    called = tuple(known[code] for code in range(len(now.sizes)))
    return replace(now, names=called, last_name=highest)


def _members(found: GroupResult, people: pl.Series) -> pl.DataFrame:
    frame = pl.DataFrame({"person": people, "group": found.group.astype(np.int64)})
    return frame.filter(pl.col("group") >= 0)
