"""What would the others alone say of a comparison?

What was estimated behind the model is kept at its posterior mean, and the answers that
are left out are taken from the likelihood.

References
----------
.. [1] Gelfand, Dey and Chang (1992), Model determination using predictive
   distributions, Bayesian Statistics 4: leaving out by reweighting.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import special

from vestibule.understand.audits.left_out import Side
from vestibule.understand.ground import counting, evidence, posterior
from vestibule.understand.ground.evidence import Evidence, Floats, Ints
from vestibule.understand.ground.nodes import Node
from vestibule.understand.ground.result import GroundResult

ENTRY = ["unit", "statement", "group", "method", "yes", "n"]
"""What tells one entry of what is left out from another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One comparison as common ground estimated it, ready to be asked again.

    Parameters
    ----------
    side : Side
        The comparison.
    evident : pl.DataFrame
        Its rows that are evidence.
    evidence : Evidence
        The same as likelihoods.
    node : Node
        Posterior means of what is behind the model.
    told : pl.DataFrame
        What common ground says of each statement, in the order of the evidence.
    claim_at : float
        From which probability a claim is made.
    """

    side: Side
    evident: pl.DataFrame
    evidence: Evidence
    node: Node
    told: pl.DataFrame
    claim_at: float


def model(side: Side, ground: GroundResult) -> Model | None:
    """Return a comparison ready to be asked again, or None where it is silent.

    Parameters
    ----------
    side : Side
        The comparison.
    ground : GroundResult
        What was found in it.

    Returns
    -------
    Model or None
        Nothing is estimated anew.
    """
    known = ground.models.filter(comparison=side.key)
    if known.is_empty():
        return None
    row = known.row(0, named=True)
    evident = counting.evident(side.rows)
    counted = counting.counted(
        evident, side.groups, least=side.least, weighed=ground.settings.weighed
    )
    moved = dict(
        ground.shifts.filter(comparison=side.key).select("method", "shift").iter_rows()
    )
    node = Node(
        mean=row["mean"],
        spread=row["spread"],
        apart=row["apart"],
        likeness=0.0 if row["rho"] is None else float(special.logit(row["rho"])),
        shifts=np.array([moved[name] for name in counted.methods[1:]]),
        heavy=row["heavy"] > 0.5,
    )
    told = pl.DataFrame({"statement": counted.statements}).join(
        ground.statements.filter(comparison=side.key),
        on="statement",
        how="left",
        maintain_order="left",
    )
    return Model(
        side=side,
        evident=evident,
        evidence=Evidence(counted, evidence.bins(ground.bar)),
        node=node,
        told=told,
        claim_at=1 - ground.settings.error,
    )


def without(
    asked: Model, entries: pl.DataFrame, pairs: pl.DataFrame
) -> tuple[Floats, Floats]:
    """Return what is believed of statements when a unit is left out.

    Parameters
    ----------
    asked : Model
        One comparison.
    entries : pl.DataFrame
        Rows of units as `counting.counted` has them: ``unit``, ``statement``,
        ``group``, ``method``, ``yes``, ``n``, ``times``.
    pairs : pl.DataFrame
        ``pair`` (from 0), ``unit``, ``statement``, ``row`` (of the evidence).

    Returns
    -------
    sure : np.ndarray, shape (pairs,)
        Probability that every group lies above the bar, at the node of the model.
    lowest : np.ndarray, shape (pairs,)
        Mean of the lowest share.
    """
    if pairs.is_empty():
        return np.zeros(0), np.zeros(0)
    coded = _coded(asked, entries, pairs)
    rows = pairs["row"].to_numpy().astype(np.int64)
    step = posterior.at_once(asked.evidence)
    sure, mean = [], []
    for start in range(0, rows.size, step):
        part = coded.filter(pl.col("pair").is_between(start, start + step - 1))
        gone = _likelihood(asked, part, start, rows[start : start + step].size)
        again = posterior.posterior(
            asked.evidence,
            [asked.node],
            rows=rows[start : start + step],
            change=lambda table, gone=gone: table - gone,  # type: ignore[misc]
        )
        sure.append(again.sure)
        mean.append(again.mean)
    return np.concatenate(sure), np.concatenate(mean)


def _coded(asked: Model, entries: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    counted = asked.evidence.counted
    summed = entries.group_by(ENTRY).agg(pl.col("times").sum())
    return (
        summed.join(pairs.select("pair", "unit", "statement"), on=["unit", "statement"])
        .with_columns(
            segment=_numbers("group", counted.segments),
            method=_numbers("method", counted.methods),
        )
        .sort("pair", "segment", "method", "yes", "n")
    )


def _numbers(column: str, known: tuple[str, ...]) -> pl.Expr:
    codes = list(range(len(known)))
    return pl.col(column).replace_strict(list(known), codes, return_dtype=pl.Int64)


def _likelihood(asked: Model, part: pl.DataFrame, start: int, size: int) -> Floats:
    """Return the log-likelihood of what is left out, shape (pairs, segments, bins)."""
    over, node = asked.evidence.bins, asked.node
    segments = len(asked.evidence.counted.segments)
    rho = float(special.expit(node.likeness))
    gone = np.zeros((size * segments, over.middle.size))
    for method in part["method"].unique().sort():
        mine = part.filter(pl.col("method") == method)
        shift = node.shifts[method - 1] if method else 0.0
        p = np.asarray(special.expit(over.middle + shift))
        yes, n, times = (mine[name].to_numpy() for name in ("yes", "n", "times"))
        cell = (mine["pair"].to_numpy().astype(np.int64) - start) * segments
        cell = cell + mine["segment"].to_numpy()
        seen = _of_gatherings(yes, n, p, rho)
        np.add.at(gone, cell, times[:, np.newaxis] * seen)
    return gone.reshape(size, segments, -1)


def _of_gatherings(yes: Ints, n: Ints, p: Floats, rho: float) -> Floats:
    """Return the log-likelihood of each gathering, without constants."""
    agreeing = evidence.rising(yes, p, rho)[yes]
    against = evidence.rising(n - yes, 1 - p, rho)[n - yes]
    whole = evidence.rising(n, np.ones(1), rho)[n]
    return np.asarray(agreeing + against - whole)
