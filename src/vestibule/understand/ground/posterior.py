"""What do we believe of every group's share, of the lowest, and how surely?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from vestibule.understand.ground import nodes
from vestibule.understand.ground.evidence import Bins, Evidence, Floats, Ints
from vestibule.understand.ground.nodes import Node

AT = 15
"""Points at which a statement's log-odds are looked at, 4 deviations to each side."""

AT_ONCE = 6_000_000
"""Numbers held at once, at each node: some 50 MB an array."""

Change = Callable[[Floats], Floats]
"""From log-likelihoods (statements, segments, bins) to others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """What is believed of the shares, averaged over everything unsure.

    Parameters
    ----------
    bins : Bins
        Where shares are looked at.
    segments : np.ndarray, shape (statements, segments, bins)
        Probability of each bin.
    lowest : np.ndarray, shape (statements, bins + 1)
        Probability that every share lies above each edge.
    draws : np.ndarray, shape (draws, statements, segments)
        Shares drawn from the joint posterior, 0 to 1; none if not asked for.
    """

    bins: Bins
    segments: Floats
    lowest: Floats
    draws: Floats

    @property
    def sure(self) -> Floats:
        """Return how probable it is that every share is above the bar."""
        return np.asarray(self.lowest[:, self.bins.bar])

    @property
    def segment_sure(self) -> Floats:
        """Return how probable it is that each share is above the bar."""
        return np.asarray(self.segments[..., self.bins.bar :].sum(axis=-1))

    @property
    def mean(self) -> Floats:
        """Return the mean of the lowest share: 0 to 1, shape (statements,)."""
        return _mean(self.lowest, self.bins)

    @property
    def segment_mean(self) -> Floats:
        """Return the mean of each share, shape (statements, segments)."""
        return _mean(_survival(self.segments), self.bins)

    @property
    def segment_spread(self) -> Floats:
        """Return the standard deviation of each share, shape (statements, segments)."""
        share = (self.bins.share[1:] + self.bins.share[:-1]) / 2
        mean = self.segments @ share
        square = self.segments @ share**2
        return np.sqrt(np.maximum(square - mean**2, 0))

    def interval(self, level: float) -> tuple[Floats, Floats]:
        """Return an interval of the lowest share, shape (statements,) each."""
        return _interval(self.lowest, self.bins, level)

    def segment_interval(self, level: float) -> tuple[Floats, Floats]:
        """Return an interval of each share, shape (statements, segments) each."""
        return _interval(_survival(self.segments), self.bins, level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """What is believed at one node, groups together.

    Parameters
    ----------
    weight : np.ndarray, shape (statements, points)
        Probability of each point at which a statement's log-odds are looked at.
    share : np.ndarray, shape (statements, segments, points, bins)
        Probability of each bin given the point; sums to 1 over bins.
    """

    weight: Floats
    share: Floats


def posterior(
    evidence: Evidence,
    given: Sequence[Node],
    *,
    rows: Ints | None = None,
    change: Change | None = None,
    draws: int = 0,
    seed: int = 1,
) -> Posterior:
    """Return what is believed, averaged over nodes.

    Parameters
    ----------
    evidence : Evidence
        The answers.
    given : sequence of Node
        From `nodes.nodes`; weights need not sum to 1.
    rows : np.ndarray of int or None
        Statements looked at, repeated as wanted; None: all.
    change : callable or None
        Applied to the log-likelihoods first: what if other answers had been given?
    draws : int
        Joint draws of all shares.
    seed : int
        Of the draws.

    Returns
    -------
    Posterior
        For the rows, in their order.
    """
    counted = evidence.counted
    wanted = np.arange(len(counted.statements)) if rows is None else rows
    size = at_once(evidence)
    parts = [
        _averaged(evidence, given, wanted[start : start + size], change, draws, rng)
        for start in range(0, max(wanted.size, 1), size)
        for rng in [np.random.default_rng((seed, start))]
    ]
    return Posterior(
        bins=evidence.bins,
        segments=np.concatenate([part.segments for part in parts]),
        lowest=np.concatenate([part.lowest for part in parts]),
        draws=np.concatenate([part.draws for part in parts], axis=1),
    )


def at_once(evidence: Evidence) -> int:
    """Return how many statements are looked at together."""
    held = len(evidence.counted.segments) * AT * evidence.bins.middle.size
    return max(1, AT_ONCE // held)


def _averaged(
    evidence: Evidence,
    given: Sequence[Node],
    rows: Ints,
    change: Change | None,
    draws: int,
    rng: np.random.Generator,
) -> Posterior:
    """Return what is believed of a few statements."""
    shape = (rows.size, len(evidence.counted.segments), evidence.bins.middle.size)
    marginal = np.zeros(shape)
    lowest = np.zeros((rows.size, shape[2] + 1))
    drawn = [np.zeros((0, *shape[:2]))]
    whole = sum(node.weight for node in given)
    parts = [node.weight / whole for node in given]
    for node, part, count in zip(given, parts, _divided(parts, draws), strict=True):
        joint = at_node(evidence, node, rows, change)
        marginal += part * np.einsum("jq,jsqk->jsk", joint.weight, joint.share)
        lowest += part * _all_above(joint)
        if count:
            drawn.append(_drawn(joint, evidence.bins, count, rng))
    return Posterior(
        bins=evidence.bins,
        segments=marginal,
        lowest=lowest,
        draws=np.concatenate(drawn),
    )


def _divided(weights: Sequence[float], draws: int) -> list[int]:
    """Return how many draws each node gets, in proportion, together all of them."""
    ends = np.rint(np.cumsum([0.0, *weights]) * draws).astype(int)
    return [int(one) for one in np.diff(ends)]


def at_node(
    evidence: Evidence, node: Node, rows: Ints, change: Change | None = None
) -> Joint:
    """Return what is believed at one node.

    Parameters
    ----------
    evidence, rows, change
        As for `posterior`; not more rows than `at_once` says.
    node : Node
        Numbers behind the model, taken as known.

    Returns
    -------
    Joint
        For the rows, in their order.
    """
    counted, over = evidence.counted, evidence.bins
    logs = evidence.at(node.likeness, node.shifts)
    table = logs.reshape(len(counted.statements), len(counted.segments), -1)
    table = table[rows] if change is None else change(table[rows])
    likely, _ = nodes.scaled(table)
    at = _points(likely, over, node)
    joint = likely[:, :, np.newaxis] * nodes.kernel(over, at, node)[:, np.newaxis]
    seen = np.maximum(joint.sum(axis=-1), 1e-300)
    joint /= seen[..., np.newaxis]
    logs = np.log(seen).sum(axis=1) + nodes.prior(at, node)
    return Joint(weight=np.asarray(special.softmax(logs, axis=1)), share=joint)


def _points(likely: Floats, over: Bins, node: Node) -> Floats:
    """Return points around each statement's log-odds, shape (statements, points)."""
    grid, mass = nodes.gridded(over, node)
    flat = likely.reshape(-1, likely.shape[-1]) @ mass.T
    seen = np.log(np.maximum(flat, 1e-300)).reshape(*likely.shape[:2], grid.size)
    logs = seen.sum(axis=1) + nodes.prior(grid, node)
    weight = special.softmax(logs, axis=1)
    mean = weight @ grid
    spread = np.sqrt(np.maximum(weight @ grid**2 - mean**2, 0.02**2))
    steps = np.linspace(-4, 4, AT)
    return np.asarray(mean[:, np.newaxis] + spread[:, np.newaxis] * steps)


def _survival(share: Floats) -> Floats:
    """Return the probability above each edge, from probabilities of bins."""
    above = np.flip(np.cumsum(np.flip(share, axis=-1), axis=-1), axis=-1)
    end = np.zeros((*above.shape[:-1], 1))
    return np.concatenate([above, end], axis=-1)


def _all_above(joint: Joint) -> Floats:
    every = np.prod(_survival(joint.share), axis=1)
    return np.asarray(np.einsum("jq,jqk->jk", joint.weight, every))


def _drawn(joint: Joint, over: Bins, count: int, rng: np.random.Generator) -> Floats:
    n_statements, n_segments, n_points, n_bins = joint.share.shape
    cumulated = np.cumsum(joint.share, axis=-1)
    # Where nothing is probable, nothing is drawn: its weight is nothing too.
    cumulated /= np.maximum(cumulated[..., -1:], 1e-300)
    # One rising row: each cell's cumulative shares, lifted by its number.
    lifted = cumulated.reshape(-1, n_bins)
    lifted += np.arange(lifted.shape[0])[:, np.newaxis]
    chosen = np.cumsum(joint.weight, axis=1) / joint.weight.sum(axis=1, keepdims=True)
    u = rng.random((count, n_statements, 1))
    point = np.minimum((u > chosen).sum(axis=-1), n_points - 1)
    cell = np.arange(n_statements * n_segments).reshape(n_statements, n_segments)
    row = cell * n_points + point[..., np.newaxis]
    found = np.searchsorted(lifted.ravel(), row + rng.random(row.shape), side="left")
    inside = np.clip(found - row * n_bins, 0, n_bins - 1)
    start, width = over.edges[inside], over.edges[1] - over.edges[0]
    return np.asarray(special.expit(start + width * rng.random(row.shape)))


def _mean(above: Floats, over: Bins) -> Floats:
    """Return the mean of a share from the probability above each edge."""
    middle = (above[..., 1:] + above[..., :-1]) / 2
    return np.asarray(over.share[0] + middle @ np.diff(over.share))


def _interval(above: Floats, over: Bins, level: float) -> tuple[Floats, Floats]:
    rows = above.reshape(-1, above.shape[-1])
    ends = []
    for tail in ((1 + level) / 2, (1 - level) / 2):
        last = np.maximum((rows >= tail).sum(axis=1) - 1, 0)
        last = np.minimum(last, over.edges.size - 2)
        here = np.take_along_axis(rows, last[:, np.newaxis], axis=1)[:, 0]
        after = np.take_along_axis(rows, last[:, np.newaxis] + 1, axis=1)[:, 0]
        part = np.clip((here - tail) / np.maximum(here - after, 1e-300), 0, 1)
        odds = over.edges[last] + part * (over.edges[1] - over.edges[0])
        ends.append(special.expit(odds).reshape(above.shape[:-1]))
    return ends[0], ends[1]
