"""What do groups answer, and what may leave the analysis?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from vestibule.understand.groups.limits import LIMITS
from vestibule.understand.groups.settings import GroupSettings
from vestibule.understand.polis.votes import Floats, Ints

SMALLEST_LISTED = 10
"""Statements of a group with fewer people than this stay out of `to_dict`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupResult:
    """Groups that hold, or a spectrum.

    For the researchers' analysis: groups become public only if stable, and accepted
    and named by participants in a validation. The arrays over people are personal
    and are in neither `repr` nor `to_dict`.

    Parameters
    ----------
    k : int
        Groups; 1 is a spectrum, 0 nothing to group.
    divisions : pl.DataFrame
        One row per number of groups tried and group: ``k``, ``group``, ``people``
        (looked at, and placed in it), ``jaccard`` (0 to 1) and ``together`` (how
        often two of them fell together, 0 to 1). Of the whole division:
        ``covered`` (share of people looked at who are placed in a group),
        ``crowding`` (density between the two groups least apart, over that of the
        thinner), ``apart`` (share of replicates with a gap, mean over each two
        groups), ``support`` (share in which all came back, with a gap between each
        two), ``holds``, ``gap``. Where ``crowding`` says already that there
        is no gap, ``apart`` and ``support`` are 0.
    group : ndarray of int32, shape (people codes,)
        Personal. Group of each person, -1 for none.
    membership : ndarray of float64, shape (people codes, k)
        Personal. Probability of each group; nan for who took no side.
    sizes : tuple of int
        People in each group.
    n_people, n_not_placed : int
        People who voted; those of them in no group.
    n_looked : int
        People placed surely on the map among whom groups were looked for.
    names : tuple of int
        What each group is called, from 0: its code, unless it kept the name of a
        group of an earlier result (`naming.named`). They hang on what was called
        what before, and so are not in `to_dict`.
    last_name : int
        Highest name ever given, -1 for none.
    n_units : int
        Gatherings and people heard alone: what was drawn again.
    representative : pl.DataFrame
        See `representative.representative`.
    limits : tuple of str
        Codes of `LIMITS`.
    settings : GroupSettings
        What was asked.
    """

    k: int
    divisions: pl.DataFrame
    group: Ints = field(repr=False)
    membership: Floats = field(repr=False)
    sizes: tuple[int, ...]
    n_people: int
    n_not_placed: int
    n_units: int
    representative: pl.DataFrame
    limits: tuple[str, ...]
    settings: GroupSettings
    n_looked: int = 0
    names: tuple[int, ...] = ()
    last_name: int = -1

    @property
    def is_spectrum(self) -> bool:
        """Whether opinions spread without camps."""
        return self.k == 1

    def to_dict(self, *, keys: pl.Series | None = None) -> dict[str, Any]:
        """Return what may leave the analysis.

        Parameters
        ----------
        keys : pl.Series of str, shape (n_statements,), optional
            What to call each statement instead of by its code.

        Returns
        -------
        dict
            Sizes, stability, representative statements, limits, settings. Nothing
            per person, and no statement of a group under ten people.
        """
        listed = [g for g, n in enumerate(self.sizes) if n >= SMALLEST_LISTED]
        told = self.representative.filter(pl.col("group").is_in(listed))
        if keys is not None:
            told = told.with_columns(statement=keys.gather(told["statement"]))
        return {
            "k": self.k,
            "spectrum": self.is_spectrum,
            "sizes": list(self.sizes),
            "people": self.n_people,
            "not_placed": self.n_not_placed,
            "looked_at": self.n_looked,
            "units": self.n_units,
            "divisions": self.divisions.to_dicts(),
            "representative": told.to_dicts(),
            "limits": [{"code": c, "message": LIMITS[c]} for c in self.limits],
            "settings": self.settings.to_dict(),
        }
