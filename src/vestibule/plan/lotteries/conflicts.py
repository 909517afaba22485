"""Why can no panel meet the quotas, and what is the least that must give way?

The conflict is a set of demands of which none can be left out: without any one of
them a panel exists. The relaxation moves the quotas by the fewest people in all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize

from vestibule.errors import DataError
from vestibule.plan.lotteries.pool import Counts, Pool


class QuotasImpossible(DataError):
    """No panel meets the quotas; ``conflict`` and ``change`` say why and what helps.

    ``demands`` and ``moves`` say the same in parts, for other languages: feature,
    value, ``least`` or ``most``, what it asks, then how many volunteered, or what it
    would have to ask.
    """

    code = "quotas-impossible"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Demand:
    """One end of a quota: ``sign`` 1 for at least, -1 for at most."""

    quota: int
    sign: int


def explained(pool: Pool, size: int) -> QuotasImpossible:
    """Return the reason why there is no panel, to be raised.

    Parameters
    ----------
    pool : Pool
        Volunteers and quotas that no panel meets.
    size : int
        People on the panel.

    Returns
    -------
    QuotasImpossible
        A sentence: which quotas conflict, and the nearest change that would do.
        ``conflict``: tuple of demands in words; ``change``: tuple of changes.
    """
    if size > pool.n:
        return QuotasImpossible(
            f"A panel of {size} cannot be drawn from {pool.n} volunteers: invite more"
            " or draw fewer.",
            conflict=(),
            change=(),
            demands=(),
            moves=(),
            size=size,
            volunteers=pool.n,
        )
    demands, moves = _conflict(pool, size), _changes(pool, size)
    conflict = tuple(_said(pool, demand) for demand in demands)
    change = tuple(_change(pool, demand, by) for demand, by in moves)
    return QuotasImpossible(
        f"No panel of {size} meets the quotas. These cannot hold together among the"
        f" {pool.n} volunteers: {'; '.join(conflict)}."
        f" The smallest change that would do: {'; '.join(change)}.",
        conflict=conflict,
        change=change,
        demands=tuple((*_parts(pool, one), _there(pool, one)) for one in demands),
        moves=tuple(
            (*_parts(pool, one), _end(pool, one) - one.sign * by) for one, by in moves
        ),
        size=size,
        volunteers=pool.n,
    )


def _conflict(pool: Pool, size: int) -> list[_Demand]:
    """Drop each demand without which there is still no panel."""
    kept = [
        _Demand(quota=place, sign=sign)
        for place, quota in enumerate(pool.quotas)
        for sign, needed in ((1, quota.least > 0), (-1, quota.most < size))
        if needed
    ]
    for demand in list(kept):
        without = [other for other in kept if other != demand]
        if _moved(pool, size, without).sum() > 0:
            kept = without
    return kept


def _changes(pool: Pool, size: int) -> tuple[tuple[_Demand, int], ...]:
    everything = [
        _Demand(quota=place, sign=sign)
        for place in range(len(pool.quotas))
        for sign in (1, -1)
    ]
    moved = _moved(pool, size, everything)
    return tuple(
        (demand, int(by)) for demand, by in zip(everything, moved, strict=True) if by
    )


def _moved(pool: Pool, size: int, demands: list[_Demand]) -> Counts:
    """Return by how many people each demand must give way, the fewest in all."""
    types, n = len(pool.counts), len(demands)
    rows = [demand.sign * pool.inside[demand.quota] for demand in demands]
    inside = np.array(rows, dtype=float).reshape(n, types)
    asked = [demand.sign * _end(pool, demand) for demand in demands]
    found = optimize.milp(
        np.append(np.zeros(types), np.ones(n)),
        constraints=[
            optimize.LinearConstraint(
                np.append(np.ones(types), np.zeros(n))[None, :], size, size
            ),
            optimize.LinearConstraint(
                np.hstack([inside, np.eye(n)]), np.array(asked), np.inf
            ),
        ],
        bounds=optimize.Bounds(0, np.append(pool.counts, np.full(n, size))),
        integrality=np.ones(types + n),
    )
    moved: Counts = np.rint(found.x[types:]).astype(np.int64)
    return moved


def _end(pool: Pool, demand: _Demand) -> int:
    quota = pool.quotas[demand.quota]
    return quota.least if demand.sign == 1 else quota.most


def _there(pool: Pool, demand: _Demand) -> int:
    return int(pool.inside[demand.quota] @ pool.counts)


def _parts(pool: Pool, demand: _Demand) -> tuple[str, str, str, int]:
    quota = pool.quotas[demand.quota]
    which = "least" if demand.sign == 1 else "most"
    return quota.feature, quota.value, which, _end(pool, demand)


def _said(pool: Pool, demand: _Demand) -> str:
    quota, there = pool.quotas[demand.quota], _there(pool, demand)
    which = "at least" if demand.sign == 1 else "at most"
    return f"{which} {_end(pool, demand)} {quota.label} ({there} volunteered)"


def _change(pool: Pool, demand: _Demand, by: int) -> str:
    quota, end = pool.quotas[demand.quota], _end(pool, demand)
    which = "at least" if demand.sign == 1 else "at most"
    return f"{quota.label}: {which} {end - demand.sign * by} instead of {end}"
