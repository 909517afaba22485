"""Where should people be heard next, so that most is settled?

A face brings together what is not settled (which groups need how many further
gatherings, on which statements) and who is missing (the gaps of coverage). First
come the groups in which most statements wait for the fewest gatherings. A gap that
names a group, or someone who belongs to it, counts like one more statement: being
heard matters by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import polars as pl

from vestibule.errors import ColumnError
from vestibule.plan.gaps import Gap

NEEDED = ("comparison", "group", "statement", "gatherings", "settles")
"""Columns of a frame of needs."""

PARTS = ("place", "profile", "sex", "age_band")
"""What a gap may say of who is missing."""

FIRST = 3
"""Gatherings of a group that only a gap names."""

NEXT = pl.Schema(
    {
        "rank": pl.Int64(),
        "comparison": pl.String(),
        "group": pl.String(),
        "gatherings": pl.Int64(),
        "statements": pl.Int64(),
        "settled": pl.Int64(),
        "gaps": pl.Int64(),
        "worth": pl.Float64(),
    }
)
"""What `next_gatherings` returns."""


def next_gatherings(
    needs: pl.DataFrame,
    gaps: Iterable[Gap] = (),
    *,
    members: Mapping[tuple[str, str], Collection[str]] | None = None,
) -> pl.DataFrame:
    """Return which groups to hear next, the most useful first.

    Parameters
    ----------
    needs : pl.DataFrame
        One row per comparison, group and statement not settled: `NEEDED`.
        ``gatherings``: how many more of that group; ``settles``: whether so many
        are expected to settle it.
    gaps : iterable of Gap
        As coverage names them.
    members : mapping of (comparison, group) to collection of str or None
        Ids of places and profiles, and words for sex and age, that belong to a
        group, so that gaps can be told to be its own. None: only gaps that name the
        group count.

    Returns
    -------
    pl.DataFrame
        `NEXT`, by ``rank``: ``gatherings`` (the middle of what its statements need),
        ``statements`` (that wait for the group), ``settled`` (of these, expected to
        be settled by what they need), ``gaps``, ``worth`` (statements and gaps per
        gathering). Empty if nothing is needed.

    Raises
    ------
    ColumnError
        If `needs` lacks a column.

    Notes
    -----
    It ranks groups, which a process has declared, by what is not known of them. It
    must not be used to send anyone to a place before its safety was judged.

    Examples
    --------
    >>> needs = pl.DataFrame(
    ...     [("side", "forces", "s1", 4, True), ("side", "people", "s1", 1, True)],
    ...     schema=list(NEEDED), orient="row")
    >>> next_gatherings(needs).select("group", "worth").rows()
    [('people', 1.0), ('forces', 0.25)]
    """
    for column in NEEDED:
        if column not in needs.columns:
            raise ColumnError(
                f"The frame of needs has no column {column}: take it from the result"
                " of common ground.",
                table="needs",
                column=column,
            )
    waiting = needs.group_by("comparison", "group").agg(
        gatherings=pl.col("gatherings").median().ceil().cast(pl.Int64),
        statements=pl.col("statement").n_unique().cast(pl.Int64),
        settled=pl.col("statement").filter(pl.col("settles")).n_unique(),
    )
    missing = _missing(gaps, members or {})
    whole = waiting.join(
        missing, on=["comparison", "group"], how="full", coalesce=True
    ).with_columns(
        pl.col("gatherings").fill_null(FIRST),
        *(pl.col(name).fill_null(0) for name in ("statements", "settled", "gaps")),
    )
    worth = (pl.col("statements") + pl.col("gaps")) / pl.col("gatherings")
    keys = ["worth", "statements", "comparison", "group"]
    return (
        whole.with_columns(worth=worth)
        .sort(keys, descending=[True, True, False, False])
        .with_row_index("rank", offset=1)
        .select(list(NEXT))
        .cast(NEXT)
    )


def _missing(
    gaps: Iterable[Gap], members: Mapping[tuple[str, str], Collection[str]]
) -> pl.DataFrame:
    """Return how many gaps are those of each group."""
    found: dict[tuple[str, str], int] = {}
    for gap in gaps:
        for group in _groups(gap, members):
            found[group] = found.get(group, 0) + 1
    rows = [(*group, count) for group, count in sorted(found.items())]
    schema = {"comparison": pl.String, "group": pl.String, "gaps": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _groups(
    gap: Gap, members: Mapping[tuple[str, str], Collection[str]]
) -> set[tuple[str, str]]:
    if "group" in gap.params:
        return {(gap.params["comparison"], gap.params["group"])}
    said = {gap.params[part] for part in PARTS if part in gap.params}
    said |= set(gap.params.get("places", ()))
    return {group for group, own in members.items() if said & set(own)}
