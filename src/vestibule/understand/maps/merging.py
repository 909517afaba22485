"""Which factors are one, because people decided so?"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import polars as pl

from vestibule.dossier import versions


def in_force(
    merges: pl.DataFrame, by: Collection[str] | None = None
) -> list[tuple[str, str]]:
    """Return the pairs of factors that people hold to be one.

    Parameters
    ----------
    merges : pl.DataFrame
        Rows of ``merges``, each in its current version, in any order.
    by : collection of str or None
        Only what these pseudonyms recorded; None: everyone.

    Returns
    -------
    list of (str, str)
        Factor and what it was merged into. Of several records on one pair the last
        by `versions.BY_TIME` speaks; a proposal never silences a decision.
    """
    said = merges.filter(pl.col("state") != "proposed")
    if by is not None:
        said = said.filter(pl.col("by").is_in(list(by)))
    last = said.sort(*versions.BY_TIME, "id", nulls_last=False).unique(
        ["factor", "into"], keep="last"
    )
    pairs = last.filter(state="decided").sort("factor", "into")
    return list(pairs.select("factor", "into").iter_rows())


def together(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return each merged factor with the one that stands for it.

    Parameters
    ----------
    pairs : iterable of (str, str)
        Of `in_force`.

    Returns
    -------
    dict of str to str
        Factors that stand for themselves are not listed. What stands for others is
        the one that was merged into nothing; of several, or in a circle, the smallest
        id: the order of records never matters.

    Examples
    --------
    >>> together([("a", "b"), ("b", "c")])
    {'a': 'c', 'b': 'c'}
    """
    listed = sorted(set(pairs))
    head: dict[str, str] = {}

    def top(one: str) -> str:
        while head.setdefault(one, one) != one:
            head[one] = one = head[head[one]]
        return one

    for factor, into in listed:
        head[top(factor)] = top(into)
    moved = {factor for factor, into in listed if factor != into}
    members: dict[str, list[str]] = {}
    for one in sorted(head):
        members.setdefault(top(one), []).append(one)
    found: dict[str, str] = {}
    for group in members.values():
        stands = min([one for one in group if one not in moved] or group)
        found |= {one: stands for one in group if one != stands}
    return dict(sorted(found.items()))


def disputed(merges: pl.DataFrame) -> pl.DataFrame:
    """Return what people did not see alike, with their reasons.

    Parameters
    ----------
    merges : pl.DataFrame
        Rows of ``merges``, each in its current version.

    Returns
    -------
    pl.DataFrame
        ``factor``, ``into``, ``by``, ``state``, ``reason``: all records on a pair that
        some decided and others undid.
    """
    said = merges.filter(pl.col("state") != "proposed")
    both = (
        said.group_by("factor", "into")
        .agg(pl.col("state").n_unique())
        .filter(pl.col("state") > 1)
        .select("factor", "into")
    )
    return (
        said.join(both, on=["factor", "into"], how="semi")
        .select("factor", "into", "by", "state", "reason")
        .sort("factor", "into", "by", "state", "reason", nulls_last=True)
    )
