"""What share of a population would agree, over all and in each declared comparison?

The design comes from ``process.toml``, the margins from `frame`, the answers from
votes. Where that carries no share of a population there is a refusal, with its reason,
instead of numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from vestibule.dossier.process import Comparison
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError, MissingTool, Refused
from vestibule.understand import agreement
from vestibule.understand.weights import estimates, people, population
from vestibule.understand.weights.result import DIGITS, ESTIMATES, WeightedResult
from vestibule.understand.weights.sampling import SamplingDesign

NUMBERS = ("share", "error", "low", "high", "boot_error", "boot_low", "boot_high")
"""Of each way, unweighted and weighted."""

AFTER = ("worth", "effect", "reason")
"""Of the weighted way."""

SHARES = pl.Schema(
    {
        "comparison": pl.String(),
        "group": pl.String(),
        "statement": pl.String(),
        "key": pl.String(),
        "n": pl.Int64(),
        "gatherings": pl.Int64(),
        **{f"plain_{name}": pl.Float64() for name in NUMBERS},
        "kish": pl.Float64(),
        **{name: ESTIMATES[name] for name in (*NUMBERS, *AFTER)},
    }
)
"""One row per statement over all (``comparison`` missing) and per group."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shares:
    """Shares of a population, weighted and unweighted side by side.

    Parameters
    ----------
    design : SamplingDesign
        As declared, margins from `frame`.
    shares : pl.DataFrame
        `SHARES`: ``plain_…`` of those heard, without weights, the others of the
        population, weighted: ``share``, ``low``, ``high`` (linearised), ``boot_…``
        (cluster bootstrap), all 0 to 1; ``n`` people who answered in ``gatherings``
        (people heard alone count as one each); ``kish`` Kish's effective n of their
        weights; ``worth`` people drawn one by one who would tell as much, gatherings
        and margins accounted for; ``reason``: code of `result.LIMITS` why there is no number.
    result : WeightedResult
        Weights, margins, Kish's effective n, limits of the whole. Personal.
    outside : int
        People who answered and are not of the population: of a place that the count
        does not tell of, or online, where they chose themselves. Left out.
    """

    design: SamplingDesign
    shares: pl.DataFrame
    result: WeightedResult
    outside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShares:
    """Why nothing is said of a population.

    Parameters
    ----------
    code : str
        What a catalogue knows it by.
    message : str
        English sentence, with what to do.
    params : mapping
        What a catalogue needs to say it.
    """

    code: str
    message: str
    params: Mapping[str, object]


def told(
    dossier: Dossier, *, replicates: int = 1000, seed: int = 0
) -> Shares | NoShares:
    """Return shares of the population, or why there are none; raises nothing of that.

    Parameters
    ----------
    dossier : Dossier
        The records, settled.
    replicates : int
        Of the bootstrap, at least 2.
    seed : int
        Of the bootstrap.

    Returns
    -------
    Shares or NoShares
        A refusal, a count that does not fit, or a library that is not installed, is
        a `NoShares`.
    """
    try:
        return shares(dossier, replicates=replicates, seed=seed)
    except (Refused, DataError, MissingTool) as error:
        reason = error.params.get("reason", error.code)
        return NoShares(code=str(reason), message=error.message, params=error.params)


def shares(dossier: Dossier, *, replicates: int = 1000, seed: int = 0) -> Shares:
    """Return the share of the population that would agree with each statement.

    Parameters
    ----------
    dossier : Dossier
        The records, settled. Statements that were moderated out are not asked.
    replicates : int
        Of the bootstrap, at least 2.
    seed : int
        Of the bootstrap.

    Returns
    -------
    Shares
        Over all, and in each group of each comparison by the same weights.

    Raises
    ------
    PurposiveSample, NoPopulation
        As `population.of_process`.
    EmptyStratum, OneGathering
        As `estimates.weighted`.
    DataError
        If nobody answered one by one, or the margins do not fit those heard.
    MissingTool
        If svy is not installed.

    Notes
    -----
    Behind each row stand at least the people and gatherings of ``[disclosure]``. Of a
    tally nobody knows who stood behind which answer: tallies have no part in this.
    A group is estimated as a domain, not as a population: its margins are not its own.
    """
    design = population.of_process(dossier)
    asked = _statements(dossier)
    heard = people.of_dossier(dossier, asked["statement"].to_list())
    if heard.is_empty():
        raise DataError(
            "Nobody answered one by one: of a tally nobody knows who stood behind"
            " which answer, so it cannot be weighted.",
            reason="no-single-votes",
        )
    kept = _of_population(dossier, heard, design)
    rows = _by_group(dossier, kept, asked)
    columns = _wide(kept, rows)
    enough = rows.filter("enough")["outcome"].to_list()
    found = estimates.weighted(
        columns,
        design,
        outcomes=enough or rows["outcome"].to_list(),
        replicates=replicates,
        seed=seed,
    )
    return Shares(
        design=design,
        shares=_side_by_side(
            rows, found.estimates if enough else None, _kish(columns, found.weights)
        ),
        result=found,
        outside=heard.height - kept.height,
    )


def _statements(dossier: Dossier) -> pl.DataFrame:
    put = dossier.current("statements").filter(pl.col("moderation") != "out")
    answered = dossier.current("votes").select("statement").unique()
    return (
        put.select("key", statement="id")
        .join(answered, on="statement", how="semi")
        .sort("key", "statement")
    )


def _of_population(
    dossier: Dossier, heard: pl.DataFrame, design: SamplingDesign
) -> pl.DataFrame:
    """Return those heard who were sampled from where the count tells of."""
    said = dossier.process.sampling
    rows = heard
    if said is None or not said.online:
        online = dossier.current("gatherings").filter(kind="online")
        votes = dossier.current("votes").join(
            online.select(gathering="id"), on="gathering", how="anti", nulls_equal=True
        )
        rows = rows.join(votes, on="person", how="semi")
    for margin in design.margins:
        if margin.column == "region":
            known = pl.col("region").is_in(list(margin.totals))
            rows = rows.filter(known | pl.col("region").is_null())
    return rows.sort("person")


def _by_group(
    dossier: Dossier, kept: pl.DataFrame, asked: pl.DataFrame
) -> pl.DataFrame:
    """Return one row per statement and group, with who answered as a list."""
    members = [kept.select("person", comparison=pl.lit(None, pl.String), group=None)]
    members += [
        _members(dossier, kept, comparison)
        for comparison in dossier.process.comparisons
    ]
    schema = {"person": pl.String, "comparison": pl.String, "group": pl.String}
    of_groups = pl.concat([one.select(*schema).cast(schema) for one in members])  # type: ignore[arg-type]
    answers = kept.unpivot(
        asked["statement"].to_list(),
        index=["person", "gathering"],
        variable_name="statement",
    ).drop_nulls("value")
    floor = dossier.process.disclosure
    counted = (
        answers.join(of_groups, on="person")
        .group_by("comparison", "group", "statement")
        .agg(
            "person",
            "value",
            n=pl.len().cast(pl.Int64),
            gatherings=pl.coalesce("gathering", "person").n_unique().cast(pl.Int64),
        )
    )
    return (
        counted.join(asked, on="statement")
        .sort("comparison", "group", "key", "statement", nulls_last=False)
        .with_columns(
            outcome=pl.format("o{}", pl.int_range(pl.len())),
            enough=(pl.col("n") >= floor.people)
            & (pl.col("gatherings") >= floor.gatherings),
        )
    )


def _members(
    dossier: Dossier, kept: pl.DataFrame, comparison: Comparison
) -> pl.DataFrame:
    """Return who belongs to which group of a comparison, where it is known."""
    profiles = dossier.current("profiles").select("side", profile="id", known="key")
    own = dossier.current("people").select("profile", "lang", "place", person="id")
    place = dossier.current("gatherings").select(gathering="id", met="place")
    rows = (
        kept.drop("profile")
        .join(own, on="person", how="left")
        .join(profiles, on="profile", how="left")
        .join(place, on="gathering", how="left")
        .with_columns(profile="known", region=pl.coalesce("place", "met"))
    )
    groups = agreement.groups_of(dossier, comparison)
    return rows.join(groups, left_on=comparison.basis, right_on="value").select(
        "person", "group", comparison=pl.lit(comparison.key)
    )


def _wide(kept: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Return those kept with a column per outcome, missing outside its group."""
    long = rows.select("outcome", "person", "value").explode("person", "value")
    wide = long.pivot("outcome", index="person", values="value")
    told = kept.select(people.COLUMNS)
    return told.join(wide, on="person", how="left").sort("person")


def _kish(columns: pl.DataFrame, weights: pl.DataFrame) -> pl.DataFrame:
    """Return the effective n of those who answered, by outcome."""
    weighed = columns.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    answered = (
        weighed.drop(people.COLUMNS)
        .join(weights, on="row")
        .unpivot(index=["row", "weight"], variable_name="outcome")
        .drop_nulls("value")
    )
    squared = pl.col("weight").sum() ** 2 / (pl.col("weight") ** 2).sum()
    return answered.group_by("outcome").agg(kish=squared.round(DIGITS))


def _side_by_side(
    rows: pl.DataFrame, found: pl.DataFrame | None, kish: pl.DataFrame
) -> pl.DataFrame:
    told = pl.DataFrame(schema=ESTIMATES) if found is None else found
    plain = told.filter(way="unweighted").select(
        "outcome", *(pl.col(name).alias(f"plain_{name}") for name in NUMBERS)
    )
    full = told.filter(way="weighted").select("outcome", *NUMBERS, *AFTER)
    joined = (
        rows.join(plain, on="outcome", how="left")
        .join(full, on="outcome", how="left")
        .join(kish, on="outcome", how="left")
    )
    # Fewer gatherings than strata and one more: no spread, so a bare share misleads.
    bare = pl.col("reason").is_null() & pl.col("low").is_null()
    reasons = (
        pl.when(~pl.col("enough"))
        .then(pl.lit("few-heard"))
        .when(bare)
        .then(pl.lit("no-spread"))
        .otherwise("reason")
    )
    reasoned = joined.with_columns(reason=reasons)
    said = [*plain.columns[1:], "kish", *NUMBERS, "worth", "effect"]
    return reasoned.with_columns(
        pl.when(pl.col("reason").is_null()).then(pl.col(said))
    ).select(list(SHARES))
