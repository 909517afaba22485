"""What would be bought without one place, with other weights, by another method?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vestibule.agree.ballots import Held
from vestibule.agree.budgets import method
from vestibule.agree.budgets.purses import Case

CHANGES = pl.Schema(
    {
        "kind": pl.String(),
        "what": pl.String(),
        "largest": pl.Boolean(),
        "changed": pl.Boolean(),
        "gained": pl.List(pl.String()),
        "lost": pl.List(pl.String()),
    }
)

Other = tuple[str, str, bool, tuple[int, ...]]
"""Kind, what, whether it is the largest region, what is bought then."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asked:
    """Ballots, and the actions on them that can be bought.

    Parameters
    ----------
    held : Held
        The ballots.
    columns : tuple of int
        Of the actions among its options.
    cost : tuple of float
        Of each, in the unit of the process.
    utility : str
        ``cost``, ``count`` or ``points``.
    step : float or None
        By how much shares are raised at a time.
    """

    held: Held
    columns: tuple[int, ...]
    cost: tuple[float, ...]
    utility: str
    step: float | None

    def case(
        self,
        *,
        by: str = "ballot",
        kept: NDArray[np.bool_] | None = None,
        utility: str | None = None,
    ) -> Case:
        """Return the numbers, with other weights, sheets or utilities."""
        cast = self.held.cast(by, kept)
        used = utility or self.utility
        cost = np.array(self.cost)
        given = cast.points if self.utility == "points" else cast.approved
        wanted = given[:, list(self.columns)].astype(np.float64)
        # Parts are scaled back to ballots, so that a step means what it says.
        total = sum(cast.weight)
        n = float(self.held.times[slice(None) if kept is None else kept].sum())
        weight = np.array([n * (one / total) for one in cast.weight])
        return Case(
            cost=cost,
            utility=wanted * cost if used == "cost" else wanted,
            weight=weight,
            support=np.round(weight @ wanted, 6),
        )


def changes(asked: Asked, found: method.Outcome, amount: float) -> pl.DataFrame:
    """Return what would be bought, were one thing otherwise.

    Parameters
    ----------
    asked : Asked
        The ballots and actions.
    found : Outcome
        What is bought.
    amount : float
        In the unit of the process.

    Returns
    -------
    pl.DataFrame
        `CHANGES`, as `Budget.changes` says.
    """
    names = asked.held.options["option"].to_list()
    whole = set(found.actions)
    lines = []
    for kind, what, largest, actions in _otherwise(asked, amount):
        gained, lost = sorted(set(actions) - whole), sorted(whole - set(actions))
        told = [[names[asked.columns[n]] for n in some] for some in (gained, lost)]
        lines.append((kind, what, largest, bool(gained or lost), *told))
    return pl.DataFrame(lines, schema=CHANGES, orient="row")


def _otherwise(asked: Asked, amount: float) -> Iterator[Other]:
    """Yield what is bought when one thing is otherwise."""
    most = asked.held.largest
    for kind, name, kept in asked.held.without():
        actions = _bought(asked, asked.case(kept=kept), amount)
        yield kind, name, kind == "region" and name in most, actions
    for by, column in (("gathering", "gathering"), ("region", "region_key")):
        if asked.held.sheets[column].n_unique() > 1:
            yield "weights", by, False, _bought(asked, asked.case(by=by), amount)
    yield from _other_methods(asked, amount)


def _other_methods(asked: Asked, amount: float) -> Iterator[Other]:
    case = asked.case()
    if asked.utility != "points":
        other = "count" if asked.utility == "cost" else "cost"
        given = asked.case(utility=other)
        yield "utility", other, False, _bought(asked, given, amount)
    for way in ("none", "add1"):
        yield "completion", way, False, _bought(asked, case, amount, way)
    yield "rule", "support", False, method.by_support(case, amount)
    for share in (0.9, 1.1):
        money = amount * share
        fits = _affordable(case, money)
        yield "amount", f"{share:g}", False, _bought(asked, fits, money)


def _bought(
    asked: Asked, case: Case, amount: float, way: str = method.COMPLETIONS[-1]
) -> tuple[int, ...]:
    if not case.support.any():
        return ()
    return method.outcome(case, amount, completion=way, step=asked.step).actions


def _affordable(case: Case, amount: float) -> Case:
    """Return the case in which nobody wants what is dearer than the amount."""
    fits = case.cost <= amount
    return Case(
        cost=case.cost,
        utility=case.utility * fits,
        weight=case.weight,
        support=case.support * fits,
    )
