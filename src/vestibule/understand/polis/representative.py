"""Which statements tell a group from the others?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from vestibule.understand.polis.settings import PolisSettings
from vestibule.understand.polis.statistics import GroupStatistics, Proportions
from vestibule.understand.polis.votes import Flags, Floats, Positions

REPRESENTATIVE = pl.Schema(
    {
        "group": pl.Int32,
        "rank": pl.Int32,
        "statement": pl.Int32,
        "direction": pl.String,
        "n_success": pl.Int64,
        "n_trials": pl.Int64,
        "p_success": pl.Float64,
        "p_test": pl.Float64,
        "repness": pl.Float64,
        "repness_test": pl.Float64,
        "best_agree": pl.Boolean,
    }
)
"""One row per group and statement shown for it, in the order of Polis."""


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """One group's numbers, statement by statement."""

    agree: Proportions
    disagree: Proportions

    @property
    def agrees_more(self) -> Flags:
        return self.agree.repness_test > self.disagree.repness_test

    @property
    def metric(self) -> Floats:
        return np.where(self.agrees_more, _metric(self.agree), _metric(self.disagree))

    def passes(self, z: float) -> Flags:
        """Say which statements pass both tests in one direction."""
        return passes(self.agree, z) | passes(self.disagree, z)


def _metric(side: Proportions) -> Floats:
    return side.repness * side.repness_test * side.p * side.p_test


def passes(side: Proportions, z: float) -> Flags:
    """Say where a share is above one half and above that elsewhere, both at z.

    Parameters
    ----------
    side : Proportions
        Of one direction.
    z : float
        One-sided threshold.

    Returns
    -------
    ndarray of bool
        Shape of the shares.
    """
    return (side.repness_test > z) & (side.p_test > z)


def representative(
    statistics: GroupStatistics, *, allowed: Flags, settings: PolisSettings
) -> pl.DataFrame:
    """Choose the statements that Polis shows for each group.

    The statement most agreed with comes first; then those whose share is
    above one half and above that of the other groups, both at z; the five
    best by ratio times tests times share; agreements before disagreements.
    Where nothing passes: the statement most agreed with alone, else the one
    that differs most.

    Parameters
    ----------
    statistics : GroupStatistics
        Of each group and statement.
    allowed : ndarray of bool, shape (n_statements,)
        Statements that may be chosen: voted, not moderated out, not meta.
    settings : PolisSettings
        ``z`` and the length of the list.

    Returns
    -------
    pl.DataFrame
        Schema `REPRESENTATIVE`; ``repness`` is the ratio of shares.

    Notes
    -----
    The statement "most agreed with" is found in one walk in statement order,
    whose rule changes with what it has met: another order may give another
    statement. No correction is made for testing many statements, and groups
    are tested on the votes that formed them: under random groups 6 to 9 % of
    pairs pass. Not to be published as a finding.
    """
    candidates = np.flatnonzero(allowed)
    rows: list[dict[str, Any]] = []
    for group in range(len(statistics.seen)):
        row = _row(statistics, group)
        best_agree = _best_agree(row, candidates, settings.z)
        chosen = _chosen(row, candidates, best_agree, settings)
        rows.extend(
            _described(statistics, group, rank, statement, statement == best_agree)
            for rank, statement in enumerate(chosen, start=1)
        )
    return pl.DataFrame(rows, schema=REPRESENTATIVE)


def _row(statistics: GroupStatistics, group: int) -> _Row:
    def of_group(side: Proportions) -> Proportions:
        return Proportions(
            success=side.success[group],
            p=side.p[group],
            p_test=side.p_test[group],
            repness=side.repness[group],
            repness_test=side.repness_test[group],
        )

    return _Row(of_group(statistics.agree), of_group(statistics.disagree))


def _best_agree(row: _Row, candidates: Positions, z: float) -> int | None:
    agree = row.agree
    by_share = agree.p * agree.p_test
    by_both = agree.repness * agree.repness_test * by_share
    takes_seat = (agree.p_test > z) | ((agree.repness > 1.0) & (agree.p > 0.5))
    voted = (agree.success > 0) | (row.disagree.success > 0)
    best: int | None = None
    for statement in candidates[voted[candidates]].tolist():
        if best is None:
            better = bool(takes_seat[statement])
        else:
            measure = by_both if agree.repness[best] > 1.0 else by_share
            better = bool(measure[statement] > measure[best])
        best = statement if better else best
    return best


def _chosen(
    row: _Row, candidates: Positions, best_agree: int | None, settings: PolisSettings
) -> list[int]:
    head = [] if best_agree is None else [best_agree]
    sufficient = candidates[row.passes(settings.z)[candidates]]
    if len(sufficient) == 0:
        return head or _most_different(row, candidates)
    others = sufficient[sufficient != best_agree]
    falling = others[np.argsort(-row.metric[others], kind="stable")].tolist()
    chosen = (head + falling)[: settings.statements_per_group]
    return sorted(chosen, key=lambda statement: not row.agrees_more[statement])


def _most_different(row: _Row, candidates: Positions) -> list[int]:
    if len(candidates) == 0:
        return []
    test = np.maximum(row.agree.repness_test, row.disagree.repness_test)
    return [int(candidates[np.argmax(test[candidates])])]


def _described(
    statistics: GroupStatistics, group: int, rank: int, statement: int, best: bool
) -> dict[str, Any]:
    cell = group, statement
    agrees = (
        statistics.agree.repness_test[cell] > statistics.disagree.repness_test[cell]
    )
    side = statistics.agree if agrees else statistics.disagree
    return {
        "group": group,
        "rank": rank,
        "statement": statement,
        "direction": "agree" if agrees else "disagree",
        "n_success": int(side.success[cell]),
        "n_trials": int(statistics.seen[cell]),
        "p_success": float(side.p[cell]),
        "p_test": float(side.p_test[cell]),
        "repness": float(side.repness[cell]),
        "repness_test": float(side.repness_test[cell]),
        "best_agree": best,
    }
