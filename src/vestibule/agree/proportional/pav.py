"""Which statements raise the PAV score most, one by one and by exchange?

*Sequential PAV* puts on the list, again and again, the statement that adds most.
Since a statement never adds more to a longer list, what it added before bounds what
it adds now: most are not looked at again (lazy greedy). *Exchange* then swaps one
statement of the list for one outside as long as the score rises. A list at which no
swap helps gives every group of like-minded people what their number entitles them to
(EJR+) [2]_; the sequential list alone does not promise that.

Ties go to the lowest id, and are named.

References
----------
.. [1] Aziz, H. et al. (2018), On the complexity of extended and proportional
   justified representation, AAAI 32: local search.
.. [2] Brill, M. and Peters, J. (2023), Robust and verifiable proportionality axioms
   for multiwinner voting, EC 24: EJR+.
.. [3] Minoux, M. (1978), Accelerated greedy algorithms for maximizing submodular set
   functions, Optimization Techniques, Springer.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vestibule.agree.proportional import standing
from vestibule.agree.proportional.approvals import Approvals

Fits = Callable[[Sequence[int]], bool]
"""May these columns be together on the list?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One statement put on the list.

    Parameters
    ----------
    statement : int
        Its column.
    step : str
        ``pav``, ``shares`` or ``exchange``: what put it there.
    tied : tuple of int
        Columns that were exactly level with it and stood behind by id.
    """

    statement: int
    step: str
    tied: tuple[int, ...] = ()


def sequential(
    approvals: Approvals, size: int, *, fits: Fits, before: Sequence[Pick] = ()
) -> tuple[Pick, ...]:
    """Return a list of statements, the one that adds most first.

    Parameters
    ----------
    approvals : Approvals
        The approvals.
    size : int
        How many statements; fewer if nobody approves any other.
    fits : callable
        Whether columns may be on the list together; once not, never again with more.
    before : sequence of Pick
        What is on the list already.

    Returns
    -------
    tuple of Pick
        `before` and the others.
    """
    picks = list(before)
    at = standing.of(approvals, (pick.statement for pick in picks))
    taken = {pick.statement for pick in picks}
    added = approvals.approved()
    bounds = [
        (-int(n) * standing.SCALE, column)
        for column, n in enumerate(added)
        if n and column not in taken
    ]
    heapq.heapify(bounds)
    while bounds and len(picks) < size:
        level = _best(approvals, at, bounds)
        pick = _first_fitting(level, picks, fits, bounds)
        if pick is not None:
            picks.append(pick)
            at.add(pick.statement)
    return tuple(picks)


def _best(
    approvals: Approvals, at: standing.Standing, bounds: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Take from the heap all statements that add exactly the most."""
    worth = at.worth()
    fresh: list[tuple[int, int]] = []
    while bounds and (not fresh or bounds[0][0] <= fresh[0][0]):
        _, column = heapq.heappop(bounds)
        added = standing.weighed(approvals, column, worth)
        heapq.heappush(fresh, (-added, column))
    best = fresh[0][0]
    level = sorted(entry for entry in fresh if entry[0] == best)
    for entry in fresh:
        if entry[0] != best:
            heapq.heappush(bounds, entry)
    return level


def _first_fitting(
    level: list[tuple[int, int]],
    picks: Sequence[Pick],
    fits: Fits,
    bounds: list[tuple[int, int]],
) -> Pick | None:
    """Pick the first that fits; those that do not fit now never will."""
    taken = [pick.statement for pick in picks]
    fitting = [entry for entry in level if fits([*taken, entry[1]])]
    for entry in fitting[1:]:
        heapq.heappush(bounds, entry)
    if not fitting:
        return None
    return Pick(
        statement=fitting[0][1],
        step="pav",
        tied=tuple(column for _, column in fitting[1:]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """A list after exchange.

    Parameters
    ----------
    picks : tuple of Pick
        What stayed, in order, then what came in.
    swaps : int
        How many.
    settled : bool
        Whether no further swap would raise the score.
    """

    picks: tuple[Pick, ...]
    swaps: int
    settled: bool


def exchanged(
    approvals: Approvals, picks: Sequence[Pick], *, fits: Fits, most: int | None = None
) -> Exchanged:
    """Swap statements of a list as long as the PAV score rises.

    Parameters
    ----------
    approvals : Approvals
        The approvals.
    picks : sequence of Pick
        The list.
    fits : callable
        Whether columns may be on the list together.
    most : int or None
        Swaps at most; None: ``k * k * (1 + ln k)`` for a list of k, the number after
        which swaps that each raise the score by a proportional part have an end.

    Returns
    -------
    Exchanged
        Each swap is the one that raises the score most, ties by id.
    """
    k = max(len(picks), 1)
    limit = math.ceil(k * k * (1 + math.log(k))) if most is None else most
    kept = list(picks)
    for swaps in range(limit):
        swap = _best_swap(approvals, [pick.statement for pick in kept], fits)
        if swap is None:
            return Exchanged(picks=tuple(kept), swaps=swaps, settled=True)
        place, column = swap
        del kept[place]
        kept.append(Pick(statement=column, step="exchange"))
    return Exchanged(picks=tuple(kept), swaps=limit, settled=False)


def _best_swap(
    approvals: Approvals, columns: list[int], fits: Fits
) -> tuple[int, int] | None:
    """Return the place to empty and the column to put there, or None."""
    approved = approvals.approved()
    outside = [
        (int(approved[column]) * standing.SCALE, column)
        for column in range(len(approved))
        if column not in columns and approved[column]
    ]
    outside.sort(key=lambda entry: (-entry[0], entry[1]))
    best: tuple[int, int, int] | None = None
    for place, out in sorted(enumerate(columns), key=lambda entry: entry[1]):
        rest = columns[:place] + columns[place + 1 :]
        worth = standing.of(approvals, rest).worth()
        lost = standing.weighed(approvals, out, worth)
        for bound, column in outside:
            least = 0 if best is None else best[0]
            if bound - lost <= least:
                break
            gained = standing.weighed(approvals, column, worth) - lost
            if gained > least and fits([*rest, column]):
                best = (gained, place, column)
    return None if best is None else best[1:]
