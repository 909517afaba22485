"""What does the compatible layer answer, and what can it not say?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from vestibule.understand.polis.limits import LIMITS
from vestibule.understand.polis.pca import Components
from vestibule.understand.polis.settings import PolisSettings
from vestibule.understand.polis.votes import Flags, Floats, Ints

SMALLEST_LISTED = 10
"""Statements of a group with fewer people than this stay out of `to_dict`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PolisResult:
    """A Polis analysis with all its parts.

    The arrays over people are personal: they serve other analyses and the
    researchers' annex, and are in neither `repr` nor `to_dict`.

    Parameters
    ----------
    n_participants : int
        People with at least one vote.
    n_clustered : int
        Those placed in groups.
    n_votes : int
        Current votes, one per person and statement at most.
    n_statements, n_voted : int
        All statements; those with at least one vote: Polis' columns.
    statements : pl.DataFrame
        One row per statement code; see `frames.STATEMENTS`.
    group_statements : pl.DataFrame
        One row per group and statement voted on; see `frames.STATISTICS`.
    representative : pl.DataFrame
        Statements that tell a group from the others, in order.
    consensus : pl.DataFrame
        Statements that most people agree, or disagree, with, in order.
    components : Components
        Directions of the map over statements.
    k : int
        Groups chosen.
    group_sizes : tuple of int
        People in each group.
    silhouettes : dict of int to float
        Mean silhouette for each k tried.
    projections : ndarray of float64, shape (n_people, 2)
        Personal. Place of each person on the map; nan without a vote.
    clustered : ndarray of bool, shape (n_people,)
        Personal. Who is in a group.
    group : ndarray of int32, shape (n_people,)
        Personal. Group of each person, -1 for none.
    base_cluster : ndarray of int32, shape (n_people,)
        Personal. Base cluster of each person, -1 for none.
    base_centers : ndarray of float64, shape (n_base, 2)
        Personal: a base cluster may be one person.
    group_centers : ndarray of float64, shape (k, 2)
        Middle of each group.
    limits : tuple of str
        Codes of `LIMITS`.
    settings : PolisSettings
        What was asked.
    """

    n_participants: int
    n_clustered: int
    n_votes: int
    n_statements: int
    n_voted: int
    statements: pl.DataFrame
    group_statements: pl.DataFrame = field(repr=False)
    representative: pl.DataFrame
    consensus: pl.DataFrame
    components: Components = field(repr=False)
    k: int
    group_sizes: tuple[int, ...]
    silhouettes: dict[int, float]
    projections: Floats = field(repr=False)
    clustered: Flags = field(repr=False)
    group: Ints = field(repr=False)
    base_cluster: Ints = field(repr=False)
    base_centers: Floats = field(repr=False)
    group_centers: Floats = field(repr=False)
    limits: tuple[str, ...]
    settings: PolisSettings

    def to_dict(self, *, keys: pl.Series | None = None) -> dict[str, Any]:
        """Return what may leave the layer, for ``analyse --json``.

        Parameters
        ----------
        keys : pl.Series of str, shape (n_statements,), optional
            What to call each statement instead of by its code.

        Returns
        -------
        dict
            Counts, groups, lists and settings. Nothing per person, no map,
            and nothing on statements from a group under ten people.
        """
        scores = self.statements.filter("voted").select(
            "statement", "group_aware_consensus"
        )
        # One small group among the factors could be divided out of the product.
        hidden = min(self.group_sizes) < SMALLEST_LISTED
        return {
            "participants": self.n_participants,
            "clustered": self.n_clustered,
            "votes": self.n_votes,
            "statements": self.n_statements,
            "statements_voted": self.n_voted,
            "k": self.k,
            "silhouettes": {str(k): s for k, s in self.silhouettes.items()},
            "groups": [self._group_dict(group, keys) for group in range(self.k)],
            "consensus": {
                side: _rows(self.consensus.filter(pl.col("direction") == side), keys)
                for side in ("agree", "disagree")
            },
            "group_aware_consensus": None if hidden else _rows(scores, keys),
            "limits": [{"code": c, "message": LIMITS[c]} for c in self.limits],
            "settings": self.settings.to_dict(),
        }

    def _group_dict(self, group: int, keys: pl.Series | None) -> dict[str, Any]:
        size = self.group_sizes[group]
        listed = size >= SMALLEST_LISTED
        own = self.representative.filter(pl.col("group") == group).drop("group")
        return {
            "group": group,
            "participants": size,
            "representative": _rows(own, keys) if listed else None,
        }


def _rows(frame: pl.DataFrame, keys: pl.Series | None) -> list[dict[str, Any]]:
    if keys is not None:
        frame = frame.with_columns(statement=keys.gather(frame["statement"]))
    return frame.to_dicts()
