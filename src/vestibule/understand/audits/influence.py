"""Which claims hang on one gathering, one facilitator or one place?

Each is left out in turn. What was estimated behind the model (how alike statements,
groups and gatherings are, how far counting methods move answers) is kept at its
posterior mean, and the answers that are left out are taken from the likelihood: a
reweighting, not a refit. How far that moves the log-odds of a claim is added to what
the whole model believes of it. Where more pairs of a unit and a statement exist than
are worked out, those that a normal approximation expects to move most are.

References
----------
.. [1] Gelfand, Dey and Chang (1992), Model determination using predictive
   distributions, Bayesian Statistics 4: leaving out by reweighting.
.. [2] Cook (1977), Detection of influential observation in linear regression,
   Technometrics 19.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from scipy import special, stats

from vestibule.understand.audits import reweighting
from vestibule.understand.audits.left_out import KINDS
from vestibule.understand.audits.reweighting import Model
from vestibule.understand.audits.settings import AuditSettings
from vestibule.understand.ground import heard, posterior
from vestibule.understand.ground.evidence import Floats

INFLUENCE = pl.Schema(
    {
        "comparison": pl.String(),
        "kind": pl.String(),
        "statement": pl.String(),
        "key": pl.String(),
        "claimed": pl.Boolean(),
        "sure": pl.Float64(),
        "lowest": pl.Float64(),
        "unit": pl.String(),
        "name": pl.String(),
        "sure_without": pl.Float64(),
        "lowest_without": pl.Float64(),
        "changes": pl.String(),
    }
)
"""One row per comparison, kind, unit and statement that was worked out."""

STEADINESS = pl.Schema(
    {
        "comparison": pl.String(),
        "kind": pl.String(),
        "units": pl.Int64(),
        "pairs": pl.Int64(),
        "worked_out": pl.Int64(),
        "claims": pl.Int64(),
        "carried": pl.Int64(),
        "held_back": pl.Int64(),
        "largest_drop": pl.Float64(),
    }
)
"""One row per comparison and kind of unit."""

CLAIMS_FIRST = 0.75
"""Part of the pairs worked out that claims get, where there are too many."""

LEAST_SURE = 1e-12
"""Probabilities are kept this far from 0 and 1 before their odds are taken."""


def influence(
    asked: Model,
    units: pl.DataFrame,
    names: Mapping[str, Mapping[str, str]],
    *,
    settings: AuditSettings,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return how claims move when one unit is left out.

    Parameters
    ----------
    asked : Model
        One comparison.
    units : pl.DataFrame
        `left_out.UNITS`.
    names : mapping
        From `left_out.names`.
    settings : AuditSettings
        Most pairs worked out, for each kind.

    Returns
    -------
    influence : pl.DataFrame
        `INFLUENCE`. ``changes``: ``lost`` (no longer sure enough), ``thin`` (a group
        was then not heard enough, so nothing may be claimed; no numbers), ``won``
        (claimed only without it), or empty.
    steadiness : pl.DataFrame
        `STEADINESS`. ``carried``: claims that at least one unit carries alone.
        ``largest_drop``: of the lowest share of a claim, 0 to 1; missing without
        claims.

    Notes
    -----
    In the invented country of the rehearsal whole refits without each facilitator, and
    without the gathering and place that matter most, gave probabilities within 0.005.
    Where one unit is half of a group and there are few statements, the model itself
    would be estimated otherwise, and a probability may move much more; it then also
    moves a claim, so that the unit is named all the same.

    Answers of people who answered alone belong to no unit and are never left out.
    The name of a unit is for the team: that a claim hangs on a gathering is no
    reproach to those who met.
    """
    before = posterior.posterior(asked.evidence, [asked.node])
    parts, sums = [], []
    for kind in KINDS:
        entries = _entries(asked, units, kind)
        if entries["unit"].n_unique() < 2:
            continue
        pairs = _pairs(asked, entries)
        chosen = _chosen(pairs, settings.pairs)
        told = _asked_again(asked, entries, chosen, before)
        called = names.get(kind, {})
        unit = pl.col("unit")
        told = told.with_columns(
            comparison=pl.lit(asked.side.key),
            kind=pl.lit(kind),
            name=unit.replace_strict(called, default=unit, return_dtype=pl.String),
        ).select(list(INFLUENCE))
        parts.append(told)
        sums.append(_steadiness(asked, kind, entries, pairs, told))
    return (
        pl.concat([INFLUENCE.to_frame(), *parts]),
        pl.concat([STEADINESS.to_frame(), *sums]),
    )


def _entries(asked: Model, units: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Return what would be left out with each unit, as `counting.counted` has it."""
    together = asked.evident.filter(~pl.col("alone")).with_columns(
        times=1 / pl.col("method").n_unique().over("statement", "group", "gathering"),
        yes="agree",
    )
    if kind == "gathering":
        return together.with_columns(unit="gathering").drop_nulls("unit")
    known = units.select("gathering", unit=kind)
    return together.join(known, on="gathering").drop_nulls("unit")


def _pairs(asked: Model, entries: pl.DataFrame) -> pl.DataFrame:
    """Return each unit and statement, with how far it is expected to move a claim."""
    rho = 0.0 if not asked.evidence.counted.clustered else asked.node.likeness
    alike = float(special.expit(rho)) if asked.evidence.counted.clustered else 0.0
    worth = pl.col("times") / (1 + (pl.col("n") - 1) * alike)
    cell = ["statement", "group"]
    gone = entries.group_by("unit", *cell).agg(
        yes_gone=(worth * pl.col("yes")).sum(),
        n_gone=(worth * pl.col("n")).sum(),
        people_gone=(pl.col("times") * pl.col("n")).sum(),
        met_gone=pl.col("gathering").n_unique(),
    )
    known = gone.join(_cells(asked, alike), on=cell).with_columns(
        people_left=pl.col("people") - pl.col("people_gone"),
        met_left=pl.col("gatherings") - pl.col("met_gone"),
    )
    least = asked.side.least
    met = pl.col("met_left")
    few = (pl.col("people_left") < least.people - 1e-9) | (
        (met > 0) & (met < least.gatherings)
    )
    bar = float(asked.evidence.bins.share[asked.evidence.bins.bar])
    now = _log_sure(known["yes"].to_numpy(), known["worth"].to_numpy(), bar)
    then = _log_sure(
        (known["yes"] - known["yes_gone"]).to_numpy(),
        (known["worth"] - known["n_gone"]).to_numpy(),
        bar,
    )
    moved = known.with_columns(few=few, moved=pl.Series(then - now))
    told = asked.told.select("statement", "claimed", "sure").with_row_index("row")
    return (
        moved.group_by("unit", "statement")
        .agg(pl.col("moved").sum(), thin=pl.col("few").any())
        .join(told, on="statement")
        .filter(pl.col("sure").is_not_null())
        .sort("unit", "statement")
    )


def _cells(asked: Model, alike: float) -> pl.DataFrame:
    """Return what each cell is worth, and by how many people and gatherings."""
    counted = asked.evidence.counted
    worth = 1 / (1 + (counted.n - 1) * alike)
    yes = counted.total(counted.yes * worth)
    whole = counted.total(counted.n * worth)
    statements = asked.told.select("statement", "key")
    cells = heard.cells(
        asked.side.rows, statements, asked.side.groups, asked.side.least
    )
    order = pl.DataFrame(
        {
            "statement": np.repeat(counted.statements, len(counted.segments)),
            "group": np.tile(counted.segments, len(counted.statements)),
            "yes": yes.ravel(),
            "worth": whole.ravel(),
        }
    )
    return order.join(
        cells.select("statement", "group", "people", "gatherings"),
        on=["statement", "group"],
    )


def _log_sure(yes: Floats, worth: Floats, bar: float) -> Floats:
    """Return about how surely a share lies above the bar, as a logarithm."""
    worth = np.maximum(worth, 0) + 1
    share = np.clip((np.maximum(yes, 0) + 0.5) / worth, 1e-6, 1 - 1e-6)
    z = (share - bar) / np.sqrt(share * (1 - share) / worth)
    return np.asarray(stats.norm.logcdf(z))


def _chosen(pairs: pl.DataFrame, most: int) -> pl.DataFrame:
    """Return the pairs to work out: those likeliest to undo or to make a claim."""
    hopeful = pl.col("sure").clip(LEAST_SURE).log() + pl.col("moved")
    claims = (
        pairs.filter("claimed")
        .with_columns(pl.col("moved").rank("ordinal").over("statement").alias("turn"))
        # Every claim gets its turn; too few heard without a unit needs no working out.
        .sort("thin", "turn", "statement", descending=[True, False, False])
        .drop("turn")
    )
    others = (
        pairs.filter(~pl.col("claimed") & ~pl.col("thin"))
        .with_columns(hopeful=hopeful)
        .sort("hopeful", "statement", "unit", descending=[True, False, False])
        .drop("hopeful")
    )
    first = max(most - others.height, int(CLAIMS_FIRST * most))
    kept = claims.head(first)
    return pl.concat([kept, others.head(most - kept.height)])


def _asked_again(
    asked: Model,
    entries: pl.DataFrame,
    chosen: pl.DataFrame,
    before: posterior.Posterior,
) -> pl.DataFrame:
    """Return what is believed of each chosen pair without its unit."""
    open_pairs = chosen.filter(~pl.col("thin")).with_row_index("pair")
    sure, mean = reweighting.without(asked, entries, open_pairs)
    rows = open_pairs["row"].to_numpy().astype(np.int64)
    told = asked.told.with_row_index("row").select("row", "key", "lowest")
    known = open_pairs.join(told, on="row", maintain_order="left")
    odds = _odds(known["sure"].to_numpy()) + _odds(sure) - _odds(before.sure[rows])
    lowest = known["lowest"].to_numpy() + mean - before.mean[rows]
    again = known.with_columns(
        sure_without=pl.Series(special.expit(odds), dtype=pl.Float64),
        lowest_without=pl.Series(np.clip(lowest, 0, 1), dtype=pl.Float64),
    ).drop("pair")
    silent = (
        chosen.filter("thin")
        .join(told, on="row", maintain_order="left")
        .with_columns(
            sure_without=pl.lit(None, pl.Float64),
            lowest_without=pl.lit(None, pl.Float64),
        )
    )
    whole = pl.concat([again, silent.select(again.columns)])
    still = pl.col("sure_without") >= asked.claim_at
    free = ~pl.col("statement").is_in(_split(asked))
    changes = (
        pl.when("thin")
        .then(pl.lit("thin"))
        .when(pl.col("claimed") & ~still)
        .then(pl.lit("lost"))
        .when(~pl.col("claimed") & still & free)
        .then(pl.lit("won"))
        .otherwise(pl.lit(""))
    )
    return whole.with_columns(changes=changes).sort(
        "claimed", "statement", "sure_without", "unit", descending=[True, *[False] * 3]
    )


def _split(asked: Model) -> list[str]:
    """Return statements of which nothing is claimed, however sure."""
    return asked.told.filter(verdict="method_matters")["statement"].to_list()


def _odds(sure: Floats) -> Floats:
    return np.asarray(special.logit(np.clip(sure, LEAST_SURE, 1 - LEAST_SURE)))


def _steadiness(
    asked: Model,
    kind: str,
    entries: pl.DataFrame,
    pairs: pl.DataFrame,
    told: pl.DataFrame,
) -> pl.DataFrame:
    claims = told.filter("claimed")
    undone = claims.filter(pl.col("changes").is_in(["lost", "thin"]))
    drop = (claims["lowest"] - claims["lowest_without"]).max()
    return pl.DataFrame(
        {
            "comparison": [asked.side.key],
            "kind": [kind],
            "units": [entries["unit"].n_unique()],
            "pairs": [pairs.height],
            "worked_out": [told.height],
            "claims": [int(asked.told["claimed"].sum())],
            "carried": [undone["statement"].n_unique()],
            "held_back": [told.filter(changes="won")["statement"].n_unique()],
            "largest_drop": [drop],
        },
        schema=STEADINESS,
    )
