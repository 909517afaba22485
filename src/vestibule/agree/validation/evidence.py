"""What is cited for each finding and against it, from how many gatherings and places?

Each support cites one thing:

- *excerpt*: the words themselves;
- *code*: every excerpt that some coder gave the code to; one coded as denying it counts
  on the other side;
- *claim*: a link somebody told;
- *statement*: the sentence; and *vote*: the answers to it, where agreeing is on the side
  of the support and disagreeing on the other. Passing is on neither.

How often something was said is no measure of how important it is: gatherings and
places are counted beside the records, each once, and kinds are never added up.
"""

from __future__ import annotations

import polars as pl

from vestibule.dossier.records import Dossier
from vestibule.understand import met

KINDS = ("excerpt", "code", "claim", "statement")
"""What a support may cite, exactly one of them."""

CITED = pl.Schema(
    {
        "finding": pl.String(),
        "stance": pl.String(),
        "kind": pl.String(),
        "record": pl.String(),
        "gathering": pl.String(),
        "n": pl.Int64(),
    }
)

COUNTED = pl.Schema(
    {
        "finding": pl.String(),
        "key": pl.String(),
        "stance": pl.String(),
        "kind": pl.String(),
        "records": pl.Int64(),
        "gatherings": pl.Int64(),
        "places": pl.Int64(),
        "people": pl.Int64(),
    }
)

OTHER = {"for": "against", "against": "for"}
"""The other side."""


def cited(dossier: Dossier) -> pl.DataFrame:
    """Return every record that speaks for or against a finding.

    Parameters
    ----------
    dossier : Dossier
        Settled.

    Returns
    -------
    pl.DataFrame
        One row per finding, stance, kind, record and gathering: `CITED`. ``n`` is the
        answers of that gathering (votes), else 1. Gathering is missing where none is
        known: an answer given online, a claim without its source.
    """
    supports = _clear(dossier)
    parts = [
        _excerpts(dossier, supports),
        _codes(dossier, supports),
        _claims(dossier, supports),
        _statements(supports),
        _votes(dossier, supports),
    ]
    rows = pl.concat(part.select(list(CITED)).cast(CITED) for part in parts)
    known = dossier.table("findings").select(finding="id")
    kept = rows.join(known, on="finding", how="semi").unique()
    return kept.sort(list(CITED), nulls_last=True)


def evidence(dossier: Dossier, rows: pl.DataFrame) -> pl.DataFrame:
    """Return how much is cited for and against each finding, kind by kind.

    Parameters
    ----------
    dossier : Dossier
        Settled.
    rows : pl.DataFrame
        Of `cited`.

    Returns
    -------
    pl.DataFrame
        One row per finding, stance and kind of which there is any: ``finding``,
        ``key``, ``stance``, ``kind``, ``records``, ``gatherings`` and ``places``
        (distinct), ``people`` (present at these gatherings; of votes, who answered).
    """
    where = met.gatherings(dossier).select("gathering", "place", "people")
    keys = dossier.table("findings").select("key", finding="id")
    by = ["finding", "stance", "kind"]
    counted = rows.group_by(by).agg(
        records=pl.when(pl.col("kind").first() == "vote")
        .then(pl.col("n").sum())
        .otherwise(pl.col("record").n_unique()),
        voted=pl.col("n").sum(),
    )
    once = rows.unique([*by, "gathering"]).join(where, on="gathering", how="left")
    places = once.group_by(by).agg(
        gatherings=pl.col("gathering").drop_nulls().n_unique(),
        places=pl.col("place").drop_nulls().n_unique(),
        present=pl.col("people").sum(),
    )
    is_vote = pl.col("kind") == "vote"
    return (
        counted.join(places, on=by)
        .join(keys, on="finding")
        .with_columns(people=pl.when(is_vote).then("voted").otherwise("present"))
        .select(list(COUNTED))
        .cast(COUNTED)
        .sort("key", "finding", pl.col("stance") == "against", "kind")
    )


def unclear(dossier: Dossier) -> int:
    """Return how many supports cite nothing, or more than one thing."""
    return dossier.table("supports").height - _clear(dossier).height


def _clear(dossier: Dossier) -> pl.DataFrame:
    filled = pl.sum_horizontal(pl.col(*KINDS).is_not_null())
    return dossier.table("supports").filter(filled == 1)


def _excerpts(dossier: Dossier, supports: pl.DataFrame) -> pl.DataFrame:
    where = dossier.table("excerpts").select("gathering", record="id")
    rows = supports.drop_nulls("excerpt").select("finding", "stance", record="excerpt")
    return rows.join(where, on="record").with_columns(kind=pl.lit("excerpt"), n=1)


def _codes(dossier: Dossier, supports: pl.DataFrame) -> pl.DataFrame:
    codings = dossier.table("codings").select("code", "excerpt", said="stance")
    where = dossier.table("excerpts").select("gathering", excerpt="id")
    denies = pl.col("said").eq_missing(pl.lit("against"))
    return (
        supports.drop_nulls("code")
        .select("finding", "stance", "code")
        .join(codings, on="code")
        .join(where, on="excerpt")
        .with_columns(
            stance=pl.when(denies).then(_turned("stance")).otherwise("stance"),
            kind=pl.lit("code"),
            record=pl.col("excerpt"),
            n=1,
        )
    )


def _claims(dossier: Dossier, supports: pl.DataFrame) -> pl.DataFrame:
    told = dossier.table("claims").select("gathering", "excerpt", "voice", record="id")
    rows = supports.drop_nulls("claim").select("finding", "stance", record="claim")
    for name in ("excerpts", "voices"):
        of = name.removesuffix("s")
        source = dossier.table(name).select(pl.col("id").alias(of), other="gathering")
        told = told.join(source, on=of, how="left").with_columns(
            gathering=pl.coalesce("gathering", "other")
        )
        told = told.drop("other")
    return rows.join(told, on="record").with_columns(kind=pl.lit("claim"), n=1)


def _statements(supports: pl.DataFrame) -> pl.DataFrame:
    rows = supports.drop_nulls("statement")
    return rows.select("finding", "stance", record="statement").with_columns(
        kind=pl.lit("statement"), gathering=pl.lit(None, dtype=pl.String), n=1
    )


def _votes(dossier: Dossier, supports: pl.DataFrame) -> pl.DataFrame:
    cast = (
        dossier.table("votes")
        .sort("at", "origin", "seq", nulls_last=False)
        .unique(["person", "statement"], keep="last", maintain_order=True)
        .group_by("statement", "gathering")
        .agg(agree=(pl.col("vote") == 1).sum(), disagree=(pl.col("vote") == -1).sum())
    )
    tallies = dossier.table("tallies").filter(pl.col("count") == 1)
    tallied = tallies.group_by("statement", "gathering").agg(
        pl.col("agree", "disagree").sum()
    )
    same = pl.col("agree", "disagree").cast(pl.Int64)
    columns = ["statement", "gathering", "agree", "disagree"]
    both = pl.concat(
        [one.select(columns).with_columns(same) for one in (cast, tallied)]
    )
    rows = supports.drop_nulls("statement").select("finding", "stance", "statement")
    asked = rows.join(both, on="statement").with_columns(
        kind=pl.lit("vote"), record=pl.col("statement")
    )
    return pl.concat(
        [
            asked.with_columns(n=pl.col("agree")),
            asked.with_columns(n=pl.col("disagree"), stance=_turned("stance")),
        ]
    ).filter(pl.col("n") > 0)


def _turned(column: str) -> pl.Expr:
    return pl.col(column).replace(OTHER)
