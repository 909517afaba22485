"""The one module that calls `svy`, pinned: raking, trimming, linearised variance.

`svy` breaks its interface at minor releases. Checked against R's `survey` by the
project's notes; against formulas of our own by the tests. Two traps of 0.35.0: its
raking stops at a misfit of 1e-4 unless told otherwise; and it rakes replicate weights
wrongly when there are exactly as many replicates as rows (it takes the square matrix
for its transpose), so replicates are not made with it (see `resampling`).
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vestibule.errors import DataError, MissingTool
from vestibule.understand.weights.sampling import SamplingDesign

PINNED = "0.35.0"
"""The version of svy this module was written and tested for."""

MISFIT = 1e-9
"""How far a margin may miss its total, relatively."""

SWEEPS = 2000
"""Sweeps over all margins, and rounds of trimming, before raking is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """A share with its linearised error.

    Parameters
    ----------
    share, error : float
        0 to 1; standard error, clusters and calibration accounted for.
    freedom : int
        Clusters less strata.
    effect : float
        Design effect against simple random sampling with replacement.
    n : int
        People who answered.
    """

    share: float
    error: float
    freedom: int
    effect: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Calibrated:
    """Weights, and shares with and without them.

    Parameters
    ----------
    weight : np.ndarray, shape (people,)
        Above 0; sums to the population where margins are given.
    with_weights, without : tuple of Linear
        One per outcome.
    """

    weight: NDArray[np.float64]
    with_weights: tuple[Linear, ...]
    without: tuple[Linear, ...]


def calibrated(
    rows: pl.DataFrame, design: SamplingDesign, outcomes: Sequence[str]
) -> Calibrated:
    """Rake to the margins and estimate the share of each outcome.

    Parameters
    ----------
    rows : pl.DataFrame
        One row per person: margins as text, ``base``, ``cluster`` and the outcomes, 0
        to 1, missing where not answered.
    design : SamplingDesign
        The design; every level that has people in the population is there.
    outcomes : sequence of str
        Columns.

    Returns
    -------
    Calibrated
        Of all rows, in their order.

    Raises
    ------
    DataError
        If no weights meet the margins, or not under the cap.
    MissingTool
        If svy is not installed.
    """
    svy = _svy()
    plain = _sample(svy, rows.with_columns(even=pl.lit(1.0)), design, "even")
    given = raked(svy, _sample(svy, rows, design, "base"), design)
    weight = given.data[given.design.wgt].to_numpy()
    return Calibrated(
        weight=weight,
        with_weights=tuple(_linear(given, name) for name in outcomes),
        without=tuple(_linear(plain, name) for name in outcomes),
    )


def _svy() -> Any:
    try:
        return importlib.import_module("svy")
    except ImportError as error:
        raise MissingTool(
            f"Weights need the library svy {PINNED}: pip install svy=={PINNED}.",
            tool="svy",
        ) from error


def _sample(svy: Any, rows: pl.DataFrame, design: SamplingDesign, weight: str) -> Any:
    return svy.Sample(
        rows,
        svy.Design(
            wgt=weight,
            psu="cluster",
            stratum=design.stratum,
            singleton="center" if design.lonely == "centre" else None,
        ),
    )


def raked(svy: Any, sample: Any, design: SamplingDesign) -> Any:
    """Return the sample with weights that meet the margins, under the cap."""
    controls = {margin.column: _peopled(margin.totals) for margin in design.margins}
    if not controls:
        return sample
    trimming = None
    if design.cap is not None:
        mean = sum(next(iter(controls.values())).values()) / sample.n_records
        trimming = svy.TrimConfig(
            upper=design.cap * mean, max_iter=SWEEPS, min_cell_size=1
        )
    try:
        return sample.weighting.rake(
            controls=controls,
            wgt_name="raked",
            tol=MISFIT,
            max_iter=SWEEPS,
            trimming=trimming,
        )
    except svy.SvyError as error:
        under = " with no weight above the cap" if trimming else ""
        raise DataError(
            f"No weights meet all margins{under}: join small levels"
            f"{', or raise the cap' if trimming else ', or leave a margin out'}.",
            reason="no-weights",
        ) from error


def _peopled(totals: Mapping[str, float]) -> dict[str, float]:
    return {level: float(n) for level, n in totals.items() if n > 0}


def _linear(sample: Any, outcome: str) -> Linear:
    found = sample.estimation.mean(
        outcome, where=pl.col(outcome).is_not_null(), deff="wr", method="taylor"
    ).estimates[0]
    answered = int(sample.data[outcome].is_not_null().sum())
    return Linear(
        share=float(found.est),
        error=float(found.se),
        freedom=int(found.df),
        effect=float("nan") if found.deff is None else float(found.deff),
        n=answered,
    )
