"""Which answers were given by whom, in each comparison and crossing?

A crossing sets the groups of one comparison inside those of another: women of the
north, women of the south, men of the north… Only answers of which both are known
belong to one of its segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from vestibule.dossier.process import Comparison
from vestibule.dossier.records import Dossier
from vestibule.understand import agreement, answers

OVERHEARD = ("chief", "armed_actor", "authority")
"""Listeners before whom people may not have said what they think."""

BETWEEN = " × "
"""Between the names of two comparisons, or of two groups, that are crossed."""

KEYS = ("group", "statement", "method", "gathering", "place", "alone")
"""What tells one row of `rows` from another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segmented:
    """What is set side by side: one comparison, or several crossed.

    Parameters
    ----------
    key : str
        Of the comparison; crossed ones joined by `BETWEEN`.
    parts : tuple of Comparison
        One, or those that are crossed.
    """

    key: str
    parts: tuple[Comparison, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """Return the keys of all segments that there may be."""
        names = [""]
        for part in self.parts:
            groups = [group.key for group in part.groups]
            names = [
                f"{name}{BETWEEN}{group}" if name else group
                for name in names
                for group in groups
            ]
        return tuple(names)


def of(comparisons: Sequence[Comparison]) -> Segmented:
    """Return one comparison, or several crossed, as what is set side by side."""
    key = BETWEEN.join(part.key for part in comparisons)
    return Segmented(key=key, parts=tuple(comparisons))


def rows(dossier: Dossier, segmented: Segmented) -> pl.DataFrame:
    """Return the answers of each segment, by gathering and way of counting.

    Parameters
    ----------
    dossier : Dossier
        The records.
    segmented : Segmented
        What is set side by side.

    Returns
    -------
    pl.DataFrame
        `KEYS`, ``agree``, ``disagree``, ``passed``, ``n`` (people), the sums of
        `answers.WEIGHTS`, ``key`` and ``sensitive`` of the statement, ``overheard``
        (by one of `OVERHEARD`; false where nobody noted who listened).
    """
    given = answers.answers(dossier)
    by_sex = any(part.basis == "sex" for part in segmented.parts)
    grouped = answers.of_each_sex(given) if by_sex else answers.of_all(given)
    for number, part in enumerate(segmented.parts):
        own = agreement.groups_of(dossier, part).rename({"group": "own"})
        joined = grouped.join(own, left_on=part.basis, right_on="value")
        name = pl.concat_str("group", "own", separator=BETWEEN) if number else "own"
        grouped = joined.with_columns(group=name).drop("own")
    summed = (*answers.COUNTED, *answers.WEIGHTS)
    return (
        grouped.group_by(KEYS)
        .agg(pl.col(name).sum() for name in summed)
        .with_columns(n=pl.sum_horizontal(answers.COUNTED))
        .filter(pl.col("n") > 0)
        .join(_overheard(dossier), on="gathering", how="left")
        .join(_statements(dossier), on="statement")
        .with_columns(pl.col("overheard").fill_null(value=False))
        .sort(KEYS)
    )


def _overheard(dossier: Dossier) -> pl.DataFrame:
    listening = pl.col("listeners").fill_null("").str.split(" ")
    heard = listening.list.set_intersection(list(OVERHEARD)).list.len() > 0
    return dossier.current("gatherings").select(gathering="id", overheard=heard)


def _statements(dossier: Dossier) -> pl.DataFrame:
    return dossier.current("statements").select(
        "key",
        statement="id",
        sensitive=pl.col("sensitivity").eq_missing("sensitive"),
    )
