"""Which groups that Polis published can be derived again from the votes?

Polis starts from its last result, so its groups hang on a history that no export
holds. The compatible layer starts cold. A published group that comes out again does
not need that history; one that does not, cannot be checked by anyone.

References
----------
.. [1] Hubert and Arabie (1985), Comparing partitions, Journal of Classification 2: the
   adjusted Rand index.
.. [2] Hennig (2007), Cluster-wise assessment of cluster stability, Comput. Stat. Data
   Anal. 52: from a Jaccard similarity of 0.75 a group is the same, below 0.5 it is
   dissolved.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from vestibule.understand.polis.votes import Ints

SAME, DISSOLVED = 0.75, 0.5
"""Jaccard similarities from which a group is the same, below which it is gone."""

PUBLISHED = pl.Schema(
    {
        "group": pl.Int64(),
        "people": pl.Int64(),
        "again": pl.Int64(),
        "again_people": pl.Int64(),
        "shared": pl.Int64(),
        "jaccard": pl.Float64(),
        "verdict": pl.String(),
    }
)
"""One row per published group: ``same``, ``changed`` or ``dissolved``."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Published:
    """Published groups beside those derived again.

    Parameters
    ----------
    groups : pl.DataFrame
        `PUBLISHED`, by group: the derived group most like it, and how alike.
    ari : float or None
        Adjusted Rand index over people who are in a group in both, -1 to 1, with 1
        the same; None where there are none, or one group on both sides.
    k, k_again : int
        Groups published, groups derived.
    people, people_again, both : int
        People in a published group, in a derived group, in both.
    unknown : int
        People of the published list who are not among those who voted.
    """

    groups: pl.DataFrame
    ari: float | None
    k: int
    k_again: int
    people: int
    people_again: int
    both: int
    unknown: int


def published(
    listed: pl.DataFrame, pseudonyms: pl.Series, group: Ints
) -> Published | None:
    """Return which published groups come out again.

    Parameters
    ----------
    listed : pl.DataFrame
        Personal. ``pseudonym`` and ``group``, missing for none, as
        `listen.polis.published_groups` reads them.
    pseudonyms : pl.Series of str, shape (n_people,)
        Personal. Those of the people codes.
    group : ndarray of int32, shape (n_people,)
        Personal. Derived group of each person, -1 for none.

    Returns
    -------
    Published or None
        None where nobody is listed in a group.

    Notes
    -----
    People whom one side leaves out (Polis: under seven votes, unless they once were
    in) count in the union of a group, and not in the adjusted Rand index.
    """
    placed = listed.drop_nulls("group")
    if placed.is_empty():
        return None
    own = pl.DataFrame(
        {"pseudonym": pseudonyms, "again": group.astype(np.int64)},
        schema_overrides={"pseudonym": pl.String},
    )
    whole = placed.join(own, on="pseudonym", how="full", coalesce=True)
    again = whole["again"].fill_null(-1).to_numpy()
    was = whole["group"].fill_null(-1).to_numpy()
    inside = (was >= 0) & (again >= 0)
    return Published(
        groups=_groups(was, again),
        ari=adjusted_rand(was[inside], again[inside]),
        k=int(placed["group"].n_unique()),
        k_again=int((np.unique(again) >= 0).sum()),
        people=int((was >= 0).sum()),
        people_again=int((again >= 0).sum()),
        both=int(inside.sum()),
        unknown=placed.join(own, on="pseudonym", how="anti").height,
    )


def _groups(was: npt.NDArray[np.int64], again: npt.NDArray[np.int64]) -> pl.DataFrame:
    rows = []
    for one in np.unique(was[was >= 0]).tolist():
        mine = was == one
        alike = [
            (int((mine & (again == other)).sum()), int((again == other).sum()), other)
            for other in np.unique(again[again >= 0]).tolist()
        ]
        size = int(mine.sum())
        shared, other_size, other = max(
            alike,
            key=lambda found: (found[0] / (size + found[1] - found[0]), -found[2]),
            default=(0, 0, None),
        )
        jaccard = shared / (size + other_size - shared)
        rows.append(
            {
                "group": one,
                "people": size,
                "again": other,
                "again_people": other_size,
                "shared": shared,
                "jaccard": jaccard,
                "verdict": _verdict(jaccard),
            }
        )
    return pl.DataFrame(rows, schema=PUBLISHED)


def _verdict(jaccard: float) -> str:
    if jaccard >= SAME:
        return "same"
    return "changed" if jaccard >= DISSOLVED else "dissolved"


def adjusted_rand(
    first: npt.NDArray[np.int64], second: npt.NDArray[np.int64]
) -> float | None:
    """Return how alike two divisions of the same people are.

    Parameters
    ----------
    first, second : ndarray of int, shape (people,)
        Group of each person.

    Returns
    -------
    float or None
        The adjusted Rand index: 1 for the same, about 0 for chance; None for
        nobody, or where chance leaves nothing to measure (one group on both sides,
        or everyone alone).

    Examples
    --------
    >>> round(adjusted_rand(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 2])), 3)
    0.571
    """
    if len(first) == 0:
        return None
    _, a = np.unique(first, return_inverse=True)
    _, b = np.unique(second, return_inverse=True)
    table = np.zeros((a.max() + 1, b.max() + 1))
    np.add.at(table, (a, b), 1)

    def pairs(n: npt.NDArray[np.float64]) -> float:
        return float((n * (n - 1) / 2).sum())

    both, mine, other = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    chance = mine * other / max(pairs(np.array([float(len(a))])), 1.0)
    most = (mine + other) / 2
    if table.size == 1 or most == chance:
        return None
    return (both - chance) / (most - chance)
