"""What do action research groups suppose, what was seen of it, what was revised?

A group writes down what it supposes ("if, then, because"), which link of the map that
is, and by which sign it would be seen. What is seen confirms or refutes the version it
was seen against: when a refuted hypothesis is revised, both stay, each with its own
observations. A version that nobody had tested when it was rewritten is a slip of the
pen and is not told apart.

References
----------
.. [1] Burns, D. (2007), Systemic Action Research, Policy Press: cycles of action and
   reflection, documented so that others can retrace them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from vestibule.dossier import versions
from vestibule.dossier.records import Dossier

OUTCOMES = ("confirms", "refutes", "unclear")
"""What an observation says of a hypothesis."""

STANDINGS = ("untested", "unclear", "borne-out", "refuted", "mixed")
"""How one version stands. There is no "proven"."""

GAPS = ("no-hypothesis", "no-sign", "refuted-not-revised", "no-reflection")
"""What is missing, in the order in which it is listed."""

HYPOTHESES: dict[str, pl.DataType | type[pl.DataType]] = {
    "group": pl.String,
    "hypothesis": pl.String,
    "version": pl.Int64,
    "id": pl.String,
    "key": pl.String,
    "words": pl.String,
    "lang": pl.String,
    "cause": pl.String,
    "effect": pl.String,
    "predicts": pl.String,
    "sign": pl.String,
    "stands": pl.Boolean,
    **dict.fromkeys(OUTCOMES, pl.Int64),
    "standing": pl.String,
    "told_by": pl.Int64,
    "contradicted_by": pl.Int64,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Research:
    """Every action research group, what it supposes and what it saw; for the team.

    Parameters
    ----------
    groups : pl.DataFrame
        One row per group: ``group`` (id), ``key``, ``name``, ``place``, ``finding``,
        ``since``, ``hypotheses`` (standing), ``revised`` (that replaced a refuted
        one), ``observations``, ``reflections``, ``reflected_on`` (the last day),
        ``actions``.
    hypotheses : pl.DataFrame
        One row per version that stands or was tested: ``hypothesis`` (id of the first
        version), ``version`` (from 1, among those listed), ``id``, words and link,
        ``stands``, observations by outcome, ``standing`` (of `STANDINGS`),
        ``told_by`` and ``contradicted_by``: how many told the link with this
        direction, and with the opposite one (tellers; else voices; else gatherings).
    gaps : pl.DataFrame
        ``kind`` (of `GAPS`), ``group``, ``hypothesis`` (missing where it is of the
        whole group).
    """

    groups: pl.DataFrame
    hypotheses: pl.DataFrame
    gaps: pl.DataFrame


def research(dossier: Dossier, *, merged: Mapping[str, str] | None = None) -> Research:
    """Return how the hypotheses of action research groups stand.

    Parameters
    ----------
    dossier : Dossier
        The records with all their versions: an observation belongs to the version it
        was made against.
    merged : mapping of str to str or None
        Id of a factor to the factor people merged it into.

    Returns
    -------
    Research
        Sorted by key of the group, then version; order of rows never matters.
    """
    found = _versions(dossier)
    seen = _observed(dossier, found)
    rows = (
        found.join(seen, on="id", how="left")
        .with_columns(pl.col(*OUTCOMES).fill_null(0))
        .filter(pl.col("stands") | (pl.sum_horizontal(*OUTCOMES) > 0))
        .sort("hypothesis", "order", "id")
        .with_columns(
            version=pl.int_range(1, pl.len() + 1).over("hypothesis"),
            standing=_standing(),
        )
        .join(_told(dossier, found, merged or {}), on="id", how="left")
        .with_columns(pl.col("told_by", "contradicted_by").fill_null(0))
        .select(pl.col(name).cast(kind) for name, kind in HYPOTHESES.items())
    )
    groups = _groups(dossier, rows)
    return Research(groups=groups, hypotheses=rows, gaps=_gaps(groups, rows))


def _versions(dossier: Dossier) -> pl.DataFrame:
    """Return every version of every hypothesis, oldest first, by its first id."""
    rows = dossier.table("hypotheses")
    corrected = versions.links(rows)
    chains = versions.chains(corrected)
    stand = versions.standing_rows(rows).select("id", stands=pl.lit(value=True))
    listed = (
        rows.join(chains, on="id", how="left")
        .with_columns(
            _chain=pl.coalesce(pl.col("chain").cast(pl.String), "id"),
            _turn=pl.col("id").replace_strict(
                versions.generations(corrected), default=0, return_dtype=pl.Int64
            ),
        )
        .sort("_turn", *versions.BY_TIME, "id", nulls_last=False)
        .with_columns(order=pl.int_range(pl.len()).over("_chain"))
        .with_columns(hypothesis=pl.col("id").first().over("_chain"))
        .join(stand, on="id", how="left")
        .with_columns(pl.col("stands").fill_null(value=False))
    )
    groups = versions.redirected(listed, "group", dossier.table("groups"))
    return groups.drop("_chain", "_turn", "chain")


def _observed(dossier: Dossier, found: pl.DataFrame) -> pl.DataFrame:
    """Return, for each version, how often what was seen confirmed or refuted it."""
    # Not `current`: that would lead each observation to the version that stands now.
    rows = versions.standing_rows(dossier.table("observations")).join(
        found.select(hypothesis="id"), on="hypothesis", how="semi"
    )
    return rows.group_by(id="hypothesis").agg(
        (pl.col("outcome") == outcome).sum().cast(pl.Int64).alias(outcome)
        for outcome in OUTCOMES
    )


def _standing() -> pl.Expr:
    confirmed, refuted = pl.col("confirms") > 0, pl.col("refutes") > 0
    return (
        pl.when(confirmed & refuted)
        .then(pl.lit("mixed"))
        .when(confirmed)
        .then(pl.lit("borne-out"))
        .when(refuted)
        .then(pl.lit("refuted"))
        .when(pl.col("unclear") > 0)
        .then(pl.lit("unclear"))
        .otherwise(pl.lit("untested"))
    )


def _told(
    dossier: Dossier, found: pl.DataFrame, merged: Mapping[str, str]
) -> pl.DataFrame:
    """Return how many told each hypothesis's link, one way and the other."""
    heard = dossier.current("excerpts").select(
        excerpt="id", _voice="voice", _gathering="gathering"
    )
    lifted = [pl.col(end).replace(dict(merged)) for end in ("cause", "effect")]
    claims = (
        dossier.current("claims")
        .join(heard, on="excerpt", how="left")
        .with_columns(
            *lifted,
            source=pl.coalesce("teller", "voice", "_voice", "gathering", "_gathering"),
        )
        .group_by("cause", "effect", "direction")
        .agg(tellers=pl.col("source").drop_nulls().n_unique().cast(pl.Int64))
    )
    links = found.select("id", "predicts", *lifted).drop_nulls(["cause", "effect"])
    return (
        links.join(claims, on=["cause", "effect"])
        .group_by("id")
        .agg(
            pl.col("tellers").filter(_same()).sum().alias("told_by"),
            pl.col("tellers").filter(~_same()).sum().alias("contradicted_by"),
        )
    )


def _same() -> pl.Expr:
    return pl.col("direction") == pl.col("predicts")


def _groups(dossier: Dossier, rows: pl.DataFrame) -> pl.DataFrame:
    own = dossier.current("groups")
    looked = dossier.current("reflections").group_by("group").agg(
        pl.len().cast(pl.Int64).alias("reflections"),
        pl.col("held_on").max().alias("reflected_on"),
    )  # fmt: skip
    acted = (
        dossier.current("actions")
        .group_by("group")
        .agg(pl.len().cast(pl.Int64).alias("actions"))
    )
    before = (pl.col("refutes") > 0).shift(1).over("hypothesis", order_by="version")
    supposed = (
        rows.with_columns(after=before)
        .group_by("group")
        .agg(
            pl.col("stands").sum().cast(pl.Int64).alias("hypotheses"),
            pl.col("after").sum().cast(pl.Int64).alias("revised"),
            pl.sum_horizontal(pl.col(*OUTCOMES).sum()).alias("observations"),
        )
    )
    counts = ("hypotheses", "revised", "observations", "reflections", "actions")
    return (
        own.select("key", "name", "place", "finding", "since", group="id")
        .join(supposed, on="group", how="left")
        .join(looked, on="group", how="left")
        .join(acted, on="group", how="left")
        .with_columns(pl.col(*counts).fill_null(0))
        .select(
            "group", "key", "name", "place", "finding", "since", "hypotheses", "revised",
            "observations", "reflections", "reflected_on", "actions",
        )
        .sort("key", "group")
    )  # fmt: skip


def _gaps(groups: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    stand = rows.filter("stands")
    whole = {"hypothesis": pl.lit(None, dtype=pl.String)}
    parts = (
        groups.filter(pl.col("hypotheses") == 0).select("group", **whole),
        stand.filter(pl.col("sign").is_null()).select("group", "hypothesis"),
        stand.filter(standing="refuted").select("group", "hypothesis"),
        groups.filter((pl.col("observations") > 0) & (pl.col("reflections") == 0)).select("group", **whole),
    )  # fmt: skip
    named = [
        part.select(pl.lit(kind).alias("kind"), "group", "hypothesis")
        for kind, part in zip(GAPS, parts, strict=True)
    ]
    return pl.concat(
        [part.sort("group", "hypothesis", nulls_last=False) for part in named]
    )
