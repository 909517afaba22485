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
    n_statements : int
        Statements with at least one vote.
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

    def to_dict(self) -> dict[str, Any]:
        """Return what may leave the layer, for ``analyse --json``.

        Returns
        -------
        dict
            Counts, groups, lists and settings. Nothing per person, no map,
            and nothing on statements from a group under ten people.
        """
        return {
            "participants": self.n_participants,
            "clustered": self.n_clustered,
            "votes": self.n_votes,
            "statements": self.n_statements,
            "k": self.k,
            "silhouettes": {str(k): s for k, s in self.silhouettes.items()},
            "groups": [self._group_dict(group) for group in range(self.k)],
            "consensus": {
                side: _rows(self.consensus.filter(pl.col("direction") == side))
                for side in ("agree", "disagree")
            },
            "group_aware_consensus": self._group_aware_consensus(),
            "limits": [{"code": c, "message": LIMITS[c]} for c in self.limits],
            "settings": self.settings.to_dict(),
        }

    def _group_aware_consensus(self) -> list[dict[str, Any]] | None:
        """Return the product over groups unless it would give one away."""
        if min(self.group_sizes) < SMALLEST_LISTED:
            return None
        scores = self.statements.filter("voted")
        return _rows(scores.select("statement", "group_aware_consensus"))

    def _group_dict(self, group: int) -> dict[str, Any]:
        size = self.group_sizes[group]
        listed = size >= SMALLEST_LISTED
        own = self.representative.filter(pl.col("group") == group).drop("group")
        return {
            "group": group,
            "participants": size,
            "representative": _rows(own) if listed else None,
        }


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return frame.to_dicts()
