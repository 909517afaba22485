"""Which answers count as evidence, and on whose scale?

- What was counted in public is no evidence for a sensitive statement.
- A gathering that was counted in several ways counts once, shared between them: the
  same people answered.
- People who answered alone count alike, however many statements they answered.
  Otherwise shares would be those of the most active.
- Shares are told on the scale of one method, the reference: the private one that
  counted most people, if it counted enough of them, else the one that counted most.
  The others may move answers up or down; by how much is estimated.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from vestibule.dossier.process import Disclosure
from vestibule.understand import answers
from vestibule.understand.ground.evidence import Counted

ENTRY = ("statement", "segment", "method", "yes", "n")
"""What tells one entry of a `Counted` from another."""


def evident(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that are evidence: `segments.rows` without the inadmissible.

    Statements on which nobody took a side, neither way, are left out too.

    Returns
    -------
    pl.DataFrame
        The rows that are evidence: `segments.rows` without the inadmissible.
    """
    private = pl.col("method").is_in(answers.PRIVATE)
    kept = rows.filter(private | ~pl.col("sensitive"))
    sides = pl.col("agree").sum() + pl.col("disagree").sum()
    return kept.filter(sides.over("statement") > 0)


def methods(rows: pl.DataFrame, least: Disclosure) -> tuple[str, ...]:
    """Return the ways of counting, the reference first.

    Parameters
    ----------
    rows : pl.DataFrame
        From `evident`.
    least : Disclosure
        How many people and gatherings are enough.

    Returns
    -------
    tuple[str, ...]
        The ways of counting, the reference first.
    """
    used = (
        rows.group_by("method")
        .agg(
            whole=pl.col("n").sum(),
            met=pl.col("gathering").filter(~pl.col("alone")).n_unique(),
        )
        .sort("whole", "method", descending=[True, False])
    )
    enough = (pl.col("whole") >= least.people) & (
        (pl.col("met") == 0) | (pl.col("met") >= least.gatherings)
    )
    private = used.filter(pl.col("method").is_in(answers.PRIVATE) & enough)
    first = private["method"].to_list()[:1] or used["method"].to_list()[:1]
    return (*first, *(name for name in used["method"] if name not in first))


def counted(
    rows: pl.DataFrame,
    segments: Sequence[str],
    *,
    least: Disclosure,
    weighed: bool,
) -> Counted:
    """Return answers as numbers.

    Parameters
    ----------
    rows : pl.DataFrame
        From `evident`.
    segments : sequence of str
        The segments, in order.
    least : Disclosure
        As for `methods`.
    weighed : bool
        Whether people who answered alone count alike; else answers do.

    Returns
    -------
    Counted
        Statements by their ids.
    """
    names = {
        "statement": sorted(rows["statement"].unique()),
        "group": list(segments),
        "method": list(methods(rows, least)),
    }
    codes = [
        pl.col(column)
        .replace_strict(known, list(range(len(known))), return_dtype=pl.Int64)
        .alias("segment" if column == "group" else column)
        for column, known in names.items()
    ]
    together = rows.filter(~pl.col("alone")).with_columns(
        times=1 / pl.col("method").n_unique().over("statement", "group", "gathering"),
        yes="agree",
    )
    columns = [*codes, "yes", "n", "times"]
    alone = _alone(rows.filter("alone"), weighed=weighed)
    entries = pl.concat([together.select(columns), alone.select(columns)])
    entries = entries.group_by(ENTRY).agg(pl.col("times").sum()).sort(ENTRY)
    coded = {name: entries[name].to_numpy().astype(np.int64) for name in ENTRY}
    return Counted(
        statements=tuple(names["statement"]),
        segments=tuple(names["group"]),
        methods=tuple(names["method"]),
        times=entries["times"].to_numpy().astype(np.float64),
        **coded,
    )


def _alone(rows: pl.DataFrame, *, weighed: bool) -> pl.DataFrame:
    """Return people alone as gatherings of one: as many as they are worth."""
    cell = ["statement", "group", "method"]
    sums = [pl.col(name).sum() for name in ("agree", "n", *answers.WEIGHTS)]
    whole = rows.group_by(cell).agg(sums)
    share = pl.col("weight_agree") / pl.col("weight")
    worth = pl.col("weight") ** 2 / pl.col("weight_squared")  # Kish's effective n
    if not weighed:
        share, worth = pl.col("agree") / pl.col("n"), pl.col("n")
    parts = [
        whole.with_columns(
            yes=pl.lit(yes, pl.Int64), n=pl.lit(1, pl.Int64), times=worth * part
        )
        for yes, part in ((1, share), (0, 1 - share))
    ]
    # A rounding error below nothing is nobody.
    return pl.concat(parts).filter(pl.col("times") > 1e-9)
