"""What remains of a claim if all spoilt answers sat in one small group?

A few people in a hundred who answer in order to mislead do little harm where they are
spread. Where they all say that they are of the smallest group, they may be a third of
it. Of each of the groups that answered a statement least it is therefore asked: were so
many of its answers spoilt, what would be believed of those that were not?

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

LOOKED = 3
"""Groups in which the spoilt answers might sit, those that answered least."""

BY_CHANCE = 1.645
"""Deviations above what is expected: of 20 statements one has more spoilt answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What remains if the spoilt answers all sat in one small group, the worst.

    Parameters
    ----------
    segment : np.ndarray of int, shape (statements,)
        The group in which they would make the claim least sure.
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
    """Return the groups that answered each statement least, and the shares spoilt there.

    Parameters
    ----------
    counted : Counted
        The answers.
    hostile : float
        Share of all answers that are spoilt, 0 to 1; to one statement, by chance, more.

    Returns
    -------
    segment : np.ndarray of int, shape (statements, groups)
        At most `LOOKED` groups, the one with the fewest answers first; those without
        answers last.
    share : np.ndarray, shape (statements, groups)
        Of that group's answers, 0 to `MOST`; 0 where there are none.

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
    >>> segment.tolist(), share.round(4).tolist()
    ([[1, 0]], [[0.2233, 0.0248]])
    """
    n = counted.total(counted.n)
    order = np.argsort(np.where(n > 0, n, np.inf), axis=1, kind="stable")
    segment = order[:, :LOOKED].astype(np.int64)
    own = np.take_along_axis(n, segment, axis=1)
    expected = hostile * n.sum(axis=1, keepdims=True)
    many = np.broadcast_to(expected + BY_CHANCE * np.sqrt(expected), own.shape)
    share = np.divide(many, own, out=np.zeros(own.shape), where=own > 0)
    return segment, np.minimum(share, MOST)


def gathered(
    given: Evidence, near: Sequence[Node], *, hostile: float, level: float
) -> Gathered:
    """Return what remains if the spoilt answers all sat in one small group.

    Parameters
    ----------
    given : Evidence
        The answers.
    near : sequence of Node
        The most probable node: enough for asking what would change.
    hostile : float
        Share of all answers that are spoilt, 0 to 1.
    level : float
        Of the intervals, 0 to 1.

    Returns
    -------
    Gathered
        By statement, the worst of the groups that answered least.
    """
    segments, shares = spoilt(given.counted, hostile)
    rows = np.arange(len(segments))
    step = posterior.at_once(given)
    parts = np.split(rows, np.arange(step, rows.size, step))
    sure, low, high = [], [], []
    for segment, share in zip(segments.T, shares.T, strict=True):
        yes, no = (
            [_believed(given, near, one, segment, share, agreeing) for one in parts]
            for agreeing in (1.0, 0.0)
        )
        sure.append(np.concatenate([one.sure for one in yes]))
        low.append(np.concatenate([one.interval(level)[0] for one in yes]))
        high.append(np.concatenate([one.interval(level)[1] for one in no]))
    worst = np.argmin(sure, axis=0)
    return Gathered(
        segment=segments[rows, worst],
        sure=np.min(sure, axis=0),
        low=np.min(low, axis=0),
        high=np.max(high, axis=0),
    )


def _believed(
    given: Evidence,
    near: Sequence[Node],
    rows: Ints,
    segment: Ints,
    share: Floats,
    agreeing: float,
) -> Posterior:
    part = share[rows, np.newaxis]
    true = special.expit(given.bins.middle)
    seen = np.clip((1 - part) * true + part * agreeing, 1e-9, 1 - 1e-9)
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
