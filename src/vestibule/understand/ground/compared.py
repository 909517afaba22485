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

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl

from vestibule.dossier.process import Disclosure
from vestibule.understand.ground import counting, fitting, heard, needs, result
from vestibule.understand.ground.evidence import Counted
from vestibule.understand.ground.fitting import Fit, Flags
from vestibule.understand.ground.settings import GroundSettings

OPEN = ("counted_in_public", "not_heard_enough", "undecided")
"""Verdicts that further gatherings might change."""

BETWEEN = "; "
"""Between the names of groups."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One comparison, and what it is asked with.

    Parameters
    ----------
    key : str
        Of the comparison.
    groups : tuple of str
        Its segments.
    rows : pl.DataFrame
        As `segments.rows`.
    statements : pl.DataFrame
        ``statement`` and ``key``.
    split : collection of str
        Statements whose public and secret counts contradict each other.
    least : Disclosure
        How many are enough.
    bar : float
        0 to 1.
    settings : GroundSettings
        The rest.
    """

    key: str
    groups: tuple[str, ...]
    rows: pl.DataFrame
    statements: pl.DataFrame
    split: Collection[str]
    least: Disclosure
    bar: float
    settings: GroundSettings


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
    told = statements.with_columns(
        verdict=verdict.otherwise(pl.lit("not_heard_enough")),
        claimed=False,
        stands=False,
    )
    further = needs.of_thin(cells, asked.least, needs.Usual())
    return Compared(
        statements=_shaped(told, asked, result.STATEMENTS),
        segments=_shaped(cells, asked, result.SEGMENTS),
        apart=result.APART.to_frame(),
        models=result.MODELS.to_frame(),
        shifts=result.SHIFTS.to_frame(),
        needs=_shaped(further, asked, result.NEEDS),
        silent=why,
    )


def _told(asked: Asked, cells: pl.DataFrame, evident: pl.DataFrame) -> Compared:
    counted = _counted(asked, evident)
    fitted = fitting.fit(counted, bar=asked.bar, settings=asked.settings)
    known = pl.DataFrame({"statement": fitted.counted.statements})
    mine = known.join(cells, on="statement", maintain_order="left")
    enough = mine["enough"].to_numpy().reshape(known.height, -1)
    told = _statements(asked, fitted, known["statement"], enough)
    told = _without_overheard(asked, told, evident, cells)
    whole = (
        asked.statements.select("statement", "key")
        .join(_thin(cells), on="statement")
        .join(told, on="statement", how="left")
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
        models=_shaped(_model(asked, fitted, told, evident), asked, result.MODELS),
        shifts=_shaped(_shifts(fitted), asked, result.SHIFTS),
        needs=_shaped(further, asked, result.NEEDS),
        silent=None,
    )


def _counted(asked: Asked, evident: pl.DataFrame) -> Counted:
    return counting.counted(
        evident, asked.groups, least=asked.least, weighed=asked.settings.weighed
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


def _statements(
    asked: Asked, fitted: Fit, names: pl.Series, enough: Flags
) -> pl.DataFrame:
    """Return what is believed of each statement; missing where a group is thin."""
    settings, believed = asked.settings, fitted.posterior
    whole = enough.all(axis=1)
    free = whole & ~names.is_in(list(asked.split)).to_numpy()
    claims = fitting.claimed(
        believed.sure, error=settings.error, rule=settings.rule, open_to=free
    )
    rows = np.flatnonzero(claims)
    extra, where = fitting.undoing(fitted, rows, settings.error)
    low, high = believed.interval(settings.level)
    measured = {
        "sure": believed.sure,
        "sure_low": np.minimum(fitted.band.sure_low, believed.sure),
        "sure_high": np.maximum(fitted.band.sure_high, believed.sure),
        "lowest": believed.mean,
        "low": low,
        "high": high,
        "band_low": np.minimum(fitted.band.low, low),
        "band_high": np.maximum(fitted.band.high, high),
        "sure_gathered": np.minimum(fitted.gathered.sure, believed.sure),
        "gathered_low": np.minimum(fitted.gathered.low, low),
        "gathered_high": np.maximum(fitted.gathered.high, high),
    }
    below = (believed.segment_sure <= settings.error) & enough
    frame = pl.DataFrame(
        {
            "statement": names,
            "claimed": claims,
            "stands": claims & (measured["sure_gathered"] >= 1 - settings.error),
            "gathered_in": [
                asked.groups[one] if all(heard) else None
                for one, heard in zip(
                    fitted.gathered.segment.tolist(), enough.tolist(), strict=True
                )
            ],
            "refused": below.any(axis=1) | (whole & (believed.sure <= settings.error)),
            **{name: np.where(whole, of, np.nan) for name, of in measured.items()},
            **_draws(asked, fitted, enough),
        }
    )
    undone = pl.DataFrame(
        {
            "statement": names.gather(rows),
            "extra": np.where(np.isfinite(extra), extra, np.nan),
            "extra_in": [asked.groups[one] for one in where],
        },
        schema_overrides={"extra_in": pl.String},
    )
    return (
        frame.fill_nan(None)
        .join(undone.fill_nan(None), on="statement", how="left", maintain_order="left")
        .with_columns(rank=pl.col("lowest").rank("ordinal", descending=True))
    )


def _draws(asked: Asked, fitted: Fit, enough: Flags) -> dict[str, object]:
    """Return which group is the weakest, and how far groups are apart."""
    settings = asked.settings
    drawn = np.where(enough, fitted.posterior.draws, np.nan)
    two = enough.sum(axis=1) > 1
    low = np.where(enough, drawn, np.inf)
    gap = np.where(enough, drawn, -np.inf).max(axis=2) - low.min(axis=2)
    lowest = low.argmin(axis=2)
    votes = np.stack([(lowest == one).mean(axis=0) for one in range(enough.shape[1])])
    weakest = votes.argmax(axis=0)
    gap = np.where(two, gap, 0.0)
    tails = [(1 - settings.level) / 2, (1 + settings.level) / 2]
    ends = np.quantile(gap, tails, axis=0)
    sure = (gap > settings.gap).mean(axis=0)
    names = np.array([*asked.groups], dtype=object)[weakest]
    numbers = {
        "weakest_sure": votes.max(axis=0),
        "gap": gap.mean(axis=0),
        "gap_low": ends[0],
        "gap_high": ends[1],
        "gap_sure": sure,
    }
    return {
        "weakest": [
            name if one else None for name, one in zip(names, two, strict=True)
        ],
        "divided": two & (sure >= 1 - settings.error),
        **{name: np.where(two, of, np.nan) for name, of in numbers.items()},
    }


def _without_overheard(
    asked: Asked, told: pl.DataFrame, evident: pl.DataFrame, cells: pl.DataFrame
) -> pl.DataFrame:
    """Return the same with what it would be without overheard gatherings."""
    left = evident.filter(~pl.col("overheard"))
    if left.height == evident.height:
        return told.with_columns(rests_on_overheard=pl.lit(value=False))
    still = heard.cells(left, asked.statements, asked.groups, asked.least)
    names = pl.Series("statement", [], dtype=pl.String)
    sure = lowest = np.zeros(0)
    if heard.why_nothing(still, left) is None:
        heard_alone = _counted(asked, left)
        believed = fitting.believed(heard_alone, bar=asked.bar)
        names = pl.Series("statement", heard_alone.statements)
        sure, lowest = believed.sure, believed.mean
    whole = still.group_by("statement").agg(pl.col("enough").all())
    alone = pl.DataFrame(
        {"statement": names, "sure_unheard": sure, "lowest_unheard": lowest}
    ).join(whole.filter("enough"), on="statement", how="semi")
    without = pl.col("sure_unheard") >= 1 - asked.settings.error
    return told.join(
        alone, on="statement", how="left", maintain_order="left"
    ).with_columns(
        rests_on_overheard=pl.col("claimed") & ~without.fill_null(value=False)
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
    asked: Asked, fitted: Fit, told: pl.DataFrame, evident: pl.DataFrame
) -> pl.DataFrame:
    claims = told.filter("claimed")
    met = evident.filter(pl.col("overheard") & ~pl.col("alone"))["gathering"]
    return pl.DataFrame(
        {
            "statements": [told.height],
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
