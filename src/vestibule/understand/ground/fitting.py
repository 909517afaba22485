"""How surely does each statement hold in every group, and what would undo it?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from vestibule.understand.ground import evidence as evidences
from vestibule.understand.ground import gathered as gathering
from vestibule.understand.ground import nodes, posterior
from vestibule.understand.ground.evidence import Counted, Evidence, Floats, Ints
from vestibule.understand.ground.gathered import Gathered
from vestibule.understand.ground.nodes import Node
from vestibule.understand.ground.posterior import Change, Posterior
from vestibule.understand.ground.settings import GroundSettings

Flags = NDArray[np.bool_]

MOST_EXTRA = 2**20
"""Extra answers beyond which a claim is not asked further what would undo it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """What remains if part of the answers of every group was spoilt.

    Parameters
    ----------
    sure_low, sure_high : np.ndarray, shape (statements,)
        Probability that all agree, if the spoilt answers all said yes, all said no.
    low, high : np.ndarray, shape (statements,)
        Lower and upper end of the interval of the lowest share in those two cases.
    """

    sure_low: Floats
    sure_high: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A model of common ground, averaged over what is unsure.

    Parameters
    ----------
    evidence : Evidence
        The answers.
    nodes : tuple of Node
        Points averaged over.
    posterior : Posterior
        What is believed of all shares.
    band : Band
        With part of the answers of every group spoilt.
    gathered : Gathered
        With as many answers spoilt, all of them in one small group.
    """

    evidence: Evidence
    nodes: tuple[Node, ...]
    posterior: Posterior
    band: Band
    gathered: Gathered

    @property
    def counted(self) -> Counted:
        """Return the answers."""
        return self.evidence.counted

    def mean(self, name: str) -> float:
        """Return the posterior mean of a number of the nodes: ``apart``, …"""
        return float(sum(one.weight * getattr(one, name) for one in self.nodes))

    @property
    def rho(self) -> float | None:
        """Return how alike people of one gathering answer, if any met."""
        if not self.counted.clustered:
            return None
        return float(
            sum(one.weight * special.expit(one.likeness) for one in self.nodes)
        )


def fit(counted: Counted, *, bar: float, settings: GroundSettings) -> Fit:
    """Return what the answers allow to believe of the share of every group.

    Parameters
    ----------
    counted : Counted
        At least one answer.
    bar : float
        The share that every group must pass, 0 to 1.
    settings : GroundSettings
        Draws, seed, and what may be spoilt.

    Returns
    -------
    Fit
        The same for the same answers in any order.

    Notes
    -----
    A cell without answers is believed to be like the others of its statement and
    its spread; whether that may be said is decided by who was heard, not here.

    It assumes that who answers does not depend on the answer, given the group. Where
    it does, `Fit.band` says how much of that the result bears.
    """
    given = Evidence(counted, evidences.bins(bar))
    found = nodes.nodes(given)
    believed = posterior.posterior(
        given, found, draws=settings.draws, seed=settings.seed
    )
    return Fit(
        evidence=given,
        nodes=found,
        posterior=believed,
        band=_band(given, found, settings),
        gathered=gathering.gathered(
            given, modal(found), hostile=settings.hostile, level=settings.level
        ),
    )


def believed(counted: Counted, *, bar: float) -> Posterior:
    """Return what is believed of all shares, without draws and without a band.

    Parameters
    ----------
    counted : Counted
        At least one answer.
    bar : float
        The share that every group must pass, 0 to 1.

    Returns
    -------
    Posterior
        As that of `fit`.
    """
    given = Evidence(counted, evidences.bins(bar))
    return posterior.posterior(given, nodes.nodes(given))


def modal(found: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return the most probable node: enough for asking what would change."""
    return found[:1]


def spoilt(given: Evidence, share: float, *, agreeing: bool) -> Change:
    """Return the change of what is believed if a share of answers was spoilt.

    Of a share ``p`` who truly agree, ``(1 - h) p + h`` are then seen to agree if the
    spoilt all said yes, and ``(1 - h) p`` if they all said no.

    Returns
    -------
    Change
        The change of what is believed if a share of answers was spoilt.
    """
    over = given.bins
    true = special.expit(over.middle)
    seen = (1 - share) * true + (share if agreeing else 0.0)

    def change(table: Floats) -> Floats:
        return evidences.moved(table, over, np.asarray(special.logit(seen)))

    return change


def _band(given: Evidence, found: tuple[Node, ...], settings: GroundSettings) -> Band:
    near = modal(found)
    inflated, deflated = (
        posterior.posterior(
            given, near, change=spoilt(given, settings.hostile, agreeing=agreeing)
        )
        for agreeing in (True, False)
    )
    return Band(
        sure_low=inflated.sure,
        sure_high=deflated.sure,
        low=inflated.interval(settings.level)[0],
        high=deflated.interval(settings.level)[1],
    )


def claimed(
    sure: Floats,
    *,
    error: float,
    rule: Literal["each", "share"],
    open_to: Flags,
) -> Flags:
    """Return which statements are claimed as common ground.

    Parameters
    ----------
    sure : np.ndarray, shape (statements,)
        Probability that every group agrees, 0 to 1.
    error : float
        Share of false claims that may be expected.
    rule : {"each", "share"}
        See `GroundSettings`.
    open_to : np.ndarray of bool, shape (statements,)
        Statements that may be claimed at all.

    Returns
    -------
    np.ndarray of bool, shape (statements,)
        The mean of ``1 - sure`` over the claimed is never above `error`.

    References
    ----------
    .. [1] Müller, P., Parmigiani, G. and Rice, K. (2006), FDR and Bayesian multiple
       comparisons rules, Bayesian Statistics 8.

    Examples
    --------
    >>> sure = np.array([.99, .97, .80, .30])
    >>> claimed(sure, error=.1, rule="share", open_to=sure > 0).tolist()
    [True, True, True, False]
    """
    if rule == "each":
        return open_to & (sure >= 1 - error)
    wrong = np.where(open_to, 1 - sure, np.inf)
    order = np.argsort(wrong, kind="stable")
    with np.errstate(invalid="ignore"):
        expected = np.cumsum(wrong[order]) / np.arange(1, wrong.size + 1)
    found = np.zeros(sure.shape, dtype=bool)
    found[order] = expected <= error
    return found & open_to


def undoing(fitted: Fit, rows: Ints, error: float) -> tuple[Floats, Ints]:
    """Return how many extra answers against it would undo each claim.

    Asked at the most probable node: how few further people of one segment, each
    answering alone and not agreeing, bring the probability below ``1 - error``?

    Parameters
    ----------
    fitted : Fit
        The model.
    rows : np.ndarray of int, shape (claims,)
        The statements claimed.
    error : float
        As they were claimed at.

    Returns
    -------
    extra : np.ndarray, shape (claims,)
        1 or more; infinite above `MOST_EXTRA`.
    segment : np.ndarray of int, shape (claims,)
        The segment in which so few are enough.
    """
    size = len(fitted.counted.segments)
    asked = np.repeat(rows, size)
    where = np.tile(np.arange(size), rows.size)
    step = posterior.at_once(fitted.evidence)
    cuts = np.arange(step, asked.size, step)

    def undone(extra: Floats) -> Flags:
        change = _against(fitted.evidence, where, extra)
        near = modal(fitted.nodes)
        parts = [
            posterior.posterior(
                fitted.evidence, near, rows=asked[part], change=change(part)
            ).sure
            for part in np.split(np.arange(asked.size), cuts)
        ]
        return np.asarray(np.concatenate(parts) < 1 - error)

    low, high = np.zeros(asked.size), np.ones(asked.size)
    while (short := ~undone(high) & (high < MOST_EXTRA)).any():
        low, high = np.where(short, high, low), np.where(short, 2 * high, high)
    while (high - low > 1).any():
        middle = np.floor((low + high) / 2)
        done = undone(middle)
        low, high = np.where(done, low, middle), np.where(done, middle, high)
    extra = np.where(high >= MOST_EXTRA, np.inf, high).reshape(rows.size, size)
    return extra.min(axis=1), np.asarray(extra.argmin(axis=1), dtype=np.int64)


def _against(given: Evidence, where: Ints, extra: Floats) -> Callable[[Ints], Change]:
    """Return, for some of the questions, the change by answers against."""
    against = np.log1p(-special.expit(given.bins.middle))

    def of_part(part: Ints) -> Change:
        def change(table: Floats) -> Floats:
            more = table.copy()
            numbers = np.arange(part.size)
            more[numbers, where[part]] += extra[part][:, np.newaxis] * against
            return more

        return change

    return of_part
