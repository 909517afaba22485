"""How alike are statements, segments and gatherings, and how unsure is that?

``logit p = mu + d``: statements vary around a mean (``mu ~ N(m, s^2)``), segments
around their statement (``d ~ N(0, t^2)``). m, s, t, the likeness within gatherings
and the shifts of counting methods are never taken as known: the answer is averaged
over points spread around their most probable values, each with its posterior weight.
Both distributions are tried with normal and with heavy tails (Student's t with 4
degrees of freedom), and the two are averaged by how well they explain the answers.

References
----------
.. [1] Rue, H., Martino, S. and Chopin, N. (2009), Approximate Bayesian inference for
   latent Gaussian models by using integrated nested Laplace approximations, Journal
   of the Royal Statistical Society B 71, 319-392, section 6.5: a central composite
   design over the hyperparameters.
.. [2] Genz, A. and Monahan, J. (1998), Stochastic integration rules for infinite
   regions, SIAM Journal on Scientific Computing 19, 426-439: radius and weights.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from vestibule.understand.ground.evidence import WIDTH, Bins, Evidence, Floats

MEAN = (0.0, 1.5)
"""What is thought of m before anything is heard: its mean and standard deviation."""

SPREAD = (0.0, 0.75)
"""The same of log s: half to twice as much, most probably around 1."""

APART = (np.log(0.5), 0.75)
"""The same of log t."""

LIKENESS = (-2.4, 1.0)
"""The same of the log-odds of rho: around 0.08, most probably 0.01 to 0.4."""

SHIFT = (0.0, 0.5)
"""The same of how far one counting method moves the log-odds."""

LEAST_APART = 0.02
"""Segments are never thought to be more alike than this (t, log-odds)."""

CLOSE = 0.1
"""Segments more alike than this (t, log-odds) need a closer look."""

HEAVY = 4.0
"""Degrees of freedom of heavy tails."""

NOTHING = 1e-60
"""Less is nothing: numbers near the smallest there are make multiplying slow."""

LEAST_WEIGHT = 2e-3
"""Points that weigh less are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One way the numbers behind the model may be, and how probable it is.

    Parameters
    ----------
    mean, spread, apart : float
        m, s and t, log-odds.
    likeness : float
        Log-odds of rho.
    shifts : np.ndarray, shape (methods - 1,)
        How far each method but the first moves the log-odds.
    heavy : bool
        Whether statements and segments vary with heavy tails.
    weight : float
        Posterior weight, 0 to 1; all nodes together 1.
    """

    mean: float
    spread: float
    apart: float
    likeness: float
    shifts: Floats
    heavy: bool
    weight: float = 1.0


def below(x: Floats, *, heavy: bool) -> Floats:
    """Return the cumulative distribution of a deviation, in its own units."""
    if not heavy:
        return np.asarray(special.ndtr(x))
    root = x / np.sqrt(4 + x * x)  # Student's t with 4 degrees of freedom
    return np.asarray(0.5 + 0.75 * root * (1 - root * root / 3))


def nodes(evidence: Evidence) -> tuple[Node, ...]:
    """Return the points to average over, by falling weight.

    Parameters
    ----------
    evidence : Evidence
        The answers.

    Returns
    -------
    tuple of Node
        Some 20 to 80; their weights sum to 1.
    """
    found: list[tuple[Node, float]] = []
    start = _start(evidence)
    for heavy in (False, True):
        start, points = _spread(evidence, start, heavy=heavy)
        found.extend(points)
    logs = np.array([log for _, log in found])
    weights = np.exp(logs - special.logsumexp(logs))
    kept = [
        (node, float(weight))
        for (node, _), weight in zip(found, weights, strict=True)
        if weight >= LEAST_WEIGHT
    ]
    whole = sum(weight for _, weight in kept)
    ranked = sorted(kept, key=lambda one: -one[1])
    return tuple(_weighing(node, weight / whole) for node, weight in ranked)


def _weighing(node: Node, weight: float) -> Node:
    return Node(
        mean=node.mean,
        spread=node.spread,
        apart=node.apart,
        likeness=node.likeness,
        shifts=node.shifts,
        heavy=node.heavy,
        weight=weight,
    )


def _priors(evidence: Evidence) -> tuple[Floats, Floats]:
    """Return means and standard deviations of what is thought beforehand."""
    thought = [MEAN, SPREAD, APART]
    if evidence.counted.clustered:
        thought.append(LIKENESS)
    thought.extend([SHIFT] * (len(evidence.counted.methods) - 1))
    pairs = np.array(thought, dtype=np.float64)
    return pairs[:, 0], pairs[:, 1]


def _start(evidence: Evidence) -> Floats:
    return _priors(evidence)[0]


def _node(theta: Floats, evidence: Evidence, *, heavy: bool) -> Node:
    clustered = evidence.counted.clustered
    return Node(
        mean=float(theta[0]),
        spread=float(np.exp(np.clip(theta[1], -3, 1.5))),
        apart=LEAST_APART + float(np.exp(np.clip(theta[2], -6, 1.2))),
        likeness=float(theta[3]) if clustered else 0.0,
        shifts=theta[4 if clustered else 3 :],
        heavy=heavy,
    )


def _spread(
    evidence: Evidence, start: Floats, *, heavy: bool
) -> tuple[Floats, list[tuple[Node, float]]]:
    """Return the most probable point, and points around it with log-weights."""
    centre, sd = _priors(evidence)
    # Millions of votes make large logarithms: only differences are told apart.
    usual = explained(evidence, _node(centre, evidence, heavy=False))

    def against(theta: Floats) -> float:
        thought = float((((theta - centre) / sd) ** 2).sum()) / 2
        seen = explained(evidence, _node(theta, evidence, heavy=heavy))
        return thought - (seen - usual)

    mode = optimize.minimize(
        against,
        start,
        method="L-BFGS-B",
        bounds=list(zip(centre - 5 * sd, centre + 5 * sd, strict=True)),
        options={"eps": 1e-4, "ftol": 1e-6, "gtol": 1e-3, "maxiter": 60},
    ).x
    axes = _axes(against, mode, sd)
    points = []
    for z, log in _design(mode.size):
        theta = mode + axes @ z
        log = log - against(theta) + float(z @ z) / 2
        log += float(np.linalg.slogdet(axes)[1])
        points.append((_node(theta, evidence, heavy=heavy), log))
    return mode, points


def _axes(against: Callable[[Floats], float], mode: Floats, sd: Floats) -> Floats:
    """Return the axes along which the posterior falls alike, from its curvature."""
    size, step = mode.size, 0.1 * np.minimum(sd, 1)
    curve = np.zeros((size, size))
    at = against(mode)
    unit = np.diag(step)
    ahead = [against(mode + one) for one in unit]
    behind = [against(mode - one) for one in unit]
    for a in range(size):
        curve[a, a] = (ahead[a] - 2 * at + behind[a]) / step[a] ** 2
        for b in range(a):
            both = against(mode + unit[a] + unit[b])
            none = against(mode - unit[a] - unit[b])
            mixed = both + none + 2 * at - ahead[a] - ahead[b] - behind[a] - behind[b]
            curve[a, b] = curve[b, a] = mixed / (2 * step[a] * step[b])
    values, vectors = np.linalg.eigh(curve)
    # Never surer than a curvature of 1e4 says, never less sure than beforehand.
    values = np.clip(values, 1 / sd.max() ** 2, 1e4)
    return np.asarray(vectors / np.sqrt(values))


def _design(size: int) -> list[tuple[Floats, float]]:
    """Return points around 0 that reproduce the moments of a normal distribution."""
    radius = np.sqrt(size + 2.0)
    axial = [sign * radius * one for one in np.eye(size) for sign in (1.0, -1.0)]
    signs = [
        np.array(one)
        for one in itertools.product((1.0, -1.0), repeat=size)
        # Above four numbers, half of the corners tell enough.
        if size < 5 or np.prod(one) > 0
    ]
    corners = [radius / np.sqrt(size) * one for one in signs]
    outer = size / (size + 2.0)
    around = [*axial, *corners]
    log = float(np.log(outer / len(around)))
    return [(np.zeros(size), float(np.log(1 - outer))), *((z, log) for z in around)]


def kernel(over: Bins, at: Floats, node: Node) -> Floats:
    """Return how probable each bin is for a segment, shape (..., bins).

    Parameters
    ----------
    over : Bins
        The bins.
    at : np.ndarray
        Log-odds of statements.
    node : Node
        For t and the tails.

    Returns
    -------
    Floats
        How probable each bin is for a segment, shape (..., bins).
    """
    steps = (over.edges - at[..., np.newaxis]) / node.apart
    mass = np.diff(below(steps, heavy=node.heavy), axis=-1)
    mass[mass < NOTHING] = 0.0
    return mass


def gridded(over: Bins, node: Node) -> tuple[Floats, Floats]:
    """Return log-odds of statements, and `kernel` at them.

    They lie as close as the segments' spread asks for. Points and edges are half a
    bin apart, or a multiple of it, so the same few differences come back.

    Parameters
    ----------
    over : Bins
        The bins.
    node : Node
        For t and the tails.

    Returns
    -------
    at : np.ndarray, shape (points,)
        Log-odds, rising.
    mass : np.ndarray, shape (points, bins)
        How probable each bin is for a segment.
    """
    bins = over.middle.size
    step = 2 if node.apart < 0.25 else 4
    halves = np.arange(1, 2 * bins, 2 * step)
    if node.apart < CLOSE:
        halves = np.arange(2 * bins + 1)
    ends = np.arange(-halves[-1], 2 * bins + 1) * (WIDTH / 2 / node.apart)
    told = below(ends, heavy=node.heavy)
    mass = told[2:] - told[:-2]
    mass[mass < NOTHING] = 0.0
    place = 2 * np.arange(bins) - halves[:, np.newaxis] + halves[-1]
    return over.edges[0] + halves * (WIDTH / 2), mass[place]


def prior(at: Floats, node: Node) -> Floats:
    """Return the logarithm of how probable log-odds of statements are, up to a sum."""
    half = WIDTH
    ends = [(at + sign * half - node.mean) / node.spread for sign in (1, -1)]
    mass = below(ends[0], heavy=node.heavy) - below(ends[1], heavy=node.heavy)
    return np.asarray(np.log(np.maximum(mass, 1e-300)))


def scaled(table: Floats) -> tuple[Floats, Floats]:
    """Return likelihoods with their largest at 1, and the logarithms of what it was."""
    top = table.max(axis=-1, keepdims=True)
    likely = np.exp(table - top)
    likely[likely < NOTHING] = 0.0
    return likely, top[..., 0]


def explained(evidence: Evidence, node: Node) -> float:
    """Return the logarithm of how probable the answers are at a node."""
    likely, top = scaled(evidence.at(node.likeness, node.shifts))
    at, mass = gridded(evidence.bins, node)
    seen = likely @ mass.T
    shape = (len(evidence.counted.statements), len(evidence.counted.segments), at.size)
    logs = np.log(np.maximum(seen, 1e-300)) + top[:, np.newaxis]
    thought = prior(at, node)
    together = logs.reshape(shape).sum(axis=1) + thought - special.logsumexp(thought)
    return float(special.logsumexp(together, axis=1).sum())
