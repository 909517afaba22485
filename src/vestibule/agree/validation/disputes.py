"""Who contested what, in words where these are cleared, and who stands against whom?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from vestibule.agree.validation.standing import FindingStanding
from vestibule.dossier.records import Dossier
from vestibule.protect import quotes

CONTESTED = pl.Schema(
    {
        "finding": pl.String(),
        "key": pl.String(),
        "version": pl.Int64(),
        "on_current": pl.Boolean(),
        "outcome": pl.String(),
        "gathering": pl.String(),
        "region_key": pl.String(),
        "profile_key": pl.String(),
        "words": pl.String(),
        "kept": pl.String(),
    }
)

SPLITS = pl.Schema(
    {
        "finding": pl.String(),
        "key": pl.String(),
        "kind": pl.String(),
        "where": pl.String(),
        "holding": pl.String(),
        "rejecting": pl.String(),
    }
)


def contested(
    dossier: Dossier,
    standing: FindingStanding,
    *,
    on: date | None = None,
    lang: str | None = None,
) -> pl.DataFrame:
    """Return every validation that rejected a finding or objected to it.

    Parameters
    ----------
    dossier : Dossier
        Settled, whole.
    standing : FindingStanding
        Of it.
    on : date or None
        The day it is; None: a consent that can run out has run out.
    lang : str or None
        Language of the words, where a translation stands.

    Returns
    -------
    pl.DataFrame
        One row per validation: `CONTESTED`. ``words`` only where consent to quote was
        given and two reviewers cleared them; ``kept`` says why there are none:
        ``none`` were noted, or they are ``sealed``; missing where they are there.
    """
    cleared = quotes.clear_objections(dossier, on=on, lang=lang)
    noted = dossier.table("validations").select("objection", validation="id")
    keys = dossier.table("findings").select("key", finding="id")
    rows = pl.concat([standing.rows, standing.earlier]).filter(
        pl.col("objected") | (pl.col("outcome") == "rejected")
    )
    said = {id_: quote.words for id_, quote in cleared.items()}
    words = pl.col("validation").replace_strict(
        said, default=None, return_dtype=pl.String
    )
    return (
        rows.join(noted, on="validation")
        .join(keys, on="finding")
        .with_columns(words=words)
        .with_columns(
            kept=pl.when(pl.col("objection").is_null())
            .then(pl.lit("none"))
            .when(pl.col("words").is_null())
            .then(pl.lit("sealed"))
        )
        .sort("key", "version", "region_key", "validation", nulls_last=True)
        .select(list(CONTESTED))
        .cast(CONTESTED)
    )


def splits(dossier: Dossier, standing: FindingStanding) -> pl.DataFrame:
    """Return where gatherings, regions or profiles stand against one another.

    Parameters
    ----------
    dossier : Dossier
        Settled.
    standing : FindingStanding
        Of it.

    Returns
    -------
    pl.DataFrame
        One row per finding and split: `SPLITS`. ``kind``: ``regions`` (some hold it,
        some reject it), ``profiles`` (likewise), ``tie`` (``where``: a region in which
        as many gatherings hold it as reject it), ``gathering`` (``where``: one in
        which one profile did this, another that). ``holding`` and ``rejecting``: keys,
        space separated; a mixed group has none.
    """
    keys = dict(dossier.table("findings").select("id", "key").iter_rows())
    found = [
        (finding, key, *split)
        for finding, key in sorted(keys.items(), key=lambda pair: (pair[1], pair[0]))
        for split in _of(standing, finding)
    ]
    return pl.DataFrame(found, schema=SPLITS, orient="row")


def _of(
    standing: FindingStanding, finding: str
) -> Iterator[tuple[str, str | None, str, str]]:
    of = pl.col("finding") == finding
    for kind, frame, column in (
        ("regions", standing.by_region, "region_key"),
        ("profiles", standing.by_profile, "profile_key"),
    ):
        named = frame.filter(of).drop_nulls(column)
        sides = [
            named.filter(pl.col("verdict") == verdict)[column]
            for verdict in ("holds", "rejects")
        ]
        if all(len(side) for side in sides):
            yield kind, None, _names(sides[0]), _names(sides[1])
    tied = standing.by_region.filter(of & (pl.col("verdict") == "tie"))
    for region in tied["region_key"].drop_nulls().sort():
        yield "tie", region, "", ""
    yield from _divided(standing.rows.filter(of))


def _divided(rows: pl.DataFrame) -> Iterator[tuple[str, str | None, str, str]]:
    rejected = pl.col("outcome") == "rejected"
    for (gathering,), there in rows.sort("gathering").group_by(
        "gathering", maintain_order=True
    ):
        no, yes = there.filter(rejected), there.filter(~rejected)
        if no.height and yes.height:
            sides = _names(yes["profile_key"]), _names(no["profile_key"])
            yield ("gathering", str(gathering), *sides)


def _names(keys: pl.Series) -> str:
    return " ".join(keys.drop_nulls().unique().sort())
