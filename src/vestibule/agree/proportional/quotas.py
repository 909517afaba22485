"""Does the list hold, for each group of a comparison, statements that the group passes?

A quota says: of the list, at least so many statements must be ones that this group
passes. Whether the rest of a list can still meet all quotas is a small covering
problem in whole numbers, solved exactly (HiGHS).

References
----------
.. [1] Bredereck, R. et al. (2018), Multiwinner elections with diversity constraints,
   AAAI 32.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import optimize

from vestibule.errors import ColumnError, DataError

if TYPE_CHECKING:
    from vestibule.understand import agreement
    from vestibule.understand.ground import GroundResult

PASSING = ("comparison", "group", "statement", "passes")
"""Columns that tell which group passes which statement."""


class ListImpossible(DataError):
    """No list of this size meets the quotas; the message says why."""

    code = "list-impossible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many statements of the list a group must pass.

    Parameters
    ----------
    comparison, group : str
        Keys of a declared comparison and one of its groups.
    least : int
        At least so many.
    statements : frozenset of str
        Ids of the statements that the group passes.

    Raises
    ------
    DataError
        If `least` is negative.
    """

    comparison: str
    group: str
    least: int
    statements: frozenset[str]

    def __post_init__(self) -> None:
        if self.least < 0:
            raise DataError("A quota cannot ask for fewer than no statements.")


def by_comparison(passing: pl.DataFrame, *, least: int) -> tuple[Quota, ...]:
    """Return one quota for each group of each comparison.

    Parameters
    ----------
    passing : pl.DataFrame
        One row per comparison, group and statement: `PASSING`; missing or absent
        means that the group does not (or not surely) pass it.
    least : int
        Statements that each group must pass.

    Returns
    -------
    tuple of Quota
        By comparison and group.

    Raises
    ------
    ColumnError
        If a column is absent.
    """
    absent = [name for name in PASSING if name not in passing.columns]
    if absent:
        raise ColumnError(f"Who passes what lacks the column {absent[0]}.")
    sure = pl.col("statement").filter(pl.col("passes").fill_null(value=False))
    rows = passing.group_by("comparison", "group").agg(sure.unique())
    return tuple(
        Quota(
            comparison=comparison, group=group, least=least, statements=frozenset(ids)
        )
        for comparison, group, ids in rows.sort("comparison", "group").iter_rows()
    )


def passing(result: agreement.AgreementResult) -> pl.DataFrame:
    """Return which group passes which statement, by the measured agreement.

    Parameters
    ----------
    result : AgreementResult
        Agreement by declared comparison.

    Returns
    -------
    pl.DataFrame
        One row per comparison, group and statement with a usable count: `PASSING`.
        A group passes if the lower end of its interval, by the method that tells
        most of it, lies above the agreed share, and by no other method its share
        lies below: the rule of common ground.
    """
    most = result.counts.filter("usable").sort(
        "worth", "method", descending=[True, False]
    )
    return (
        most.group_by("comparison", "group", "statement", maintain_order=True)
        .agg(
            passes=(pl.col("low").first() > result.bar)
            & (pl.col("share") > result.bar).all()
        )
        .sort("comparison", "group", "statement")
    )


def believed(result: GroundResult) -> pl.DataFrame:
    """Return which group passes which statement, by what is believed of its share.

    Parameters
    ----------
    result : GroundResult
        Common ground in declared comparisons.

    Returns
    -------
    pl.DataFrame
        One row per comparison, group and statement that the group was heard enough
        on: `PASSING`. A group passes if its share lies above the bar as surely as
        common ground is claimed, and public and secret counts do not contradict each
        other.
    """
    split = result.statements.filter(verdict="method_matters")
    free = ~pl.struct("comparison", "statement").is_in(
        split.select(pl.struct("comparison", "statement")).to_series().implode()
    )
    sure = pl.col("sure") >= 1 - result.settings.error
    return (
        result.segments.filter("enough")
        .drop_nulls("sure")
        .select("comparison", "group", "statement", passes=sure & free)
        .sort("comparison", "group", "statement")
    )


class Fit:
    """Whether columns can be together on a list that meets all quotas.

    Parameters
    ----------
    quotas : sequence of Quota
        The quotas.
    statements : sequence of str
        Ids of the columns.
    eligible : np.ndarray of bool, shape (statements,)
        Which may be chosen at all.
    size : int
        Places on the list.

    Raises
    ------
    ListImpossible
        If no list of that size meets them.
    """

    def __init__(
        self,
        quotas: Sequence[Quota],
        statements: Sequence[str],
        eligible: NDArray[np.bool_],
        size: int,
    ) -> None:
        self._eligible = eligible
        self._size = size
        ids = list(statements)
        self._passes = np.array(
            [[name in quota.statements for name in ids] for quota in quotas],
            dtype=np.int64,
        ).reshape(len(quotas), len(ids))
        self._least = np.array([quota.least for quota in quotas], dtype=np.int64)
        self._check_each(quotas)
        self._check_together()

    def _check_each(self, quotas: Sequence[Quota]) -> None:
        there = self._passes @ self._eligible
        for quota, n in zip(quotas, there.tolist(), strict=True):
            if n < quota.least:
                raise ListImpossible(
                    f"The group {quota.group} of {quota.comparison} passes {n} of the"
                    f" statements that can be chosen; {quota.least} are asked for."
                    f" Ask for at most {n}, or hear the group on more statements.",
                    reason="quota-too-high",
                    comparison=quota.comparison,
                    group=quota.group,
                    passes=n,
                    least=quota.least,
                )

    def _check_together(self) -> None:
        shortest = self._fewest(self._least)
        if shortest > self._size:
            raise ListImpossible(
                f"A list that meets all quotas has at least {shortest} statements,"
                f" not {self._size}. Make the list longer or a quota smaller.",
                reason="list-too-short",
                shortest=shortest,
                size=self._size,
            )

    def __call__(self, columns: Sequence[int]) -> bool:
        """Return whether the quotas can be met with these columns and more."""
        missing = self._least - self._passes[:, columns].sum(axis=1)
        room = self._size - len(columns)
        missing = np.maximum(missing, 0)
        if int(missing.max(initial=0)) > room:
            return False
        if not missing.any():
            return True
        return self._fewest(missing, without=columns) <= room

    def reached(self, columns: Sequence[int]) -> list[int]:
        """Return how many statements of a list each group passes."""
        return [int(n) for n in self._passes[:, columns].sum(axis=1)]

    def _fewest(
        self, missing: NDArray[np.int64], without: Sequence[int] = ()
    ) -> int | float:
        """Return the fewest columns that give each group what it misses."""
        if not missing.any():
            return 0
        free = self._eligible.copy()
        free[list(without)] = False
        found = optimize.milp(
            np.ones(len(free)),
            constraints=optimize.LinearConstraint(self._passes, missing, np.inf),
            bounds=optimize.Bounds(0, free.astype(float)),
            integrality=np.ones(len(free)),
        )
        return round(found.fun) if found.status == 0 else np.inf
