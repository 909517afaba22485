"""What remains of a claim if all spoilt answers sat in one small group?

A few people in a hundred who answer in order to mislead do little harm where they are
spread. Where they all say that they are of the smallest group, they may be a third of
it. The group that answered a statement least is therefore asked: were so many of its
answers spoilt, what would be believed of those that were not?

References
----------
.. [1] Huber, P. (1964), Robust estimation of a location parameter, Annals of
   Mathematical Statistics 35: a known share of answers may come from anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from vestibule.understand.ground import evidence as evidences
from vestibule.understand.ground import posterior
from vestibule.understand.ground.evidence import Counted, Evidence, Floats, Ints
from vestibule.understand.ground.nodes import Node
from vestibule.understand.ground.posterior import Change, Posterior

MOST = 0.95
"""Share of a group's answers above which it says nothing any more."""

BY_CHANCE = 1.645
"""Deviations above what is expected: of 20 statements one has more spoilt answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What remains if the spoilt answers all sat in the group that answered least.

    Parameters
    ----------
    segment : np.ndarray of int, shape (statements,)
        That group.
    sure : np.ndarray, shape (statements,)
        Probability that all agree, if those spoilt answers all said yes.
    low, high : np.ndarray, shape (statements,)
        Lower and upper end of the interval of the lowest share, if they all said
        yes, all said no.
    """

    segment: Ints
    sure: Floats
    low: Floats
    high: Floats


def spoilt(counted: Counted, hostile: float) -> tuple[Ints, Floats]:
    """Return the group that answered each statement least, and the share spoilt there.

    Parameters
    ----------
    counted : Counted
        The answers.
    hostile : float
        Share of all answers that are spoilt, 0 to 1; to one statement, by chance, more.

    Returns
    -------
    segment : np.ndarray of int, shape (statements,)
        Of those with answers; between equals the first.
    share : np.ndarray, shape (statements,)
        Of that group's answers, 0 to `MOST`.

    Examples
    --------
    Of 10,000 answers 1,000 are those of the small group. 200 of them are expected to
    be spoilt, by chance on one statement of 20 more than 200 + 1.645 * 14.1 = 223.3.

    >>> one = np.zeros(2, dtype=np.int64)
    >>> given = Counted(
    ...     statements=("a",), segments=("x", "y"), methods=("individual",),
    ...     statement=one, segment=np.array([0, 1]), method=one,
    ...     yes=one, n=one + 1, times=np.array([9000.0, 1000.0]),
    ... )
    >>> segment, share = spoilt(given, 0.02)
    >>> int(segment[0]), round(float(share[0]), 4)
    (1, 0.2233)
    """
    n = counted.total(counted.n)
    segment = np.where(n > 0, n, np.inf).argmin(axis=1)
    own = n[np.arange(len(n)), segment]
    expected = hostile * n.sum(axis=1)
    many = expected + BY_CHANCE * np.sqrt(expected)
    share = np.divide(many, own, out=np.zeros(len(n)), where=own > 0)
    return segment.astype(np.int64), np.minimum(share, MOST)


def gathered(
    given: Evidence, near: Sequence[Node], *, hostile: float, level: float
) -> Gathered:
    """Return what remains if the spoilt answers all sat in one group.

    Parameters
    ----------
    given : Evidence
        The answers.
    near : sequence of Node
        The most probable node: enough for asking what would change.
    hostile : float
        Share of all answers to a statement that are spoilt, 0 to 1.
    level : float
        Of the intervals, 0 to 1.

    Returns
    -------
    Gathered
        By statement.

    """
    segment, share = spoilt(given.counted, hostile)
    rows = np.arange(len(segment))
    step = posterior.at_once(given)
    parts = np.split(rows, np.arange(step, rows.size, step))
    yes, no = (
        [_believed(given, near, part, segment, share, agreeing) for part in parts]
        for agreeing in (True, False)
    )
    return Gathered(
        segment=segment,
        sure=np.concatenate([one.sure for one in yes]),
        low=np.concatenate([one.interval(level)[0] for one in yes]),
        high=np.concatenate([one.interval(level)[1] for one in no]),
    )


def _believed(
    given: Evidence,
    near: Sequence[Node],
    rows: Ints,
    segment: Ints,
    share: Floats,
    agreeing: bool,
) -> Posterior:
    part = share[rows, np.newaxis]
    true = special.expit(given.bins.middle)
    seen = np.clip((1 - part) * true + (part if agreeing else 0.0), 1e-9, 1 - 1e-9)
    return posterior.posterior(
        given,
        near,
        rows=rows,
        change=_change(given, segment[rows], special.logit(seen)),
    )


def _change(given: Evidence, segment: Ints, at: Floats) -> Change:
    def change(table: Floats) -> Floats:
        moved, numbers = table.copy(), np.arange(len(table))
        own = table[numbers, segment]
        moved[numbers, segment] = evidences.moved_apart(own, given.bins, at)
        return moved

    return change
