"""What share would agree in the population, with and without weights, and how surely?

Weighted and unweighted stand side by side: the difference tells how much rests on the
weights. Two intervals for each: linearised (calibration accounted for) and by cluster
bootstrap (all of the weighting done anew); both on the logit scale with Student's t
of clusters less strata. *Kish's* effective n tells what unequal weights cost; *worth*,
what they and the gatherings cost together: how many people drawn at random, one by
one, would tell as much.

References
----------
.. [1] Kish, L. (1965), Survey Sampling, Wiley.
.. [2] Deville, J.-C., Särndal, C.-E. and Sautory, O. (1993), Generalized raking
   procedures in survey sampling, JASA 88, 1013-1020.
.. [3] Korn, E. and Graubard, B. (1998), Survey Methodology 24, 193-201: the logit.
.. [4] Baker, R. et al. (2013), Report of the AAPOR task force on non-probability
   sampling, Journal of Survey Statistics and Methodology 1, 90-143.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vestibule.errors import ColumnError, DataError
from vestibule.understand.weights import calibration, resampling, result, sampling
from vestibule.understand.weights.result import WeightedResult
from vestibule.understand.weights.sampling import OneGathering, SamplingDesign

LOST_SHARE = 0.05
"""Above this share of lost replicates the bootstrap is not to be trusted."""


def weighted(
    heard: pl.DataFrame,
    design: SamplingDesign,
    *,
    outcomes: Sequence[str],
    replicates: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> WeightedResult:
    """Return shares of a population, with and without weights, side by side.

    Parameters
    ----------
    heard : pl.DataFrame
        One row per person: ``gathering`` (missing: heard alone), the columns of the
        design, and the outcomes: 1 (agreed), 0 (did not), missing (not answered).
    design : SamplingDesign
        How people were chosen, and what is known of the population.
    outcomes : sequence of str
        Columns, at least one; values 0 to 1.
    replicates : int
        Of the bootstrap, at least 2.
    level : float
        Of the intervals, 0 to 1.
    seed : int
        Of the bootstrap. Draws attach to what gatherings said, not to ids or rows.

    Returns
    -------
    WeightedResult
        Missing numbers, with a reason, where nothing can be said.

    Raises
    ------
    DataError
        If an outcome lies outside 0 to 1, or no weights meet the margins.
    ColumnError
        If a column is absent.
    OneGathering
        If a stratum has one gathering and the design does not say what to do. See
        `sampling.refuse_if_uncarried` for `PurposiveSample` and `EmptyStratum`.

    Notes
    -----
    Must not be used to speak of a population that people were not sampled from, of a
    small group, or of a person. Raking assumes that within the margins answering does
    not depend on the answer.
    """
    if replicates < 2 or not 0 < level < 1 or not outcomes:
        raise DataError("Name an outcome, two replicates at least, a level within 0-1.")
    _check_outcomes(heard, outcomes)
    needed = {"gathering", design.weight, *outcomes}
    needed |= {margin.column for margin in design.margins}
    told = heard.select(name for name in heard.columns if name in needed)
    kept = sampling.kept(told.with_row_index("row"), design)
    if design.kind == "purposive" or not kept.is_empty():
        sampling.refuse_if_uncarried(kept, design)
    rows = _in_order(kept, design, outcomes)
    thin = _too_thin(rows)
    limits = (thin,) if thin else _limits(heard, rows, design)
    reasons = {name: thin or _silent(rows, name) for name in outcomes}
    said = [name for name in outcomes if reasons[name] is None]
    how = _Bootstrap(times=replicates, seed=seed, level=level)
    numbers, weight, lost = (
        _measured(rows, design, said, how) if not thin else ({}, np.empty(0), 0)
    )
    if lost > LOST_SHARE * replicates:
        limits = (*limits, "few-replicates")
    answered = {name: rows[name].count() for name in outcomes}
    return WeightedResult(
        design=design,
        estimates=result.estimates(outcomes, answered, reasons, numbers),
        margins=result.margins(rows, design),
        weights=_weights(rows, weight),
        kish=None if thin else round(result.kish(weight), result.DIGITS),
        people=rows.height,
        left_out=heard.height - rows.height,
        gatherings=rows["cluster"].n_unique(),
        lost=lost,
        replicates=0 if thin else replicates,
        seed=seed,
        level=level,
        limits=limits,
    )


def _weights(rows: pl.DataFrame, weight: NDArray[np.float64]) -> pl.DataFrame:
    known = rows["row"].head(len(weight)).cast(pl.Int64)
    return pl.DataFrame({"row": known, "weight": weight.round(result.DIGITS)}).sort(
        "row"
    )


def _check_outcomes(heard: pl.DataFrame, outcomes: Sequence[str]) -> None:
    for name in outcomes:
        if name not in heard.columns:
            raise ColumnError(f"Those heard lack the column {name}.", column=name)
        values = heard[name].cast(pl.Float64).drop_nulls()
        if not values.is_between(0, 1).all():
            raise DataError(f"The outcome {name} holds something else than 0 to 1.")


def _in_order(
    kept: pl.DataFrame, design: SamplingDesign, outcomes: Sequence[str]
) -> pl.DataFrame:
    """Return people with their cluster, ordered by content alone.

    Clusters and people are numbered by what they said: a draw then does not depend on
    ids or on the order of rows. Who is alike in all is interchangeable.

    Returns
    -------
    pl.DataFrame
        With ``cluster`` from 0 and ``stratum_of``, by cluster.
    """
    margins = [margin.column for margin in design.margins]
    content = [*margins, "base", *outcomes]
    rows = kept.with_columns(pl.col(list(outcomes)).cast(pl.Float64)).with_columns(
        met=pl.coalesce(
            pl.lit("in ") + pl.col("gathering"),
            pl.lit("alone ") + pl.col("row").cast(pl.String),
        ),
        stratum_of=pl.lit("") if design.stratum is None else pl.col(design.stratum),
        content=pl.concat_str(
            pl.col(content).cast(pl.String).fill_null("-"), separator="|"
        ),
    )
    keys = ["stratum_of", "met"]
    said = (
        rows.group_by(keys)
        .agg(said=pl.col("content").sort().str.join("\n"))
        .sort("stratum_of", "said", "met")
        .with_columns(cluster=pl.int_range(pl.len(), dtype=pl.Int64))
    )
    joined = rows.join(said, on=keys).sort("cluster", "content", "row")
    return joined.drop("met", "content", "said")


def _too_thin(rows: pl.DataFrame) -> str | None:
    """Return why nothing can be said from these answers, or None."""
    if rows.height < 2:
        return "one-person" if rows.height else "nobody-answered"
    return "one-gathering" if rows["cluster"].n_unique() < 2 else None


def _silent(rows: pl.DataFrame, outcome: str) -> str | None:
    """Return why nothing can be said of an outcome, or None."""
    said = rows.drop_nulls(outcome)
    same = "everyone-same" if said[outcome].n_unique() < 2 else None
    return _too_thin(said) or same


def _limits(
    heard: pl.DataFrame, rows: pl.DataFrame, design: SamplingDesign
) -> tuple[str, ...]:
    sizes = rows.group_by("stratum_of").agg(pl.col("cluster").n_unique())
    lonely = sizes.filter(pl.col("cluster") == 1)["stratum_of"].sort().to_list()
    if lonely and design.lonely == "refuse":
        raise OneGathering(
            f"In {design.stratum} {', '.join(lonely)} there was one gathering only:"
            " how much others there would differ is not known. Hold another, join it"
            " to a stratum like it, or declare that its distance from the mean of all"
            " stands for its spread.",
            strata=tuple(lonely),
        )
    holds = {
        "quota-sample": design.kind == "quota",
        "no-margins": not design.margins,
        "left-out": rows.height < heard.height,
        "lonely-stratum": bool(lonely),
    }
    return tuple(code for code, true in holds.items() if true)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bootstrap:
    times: int
    seed: int
    level: float


def _measured(
    rows: pl.DataFrame, design: SamplingDesign, said: Sequence[str], how: _Bootstrap
) -> tuple[dict[tuple[str, str], dict[str, object]], NDArray[np.float64], int]:
    """Return the numbers, the weights and the replicates lost."""
    found = calibration.calibrated(rows, design, said)
    plain = resampling.replicates(
        rows.with_columns(base=pl.lit(1.0)),
        said,
        stratum=design.stratum,
        times=how.times,
        rng=np.random.default_rng(how.seed),
    )
    full = resampling.replicates(
        rows,
        said,
        stratum=design.stratum,
        margins=design.margins,
        cap=design.cap,
        times=how.times,
        rng=np.random.default_rng(how.seed),
    )
    ways = ((found.without, plain.error), (found.with_weights, full.error))
    numbers = {
        (name, way): result.numbers(linear, float(error), how.level)
        for way, (linears, errors) in zip(result.WAYS, ways, strict=True)
        for name, linear, error in zip(said, linears, errors, strict=True)
    }
    return numbers, found.weight, full.lost
