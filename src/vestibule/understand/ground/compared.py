"""What can be said of every statement in one comparison?

Verdicts, in the order in which they are tried:

- ``method_matters``: public and secret counts of it contradict each other.
- ``common_ground``: all groups were heard enough, and it is claimed at the error.
- ``dividing``: two groups heard enough are surely apart.
- ``not_shared``: some group heard enough is surely not above the bar.
- ``counted_in_public``: sensitive, and some group answered in public only.
- ``not_heard_enough``: of some group too few people or gatherings, or none.
- ``undecided``: all were heard, and neither is sure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from vestibule.understand.ground import counting, fitting, heard, needs, result, told
from vestibule.understand.ground.asked import Asked
from vestibule.understand.ground.fitting import Fit, Flags

OPEN = ("counted_in_public", "not_heard_enough", "undecided")
"""Verdicts that further gatherings might change."""

BETWEEN = "; "
"""Between the names of groups."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The frames of `result.GroundResult`, of one comparison, and why it is silent."""

    statements: pl.DataFrame
    segments: pl.DataFrame
    apart: pl.DataFrame
    models: pl.DataFrame
    shifts: pl.DataFrame
    needs: pl.DataFrame
    silent: str | None


def compared(asked: Asked) -> Compared:
    """Return what can be said of one comparison.

    Parameters
    ----------
    asked : Asked
        The answers.

    Returns
    -------
    Compared
        Where nothing can be said, ``silent`` says why, and no frame holds an
        estimate.
    """
    cells = heard.cells(asked.rows, asked.statements, asked.groups, asked.least)
    evident = counting.evident(asked.rows)
    silent = heard.why_nothing(cells, evident)
    if silent is not None:
        return _silent(asked, cells, silent)
    return _told(asked, cells, evident)


def _silent(asked: Asked, cells: pl.DataFrame, why: str) -> Compared:
    statements = asked.statements.select("statement", "key").join(
        _thin(cells), on="statement"
    )
    verdict = pl.when(pl.col("public")).then(pl.lit("counted_in_public"))
    stated = statements.with_columns(
        verdict=verdict.otherwise(pl.lit("not_heard_enough")),
        claimed=False,
        stands=False,
    )
    further = needs.of_thin(cells, asked.least, needs.Usual())
    return Compared(
        statements=_shaped(stated, asked, result.STATEMENTS),
        segments=_shaped(cells, asked, result.SEGMENTS),
        apart=result.APART.to_frame(),
        models=result.MODELS.to_frame(),
        shifts=result.SHIFTS.to_frame(),
        needs=_shaped(further, asked, result.NEEDS),
        silent=why,
    )


def _told(asked: Asked, cells: pl.DataFrame, evident: pl.DataFrame) -> Compared:
    counted = asked.counted(evident)
    fitted = fitting.fit(counted, bar=asked.bar, settings=asked.settings)
    known = pl.DataFrame({"statement": fitted.counted.statements})
    mine = known.join(cells, on="statement", maintain_order="left")
    enough = mine["enough"].to_numpy().reshape(known.height, -1)
    stated = told.statements(asked, fitted, known["statement"], enough)
    stated = told.without_overheard(asked, stated, evident, cells)
    whole = (
        asked.statements.select("statement", "key")
        .join(_thin(cells), on="statement")
        .join(stated, on="statement", how="left")
        .with_columns(
            pl.col("claimed", "stands", "divided", "refused").fill_null(value=False)
        )
        .with_columns(verdict=_verdict(asked))
    )
    measured = _segments(mine, fitted, asked.settings.level)
    settled = whole.select("statement", "verdict")
    further = _needs(measured.join(settled, on="statement"), cells, asked, fitted)
    return Compared(
        statements=_shaped(whole, asked, result.STATEMENTS).sort(
            "rank", "statement", nulls_last=True
        ),
        segments=_shaped(_joined(cells, measured), asked, result.SEGMENTS),
        apart=_shaped(_apart(asked, fitted, enough), asked, result.APART),
        models=_shaped(_model(asked, fitted, stated, evident), asked, result.MODELS),
        shifts=_shaped(_shifts(fitted), asked, result.SHIFTS),
        needs=_shaped(further, asked, result.NEEDS),
        silent=None,
    )


def _shaped(frame: pl.DataFrame, asked: Asked, schema: pl.Schema) -> pl.DataFrame:
    """Return a frame with the columns of a schema; what it has not is missing."""
    whole = frame.with_columns(comparison=pl.lit(asked.key))
    absent = [pl.lit(None).alias(name) for name in schema if name not in whole.columns]
    return whole.with_columns(absent).select(list(schema)).cast(schema)


def _thin(cells: pl.DataFrame) -> pl.DataFrame:
    missing = ~pl.col("enough")
    return cells.group_by("statement", maintain_order=True).agg(
        thin=pl.col("group").filter(missing).str.join(BETWEEN),
        public=(pl.col("why") == "counted_in_public").any(),
    )


def _verdict(asked: Asked) -> pl.Expr:
    heard_all = pl.col("thin") == ""
    return (
        pl.when(pl.col("statement").is_in(list(asked.split)))
        .then(pl.lit("method_matters"))
        .when("claimed")
        .then(pl.lit("common_ground"))
        .when("divided")
        .then(pl.lit("dividing"))
        .when("refused")
        .then(pl.lit("not_shared"))
        .when("public")
        .then(pl.lit("counted_in_public"))
        .when(~heard_all)
        .then(pl.lit("not_heard_enough"))
        .otherwise(pl.lit("undecided"))
    )


def _segments(mine: pl.DataFrame, fitted: Fit, level: float) -> pl.DataFrame:
    believed = fitted.posterior
    low, high = believed.segment_interval(level)
    ends = {
        "mean": believed.segment_mean,
        "low": low,
        "high": high,
        "sure": believed.segment_sure,
    }
    spread = believed.segment_spread.ravel()
    return mine.with_columns(
        *(pl.Series(name, of.ravel()) for name, of in ends.items()),
        pl.Series("spread", spread),
    )


def _joined(cells: pl.DataFrame, measured: pl.DataFrame) -> pl.DataFrame:
    columns = ["mean", "low", "high", "sure"]
    given = measured.filter("enough").select(*heard.CELL, *columns)
    return cells.join(given, on=heard.CELL, how="left", maintain_order="left")


def _apart(asked: Asked, fitted: Fit, enough: Flags) -> pl.DataFrame:
    settings, drawn = asked.settings, fitted.posterior.draws
    tails = [(1 - settings.level) / 2, (1 + settings.level) / 2]
    keys = dict(asked.statements.select("statement", "key").iter_rows())
    names = fitted.counted.statements
    parts = []
    for a in range(len(asked.groups)):
        for b in range(a + 1, len(asked.groups)):
            gap = drawn[..., a] - drawn[..., b]
            ends = np.quantile(gap, tails, axis=0)
            one = pl.DataFrame(
                {
                    "statement": names,
                    "first": asked.groups[a],
                    "second": asked.groups[b],
                    "gap": gap.mean(axis=0),
                    "low": ends[0],
                    "high": ends[1],
                    "sure": (np.abs(gap) > settings.gap).mean(axis=0),
                }
            )
            parts.append(one.filter(pl.Series(enough[:, a] & enough[:, b])))
    key = pl.col("statement").replace_strict(keys, return_dtype=pl.String)
    return pl.concat(parts).with_columns(key=key).sort("statement", "first", "second")


def _model(
    asked: Asked, fitted: Fit, stated: pl.DataFrame, evident: pl.DataFrame
) -> pl.DataFrame:
    claims = stated.filter("claimed")
    met = evident.filter(pl.col("overheard") & ~pl.col("alone"))["gathering"]
    return pl.DataFrame(
        {
            "statements": [stated.height],
            "answers": [int(evident["n"].sum())],
            "claims": [claims.height],
            "expected_false": [float((1 - claims["sure"]).sum())],
            "mean": [fitted.mean("mean")],
            "spread": [fitted.mean("spread")],
            "apart": [fitted.mean("apart")],
            "rho": [fitted.rho],
            "heavy": [fitted.mean("heavy")],
            "reference": [fitted.counted.methods[0]],
            "gatherings_overheard": [met.n_unique()],
        },
        schema_overrides={"rho": pl.Float64},
    )


def _shifts(fitted: Fit) -> pl.DataFrame:
    weights = np.array([one.weight for one in fitted.nodes])
    given = np.stack([one.shifts for one in fitted.nodes])
    mean = weights @ given
    spread = np.sqrt(np.maximum(weights @ given**2 - mean**2, 0))
    return pl.DataFrame(
        {"method": fitted.counted.methods[1:], "shift": mean, "deviation": spread},
        schema={"method": pl.String, "shift": pl.Float64, "deviation": pl.Float64},
    )


def _needs(
    measured: pl.DataFrame, cells: pl.DataFrame, asked: Asked, fitted: Fit
) -> pl.DataFrame:
    """Return what would settle the statements that are still open."""
    usual, error = needs.usual(fitted.counted, fitted.rho), asked.settings.error
    is_open = pl.col("verdict").is_in(OPEN)
    closed = measured.filter(~is_open)["statement"].unique()
    still = cells.filter(~pl.col("statement").is_in(closed.implode()))
    waiting = needs.of_unsure(
        measured.filter(is_open & pl.col("enough")),
        bar=asked.bar,
        error=error,
        usual=usual,
    )
    return pl.concat([needs.of_thin(still, asked.least, usual), waiting])
