"""How much would one more answer, or one more gathering, tell about a claim?

A claim is that every group of a comparison lies above the bar. What is believed of it
is a probability; its entropy, in bits, is what is not known: 1 where it is even, 0
where it is sure. The information of an answer is the entropy that it takes away on
average, over the answers that are to be expected: the mutual information of answer and
claim. People of one gathering answer alike, so a gathering of twelve tells less than
twelve people who each stand alone, and at a likeness of 1 no more than one.

References
----------
.. [1] Lindley, D. V. (1956), On a measure of the information provided by an experiment,
   Annals of Mathematical Statistics 27, 986-1005.
.. [2] MacKay, D. J. C. (1992), Information-based objective functions for active data
   selection, Neural Computation 4, 590-604.
.. [3] Skellam, J. G. (1948), A probability distribution derived from the binomial
   distribution by regarding the probability of success as variable between the sets of
   trials, Journal of the Royal Statistical Society B 10, 257-261.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from vestibule.understand.ground import posterior
from vestibule.understand.ground.evidence import Bins, Evidence, Floats
from vestibule.understand.ground.nodes import Node

LEAST_RHO = 1e-4
"""Below it people of one gathering answer as if each stood alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """What is believed of every group's share, and of the claim with it.

    Parameters
    ----------
    segments : np.ndarray, shape (statements, segments, bins)
        Probability of each bin.
    holding : np.ndarray, shape (statements, segments, bins)
        Probability of each bin and that every group lies above the bar.
    """

    segments: Floats
    holding: Floats

    @property
    def sure(self) -> Floats:
        """Return the probability of each claim, shape (statements,)."""
        return np.asarray(self.holding[:, 0].sum(axis=-1))


def believed(evidence: Evidence, node: Node) -> Believed:
    """Return what is believed before anyone is asked further.

    Parameters
    ----------
    evidence : Evidence
        The answers so far; statements without any are believed to be like the rest.
    node : Node
        Numbers behind the model. One is enough for asking what would change.

    Returns
    -------
    Believed
        Of all statements of the evidence.
    """
    counted = evidence.counted
    shape = (len(counted.statements), len(counted.segments), evidence.bins.middle.size)
    segments, holding = np.zeros(shape), np.zeros(shape)
    size, bar = posterior.at_once(evidence), evidence.bins.bar
    for start in range(0, shape[0], size):
        rows = np.arange(start, min(start + size, shape[0]))
        joint = posterior.at_node(evidence, node, rows)
        above = joint.share[..., bar:].sum(axis=-1)
        for segment in range(shape[1]):
            share = joint.share[:, segment]
            others = np.delete(above, segment, axis=1).prod(axis=1) * joint.weight
            mine = joint.weight[:, np.newaxis] @ share
            held = others[:, np.newaxis] @ share[..., bar:]
            segments[rows, segment] = mine[:, 0]
            holding[rows, segment, bar:] = held[:, 0]
    return Believed(segments=segments, holding=holding)


def entropy(p: Floats) -> Floats:
    """Return what is not known of something this probable: 0 to 1 bit.

    Parameters
    ----------
    p : np.ndarray
        Probabilities, 0 to 1; a rounding error beyond is cut off.

    Returns
    -------
    Floats
        Of the same shape.

    Examples
    --------
    >>> entropy(np.array([0.0, 0.5, 0.75, 1.0])).round(4).tolist()
    [0.0, 1.0, 0.8113, 0.0]
    """
    p = np.clip(p, 0, 1)
    return np.asarray((special.entr(p) + special.entr(1 - p)) / np.log(2))


def outcomes(share: Floats, *, size: int, rho: float) -> Floats:
    """Return how probable each number of people who agree is.

    Parameters
    ----------
    share : np.ndarray, shape (bins,)
        Shares of the group who would agree, above 0 and below 1.
    size : int
        People asked together, 1 or more.
    rho : float
        How alike they answer, 0 to 1.

    Returns
    -------
    Floats
        Shape (bins, size + 1); each row sums to 1. A beta-binomial count.

    Examples
    --------
    >>> outcomes(np.array([0.5]), size=2, rho=0.0).round(2).tolist()
    [[0.25, 0.5, 0.25]]
    >>> outcomes(np.array([0.5]), size=2, rho=1 / 3).round(3).tolist()  # beta(1, 1)
    [[0.333, 0.333, 0.333]]
    """
    yes = np.arange(size + 1)
    p = share[:, np.newaxis]
    ways = special.gammaln(size + 1) - special.gammaln(yes + 1)
    ways = ways - special.gammaln(size - yes + 1)
    if rho < LEAST_RHO or size == 1:
        logs = ways + yes * np.log(p) + (size - yes) * np.log1p(-p)
    else:
        scale = (1 - min(rho, 1 - LEAST_RHO)) / min(rho, 1 - LEAST_RHO)
        a, b = p * scale, (1 - p) * scale
        logs = ways + special.betaln(a + yes, b + size - yes) - special.betaln(a, b)
    return np.asarray(np.exp(logs))


def gained(given: Believed, segment: int, likely: Floats) -> Floats:
    """Return the information about each claim from asking one group once more.

    Parameters
    ----------
    given : Believed
        What is believed so far.
    segment : int
        Number of the group that is asked.
    likely : np.ndarray, shape (bins, outcomes)
        From `outcomes`.

    Returns
    -------
    Floats
        Bits, 0 to 1, shape (statements,).

    Notes
    -----
    It speaks of a claim about a group, and must not be used to tell what one person
    will answer.

    Examples
    --------
    A share that is 0.25 or 0.75, evenly; the claim is that it is 0.75. One answer
    moves 1/2 to 1/4 or 3/4: of 1 bit, 0.8113 are left.

    >>> even = Believed(
    ...     segments=np.array([[[0.5, 0.5]]]), holding=np.array([[[0.0, 0.5]]]))
    >>> one = outcomes(np.array([0.25, 0.75]), size=1, rho=0.0)
    >>> gained(even, 0, one).round(4).tolist()
    [0.1887]
    """
    told = given.segments[:, segment] @ likely
    held = given.holding[:, segment] @ likely
    after = np.divide(held, told, out=np.zeros_like(held), where=told > 0)
    left = (told * entropy(after)).sum(axis=1)
    return np.asarray(np.maximum(entropy(given.sure) - left, 0))


def shifted(over: Bins, shift: float) -> Floats:
    """Return the shares that a way of counting is expected to show.

    Parameters
    ----------
    over : Bins
        Where shares are looked at, on the scale of the reference method.
    shift : float
        How far the method moves log-odds.

    Returns
    -------
    Floats
        Shares, shape (bins,).
    """
    return np.asarray(special.expit(over.middle + shift))
